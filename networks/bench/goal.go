// SPDX-License-Identifier: Apache-2.0

package bench

import "math"

// Goal is a figure that must hold before anything is claimed, and where it is to go.
type Goal struct {
	// Row is the goal's number; one goal may have several figures.
	Row  int    `json:"row"`
	What string `json:"what"`
	Unit string `json:"unit"`
	// Bound is what must hold now, Aim where it is to go. AtLeast says on which side of them the figure must be.
	Bound   float64 `json:"bound"`
	Aim     float64 `json:"aim"`
	AtLeast bool    `json:"at_least"`
	// Measured is the median; nil if there is none.
	Measured *float64 `json:"measured"`
	Holds    bool     `json:"holds"`
}

// judged gives a goal its figure.
func (g Goal) judged(figure float64, measured bool) Goal {
	if !measured || math.IsNaN(figure) || math.IsInf(figure, 0) {
		return g
	}
	g.Measured = &figure
	g.Holds = figure <= g.Bound
	if g.AtLeast {
		g.Holds = figure >= g.Bound
	}
	return g
}

func (g Goal) judgedBy(s Spread) Goal { return g.judged(s.Median, s.Runs > 0) }

// goals are the rows in their order, with what this report says of each.
func (r *Report) goals() []Goal {
	return append(append(r.speedGoals(), r.finalityGoals()...), r.resilienceGoals()...)
}

func (r *Report) speedGoals() []Goal {
	return []Goal{
		Goal{Row: 1, What: "payments/s, batch lane : vanilla", Unit: "x", Bound: 8, Aim: 25, AtLeast: true}.
			judgedBy(r.pairwise(BatchEd25519, Vanilla, rateOf)),
		Goal{Row: 2, What: "payments/s, one per transaction : vanilla", Unit: "x", Bound: 3, Aim: 8, AtLeast: true}.
			judgedBy(r.pairwise(Single, Vanilla, rateOf)),
		Goal{Row: 3, What: "CPU per payment and validator, batch lane : signature floor", Unit: "x", Bound: 6, Aim: 2.5}.
			judgedBy(r.floorTimes(BatchEd25519, 4, batchFloor)),
		Goal{Row: 4, What: "payments/s, batch lane on one node : PostgreSQL", Unit: "x", Bound: 1, Aim: 2, AtLeast: true}.
			judgedBy(quotient(r.over(BatchEd25519, 1, rateOf), r.over(Postgres, 1, rateOf))),
	}
}

// finalityGoals are of the slower of the two ways to pay, and of what a validator keeps.
func (r *Report) finalityGoals() []Goal {
	low, half := Spread{}, Spread{}
	for _, kind := range []Kind{Single, BatchEd25519} {
		for _, run := range r.of(kind, 4) {
			low, half = slower(low, run.Low), slower(half, run.Half)
		}
	}
	kept := Goal{Row: 6, What: "bytes kept per payment and validator, pruned and compacted", Unit: "B", Bound: 300, Aim: 220}
	for _, run := range r.of(BatchEd25519, 4) {
		if run.Kept != nil {
			kept = kept.judged(run.Kept.PerPayment, true)
		}
	}
	return []Goal{
		Goal{Row: 5, What: "finality p99 at 20 payments/s", Unit: "ms", Bound: 300, Aim: 100}.judgedBy(low),
		Goal{Row: 5, What: "finality p99 at half of saturation", Unit: "ms", Bound: 1_000, Aim: 300}.judgedBy(half),
		kept,
	}
}

func slower(s Spread, l *Latency) Spread {
	if l == nil {
		return s
	}
	if l.Samples == 0 { // nothing became final at all
		return Spread{Median: math.MaxFloat64, Runs: s.Runs + 1}
	}
	return Spread{Median: max(s.Median, l.P99), Runs: s.Runs + 1}
}

func (r *Report) resilienceGoals() []Goal {
	goodput := Goal{Row: 10, What: "goodput at 3x saturation : at saturation", Unit: "x", Bound: 0.8, Aim: 0.95, AtLeast: true}
	recovery := Goal{Row: 10, What: "seconds until finality is as before the overload", Unit: "s", Bound: 60, Aim: 10}
	memory := Goal{Row: 10, What: "most memory after a minute of overload : after half of it", Unit: "x", Bound: 1.25, Aim: 1.1}
	if o := r.Overload; o != nil {
		goodput = goodput.judged(o.Kept, true)
		recovery = recovery.judged(o.Recovery, true)
		recovery.Holds = recovery.Holds && o.Recovered
		memory = memory.judged(float64(o.MemoryAfter)/float64(o.MemoryHalf), o.MemoryHalf > 0)
	}
	outage := Goal{Row: 11, What: "payments/s 10 s after one of four was killed : before", Unit: "x", Bound: 0.7, Aim: 0.9, AtLeast: true}
	if r.Outage != nil {
		outage = outage.judged(r.Outage.Kept, true)
	}
	return []Goal{
		goodput, recovery, memory, outage,
		Goal{Row: 12, What: "CPU per payment, 1 M wallets : 10 k, one node", Unit: "x", Bound: 1.5, Aim: 1.1}.judgedBy(r.grown(r.Wallets)),
		Goal{Row: 13, What: "CPU per payment, 20 M payment records : none, one node", Unit: "x", Bound: 1.5, Aim: 1.1}.judgedBy(r.grown(r.Records)),
	}
}

// grown compares a large state with the small one of the same report.
func (r *Report) grown(g *Growth) Spread {
	if g == nil {
		return Spread{}
	}
	return quotient(spread([]float64{cpuOf(g.Run)}), r.over(BatchEd25519, 1, cpuOf))
}

// Verdict is what a check says of the goals.
type Verdict struct{ Broken, Missing []Goal }

// Passes says whether a check may end well.
func (v Verdict) Passes(allowMissing bool) bool {
	return len(v.Broken) == 0 && (allowMissing || len(v.Missing) == 0)
}

// Judge sorts out the goals that do not hold.
func (r *Report) Judge() Verdict {
	var v Verdict
	for _, g := range r.Goals {
		switch {
		case g.Measured == nil:
			v.Missing = append(v.Missing, g)
		case !g.Holds:
			v.Broken = append(v.Broken, g)
		}
	}
	return v
}
