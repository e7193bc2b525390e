// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/taelnet/tael/networks/genesis"
)

func custodianAt(place int) string { return genesis.LocalCustodians()[place] }

// Report is what a run of several seeds came to.
type Report struct {
	Seconds    float64        `json:"seconds_per_seed"`
	Seeds      int            `json:"seeds"`
	Forms      map[string]int `json:"forms"`
	Blocks     int64          `json:"blocks"`
	Payments   map[string]int `json:"payments"`
	Sent       int            `json:"transactions"`
	Told       int            `json:"answers"`
	Unknown    int            `json:"answers_not_learned"`
	Scans      int            `json:"full_scans"`
	Faults     []KindFigures  `json:"faults"`
	Violations []SeedProblem  `json:"violations"`
	Bounds     []Bound        `json:"bounds"`
	// Held says that nothing was violated, every seed ran to its end and every bound that was measured holds.
	Held bool `json:"held"`
}

// KindFigures are the figures of one kind of fault.
type KindFigures struct {
	Kind     Kind    `json:"kind"`
	Injected int     `json:"injected"`
	Median   float64 `json:"recovery_median_s"`
	Worst    float64 `json:"recovery_worst_s"`
	Bound    float64 `json:"recovery_bound_s"`
}

// SeedProblem is a violation, or that a seed could not be run to its end.
type SeedProblem struct {
	Seed uint64 `json:"seed"`
	Violation
}

// Bound is a figure with the bound it is held to.
type Bound struct {
	Name     string  `json:"name"`
	Figure   float64 `json:"figure"`
	Most     float64 `json:"most"`
	Unit     string  `json:"unit"`
	Measured int     `json:"measured"`
	Note     string  `json:"note,omitempty"`
	Holds    bool    `json:"holds"`
}

// NewReport adds up the outcomes of seeds.
func NewReport(outcomes []Outcome, seconds time.Duration) Report {
	r := Report{Seconds: seconds.Seconds(), Seeds: len(outcomes), Forms: map[string]int{}, Payments: map[string]int{}, Held: true}
	recoveries := map[Kind][]time.Duration{}
	injected := map[Kind]int{}
	for _, out := range outcomes {
		r.add(out)
		for _, i := range out.Injected {
			injected[i.Kind]++
			for _, took := range i.Recovery {
				recoveries[i.Kind] = append(recoveries[i.Kind], took)
			}
		}
	}
	for _, kind := range Kinds() {
		all := recoveries[kind]
		f := KindFigures{Kind: kind, Injected: injected[kind], Bound: boundOf(kind).Seconds(), Median: quantile(all, 0.5).Seconds()}
		if len(all) > 0 {
			f.Worst = slices.Max(all).Seconds()
		}
		r.Faults = append(r.Faults, f)
	}
	r.Bounds = []Bound{gapFigure(outcomes), latencyFigure(outcomes), besideFigure(outcomes)}
	for _, b := range r.Bounds {
		r.Held = r.Held && (b.Holds || b.Measured == 0)
	}
	r.Held = r.Held && len(r.Violations) == 0
	return r
}

func (r *Report) add(out Outcome) {
	r.Forms[out.Form]++
	r.Blocks += out.Heights
	r.Sent, r.Told, r.Unknown, r.Scans = r.Sent+out.Sent, r.Told+out.Told, r.Unknown+out.Unknown, r.Scans+out.Scans
	for what, n := range out.Payments {
		r.Payments[what] += n
	}
	for _, v := range out.Violations {
		r.Violations = append(r.Violations, SeedProblem{out.Seed, v})
	}
	if out.Failed != nil {
		r.Violations = append(r.Violations, SeedProblem{out.Seed, Violation{
			Height: out.Heights, Checker: "RUN", What: "the seed", Expected: "run to its end", Got: out.Failed.Error(),
		}})
	}
}

func gapFigure(outcomes []Outcome) Bound {
	b := Bound{Name: "largest block gap, at most one of four validators faulty", Most: gapBound.Seconds(), Unit: "s", Holds: true}
	for _, out := range outcomes {
		gap, height := largestGap(out)
		b.Measured += len(out.Times)
		if gap.Seconds() > b.Figure {
			b.Figure, b.Note = gap.Seconds(), fmt.Sprintf("seed %d, height %d", out.Seed, height)
		}
	}
	b.Holds = b.Figure <= b.Most
	return b
}

func latencyFigure(outcomes []Outcome) Bound {
	b := Bound{Name: "freeze order under 3x saturation, submitted to effective, worst", Most: latencyBound, Unit: "blocks", Holds: true}
	var all []int64
	for _, out := range outcomes {
		all = append(all, out.Latencies...)
	}
	if b.Measured = len(all); b.Measured > 0 {
		b.Figure = float64(slices.Max(all))
		b.Note = fmt.Sprintf("median %d of %d orders, floods of at least %.1fx", quantile(all, 0.5), len(all), offered(outcomes, FreezeFlood))
	}
	b.Holds = b.Figure <= b.Most && !tooSmall(outcomes, FreezeFlood)
	return b
}

