// SPDX-License-Identifier: Apache-2.0

package mempool

import (
	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/x/consortium"
)

// Limits of the pool of a node.
const (
	// MaxTxs is the most transactions that wait.
	MaxTxs = 5_000
	// MaxBytes is the most bytes that wait.
	MaxBytes = 64 << 20
	// IdleBlocks is how many blocks a transaction stays that CometBFT no longer rechecks: it has lost it, or never
	// had it. That is ten seconds at the shortest block interval.
	IdleBlocks = 100

	// perMille is the unit of the parts below.
	perMille = 1_000
)

// Limits bound a pool.
type Limits struct {
	// Txs and Bytes are what the whole pool holds.
	Txs   int
	Bytes int
	// IdleBlocks is how long a transaction stays without a recheck.
	IdleBlocks uint64
}

// DefaultLimits are those of a node.
func DefaultLimits() Limits { return Limits{Txs: MaxTxs, Bytes: MaxBytes, IdleBlocks: IdleBlocks} }

// Part is what a lane may take of the pool, in thousandths.
type Part struct {
	// Fill is how full the pool may be when a transaction of the lane still enters.
	Fill int
	// Share is how much of the pool the transactions of one institution in the lane may take.
	Share int
}

// PartOf is the part of a lane. Payments enter below 80 % and administration below 95 %, so that the last twentieth
// is for orders alone. No institution fills a lane: it takes a quarter of the pool with payments, and a quarter of what
// is kept free of payments or of administration with these and with orders.
func PartOf(lane consortium.Lane) Part {
	switch lane {
	case consortium.LANE_ORDER:
		return Part{Fill: perMille, Share: 12}
	case consortium.LANE_ADMINISTRATION:
		return Part{Fill: 950, Share: 38}
	case consortium.LANE_PAYMENT:
		return Part{Fill: 800, Share: 250}
	default:
		return Part{}
	}
}

// use is how much of the pool is taken.
type use struct{ txs, bytes int }

func (u *use) add(bytes int) { u.txs++; u.bytes += bytes }

func (u *use) sub(bytes int) { u.txs--; u.bytes -= bytes }

// within says whether one more transaction stays within a part of the limits, which is one transaction at least.
func (u use) within(l Limits, part, bytes int) bool {
	return u.txs+1 <= max(1, l.Txs*part/perMille) && u.bytes+bytes <= max(ante.MaxTxBytes, l.Bytes*part/perMille)
}
