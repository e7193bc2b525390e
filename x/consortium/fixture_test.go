// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

// address returns the account whose 20 bytes are all n.
func address(n byte) string {
	return sdk.AccAddress(bytes.Repeat([]byte{n}, consortium.AddressLength)).String()
}

// leiOf completes a prefix to an LEI with valid check digits.
func leiOf(prefix string) string {
	body := (prefix + strings.Repeat("0", 18))[:18]
	for check := range 97 {
		if lei := fmt.Sprintf("%s%02d", body, check+2); consortium.ValidateLEI(lei) == nil {
			return lei
		}
	}
	panic("no check digits fit " + prefix)
}

// northBank is an active bank with three officers' duties at two addresses and one lane.
func northBank() consortium.Member {
	return consortium.Member{
		Number: 1, Id: "north-bank", Name: "North Bank Co., Ltd.", Lei: leiOf("0000NORTHBANK"), Bic: "NOBACNBJ",
		Jurisdiction: "CN", Roles: []consortium.Role{consortium.ROLE_BANK}, Status: consortium.MEMBER_STATUS_ACTIVE,
		Duties: []consortium.DutyHolder{
			{Duty: consortium.DUTY_GOVERNANCE, Address: address(11)},
			{Duty: consortium.DUTY_OPERATIONS, Address: address(12)},
			{Duty: consortium.DUTY_TREASURY, Address: address(12)},
			{Duty: consortium.DUTY_SUBMITTER, Address: address(13)},
		},
	}
}

// regulator is an active member without a validator.
func regulator() consortium.Member {
	return consortium.Member{
		Number: 2, Id: "regulator", Name: "Regulator", Lei: leiOf("0000REGULATOR"), Bic: "REGUCNBJXXX",
		Jurisdiction: "CN", Roles: []consortium.Role{consortium.ROLE_REGULATOR}, Status: consortium.MEMBER_STATUS_ACTIVE,
		Duties: []consortium.DutyHolder{{Duty: consortium.DUTY_GOVERNANCE, Address: address(21)}},
	}
}

// validGenesis is the smallest network that starts: a bank that validates and a regulator, deciding together.
func validGenesis() consortium.Genesis {
	return consortium.Genesis{
		Members:             []consortium.Member{northBank(), regulator()},
		Validators:          []consortium.Validator{{Member: 1, PubKey: bytes.Repeat([]byte{1}, 32), Power: 10, Moniker: "north-1"}},
		ValidatorRoles:      []consortium.Role{consortium.ROLE_BANK},
		Authority:           address(99),
		AuthorityThreshold:  2,
		GovernanceAddresses: []string{address(11), address(21)},
		Eip155Id:            7_001,
		DataZone:            "cn-mainland",
		Quotas:              consortium.DefaultQuotaPolicy(),
	}
}
