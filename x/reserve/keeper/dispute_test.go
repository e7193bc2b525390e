// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
)

// states lets one attestor state the receipt E-1 of today.
func (f *fixture) states(attestor string, change func(*reserve.MsgAttestReceipt)) *reserve.MsgAttestReceiptResponse {
	f.t.Helper()
	res, err := deliver(f, f.msgs.AttestReceipt, statesMsg(attestor, change))
	require.NoError(f.t, err)
	return res
}

func statesMsg(attestor string, change func(*reserve.MsgAttestReceipt)) *reserve.MsgAttestReceipt {
	return receipt(attestor, func(m *reserve.MsgAttestReceipt) {
		m.BookingDate, m.EntryReference, m.Amount = today, "E-1", 50
		if change != nil {
			change(m)
		}
	})
}

func less(m *reserve.MsgAttestReceipt) { m.Amount = 30 }

func decision(mint bool, attestor string) *reserve.MsgDecideReceipt {
	return &reserve.MsgDecideReceipt{
		Authority: text("authority"), Rail: "city-rail", Account: "a-collect", BookingDate: today, EntryReference: "E-1", Mint: mint, Attestor: attestor,
	}
}

// held has a receipt on which bank A and bank B contradict each other.
func held(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	f.states("attestorA", nil)
	require.Equal(t, reserve.ISSUANCE_STATUS_ON_HOLD, f.states("attestorB", less).Status)
	require.Len(t, f.compliance.cases, 1)
	require.Equal(t, compliance.CASE_KIND_CONTRADICTED_RECEIPT, f.compliance.cases[0].Kind)
	require.Equal(t, bankA, f.compliance.cases[0].Member)
	return f
}

func TestHoldIsDecided(t *testing.T) {
	cases := map[string]struct {
		decide func(*fixture)
		status reserve.IssuanceStatus
		minted uint64
		events []string
	}{
		"by the authority for the one": {
			decide: func(f *fixture) { _, _ = deliver(f, f.msgs.DecideReceipt, decision(true, "bank-a")) },
			status: reserve.ISSUANCE_STATUS_MINTED, minted: 50, events: []string{"EventReceiptDecided", "EventIssuanceMinted"},
		},
		"by the authority for the other": {
			decide: func(f *fixture) { _, _ = deliver(f, f.msgs.DecideReceipt, decision(true, "bank-b")) },
			status: reserve.ISSUANCE_STATUS_MINTED, minted: 30, events: []string{"EventReceiptDecided", "EventIssuanceMinted"},
		},
		"by the authority for neither": {
			decide: func(f *fixture) { _, _ = deliver(f, f.msgs.DecideReceipt, decision(false, "")) },
			status: reserve.ISSUANCE_STATUS_DROPPED, events: []string{"EventReceiptDecided"},
		},
		"by two that agree since": {
			decide: func(f *fixture) {
				f.states("attestorC", less)
				f.states("attestorA", less)
			},
			status: reserve.ISSUANCE_STATUS_MINTED, minted: 30,
			events: []string{"EventReceiptAttested", "EventFactContradicted", "EventReceiptDecided", "EventIssuanceMinted"},
		},
		"not by one that agrees since": {
			decide: func(f *fixture) { f.states("attestorC", less) },
			status: reserve.ISSUANCE_STATUS_ON_HOLD, events: []string{"EventReceiptAttested", "EventFactContradicted"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := held(t)
			tc.decide(f)
			require.Equal(t, tc.events, f.events)
			require.Equal(t, tc.status, f.issuance("E-1").Status)
			require.Equal(t, tc.minted, f.balance("alice", "cny"))
			require.Equal(t, int64(tc.minted), f.running())
		})
	}
}

func TestDecisionErrors(t *testing.T) {
	f := held(t)
	stranger := decision(false, "")
	stranger.Authority = text("operationsA")
	fails(f, f.msgs.DecideReceipt, stranger, consortium.ErrUnauthorized)
	fails(f, f.msgs.DecideReceipt, decision(true, "clearing"), reserve.ErrNotAttestor)
	fails(f, f.msgs.DecideReceipt, decision(true, "no-bank"), consortium.ErrMemberUnknown)
	other := decision(false, "")
	other.EntryReference = "E-9"
	fails(f, f.msgs.DecideReceipt, other, reserve.ErrIssuanceUnknown)

	_, err := deliver(f, f.msgs.DecideReceipt, decision(false, ""))
	require.NoError(t, err)
	fails(f, f.msgs.DecideReceipt, decision(true, "bank-a"), reserve.ErrReceiptNotHeld)
	fails(f, f.msgs.AttestReceipt, statesMsg("attestorC", nil), reserve.ErrReceiptDropped)
}

