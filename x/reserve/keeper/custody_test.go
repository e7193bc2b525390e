// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func acceptMove() *reserve.MsgAcceptCustodyMove {
	return &reserve.MsgAcceptCustodyMove{Operator: text("operationsB"), Wallet: text("alice")}
}

// asks lets alice's wallet be asked of bank B.
func (f *fixture) asks() {
	f.holders.moves[string(raw("alice"))] = wallet.CustodyMove{Wallet: raw("alice"), From: bankA, To: bankB}
}

func TestCustodyMoveTakesItsCoverAlong(t *testing.T) {
	cases := map[string]struct {
		settled, locked uint64
		settlement, own uint64
	}{
		"out of the reserve where nothing is settled": {own: 1_000},
		"out of the settlement account first":         {settled: 300, settlement: 300, own: 700},
		"as far as the position lets it go":           {settled: 300, locked: 100, settlement: 200, own: 800},
		"and no more than the wallet holds":           {settled: 1_500, settlement: 1_000},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			// ARRANGE: 400 of the 1,000 lie in escrow.
			f := redemptionAt(t, requested)
			if tc.settled != 0 {
				f.settle(tc.settled)
			}
			f.netting.locked = tc.locked
			f.netting.moved = nil
			f.asks()

			// ACT
			res, err := deliver(f, f.msgs.AcceptCustodyMove, acceptMove())
			require.NoError(t, err)

			// ASSERT
			require.Equal(t, []reserve.MovedCover{{Denom: "cny", Amount: 1_000, Settlement: tc.settlement, Reserve: tc.own}}, res.Moved)
			require.Equal(t, []string{"EventCustodyCoverMoved"}, f.events)
			require.Equal(t, bankB, f.wallets[string(raw("alice"))].Custodian)
			a, b := f.reserveOf("bank-a"), f.reserveOf("bank-b")
			require.Equal(t, int64(1_000)-int64(tc.own), a.Running)
			require.Equal(t, int64(tc.own), b.Running)
			require.Zero(t, a.Coverage.Figures.Liability)
			require.Equal(t, uint64(1_000), b.Coverage.Figures.Liability)
			require.Zero(t, b.Coverage.Surplus)
			require.Equal(t, int64(tc.settled), a.Coverage.Surplus, "nobody gains and nobody loses")
			require.Equal(t, tc.settlement, b.Coverage.Figures.Settlement)
			if tc.settlement != 0 {
				require.Equal(t, []fundsMoved{{bankA, "ecny", false}, {bankB, "ecny", false}}, f.netting.moved)
				require.Equal(t, compliance.MovementCustody, f.compliance.lastAsked().Kind)
			}
			require.Equal(t, uint64(600), f.balance("alice", "cny"))
			require.Equal(t, []reserve.MemberTotal{
				{Member: "bank-a", Denom: "cny", Issued: 1_000, MovedOut: 1_000}, {Member: "bank-b", Denom: "cny", MovedIn: 1_000},
			}, f.export().MemberTotals[:2])

			// What is on its way out goes on by the new custodian, and it pays.
			fails(f, f.msgs.OpenAttempt, f.attempt(), reserve.ErrNotCustodian)
			attempt := f.attempt()
			attempt.Operator = text("operationsB")
			_, err = deliver(f, f.msgs.OpenAttempt, attempt)
			require.NoError(t, err)
			for _, attestor := range []string{"attestorA", "attestorC"} {
				_, err = deliver(f, f.msgs.AttestOutcome, outcome(attestor, reserve.OUTCOME_EXECUTED))
				require.NoError(t, err)
			}
			require.Equal(t, int64(tc.own)-400, f.reserveOf("bank-b").Running)
		})
	}
}

