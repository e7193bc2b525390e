// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"os"
	"regexp"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks"
)

func TestReadmeHasTheFiguresAndTheMetrics(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	figures := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|").FindAllStringSubmatch(string(raw), -1) {
		figures[row[1]] = row[2]
	}
	want := map[string]string{
		"Warn": Warn.String(), "Alarm": Alarm.String(), "Refuse": Refuse(networks.BlockTimeTolerance).String(),
	}
	showValidators(map[string]Offset{"AA": {}})
	families, err := prometheus.DefaultGatherer.Gather()
	require.NoError(t, err)
	for _, family := range families {
		if name := family.GetName(); regexp.MustCompile("^tael_clock_").MatchString(name) {
			require.Contains(t, figures, name)
			want[name] = figures[name]
		}
	}
	require.Len(t, want, 9)
	require.Equal(t, want, figures)
}
