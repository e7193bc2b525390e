// SPDX-License-Identifier: Apache-2.0

package mempool

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/taelnet/tael/x/consortium"
)

// lanes in the order in which a block holds them.
var lanes = []consortium.Lane{consortium.LANE_ORDER, consortium.LANE_ADMINISTRATION, consortium.LANE_PAYMENT}

// Candidate is a transaction that a block may take.
type Candidate struct {
	Raw  []byte
	Gas  uint64
	Lane consortium.Lane
	// Institution is the member that the transaction was charged to when it came in.
	Institution uint32
}

// Proposal goes through the transactions that waited when it was made: lane by lane; within a lane always the
// institution next that has taken the least gas, and its senders in turn; each sender in order. A transaction that
// follows one of a later lane waits for the next block.
type Proposal struct {
	turn    uint64
	lane    int
	waiting []*line
	ring    institutions
	current *line
}

// line is what is left of one sender.
type line struct{ entries []*entry }

func (l *line) head() *entry { return l.entries[0] }

// Propose starts a proposal. Equal institutions take turns: the turn says who is first.
func (p *Pool) Propose(turn uint64) *Proposal {
	p.mu.Lock()
	waiting := make([]*line, 0, len(p.senders))
	for _, q := range p.senders { //determinism:allow what is collected is sorted below by order of arrival
		waiting = append(waiting, &line{entries: slices.Clone(q.entries)})
	}
	p.mu.Unlock()

	// A map has no order: who came first is first.
	slices.SortFunc(waiting, func(a, b *line) int { return cmp.Compare(a.head().arrival, b.head().arrival) })
	pr := &Proposal{turn: turn, waiting: waiting}
	pr.enter()
	return pr
}

// enter gathers the senders whose next transaction is in the present lane.
func (pr *Proposal) enter() {
	byNumber := map[uint32]*institution{}
	var ring institutions
	rest := pr.waiting[:0]
	for _, l := range pr.waiting {
		if l.head().Lane != lanes[pr.lane] {
			rest = append(rest, l)
			continue
		}
		i := byNumber[l.head().Institution]
		if i == nil {
			i = &institution{number: l.head().Institution}
			byNumber[i.number] = i
			ring = append(ring, i)
		}
		i.lines = append(i.lines, l)
	}
	pr.waiting = rest
	slices.SortFunc(ring, func(a, b *institution) int { return cmp.Compare(a.number, b.number) })
	for rank, i := range ring {
		n := uint64(len(ring))
		i.rank = (uint64(rank) + n - pr.turn%n) % n //nolint:gosec // a rank is not negative
	}
	heap.Init(&ring)
	pr.ring = ring
}

// Next is the transaction to look at now; false after the last. Take or Skip follows.
func (pr *Proposal) Next() (Candidate, bool) {
	for len(pr.ring) == 0 {
		if pr.lane == len(lanes)-1 {
			return Candidate{}, false
		}
		pr.lane++
		pr.enter()
	}
	i := pr.ring[0]
	pr.current = i.lines[0]
	e := pr.current.head()
	return Candidate{Raw: e.raw, Gas: e.gas, Lane: e.Lane, Institution: e.Institution}, true
}

// Take says that the block took the transaction.
func (pr *Proposal) Take() {
	e := pr.current.head()
	pr.current.entries = pr.current.entries[1:]
	pr.ring[0].gas += e.gas
	pr.leave(len(pr.current.entries) > 0 && pr.current.head().Lane == e.Lane && pr.current.head().Institution == e.Institution)
	if len(pr.current.entries) > 0 && pr.current.head().Lane > e.Lane {
		pr.waiting = append(pr.waiting, pr.current)
	}
}

// Skip says that the block does not take the transaction: those of its sender behind it cannot come without it.
func (pr *Proposal) Skip() { pr.leave(false) }

// leave moves the present sender to the end of its institution's line, or out of it.
func (pr *Proposal) leave(stays bool) {
	i := pr.ring[0]
	i.lines = i.lines[1:]
	if stays {
		i.lines = append(i.lines, pr.current)
	}
	if len(i.lines) == 0 {
		heap.Pop(&pr.ring)
		return
	}
	heap.Fix(&pr.ring, 0)
}

// institution is what one institution has ready in the present lane, and the gas it has taken there.
type institution struct {
	number uint32
	rank   uint64
	gas    uint64
	lines  []*line
}

// institutions is a heap: the least gas first, then the rank of this turn.
type institutions []*institution

func (r institutions) Len() int { return len(r) }

func (r institutions) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(r[i].gas, r[j].gas), cmp.Compare(r[i].rank, r[j].rank)) < 0
}

func (r institutions) Swap(i, j int) { r[i], r[j] = r[j], r[i] }

func (r *institutions) Push(x any) { *r = append(*r, x.(*institution)) } //nolint:forcetypeassert // of one type

func (r *institutions) Pop() any {
	last := (*r)[len(*r)-1]
	*r = (*r)[:len(*r)-1]
	return last
}
