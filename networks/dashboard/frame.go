// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/taelnet/tael/networks/overview"
)

// The smallest screen that is drawn whole; a smaller one is cut.
const (
	MinWidth  = 80
	MinHeight = 24
)

// Look says how a frame is drawn.
type Look struct {
	// Width and Height are those of the screen, in cells.
	Width, Height int
	// Currency is the one whose positions are shown; the first one if it is empty or unknown.
	Currency string
	// Paused says that the moment stands still.
	Paused bool
	// ASCII draws without any other character.
	ASCII bool
	// Colour marks what is well and what is not.
	Colour bool
	// Keys shows what can be pressed.
	Keys bool
}

// frame is a screen being drawn.
type frame struct {
	Moment
	Look
	glyphs
	lines []string
}

// Frame draws a moment: at most Height lines of at most Width cells.
func Frame(m Moment, look Look) string {
	f := &frame{Moment: m, Look: look, glyphs: unicodeGlyphs}
	if look.ASCII {
		f.glyphs = asciiGlyphs
	}
	f.head()
	f.traffic()
	below := f.below()
	rows := f.positionRows()
	alarms := f.alarmRows()

	// What is left is shared: alarms have at least three lines if they need them, positions the rest.
	left := f.Height - len(f.lines) - len(below) - f.footer()
	room := max(left-min(len(alarms), 3)-3, 1) // three: a blank line and a title above the positions, a title of the alarms
	if left > len(rows)+len(alarms)+3 {
		below = append([]string{""}, below...)
	}
	f.section(rows, room)
	f.lines = append(f.lines, below...)
	f.alarms(alarms)
	return f.cut()
}

// cut takes away what does not fit, and puts the keys at the bottom.
func (f *frame) cut() string {
	bottom := f.footer()
	f.lines = f.lines[:min(len(f.lines), max(f.Height-bottom, 0))]
	if bottom > 0 {
		for len(f.lines) < f.Height-bottom {
			f.lines = append(f.lines, "")
		}
		f.lines = append(f.lines, f.fit("q quit  c currency  p pause", f.Width))
	}
	return strings.Join(f.lines, "\n")
}

// footer is the number of lines that the keys take.
func (f *frame) footer() int {
	if f.Keys {
		return 1
	}
	return 0
}

// line adds one line, cut to the screen and then coloured.
func (f *frame) line(c colour, text string) {
	f.lines = append(f.lines, f.paint(c, strings.TrimRight(f.fit(text, f.Width), " ")))
}

func (f *frame) head() {
	o := f.Overview
	text := fmt.Sprintf("%s  block %d  %s  %s ago", o.ChainID, o.Height, overview.Stamp(o.BlockTime), overview.Age(f.Now.Sub(o.BlockTime)))
	if f.Paused {
		text = pad(f.fit(text, f.Width-8), f.Width-6) + "PAUSED"
	}
	f.line(bold, text)
	if f.Problem != "" {
		f.line(red, "not current: "+f.Problem)
	}
}

// label is the width of the words on the left.
const label = 10

func (f *frame) traffic() {
	r := f.Rates
	most := int64(0)
	if len(r.Minute) > 0 {
		most = slices.Max(r.Minute)
	}
	f.line(plain, fmt.Sprintf("%s%s/s now  at most %s/s in the last minute  %s since %s",
		pad("payments", label), thousands(r.PaymentsPerSecond), thousands(most), thousands(r.Payments), r.Since.Format("15:04:05Z")))
	f.line(cyan, pad("", label)+f.history(r.Minute, min(Minute, f.Width-label)))
	blocks := "none since " + r.Since.Format("15:04:05Z")
	if r.BlockInterval.Max > 0 {
		blocks = fmt.Sprintf("every %d ms (max %d)  seen here %d ms after block time (max %d)",
			r.BlockInterval.Median, r.BlockInterval.Max, r.BlockSeen.Median, r.BlockSeen.Max)
	}
	f.line(plain, pad("blocks", label)+blocks)
	failed := int64(0)
	for _, c := range r.Failed {
		failed += c.Count
	}
	f.words("txs", append([]string{thousands(r.Transactions) + " ran", thousands(failed) + " failed"}, countWords(r.Failed)...), 1)
	results := countWords(r.Results)
	if r.Replays > 0 {
		results = append(results, "replays "+thousands(r.Replays))
	}
	if len(results) == 0 {
		results = []string{"none yet"}
	}
	f.words("results", results, 2)
}

// words writes words behind a label on as many lines as they need, up to a number of them.
func (f *frame) words(name string, words []string, lines int) {
	text, used := pad(name, label), 1
	for i, word := range words {
		if len([]rune(text))+len([]rune(word)) > f.Width && i > 0 {
			if used == lines {
				text += f.more
				break
			}
			f.line(plain, text)
			text, used = pad("", label), used+1
		}
		text += word + "  "
	}
	f.line(plain, strings.TrimRight(text, " "))
}

func countWords(list []Count) []string {
	words := make([]string, 0, len(list))
	for _, c := range list {
		words = append(words, c.Name+" "+thousands(c.Count))
	}
	return words
}

// thousands writes a count with its thousands apart.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
