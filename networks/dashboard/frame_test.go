// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/networks/overview"
)

func TestFrames(t *testing.T) {
	many := moment(t)
	for i := range 30 {
		many.Overview.Currencies[0].Positions = append(many.Overview.Currencies[0].Positions,
			overview.Position{Member: fmt.Sprintf("member-%02d", i), Percent: uint32(i), Used: uint64(i) * 100, Limit: 10000})
	}
	stale := moment(t)
	stale.Problem = "no node answers: http://127.0.0.1:27001: connect: connection refused"
	calm := moment(t)
	calm.Overview.Alarms, calm.Rates = nil, NewTraffic(calm.Now).Rates(calm.Now)
	empty := Moment{Now: start}

	cases := map[string]struct {
		moment Moment
		look   Look
	}{
		"small":   {moment(t), Look{Width: MinWidth, Height: MinHeight, Keys: true}},
		"ascii":   {moment(t), Look{Width: MinWidth, Height: MinHeight, Keys: true, ASCII: true}},
		"wide":    {moment(t), Look{Width: 130, Height: 40, Keys: true, Currency: "HKD", Paused: true}},
		"many":    {many, Look{Width: 100, Height: 30, Keys: true}},
		"stale":   {stale, Look{Width: MinWidth, Height: MinHeight}},
		"calm":    {calm, Look{Width: MinWidth, Height: MinHeight}},
		"nothing": {empty, Look{Width: MinWidth, Height: MinHeight}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { golden(t, name+".txt", Frame(tc.moment, tc.look)+"\n") })
	}
}

var escape = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Whatever the size, nothing is drawn outside the screen, and colours change no text.
func TestAFrameStaysOnTheScreen(t *testing.T) {
	m := moment(t)
	rapid.Check(t, func(t *rapid.T) {
		look := Look{
			Width: rapid.IntRange(1, 200).Draw(t, "width"), Height: rapid.IntRange(1, 60).Draw(t, "height"),
			Keys: rapid.Bool().Draw(t, "keys"), ASCII: rapid.Bool().Draw(t, "ascii"), Paused: rapid.Bool().Draw(t, "paused"),
			Currency: rapid.SampledFrom([]string{"", "CNY", "HKD", "USD"}).Draw(t, "currency"),
		}
		text := Frame(m, look)
		lines := strings.Split(text, "\n")
		if len(lines) > look.Height {
			t.Fatalf("expected at most %d lines, got %d:\n%s", look.Height, len(lines), text)
		}
		for _, line := range lines {
			if n := utf8.RuneCountInString(line); n > look.Width {
				t.Fatalf("expected at most %d cells, got %d: %q", look.Width, n, line)
			}
		}
		for _, r := range text {
			if look.ASCII && r > 126 {
				t.Fatalf("expected ASCII, got %q", r)
			}
		}
		look.Colour = true
		if coloured := escape.ReplaceAllString(Frame(m, look), ""); coloured != text {
			t.Fatalf("expected the same text in colour, got\n%s\nfor\n%s", coloured, text)
		}
	})
}

func TestBarsAndHistories(t *testing.T) {
	cases := map[string]struct{ have, want string }{
		"nothing used":             {asciiGlyphs.bar(0, 10), ".........."},
		"a trace is seen":          {asciiGlyphs.bar(1, 10), "#........."},
		"half":                     {asciiGlyphs.bar(50, 10), "#####....."},
		"not quite all":            {asciiGlyphs.bar(99, 10), "#########."},
		"all":                      {unicodeGlyphs.bar(100, 3), "███"},
		"no room":                  {unicodeGlyphs.bar(50, 0), ""},
		"no history":               {asciiGlyphs.history(nil, 5), ""},
		"a history of nothing":     {asciiGlyphs.history([]int64{0, 0}, 5), "  "},
		"the last values":          {asciiGlyphs.history([]int64{700, 0, 1, 350, 700}, 4), " .-#"},
		"a text that fits":         {asciiGlyphs.fit("bank", 4), "bank"},
		"a text that does not":     {asciiGlyphs.fit("banks", 4), "ban~"},
		"a count":                  {thousands(1234567), "1,234,567"},
		"one line of many on pipe": {firstLine(fmt.Errorf("a\nb")), "a"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.have) })
	}
}

func TestOneLine(t *testing.T) {
	m := moment(t)
	m.Problem = "no node answers"
	require.Equal(t, "2026-11-23T09:32:00Z tael-local-1 height=339 payments_per_second=118 payments=7084 block_interval_ms=500 "+
		"signing=3/4 nodes=4/5 CNY=cycle:4,fullest:93% HKD=cycle:4,fullest:0% alarms=5 problem=no node answers", Line(m))
}
