// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// TestMoneyIsConserved sends messages in any order, with any repetition and contradiction, and holds after each that
// bank holds what was issued and not redeemed, that each escrow holds its open redemptions, that totals sum up, that no
// balance appears from nowhere, and that no receipt, redemption or act took effect twice.
func TestMoneyIsConserved(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{newFixture(t)}
		w.t = rt
		w.fund()
		steps := []func(*rapid.T){
			w.request, w.open, w.attestOutcome, w.attestReceipt, w.act, w.funds, w.attestOutcome, w.open, w.release, w.wait, w.restrict,
			w.attestReserve, w.attestReceipt, w.decideOrResume, w.moveCustody, w.returnPayOut, w.owe, w.endTheBlock,
		}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			rapid.SampledFrom(steps).Draw(rt, "step")(rt)
			w.check()
		}
	})
}

type world struct{ *fixture }

func (w *world) check() {
	require.NoError(w.t, w.keeper.Invariants(w.ctx))
	g := w.export()
	require.NoError(w.t, g.Validate())

	var issued, redeemed uint64
	for _, i := range g.Issuances {
		if i.Status == reserve.ISSUANCE_STATUS_MINTED {
			issued += i.Amount
		}
	}
	for _, r := range g.Redemptions {
		if r.Status == reserve.REDEMPTION_STATUS_CONFIRMED || r.Status == reserve.REDEMPTION_STATUS_RETURNED {
			redeemed += r.Amount
		}
	}
	w.requireSupply(g, "cny", issued, redeemed)

	issued, redeemed = 0, 0
	for _, a := range g.Acts {
		switch {
		case a.Status != reserve.ACT_STATUS_DONE:
		case a.Kind == reserve.ACT_KIND_ISSUE:
			issued += a.Amount
		default:
			redeemed += a.Amount
		}
	}
	w.requireSupply(g, "ecny", issued, redeemed)
}

func (w *world) requireSupply(g *reserve.GenesisState, denom string, issued, redeemed uint64) {
	w.t.Helper()
	require.Equal(w.t, issued-redeemed, w.book.sum(denom), denom)
	for _, s := range g.Supplies {
		if s.Denom == denom {
			require.Equal(w.t, reserve.Supply{Denom: denom, Issued: issued, Redeemed: redeemed}, s)
			return
		}
	}
	require.Zero(w.t, issued+redeemed, denom)
}

// attestReserve lets two members state a reserve as of the day on which all receipts of the world are booked, or later.
func (w *world) attestReserve(rt *rapid.T) {
	for _, attestor := range []string{"attestorB", "attestorC"} {
		m := statement(attestor, rapid.Uint64Range(0, 3_000).Draw(rt, "reserve"), rapid.SampledFrom([]uint32{20261122, 20261123, yesterday, today}).Draw(rt, "day"))
		m.Member = draw(rt, "member", "bank-a", "bank-a", "bank-b")
		may(w, w.msgs.AttestReserve, m)
		m.Attestor = text("attestorA")
		may(w, w.msgs.AttestReserve, m)
	}
}

func (w *world) decideOrResume(rt *rapid.T) {
	if rapid.Bool().Draw(rt, "resume") {
		may(w, w.msgs.ResumeRail, &reserve.MsgResumeRail{Authority: text("authority"), Rail: "city-rail"})
		return
	}
	m := decision(rapid.Bool().Draw(rt, "mint"), "")
	m.BookingDate, m.EntryReference = 20261123, reference(rt)
	if m.Mint {
		m.Attestor = draw(rt, "attestor", "bank-a", "bank-b", "clearing")
	}
	may(w, w.msgs.DecideReceipt, m)
}

// moveCustody lets alice change between the banks, or bob.
func (w *world) moveCustody(rt *rapid.T) {
	name := draw(rt, "wallet", "alice", "bob")
	from := w.wallets[string(raw(name))].Custodian
	to, by := bankB, "operationsB"
	if from == bankB {
		to, by = bankA, "operationsA"
	}
	w.holders.moves[string(raw(name))] = wallet.CustodyMove{Wallet: raw(name), From: from, To: to}
	may(w, w.msgs.AcceptCustodyMove, &reserve.MsgAcceptCustodyMove{Operator: text(by), Wallet: text(name)})
}

func (w *world) returnPayOut(rt *rapid.T) {
	name, from, count := draw(rt, "wallet", "alice", "alice", "bob"), reference(rt), amount(rt)
	for _, attestor := range []string{"attestorA", "attestorB", "attestorC"} {
		may(w, w.msgs.AttestReceipt, receipt(attestor, func(m *reserve.MsgAttestReceipt) {
			m.EntryReference, m.Beneficiary, m.ReturnWallet, m.ReturnUetr, m.Amount = "R-"+name, "", text(name), uetr(from), count
		}))
	}
}

// owe lets bank A owe other members, which its settlement account and reserve must cover.
func (w *world) owe(rt *rapid.T) {
	w.netting.positions[bankA] = netting.Position{OpenOwed: rapid.Uint64Range(0, 20).Draw(rt, "owed")}
}

// endTheBlock holds that nobody waits who need not: where coverage holds and the rail goes on, the lines are empty.
func (w *world) endTheBlock(*rapid.T) {
	w.endBlock()
	stopped := w.export().Rails[0].MintingStopped
	for _, member := range []string{"bank-a", "bank-b"} {
		view := w.reserveOf(member)
		waiting, err := w.queries.WaitingReceipts(w.ctx, &reserve.QueryWaitingReceiptsRequest{Member: member})
		require.NoError(w.t, err)
		if len(waiting.Receipts) == 0 || stopped {
			continue
		}
		require.False(w.t, view.Coverage.Covered && view.Coverage.Stopped == reserve.STOP_CAUSE_UNSPECIFIED, "somebody waits without cause")
		require.NotEqual(w.t, reserve.STOP_CAUSE_UNSPECIFIED, view.Coverage.Stopped)
	}
}

