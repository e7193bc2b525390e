// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// paidOriginal is 100 cny from alice to bob, an hour ago.
func paidOriginal(f *fixture) wallet.Content {
	c := f.content("original", f.alice, f.bob)
	result, err := f.pay(c)
	require.NoError(f.t, err)
	require.Equal(f.t, payment.ResultPaid, result.Status)
	f.endBlock(3_600)
	f.compliance.asked = nil
	return c
}

func TestRefundGivesBack(t *testing.T) {
	forms := map[string]func(*fixture, wallet.Content, uint64) (payment.Result, error){
		"by the payee's key": func(f *fixture, original wallet.Content, amount uint64) (payment.Result, error) {
			c, _ := f.giveBack("back", original, amount)
			return f.refund(c, original)
		},
		"by the payee's device": func(f *fixture, original wallet.Content, amount uint64) (payment.Result, error) {
			c, extras := f.giveBack("back", original, amount)
			results, err := f.batch(payment.BATCH_MODE_EACH, f.signed(c, extras, f.bob))
			return results[0], err
		},
	}
	for name, send := range forms {
		for _, amount := range []uint64{1, 100} {
			t.Run(fmt.Sprintf("%s, %d of 100", name, amount), func(t *testing.T) {
				f := newFixture(t)
				original := paidOriginal(f)

				result, err := send(f, original, amount)

				require.NoError(t, err)
				require.Equal(t, paidNet, result)
				require.Equal(t, 900+int(amount), f.balance(f.alice, "cny"))
				require.Equal(t, 1_100-int(amount), f.balance(f.bob, "cny"))
				require.Equal(t, int(amount), f.owed(bankB))
				r := f.record(original)
				require.Equal(t, amount, r.Refunded)
				require.Equal(t, int64(noon), r.PaidAt)
				require.Equal(t, f.now(), r.ChangedAt)
				require.Len(t, f.compliance.asked, 1)
				asked := f.compliance.asked[0]
				require.Equal(t, compliance.MovementGiveBack, asked.Kind)
				require.Equal(t, int64(noon), asked.OriginalAt)
				require.Equal(t, f.bob.addr[:], asked.Payer.Address)
				require.Equal(t, f.alice.addr[:], asked.Payee.Address)
				f.endBlock(1)
			})
		}
	}
}

func TestBothFormsOfARefundAreOneRefund(t *testing.T) {
	f := newFixture(t)
	original := paidOriginal(f)
	c, extras := f.giveBack("back", original, 40)
	_, err := f.refund(c, original)
	require.NoError(t, err)

	results, err := f.batch(payment.BATCH_MODE_EACH, f.signed(c, extras, f.bob))

	require.NoError(t, err)
	require.Equal(t, replayOf(paidNet), results[0])
	require.Equal(t, uint64(40), f.record(original).Refunded)
}

func TestRefundIsRefused(t *testing.T) {
	cases := map[string]struct {
		amount  uint64
		prepare func(*fixture, *wallet.Content)
		want    compliance.Reason
	}{
		"one more than the original": {amount: 101, want: compliance.ReasonRefundExceedsOriginal},
		"one more than is left": {amount: 61, want: compliance.ReasonRefundExceedsOriginal, prepare: func(f *fixture, original *wallet.Content) {
			c, _ := f.giveBack("first", *original, 40)
			_, err := f.refund(c, *original)
			require.NoError(f.t, err)
		}},
		"of a payment that was refused": {amount: 1, want: compliance.ReasonOriginalNotPaid, prepare: func(f *fixture, original *wallet.Content) {
			*original = f.content("refused", f.alice, f.bob)
			original.Amount = 5_000
			_, err := f.pay(*original)
			require.NoError(f.t, err)
		}},
		"of a payment that never was": {amount: 1, want: compliance.ReasonOriginalUnknown, prepare: func(f *fixture, original *wallet.Content) {
			original.UETR = uetr("never")
		}},
		"of a payment that is forgotten": {amount: 1, want: compliance.ReasonOriginalUnknown, prepare: func(f *fixture, _ *wallet.Content) {
			f.endBlock(35 * 86_400)
		}},
		"by a frozen wallet": {amount: 1, want: compliance.ReasonPayerFrozen, prepare: func(f *fixture, _ *wallet.Content) {
			f.compliance.refuse[f.bob.addr] = compliance.ReasonPayerFrozen
		}},
		"by who has spent the money": {amount: 100, want: compliance.ReasonBalance, prepare: func(f *fixture, _ *wallet.Content) {
			f.bank.set(f.ctx, balanceName(f.bob.addr[:], "cny"), 99)
		}},
		"by a custodian without cover": {amount: 1, want: compliance.ReasonLiquidity, prepare: func(f *fixture, _ *wallet.Content) {
			f.netting.cover[bankB] = 0
		}},
		"by a suspended custodian": {amount: 1, want: compliance.ReasonMemberSuspended, prepare: func(f *fixture, _ *wallet.Content) {
			f.consortium.suspended[bankB] = true
		}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			original := paidOriginal(f)
			if tc.prepare != nil {
				tc.prepare(f, &original)
			}
			f.clearEvents()
			figures := f.figures()
			c, _ := f.giveBack("back", original, tc.amount)

			result, err := f.refund(c, original)

			require.NoError(t, err)
			require.Equal(t, refusedFor(tc.want, 0), result)
			require.Equal(t, figures, f.figures())
			require.Equal(t, payment.PAYMENT_STATUS_REFUSED, f.record(c).Status)
			f.requireEvent(f.bob.String(), "refund", []payment.Result{result}, c.UETR)
			f.endBlock(1)
		})
	}
}

