// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"fmt"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
)

// memberWords are of the messages about validators, quotas, and members that are about to leave.
var memberWords = map[string]Word{
	"/tael.consortium.v1.MsgAddValidator": word("Let a member run one more validator.", func(m *consortium.MsgAddValidator) string {
		return fmt.Sprintf("Member %s runs validator %s with power %d.", m.Member, m.Moniker, m.Power)
	}, nil),
	"/tael.consortium.v1.MsgRemoveValidator": word("Take a validator out for good.", func(m *consortium.MsgRemoveValidator) string {
		return fmt.Sprintf("Validator %s votes no more, and its key never again.", m.Validator)
	}, nil),
	"/tael.consortium.v1.MsgSetValidatorPower": word("Change a validator's voting power.", func(m *consortium.MsgSetValidatorPower) string {
		return fmt.Sprintf("Validator %s votes with power %d.", m.Validator, m.Power)
	}, nil),
	"/tael.consortium.v1.MsgSetQuota": word("Change how much gas institutions may ask for.", quotaSentence, nil),
	"/tael.consortium.v1.MsgBeginExit": word("Start a member's exit.", func(m *consortium.MsgBeginExit) string {
		return fmt.Sprintf("Member %s leaves: it opens no wallet and takes no new position. %s", m.Member, successorSentence(m.Successor))
	}, nil),
	"/tael.consortium.v1.MsgNameSuccessor": word("Name who takes a leaving member's customers.", func(m *consortium.MsgNameSuccessor) string {
		return fmt.Sprintf("For the customers of member %s: %s", m.Member, successorSentence(m.Successor))
	}, nil),
	"/tael.reserve.v1.MsgCompleteExit": word("End a membership of which nothing is open.", func(m *reserve.MsgCompleteExit) string {
		return fmt.Sprintf("Member %s leaves the consortium for good.", m.Member)
	}, nil),
	"/tael.reserve.v1.MsgSetResolutionPlan": word("Say how much may leave a member that is not covered.", func(m *reserve.MsgSetResolutionPlan) string {
		return fmt.Sprintf("Customers of member %s may each take out %d percent of their %s.", m.Member, m.Percent, m.Denom)
	}, nil),
	"/tael.reserve.v1.MsgAddCurrency": word("Open a currency.", func(m *reserve.MsgAddCurrency) string {
		return fmt.Sprintf("%s is opened: e-money %s, settled in %s of %s. Limits of %s are a message of their own.",
			m.Emoney.Currency, m.Emoney.Denom, m.Settling.Denom, m.Settling.Issuer, m.Emoney.Denom)
	}, nil),
}

func successorSentence(successor string) string {
	if successor == "" {
		return "Nobody is asked to take its customers yet."
	}
	return fmt.Sprintf("Member %s is asked to take its customers.", successor)
}

func quotaSentence(m *consortium.MsgSetQuota) string {
	whose := "Whoever has no other quota"
	switch {
	case m.Member != "":
		whose = "Member " + m.Member
	case m.Role != consortium.ROLE_UNSPECIFIED:
		whose = "Every member with " + m.Role.String()
	}
	if m.Quota == nil {
		return whose + " has no quota of its own any more."
	}
	return fmt.Sprintf("%s may ask for %d gas at once and %d more in each second.", whose, m.Quota.Burst, m.Quota.Rate)
}
