// SPDX-License-Identifier: Apache-2.0

package module

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/cosmos/cosmos-sdk/client"

	"github.com/taelnet/tael/x/netting"
)

func outputOf(clientCtx client.Context) io.Writer {
	if clientCtx.Output != nil {
		return clientCtx.Output
	}
	return os.Stdout
}

// rows writes lines of cells in aligned columns, the first one to the left and all others to the right.
func rows(w io.Writer, lines [][]string) error {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], len(cell))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		fmt.Fprintf(&b, "%-*s", widths[0], line[0])
		for i, cell := range line[1:] {
			fmt.Fprintf(&b, "  %*s", widths[i+1], cell)
		}
		if _, err := fmt.Fprintln(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// grouped writes an amount in groups of three digits.
func grouped(amount uint64) string {
	digits := strconv.FormatUint(amount, 10)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// signed writes an amount that may be below zero.
func signed(amount int64) string {
	if amount < 0 {
		return "-" + grouped(uint64(-amount))
	}
	return grouped(uint64(amount))
}

// moment writes a block time; a dash if it has not come.
func moment(unix int64) string {
	if unix == 0 {
		return "-"
	}
	return time.Unix(unix, 0).UTC().Format("2006-01-02 15:04:05Z")
}

func statusName(status netting.CycleStatus) string {
	return strings.TrimPrefix(status.String(), "CYCLE_STATUS_")
}

func writePositions(w io.Writer, res *netting.QueryPositionsResponse) error {
	lines := [][]string{{"member", "owed", "due", "position", "reserved", "cover", "cap", "available", "state"}}
	for _, p := range res.Positions {
		state := "ok"
		if p.OutboundBlocked {
			state = "OUTBOUND_BLOCKED"
		}
		lines = append(lines, []string{
			p.Member, grouped(p.Owed), grouped(p.Due), signed(p.Position), grouped(p.Reserved),
			grouped(p.Cover), grouped(p.Cap), grouped(p.Available), state,
		})
	}
	if err := rows(w, lines); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "amounts in minor units; position = owed - due")
	return err
}

func writeCycle(w io.Writer, res *netting.QueryCycleResponse) error {
	c := res.Cycle
	lines := [][]string{
		{"cycle", fmt.Sprintf("%s %d", c.Currency, c.Number)},
		{"status", statusName(c.Status)},
		{"opened", moment(c.OpenedAt)},
		{"closed", moment(c.ClosedAt)},
		{"settled", moment(c.SettledAt)},
		{"obligations", grouped(c.Obligations)},
		{"gross", grouped(c.Gross)},
		{"bilateral nets", grouped(c.Bilateral)},
		{"multilateral net", grouped(c.Net)},
		{"saved", grouped(c.Saved)},
	}
	if c.Flagged {
		lines = append(lines, []string{"flagged", "yes"})
	}
	if err := rows(w, lines); err != nil || res.Settlement == nil {
		return err
	}

	s := res.Settlement
	if _, err := fmt.Fprintf(w, "\nsettlement of cycles %d to %d: %s %s\n", s.FirstCycle, s.LastCycle, grouped(s.Amount), s.Denom); err != nil {
		return err
	}
	lines = [][]string{{"member", "paid", "received"}}
	for _, m := range s.Movements {
		lines = append(lines, []string{m.Member, grouped(m.Paid), grouped(m.Received)})
	}
	if err := rows(w, lines); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "amounts in minor units")
	return err
}

func writeStatement(w io.Writer, s *netting.QueryStatementResponse) error {
	head := fmt.Sprintf("%s, %s cycle %d, %s, closed %s, settled %s",
		s.Member, s.Currency, s.Cycle, statusName(s.Status), moment(s.ClosedAt), moment(s.SettledAt))
	if _, err := fmt.Fprintln(w, head); err != nil {
		return err
	}
	lines := [][]string{{"counterparty", "owed", "count", "due", "count", "net"}}
	for _, l := range s.Lines {
		lines = append(lines, []string{
			l.Counterparty, grouped(l.Owed), grouped(l.OwedCount), grouped(l.Due), grouped(l.DueCount), signed(l.Net),
		})
	}
	lines = append(lines, []string{"total", grouped(s.Owed), "", grouped(s.Due), "", signed(s.Net)})
	if err := rows(w, lines); err != nil {
		return err
	}
	digest := s.Digest
	if digest == "" {
		digest = "none"
	}
	_, err := fmt.Fprintf(w, "amounts in minor units; net = due - owed\ndigest %s\n", digest)
	return err
}
