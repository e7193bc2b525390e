// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

const bankC = 3

// member opens a wallet of kind MEMBER that holds nothing.
func (f *fixture) member(name string, custodian uint32) actor {
	a := newActor(f.t, name)
	f.wallets.wallets[a.addr] = wallet.Wallet{Address: a.addr[:], Custodian: custodian, Kind: wallet.WALLET_KIND_MEMBER, Status: wallet.WALLET_STATUS_ACTIVE}
	f.wallets.devices[a.device] = a.signer
	return a
}

// fees are the extras of fee legs, by ascending payee.
func fees(legs ...wallet.FeeLeg) wallet.Extras {
	slices.SortFunc(legs, func(a, b wallet.FeeLeg) int { return bytes.Compare(a.Payee[:], b.Payee[:]) })
	return wallet.Extras{Fees: legs}
}

func leg(to actor, amount uint64) wallet.FeeLeg { return wallet.FeeLeg{Payee: to.addr, Amount: amount} }

func TestFeesArePaidWithTheAmount(t *testing.T) {
	cases := map[string]struct {
		payee      func(*fixture) actor
		denom      string
		settlement payment.Settlement
		cycle      uint64
		tested     uint64   // what the payer's custodian was asked to owe, 0 if it was not asked
		recorded   []uint64 // amounts by creditor B, C
	}{
		"between custodians every leg that crosses is owed": {(*fixture).getBob, "cny", payment.SETTLEMENT_NET, openCycle, 100 + 5 + 7, []uint64{100 + 5, 7}},
		"inside one custodian the fees that cross are owed": {(*fixture).getAnna, "cny", payment.SETTLEMENT_INTRA, openCycle, 5 + 7, []uint64{5, 7}},
		"central-bank money owes nothing":                   {(*fixture).getBob, "ecny", payment.SETTLEMENT_DIRECT, 0, 0, []uint64{0, 0}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			for form, send := range forms {
				f := newFixture(t)
				a, b, c := f.member("fees of A", bankA), f.member("fees of B", bankB), f.member("fees of C", bankC)
				payee := tc.payee(f)
				content := f.content("p1", f.alice, payee)
				content.Denom = tc.denom
				extras := fees(leg(a, 3), leg(b, 5), leg(c, 7))

				result, err := send(f, content, extras)

				require.NoError(t, err, form)
				require.Equal(t, payment.Result{Status: payment.ResultPaid, Settlement: tc.settlement, Cycle: tc.cycle}, result)
				require.Equal(t, 1_000-115, f.balance(f.alice, tc.denom))
				require.Equal(t, 1_100, f.balance(payee, tc.denom))
				require.Equal(t, 3, f.balance(a, tc.denom))
				require.Equal(t, 5, f.balance(b, tc.denom))
				require.Equal(t, 7, f.balance(c, tc.denom))
				require.Len(t, f.compliance.asked, 1, "compliance is asked once for all legs")
				asked := f.compliance.asked[0]
				require.Equal(t, uint64(115), asked.Total())
				require.Equal(t, uint64(100), asked.Amount)
				require.Equal(t, 115, f.sent(f.alice))
				require.Equal(t, tc.tested != 0, len(f.netting.tested) == 1)
				if tc.tested != 0 {
					require.Equal(t, tc.tested, f.netting.tested[0].Amount)
				}
				byCreditor := []uint64{0, 0}
				for _, o := range f.netting.recorded {
					require.EqualValues(t, bankA, o.From)
					byCreditor[o.To-bankB] += o.Amount
				}
				require.Equal(t, tc.recorded, byCreditor)
				require.Equal(t, uint64(100), f.record(withExtras(content, extras)).Amount, "the record is of the amount alone")
				f.endBlock(1)
			}
		})
	}
}

// forms are the two ways a payment with extras comes.
var forms = map[string]func(*fixture, wallet.Content, wallet.Extras) (payment.Result, error){
	"by the owner's key": (*fixture).payWith,
	"by a device": func(f *fixture, c wallet.Content, extras wallet.Extras) (payment.Result, error) {
		results, err := f.batch(payment.BATCH_MODE_EACH, f.signed(c, extras.Encode(), f.alice))
		if err != nil {
			return payment.Result{}, err
		}
		return results[0], nil
	},
}

