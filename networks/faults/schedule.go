// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Kind is a kind of fault.
type Kind string

// Kinds of faults.
const (
	KillOne       Kind = "kill one"
	KillTwo       Kind = "kill two"
	KillAll       Kind = "kill all"
	PauseOne      Kind = "pause one"
	PartitionOne  Kind = "partition 1/3"
	PartitionHalf Kind = "partition 2/2"
	Ring          Kind = "partition ring"
	OneWay        Kind = "one-way link"
	Flapping      Kind = "flapping links"
	CutAudit      Kind = "cut of the audit node"
	SlowOne       Kind = "slow links of one"
	SlowAll       Kind = "slow links of all"
	NarrowOne     Kind = "narrow links of one"
	Crash         Kind = "crash in commit"
	Noisy         Kind = "noisy institution"
	FreezeFlood   Kind = "freeze under saturation"
)

// Kinds are all kinds, in the order of reports.
func Kinds() []Kind {
	return []Kind{
		KillOne, KillTwo, KillAll, PauseOne, PartitionOne, PartitionHalf, Ring, OneWay, Flapping, CutAudit,
		SlowOne, SlowAll, NarrowOne, Crash, Noisy, FreezeFlood,
	}
}

// Fault is one event of a schedule.
type Fault struct {
	Kind Kind
	// Pause is how long the network is left alone before it.
	Pause time.Duration
	// Lasts is how long it lasts, from injection to healing.
	Lasts time.Duration
	// Victims are places of nodes; for a partition in halves one of the halves, for a noisy institution its number
	// among the custodians.
	Victims []int
	// Delay is of slow links, CrashAt the crash point.
	Delay   time.Duration
	CrashAt int
	// Refuses says that cut links refuse connections, instead of holding everything back.
	Refuses bool
}

// validatorCount are the validators of every network; the audit node has the next place.
const validatorCount = 4

// String is the fault in words.
func (f Fault) String() string {
	var words []string
	switch f.Kind {
	case SlowOne, SlowAll:
		words = append(words, fmt.Sprintf("%s each way", f.Delay))
	case Crash:
		words = append(words, fmt.Sprintf("at point %d", f.CrashAt))
	}
	if f.Refuses {
		words = append(words, "connections refused")
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", f.Kind, strings.Join(words, ", ")))
}

// heavy faults leave fewer than three validators connected.
func (k Kind) heavy() bool { return k == KillTwo || k == KillAll || k == PartitionHalf }

// deck is what a schedule is dealt from; what is rare in it is rare in a run.
func deck() []Kind {
	return []Kind{
		KillOne, KillOne, KillTwo, KillAll, PauseOne, PauseOne, PartitionOne, PartitionHalf, Ring, OneWay, Flapping,
		CutAudit, SlowOne, SlowAll, NarrowOne, Crash, Crash, Crash,
	}
}

// Schedule draws the faults of a seed that fit into a time. The same seed draws the same.
func Schedule(seed uint64, lasts time.Duration) []Fault {
	random := rand.New(rand.NewPCG(seed, 0xfa))
	cards := deck()
	random.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
	// Each seed has one of the two floods, among its first faults.
	cards = slices.Insert(cards, random.IntN(2), []Kind{Noisy, FreezeFlood}[seed%2])
	var all []Fault
	at, heavy := time.Duration(0), 0
	for _, kind := range cards {
		if kind.heavy() {
			if heavy == 2 {
				continue
			}
			heavy++
		}
		f := drawFault(random, kind)
		if at += f.Pause + f.Lasts + settling; at > lasts {
			return all
		}
		all = append(all, f)
	}
	return all
}

// settling is what is left for the recovery after each fault.
const settling = 4 * time.Second

func drawFault(random *rand.Rand, kind Kind) Fault {
	between := func(low, high time.Duration) time.Duration {
		return low + time.Duration(random.Int64N(int64(high-low))).Round(time.Millisecond)
	}
	f := Fault{Kind: kind, Pause: between(2*time.Second, 4*time.Second), Lasts: between(3*time.Second, 8*time.Second)}
	order := random.Perm(validatorCount)
	f.Victims = order[:1]
	f.Refuses = random.IntN(2) == 0 && (kind == PartitionOne || kind == PartitionHalf || kind == CutAudit)
	switch kind {
	case KillOne:
		f.Lasts = between(0, 10*time.Second)
	case PauseOne:
		f.Lasts = between(2*time.Second, 10*time.Second)
	case KillTwo, PartitionHalf:
		f.Victims = order[:2]
	case KillAll:
		f.Victims, f.Lasts = order, between(0, 4*time.Second)
	case Ring:
		f.Victims = order
	case SlowOne, SlowAll:
		f.Delay = between(50*time.Millisecond, 300*time.Millisecond)
	case Crash:
		f.CrashAt = random.IntN(31)
	case CutAudit:
		f.Victims = []int{validatorCount}
	case Noisy:
		f.Victims, f.Lasts = []int{random.IntN(3)}, 10*time.Second
	case FreezeFlood:
		f.Victims, f.Lasts = nil, 10*time.Second
	}
	return f
}

// FormOf is the form of wires that a schedule needs: the kernel here can lose and narrow, and not delay.
func FormOf(schedule []Fault, namespaces bool) string {
	slow := slices.ContainsFunc(schedule, func(f Fault) bool { return f.Delay > 0 })
	if namespaces && !slow {
		return FormNamespaces
	}
	return FormProxy
}
