// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// table is lines of cells; the columns named in right are aligned to the right, all others to the left.
type table struct {
	title string
	right string
	lines [][]string
}

func (t *table) add(cells ...string) { t.lines = append(t.lines, cells) }

func (t *table) write(w io.Writer) error {
	widths := make([]int, len(t.lines[0]))
	for _, line := range t.lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	b.WriteString("\n" + t.title + "\n")
	for _, line := range t.lines {
		var text strings.Builder
		for i, cell := range line {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if strings.Contains(t.right, "|"+t.lines[0][i]+"|") {
				cell, space = space+cell, ""
			}
			text.WriteString("  " + cell + space)
		}
		b.WriteString(strings.TrimRight(text.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteTables prints an overview for people, a table per subject.
func (o Overview) WriteTables(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%s  height %d  block time %s (%s ago)\n",
		o.ChainID, o.Height, Stamp(o.BlockTime), Age(o.SeenAt.Sub(o.BlockTime))); err != nil {
		return err
	}
	tables := []table{o.nodeTable(), o.memberTable(), o.validatorTable(), o.cycleTable()}
	for _, c := range o.Currencies {
		tables = append(tables, c.positionTable())
	}
	for _, t := range append(tables, o.alarmTable()) {
		if err := t.write(w); err != nil {
			return err
		}
	}
	return nil
}

func (o Overview) nodeTable() table {
	t := table{title: "NODES", right: "|height|lag|"}
	t.add("name", "address", "height", "lag", "state")
	for _, n := range o.Nodes {
		if !n.Up {
			t.add(orDash(n.Name), n.Address, "-", "-", "DOWN: "+n.Problem)
			continue
		}
		state := "ok"
		switch {
		case n.CatchingUp:
			state = "CATCHING UP"
		case n.Lag > MaxLag:
			state = "LAGS"
		}
		t.add(n.Name, n.Address, strconv.FormatInt(n.Height, 10), strconv.FormatInt(n.Lag, 10), state)
	}
	return t
}

func (o Overview) memberTable() table {
	t := table{title: "MEMBERS"}
	t.add("member", "name", "roles", "status")
	for _, m := range o.Members {
		t.add(m.ID, m.Name, strings.Join(m.Roles, ", "), m.Status)
	}
	return t
}

func (o Overview) validatorTable() table {
	c := o.Consensus
	t := table{title: fmt.Sprintf("VALIDATORS  block %d signed by power %d of %d", c.SignedHeight, c.SignedPower, c.TotalPower), right: "|power|"}
	if c.SignedHeight == 0 {
		t.title = "VALIDATORS"
	}
	t.add("moniker", "member", "power", "signing")
	for _, v := range c.Validators {
		signing := "yes"
		switch {
		case c.SignedHeight == 0:
			signing = "-"
		case !v.Signed:
			signing = "NO"
		}
		t.add(v.Moniker, v.Member, strconv.FormatInt(v.Power, 10), signing)
	}
	return t
}

func (o Overview) cycleTable() table {
	t := table{title: "CYCLES", right: "|cycle|obligations|gross|net|"}
	t.add("currency", "cycle", "status", "value date", "cut-off", "in", "obligations", "gross", "net", "")
	for _, c := range o.Currencies {
		for _, w := range c.Waiting {
			t.add(c.Code, strconv.FormatUint(w.Number, 10), w.Status, day(w.ValueDate), "closed "+Stamp(w.ClosedAt), "-",
				strconv.FormatUint(w.Obligations, 10), c.Amount(w.Gross), c.Amount(w.Net), "")
		}
		cutOff, in := "by order", "-"
		if !c.NextCutOff.IsZero() {
			cutOff, in = Stamp(c.NextCutOff), Countdown(c.NextCutOff.Sub(o.SeenAt))
		}
		flag := ""
		if c.Flagged {
			flag = "FLAGGED"
		}
		t.add(c.Code, strconv.FormatUint(c.Open.Number, 10), c.Open.Status, day(c.Open.ValueDate), cutOff, in,
			strconv.FormatUint(c.Open.Obligations, 10), c.Amount(c.Open.Gross), c.Amount(c.Open.Net), flag)
	}
	return t
}

func (c Currency) positionTable() table {
	t := table{
		title: fmt.Sprintf("POSITIONS %s  owed less due, against min(cover, cap)", c.Code),
		right: "|position|reserved|earmark|cover|cap|available|used|",
	}
	t.add("member", "position", "reserved", "earmark", "cover", "cap", "available", "used", "state")
	for _, p := range c.Positions {
		t.add(p.Member, c.Signed(p.Position), c.Amount(p.Reserved), c.Amount(p.Earmark), c.Amount(p.Cover), c.Amount(p.Cap), c.Amount(p.Available),
			Share(p.Percent), c.state(p))
	}
	return t
}

// state is what stands beside a position.
func (c Currency) state(p Position) string {
	level := c.Level(p)
	switch {
	case p.Blocked:
		return "OUTBOUND_BLOCKED"
	case level > 0:
		return fmt.Sprintf("past %d %%", level)
	default:
		return "ok"
	}
}

func (o Overview) alarmTable() table {
	if len(o.Alarms) == 0 {
		return table{title: "ALARMS", lines: [][]string{{"none"}}}
	}
	t := table{title: fmt.Sprintf("ALARMS  %d", len(o.Alarms))}
	for _, a := range o.Alarms {
		t.add(string(a.Severity), string(a.Kind), a.Subject, a.Text)
	}
	return t
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// day is a date of the form yyyymmdd as people read it, a dash if there is none.
func day(date uint32) string {
	if date == 0 {
		return "-"
	}
	return fmt.Sprintf("%04d-%02d-%02d", date/10000, date/100%100, date%100)
}

// Share is a percentage as people read it.
func Share(percent uint32) string {
	if percent >= MaxPercent {
		return "> " + strconv.Itoa(MaxPercent-1) + " %"
	}
	return strconv.FormatUint(uint64(percent), 10) + " %"
}

// Stamp is a time as people read it, a dash if it has not come.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04:05Z")
}

// Age is a time as people read it, a short one in one unit; clocks that differ a little do not make it negative.
func Age(d time.Duration) string {
	switch d = max(d, 0); {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int64(d.Seconds()))
	default:
		return Countdown(d)
	}
}

// Countdown is the time left as hours, minutes and seconds, with days before them.
func Countdown(d time.Duration) string {
	seconds := int64(max(d, 0).Round(time.Second) / time.Second)
	text := fmt.Sprintf("%02d:%02d:%02d", seconds/3600%24, seconds/60%60, seconds%60)
	if days := seconds / 86400; days > 0 {
		text = fmt.Sprintf("%dd %s", days, text)
	}
	return text
}
