// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/taelnet/tael/networks/overview"
)

// currency is the one to show, and its place among all.
func (f *frame) currency() (overview.Currency, int) {
	for i, c := range f.Overview.Currencies {
		if c.Code == f.Currency {
			return c, i
		}
	}
	if len(f.Overview.Currencies) == 0 {
		return overview.Currency{}, 0
	}
	return f.Overview.Currencies[0], 0
}

// row is a line of the screen that may have to give way.
type row struct {
	colour colour
	text   string
	weight uint32 // how much a person should want to see it
}

// positionRows are the bars of the shown currency, one per member.
func (f *frame) positionRows() []row {
	c, _ := f.currency()
	name, amounts := 0, 0
	for _, p := range c.Positions {
		name = max(name, utf8.RuneCountInString(p.Member))
		amounts = max(amounts, utf8.RuneCountInString(amountOf(c, p)))
	}
	const gaps, share, mark, smallest = 9, 7, 8, 10
	name = min(name, 16)
	width := f.Width - name - amounts - gaps - share - mark
	if width < smallest { // then without amounts
		amounts, width = 0, max(f.Width-name-gaps-share-mark, smallest)
	}
	rows := make([]row, 0, len(c.Positions))
	for _, p := range c.Positions {
		r := row{weight: p.Percent}
		note := ""
		switch level := c.Level(p); {
		case p.Blocked:
			r.colour, note = red, "BLOCKED"
			r.weight += overview.MaxPercent
		case level > 0:
			r.colour, note = yellow, fmt.Sprintf("! >=%d %%", level)
		}
		r.text = fmt.Sprintf("  %s %s %s", pad(f.fit(p.Member, name), name), f.bar(min(p.Percent, 100), width), padLeft(overview.Share(p.Percent), share))
		if amounts > 0 {
			r.text += "  " + padLeft(amountOf(c, p), amounts)
		}
		if note != "" {
			r.text += "  " + note
		}
		rows = append(rows, r)
	}
	return rows
}

func amountOf(c overview.Currency, p overview.Position) string {
	return c.Amount(p.Used) + " of " + c.Amount(p.Limit)
}

// section writes the positions into at most room lines. If they do not all fit, the fullest ones are shown.
func (f *frame) section(rows []row, room int) {
	c, at := f.currency()
	f.line(plain, "")
	title := "POSITIONS  no currency yet"
	if c.Code != "" {
		title = fmt.Sprintf("POSITIONS %s (%d of %d)  used of min(cover, cap)", c.Code, at+1, len(f.Overview.Currencies))
	}
	hidden := len(rows) - room
	if hidden > 0 {
		slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.weight, a.weight) })
		rows = rows[:room]
		title += fmt.Sprintf("  the fullest; %d more", hidden)
	}
	f.line(bold, title)
	for _, r := range rows {
		f.line(r.colour, r.text)
	}
}

// below are the lines between positions and alarms.
func (f *frame) below() []string {
	above := f.lines
	f.lines = nil
	f.cycles()
	f.validators()
	f.nodes()
	lines := f.lines
	f.lines = above
	return lines
}

// maxCycles bounds the lines of cycles.
const maxCycles = 4

func (f *frame) cycles() {
	f.line(bold, "CYCLES")
	shown, at := f.currency()
	list := f.Overview.Currencies
	if at >= maxCycles { // the shown currency's own cycle is always there
		list = append([]overview.Currency{shown}, list...)
	}
	for _, c := range list[:min(len(list), maxCycles)] {
		text := fmt.Sprintf("  %s %d  %s", c.Code, c.Open.Number, f.cutOff(c))
		text += fmt.Sprintf("  %s obligations  gross %s  net %s", thousands(int64(c.Open.Obligations)), c.Amount(c.Open.Gross), c.Amount(c.Open.Net))
		paint := plain
		if c.WaitingCount > 0 {
			paint = yellow
			text = fmt.Sprintf("  %s %d  %s  %d CLOSED from %d on, not settled", c.Code, c.Open.Number, f.cutOff(c), c.WaitingCount, c.SettledCycle+1)
		}
		if c.Flagged {
			paint, text = red, text+"  FLAGGED"
		}
		f.line(paint, text)
	}
}

// cutOff is the time left of the open cycle.
func (f *frame) cutOff(c overview.Currency) string {
	if c.NextCutOff.IsZero() {
		return "closes by order"
	}
	return "closes in " + overview.Countdown(c.NextCutOff.Sub(f.Now))
}

func (f *frame) validators() {
	c := f.Overview.Consensus
	words := make([]string, 0, len(c.Validators))
	for _, v := range c.Validators {
		words = append(words, f.mark(v.Signed)+" "+v.Moniker)
	}
	f.marks(fmt.Sprintf("SIGNING %d of %d", c.Signing(), len(c.Validators)), words)
}

func (f *frame) nodes() {
	var words []string
	for _, n := range f.Overview.Nodes {
		name := strings.TrimPrefix(n.Label(), "http://")
		if n.Lag > 0 {
			name += fmt.Sprintf(" -%d", n.Lag)
		}
		words = append(words, f.mark(n.Up)+" "+name)
	}
	f.marks(fmt.Sprintf("NODES %d of %d", f.Overview.Up(), len(f.Overview.Nodes)), words)
}

// marks writes marked names behind a title on one line, the absent ones first if they do not all fit.
func (f *frame) marks(title string, words []string) {
	text := pad(title, 16) + "  " + strings.Join(words, "  ")
	if utf8.RuneCountInString(text) > f.Width {
		slices.SortStableFunc(words, func(a, b string) int {
			return cmp.Compare(rank(strings.HasPrefix(a, f.yes)), rank(strings.HasPrefix(b, f.yes)))
		})
		text = pad(title, 16) + "  " + strings.Join(words, "  ")
	}
	paint := green
	if strings.Contains(text, "  "+f.no+" ") {
		paint = yellow
	}
	f.line(paint, text)
}

func rank(present bool) int {
	if present {
		return 1
	}
	return 0
}

func (f *frame) mark(well bool) string {
	if well {
		return f.yes
	}
	return f.no
}

func (f *frame) alarmRows() []row {
	rows := make([]row, 0, len(f.Overview.Alarms))
	for _, a := range f.Overview.Alarms {
		paint := yellow
		if a.Severity == overview.Critical {
			paint = red
		}
		rows = append(rows, row{colour: paint, text: fmt.Sprintf("  %-8s  %s %s: %s", a.Severity, a.Kind, a.Subject, a.Text)})
	}
	return rows
}

func (f *frame) alarms(rows []row) {
	if len(rows) == 0 {
		f.line(green, "ALARMS  none")
		return
	}
	room := f.Height - len(f.lines) - 1 - f.footer()
	title := fmt.Sprintf("ALARMS  %d", len(rows))
	if hidden := len(rows) - room; hidden > 0 {
		title += fmt.Sprintf("  the worst; %d more", hidden)
		rows = rows[:max(room, 0)]
	}
	f.line(bold, title)
	for _, r := range rows {
		f.line(r.colour, r.text)
	}
}
