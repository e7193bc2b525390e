// SPDX-License-Identifier: Apache-2.0

package day

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// movement is one payment that took place, as the cashier saw it: the reference against which the chain's books are
// held.
type movement struct {
	uetr         wallet.UETR
	payer, payee [20]byte
	denom        string
	amount       uint64
	cycle        uint64 // 0 unless NET
}

// tally is what the cashier has seen.
type tally struct {
	files     int
	refusals  []*iso20022.Error
	transfers int

	done      int
	outcomes  map[string]int      // "PAID NET", "REFUSED LIMIT_TX_OUT", …
	cases     map[string][]string // by scene, in the order of the file
	drawnBad  map[string]int      // outcomes other than PAID of transfers that belong to no scene
	movements []movement
	failures  []error

	batches, singles []time.Duration
	singlesBy        map[string]int // by ISO 20022 status
	lastBatch        map[int64]bool
	paying           time.Duration
	paused           bool // outcomes belong to no scene
}

func newTally() tally {
	return tally{outcomes: map[string]int{}, cases: map[string][]string{}, drawnBad: map[string]int{}, lastBatch: map[int64]bool{}, singlesBy: map[string]int{}}
}

func (t *tally) refuseFile(_ string, err *iso20022.Error) { t.refusals = append(t.refusals, err) }

func (t *tally) acceptFile(s iso20022.Summary) {
	t.files++
	t.transfers += s.Transfers
}

func (t *tally) notSent(name string, r payfile.Refusal) {
	t.write(name, "NOT SENT "+r.Reason.String())
	t.done++
}

// paid writes down a payment of the batch lane. All instructions of a batch have one latency; it counts once.
func (t *tally) paid(name string, p client.Paid) {
	t.done++
	if p.Err != nil {
		t.failures = append(t.failures, p.Err)
		t.write(name, "FAILED")
		return
	}
	if key := int64(p.Latency); !t.lastBatch[key] {
		t.lastBatch[key] = true
		t.batches = append(t.batches, p.Latency)
	}
	t.settle(name, p)
}

func (t *tally) single(p client.Paid) {
	t.done++
	t.singles = append(t.singles, p.Latency)
	t.singlesBy[statusFor(outcomeOf(p.Result))]++
	t.settle("", p)
}

func (t *tally) settle(name string, p client.Paid) {
	t.write(name, outcomeOf(p.Result))
	if p.Result.Status == payment.ResultPaid && !p.Result.Replay {
		t.movements = append(t.movements, movement{p.Instruction.UETR, p.Instruction.Payer, p.Instruction.Payee, p.Instruction.Denom, p.Instruction.Amount, p.Result.Cycle})
	}
}

// write counts an outcome; a scene's are kept in order, and one of a drawn transfer that is not PAID is remembered.
func (t *tally) write(name, outcome string) {
	t.outcomes[outcome]++
	short := withoutSettlement(outcome)
	if t.paused {
		return
	}
	if name != "" {
		t.cases[name] = append(t.cases[name], short)
		return
	}
	if short != "PAID" && short != "PAID again" {
		t.drawnBad[outcome]++
	}
}

func outcomeOf(r payment.Result) string {
	switch r.Status {
	case payment.ResultPaid:
		text := "PAID " + strings.TrimPrefix(r.Settlement.String(), "SETTLEMENT_")
		if r.Replay {
			text += " again"
		}
		return text
	case payment.ResultRefused:
		return "REFUSED " + r.Reason().String()
	default:
		return fmt.Sprintf("ERROR %s/%d", payment.Codespace(r.Module), r.Code)
	}
}

// withoutSettlement leaves out how custodians settled: a scene says whether it was paid.
func withoutSettlement(outcome string) string {
	for _, settlement := range []string{" INTRA", " NET", " DIRECT"} {
		if i := len("PAID"); len(outcome) >= i+len(settlement) && outcome[:i] == "PAID" && outcome[i:i+len(settlement)] == settlement {
			return "PAID" + outcome[i+len(settlement):]
		}
	}
	return outcome
}

// outcomeNames are the outcomes seen, the most frequent first.
func (t *tally) outcomeNames() []string {
	var names []string
	for name := range t.outcomes {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if t.outcomes[a] != t.outcomes[b] {
			return t.outcomes[b] - t.outcomes[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	return names
}

// balances are what each wallet holds by the reference: its opening funds, plus what it was paid, minus what it paid.
func (t *tally) balances(opening map[[20]byte]uint64) map[[20]byte]uint64 {
	held := make(map[[20]byte]uint64, len(opening))
	for addr, amount := range opening {
		held[addr] = amount
	}
	for _, m := range t.movements {
		held[m.payer] -= m.amount
		held[m.payee] += m.amount
	}
	return held
}

// nets are what each custodian owes and is due in a denom's cycle by the reference.
func (t *tally) nets(denom string, cycle uint64, custodian map[[20]byte]string) map[string]flow {
	flows := map[string]flow{}
	for _, m := range t.movements {
		if m.denom != denom || m.cycle != cycle || cycle == 0 {
			continue
		}
		from, to := flows[custodian[m.payer]], flows[custodian[m.payee]]
		from.owed += m.amount
		to.due += m.amount
		if custodian[m.payer] == custodian[m.payee] {
			continue
		}
		flows[custodian[m.payer]], flows[custodian[m.payee]] = from, to
	}
	return flows
}

// flow is what one member owes and is due.
type flow struct{ owed, due uint64 }
