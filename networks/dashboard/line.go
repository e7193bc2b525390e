// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"fmt"
	"strings"
)

// Line is a moment on one line, for logs and pipes: key=value, the problem last because it may hold spaces.
func Line(m Moment) string {
	o, r := m.Overview, m.Rates
	words := []string{
		m.Now.Format("2006-01-02T15:04:05Z"), o.ChainID,
		fmt.Sprintf("height=%d", o.Height),
		fmt.Sprintf("payments_per_second=%d", r.PaymentsPerSecond),
		fmt.Sprintf("payments=%d", r.Payments),
		fmt.Sprintf("block_interval_ms=%d", r.BlockInterval.Median),
		fmt.Sprintf("signing=%d/%d", o.Consensus.Signing(), len(o.Consensus.Validators)),
		fmt.Sprintf("nodes=%d/%d", o.Up(), len(o.Nodes)),
	}
	for _, c := range o.Currencies {
		used := uint32(0)
		for _, p := range c.Positions {
			used = max(used, p.Percent)
		}
		words = append(words, fmt.Sprintf("%s=cycle:%d,fullest:%d%%", c.Code, c.Open.Number, used))
	}
	words = append(words, fmt.Sprintf("alarms=%d", len(o.Alarms)))
	if m.Problem != "" {
		words = append(words, "problem="+m.Problem)
	}
	return strings.Join(words, " ")
}
