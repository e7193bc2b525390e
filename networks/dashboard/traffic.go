// SPDX-License-Identifier: Apache-2.0

// Package dashboard draws a running network in a terminal: what passes through it each second, and the overview.
package dashboard

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/payment"
)

const (
	// Minute is the number of seconds that the payments' history shows.
	Minute = 60
	// blocksKept is the number of blocks that intervals are reckoned from.
	blocksKept = 100
)

// Traffic counts what committed blocks hold, since it began to look.
type Traffic struct {
	seconds [Minute + 1]second // by unix second of seeing, modulo its length
	last    client.Block       // the last one, without its transactions
	begun   time.Time

	intervals spans
	delays    spans

	transactions int64 // that ran, of any kind
	failed       map[string]int64
	results      map[string]int64
	replays      int64
	payments     int64
}

// second is what was seen in one second.
type second struct {
	at       int64
	payments int64
}

// NewTraffic begins to count at a moment of this machine's clock.
func NewTraffic(begun time.Time) *Traffic {
	return &Traffic{begun: begun, failed: map[string]int64{}, results: map[string]int64{}}
}

// Add counts a block that this machine saw at a moment of its own clock.
func (t *Traffic) Add(b client.Block, seen time.Time) {
	if !t.last.Time.IsZero() && b.Height == t.last.Height+1 {
		t.intervals.add(b.Time.Sub(t.last.Time))
	}
	t.delays.add(max(seen.Sub(b.Time), 0))
	t.last = client.Block{Height: b.Height, Time: b.Time}
	paid := int64(0)
	for _, tx := range b.Txs {
		paid += t.addTransaction(tx.Outcome)
	}
	t.payments += paid
	slot := &t.seconds[seen.Unix()%int64(len(t.seconds))]
	if slot.at != seen.Unix() {
		*slot = second{at: seen.Unix()}
	}
	slot.payments += paid
}

// addTransaction counts one transaction and returns how many payments it made.
func (t *Traffic) addTransaction(o client.Outcome) int64 {
	if o.Failed() {
		t.failed[fmt.Sprintf("%s/%d", o.Codespace, o.Code)]++
		return 0
	}
	t.transactions++
	results, err := o.Payments()
	if err != nil {
		return 0 // a message of another kind
	}
	paid := int64(0)
	for _, r := range results {
		if r.Replay {
			t.replays++
			continue
		}
		t.results[resultName(r)]++
		if r.Status == payment.ResultPaid {
			paid++
		}
	}
	return paid
}

// resultName is a result with its reason, as reports write it.
func resultName(r payment.Result) string {
	switch r.Status {
	case payment.ResultPaid:
		return "PAID " + settlementWord(r.Settlement)
	case payment.ResultRefused:
		return "REFUSED " + r.Reason().String()
	default:
		return fmt.Sprintf("ERROR %s/%d", payment.Codespace(r.Module), r.Code)
	}
}

// Count is how often something happened.
type Count struct {
	Name  string `json:"name"`
	Count int64  `json:"count,string"`
}

// counts are a map's entries, the most frequent first.
func counts(m map[string]int64) []Count {
	list := make([]Count, 0, len(m))
	for name, n := range m {
		list = append(list, Count{name, n})
	}
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name)) })
	return list
}

// Rates are what Traffic knows at a moment.
type Rates struct {
	// Since is when counting began, by this machine's clock.
	Since time.Time `json:"since"`
	// Height is the last block counted.
	Height int64 `json:"height,string"`
	// PaymentsPerSecond is the number of instructions paid in the last full second.
	PaymentsPerSecond int64 `json:"payments_per_second,string"`
	// Minute is the same of the last 60 full seconds, the oldest first; shorter at the beginning.
	Minute []int64 `json:"minute"`
	// Payments is the number of instructions paid since counting began, replays not counted.
	Payments int64 `json:"payments,string"`
	// Transactions ran; Failed did not and wrote nothing, by codespace and code.
	Transactions int64   `json:"transactions,string"`
	Failed       []Count `json:"failed"`
	// Results are the instructions by what became of them; Replays repeat an earlier result and are not among them.
	Results []Count `json:"results"`
	Replays int64   `json:"replays,string"`
	// BlockInterval is from a block's time to the next one's, of the last 100 blocks.
	BlockInterval Spread `json:"block_interval_ms"`
	// BlockSeen is from a block's time to its being seen here, of the same blocks. It mixes two clocks.
	BlockSeen Spread `json:"block_time_to_seen_ms"`
}

// Rates reckons what passes at a moment of this machine's clock.
func (t *Traffic) Rates(now time.Time) Rates {
	r := Rates{
		Since: t.begun.UTC(), Height: t.last.Height, Payments: t.payments, Transactions: t.transactions, Replays: t.replays,
		Failed: counts(t.failed), Results: counts(t.results), Minute: []int64{},
		BlockInterval: t.intervals.spread(), BlockSeen: t.delays.spread(),
	}
	for at := max(now.Unix()-Minute, t.begun.Unix()); at < now.Unix(); at++ {
		paid := int64(0)
		if slot := t.seconds[at%int64(len(t.seconds))]; slot.at == at {
			paid = slot.payments
		}
		r.Minute = append(r.Minute, paid)
	}
	if n := len(r.Minute); n > 0 {
		r.PaymentsPerSecond = r.Minute[n-1]
	}
	return r
}

// Spread is the median and the largest of some times, in milliseconds.
type Spread struct {
	Median int64 `json:"p50"`
	Max    int64 `json:"max"`
}

// spans are the last blocksKept times.
type spans struct {
	kept []time.Duration
	next int
}

func (s *spans) add(d time.Duration) {
	if len(s.kept) < blocksKept {
		s.kept = append(s.kept, d)
		return
	}
	s.kept[s.next] = d
	s.next = (s.next + 1) % blocksKept
}

func (s *spans) spread() Spread {
	if len(s.kept) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(s.kept))
	return Spread{Median: sorted[len(sorted)/2].Milliseconds(), Max: sorted[len(sorted)-1].Milliseconds()}
}
