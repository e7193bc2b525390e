// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// raw are the single obligations of one cycle, added up here.
type raw struct {
	count, gross uint64
	net          map[uint32]int64 // owed less due
}

// checkCycles is I4: each obligation lies in one cycle, the open one of its block; nets sum to zero; and what the chain
// says of a closed cycle and what it moved for it is what the single obligations add up to.
func checkCycles(r Record, found *findings) {
	custodians := custodiansOf(r)
	cycles := map[uint64]*raw{}
	last := uint64(0)
	eachResult(r, func(b Block, o Order, result payment.Result) {
		if !paid(result) {
			return
		}
		from, to := custodians[o.Payer], custodians[o.Payee]
		if from == to {
			differ(found, "I4", b.Height, payment.SETTLEMENT_INTRA, result.Settlement, "settlement of %s inside one custodian", o.UETR)
			return
		}
		differ(found, "I4", b.Height, payment.SETTLEMENT_NET, result.Settlement, "settlement of %s between custodians", o.UETR)
		if result.Cycle < last || result.Cycle == 0 {
			found.add("I4", b.Height, fmt.Sprintf("cycle %d or later", last), fmt.Sprint(result.Cycle), "obligation of %s", o.UETR)
		}
		last = max(last, result.Cycle)
		c := cycles[result.Cycle]
		if c == nil {
			c = &raw{net: map[uint32]int64{}}
			cycles[result.Cycle] = c
		}
		c.count++
		c.gross += o.Amount
		c.net[from] += int64(o.Amount)
		c.net[to] -= int64(o.Amount)
	})
	for _, told := range r.Cycles {
		compareCycle(r, found, told, cycles[told.Cycle.Number])
	}
}

func compareCycle(r Record, found *findings, told *netting.QueryCycleResponse, own *raw) {
	number := int64(told.Cycle.Number)
	if own == nil {
		own = &raw{}
	}
	height := int64(len(r.Blocks))
	differ(found, "I4", height, own.count, told.Cycle.Obligations, "obligations of cycle %d", number)
	differ(found, "I4", height, own.gross, told.Cycle.Gross, "gross of cycle %d", number)
	paying, sum := uint64(0), int64(0)
	for _, net := range own.net {
		sum += net
		paying += uint64(max(net, 0))
	}
	differ(found, "I4", height, 0, sum, "sum of the nets of cycle %d", number)
	differ(found, "I4", height, paying, told.Cycle.Net, "net of cycle %d", number)
	s := told.Settlement
	if s == nil || s.FirstCycle != s.LastCycle {
		differ(found, "I4", height, true, s != nil, "cycle %d has a settlement of its own", number)
		return
	}
	moved := map[uint32]int64{}
	for _, movement := range s.Movements {
		moved[r.Town.members[movement.Member]] = int64(movement.Paid) - int64(movement.Received)
	}
	for member := range r.Town.caps {
		differ(found, "I4", height, own.net[member], moved[member], "what member %d paid for cycle %d", member, number)
	}
}

func custodiansOf(r Record) map[[20]byte]uint32 {
	custodians := map[[20]byte]uint32{}
	for _, b := range r.Blocks {
		for _, tx := range b.Txs {
			for _, msg := range tx.Msgs {
				if open, ok := msg.(*wallet.MsgOpenWallet); ok && !tx.Failed() {
					custodians[addressOf(open.Address)] = r.Town.officers[open.Operator]
				}
			}
		}
	}
	return custodians
}

// eachFunding calls f with every receipt that was minted.
func eachFunding(r Record, f func([20]byte, uint64)) {
	said := map[string]int{}
	for _, b := range r.Blocks {
		for _, tx := range b.Txs {
			for _, msg := range tx.Msgs {
				m, ok := msg.(*reserve.MsgAttestReceipt)
				if !ok || tx.Failed() {
					continue
				}
				if said[m.EntryReference]++; said[m.EntryReference] == factOf {
					f(addressOf(m.Beneficiary), m.Amount)
				}
			}
		}
	}
}
