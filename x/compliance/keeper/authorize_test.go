// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
)

// receiver returns the wallet that a kind moves bob's part to: a redemption to none, a sweep to SUSPENSE.
func receiver(kind compliance.MovementKind) []byte {
	switch kind {
	case compliance.MovementRedeem:
		return nil
	case compliance.MovementSweep:
		return suspense
	default:
		return bob
	}
}

// sides returns which sides a kind has that can be any wallet: one that pays and one that receives.
func sides(kind compliance.MovementKind) (payer, payee bool) {
	switch kind {
	case compliance.MovementIssue:
		return false, true
	case compliance.MovementRedeem, compliance.MovementSweep:
		return true, false
	default:
		return true, true
	}
}

func TestEveryOrderOnEveryMovementInBothDirections(t *testing.T) {
	none := compliance.ReasonNone
	reasons := map[compliance.Effect]struct{ out, in compliance.Reason }{
		compliance.EFFECT_UNSPECIFIED: {none, none},
		compliance.EFFECT_FROZEN:      {compliance.ReasonPayerFrozen, none},
		compliance.EFFECT_DEEP_FROZEN: {compliance.ReasonPayerDeepFrozen, compliance.ReasonPayeeDeepFrozen},
		compliance.EFFECT_SANCTIONED:  {compliance.ReasonPayerSanctioned, compliance.ReasonPayeeSanctioned},
	}
	for effect, expected := range reasons {
		for _, kind := range compliance.MovementKinds() {
			t.Run(effect.String()+" "+kind.String(), func(t *testing.T) {
				f := newFixture(t)
				if effect != compliance.EFFECT_UNSPECIFIED {
					f.restrict(alice, "cny", effect)
				}
				out, in := expected.out, expected.in
				if !kind.Stoppable() {
					out, in = none, none
				}
				payer, payee := sides(kind)
				if payer {
					m := f.movement(kind, alice, receiver(kind), 5)
					require.Equal(t, out, f.move(m), "the restricted wallet pays")
					m.Denom = "ecny"
					require.Equal(t, none, f.move(m), "another asset is free")
				}
				if payee {
					m := f.movement(kind, bob, alice, 5)
					if !payer {
						m.Payer = nil
					}
					require.Equal(t, in, f.move(m), "the restricted wallet receives")
					m.Denom = "ecny"
					require.Equal(t, none, f.move(m), "another asset is free")
				}
			})
		}
	}
}

func TestClosedWalletsNeitherPayNorReceive(t *testing.T) {
	for _, kind := range compliance.MovementKinds() {
		t.Run(kind.String(), func(t *testing.T) {
			f := newFixture(t)
			out, in := compliance.ReasonPayerClosed, compliance.ReasonPayeeClosed
			if !kind.Stoppable() {
				out, in = compliance.ReasonNone, compliance.ReasonNone
			}
			payer, payee := sides(kind)
			if payer {
				require.Equal(t, out, f.move(f.movement(kind, closed, receiver(kind), 5)))
			}
			if payee {
				m := f.movement(kind, bob, closed, 5)
				if !payer {
					m.Payer = nil
				}
				require.Equal(t, in, f.move(m))
			}
		})
	}
}

func TestOrderOfTheTests(t *testing.T) {
	f := newFixture(t)
	f.limits(row(compliance.WINDOW_TX, compliance.MEASURE_OUT, 1))
	f.restrict(closed, "", compliance.EFFECT_SANCTIONED)
	f.restrict(alice, "", compliance.EFFECT_FROZEN)
	f.restrict(bob, "", compliance.EFFECT_DEEP_FROZEN)
	require.Equal(t, compliance.ReasonPayeeClosed, f.pay(alice, closed, 5), "closed before restricted")
	require.Equal(t, compliance.ReasonPayerFrozen, f.pay(alice, bob, 5), "payer before payee, restricted before limited")
}

func TestSuspenseMoneyLeavesByRedemptionAlone(t *testing.T) {
	f := newFixture(t)
	f.restrict(suspense, "", compliance.EFFECT_FROZEN)
	for kind, expected := range map[compliance.MovementKind]compliance.Reason{
		compliance.MovementPay:      compliance.ReasonPayerSuspense,
		compliance.MovementGiveBack: compliance.ReasonPayerSuspense,
		compliance.MovementFunds:    compliance.ReasonPayerSuspense,
		compliance.MovementRedeem:   compliance.ReasonPayerFrozen,
	} {
		require.Equal(t, expected, f.move(f.movement(kind, suspense, bob, 5)), kind)
	}
	f = newFixture(t)
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementRedeem, suspense, nil, 5)))
	out, in := f.counted(suspense)
	require.Zero(t, out+in, "nothing is counted where nothing is limited")
}

