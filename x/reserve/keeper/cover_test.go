// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// today is the local day of the fixture's first block, yesterday the one before.
const (
	today     uint32 = 20270115
	yesterday uint32 = 20270114
)

func (f *fixture) reserveOf(member string) *reserve.QueryReserveResponse {
	f.t.Helper()
	res, err := f.queries.Reserve(f.ctx, &reserve.QueryReserveRequest{Member: member, Denom: "cny"})
	require.NoError(f.t, err)
	return res
}

func (f *fixture) running() int64 { return f.reserveOf("bank-a").Running }

func (f *fixture) issuance(reference string) reserve.Issuance {
	f.t.Helper()
	res, err := f.queries.Issuance(f.ctx, &reserve.QueryIssuanceRequest{
		Rail: "city-rail", Account: "a-collect", BookingDate: today, EntryReference: reference,
	})
	require.NoError(f.t, err)
	return res.Issuance
}

// receive lets two attestors state a receipt of today for alice.
func (f *fixture) receive(reference string, amount uint64, change func(*reserve.MsgAttestReceipt)) *reserve.MsgAttestReceiptResponse {
	f.t.Helper()
	var last *reserve.MsgAttestReceiptResponse
	for _, attestor := range []string{"attestorB", "attestorC"} {
		res, err := deliver(f, f.msgs.AttestReceipt, receipt(attestor, func(m *reserve.MsgAttestReceipt) {
			m.BookingDate, m.EntryReference, m.Amount = today, reference, amount
			if change != nil {
				change(m)
			}
		}))
		require.NoError(f.t, err)
		last = res
	}
	return last
}

func statement(attestor string, amount uint64, date uint32) *reserve.MsgAttestReserve {
	return &reserve.MsgAttestReserve{
		Attestor: text(attestor), Rail: "city-rail", Member: "bank-a", Amount: amount, BookingDate: date, Digest: digest("statement"),
	}
}

// anchor lets two attestors state bank A's reserve.
func (f *fixture) anchor(amount uint64, date uint32) *reserve.MsgAttestReserveResponse {
	f.t.Helper()
	var last *reserve.MsgAttestReserveResponse
	for _, attestor := range []string{"attestorB", "attestorC"} {
		res, err := deliver(f, f.msgs.AttestReserve, statement(attestor, amount, date))
		require.NoError(f.t, err)
		last = res
	}
	return last
}

// settle lets bank A hold the amount in its settlement account.
func (f *fixture) settle(amount uint64) {
	f.t.Helper()
	_, err := deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", fmt.Sprint("settle", amount), amount))
	require.NoError(f.t, err)
}

// short owes alice 1,000 and has 900.
func short(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	f.fund()
	f.anchor(900, yesterday)
	require.Equal(t, []string{"EventReserveAttested", "EventReserveAnchored", "EventMintingStopped"}, f.events)
	return f
}

func TestMintingWaitsForCoverage(t *testing.T) {
	f := short(t)

	// ACT: a receipt is a fact, and waits.
	res := f.receive("E-1", 50, nil)
	require.Equal(t, &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_ATTESTED}, res)
	require.Equal(t, []string{"EventReceiptAttested", "EventReceiptWaiting"}, f.events)
	require.Equal(t, money, f.balance("alice", "cny"))
	view := f.reserveOf("bank-a")
	require.Equal(t, int64(950), view.Running)
	require.Equal(t, reserve.MemberCoverage{
		Member: "bank-a", Denom: "cny", Surplus: -100, Stopped: reserve.STOP_CAUSE_COVERAGE,
		Figures: reserve.Coverage{Percent: 100, Liability: 1_000, Waiting: 50, Reserve: 950},
	}, view.Coverage)

	// ACT: nothing changes at the end of the block, nor when too little comes in.
	before := f.export()
	f.endBlock()
	require.Empty(t, f.events)
	require.Equal(t, before, f.export())
	f.settle(99)
	f.endBlock()
	require.Empty(t, f.events)

	// ACT: enough has come in.
	f.settle(1)
	f.endBlock()
	require.Equal(t, []string{"EventIssuanceMinted", "EventMintingResumed"}, f.events)
	require.Equal(t, money+50, f.balance("alice", "cny"))
	require.Equal(t, reserve.ISSUANCE_STATUS_MINTED, f.issuance("E-1").Status)
	require.Zero(t, f.reserveOf("bank-a").Reserve.Waiting)

	// ACT: nothing waits, nothing is written.
	before = f.export()
	f.endBlock()
	require.Empty(t, f.events)
	require.Equal(t, before, f.export())
}

