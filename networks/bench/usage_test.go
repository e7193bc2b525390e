// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseStat(t *testing.T) {
	const rest = " S 7 1 1 0 -1 4194560 10 20 0 0 150 50 30 20 20 0 1 0 100 1 1"
	cases := map[string]struct {
		raw     string
		want    counted
		refused bool
	}{
		"a plain name":                       {raw: "42 (taeld)" + rest, want: counted{7, 2 * time.Second, 500 * time.Millisecond}},
		"a name with spaces and parentheses": {raw: "42 (a ) b (c))" + rest, want: counted{7, 2 * time.Second, 500 * time.Millisecond}},
		"a line that was cut":                {raw: "42 (taeld) S 7 1 1", refused: true},
		"no name at all":                     {raw: "42 S 7", refused: true},
		"a field that is no number":          {raw: "42 (taeld) S 7 1 1 0 -1 4194560 10 20 0 0 x 50 30 20 20", refused: true},
		"nothing":                            {raw: "", refused: true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := parseStat([]byte(tc.raw))
			require.Equal(t, tc.refused, err != nil, "%v", err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestParseField(t *testing.T) {
	cases := map[string]struct {
		raw, label string
		want       uint64
		refused    bool
	}{
		"bytes written":                        {raw: "rchar: 9\nwrite_bytes: 4096\n", label: "write_bytes:", want: 4_096},
		"kilobytes with a unit":                {raw: "Name:\tx\nVmHWM:\t  1234 kB\n", label: "VmHWM:", want: 1_234},
		"a longer label of which it is a part": {raw: "cancelled_write_bytes: 7\nwrite_bytes: 8\n", label: "write_bytes:", want: 8},
		"no such line":                         {raw: "rchar: 9\n", label: "write_bytes:", refused: true},
		"no number":                            {raw: "write_bytes: many\n", label: "write_bytes:", refused: true},
		"an empty line":                        {raw: "write_bytes:\n", label: "write_bytes:", refused: true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := parseField([]byte(tc.raw), tc.label)
			require.Equal(t, tc.refused, err != nil, "%v", err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestUsageOfThisProcess(t *testing.T) {
	u, err := usageOf(os.Getpid())
	require.NoError(t, err)
	require.Positive(t, u.PeakRSS)
	_, err = usageOf(0)
	require.ErrorIs(t, err, os.ErrNotExist)
}