func withExtras(c wallet.Content, extras wallet.Extras) wallet.Content {
	c.ExtrasDigest = wallet.ExtrasDigest(extras.Encode())
	return c
}

func TestBothFormsOfAPaymentWithFeesAreOnePayment(t *testing.T) {
	f := newFixture(t)
	content, extras := f.content("p1", f.alice, f.bob), fees(leg(f.member("fees of B", bankB), 5))
	_, err := f.payWith(content, extras)
	require.NoError(t, err)
	results, err := f.batch(payment.BATCH_MODE_EACH, f.signed(content, extras.Encode(), f.alice))
	require.NoError(t, err)
	require.Equal(t, replayOf(paidNet), results[0])

	// The same payment with another fee is another payment.
	_, err = f.payWith(content, fees(leg(f.member("fees of B", bankB), 6)))
	require.ErrorIs(t, err, payment.ErrUetrConflict)
	_, err = f.pay(content)
	require.ErrorIs(t, err, payment.ErrUetrConflict)
}

// All legs are paid or none: whatever is short of the whole refuses the whole.
func TestFeesAreRefusedWithTheAmount(t *testing.T) {
	cases := map[string]struct {
		payee   func(*fixture) actor
		prepare func(*fixture, *wallet.Content)
		want    compliance.Reason
	}{
		"the balance bears the amount and not the fee":    {(*fixture).getBob, ofAmount(991), compliance.ReasonBalance},
		"the cover bears the amount and not the fee":      {(*fixture).getBob, func(f *fixture, _ *wallet.Content) { f.netting.cover[bankA] = 109 }, compliance.ReasonLiquidity},
		"the cover does not bear the fee of a payment in": {(*fixture).getAnna, func(f *fixture, _ *wallet.Content) { f.netting.cover[bankA] = 9 }, compliance.ReasonLiquidity},
		"a suspended custodian owes no fee":               {(*fixture).getAnna, suspended(bankA), compliance.ReasonMemberSuspended},
		"compliance refuses": {(*fixture).getBob, func(f *fixture, _ *wallet.Content) {
			f.compliance.refuse[f.alice.addr] = compliance.ReasonLimitDayOut
		}, compliance.ReasonLimitDayOut},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			content, extras := f.content("p1", f.alice, tc.payee(f)), fees(leg(f.member("fees of B", bankB), 10))
			tc.prepare(f, &content)
			figures := f.figures()

			result, err := f.payWith(content, extras)

			require.NoError(t, err)
			require.Equal(t, refusedFor(tc.want, 0), result)
			require.Equal(t, figures, f.figures())
			f.requireEvent(f.alice.String(), "pay", []payment.Result{result}, content.UETR)
			require.NoError(t, f.keeper.Invariants(f.ctx))
		})
	}
}

func TestTheWholeBalanceMayGoInAmountAndFees(t *testing.T) {
	f := newFixture(t)
	content := f.content("p1", f.alice, f.bob)
	content.Amount = 990
	f.netting.cover[bankA] = 1_000
	result, err := f.payWith(content, fees(leg(f.member("fees of B", bankB), 10)))
	require.NoError(t, err)
	require.Equal(t, paidNet, result)
	require.Zero(t, f.balance(f.alice, "cny"))
	require.Equal(t, 1_000, f.owed(bankA))
}

func TestFeePayeesAreOpenMembers(t *testing.T) {
	closed := func(f *fixture) actor {
		a := f.member("closed", bankB)
		w := f.wallets.wallets[a.addr]
		w.Status = wallet.WALLET_STATUS_CLOSED
		f.wallets.wallets[a.addr] = w
		return a
	}
	cases := map[string]struct {
		to   func(*fixture) actor
		want error
	}{
		"a person":          {(*fixture).getAnna, payment.ErrFeePayeeInvalid},
		"a closed wallet":   {closed, payment.ErrFeePayeeInvalid},
		"nobody":            {func(f *fixture) actor { return f.stranger }, payment.ErrFeePayeeInvalid},
		"the payee":         {(*fixture).getBob, wallet.ErrInstructionMalformed},
		"the payer":         {func(f *fixture) actor { return f.alice }, wallet.ErrInstructionMalformed},
		"a member's wallet": {func(f *fixture) actor { return f.member("fees", bankB) }, nil},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			to := tc.to(f)
			before := f.state()
			_, err := f.payWith(f.content("p1", f.alice, f.bob), fees(leg(to, 1)))
			require.ErrorIs(t, err, tc.want)
			if tc.want != nil {
				require.Equal(t, before, f.state())
				require.Empty(t, f.ctx.EventManager().Events())
			}
		})
	}
}