func TestCoverageThatFailsUnseenStopsTheNextMint(t *testing.T) {
	f := newFixture(t)
	f.fund()
	f.netting.positions[bankA] = netting.Position{OpenOwed: 1}
	require.Equal(t, reserve.ISSUANCE_STATUS_ATTESTED, f.receive("E-1", 50, nil).Status)
	require.Equal(t, []string{"EventReceiptAttested", "EventReceiptWaiting", "EventMintingStopped"}, f.events)
	delete(f.netting.positions, bankA)
	f.endBlock()
	require.Equal(t, []string{"EventIssuanceMinted", "EventMintingResumed"}, f.events)
}

func TestReceiptsThatTheStatementContainsCoverNothingElse(t *testing.T) {
	f := newFixture(t)
	f.fund()
	f.anchor(900, yesterday)
	f.receive("E-1", 60, nil)
	f.receive("E-2", 60, nil)

	// The statement of today has both, which belong to those who wait and not to those who are owed.
	f.advance(86_400)
	require.Equal(t, int64(0), f.anchor(1_020, today).Difference)
	f.endBlock()
	require.Empty(t, f.events)
	require.Equal(t, int64(-100), f.reserveOf("bank-a").Coverage.Surplus)
}

func TestWaitingReceiptsKeepTheirOrderAndABlockItsBound(t *testing.T) {
	f := short(t)
	for n := range 40 {
		f.receive(fmt.Sprintf("E-%02d", n), 10, nil)
	}
	// A second rail of the same member waits in a line of its own.
	rail := cityRail()
	rail.Id = "other-rail"
	_, err := deliver(f, f.msgs.SetRail, &reserve.MsgSetRail{Authority: text("authority"), Rail: rail})
	require.NoError(t, err)
	f.receive("O-1", 10, func(m *reserve.MsgAttestReceipt) { m.Rail = "other-rail" })

	f.settle(100)
	// Coverage holds by now, and still nobody overtakes.
	require.Equal(t, reserve.ISSUANCE_STATUS_ATTESTED, f.receive("E-40", 10, nil).Status)
	waiting := func() (references []string) {
		res, err := f.queries.WaitingReceipts(f.ctx, &reserve.QueryWaitingReceiptsRequest{Member: "bank-a"})
		require.NoError(t, err)
		for _, r := range res.Receipts {
			references = append(references, r.EntryReference)
		}
		return references
	}
	require.Len(t, waiting(), 42)
	f.endBlock()
	require.Len(t, f.events, 33)
	require.Equal(t, money+320, f.balance("alice", "cny"))
	require.Equal(t, []string{"E-32", "E-33", "E-34", "E-35", "E-36", "E-37", "E-38", "E-39", "E-40", "O-1"}, waiting())
	f.endBlock()
	require.Len(t, f.events, 10)
	require.Empty(t, waiting())
}

func TestOneMembersQueueDoesNotStarveAnothers(t *testing.T) {
	f := short(t)
	f.netting.positions[bankB] = netting.Position{OpenOwed: 1}
	for n := range 40 {
		f.receive(fmt.Sprintf("A-%02d", n), 10, nil)
		f.wallets[string(raw("bob"))] = wallet.Wallet{Address: raw("bob"), Custodian: bankB, Kind: wallet.WALLET_KIND_PERSON, Status: wallet.WALLET_STATUS_ACTIVE}
		for _, attestor := range []string{"attestorA", "attestorC"} {
			_, err := deliver(f, f.msgs.AttestReceipt, receipt(attestor, func(m *reserve.MsgAttestReceipt) {
				m.Account, m.Beneficiary, m.EntryReference, m.BookingDate, m.Amount = "b-collect", text("bob"), fmt.Sprintf("B-%02d", n), today, 10
			}))
			require.NoError(t, err)
		}
	}
	f.settle(100)
	delete(f.netting.positions, bankB)
	f.endBlock()
	f.endBlock()
	require.NotZero(t, f.balance("bob", "cny"))
	require.Greater(t, f.balance("alice", "cny"), money)
}

