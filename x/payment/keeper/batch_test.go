// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

var (
	paidNet   = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: openCycle}
	paidIntra = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
)

func refusedFor(reason compliance.Reason, index uint64) payment.Result {
	return payment.Result{Status: payment.ResultRefused, Code: uint16(reason), Cycle: index}
}

func failedWith(err error) payment.Result {
	r, ok := payment.ErrorResult(err)
	if !ok {
		panic(err)
	}
	return r
}

func replayOf(r payment.Result) payment.Result {
	r.Replay = true
	return r
}

// mixed is a batch in which everything occurs; its results in mode EACH stand beside it.
func mixed(f *fixture) (instructions [][]byte, results []payment.Result, uetrs []wallet.UETR) {
	add := func(c wallet.Content, raw []byte, result payment.Result) {
		instructions, results, uetrs = append(instructions, raw), append(results, result), append(uetrs, c.UETR)
	}
	paid := f.content("paid", f.alice, f.bob)
	add(paid, f.signed(paid, nil, f.alice), paidNet)
	rich := f.content("rich", f.alice, f.anna)
	rich.Amount = 901
	add(rich, f.signed(rich, nil, f.alice), refusedFor(compliance.ReasonBalance, 0))
	add(paid, f.signed(paid, nil, f.alice), replayOf(paidNet))
	forged := f.content("forged", f.alice, f.bob)
	bad := f.signed(forged, nil, f.alice)
	bad[len(bad)-1] ^= 1
	add(forged, bad, failedWith(wallet.ErrSignatureInvalid))
	add(wallet.Content{}, []byte("no instruction"), failedWith(wallet.ErrInstructionMalformed))
	conflict := paid
	conflict.Amount = 1
	add(conflict, f.signed(conflict, nil, f.alice), failedWith(payment.ErrUetrConflict))
	inside := f.content("inside", f.alice, f.anna)
	inside.Amount = 900
	add(inside, f.signed(inside, nil, f.alice, f.anna), paidIntra)
	back, extras := f.giveBack("back", paid, 100)
	add(back, f.signed(back, extras, f.bob), paidNet)
	contest := wallet.Content{Kind: wallet.INSTRUCTION_KIND_CONTEST, ChainID: chainID, UETR: uetr("contest"), Payer: f.alice.addr, Payee: f.bob.device, ValidUntil: paid.ValidUntil}
	add(contest, f.signed(contest, nil, f.alice), failedWith(payment.ErrKindNotPayable))
	late := f.content("late", f.bob, f.alice)
	late.ValidUntil = uint64(f.now() - 1)
	add(late, f.signed(late, nil, f.bob), failedWith(payment.ErrExpired))
	return instructions, results, uetrs
}

func TestEachMixesPaidRefusedAndFailed(t *testing.T) {
	f := newFixture(t)
	instructions, want, uetrs := mixed(f)

	results, err := f.batch(payment.BATCH_MODE_EACH, instructions...)

	require.NoError(t, err)
	require.Equal(t, want, results)
	f.requireEvent(f.anna.String(), "each", results, uetrs...)
	require.Equal(t, 100, f.balance(f.alice, "cny"))
	require.Equal(t, 1_900, f.balance(f.anna, "cny"))
	require.Equal(t, 1_000, f.balance(f.bob, "cny"))
	require.Equal(t, 100, f.owed(bankA))
	require.Equal(t, 100, f.owed(bankB))
	require.Equal(t, compliance.STRENGTH_TWO, f.record(f.contentOf(instructions[6])).Strength)
	for _, i := range []int{3, 5, 8, 9} {
		has, err := f.keeper.Records.Has(f.ctx, payment.NewKey(f.contentOf(instructions[i]).Payer, uetrs[i]))
		require.NoError(t, err)
		require.Equal(t, i == 5, has, "instruction %d", i) // 5 conflicts with the record of 0
	}
	require.NoError(t, f.keeper.Invariants(f.ctx))

	// The whole batch again moves nothing.
	figures := f.figures()
	again, err := f.batch(payment.BATCH_MODE_EACH, instructions...)
	require.NoError(t, err)
	for i := range again {
		again[i].Replay = results[i].Replay
	}
	require.Equal(t, results, again)
	require.Equal(t, figures, f.figures())
}

func (f *fixture) contentOf(raw []byte) wallet.Content {
	i, err := wallet.DecodeInstruction(raw, chainID)
	if err != nil {
		return wallet.Content{}
	}
	return i.Content
}

