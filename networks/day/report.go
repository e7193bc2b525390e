// SPDX-License-Identifier: Apache-2.0

package day

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/networks/overview"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// check is one promise of the day and whether it held.
type check struct {
	what string
	held bool
	seen string
}

type nodeHash struct{ node, hash string }

// positionsAt are all members' positions at one moment of the day.
type positionsAt struct {
	when  string
	views []netting.PositionView
}

// findings are what the day ends with.
type findings struct {
	tally            *tally
	checks           []check
	cycles           []*netting.QueryCycleResponse
	statements       []*netting.QueryStatementResponse
	positions        []positionsAt
	supplies         []reserve.SupplyFigures
	correspondents   []*correspondent
	answers          int               // to files
	statuses         map[string]int    // of transfers, in those answers
	issued, redeemed map[string]uint64 // by denom
	treasurer        uint64
	cpu              map[string]time.Duration
	metered          int // payments paid while the CPU was metered
	killedAt, height int64
	hashes           []nodeHash
}

func (r *findings) check(what string, held bool, seen string, args ...any) {
	r.checks = append(r.checks, check{what, held, fmt.Sprintf(seen, args...)})
}

func (r *findings) failed() int {
	failed := 0
	for _, c := range r.checks {
		if !c.held {
			failed++
		}
	}
	return failed
}

// write prints the report, section by section.
func (r *findings) write(out io.Writer, took time.Duration) {
	for _, section := range []struct {
		title string
		rows  func(io.Writer)
	}{
		{"FILES", r.files},
		{"PAYMENTS", r.payments},
		{"REPORTS", r.reports},
		{"SPEED", r.speed},
		{"NETTING", r.netting},
		{"SETTLEMENT", r.settlement},
		{"POSITIONS", r.positionTables},
		{"SUPPLY", r.supply},
		{"STATE", r.state},
		{"CHECKS", r.results},
	} {
		fmt.Fprintf(out, "\n%s\n", section.title)
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		section.rows(table)
		_ = table.Flush() // the report goes where progress went; there is nobody left to tell
	}
	fmt.Fprintf(out, "\n%d checks, %d failed; the day took %.1f s\n", len(r.checks), r.failed(), took.Seconds())
}

func (r *findings) files(w io.Writer) {
	fmt.Fprintf(w, "  read and paid\t%d files\t%d transfers\n", r.tally.files, r.tally.transfers)
	fmt.Fprintf(w, "  refused whole\t%d files\n", len(r.tally.refusals))
	for n, e := range r.tally.refusals {
		if n == listedRefusals {
			fmt.Fprintf(w, "    and %d more\teach answered in outbox/%s\n", len(r.tally.refusals)-n, statusFolder)
			break
		}
		fmt.Fprintf(w, "    %s\tline %d\tcode %d\t%s\n", e.File, e.Line, e.Code, shorten(e))
	}
}

// listedRefusals is how many refused files are named on the terminal.
const listedRefusals = 15

// shorten keeps a refusal on one line of a terminal.
func shorten(e *iso20022.Error) string {
	text := e.Rule + ": " + e.Detail
	const width = 96
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}

func (r *findings) payments(w io.Writer) {
	for _, name := range r.tally.outcomeNames() {
		fmt.Fprintf(w, "  %s\t%d\n", name, r.tally.outcomes[name])
	}
}

func (r *findings) reports(w io.Writer) {
	for _, c := range r.correspondents {
		fmt.Fprintf(w, "  %s\t%d camt.054\t%d camt.052\t%d camt.053\n", c.member,
			c.told[iso20022.Camt054], c.told[iso20022.Camt052], c.told[iso20022.Camt053])
	}
	fmt.Fprintf(w, "  senders of files\t%d pain.002 and pacs.002\t%d ACCC\t%d ACSC\t%d RJCT\n", r.answers,
		r.statuses["ACCC"], r.statuses["ACSC"], r.statuses["RJCT"])
}

