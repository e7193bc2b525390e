// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/payment/keeper"
	"github.com/taelnet/tael/x/wallet"
)

func TestStrengthFollowsFromTheDevices(t *testing.T) {
	cases := map[string]struct {
		certified []string
		two       bool
		want      compliance.Strength
	}{
		"one device":                         {nil, false, compliance.STRENGTH_ONE},
		"one device, certified":              {[]string{"alice"}, false, compliance.STRENGTH_ONE},
		"two devices":                        {nil, true, compliance.STRENGTH_TWO},
		"two devices, one of them certified": {[]string{"anna"}, true, compliance.STRENGTH_CERT},
		"two devices, both certified":        {[]string{"alice", "anna"}, true, compliance.STRENGTH_CERT},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			for _, owner := range tc.certified {
				f.wallets.certified[newActor(t, owner).device] = true
			}
			by := []actor{f.alice}
			if tc.two {
				by = append(by, f.anna)
			}
			content := f.content("p1", f.alice, f.bob)
			results, err := f.batch(payment.BATCH_MODE_EACH, f.signed(content, nil, by...))
			require.NoError(t, err)
			require.Equal(t, paidNet, results[0])
			require.Equal(t, tc.want, f.compliance.asked[0].Strength)
			require.Equal(t, tc.want, f.record(content).Strength)
			require.NoError(t, f.keeper.Invariants(f.ctx))
		})
	}
}

func TestStepUpIsAnErrorAndTheUetrStaysFree(t *testing.T) {
	f := newFixture(t)
	f.compliance.stepUp[f.alice.addr] = compliance.STRENGTH_TWO
	content := f.content("p1", f.alice, f.bob)
	before := f.state()

	_, err := f.pay(content)
	require.ErrorIs(t, err, payment.ErrStepUpRequired)
	require.ErrorContains(t, err, "expected strength TWO, got ONE (LIMIT_DAY_OUT)")
	_, err = f.batch(payment.BATCH_MODE_ATOMIC, f.signed(content, nil, f.alice))
	require.ErrorIs(t, err, payment.ErrStepUpRequired)
	require.Equal(t, before, f.state())
	require.Empty(t, f.ctx.EventManager().Events())

	results, err := f.batch(payment.BATCH_MODE_EACH, f.signed(content, nil, f.alice))
	require.NoError(t, err)
	require.Equal(t, []payment.Result{failedWith(payment.ErrStepUpRequired)}, results)
	require.Equal(t, before, f.state())

	// The same instruction with its second signature is the same payment and passes.
	results, err = f.batch(payment.BATCH_MODE_EACH, f.signed(content, nil, f.alice, f.anna))
	require.NoError(t, err)
	require.Equal(t, paidNet, results[0])
	replay, err := f.pay(content)
	require.NoError(t, err)
	require.Equal(t, replayOf(paidNet), replay, "a replay needs no second factor")
}

func TestStepUpInAnAtomicBatchFailsItWhole(t *testing.T) {
	f := newFixture(t)
	f.compliance.stepUp[f.anna.addr] = compliance.STRENGTH_CERT
	first, second := f.content("p1", f.alice, f.bob), f.content("p2", f.anna, f.bob)
	before := f.state()
	_, err := f.batch(payment.BATCH_MODE_ATOMIC, f.signed(first, nil, f.alice), f.signed(second, nil, f.anna))
	require.ErrorIs(t, err, payment.ErrStepUpRequired)
	require.ErrorContains(t, err, "instruction 1")
	require.Equal(t, before, f.state())
}

// everything is extras with channel and openings, which the fake compliance believes.
func everything() wallet.Extras {
	tag, salt, own := sha256.Sum256([]byte("tag")), sha256.Sum256([]byte("salt")), sha256.Sum256([]byte("own"))
	return wallet.Extras{Channel: wallet.CHANNEL_STATIC_CODE, Person: &wallet.PersonOpening{Tag: tag, Salt: salt}, OwnSalt: &own}
}

func TestExtrasReachComplianceAndTheRecord(t *testing.T) {
	for form, send := range forms {
		t.Run(form, func(t *testing.T) {
			f := newFixture(t)
			content, extras := f.content("p1", f.alice, f.bob), everything()
			result, err := send(f, content, extras)
			require.NoError(t, err)
			require.Equal(t, paidNet, result)
			asked := f.compliance.asked[0]
			require.Equal(t, extras, wallet.Extras{Channel: asked.Channel, Person: asked.Person, OwnSalt: asked.OwnSalt})
			original := withExtras(content, extras)
			r := f.record(original)
			require.Equal(t, wallet.CHANNEL_STATIC_CODE, r.Channel)
			require.True(t, r.Own)

			view, err := keeper.NewQueryServer(f.keeper).Payment(f.ctx, &payment.QueryPaymentRequest{Payer: f.alice.String(), Uetr: content.UETR.String()})
			require.NoError(t, err)
			require.Equal(t, wallet.CHANNEL_STATIC_CODE, view.Payment.Channel)
			require.True(t, view.Payment.Own)

			// What a refund gives back was weighed so, and compliance is told so.
			back, _ := f.giveBack("back", original, 40)
			_, err = f.refund(back, original)
			require.NoError(t, err)
			asked = f.compliance.asked[1]
			require.Equal(t, compliance.MovementGiveBack, asked.Kind)
			require.Equal(t, wallet.CHANNEL_STATIC_CODE, asked.OriginalChannel)
			require.Equal(t, compliance.STRENGTH_ONE, asked.OriginalStrength)
			require.True(t, asked.OriginalOwn)
			require.Equal(t, wallet.CHANNEL_UNSPECIFIED, asked.Channel)
			require.False(t, f.record(back).Own)
			f.endBlock(1)
		})
	}
}

func TestAnUnprovenOwnFlagIsNotRecorded(t *testing.T) {
	f := newFixture(t)
	f.compliance.refuse[f.alice.addr] = compliance.ReasonPersonOpeningWrong
	content, extras := f.content("p1", f.alice, f.bob), everything()
	result, err := f.payWith(content, extras)
	require.NoError(t, err)
	require.Equal(t, refusedFor(compliance.ReasonPersonOpeningWrong, 0), result)
	r := f.record(withExtras(content, extras))
	require.False(t, r.Own)
	require.Equal(t, wallet.CHANNEL_STATIC_CODE, r.Channel)
	require.NoError(t, f.keeper.Invariants(f.ctx))
}

func TestExtrasOfAPaymentAreCanonical(t *testing.T) {
	f := newFixture(t)
	before := f.state()
	content := f.content("p1", f.alice, f.bob)
	for name, extras := range map[string][]byte{
		"an unknown type":    {9, 0, 1, 1},
		"an original":        wallet.OriginalExtras(content),
		"channel six":        {3, 0, 1, 6},
		"bytes cut short":    {3, 0, 1},
		"more than 512":      make([]byte, 513),
		"own without person": append([]byte{5, 0, 32}, make([]byte, 32)...),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.server.Pay(f.ctx, &payment.MsgPay{
				Payer: f.alice.String(), Uetr: content.UETR.String(), Payee: f.bob.String(), Denom: "cny", Amount: 1,
				ValidUntil: content.ValidUntil, Extras: extras,
			})
			require.ErrorIs(t, err, wallet.ErrInstructionMalformed)
			require.Equal(t, before, f.state())
			require.Equal(t, sdk.EmptyEvents(), f.ctx.EventManager().Events())
		})
	}
}
