// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
)

func second(n float64) time.Time { return time.Unix(0, 0).Add(time.Duration(n * float64(time.Second))) }

func TestGapsCountWhileAtMostOneIsFaulty(t *testing.T) {
	out := Outcome{
		Times: map[int64]time.Time{2: second(0), 3: second(1), 4: second(5), 5: second(30), 6: second(31)},
		Injected: []Injected{
			{Fault: Fault{Kind: KillOne}, At: second(0.5), Over: second(6)},
			{Fault: Fault{Kind: KillTwo}, At: second(7), Over: second(29)},
		},
	}
	gap, height := largestGap(out)
	require.Equal(t, 4*time.Second, gap)
	require.EqualValues(t, 4, height)
	out.Injected[1].Kind = PauseOne
	gap, _ = largestGap(out)
	require.Equal(t, 25*time.Second, gap)
}

func TestFinalityBesideANoisyOne(t *testing.T) {
	out := Outcome{
		Injected: []Injected{
			{Fault: Fault{Kind: Noisy, Victims: []int{0}}, At: second(10), Healed: second(20), Over: second(22)},
			{Fault: Fault{Kind: KillOne}, At: second(30), Over: second(40)},
		},
		Samples: []Sample{
			{genesis.BankB, second(1), time.Second, 1},      // quiet
			{genesis.BankB, second(12), 2 * time.Second, 1}, // beside
			{genesis.BankA, second(12), 9 * time.Second, 1}, // the noisy one itself
			{genesis.BankB, second(35), 7 * time.Second, 1}, // another fault
			{genesis.BankB, second(9), 3 * time.Second, 1},  // begun before, ended within
		},
	}
	beside, quiet := finalities(out)
	require.Equal(t, out.Samples[1:2], beside)
	require.Equal(t, out.Samples[:1], quiet)
}

func TestAReportHoldsOnlyIfEverythingDoes(t *testing.T) {
	good := Outcome{Seed: 1, Form: FormProxy, Latencies: []int64{1, 2, 3}}
	cases := map[string]struct {
		spoil func(*Outcome)
		held  bool
	}{
		"nothing is wrong":         {func(*Outcome) {}, true},
		"an order takes too long":  {func(o *Outcome) { o.Latencies = append(o.Latencies, 4) }, false},
		"a violation":              {func(o *Outcome) { o.Violations = []Violation{{Checker: "I1"}} }, false},
		"a seed came to no end":    {func(o *Outcome) { o.Failed = bytes.ErrTooLarge }, false},
		"blocks are too far apart": {func(o *Outcome) { o.Times = map[int64]time.Time{4: second(0), 5: second(16)} }, false},
		"finality suffers too much": {func(o *Outcome) {
			o.Injected = []Injected{{Fault: Fault{Kind: Noisy, Victims: []int{0}}, At: second(10), Healed: second(20), Over: second(22)}}
			o.Samples = []Sample{{genesis.BankB, second(1), time.Second, 1}, {genesis.BankB, second(12), 3 * time.Second, 1}}
		}, false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			out := good
			tc.spoil(&out)
			r := NewReport([]Outcome{out}, time.Minute)
			require.Equal(t, tc.held, r.Held)
			var text bytes.Buffer
			r.Print(&text)
			require.Contains(t, text.String(), "| faults injected |")
		})
	}
}
