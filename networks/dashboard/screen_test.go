// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/overview"
)

func press(t *testing.T, s screen, key rune) (screen, tea.Cmd) {
	t.Helper()
	model, cmd := s.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
	return model.(screen), cmd
}

func TestKeys(t *testing.T) {
	m, asked := moment(t), 0
	s := screen{moment: m, look: Look{Width: MinWidth, Height: MinHeight}, source: func() Moment {
		asked++
		return m
	}}
	s, _ = press(t, s, 'c')
	require.Equal(t, "HKD", s.look.Currency)
	s, _ = press(t, s, 'c')
	require.Equal(t, "CNY", s.look.Currency, "after the last comes the first")

	model, cmd := s.Update(refreshed{})
	require.NotNil(t, cmd, "another second will come")
	require.Equal(t, 1, asked)
	s, _ = press(t, model.(screen), 'p')
	require.True(t, s.look.Paused)
	model, cmd = s.Update(refreshed{})
	require.NotNil(t, cmd)
	require.Equal(t, 1, asked, "a paused screen stands still")

	model, _ = model.Update(tea.WindowSizeMsg{Width: 100, Height: 50})
	s = model.(screen)
	require.Equal(t, []int{100, 50}, []int{s.look.Width, s.look.Height})
	require.True(t, s.View().AltScreen)
	require.Contains(t, s.View().Content, "PAUSED")

	_, cmd = press(t, s, 'x')
	require.Nil(t, cmd)
	_, cmd = press(t, s, 'q')
	require.Equal(t, tea.QuitMsg{}, cmd())
	require.Empty(t, nextCurrency(overview.Overview{}, ""))
}

const (
	enter = "\x1b[?1049h"
	leave = "\x1b[?1049l"
)

// The terminal gets its own screen back however the dashboard ends.
func TestTheTerminalIsGivenBack(t *testing.T) {
	m := moment(t)
	calls := 0
	cases := map[string]struct {
		in     io.Reader
		source func() Moment
		cancel time.Duration
		fail   error
	}{
		"by a key":   {bytes.NewBufferString("q"), func() Moment { return m }, time.Minute, nil},
		"by ctrl-c":  {bytes.NewBufferString("\x03"), func() Moment { return m }, time.Minute, nil},
		"by a panic": {bytes.NewBufferString(""), func() Moment { calls++; return breakAfter(calls, m) }, time.Minute, tea.ErrProgramPanic},
		"by its end": {bytes.NewBufferString(""), func() Moment { return m }, 300 * time.Millisecond, nil},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), tc.cancel)
			defer cancel()
			var out bytes.Buffer
			err := Show(ctx, tc.in, &out, tc.source, Look{})
			if tc.fail == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, tc.fail)
			}
			require.Contains(t, out.String(), enter)
			require.Greater(t, bytes.LastIndex(out.Bytes(), []byte(leave)), bytes.LastIndex(out.Bytes(), []byte(enter)))
		})
	}
}

// breakAfter is a moment twice, and then none.
func breakAfter(calls int, m Moment) Moment {
	if calls > 2 {
		panic("broken")
	}
	return m
}

func TestAPanicOfTheFeedIsAProblemOnTheScreen(t *testing.T) {
	f := &Feed{traffic: NewTraffic(start)}
	require.Empty(t, f.Moment().Problem)
	f.guard(t.Context(), func(context.Context) { panic("broken") })
	require.Equal(t, "internal error: broken", f.Moment().Problem)
	f.looking, f.followed = errors.New("first\nsecond"), errors.New("third")
	require.Equal(t, "first", f.Moment().Problem)
}
