// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/taelnet/tael/client/payfile"
)

const (
	barWidth     = 30
	meterEvery   = 100 * time.Millisecond
	plainEvery   = 5 * time.Second
	clearToRight = "\x1b[K"
)

// meter shows how far a file is: one line that moves on a terminal, a line every few seconds elsewhere.
type meter struct {
	out      io.Writer
	terminal bool
	every    time.Duration

	mu    sync.Mutex
	last  time.Time
	shown bool
}

func newMeter(out io.Writer) *meter {
	m := &meter{out: out, every: plainEvery}
	if file, ok := out.(*os.File); ok {
		info, err := file.Stat()
		m.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	if m.terminal {
		m.every = meterEvery
	}
	return m
}

// tell shows the counts, unless it did so a moment ago. The last ones are always shown.
func (m *meter) tell(c payfile.Counts) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if time.Since(m.last) < m.every && c.Open() > 0 {
		return
	}
	m.last, m.shown = time.Now(), true
	figures := fmt.Sprintf("%d of %d: %d paid, %d refused, %d failed, %d not sent",
		c.Done(), c.Transfers, c.Paid, c.Refused, c.Failed, c.NotSent)
	if !m.terminal {
		fmt.Fprintln(m.out, figures)
		return
	}
	full := barWidth
	if c.Transfers > 0 {
		full = barWidth * c.Done() / c.Transfers
	}
	bar := make([]byte, barWidth)
	for i := range bar {
		bar[i] = '.'
		if i < full {
			bar[i] = '#'
		}
	}
	fmt.Fprintf(m.out, "\r[%s] %s%s", bar, figures, clearToRight)
}

// end leaves the line that moved.
func (m *meter) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.terminal && m.shown {
		fmt.Fprintln(m.out)
	}
}