func besideFigure(outcomes []Outcome) Bound {
	b := Bound{Name: "p95 finality of others beside a noisy institution, to quiet", Most: besideBound, Unit: "x", Holds: true}
	var beside, quiet []Sample
	for _, out := range outcomes {
		loud, still := finalities(out)
		if len(loud) == 0 {
			continue
		}
		beside, quiet = append(beside, loud...), append(quiet, still...)
	}
	b.Measured = min(len(beside), len(quiet))
	if b.Measured > 0 {
		besideTimes, besideBlocks := times(beside)
		quietTimes, quietBlocks := times(quiet)
		p95, without := quantile(besideTimes, 0.95), quantile(quietTimes, 0.95)
		b.Figure = float64(p95) / float64(without)
		b.Note = fmt.Sprintf("p95 %d ms, %d blocks beside a flood of at least %.1fx (%d transactions), %d ms, %d blocks without (%d)",
			p95.Milliseconds(), quantile(besideBlocks, 0.95), offered(outcomes, Noisy), len(beside),
			without.Milliseconds(), quantile(quietBlocks, 0.95), len(quiet))
	}
	b.Holds = b.Figure <= b.Most && !tooSmall(outcomes, Noisy)
	return b
}

// Save writes the report as JSON.
func (r Report) Save(file string) error {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o644)
}

// Print writes the report for a terminal, and then as a block for a README.
func (r Report) Print(w io.Writer) {
	fmt.Fprintf(w, "%d seeds of %.0f s (%s): %d blocks, %d transactions sent, %d payments answered, %d full scans\n",
		r.Seeds, r.Seconds, counts(r.Forms), r.Blocks, r.Sent, r.Told, r.Scans)
	fmt.Fprintf(w, "outcomes on the chain: %s\n\n", counts(r.Payments))
	fmt.Fprintf(w, "%-26s %8s %12s %12s %8s\n", "fault", "injected", "median s", "worst s", "bound s")
	total := 0
	for _, f := range r.Faults {
		total += f.Injected
		fmt.Fprintf(w, "%-26s %8d %12s %12s %8s\n", f.Kind, f.Injected, seconds(f, f.Median), seconds(f, f.Worst), seconds(f, f.Bound))
	}
	fmt.Fprintf(w, "%-26s %8d\n\n", "all", total)
	for _, b := range r.Bounds {
		fmt.Fprintf(w, "%-66s %s\n", b.Name, b)
	}
	fmt.Fprintf(w, "%-66s %d\n\n", "violations", len(r.Violations))
	for n, v := range r.Violations {
		if n == 10 {
			fmt.Fprintf(w, "and %d more\n", len(r.Violations)-n)
			break
		}
		fmt.Fprintf(w, "seed %d: %s\n", v.Seed, v.Error())
	}
	r.markdown(w, total)
}

func (r Report) markdown(w io.Writer, total int) {
	fmt.Fprintf(w, "| figure over %d seeds of %.0f s | value | bound |\n|---|---|---|\n", r.Seeds, r.Seconds)
	fmt.Fprintf(w, "| faults injected | %d | |\n| violations of I1 to I9 and I13 | %d | 0 |\n", total, len(r.Violations))
	for _, b := range r.Bounds {
		fmt.Fprintf(w, "| %s | %s | %g %s |\n", b.Name, b.value(), b.Most, b.Unit)
	}
	for _, f := range r.Faults {
		if f.Injected > 0 && f.Worst > 0 {
			fmt.Fprintf(w, "| recovery after %s (%d), median / worst | %.1f / %.1f s | %.0f s |\n", f.Kind, f.Injected, f.Median, f.Worst, f.Bound)
		}
	}
}

func (b Bound) value() string {
	if b.Measured == 0 {
		return "not measured"
	}
	text := fmt.Sprintf("%.1f %s", b.Figure, b.Unit)
	if b.Note != "" {
		text += " (" + b.Note + ")"
	}
	return text
}

// String is the figure with its bound and whether it holds.
func (b Bound) String() string {
	word := "holds"
	if !b.Holds {
		word = "DOES NOT HOLD"
	}
	if b.Measured == 0 {
		return b.value()
	}
	return fmt.Sprintf("%s, at most %g: %s", b.value(), b.Most, word)
}

func seconds(f KindFigures, s float64) string {
	if f.Worst == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", s)
}

func counts(m map[string]int) string {
	var words []string
	for what, n := range m {
		words = append(words, fmt.Sprintf("%s %d", what, n))
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}
