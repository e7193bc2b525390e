// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// subjects are the rows of every table, with their names for people.
var subjects = []struct {
	kind  Kind
	nodes int
	name  string
}{
	{Vanilla, 4, "vanilla SDK, 4 validators"},
	{Single, 4, "Tael, one per transaction, 4 validators"},
	{BatchEd25519, 4, "Tael, batch, Ed25519, 4 validators"},
	{BatchSecp256k1, 4, "Tael, batch, secp256k1, 4 validators"},
	{BatchP256, 4, "Tael, batch, P-256, 4 validators"},
	{Vanilla, 1, "vanilla SDK, one node"},
	{Single, 1, "Tael, one per transaction, one node"},
	{BatchEd25519, 1, "Tael, batch, Ed25519, one node"},
	{Postgres, 1, "PostgreSQL, double entry, 32 clients"},
}

// Print writes the report for people.
func (r *Report) Print(w io.Writer) {
	fmt.Fprintf(w, "\n%s\n%d cores of %s, %d GiB, %s, Linux %s, %s\nCosmos SDK %s, CometBFT %s, %s, taeld %s\n", r.Taken.Format("2006-01-02 15:04 MST"),
		r.Machine.Cores, r.Machine.CPU, r.Machine.Memory>>30, r.Machine.Storage, r.Machine.Kernel, r.Machine.Go,
		r.Machine.SDK, r.Machine.CometBFT, r.Machine.Postgres, r.Machine.Tael)
	if r.Machine.LoadOne > busyLoad {
		fmt.Fprintf(w, "The machine was busy with other work at the start (load %.1f).\n", r.Machine.LoadOne)
	}
	r.printFigures(w)
	r.printFinality(w)
	if f := r.Floor; f != nil {
		fmt.Fprintf(w, "\nSIGNATURE FLOOR  us each: Ed25519 in batches of 1,024 %.1f, alone %.1f; secp256k1 %.1f; P-256 %.1f\n",
			f.Ed25519Batch, f.Ed25519, f.Secp256k1, f.P256)
	}
	r.printRatios(w)
	r.printGoals(w)
	for _, failure := range r.Failures {
		fmt.Fprintf(w, "\nnot measured: %s\n", failure)
	}
}

// table aligns columns.
func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 8, 2, ' ', 0) }

func (r *Report) printFigures(w io.Writer) {
	t := table(w)
	defer flush(t)
	fmt.Fprint(t, "\nCOMMITTED\tpayments/s\trange\tCPU us each\tclient us\twritten B\tkept B\tpeak MiB\n")
	for _, row := range subjects {
		rates := r.over(row.kind, row.nodes, rateOf)
		if rates.Runs == 0 {
			continue
		}
		kept := "-"
		for _, run := range r.of(row.kind, row.nodes) {
			if run.Kept != nil {
				kept = fmt.Sprintf("%.0f", run.Kept.PerPayment)
			}
		}
		fmt.Fprintf(t, "%s\t%.0f\t%s\t%.0f\t%.0f\t%.0f\t%s\t%.0f\n", row.name, rates.Median, rangeText(rates),
			r.over(row.kind, row.nodes, cpuOf).Median, r.over(row.kind, row.nodes, func(run Run) float64 { return run.ClientCPU }).Median,
			r.over(row.kind, row.nodes, writtenOf).Median, kept, r.over(row.kind, row.nodes, memoryOf).Most)
	}
}

func rangeText(s Spread) string {
	if s.Runs < 2 {
		return "one run"
	}
	return fmt.Sprintf("%.0f-%.0f", s.Least, s.Most)
}

func (r *Report) printFinality(w io.Writer) {
	t := table(w)
	defer flush(t)
	fmt.Fprint(t, "\nFINALITY\tpayments/s\tp50 ms\tp90 ms\tp99 ms\tpayments\n")
	for _, row := range subjects {
		for _, run := range r.of(row.kind, row.nodes) {
			for _, l := range []*Latency{run.Low, run.Half, run.Saturated} {
				if l != nil {
					fmt.Fprintf(t, "%s\t%.0f\t%.1f\t%.1f\t%.1f\t%d of %d\n", row.name, l.PerSecond, l.P50, l.P90, l.P99, l.Samples, l.Offered)
				}
			}
		}
	}
}

func (r *Report) printRatios(w io.Writer) {
	t := table(w)
	defer flush(t)
	fmt.Fprint(t, "\nRATIO\tmedian\trange\n")
	for _, ratio := range r.Ratios {
		span := "one pair"
		if ratio.Runs > 1 {
			span = fmt.Sprintf("%.2f-%.2f", ratio.Least, ratio.Most)
		}
		fmt.Fprintf(t, "%s\t%.2fx\t%s\n", ratio.What, ratio.Median, span)
	}
}

func (r *Report) printGoals(w io.Writer) {
	t := table(w)
	defer flush(t)
	fmt.Fprint(t, "\nGOAL\t\tmust be\tis\tgoes to\t\n")
	for _, g := range r.Goals {
		sign := "<="
		if g.AtLeast {
			sign = ">="
		}
		is, verdict := "-", "not measured"
		if g.Measured != nil {
			is = fmt.Sprintf("%.2f %s", *g.Measured, g.Unit)
			verdict = "does not hold"
		}
		if g.Holds {
			verdict = "holds"
		}
		fmt.Fprintf(t, "%d\t%s\t%s %g %s\t%s\t%s %g %s\t%s\n", g.Row, g.What, sign, g.Bound, g.Unit, is, sign, g.Aim, g.Unit, verdict)
	}
}

// flush cannot fail where the writer cannot, and a terminal that is gone has nobody to tell.
func flush(t *tabwriter.Writer) { _ = t.Flush() }
