// SPDX-License-Identifier: Apache-2.0

package dashboard

// colour is how a line stands out. What it says stands in words too.
type colour string

const (
	plain  colour = ""
	bold   colour = "1"
	red    colour = "1;31"
	green  colour = "32"
	yellow colour = "33"
	cyan   colour = "36"
)

// paint adds a colour to a text, if the screen has colours.
func (f *frame) paint(c colour, text string) string {
	if !f.Colour || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[m"
}
