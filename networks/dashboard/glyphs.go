// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/taelnet/tael/x/payment"
)

// glyphs are the characters that bars and marks are drawn with.
type glyphs struct {
	full, empty string
	steps       []string // of a history, from nothing to the most
	yes, no     string
	more        string
}

var (
	unicodeGlyphs = glyphs{
		full: "█", empty: "░", steps: []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}, yes: "●", no: "○", more: "…",
	}
	asciiGlyphs = glyphs{full: "#", empty: ".", steps: []string{" ", ".", ":", "-", "=", "+", "*", "#"}, yes: "+", no: "-", more: "~"}
)

// bar is a share of a hundred as a line of width cells. Something is never drawn as nothing.
func (g glyphs) bar(percent uint32, width int) string {
	filled := min(int(percent)*width/100, width)
	if percent > 0 && filled == 0 && width > 0 {
		filled = 1
	}
	return strings.Repeat(g.full, filled) + strings.Repeat(g.empty, width-filled)
}

// history draws the last values as a line of at most width cells; the largest is the full step.
func (g glyphs) history(values []int64, width int) string {
	values = values[max(len(values)-max(width, 0), 0):]
	if len(values) == 0 {
		return ""
	}
	most := max(slices.Max(values), 1)
	top := int64(len(g.steps) - 1)
	var b strings.Builder
	for _, v := range values {
		step := v * top / most
		if v > 0 {
			step = max(step, 1)
		}
		b.WriteString(g.steps[step])
	}
	return b.String()
}

// fit cuts a text to width cells, marking that it was longer. All texts of the chain are ASCII, a cell a character.
func (g glyphs) fit(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	if width <= 0 {
		return ""
	}
	return string([]rune(text)[:width-1]) + g.more
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-utf8.RuneCountInString(text), 0))
}

func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(width-utf8.RuneCountInString(text), 0)) + text
}

func settlementWord(s payment.Settlement) string {
	return strings.TrimPrefix(s.String(), "SETTLEMENT_")
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
