// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
)

func checkersOf(found []Violation) []string {
	var names []string
	for _, v := range found {
		names = append(names, v.Checker)
	}
	return names
}

func TestAnHonestRecordHasNoViolation(t *testing.T) {
	h := newHistory(t)
	require.Empty(t, h.record.Check())
	require.Empty(t, h.model.CheckScan(h.scan))
	refused := 0
	eachResult(h.record, func(_ Block, _ Order, r payment.Result) {
		if r.Status == payment.ResultRefused {
			refused++
		}
	})
	require.Equal(t, 2, refused, "one over a limit, one frozen")
}

// A checker that cannot fail checks nothing: each kind of violation is planted in what was recorded, and found.
func TestPlantedViolationsOfTheRecordAreFound(t *testing.T) {
	cases := map[string]struct {
		plant   func(*history)
		checker string
	}{
		"a payment has a second effect": {func(h *history) {
			tx := &h.record.Blocks[2].Txs[0]
			require.True(h.t, tx.Results[0].Replay)
			tx.Results[0].Replay = false
		}, "I5"},
		"a payment delivered again answers otherwise": {func(h *history) {
			h.record.Blocks[2].Txs[0].Results[0].Cycle = 7
		}, "I5"},
		"a first delivery answers as if there had been one": {func(h *history) {
			h.record.Blocks[1].Txs[0].Results[1].Replay = true
		}, "I5"},
		"another block is shown at a height": {func(h *history) {
			s := h.record.Sights[3]
			s.Block = "another"
			h.record.Sights = append(h.record.Sights, s)
		}, "I6"},
		"the same node shows another state before a block": {func(h *history) {
			s := h.record.Sights[3]
			s.StateBefore = "another"
			h.record.Sights = append(h.record.Sights, s)
		}, "I6"},
		"a frozen wallet pays in the block after": {func(h *history) {
			r := &h.record.Blocks[atFrozen-1].Txs[0].Results[0]
			require.Equal(h.t, compliance.ReasonPayerFrozen, r.Reason())
			*r = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: 1}
		}, "I7"},
		"more is paid at once than a row allows": {func(h *history) {
			r := &h.record.Blocks[atPayments-1].Txs[1].Results[0]
			require.Equal(h.t, compliance.ReasonLimitTxOut, r.Reason())
			*r = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
		}, "I8"},
		"more is paid in a day than a row allows": {func(h *history) {
			bounds := h.town.limits[class{h.customers[4].tier, h.customers[4].kind}]
			bounds.day = 299_999
			h.town.limits[class{h.customers[4].tier, h.customers[4].kind}] = bounds
		}, "I8"},
		"a payee holds more than a row allows": {func(h *history) {
			of := class{h.customers[0].tier, h.customers[0].kind}
			h.town.limits[of] = bounds{hold: 10_000_000}
		}, "I8"},
		"a node computes another state": {func(h *history) { h.record.Sights[4].State = "another" }, "I9"},
		"a node computes other results": {func(h *history) { h.record.Sights[4].Results = "another" }, "I9"},
		"all nodes compute what no header says": {func(h *history) {
			h.record.Sights[2].State, h.record.Sights[3].State = "another", "another"
		}, "I9"},
		"a validator signs twice":     {func(h *history) { h.record.Sights[5].Evidence = true }, "I9"},
		"a block is missing":          {func(h *history) { h.record.Blocks = append(h.record.Blocks[:5:5], h.record.Blocks[6]) }, "I9"},
		"an answer is not on chain":   {func(h *history) { h.record.Told[0].Height++ }, "I13"},
		"an answer stood otherwise":   {func(h *history) { h.record.Told[1].Result.Status = payment.ResultRefused }, "I13"},
		"an answer of a lost block":   {func(h *history) { h.record.Told[1].Height = 99 }, "I13"},
		"an obligation is not booked": {func(h *history) { h.record.Cycles[0].Cycle.Obligations-- }, "I4"},
		"the gross is another":        {func(h *history) { h.record.Cycles[0].Cycle.Gross++ }, "I4"},
		"the net is another":          {func(h *history) { h.record.Cycles[0].Cycle.Net++ }, "I4"},
		"a member pays more than its net": {func(h *history) {
			h.record.Cycles[0].Settlement.Movements[0].Paid++
		}, "I4"},
		"a closed cycle was not settled": {func(h *history) { h.record.Cycles[0].Settlement = nil }, "I4"},
		"an obligation lies in a closed cycle": {func(h *history) {
			h.record.Blocks[6].Txs[0].Results[0].Cycle = 1
		}, "I4"},
		"money between custodians owes nothing": {func(h *history) {
			h.record.Blocks[1].Txs[0].Results[0] = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
		}, "I4"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			h := newHistory(t)
			tc.plant(h)
			require.Contains(t, checkersOf(h.record.Check()), tc.checker)
		})
	}
}

