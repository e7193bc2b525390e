// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func TestPayIsPaid(t *testing.T) {
	cases := map[string]struct {
		change     func(*fixture, *wallet.Content)
		payee      func(*fixture) actor
		settlement payment.Settlement
		cycle      uint64
		wantOwed   int
	}{
		"e-money between custodians settles net":        {payee: (*fixture).getBob, settlement: payment.SETTLEMENT_NET, cycle: openCycle, wantOwed: 100},
		"e-money inside one custodian owes nothing":     {payee: (*fixture).getAnna, settlement: payment.SETTLEMENT_INTRA},
		"central-bank money settles directly":           {payee: (*fixture).getBob, settlement: payment.SETTLEMENT_DIRECT, change: inEcny},
		"central-bank money inside one custodian too":   {payee: (*fixture).getAnna, settlement: payment.SETTLEMENT_DIRECT, change: inEcny},
		"all that is held may be paid":                  {payee: (*fixture).getAnna, settlement: payment.SETTLEMENT_INTRA, change: ofAmount(1_000)},
		"block time may equal valid_until":              {payee: (*fixture).getAnna, settlement: payment.SETTLEMENT_INTRA, change: validFor(0)},
		"valid_until may lie as far ahead as allowed":   {payee: (*fixture).getAnna, settlement: payment.SETTLEMENT_INTRA, change: validFor(86_400)},
		"a suspended payer's custodian pays inside":     {payee: (*fixture).getAnna, settlement: payment.SETTLEMENT_INTRA, change: suspended(bankA)},
		"an exiting payer's custodian pays inside":      {payee: (*fixture).getAnna, settlement: payment.SETTLEMENT_INTRA, change: exiting(bankA)},
		"an exiting custodian still receives":           {payee: (*fixture).getBob, settlement: payment.SETTLEMENT_NET, cycle: openCycle, wantOwed: 100, change: exiting(bankB)},
		"an exiting custodian pays central-bank money":  {payee: (*fixture).getBob, settlement: payment.SETTLEMENT_DIRECT, change: func(f *fixture, c *wallet.Content) { exiting(bankA)(f, c); inEcny(f, c) }},
		"a suspended custodian still receives":          {payee: (*fixture).getBob, settlement: payment.SETTLEMENT_NET, cycle: openCycle, wantOwed: 100, change: suspended(bankB)},
		"a suspended custodian pays central-bank money": {payee: (*fixture).getBob, settlement: payment.SETTLEMENT_DIRECT, change: func(f *fixture, c *wallet.Content) { suspended(bankA)(f, c); inEcny(f, c) }},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			payee := tc.payee(f)
			c := f.content("p1", f.alice, payee)
			if tc.change != nil {
				tc.change(f, &c)
			}

			result, err := f.pay(c)

			require.NoError(t, err)
			want := payment.Result{Status: payment.ResultPaid, Settlement: tc.settlement, Cycle: tc.cycle}
			require.Equal(t, want, result)
			require.Equal(t, 1_000-int(c.Amount), f.balance(f.alice, c.Denom))
			require.Equal(t, 1_000+int(c.Amount), f.balance(payee, c.Denom))
			require.Equal(t, int(c.Amount), f.sent(f.alice))
			require.Equal(t, tc.wantOwed, f.owed(bankA))
			digest := c.Digest()
			require.Equal(t, payment.Record{
				Digest: [16]byte(digest[:16]), Status: payment.PAYMENT_STATUS_PAID, Settlement: tc.settlement,
				Strength: compliance.STRENGTH_ONE, PaidAt: noon, ChangedAt: noon, Cycle: tc.cycle, Amount: c.Amount,
			}, f.record(c))
			f.requireEvent(f.alice.String(), "pay", []payment.Result{want}, c.UETR)
			require.NoError(t, f.keeper.Invariants(f.ctx))
		})
	}
}

func (f *fixture) getBob() actor  { return f.bob }
func (f *fixture) getAnna() actor { return f.anna }

func inEcny(_ *fixture, c *wallet.Content) { c.Denom = "ecny" }

func ofAmount(n uint64) func(*fixture, *wallet.Content) {
	return func(_ *fixture, c *wallet.Content) { c.Amount = n }
}

func validFor(seconds int64) func(*fixture, *wallet.Content) {
	return func(f *fixture, c *wallet.Content) { c.ValidUntil = uint64(f.now() + seconds) }
}

func exiting(member uint32) func(*fixture, *wallet.Content) {
	return func(f *fixture, _ *wallet.Content) { f.consortium.exiting[member] = true }
}

func suspended(member uint32) func(*fixture, *wallet.Content) {
	return func(f *fixture, _ *wallet.Content) { f.consortium.suspended[member] = true }
}

