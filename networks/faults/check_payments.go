// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// checkOnce is I5: each (payer, UETR) is decided once, and every further delivery answers with what was decided.
func checkOnce(r Record, found *findings) {
	first := map[key]payment.Result{}
	eachResult(r, func(b Block, o Order, result payment.Result) {
		if result.Status == payment.ResultError {
			return
		}
		decided, before := first[o.key()]
		switch {
		case !before && result.Replay:
			found.add("I5", b.Height, "a first decision", outcomeText(result), "payment %s answers from a record that none has made", o.UETR)
		case before && !result.Replay:
			found.add("I5", b.Height, "no second effect", outcomeText(result), "payment %s, decided before as %s", o.UETR, outcomeText(decided))
		case before:
			result.Replay = false
			if result != decided {
				found.add("I5", b.Height, outcomeText(decided), outcomeText(result), "payment %s delivered again", o.UETR)
			}
		default:
			first[o.key()] = result
		}
	})
}

// eachResult calls f with every instruction that was executed, in the order of the chain.
func eachResult(r Record, f func(Block, Order, payment.Result)) {
	for _, b := range r.Blocks {
		for _, tx := range b.Txs {
			for i, result := range tx.Results {
				f(b, tx.Orders[i], result)
			}
		}
	}
}

// paid says that money moved now.
func paid(r payment.Result) bool { return r.Status == payment.ResultPaid && !r.Replay }

// checkFreezes is I7: from the block after an order nothing leaves the wallet until the order is lifted. An order that
// is lifted counts as lifted from its own block on, whatever the order within the block.
func checkFreezes(r Record, found *findings) {
	wallets := map[uint64][20]byte{}
	proposed := map[uint64][20]byte{}
	frozen := map[uint64]int64{} // since which height
	for _, b := range r.Blocks {
		for _, tx := range b.Txs {
			if tx.Failed() {
				continue
			}
			for i, msg := range tx.Msgs {
				switch msg := msg.(type) {
				case *compliance.MsgRestrict:
					wallets[tx.Numbers[i]], frozen[tx.Numbers[i]] = addressOf(msg.Wallet), b.Height
				case *compliance.MsgProposeRestriction:
					proposed[tx.Numbers[i]] = addressOf(msg.Wallet)
				case *compliance.MsgConfirmRestriction:
					wallets[msg.Order], frozen[msg.Order] = proposed[msg.Order], b.Height
				case *compliance.MsgLiftRestriction:
					delete(frozen, msg.Order)
				}
			}
		}
		since := map[[20]byte]int64{}
		for number, height := range frozen {
			if height < b.Height {
				since[wallets[number]] = height
			}
		}
		eachResult(Record{Blocks: []Block{b}}, func(b Block, o Order, result payment.Result) {
			if height, is := since[o.Payer]; is && paid(result) {
				found.add("I7", b.Height, "refused", outcomeText(result), "payment %s of a wallet frozen at height %d", o.UETR, height)
			}
		})
	}
}

// checkLimits is I8: no wallet ever pays more at once or in a day, or comes to hold more, than the row of its class
// allows. What was given back on the same day counts no more.
func checkLimits(r Record, found *findings) {
	type day struct {
		wallet [20]byte
		day    int64
	}
	classes := classesOf(r)
	out, held := map[day]uint64{}, map[[20]byte]int64{}
	paidOn := map[key]int64{}
	eachFunding(r, func(addr [20]byte, amount uint64) { held[addr] += int64(amount) })
	eachResult(r, func(b Block, o Order, result payment.Result) {
		if !paid(result) {
			return
		}
		today, _ := r.Town.localDay(b.now())
		held[o.Payer] -= int64(o.Amount)
		held[o.Payee] += int64(o.Amount)
		if first := o.Carried.Original; first != nil {
			if paidOn[key{first.Payer, first.UETR}] == today {
				out[day{o.Payee, today}] -= min(out[day{o.Payee, today}], o.Amount)
			}
			return
		}
		paidOn[o.key()] = today
		out[day{o.Payer, today}] += o.Amount
		of, to := r.Town.limits[classes[o.Payer]], r.Town.limits[classes[o.Payee]]
		atMost(found, b.Height, of.single, o.Amount, "payment %s at once", o.UETR)
		atMost(found, b.Height, of.day, out[day{o.Payer, today}], "payments of a day with %s", o.UETR)
		atMost(found, b.Height, to.hold, uint64(max(held[o.Payee], 0)), "what the payee of %s holds", o.UETR)
	})
}

func atMost(found *findings, height int64, limit, amount uint64, what string, args ...any) {
	if limit > 0 && amount > limit {
		found.add("I8", height, fmt.Sprintf("at most %d", limit), fmt.Sprint(amount), what, args...)
	}
}

func classesOf(r Record) map[[20]byte]class {
	classes := map[[20]byte]class{}
	for _, b := range r.Blocks {
		for _, tx := range b.Txs {
			for _, msg := range tx.Msgs {
				if open, ok := msg.(*wallet.MsgOpenWallet); ok && !tx.Failed() {
					classes[addressOf(open.Address)] = class{open.Tier, open.Kind}
				}
			}
		}
	}
	return classes
}

// checkTold is I13: what a backend was told stands on the chain, at the height and with the result it was told.
func checkTold(r Record, found *findings) {
	type place struct {
		key
		height int64
	}
	stands := map[place][]payment.Result{}
	eachResult(r, func(b Block, o Order, result payment.Result) {
		at := place{o.key(), b.Height}
		stands[at] = append(stands[at], result)
	})
	for _, t := range r.Told {
		if int(t.Height) > len(r.Blocks) {
			found.add("I13", t.Height, outcomeText(t.Result), "a chain that is shorter", "payment %s as its backend was told", t.Order.UETR)
			continue
		}
		on := stands[place{t.Order.key(), t.Height}]
		ok := false
		for _, result := range on {
			ok = ok || result == t.Result
		}
		if !ok {
			got := "nothing"
			if len(on) > 0 {
				got = outcomeText(on[0])
			}
			found.add("I13", t.Height, outcomeText(t.Result), got, "payment %s as its backend was told", t.Order.UETR)
		}
	}
}