func TestEachFailsAsAWholeWhenTheNodeFails(t *testing.T) {
	cases := map[string]struct {
		broken func(*fixture)
		want   error
	}{
		"an unregistered error before money moves": {func(f *fixture) { f.compliance.fail[f.anna.addr] = errStore }, errStore},
		"a registered error after money moved":     {func(f *fixture) { f.netting.failRecord = true }, netting.ErrFigureOverflow},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			tc.broken(f)
			before := f.state()
			first, second := f.content("p1", f.alice, f.bob), f.content("p2", f.anna, f.bob)

			_, err := f.batch(payment.BATCH_MODE_EACH, f.signed(first, nil, f.alice), f.signed(second, nil, f.anna))

			require.ErrorIs(t, err, tc.want)
			require.Equal(t, before, f.state())
			require.Empty(t, f.ctx.EventManager().Events())
		})
	}
}

func TestAtomicPaysAll(t *testing.T) {
	f := newFixture(t)
	first, second := f.content("p1", f.alice, f.bob), f.content("p2", f.alice, f.anna)
	instructions := [][]byte{f.signed(first, nil, f.alice), f.signed(second, nil, f.alice)}

	results, err := f.batch(payment.BATCH_MODE_ATOMIC, instructions...)

	require.NoError(t, err)
	require.Equal(t, []payment.Result{paidNet, paidIntra}, results)
	f.requireEvent(f.anna.String(), "atomic", results, first.UETR, second.UETR)
	require.Equal(t, 800, f.balance(f.alice, "cny"))

	f.clearEvents()
	before := f.state()
	again, err := f.batch(payment.BATCH_MODE_ATOMIC, instructions...)
	require.NoError(t, err)
	require.Equal(t, []payment.Result{replayOf(paidNet), replayOf(paidIntra)}, again)
	require.Equal(t, before, f.state())
}

func TestAtomicRefusesAll(t *testing.T) {
	f := newFixture(t)
	figures := f.figures()
	first, second, third := f.content("p1", f.alice, f.bob), f.content("p2", f.alice, f.anna), f.content("p3", f.bob, f.shop)
	second.Amount = 901 // more than the first leaves
	all := []wallet.Content{first, second, third}
	instructions := [][]byte{f.signed(first, nil, f.alice), f.signed(second, nil, f.alice), f.signed(third, nil, f.bob)}

	results, err := f.batch(payment.BATCH_MODE_ATOMIC, instructions...)

	require.NoError(t, err)
	want := []payment.Result{
		refusedFor(compliance.ReasonBatchRefused, 1), refusedFor(compliance.ReasonBalance, 0), refusedFor(compliance.ReasonBatchRefused, 1),
	}
	require.Equal(t, want, results)
	f.requireEvent(f.anna.String(), "atomic", results, first.UETR, second.UETR, third.UETR)
	require.Equal(t, figures, f.figures())
	for i, c := range all {
		r := f.record(c)
		require.Equal(t, payment.PAYMENT_STATUS_REFUSED, r.Status)
		require.Equal(t, want[i], r.Result())
	}
	require.NoError(t, f.keeper.Invariants(f.ctx))

	again, err := f.batch(payment.BATCH_MODE_ATOMIC, instructions...)
	require.NoError(t, err)
	for i := range want {
		require.Equal(t, replayOf(want[i]), again[i])
	}
}

func TestAtomicKeepsWhatWasDecidedBefore(t *testing.T) {
	f := newFixture(t)
	paid, refused := f.content("paid", f.alice, f.bob), f.content("refused", f.alice, f.bob)
	refused.Amount = 5_000
	_, err := f.pay(paid)
	require.NoError(t, err)
	_, err = f.pay(refused)
	require.NoError(t, err)
	f.clearEvents()
	fresh := f.content("fresh", f.bob, f.shop)

	// A payment that was refused before cannot be paid now, hence none of its batch is; one paid before stays paid.
	results, err := f.batch(payment.BATCH_MODE_ATOMIC, f.signed(paid, nil, f.alice), f.signed(fresh, nil, f.bob), f.signed(refused, nil, f.alice))

	require.NoError(t, err)
	require.Equal(t, []payment.Result{
		replayOf(paidNet), refusedFor(compliance.ReasonBatchRefused, 2), replayOf(refusedFor(compliance.ReasonBalance, 0)),
	}, results)
	require.Equal(t, payment.PAYMENT_STATUS_PAID, f.record(paid).Status)
	require.Equal(t, 1_000, f.balance(f.shop, "cny"))
}