func TestRefundFails(t *testing.T) {
	cases := map[string]struct {
		change func(*fixture, *wallet.Content, *wallet.Content)
		want   error
	}{
		"by someone who did not receive it": {func(f *fixture, refund, _ *wallet.Content) { refund.Payer = f.shop.addr }, payment.ErrOriginalMismatch},
		"with another amount restated":      {func(_ *fixture, _, original *wallet.Content) { original.Amount = 1_000 }, payment.ErrOriginalMismatch},
		"with another term restated":        {func(_ *fixture, _, original *wallet.Content) { original.ValidUntil++ }, payment.ErrOriginalMismatch},
		"after the refund window": {func(f *fixture, refund, _ *wallet.Content) {
			f.endBlock(30*86_400 - 3_600 + 1)
			refund.ValidUntil = uint64(f.now())
		}, payment.ErrRefundTooLate},
		"when it is expired": {func(f *fixture, refund, _ *wallet.Content) { refund.ValidUntil = uint64(f.now() - 1) }, payment.ErrExpired},
		"to a wallet that is unknown": {func(f *fixture, _, _ *wallet.Content) {
			delete(f.wallets.wallets, f.alice.addr)
		}, wallet.ErrWalletUnknown},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			original := paidOriginal(f)
			c, _ := f.giveBack("back", original, 10)
			tc.change(f, &c, &original)
			f.clearEvents()
			before := f.state()

			_, err := f.refund(c, original)

			require.ErrorIs(t, err, tc.want)
			require.Equal(t, before, f.state())
			require.Empty(t, f.ctx.EventManager().Events())
		})
	}
}

func TestRefundOnTheLastSecondOfTheWindow(t *testing.T) {
	f := newFixture(t)
	original := paidOriginal(f)
	f.endBlock(30*86_400 - 3_600)
	c, _ := f.giveBack("back", original, 10)
	result, err := f.refund(c, original)
	require.NoError(t, err)
	require.Equal(t, payment.ResultPaid, result.Status)
}

// Whatever is sent in whatever order, form and batching: what is given back never exceeds what was paid, and every
// balance is what the results say.
func TestRefundSumsNeverExceedTheOriginal(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFixture(t)
		originals := make([]wallet.Content, rapid.IntRange(1, 3).Draw(r, "originals"))
		for i := range originals {
			originals[i] = f.content(fmt.Sprint("original", i), f.alice, f.bob)
			originals[i].Amount = rapid.Uint64Range(1, 300).Draw(r, "amount")
			_, err := f.pay(originals[i])
			require.NoError(r, err)
		}
		given := make([]uint64, len(originals))
		for step := range rapid.IntRange(1, 12).Draw(r, "steps") {
			var instructions [][]byte
			var chosen []int
			var amounts []uint64
			for n := range rapid.IntRange(1, 4).Draw(r, "batch") {
				i := rapid.IntRange(0, len(originals)-1).Draw(r, "original")
				amount := rapid.Uint64Range(1, 200).Draw(r, "back")
				// The same few names come again, so that replays and conflicts are among them.
				name := fmt.Sprint("back", rapid.IntRange(0, 2*step+n).Draw(r, "name"))
				c, extras := f.giveBack(name, originals[i], amount)
				instructions, chosen, amounts = append(instructions, f.signed(c, extras, f.bob)), append(chosen, i), append(amounts, amount)
			}
			mode := rapid.SampledFrom([]payment.BatchMode{payment.BATCH_MODE_EACH, payment.BATCH_MODE_ATOMIC}).Draw(r, "mode")
			results, err := f.batch(mode, instructions...)
			if err != nil {
				require.ErrorIs(r, err, payment.ErrUetrConflict)
			}
			for n, result := range results {
				if result.Status == payment.ResultPaid && !result.Replay {
					given[chosen[n]] += amounts[n]
				}
			}
			f.endBlock(rapid.Int64Range(0, 1_000).Draw(r, "seconds"))
		}
		var sum, back uint64
		for i, original := range originals {
			require.LessOrEqual(r, given[i], original.Amount)
			require.Equal(r, given[i], f.record(original).Refunded)
			sum, back = sum+original.Amount, back+given[i]
		}
		require.Equal(r, 1_000-int(sum)+int(back), f.balance(f.alice, "cny"))
		require.Equal(r, 1_000+int(sum)-int(back), f.balance(f.bob, "cny"))
	})
}