func TestNobodyPaysIntoASuspenseWallet(t *testing.T) {
	f := newFixture(t)
	for kind, expected := range map[compliance.MovementKind]compliance.Reason{
		compliance.MovementPay:      compliance.ReasonPayeeSuspense,
		compliance.MovementGiveBack: compliance.ReasonPayeeSuspense,
		compliance.MovementFunds:    compliance.ReasonPayeeSuspense,
	} {
		require.Equal(t, expected, f.move(f.movement(kind, bob, suspense, 5)), kind)
	}
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementRelease, nil, suspense, 5)))
}

func TestNothingStopsAnIssuanceToSuspense(t *testing.T) {
	f := newFixture(t)
	f.restrict(suspense, "", compliance.EFFECT_SANCTIONED)
	require.Equal(t, compliance.ReasonNone, f.move(f.movement(compliance.MovementIssue, nil, suspense, 5)))
}

func TestRestrictionOnIsTheStrictestLive(t *testing.T) {
	f := newFixture(t)
	effect, err := f.keeper.RestrictionOn(f.ctx, alice, "cny")
	require.NoError(t, err)
	require.Equal(t, compliance.EFFECT_UNSPECIFIED, effect)
	f.restrict(alice, "cny", compliance.EFFECT_FROZEN)
	_, err = f.msg.Restrict(f.ctx, &compliance.MsgRestrict{
		Officer: officerA, Wallet: sdk.AccAddress(alice).String(), Effect: compliance.EFFECT_DEEP_FROZEN, Ground: ground,
	})
	require.NoError(t, err)
	effect, err = f.keeper.RestrictionOn(f.ctx, alice, "cny")
	require.NoError(t, err)
	require.Equal(t, compliance.EFFECT_DEEP_FROZEN, effect)
	f.at(noon.Add(72 * 3600 * 1e9))
	effect, err = f.keeper.RestrictionOn(f.ctx, alice, "cny")
	require.NoError(t, err)
	require.Equal(t, compliance.EFFECT_UNSPECIFIED, effect, "both have lapsed")
}

func TestMovementsThatMakeNoSenseAreErrors(t *testing.T) {
	f := newFixture(t)
	f.refuses(compliance.ErrMovementInvalid, func() error {
		_, err := f.keeper.Authorize(f.ctx, f.movement(compliance.MovementPay, alice, nil, 5))
		return err
	})
	f.refuses(compliance.ErrDecisionRefused, func() error {
		return f.keeper.Weigh(f.ctx, compliance.Refuse(compliance.ReasonPayerFrozen))
	})
}

func TestAuthorizeOnlyReads(t *testing.T) {
	f := newFixture(t)
	before := f.dump()
	d, err := f.keeper.Authorize(f.ctx, f.movement(compliance.MovementPay, alice, bob, 5))
	require.NoError(t, err)
	require.True(t, d.Allowed())
	require.Equal(t, before, f.dump())
	require.Zero(t, f.bank.asked, "no balance is read where no row limits it")
}

func TestSendRestrictionPassesOnlyItsMovement(t *testing.T) {
	f := newFixture(t)
	m := f.movement(compliance.MovementPay, alice, bob, 7)
	coins := func(amount int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin("cny", amount)) }
	plain := context.Context(f.ctx)
	marked := compliance.WithMovement(f.ctx, m)

	to, err := f.keeper.SendRestriction(marked, alice, bob, coins(7))
	require.NoError(t, err)
	require.Equal(t, sdk.AccAddress(bob), to)

	for name, tc := range map[string]struct {
		ctx      context.Context
		from, to []byte
		amount   int64
	}{
		"without a movement":                {plain, alice, bob, 7},
		"with another amount":               {marked, alice, bob, 8},
		"with another sender":               {marked, shop, bob, 7},
		"with another receiver":             {marked, alice, stranger, 7},
		"with sender and receiver the same": {marked, alice, alice, 7},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.keeper.SendRestriction(tc.ctx, tc.from, tc.to, coins(tc.amount))
			require.ErrorIs(t, err, compliance.ErrMovementDenied)
		})
	}
}