// An error fails an atomic batch wherever it stands, before a refusal or after it, and spends no UETR.
func TestAtomicFailsWithAnyError(t *testing.T) {
	refusal := func(f *fixture) []byte {
		c := f.content("rich", f.alice, f.bob)
		c.Amount = 5_000
		return f.signed(c, nil, f.alice)
	}
	cases := map[string]struct {
		broken func(*fixture) []byte
		want   error
	}{
		"a bad signature": {func(f *fixture) []byte {
			raw := f.signed(f.content("forged", f.bob, f.alice), nil, f.bob)
			raw[len(raw)-1] ^= 1
			return raw
		}, wallet.ErrSignatureInvalid},
		"no instruction": {func(*fixture) []byte { return []byte{1, 2, 3} }, wallet.ErrInstructionMalformed},
		"an expired one": {func(f *fixture) []byte {
			c := f.content("late", f.bob, f.alice)
			c.ValidUntil = uint64(f.now() - 1)
			return f.signed(c, nil, f.bob)
		}, payment.ErrExpired},
		"an unknown wallet": {func(f *fixture) []byte {
			return f.signed(f.content("lost", f.bob, f.stranger), nil, f.bob)
		}, wallet.ErrWalletUnknown},
		"other content under a uetr of the same batch": {func(f *fixture) []byte {
			return f.signed(f.content("rich", f.alice, f.anna), nil, f.alice)
		}, payment.ErrUetrConflict},
	}
	for name, tc := range cases {
		for order, first := range map[string]bool{"before a refusal": true, "after a refusal": false} {
			t.Run(name+" "+order, func(t *testing.T) {
				f := newFixture(t)
				before := f.state()
				instructions := [][]byte{refusal(f), tc.broken(f)}
				if first {
					instructions = [][]byte{tc.broken(f), refusal(f)}
				}

				_, err := f.batch(payment.BATCH_MODE_ATOMIC, instructions...)

				require.ErrorIs(t, err, tc.want)
				require.ErrorContains(t, err, "instruction ")
				require.Equal(t, before, f.state())
				require.Empty(t, f.ctx.EventManager().Events())
			})
		}
	}
}

func TestBatchLimits(t *testing.T) {
	f := newFixture(t)
	f.wallets.trust = true
	instructions := make([][]byte, payment.MaxBatch+1)
	for i := range instructions {
		instructions[i] = []byte{0}
	}
	cases := map[string]struct {
		mode         payment.BatchMode
		instructions [][]byte
		want         error
	}{
		"no instruction":      {payment.BATCH_MODE_EACH, nil, payment.ErrBatchSize},
		"one too many":        {payment.BATCH_MODE_EACH, instructions, payment.ErrBatchSize},
		"no mode":             {payment.BATCH_MODE_UNSPECIFIED, instructions[:1], payment.ErrBatchMode},
		"a mode of no number": {3, instructions[:1], payment.ErrBatchMode},
		"as many as allowed":  {payment.BATCH_MODE_EACH, instructions[1:], nil},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f.clearEvents()
			results, err := f.batch(tc.mode, tc.instructions...)
			if tc.want != nil {
				require.ErrorIs(t, err, tc.want)
				require.Empty(t, f.ctx.EventManager().Events())
				return
			}
			require.NoError(t, err)
			require.Len(t, results, len(tc.instructions))
		})
	}
}

func TestBatchTakesWhatWasDecodedForItOnly(t *testing.T) {
	f := newFixture(t)
	mine, other := f.content("mine", f.alice, f.bob), f.content("other", f.bob, f.alice)
	msg := &payment.MsgPayBatch{Carrier: f.anna.String(), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{f.signed(mine, nil, f.alice)}}
	foreign := &payment.MsgPayBatch{Carrier: f.anna.String(), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{f.signed(other, nil, f.bob)}}

	ctx := payment.WithDecoded(f.ctx, foreign, payment.DecodeBatch(foreign, chainID))
	_, err := f.server.PayBatch(ctx, msg)
	require.NoError(t, err)
	require.Equal(t, 900, f.balance(f.alice, "cny"))
	require.Equal(t, 1_100, f.balance(f.bob, "cny"))

	ctx = payment.WithDecoded(f.ctx, foreign, payment.DecodeBatch(foreign, chainID))
	foreign.Instructions[0] = nil // would be an error if it were decoded again
	response, err := f.server.PayBatch(ctx, foreign)
	require.NoError(t, err)
	require.Equal(t, payment.ResultPaid, f.one(response.Results).Status)
}