func TestWaitingReceiptGoesToSuspenseAtItsDeadline(t *testing.T) {
	f := short(t)
	f.receive("E-1", 50, nil)
	f.advance(int64(reserve.DefaultParams().AttestedTerm) - 1)
	f.endBlock()
	require.Empty(t, f.events)
	f.advance(1)
	f.endBlock()
	require.Equal(t, []string{"EventIssuanceMinted"}, f.events, "minting itself stays stopped")
	require.Equal(t, uint64(50), f.balance("suspenseA", "cny"))
	require.Equal(t, reserve.SUSPENSE_CAUSE_DEADLINE, f.issuance("E-1").SuspenseCause)
	require.Equal(t, reserve.STOP_CAUSE_COVERAGE, f.reserveOf("bank-a").Coverage.Stopped)
}

func TestMintThatFailsIsFlaggedAndTriedAgain(t *testing.T) {
	f := short(t)
	f.receive("E-1", 50, nil)
	f.receive("E-2", 50, nil)
	suspense := f.wallets[string(raw("suspenseA"))]
	delete(f.wallets, string(raw("suspenseA")))
	f.compliance.refused[string(raw("alice"))] = compliance.ReasonLimitBalance
	f.settle(100)

	// ACT: both fail, nothing of them stays, and the block goes on.
	book := f.book.clone()
	f.endBlock()
	require.Equal(t, []string{"EventReceiptFlagged", "EventReceiptFlagged"}, f.events)
	require.True(t, book.equal(f.book))
	flagged := f.issuance("E-1")
	require.Equal(t, reserve.ISSUANCE_STATUS_ATTESTED, flagged.Status)
	require.Equal(t, noon+3_600, flagged.RetryAt)
	require.Equal(t, []string{"EventReceiptAttested", "EventMintingResumed", "EventIssuanceMinted"}, func() []string {
		delete(f.compliance.refused, string(raw("alice")))
		f.receive("E-3", 50, nil)
		return f.events
	}(), "what failed holds nobody up")

	// ACT: it fails again, and then passes.
	f.compliance.refused[string(raw("alice"))] = compliance.ReasonLimitBalance
	f.advance(3_600)
	f.endBlock()
	require.Equal(t, []string{"EventReceiptFlagged", "EventReceiptFlagged"}, f.events)
	f.wallets[string(raw("suspenseA"))] = suspense
	f.endBlock()
	require.Empty(t, f.events, "not before its time")
	f.advance(3_600)
	f.endBlock()
	require.Equal(t, []string{"EventIssuanceMinted", "EventIssuanceMinted"}, f.events)
	require.Equal(t, uint64(100), f.balance("suspenseA", "cny"))
}

func TestMintThatPanicsIsFlagged(t *testing.T) {
	f := short(t)
	f.receive("E-1", 50, nil)
	f.settle(100)
	f.compliance.panics = true
	f.endBlock()
	require.Equal(t, []string{"EventReceiptFlagged"}, f.events)
	require.Equal(t, money, f.balance("alice", "cny"))
}

func TestSuspenseIsNeverStopped(t *testing.T) {
	f := short(t)
	require.Equal(t, text("suspenseA"), f.receive("E-1", 50, func(m *reserve.MsgAttestReceipt) { m.Beneficiary = "" }).Credited)
	f.suspendA()
	require.Equal(t, text("suspenseA"), f.receive("E-2", 50, nil).Credited)
	require.Equal(t, int64(-100), f.reserveOf("bank-a").Coverage.Surplus, "backed one to one")
}

func TestStaleStatementStopsMinting(t *testing.T) {
	f := newFixture(t)
	params := reserve.DefaultParams()
	params.MaxAttestationAge = 86_400
	require.NoError(t, f.keeper.Params.Set(f.ctx, params))
	f.fund()
	f.advance(86_401)
	require.Equal(t, reserve.ISSUANCE_STATUS_ATTESTED, f.receive("E-1", 50, nil).Status)
	require.Equal(t, reserve.STOP_CAUSE_STALE, f.reserveOf("bank-a").Coverage.Stopped)
	require.True(t, f.reserveOf("bank-a").Coverage.Stale)
	f.anchor(1_050, today)
	f.endBlock()
	require.Equal(t, []string{"EventIssuanceMinted", "EventMintingResumed"}, f.events)
}