func TestARefundNeverGivesBackFees(t *testing.T) {
	f := newFixture(t)
	operator := f.member("fees of B", bankB)
	content, extras := f.content("p1", f.alice, f.bob), fees(leg(operator, 10))
	_, err := f.payWith(content, extras)
	require.NoError(t, err)
	original := withExtras(content, extras)

	c, _ := f.giveBack("too much", original, 101)
	result, err := f.refund(c, original)
	require.NoError(t, err)
	require.Equal(t, refusedFor(compliance.ReasonRefundExceedsOriginal, 0), result)
	c, _ = f.giveBack("whole", original, 100)
	result, err = f.refund(c, original)
	require.NoError(t, err)
	require.Equal(t, paidNet, result)
	require.Equal(t, 990, f.balance(f.alice, "cny"))
	require.Equal(t, 10, f.balance(operator, "cny"))

	// An original restated without its extras is another payment.
	bare, _ := f.giveBack("bare", content, 1)
	_, err = f.refund(bare, content)
	require.ErrorIs(t, err, payment.ErrOriginalMismatch)
}

func TestAnErrorBetweenTheLegsFailsTheMessage(t *testing.T) {
	f := newFixture(t)
	f.netting.failRecord = true
	content, extras := f.content("p1", f.alice, f.bob), fees(leg(f.member("fees of B", bankB), 10))
	before := f.state()
	_, err := f.batch(payment.BATCH_MODE_EACH, f.signed(content, extras.Encode(), f.alice))
	require.ErrorIs(t, err, netting.ErrFigureOverflow)
	require.Equal(t, before, f.state())
}

// Whatever legs a payment has: it is paid whole or not at all, money is neither made nor lost, and the payer's custodian
// owes exactly what went to other members.
func TestLegsAreAllOrNone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFixture(t)
		members := []actor{f.member("fees of A", bankA), f.member("fees of B", bankB), f.member("fees of C", bankC)}
		f.netting.cover[bankA] = rapid.Uint64Range(0, 1_500).Draw(r, "cover")
		everyone := append([]actor{f.alice, f.anna, f.bob}, members...)
		for step := range rapid.IntRange(1, 6).Draw(r, "payments") {
			payee := rapid.SampledFrom([]actor{f.anna, f.bob}).Draw(r, "payee")
			content := f.content(fmt.Sprint("p", step), f.alice, payee)
			content.Amount = rapid.Uint64Range(1, 600).Draw(r, "amount")
			var legs []wallet.FeeLeg
			total := content.Amount
			var crossing uint64
			if payee.addr == f.bob.addr {
				crossing = content.Amount
			}
			for i, m := range members {
				if fee := rapid.Uint64Range(0, 200).Draw(r, "fee"); fee > 0 {
					legs = append(legs, leg(m, fee))
					total += fee
					if i > 0 {
						crossing += fee
					}
				}
			}
			held, owed := f.balance(f.alice, "cny"), f.owed(bankA)
			result, err := f.payWith(content, fees(legs...))
			require.NoError(r, err)
			if paid := result.Status == payment.ResultPaid; paid {
				require.Equal(r, held-int(total), f.balance(f.alice, "cny"))
				require.Equal(r, owed+int(crossing), f.owed(bankA))
				require.Equal(r, crossing > 0, result.Cycle == openCycle)
			} else {
				require.Equal(r, held, f.balance(f.alice, "cny"))
				require.Equal(r, owed, f.owed(bankA))
				require.True(r, held < int(total) || owed+int(crossing) > int(f.netting.cover[bankA]), "refused without need")
			}
		}
		var sum int
		for _, a := range everyone {
			sum += f.balance(a, "cny")
		}
		require.Equal(r, 3_000, sum)
		require.LessOrEqual(r, f.owed(bankA), int(f.netting.cover[bankA]))
	})
}