func (r *findings) speed(w io.Writer) {
	fmt.Fprintf(w, "  batch lane\t%.0f transfers/s\t%d transfers in %.1f s of paying, files read, signed and sent by the same two cores\n",
		float64(r.tally.done-len(r.tally.singles))/r.tally.paying.Seconds(), r.tally.done-len(r.tally.singles), r.tally.paying.Seconds())
	fmt.Fprintf(w, "  finality, batches under load\tp50 %d ms\tp99 %d ms\t%d batches, from handing over to seen final\n",
		percentile(r.tally.batches, 50).Milliseconds(), percentile(r.tally.batches, 99).Milliseconds(), len(r.tally.batches))
	fmt.Fprintf(w, "  finality, one by one\tp50 %d ms\tp99 %d ms\t%d payments\n",
		percentile(r.tally.singles, 50).Milliseconds(), percentile(r.tally.singles, 99).Milliseconds(), len(r.tally.singles))
	for _, h := range r.hashes {
		used := r.cpu[h.node]
		fmt.Fprintf(w, "  CPU of %s\t%.0f µs per payment\t%.1f s for %d payments of the morning\n", h.node,
			float64(used.Microseconds())/float64(max(r.metered, 1)), used.Seconds(), r.metered)
	}
}

func (r *findings) netting(w io.Writer) {
	for _, c := range r.cycles {
		fmt.Fprintf(w, "  %s cycle %d\t%d obligations\tgross %s\tbilateral %s\tnet %s\tsaved %s\n", c.Cycle.Currency, c.Cycle.Number, c.Cycle.Obligations,
			amount(c.Cycle.Gross), amount(c.Cycle.Bilateral), amount(c.Cycle.Net), share(c.Cycle.Saved, c.Cycle.Gross))
	}
	for _, s := range r.statements {
		fmt.Fprintf(w, "    %s cycle %d\t%s\towed %s\tdue %s\tnet %s\tdigest %.16s…\n", s.Currency, s.Cycle, s.Member, amount(s.Owed), amount(s.Due), signed(s.Net), s.Digest)
	}
}

func (r *findings) settlement(w io.Writer) {
	for _, c := range r.cycles {
		if c.Settlement == nil {
			continue
		}
		for _, m := range c.Settlement.Movements {
			fmt.Fprintf(w, "  %s cycle %d\t%s\tpaid %s\treceived %s\t%s\n", c.Cycle.Currency, c.Cycle.Number, m.Member, amount(m.Paid), amount(m.Received), c.Settlement.Denom)
		}
	}
}

func (r *findings) positionTables(w io.Writer) {
	for _, at := range r.positions {
		fmt.Fprintf(w, "  %s\n", at.when)
		for _, p := range at.views {
			if p.Cover == 0 && p.Cap == 0 {
				continue
			}
			fmt.Fprintf(w, "    %s\towed %s\tdue %s\tposition %s\tcover %s\tcap %s\n",
				p.Member, amount(p.Owed), amount(p.Due), signed(p.Position), amount(p.Cover), amount(p.Cap))
		}
	}
}

func (r *findings) supply(w io.Writer) {
	for _, s := range r.supplies {
		if s.Issued == 0 {
			continue
		}
		fmt.Fprintf(w, "  %s\tissued %s\tredeemed %s\tsupply %s\n", s.Denom, amount(s.Issued), amount(s.Redeemed), amount(s.Supply))
	}
}

func (r *findings) state(w io.Writer) {
	for _, h := range r.hashes {
		fmt.Fprintf(w, "  %s\tblock %d\t%s\n", h.node, r.height, h.hash)
	}
}

func (r *findings) results(w io.Writer) {
	for _, c := range r.checks {
		mark := "ok"
		if !c.held {
			mark = "FAILED"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", mark, c.what, c.seen)
	}
}

// inBoth is how the day writes amounts: both currencies have two decimals.
var inBoth = overview.Currency{Exponent: 2}

// amount writes minor units with a point, and thousands apart.
func amount(minor uint64) string { return inBoth.Amount(minor) }

func signed(minor int64) string { return inBoth.Signed(minor) }

// share is part of whole in percent.
func share(part, whole uint64) string {
	if whole == 0 {
		return "nothing"
	}
	return fmt.Sprintf("%d %%", part*100/whole)
}

func statusName(s netting.CycleStatus) string { return strings.TrimPrefix(s.String(), "CYCLE_STATUS_") }
