// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

const (
	bankA, bankB, regulator = uint32(1), uint32(2), uint32(9)
	start                   = int64(1_000_000)
)

var ground = bytes.Repeat([]byte{7}, 32)

// orderIn returns an order of each kind that officers can bring about, at the time of its last act.
func orderIn(t *testing.T, state string) compliance.Order {
	t.Helper()
	p := compliance.DefaultParams()
	proposal, err := compliance.NewProposal(1, "", compliance.EFFECT_FROZEN, ground, bankA, start+10*86_400, start, p)
	require.NoError(t, err)
	emergency := compliance.NewEmergency(1, "cny", compliance.EFFECT_DEEP_FROZEN, ground, bankA, start, p)
	switch state {
	case "proposed":
		return proposal
	case "emergency":
		return emergency
	case "emergency, lift proposed":
		emergency, err = emergency.ProposeLift(bankA, ground, start, p)
	case "emergency, lifted":
		emergency, err = emergency.Withdraw(bankA, start)
	}
	require.NoError(t, err)
	if state[0] == 'e' {
		return emergency
	}
	confirmed, err := proposal.Confirm(bankB, start)
	require.NoError(t, err)
	if state == "confirmed" {
		return confirmed
	}
	confirmed, err = confirmed.ProposeLift(bankA, ground, start, p)
	require.NoError(t, err)
	if state == "confirmed, lift proposed" {
		return confirmed
	}
	confirmed, err = confirmed.ConfirmLift(regulator, start, p)
	require.NoError(t, err)
	return confirmed
}

func TestEveryMoveFromEveryState(t *testing.T) {
	p := compliance.DefaultParams()
	moves := map[string]func(compliance.Order, uint32, int64) (compliance.Order, error){
		"confirm":  func(o compliance.Order, m uint32, now int64) (compliance.Order, error) { return o.Confirm(m, now) },
		"withdraw": func(o compliance.Order, m uint32, now int64) (compliance.Order, error) { return o.Withdraw(m, now) },
		"propose lift": func(o compliance.Order, m uint32, now int64) (compliance.Order, error) {
			return o.ProposeLift(m, ground, now, p)
		},
		"confirm lift": func(o compliance.Order, m uint32, now int64) (compliance.Order, error) {
			return o.ConfirmLift(m, now, p)
		},
	}
	status, lane := compliance.ErrOrderStatus, compliance.ErrOrderLane
	cases := map[string]map[string]error{
		"proposed":                 {"confirm": nil, "withdraw": lane, "propose lift": status, "confirm lift": status},
		"emergency":                {"confirm": status, "withdraw": compliance.ErrOfficerNotEntitled, "propose lift": nil, "confirm lift": compliance.ErrLiftNotProposed},
		"emergency, lift proposed": {"confirm": status, "withdraw": compliance.ErrOfficerNotEntitled, "propose lift": compliance.ErrLiftProposed, "confirm lift": nil},
		"emergency, lifted":        {"confirm": status, "withdraw": compliance.ErrOfficerNotEntitled, "propose lift": status, "confirm lift": status},
		"confirmed":                {"confirm": status, "withdraw": lane, "propose lift": nil, "confirm lift": compliance.ErrLiftNotProposed},
		"confirmed, lift proposed": {"confirm": status, "withdraw": lane, "propose lift": compliance.ErrLiftProposed, "confirm lift": nil},
		"confirmed, lifted":        {"confirm": status, "withdraw": lane, "propose lift": status, "confirm lift": status},
	}
	for state, expected := range cases {
		for move, err := range expected {
			t.Run(state+": "+move+" by another member", func(t *testing.T) {
				o := orderIn(t, state)
				require.NoError(t, o.Validate())
				next, got := moves[move](o, bankB, start)
				require.ErrorIs(t, got, err)
				if err == nil {
					require.NoError(t, next.Validate())
				}
			})
		}
	}
}

