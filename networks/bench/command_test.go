// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	cases := map[string]struct {
		command string
		args    []string
		seconds time.Duration
		refused bool
	}{
		"the defaults":          {"run", nil, 20 * time.Second, false},
		"quick is shorter":      {"quick", nil, 10 * time.Second, false},
		"half a second":         {"run", []string{"--seconds", "0.5"}, 500 * time.Millisecond, false},
		"no time at all":        {"run", []string{"--seconds", "0"}, 0, true},
		"no pair":               {"run", []string{"--pairs", "0"}, 0, true},
		"too few accounts":      {"run", []string{"--accounts", "3"}, 0, true},
		"an argument too many":  {"run", []string{"now"}, 0, true},
		"a flag nobody has":     {"run", []string{"--hours", "2"}, 0, true},
		"seconds of many words": {"run", []string{"--seconds", "many"}, 0, true},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			o, err := parse(tc.command, tc.args)
			require.Equal(t, tc.refused, err != nil, "%v", err)
			if err == nil {
				require.Equal(t, tc.seconds, o.setup.Lasts)
			}
		})
	}
}

func TestCheckOfAReport(t *testing.T) {
	broken, missing := sound(), sound()
	broken.Outage.Kept = 0.1
	missing.Records = nil
	cases := map[string]struct {
		report *Report
		flags  []string
		want   int
	}{
		"all holds":              {sound(), nil, exitWell},
		"one does not":           {broken, []string{"--allow-missing"}, exitBroken},
		"one is missing":         {missing, nil, exitBroken},
		"one may be missing":     {missing, []string{"--allow-missing"}, exitWell},
		"a check says the goals": {broken, nil, exitBroken},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "bench.json")
			tc.report.finish()
			require.NoError(t, tc.report.Save(file))
			var out bytes.Buffer
			require.Equal(t, tc.want, Main(append([]string{"check", "--from", file}, tc.flags...), &out), out.String())
			require.Contains(t, out.String(), "13 goals")
		})
	}
}

func TestWhatCannotRunSaysWhy(t *testing.T) {
	cases := map[string]struct {
		args []string
		says string
	}{
		"no command":      {nil, "usage"},
		"another command": {[]string{"race"}, "usage"},
		"no binary":       {[]string{"quick", "--taeld", "/nowhere/taeld"}, "make bench"},
		"no such report":  {[]string{"check", "--from", "/nowhere.json"}, "no such file"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.Equal(t, exitUnable, Main(tc.args, &out))
			require.Contains(t, out.String(), tc.says)
		})
	}
}
