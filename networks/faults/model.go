// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// Model is the ledger written down a second time: one message after the other, in plain maps, without any store or
// keeper of the chain. It follows committed blocks in order and says of each message what must have become of it.
type Model struct {
	town *Town

	accounts map[[20]byte]*account
	memories map[key]*memory
	receipts map[string]*receipt
	orders   map[uint64]*restriction
	paused   map[pausedOrder]bool

	// By member: what its settlement account holds, and what it owes and is due in the open cycle.
	settled   map[uint32]uint64
	owed, due map[uint32]uint64
	// pairs are what members owe each other in each cycle, as single obligations made it.
	pairs map[uint64]map[[2]uint32]pair
	cycle uint64
	// closes is the cut-off of the open cycle, 0 while it is empty; ordered says that an order closes it.
	closes  int64
	ordered bool

	issued map[string]uint64
	// mintedBy is what receipts brought to the customers of a member.
	mintedBy map[uint32]uint64
	height   int64
	// Turned away by the admission inside a block, by reason: they left nothing.
	Turned map[string]int
}

// account is a wallet.
type account struct {
	custodian uint32
	class     class
	device    []byte // the public key, Ed25519
	held      uint64
	day       int64
	out       uint64 // on that day
	// live are the effects of the orders on the wallet, by order.
	live map[uint64]compliance.Effect
}

// memory is what is remembered of a payment.
type memory struct {
	content  wallet.Content
	result   payment.Result
	paidAt   int64
	refunded uint64
}

type receipt struct {
	amount    uint64
	attestors map[uint32]bool
}

type restriction struct {
	wallet [20]byte
	effect compliance.Effect
	member uint32
	status compliance.OrderStatus
	lane   compliance.Lane
}

// pausedOrder is a member that may place no further EMERGENCY order on a wallet.
type pausedOrder struct {
	member uint32
	wallet [20]byte
}

type pair struct{ amount, count uint64 }

func newModel(town *Town) *Model {
	return &Model{
		town: town, accounts: map[[20]byte]*account{}, memories: map[key]*memory{}, receipts: map[string]*receipt{},
		orders: map[uint64]*restriction{}, paused: map[pausedOrder]bool{}, settled: map[uint32]uint64{},
		owed: map[uint32]uint64{}, due: map[uint32]uint64{}, pairs: map[uint64]map[[2]uint32]pair{}, cycle: 1,
		issued: map[string]uint64{}, mintedBy: map[uint32]uint64{}, Turned: map[string]int{},
	}
}

// Apply follows one block and returns every outcome that is not what it must be.
func (m *Model) Apply(b Block) []Violation {
	var found findings
	if b.Height != m.height+1 {
		found.add("MODEL", b.Height, fmt.Sprint(m.height+1), fmt.Sprint(b.Height), "the next block")
	}
	m.height = b.Height
	for i, tx := range b.Txs {
		if !tx.Admitted() {
			m.Turned[fmt.Sprintf("%s/%d", tx.Codespace, tx.Code)]++
			continue
		}
		where := fmt.Sprintf("transaction %d", i)
		if tx.Orders != nil {
			m.batch(&found, b, where, tx)
			continue
		}
		m.acts(&found, b, where, tx)
	}
	m.endBlock(b.now())
	return found
}

// batch follows a batch of instructions.
func (m *Model) batch(found *findings, b Block, where string, tx Tx) {
	atomic := tx.Msgs[0].(*payment.MsgPayBatch).Mode == payment.BATCH_MODE_ATOMIC
	var want []payment.Result
	failed := false
	if atomic {
		want, failed = m.atomic(tx.Orders, b.now())
	} else {
		for _, o := range tx.Orders {
			want = append(want, m.execute(o, b.now()))
		}
	}
	differ(found, "MODEL", b.Height, failed, tx.Failed(), "%s fails as a whole (%s/%d)", where, tx.Codespace, tx.Code)
	if failed || tx.Failed() {
		return
	}
	differ(found, "MODEL", b.Height, len(want), len(tx.Results), "%s: results", where)
	for i := range min(len(want), len(tx.Results)) {
		if want[i] != tx.Results[i] {
			found.add("MODEL", b.Height, outcomeText(want[i]), outcomeText(tx.Results[i]), "%s, instruction %d (%s, %d)",
				where, i, tx.Orders[i].UETR, tx.Orders[i].Amount)
		}
	}
}

// outcomeText is a result in words.
func outcomeText(r payment.Result) string {
	text := r.Status.String()
	switch r.Status {
	case payment.ResultPaid:
		text += fmt.Sprintf(" %s", r.Settlement)
	case payment.ResultRefused:
		text += fmt.Sprintf(" %s", r.Reason())
	case payment.ResultError:
		text += fmt.Sprintf(" %s/%d", payment.Codespace(r.Module), r.Code)
	}
	if r.Cycle != 0 {
		text += fmt.Sprintf(" %d", r.Cycle)
	}
	if r.Replay {
		text += " again"
	}
	return text
}

// endBlock closes and settles the open cycle if it is due. Positions never exceed cover here, so every net is paid.
func (m *Model) endBlock(now int64) {
	if m.closes == 0 || (!m.ordered && now < m.closes) {
		m.ordered = false
		return
	}
	for member := range m.town.caps {
		m.settled[member] += m.due[member]
		m.settled[member] -= m.owed[member]
	}
	clear(m.owed)
	clear(m.due)
	m.cycle++
	m.closes, m.ordered = 0, false
}