func TestCustodyMoveIsRefused(t *testing.T) {
	cases := map[string]struct {
		from    reserve.RedemptionStatus
		arrange func(*fixture)
		change  func(*reserve.MsgAcceptCustodyMove)
		err     error
	}{
		"while money is in flight":         {from: inFlight, err: reserve.ErrCustodyLocked},
		"while nobody knows where it is":   {from: unknown, err: reserve.ErrCustodyLocked},
		"where the cover is short for all": {from: requested, arrange: func(f *fixture) { f.anchor(999, yesterday) }, err: reserve.ErrCustodyCoverShort},
		"where the reserve is owed to others": {from: requested, arrange: func(f *fixture) {
			// The reserve waits for a settlement that is due, and due money cannot go along.
			f.anchor(900, yesterday)
			position := f.netting.positions[bankA]
			position.OpenDue = 100
			f.netting.positions[bankA] = position
		}, err: reserve.ErrCustodyCoverShort},
		"without a request":    {from: requested, arrange: func(f *fixture) { clear(f.holders.moves) }, err: wallet.ErrCustodyMoveUnknown},
		"by who was not asked": {from: requested, change: func(m *reserve.MsgAcceptCustodyMove) { m.Operator = text("operationsA") }, err: reserve.ErrCustodyNotAsked},
		"by who may not":       {from: requested, change: func(m *reserve.MsgAcceptCustodyMove) { m.Operator = text("treasuryB") }, err: consortium.ErrUnauthorized},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := redemptionAt(t, tc.from)
			f.asks()
			if tc.arrange != nil {
				tc.arrange(f)
			}
			msg := acceptMove()
			if tc.change != nil {
				tc.change(msg)
			}
			fails(f, f.msgs.AcceptCustodyMove, msg, tc.err)
			require.Equal(t, bankA, f.wallets[string(raw("alice"))].Custodian)
		})
	}
}

func TestCustodyMoveOfAnEmptyWallet(t *testing.T) {
	f := newFixture(t)
	f.asks()
	res, err := deliver(f, f.msgs.AcceptCustodyMove, acceptMove())
	require.NoError(t, err)
	require.Empty(t, res.Moved)
	require.Equal(t, bankB, f.wallets[string(raw("alice"))].Custodian)
}

func TestDormantMoneyGoesToSuspense(t *testing.T) {
	sweep := &reserve.MsgSweepDormant{Operator: text("operationsA"), Wallet: text("alice"), Denom: "cny"}
	cases := map[string]struct {
		arrange func(*fixture)
		change  func(*reserve.MsgSweepDormant)
		err     error
	}{
		"after the notice":                  {},
		"that moved before it":              {arrange: func(f *fixture) { f.compliance.moved[string(raw("alice"))] = noon - 86_400 }},
		"not if it moved on its day":        {arrange: func(f *fixture) { f.compliance.moved[string(raw("alice"))] = noon - 86_399 }, err: reserve.ErrNotDormant},
		"not if it moved since":             {arrange: func(f *fixture) { f.compliance.moved[string(raw("alice"))] = noon + 1 }, err: reserve.ErrNotDormant},
		"not before the term is over":       {arrange: func(f *fixture) { f.holders.dormant[string(raw("alice"))] = false }, err: reserve.ErrNotDormant},
		"not against a restriction":         {arrange: func(f *fixture) { f.compliance.refused[string(raw("alice"))] = compliance.ReasonPayerFrozen }, err: reserve.ErrSweepRefused},
		"not by another member":             {change: func(m *reserve.MsgSweepDormant) { m.Operator = text("operationsB") }, err: reserve.ErrNotCustodian},
		"not central-bank money":            {change: func(m *reserve.MsgSweepDormant) { m.Denom = "ecny" }, err: reserve.ErrAssetClass},
		"not where there is no other place": {arrange: func(f *fixture) { delete(f.wallets, string(raw("suspenseA"))) }, err: wallet.ErrSuspenseMissing},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.fund()
			f.holders.dormant[string(raw("alice"))], f.holders.notices[string(raw("alice"))] = true, noon
			if tc.arrange != nil {
				tc.arrange(f)
			}
			msg := *sweep
			if tc.change != nil {
				tc.change(&msg)
			}
			if tc.err != nil {
				fails(f, f.msgs.SweepDormant, &msg, tc.err)
				return
			}
			res, err := deliver(f, f.msgs.SweepDormant, &msg)
			require.NoError(t, err)
			require.Equal(t, &reserve.MsgSweepDormantResponse{Amount: money, CaseId: 1}, res)
			require.Equal(t, []string{"EventDormantSwept"}, f.events)
			require.Equal(t, money, f.balance("suspenseA", "cny"))
			require.Equal(t, compliance.CASE_KIND_DORMANT_WALLET, f.compliance.cases[0].Kind)
			require.Equal(t, compliance.MovementSweep, f.compliance.lastAsked().Kind)
			require.True(t, f.compliance.lastAsked().Suspense)
			fails(f, f.msgs.SweepDormant, &msg, reserve.ErrSweepRefused)
		})
	}
}
