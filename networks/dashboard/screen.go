// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"context"
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/taelnet/tael/networks/overview"
)

// screen is the full-screen dashboard. It only shows: what it shows comes from its source.
type screen struct {
	source func() Moment
	moment Moment
	look   Look
}

// refreshed says that a second has passed.
type refreshed struct{}

func nextSecond() tea.Cmd { return tea.Tick(Refresh, func(time.Time) tea.Msg { return refreshed{} }) }

// Init begins to refresh.
func (s screen) Init() tea.Cmd { return nextSecond() }

// Update follows keys, the screen's size and the clock.
func (s screen) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	switch m := message.(type) {
	case tea.WindowSizeMsg:
		if m.Width > 0 && m.Height > 0 { // a terminal may not know its size
			s.look.Width, s.look.Height = m.Width, m.Height
		}
	case refreshed:
		if !s.look.Paused {
			s.moment = s.source()
		}
		return s, nextSecond()
	case tea.KeyPressMsg:
		switch m.String() {
		case "q", "ctrl+c", "esc":
			return s, tea.Quit
		case "p", "space":
			s.look.Paused = !s.look.Paused
		case "c", "tab":
			s.look.Currency = nextCurrency(s.moment.Overview, s.look.Currency)
		}
	}
	return s, nil
}

// View draws the frame.
func (s screen) View() tea.View {
	v := tea.NewView(Frame(s.moment, s.look))
	v.AltScreen = true
	v.WindowTitle = "taeld top " + s.moment.Overview.ChainID
	return v
}

// nextCurrency is the code after the shown one, round and round.
func nextCurrency(o overview.Overview, shown string) string {
	for i, c := range o.Currencies {
		if c.Code == shown || shown == "" {
			return o.Currencies[(i+1)%len(o.Currencies)].Code
		}
	}
	return ""
}

// Show runs the dashboard on a terminal until a person quits or ctx ends. The terminal is given back as it was, also
// after a panic or a signal.
func Show(ctx context.Context, in io.Reader, out io.Writer, source func() Moment, look Look) error {
	look.Colour, look.Keys = true, true
	if look.Width == 0 || look.Height == 0 {
		look.Width, look.Height = MinWidth, MinHeight
	}
	program := tea.NewProgram(screen{source: source, moment: source(), look: look},
		tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out))
	_, err := program.Run()
	if errors.Is(err, tea.ErrInterrupted) || ctx.Err() != nil {
		return nil
	}
	return err
}