func TestWaitingReceiptThatIsContradictedWaitsNoMore(t *testing.T) {
	f := short(t)
	f.receive("E-1", 50, nil)
	f.receive("E-2", 10, nil)
	require.Equal(t, reserve.ISSUANCE_STATUS_ON_HOLD, f.states("attestorA", less).Status)
	view := f.reserveOf("bank-a")
	require.Equal(t, uint64(10), view.Reserve.Waiting)
	require.Equal(t, int64(910), view.Running, "its money counts for nothing until it is decided")
	f.settle(100)
	f.endBlock()
	require.Equal(t, money+10, f.balance("alice", "cny"))

	// One that was put aside is found as well.
	f = short(t)
	f.receive("E-1", 50, nil)
	delete(f.wallets, string(raw("suspenseA")))
	f.compliance.refused[string(raw("alice"))] = compliance.ReasonLimitBalance
	f.settle(100)
	f.endBlock()
	require.Equal(t, []string{"EventReceiptFlagged"}, f.events)
	require.Equal(t, reserve.ISSUANCE_STATUS_ON_HOLD, f.states("attestorA", less).Status)
	require.Zero(t, f.reserveOf("bank-a").Reserve.Waiting)
}

func TestMintedReceiptThatIsContradictedStopsItsRail(t *testing.T) {
	f := newFixture(t)
	f.receive("E-1", 50, nil)

	// ACT: 20 of it are said to be missing.
	require.True(t, f.states("attestorA", less).Contradicted)
	require.Equal(t, []string{"EventFactContradicted", "EventReserveLowered", "EventMintingStopped", "EventRailStopped"}, f.events)
	require.Equal(t, uint64(50), f.balance("alice", "cny"))
	require.Equal(t, int64(30), f.running())
	require.Equal(t, uint64(20), f.issuance("E-1").Lowered)
	fails(f, f.msgs.AttestReceipt, statesMsg("attestorA", less), reserve.ErrAlreadyAttested)

	// ACT: coverage alone does not let the rail go on.
	require.Equal(t, reserve.ISSUANCE_STATUS_ATTESTED, f.receive("E-2", 5, nil).Status)
	f.settle(20)
	f.endBlock()
	require.Equal(t, reserve.ISSUANCE_STATUS_ATTESTED, f.issuance("E-2").Status)
	require.Equal(t, text("suspenseA"), f.receive("E-3", 5, func(m *reserve.MsgAttestReceipt) { m.Beneficiary = "" }).Credited)

	// ACT: naming the rail anew does not either, the authority's word does.
	_, err := deliver(f, f.msgs.SetRail, &reserve.MsgSetRail{Authority: text("authority"), Rail: cityRail()})
	require.NoError(t, err)
	resume := &reserve.MsgResumeRail{Authority: text("authority"), Rail: "city-rail"}
	fails(f, f.msgs.ResumeRail, &reserve.MsgResumeRail{Authority: text("operationsA"), Rail: "city-rail"}, consortium.ErrUnauthorized)
	fails(f, f.msgs.ResumeRail, &reserve.MsgResumeRail{Authority: text("authority"), Rail: "no-rail"}, reserve.ErrRailUnknown)
	_, err = deliver(f, f.msgs.ResumeRail, resume)
	require.NoError(t, err)
	require.Equal(t, []string{"EventRailResumed"}, f.events)
	fails(f, f.msgs.ResumeRail, resume, reserve.ErrRailNotStopped)
	f.endBlock()
	require.Equal(t, []string{"EventIssuanceMinted", "EventMintingResumed"}, f.events)
	require.Len(t, f.compliance.cases, 1)
}

func TestContradictionOfWhatAStatementContainsLowersNothing(t *testing.T) {
	f := newFixture(t)
	f.receive("E-1", 50, nil)
	f.advance(86_400)
	f.anchor(50, today)
	f.states("attestorA", less)
	require.Equal(t, []string{"EventFactContradicted", "EventRailStopped"}, f.events)
	require.Equal(t, int64(50), f.running(), "as many as a fact needs have said what is there")
}