func TestReserveIsReAnchored(t *testing.T) {
	f := newFixture(t)
	f.fund()

	// ACT: one word changes nothing, the second makes a fact, the third agrees.
	res, err := deliver(f, f.msgs.AttestReserve, statement("attestorA", 1_000, yesterday))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestReserveResponse{}, res)
	require.Equal(t, []string{"EventReserveAttested"}, f.events)
	res, err = deliver(f, f.msgs.AttestReserve, statement("attestorB", 1_000, yesterday))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestReserveResponse{Anchored: true}, res)
	require.Equal(t, []string{"EventReserveAttested", "EventReserveAnchored"}, f.events)
	res, err = deliver(f, f.msgs.AttestReserve, statement("attestorC", 1_000, yesterday))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestReserveResponse{Anchored: true}, res)
	require.Equal(t, []string{"EventReserveAttested"}, f.events)
	fails(f, f.msgs.AttestReserve, statement("attestorC", 1_000, yesterday), reserve.ErrAlreadyAttested)

	// ACT: a receipt booked before the statement counts nothing, one after it does.
	f.receive("E-1", 50, func(m *reserve.MsgAttestReceipt) { m.BookingDate = yesterday })
	require.Equal(t, int64(1_000), f.running())
	require.Equal(t, []string{"EventReceiptAttested", "EventReceiptWaiting", "EventMintingStopped"}, f.events)
	f.receive("E-2", 70, nil)
	require.Equal(t, int64(1_070), f.running())

	// ACT: the next statement is 20 more than expected, which is a case.
	f.advance(86_400)
	require.Equal(t, int64(20), f.anchor(1_090, today).Difference)
	require.Equal(t, int64(1_090), f.running())
	require.Equal(t, []compliance.Case{{
		Kind: compliance.CASE_KIND_RESERVE_DIFFERENCE, Member: bankA, Denom: "cny", Amount: 20, Reference: digest("statement"),
	}}, f.compliance.cases)
}

func TestReserveStatementErrors(t *testing.T) {
	f := newFixture(t)
	f.anchor(10, yesterday)
	f.advance(86_400)
	with := func(change func(*reserve.MsgAttestReserve)) *reserve.MsgAttestReserve {
		m := statement("attestorA", 10, today)
		change(m)
		return m
	}
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.Attestor = text("operationsA") }), consortium.ErrUnauthorized)
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.Attestor = text("attestorX") }), reserve.ErrNotAttestor)
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.Rail = "no-rail" }), reserve.ErrRailUnknown)
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.Member = "no-bank" }), consortium.ErrMemberUnknown)
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.Member = "clearing" }), reserve.ErrAccountUnknown)
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.BookingDate = today + 1 }), reserve.ErrBookingDateInvalid)
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.BookingDate = today + 2 }), reserve.ErrBookingDateInvalid)
	fails(f, f.msgs.AttestReserve, with(func(m *reserve.MsgAttestReserve) { m.BookingDate = yesterday - 1 }), reserve.ErrBookingDateInvalid)
}

func TestReceiptBookedInTheFutureIsRefused(t *testing.T) {
	f := newFixture(t)
	booked := func(date uint32) *reserve.MsgAttestReceipt {
		return receipt("attestorA", func(m *reserve.MsgAttestReceipt) { m.BookingDate = date })
	}
	fails(f, f.msgs.AttestReceipt, booked(today+2), reserve.ErrBookingDateInvalid)
	_, err := deliver(f, f.msgs.AttestReceipt, booked(today+1))
	require.NoError(t, err)
}

func TestFundsOutKeepsTheCoverage(t *testing.T) {
	f := newFixture(t)
	f.fund()
	f.settle(200)
	f.anchor(900, yesterday)
	msg := fundsOut("treasuryA", 101)
	fails(f, f.msgs.FundsOut, msg, reserve.ErrFundsOutRefused)
	_, err := deliver(f, f.msgs.FundsOut, msg)
	require.ErrorContains(t, err, "COVERAGE")
	_, err = deliver(f, f.msgs.FundsOut, fundsOut("treasuryA", 100))
	require.NoError(t, err)
}