// Every refusal is asked for in its order: each case also breaks everything that is asked later.
func TestPayIsRefused(t *testing.T) {
	frozen := func(f *fixture, _ *wallet.Content) { f.compliance.refuse[f.alice.addr] = compliance.ReasonPayerFrozen }
	short := ofAmount(1_001)
	uncovered := func(f *fixture, _ *wallet.Content) { f.netting.cover[bankA] = 99 }
	cases := map[string]struct {
		breaks []func(*fixture, *wallet.Content)
		want   compliance.Reason
	}{
		"compliance comes first":          {[]func(*fixture, *wallet.Content){frozen, short, suspended(bankA), uncovered}, compliance.ReasonPayerFrozen},
		"then the balance":                {[]func(*fixture, *wallet.Content){short, suspended(bankA), uncovered}, compliance.ReasonBalance},
		"or one that is on its way out":   {[]func(*fixture, *wallet.Content){exiting(bankA), uncovered}, compliance.ReasonMemberExiting},
		"then a suspended custodian":      {[]func(*fixture, *wallet.Content){suspended(bankA), uncovered}, compliance.ReasonMemberSuspended},
		"then the cover of the custodian": {[]func(*fixture, *wallet.Content){uncovered}, compliance.ReasonLiquidity},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			c := f.content("p1", f.alice, f.bob)
			for _, change := range tc.breaks {
				change(f, &c)
			}
			figures := f.figures()

			result, err := f.pay(c)

			require.NoError(t, err)
			want := payment.Result{Status: payment.ResultRefused, Code: uint16(tc.want)}
			require.Equal(t, want, result)
			require.Equal(t, tc.want, result.Reason())
			require.Equal(t, figures, f.figures())
			digest := c.Digest()
			require.Equal(t, payment.Record{
				Digest: [16]byte(digest[:16]), Status: payment.PAYMENT_STATUS_REFUSED, Reason: tc.want,
				Strength: compliance.STRENGTH_ONE, PaidAt: noon, ChangedAt: noon, Amount: c.Amount,
			}, f.record(c))
			f.requireEvent(f.alice.String(), "pay", []payment.Result{want}, c.UETR)
			require.NoError(t, f.keeper.Invariants(f.ctx))
		})
	}
}

// figures are the balances, counters and positions that the fakes keep.
func (f *fixture) figures() map[string]string {
	all := f.state()
	for name := range all {
		if name[:6] != "fakes/" {
			delete(all, name)
		}
	}
	return all
}

// Every error is found in its order: each case also breaks everything that is looked at later, down to the balance.
func TestPayFails(t *testing.T) {
	used := func(f *fixture, c *wallet.Content) {
		other := f.content("p1", f.alice, f.bob)
		_, err := f.pay(other)
		require.NoError(f.t, err)
	}
	expired := validFor(-1)
	nobodyPays := func(f *fixture, _ *wallet.Content) { delete(f.wallets.wallets, f.alice.addr) }
	nobodyIsPaid := func(f *fixture, c *wallet.Content) { c.Payee = f.stranger.addr }
	noDenom := func(_ *fixture, c *wallet.Content) { c.Denom = "hkd" }
	cases := map[string]struct {
		breaks []func(*fixture, *wallet.Content)
		want   error
	}{
		"a used uetr comes before expiry":        {[]func(*fixture, *wallet.Content){used, expired, nobodyIsPaid, noDenom}, payment.ErrUetrConflict},
		"expiry comes before the wallets":        {[]func(*fixture, *wallet.Content){expired, nobodyPays, noDenom}, payment.ErrExpired},
		"too late a term is no better":           {[]func(*fixture, *wallet.Content){validFor(86_401), nobodyPays, noDenom}, payment.ErrValidTooFar},
		"an unknown payer comes before payee":    {[]func(*fixture, *wallet.Content){nobodyPays, noDenom}, wallet.ErrWalletUnknown},
		"an unknown payee comes before denom":    {[]func(*fixture, *wallet.Content){nobodyIsPaid, noDenom}, wallet.ErrWalletUnknown},
		"an unknown denom comes before policy":   {[]func(*fixture, *wallet.Content){noDenom}, payment.ErrDenomUnknown},
		"to oneself is found before everything":  {[]func(*fixture, *wallet.Content){used, func(f *fixture, c *wallet.Content) { c.Payee = c.Payer }}, payment.ErrSelfPayment},
		"an amount of nothing is malformed":      {[]func(*fixture, *wallet.Content){used, ofAmount(0)}, wallet.ErrInstructionMalformed},
		"an amount above the cap is malformed":   {[]func(*fixture, *wallet.Content){used, ofAmount(payment.MaxAmount + 1)}, wallet.ErrInstructionMalformed},
		"an error of compliance leaves nothing":  {[]func(*fixture, *wallet.Content){func(f *fixture, _ *wallet.Content) { f.compliance.fail[f.alice.addr] = errStore }}, errStore},
		"a move that fails fails the message":    {[]func(*fixture, *wallet.Content){func(f *fixture, c *wallet.Content) { f.bank.failMove, c.Amount = true, 10 }}, errStore},
		"a purpose of three letters is no code":  {[]func(*fixture, *wallet.Content){used, func(_ *fixture, c *wallet.Content) { c.Purpose = "GDD" }}, wallet.ErrInstructionMalformed},
		"a uetr of version 1 is not one of ours": {[]func(*fixture, *wallet.Content){func(_ *fixture, c *wallet.Content) { c.UETR[6] = 0x10 }}, wallet.ErrUETRInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			c := f.content("p1", f.alice, f.bob)
			c.Amount = 1_001
			for _, change := range tc.breaks {
				change(f, &c)
			}
			f.clearEvents()
			before := f.state()

			_, err := f.pay(c)

			require.ErrorIs(t, err, tc.want)
			require.Equal(t, before, f.state())
			require.Empty(t, f.ctx.EventManager().Events())
		})
	}
}

