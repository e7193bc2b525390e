// SPDX-License-Identifier: Apache-2.0

//determinism:allow prints for people, in a client

package module

import (
	"fmt"
	"io"
	"os"
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

// moment writes a block time; a dash if it has not come.
func moment(unix int64) string {
	if unix == 0 {
		return "-"
	}
	return time.Unix(unix, 0).UTC().Format("2006-01-02 15:04:05Z")
}

// date writes a value date; a dash if there is none.
func date(yyyymmdd uint32) string {
	if yyyymmdd == 0 {
		return "-"
	}
	return fmt.Sprintf("%04d-%02d-%02d", yyyymmdd/10_000, yyyymmdd/100%100, yyyymmdd%100)
}

func stateName(blocked bool, alarm uint32) string {
	switch {
	case blocked:
		return "OUTBOUND_BLOCKED"
	case alarm > 0:
		return fmt.Sprintf("alarm %d%%", alarm)
	default:
		return "ok"
	}
}

func statusName(status netting.CycleStatus) string {
	return strings.TrimPrefix(status.String(), "CYCLE_STATUS_")
}

func writePositions(w io.Writer, m money, res *netting.QueryPositionsResponse) error {
	lines := [][]string{{"member", "owed", "due", "position", "reserved", "cover", "cap", "available", "state"}}
	for _, p := range res.Positions {
		lines = append(lines, []string{
			p.Member, m.amount(p.Owed), m.amount(p.Due), m.signed(p.Position), m.amount(p.Reserved),
			m.amount(p.Cover), m.amount(p.Cap), m.amount(p.Available), stateName(p.OutboundBlocked, p.AlarmPercent),
		})
	}
	if err := rows(w, lines); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s; position = owed - what counts of due, cover = balance - earmark\n", m.legend())
	return err
}

func writeCycle(w io.Writer, m money, res *netting.QueryCycleResponse) error {
	c := res.Cycle
	lines := [][]string{
		{"cycle", fmt.Sprintf("%s %d", c.Currency, c.Number)},
		{"status", statusName(c.Status)},
		{"value date", date(c.ValueDate)},
		{"opened", moment(c.OpenedAt)},
		{"closed", moment(c.ClosedAt)},
		{"settled", moment(c.SettledAt)},
		{"obligations", count(c.Obligations)},
		{"gross", m.amount(c.Gross)},
		{"bilateral nets", m.amount(c.Bilateral)},
		{"multilateral net", m.amount(c.Net)},
		{"saved", m.amount(c.Saved)},
	}
	if c.Flagged {
		lines = append(lines, []string{"flagged", "yes"})
	}
	if err := rows(w, lines); err != nil {
		return err
	}
	if s := res.Settlement; s != nil {
		if _, err := fmt.Fprintf(w, "\nsettlement of cycles %d to %d: %s in %s\n", s.FirstCycle, s.LastCycle, m.amount(s.Amount), s.Denom); err != nil {
			return err
		}
		lines = [][]string{{"member", "paid", "received"}}
		for _, movement := range s.Movements {
			lines = append(lines, []string{movement.Member, m.amount(movement.Paid), m.amount(movement.Received)})
		}
		if err := rows(w, lines); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, m.legend())
	return err
}

func writeStatement(w io.Writer, m money, s *netting.QueryStatementResponse) error {
	if _, err := fmt.Fprintf(w, "%s, %s cycle %d, %s, value date %s\nclosed %s, settled %s\n",
		s.Member, s.Currency, s.Cycle, statusName(s.Status), date(s.ValueDate), moment(s.ClosedAt), moment(s.SettledAt)); err != nil {
		return err
	}
	lines := [][]string{{"counterparty", "owed", "count", "due", "count", "net"}}
	var owed, due uint64
	for _, l := range s.Lines {
		lines = append(lines, []string{
			l.Counterparty, m.amount(l.Owed), count(l.OwedCount), m.amount(l.Due), count(l.DueCount), m.signed(l.Net),
		})
		owed, due = owed+l.OwedCount, due+l.DueCount
	}
	lines = append(lines, []string{"total", m.amount(s.Owed), count(owed), m.amount(s.Due), count(due), m.signed(s.Net)})
	if err := rows(w, lines); err != nil {
		return err
	}
	digest := s.Digest
	if digest == "" {
		digest = "none"
	}
	_, err := fmt.Fprintf(w, "%s; net = due - owed\ndigest %s\n", m.legend(), digest)
	return err
}

func writeIntraday(w io.Writer, m money, res *netting.QueryIntradayResponse) error {
	v := res.Intraday
	lines := [][]string{
		{"member", v.Member},
		{"settlement day", v.Currency + " " + date(v.Day)},
		{"opening balance", m.amount(v.Opening)},
		{"balance", m.amount(v.Balance)},
		{"sent", m.amount(v.Sent)},
		{"received", m.amount(v.Received)},
		{"peak used", m.amount(v.Peak)},
		{"peak at", moment(v.PeakAt)},
		{"earmark", m.amount(v.Earmark)},
		{"cover", m.amount(v.Cover)},
		{"cap", m.amount(v.Cap)},
		{"used", m.amount(v.Used)},
		{"available", m.amount(v.Available)},
		{"percent used", fmt.Sprintf("%d%%", v.PercentUsed)},
		{"state", stateName(v.OutboundBlocked, v.AlarmPercent)},
	}
	if err := rows(w, lines); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, m.legend())
	return err
}