// may delivers a message that may fail: what it must not do is break a promise, which deliver checks.
func may[M interface{ ValidateBasic() error }, R any](w *world, handler func(context.Context, M) (R, error), msg M) {
	_, _ = deliver(w.fixture, handler, msg)
}

func draw(rt *rapid.T, label string, names ...string) string {
	return rapid.SampledFrom(names).Draw(rt, label)
}

func amount(rt *rapid.T) uint64 { return rapid.Uint64Range(1, 5).Draw(rt, "amount") }

func reference(rt *rapid.T) string { return draw(rt, "reference", "one", "one", "one", "two") }

func (w *world) attestReceipt(rt *rapid.T) {
	may(w, w.msgs.AttestReceipt, receipt(draw(rt, "attestor", "attestorA", "attestorB", "attestorC", "attestorX"), func(m *reserve.MsgAttestReceipt) {
		m.EntryReference = reference(rt)
		m.Account = draw(rt, "account", "a-collect", "a-collect", "b-collect")
		m.Beneficiary = draw(rt, "beneficiary", text("alice"), text("alice"), text("alice"), text("alice"), text("bob"), "")
		m.Amount = 10
	}))
}

func (w *world) request(rt *rapid.T) {
	name := holderOf(rt)
	may(w, w.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) {
		m.Owner, m.Wallet, m.Uetr, m.Amount = text(name), text(name), uetr(reference(rt)), amount(rt)
		if name == "suspenseA" {
			m.Owner = text("operationsA")
		}
	}))
}

// holderOf is mostly alice, so that messages meet the same redemption often.
func holderOf(rt *rapid.T) string {
	return draw(rt, "wallet", "alice", "alice", "alice", "alice", "alice", "bob", "suspenseA")
}

func operator(name string) string {
	if name == "bob" {
		return text("operationsB")
	}
	return text("operationsA")
}

func (w *world) open(rt *rapid.T) {
	name := holderOf(rt)
	msg := w.attempt()
	msg.Operator, msg.Wallet, msg.Uetr = operator(name), text(name), uetr(reference(rt))
	may(w, w.msgs.OpenAttempt, msg)
}

// attestOutcome lets one to three members state an outcome, mostly of the first attempt.
func (w *world) attestOutcome(rt *rapid.T) {
	msg := outcome("", reserve.Outcome(rapid.Int32Range(1, 3).Draw(rt, "outcome")))
	msg.Wallet, msg.Uetr = text(holderOf(rt)), uetr(reference(rt))
	msg.Attempt = rapid.SampledFrom([]uint32{1, 1, 1, 2}).Draw(rt, "attempt")
	attestors := rapid.Permutation([]string{"attestorA", "attestorB", "attestorC"}).Draw(rt, "attestors")
	for _, attestor := range attestors[:rapid.IntRange(1, 3).Draw(rt, "how many")] {
		msg.Attestor = text(attestor)
		may(w, w.msgs.AttestOutcome, msg)
	}
}

func (w *world) release(rt *rapid.T) {
	name := holderOf(rt)
	msg := release()
	msg.Operator, msg.Wallet, msg.Uetr = operator(name), text(name), uetr(reference(rt))
	may(w, w.msgs.ReleaseRedemption, msg)
}

func (w *world) act(rt *rapid.T) {
	kind := draw(rt, "act", "fill", "pay", "burn", "correct", "take", "give")
	name := kind + fmt.Sprint(rapid.IntRange(1, 9).Draw(rt, "reference"))
	switch kind {
	case "fill":
		may(w, w.msgs.IssueCbdc, issueTo("bank-a", "", name, amount(rt)))
	case "pay":
		may(w, w.msgs.IssueCbdc, issueTo("", text(draw(rt, "wallet", "treasuryCB", "treasuryA")), name, amount(rt)))
	case "burn":
		may(w, w.msgs.BurnCbdc, burnOf(name, amount(rt)))
	case "take":
		m := issueTo("bank-a", "", name, amount(rt))
		m.FromReserve = true
		may(w, w.msgs.IssueCbdc, m)
	case "give":
		m := correction(name, amount(rt))
		m.ToReserve = true
		may(w, w.msgs.CorrectSettlementBalance, m)
	default:
		may(w, w.msgs.CorrectSettlementBalance, correction(name, amount(rt)))
	}
}

func (w *world) funds(rt *rapid.T) {
	if rapid.Bool().Draw(rt, "in") {
		may(w, w.msgs.FundsIn, fundsIn("treasuryA", amount(rt)))
		return
	}
	may(w, w.msgs.FundsOut, fundsOut("treasuryA", amount(rt)))
}

func (w *world) restrict(rt *rapid.T) {
	name := draw(rt, "wallet", "alice", "bob", "suspenseA", "treasuryA")
	if rapid.IntRange(1, 4).Draw(rt, "restricted") == 4 {
		w.compliance.refused[string(raw(name))] = compliance.ReasonPayerFrozen
		return
	}
	delete(w.compliance.refused, string(raw(name)))
}

func (w *world) wait(rt *rapid.T) { w.advance(rapid.Int64Range(1, term).Draw(rt, "seconds")) }
