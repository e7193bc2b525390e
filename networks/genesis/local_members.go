// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"slices"

	"github.com/taelnet/tael/x/consortium"
)

// Members of every local network.
const (
	BankA       = "bank-a"
	BankB       = "bank-b"
	Clearing    = "clearing"
	WalletOp    = "wallet-op"
	CentralBank = "central-bank"
	Regulator   = "regulator"
)

const (
	// LocalAuditor is the member that runs the local network's audit node.
	LocalAuditor = Regulator

	// LocalSubmitters is how many submitter lanes each custodian of a local network has.
	LocalSubmitters = 8

	// localPower is the voting power of each validator.
	localPower = 10
)

// localMember is a member of the local network before its keys are derived.
type localMember struct {
	ID   string
	Name string
	BIC  string
	Role consortium.Role
	// Validates says that it runs a validator, Custodian that it keeps customers' wallets.
	Validates bool
	Custodian bool
}

// localMembers are the members in the order of their numbers. A BIC whose eighth character is 0 is a test code.
func localMembers() []localMember {
	return []localMember{
		{BankA, "Local Bank A", "LOCACNB0", consortium.ROLE_BANK, true, true},
		{BankB, "Local Bank B", "LOCBCNB0", consortium.ROLE_BANK, true, true},
		{Clearing, "Local Clearing House", "LOCCCNB0", consortium.ROLE_CLEARING, true, false},
		{WalletOp, "Local Wallet Operator", "LOCWCNB0", consortium.ROLE_WALLET_OPERATOR, true, true},
		{CentralBank, "Local Central Bank", "LOCZCNB0", consortium.ROLE_CENTRAL_BANK, false, false},
		{Regulator, "Local Regulator", "LOCRCNB0", consortium.ROLE_REGULATOR, false, false},
	}
}

// LocalValidators are the ids of the members that run a validator.
func LocalValidators() []string {
	var ids []string
	for _, m := range localMembers() {
		if m.Validates {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// LocalCustodians are the ids of the members that keep customers' wallets.
func LocalCustodians() []string {
	var ids []string
	for _, m := range localMembers() {
		if m.Custodian {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// officerDuties are the duties one officer of every member holds, with the use of its key.
var officerDuties = []struct {
	duty consortium.Duty
	use  string
}{
	{consortium.DUTY_GOVERNANCE, KeyGovernance},
	{consortium.DUTY_OPERATIONS, KeyOperations},
	{consortium.DUTY_TREASURY, KeyTreasury},
	{consortium.DUTY_COMPLIANCE, KeyCompliance},
	{consortium.DUTY_RISK, KeyRisk},
	{consortium.DUTY_ATTESTATION, KeyAttestation},
}

// member is the member with its development keys.
func (m localMember) member(number uint32, keys Keys) consortium.Member {
	full := consortium.Member{
		Number: number, Id: m.ID, Name: m.Name, Lei: localLEI(number), Bic: m.BIC, Jurisdiction: "CN",
		Roles: []consortium.Role{m.Role}, Status: consortium.MEMBER_STATUS_ACTIVE,
	}
	hold := func(duty consortium.Duty, use string, n int) {
		full.Duties = append(full.Duties, consortium.DutyHolder{
			Duty: duty, Address: keys.Address(m.ID, use, n).String(),
		})
	}
	for _, d := range officerDuties {
		hold(d.duty, d.use, 0)
	}
	if m.Custodian {
		for n := range LocalSubmitters {
			hold(consortium.DUTY_SUBMITTER, KeySubmitter, n)
		}
	}
	return full
}

// LocalBICs are the ISO 9362 codes of members by their ids; an id that is nobody's has none.
func LocalBICs(ids []string) []string {
	codes := make([]string, len(ids))
	for _, m := range localMembers() {
		if i := slices.Index(ids, m.ID); i >= 0 {
			codes[i] = m.BIC
		}
	}
	return codes
}