func TestIssueOutOfTheReserve(t *testing.T) {
	f := newFixture(t)
	f.fund()
	out := func(name string, amount uint64) *reserve.MsgIssueCbdc {
		m := issueTo("bank-a", "", name, amount)
		m.FromReserve = true
		return m
	}
	_, err := deliver(f, f.msgs.IssueCbdc, out("one", 400))
	require.NoError(t, err)
	require.Equal(t, int64(600), f.running())
	require.Equal(t, uint64(400), f.settlementA())
	require.Zero(t, f.reserveOf("bank-a").Coverage.Surplus, "cover changed its place")

	res, err := deliver(f, f.msgs.IssueCbdc, out("two", 601))
	require.NoError(t, err)
	require.Equal(t, reserve.ACT_STATUS_REFUSED, res.Status)
	require.Equal(t, uint32(compliance.ReasonBalance), res.Reason)
	fails(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "one", 400), reserve.ErrUetrConflict)

	back := correction("back", 150)
	back.ToReserve = true
	_, err = deliver(f, f.msgs.CorrectSettlementBalance, back)
	require.NoError(t, err)
	require.Equal(t, int64(750), f.running())
	require.Equal(t, uint64(250), f.settlementA())
	act, err := f.queries.Act(f.ctx, &reserve.QueryActRequest{Issuer: "central-bank", Uetr: uetr("back")})
	require.NoError(t, err)
	require.True(t, act.Act.Reserve)
}

// The bank holds 1,000 at its rail. A statement of a day that is not over would contain what leaves the reserve later on
// that day, and the figure would keep it beside the settlement account that it filled.
func TestWhatMovesOnTheDayOfAStatementCoversOnce(t *testing.T) {
	f := newFixture(t)
	f.fund()
	fails(f, f.msgs.AttestReserve, statement("attestorB", 1_000, today), reserve.ErrBookingDateInvalid)

	// ACT: 600 change their place, of which the statement of the day before knows nothing.
	f.anchor(1_000, yesterday)
	f.receive("E-1", 50, nil)
	out := issueTo("bank-a", "", "one", 600)
	out.FromReserve = true
	_, err := deliver(f, f.msgs.IssueCbdc, out)
	require.NoError(t, err)
	require.Equal(t, int64(450), f.running())
	require.Equal(t, uint64(600), f.settlementA())

	// ACT: up to the last second of the day it cannot be stated; then it shows what has left, and nothing differs.
	f.advance(reserve.DayEnd(today, reserve.DefaultParams().UtcOffsetSeconds) - 1 - f.ctx.BlockTime().Unix())
	fails(f, f.msgs.AttestReserve, statement("attestorB", 450, today), reserve.ErrBookingDateInvalid)
	f.advance(1)
	require.Equal(t, int64(0), f.anchor(450, today).Difference)
	require.Equal(t, int64(450), f.running())
	require.Empty(t, f.compliance.cases)
	require.Zero(t, f.reserveOf("bank-a").Coverage.Surplus, "the same money covers once")
}

func TestCoverageQueries(t *testing.T) {
	f := newFixture(t)
	f.fund()
	res, err := f.queries.Coverage(f.ctx, &reserve.QueryCoverageRequest{})
	require.NoError(t, err)
	require.Equal(t, []reserve.MemberCoverage{{
		Member: "bank-a", Denom: "cny", Covered: true, Figures: reserve.Coverage{Percent: 100, Liability: 1_000, Reserve: 1_000},
	}}, res.Coverages)
	same, err := f.queries.Coverage(f.ctx, &reserve.QueryCoverageRequest{Denom: "cny"})
	require.NoError(t, err)
	require.Equal(t, res, same)
	_, err = f.queries.Coverage(f.ctx, &reserve.QueryCoverageRequest{Denom: "ecny"})
	require.ErrorIs(t, err, reserve.ErrAssetClass)
	_, err = f.queries.Reserve(f.ctx, &reserve.QueryReserveRequest{Member: "bank-a", Denom: "ecny"})
	require.ErrorIs(t, err, reserve.ErrAssetClass)
	_, err = f.queries.Reserve(f.ctx, &reserve.QueryReserveRequest{Member: "no-bank", Denom: "cny"})
	require.ErrorIs(t, err, consortium.ErrMemberUnknown)
	_, err = f.queries.WaitingReceipts(f.ctx, &reserve.QueryWaitingReceiptsRequest{Member: "no-bank"})
	require.ErrorIs(t, err, consortium.ErrMemberUnknown)
}