func TestPlantedViolationsOfAScanAreFound(t *testing.T) {
	cases := map[string]struct {
		plant   func(*history)
		checker string
	}{
		"money appears": {func(h *history) { h.scan.Balances[eMoney][h.customers[0].address]++ }, "I1"},
		"money is lost": {func(h *history) { h.scan.Balances[central][settlementOf(1)]-- }, "I1"},
		"the supply is not what was issued": {func(h *history) {
			h.scan.Supply[eMoney]++
			h.scan.Balances[eMoney][h.customers[0].address]++
		}, "I1"},
		"more was issued than received": {func(h *history) {
			h.scan.Supply[eMoney]++
			h.scan.Issued[eMoney]++
			h.scan.Balances[eMoney][h.customers[0].address]++
		}, "I1"},
		"e-money lies without cover": {func(h *history) {
			h.scan.Balances[central][settlementOf(1)] = 0
			h.scan.Balances[eMoney][h.customers[0].address] += 50_000_000
		}, "I2"},
		"a member that is not covered may mint": {func(h *history) { h.scan.Coverages[0].Covered = false }, "I2"},
		"a balance below zero":                  {func(h *history) { h.scan.Negative = []string{"-1 of somebody"} }, "I3"},
		"money moves between wallets without a payment": {func(h *history) {
			h.scan.Balances[eMoney][h.customers[0].address]--
			h.scan.Balances[eMoney][h.customers[1].address]++
		}, "I3"},
		"money lies where nobody is": {func(h *history) { h.scan.Balances[eMoney][[20]byte{1}] = 1 }, "I3"},
		"a position exceeds the cover": {func(h *history) {
			h.scan.Positions[0].Owed = 900_000_000
		}, "I3"},
		"a scan of another height": {func(h *history) { h.scan.Height++ }, "MODEL"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			h := newHistory(t)
			tc.plant(h)
			require.Contains(t, checkersOf(h.model.CheckScan(h.scan)), tc.checker)
		})
	}
}

func TestTheModelFindsOutcomesItDidNotForesee(t *testing.T) {
	cases := map[string]func(*Block){
		"paid instead of refused": func(b *Block) {
			b.Txs[1].Results[0] = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
		},
		"refused for another reason":      func(b *Block) { b.Txs[1].Results[0].Code++ },
		"paid in another cycle":           func(b *Block) { b.Txs[0].Results[0].Cycle++ },
		"failed as a whole":               func(b *Block) { b.Txs[0].Code, b.Txs[0].Codespace = 2, "payment" },
		"a result is missing":             func(b *Block) { b.Txs[0].Results = b.Txs[0].Results[:1] },
		"a block is left out":             func(b *Block) { b.Height++ },
		"an order has another number":     nil,
		"a cycle is closed that is empty": nil,
	}
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			h, fresh := newHistory(t), atPayments
			switch name {
			case "an order has another number":
				fresh, spoil = atFreeze, func(b *Block) { b.Txs[0].Numbers[0] = 9 }
			case "a cycle is closed that is empty":
				fresh, spoil = atClose, func(b *Block) { b.Txs[0].Code, b.Txs[0].Codespace = 10, "netting" }
			}
			model := newModel(h.town)
			for _, b := range h.record.Blocks[:fresh-1] {
				require.Empty(t, model.Apply(b))
			}
			b := h.record.Blocks[fresh-1]
			spoil(&b)
			require.Contains(t, checkersOf(model.Apply(b)), "MODEL")
		})
	}
}