func TestSecondMemberIsAnother(t *testing.T) {
	p := compliance.DefaultParams()
	_, err := orderIn(t, "proposed").Confirm(bankA, start)
	require.ErrorIs(t, err, compliance.ErrSecondMember)
	_, err = orderIn(t, "confirmed, lift proposed").ConfirmLift(bankA, start, p)
	require.ErrorIs(t, err, compliance.ErrSecondMember)
	lifted, err := orderIn(t, "emergency").Withdraw(bankA, start)
	require.NoError(t, err, "its own member lifts an emergency alone")
	require.Equal(t, compliance.ORDER_STATUS_LIFTED, lifted.StatusAt(start))
	_, err = lifted.Withdraw(bankA, start)
	require.ErrorIs(t, err, compliance.ErrOrderStatus)
}

func TestTermsEndAtTheirSecond(t *testing.T) {
	p := compliance.DefaultParams()
	const day, emergency = int64(86_400), int64(3 * 86_400)

	o := orderIn(t, "emergency")
	require.Equal(t, compliance.ORDER_STATUS_LIVE, o.StatusAt(start+emergency-1))
	require.Equal(t, compliance.ORDER_STATUS_LAPSED, o.StatusAt(start+emergency))
	_, err := o.Withdraw(bankA, start+emergency)
	require.ErrorIs(t, err, compliance.ErrOrderStatus, "what lapsed is not lifted")

	o = orderIn(t, "proposed")
	require.Equal(t, compliance.ORDER_STATUS_PROPOSED, o.StatusAt(start+day-1))
	require.Equal(t, compliance.ORDER_STATUS_EXPIRED, o.StatusAt(start+day))
	_, err = o.Confirm(bankB, start+day-1)
	require.NoError(t, err)
	_, err = o.Confirm(bankB, start+day)
	require.ErrorIs(t, err, compliance.ErrOrderTerm)

	o = orderIn(t, "confirmed, lift proposed")
	_, err = o.ConfirmLift(bankB, start+day-1, p)
	require.NoError(t, err)
	_, err = o.ConfirmLift(bankB, start+day, p)
	require.ErrorIs(t, err, compliance.ErrOrderTerm)
	again, err := o.ProposeLift(bankB, ground, start+day, p)
	require.NoError(t, err, "a proposal takes the place of one that is over")
	require.Equal(t, bankB, again.Lift.Member)

	require.Equal(t, compliance.ORDER_STATUS_LIVE, o.StatusAt(start+10*day-1))
	require.Equal(t, compliance.ORDER_STATUS_LAPSED, o.StatusAt(start+10*day))
}

func TestProposalWithItsOwnTerm(t *testing.T) {
	p := compliance.DefaultParams()
	_, err := compliance.NewProposal(1, "", compliance.EFFECT_FROZEN, ground, bankA, start, start, p)
	require.ErrorIs(t, err, compliance.ErrOrderTerm, "over at once")
	o, err := compliance.NewProposal(1, "", compliance.EFFECT_FROZEN, ground, bankA, start+1, start, p)
	require.NoError(t, err)
	_, err = o.Confirm(bankB, start+1)
	require.ErrorIs(t, err, compliance.ErrOrderTerm, "its own term is over before the proposal's")
	o, err = compliance.NewProposal(1, "", compliance.EFFECT_FROZEN, ground, bankA, 0, start, p)
	require.NoError(t, err)
	o, err = o.Confirm(bankB, start)
	require.NoError(t, err)
	require.Equal(t, compliance.ORDER_STATUS_LIVE, o.StatusAt(start+1_000*86_400), "no term")
}

func TestEntitled(t *testing.T) {
	w := wallet.Wallet{Custodian: bankA}
	bank := []consortium.Role{consortium.ROLE_BANK}
	require.True(t, compliance.Entitled(consortium.Member{Number: bankA, Roles: bank}, w), "the custodian")
	require.False(t, compliance.Entitled(consortium.Member{Number: bankB, Roles: bank}, w), "another bank")
	require.True(t, compliance.Entitled(consortium.Member{Number: regulator, Roles: []consortium.Role{consortium.ROLE_REGULATOR}}, w), "a regulator")
}