func TestAnErrorAfterTheMoveIsAnErrorOfTheMessage(t *testing.T) {
	f := newFixture(t)
	f.netting.failRecord = true
	_, err := f.pay(f.content("p1", f.alice, f.bob))
	require.ErrorIs(t, err, netting.ErrFigureOverflow)
	require.Empty(t, f.ctx.EventManager().Events())
}

func TestReplayAnswersAndHasNoSecondEffect(t *testing.T) {
	cases := map[string]struct {
		amount uint64
		later  int64
		want   payment.Result
	}{
		"paid, in the same block": {100, 0, payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: openCycle}},
		"paid, after its expiry":  {100, 7_200, payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: openCycle}},
		"paid, just within R":     {100, 35*86_400 - 1, payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: openCycle}},
		"refused, after its expiry": {
			1_001, 7_200,
			payment.Result{Status: payment.ResultRefused, Code: uint16(compliance.ReasonBalance)},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			c := f.content("p1", f.alice, f.bob)
			c.Amount = tc.amount
			first, err := f.pay(c)
			require.NoError(t, err)
			require.Equal(t, tc.want, first)
			if tc.later > 0 {
				f.endBlock(tc.later)
			}
			f.clearEvents()
			before := f.state()

			again, err := f.pay(c)

			require.NoError(t, err)
			tc.want.Replay = true
			require.Equal(t, tc.want, again)
			require.Equal(t, before, f.state())
			f.requireEvent(f.alice.String(), "pay", []payment.Result{tc.want}, c.UETR)
		})
	}
}

func TestReplayAfterTheRetentionIsRefusedByItsExpiry(t *testing.T) {
	f := newFixture(t)
	c := f.content("p1", f.alice, f.bob)
	_, err := f.pay(c)
	require.NoError(t, err)
	f.endBlock(35 * 86_400)

	_, err = f.pay(c)
	require.ErrorIs(t, err, payment.ErrExpired)

	// The UETR is free again, although the record of old has not been pruned yet.
	fresh := f.content("p1", f.alice, f.bob)
	fresh.Amount = 7
	result, err := f.pay(fresh)
	require.NoError(t, err)
	require.Equal(t, payment.ResultPaid, result.Status)
	require.False(t, result.Replay)
	f.endBlock(1)
}

func TestConflictNamesBothDigests(t *testing.T) {
	cases := map[string]struct {
		change func(*wallet.Content)
		amount string
	}{
		"another amount is named too": {func(c *wallet.Content) { c.Amount = 99 }, "over 99"},
		"another payee":               {func(c *wallet.Content) { c.Payee = newActor(t, "shop").addr }, ""},
		"another term":                {func(c *wallet.Content) { c.ValidUntil++ }, ""},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			first := f.content("p1", f.alice, f.bob)
			_, err := f.pay(first)
			require.NoError(t, err)
			f.clearEvents()
			before := f.state()
			second := first
			tc.change(&second)

			_, err = f.pay(second)

			require.ErrorIs(t, err, payment.ErrUetrConflict)
			for _, c := range []wallet.Content{first, second} {
				require.ErrorContains(t, err, digestText(c))
			}
			require.ErrorContains(t, err, tc.amount)
			require.Equal(t, before, f.state())
			require.Empty(t, f.ctx.EventManager().Events())
		})
	}
}

func TestUetrsOfTwoPayersNeverMeet(t *testing.T) {
	f := newFixture(t)
	for _, payer := range []actor{f.alice, f.anna} {
		result, err := f.pay(f.content("p1", payer, f.bob))
		require.NoError(t, err)
		require.Equal(t, payment.ResultPaid, result.Status)
		require.False(t, result.Replay)
	}
}

func digestText(c wallet.Content) string {
	digest := c.Digest()
	return hex.EncodeToString(digest[:payment.DigestLength])
}
