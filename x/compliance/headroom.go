// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"slices"

	"github.com/taelnet/tael/x/wallet"
)

// Denoms returns every denom that a row names, ascending.
func (r Rows) Denoms() []string {
	var all []string
	for ; len(r) >= rowLength; r = r[rowLength:] {
		all = append(all, unpadDenom(r[rowDenom:rowFrom]))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Headroom says what the rows leave a wallet of this tier and kind for a flow of this denom, strength and channel, whatever
// its amount: of OUT what may still be paid, of IN what may still be received, of BALANCE what may be held more, on top of
// what it holds. What may be received is bound by what may be held too. The row that leaves least binds.
func (r Rows) Headroom(w *wallet.Wallet, f *Flow, now int64, today Periods, counted *Counted, held uint64) Headroom {
	h := Headroom{Denom: f.Denom, Measure: f.Measure, Unlimited: true}
	denom, holding := padDenom(f.Denom), *f
	holding.Measure = MEASURE_BALANCE
	for ; len(r) >= rowLength; r = r[rowLength:] {
		row := row(r[:rowLength])
		var used uint64
		switch {
		case f.Measure != MEASURE_OUT && row.weighs(&holding, &denom, now):
			used = held
		case f.Measure != MEASURE_BALANCE && row.weighs(f, &denom, now):
			used = row.used(&denom, today, counted)
			h.OpeningDue = h.OpeningDue || row.scope() != SCOPE_WALLET
		default:
			continue
		}
		left := row.amount() - min(row.amount(), used)
		if h.Unlimited || left < h.Left {
			h.Unlimited, h.Row, h.Used, h.Left = false, row.limit(w.Tier, w.Kind), used, left
		}
	}
	return h
}
