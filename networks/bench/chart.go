// SPDX-License-Identifier: Apache-2.0

package bench

import (
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"text/template"
)

//go:embed chart.svg.tmpl
var chartText string

var chartTemplate = template.Must(template.New("chart").Parse(chartText))

// Geometry of the chart in its own units.
const (
	chartWidth = 860
	barsLeft   = 300
	barsMost   = 430
	barStep    = 24
	panelHead  = 40
	noteStep   = 16
)

// Colours of who is measured.
var colours = map[Kind]string{
	Vanilla: "#9aa0a6", Single: "#7aa6d8", BatchEd25519: "#1f5fa8", BatchSecp256k1: "#3f7fc4", BatchP256: "#5c93d1", Postgres: "#c98a3b",
}

type panel struct {
	Title  string
	TitleY int
	Bars   []bar
}

type bar struct {
	Name, Value, Colour       string
	LabelX, X, Y, TextY       int
	Length, From, To, ValueX  int
	Ranged                    bool
	WhiskerTop, WhiskerBottom int
	Middle                    int
}

type note struct {
	Text string
	Y    int
}

// Chart draws payments a second and processor time per payment of everything that was measured, with ranges.
func (r *Report) Chart(w io.Writer) error {
	y := 0
	var panels []panel
	for _, figure := range []struct {
		title string
		of    func(Run) float64
	}{
		{"Committed payments per second (more is better)", rateOf},
		{"Processor time per payment and process, microseconds (less is better)", cpuOf},
	} {
		p := r.panel(figure.title, figure.of, y)
		y = p.TitleY + 14 + barStep*len(p.Bars)
		panels = append(panels, p)
	}
	y += noteStep
	var notes []note
	for _, text := range r.notes() {
		y += noteStep
		notes = append(notes, note{escape(text), y})
	}
	return chartTemplate.Execute(w, struct {
		Width, Height int
		Panels        []panel
		Notes         []note
	}{chartWidth, y + noteStep, panels, notes})
}

func (r *Report) notes() []string {
	return []string{
		fmt.Sprintf("%s. All validators and the signing client on %d cores of %s, %d GiB, %s.",
			r.Taken.Format("2006-01-02"), r.Machine.Cores, r.Machine.CPU, r.Machine.Memory>>30, r.Machine.Storage),
		fmt.Sprintf("Median of each; a line spans the runs where there are several. %.0f s a run, %d accounts. Load of other work at the start: %.1f.",
			r.Seconds, r.Accounts, r.Machine.LoadOne),
	}
}

func (r *Report) panel(title string, of func(Run) float64, top int) panel {
	p := panel{Title: escape(title), TitleY: top + panelHead - 8}
	most := 0.0
	for _, row := range subjects {
		most = max(most, r.over(row.kind, row.nodes, of).Most)
	}
	y := top + panelHead + 6
	for _, row := range subjects {
		s := r.over(row.kind, row.nodes, of)
		if s.Runs == 0 || most == 0 {
			continue
		}
		at := func(v float64) int { return barsLeft + int(v/most*barsMost) }
		p.Bars = append(p.Bars, bar{
			Name: escape(row.name), Value: thousands(s.Median), Colour: colours[row.kind],
			LabelX: barsLeft - 8, X: barsLeft, Y: y, TextY: y + 13, Length: max(at(s.Median)-barsLeft, 1),
			From: at(s.Least), To: at(s.Most), ValueX: at(s.Most) + 8, Ranged: s.Runs > 1,
			WhiskerTop: y + 4, WhiskerBottom: y + 12, Middle: y + 8,
		})
		y += barStep
	}
	return p
}

// thousands writes a figure without decimals and with commas.
func thousands(v float64) string {
	digits := fmt.Sprintf("%.0f", v)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
