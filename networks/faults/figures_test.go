// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/payment"
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
		"a flood was none": {func(o *Outcome) {
			o.Injected = []Injected{{Fault: Fault{Kind: FreezeFlood}, Times: 2.9}}
		}, false},
		"a flood was one": {func(o *Outcome) {
			o.Injected = []Injected{{Fault: Fault{Kind: FreezeFlood}, Times: 3}}
		}, true},
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

func TestABlockOfAMinorityIsAViolation(t *testing.T) {
	var found findings
	found.standsStill(Fault{Kind: KillTwo}, 7, 7)
	found.standsStill(Fault{Kind: KillTwo}, 0, 7) // nobody told the height before
	require.Empty(t, found)
	found.standsStill(Fault{Kind: KillTwo}, 7, 8)
	require.Equal(t, []string{"SAFETY"}, checkersOf(found))
	require.Equal(t, "no block after 7", found[0].Expected)
	require.Equal(t, "8", found[0].Got)
}

func TestALateRecoveryIsAViolation(t *testing.T) {
	var found findings
	found.inTime(Injected{Fault: Fault{Kind: KillOne}, Recovery: map[string]time.Duration{"a": recoveryBound}}, 9)
	found.inTime(Injected{Fault: Fault{Kind: KillAll}, Recovery: map[string]time.Duration{"a": recoveryBoundAll}}, 9)
	require.Empty(t, found)
	found.inTime(Injected{Fault: Fault{Kind: KillOne}, Recovery: map[string]time.Duration{"a": time.Second, "b": recoveryBound + time.Second}}, 9)
	found.inTime(Injected{Fault: Fault{Kind: KillAll}, Recovery: map[string]time.Duration{"a": recoveryBoundAll + 1}}, 9)
	require.Equal(t, []string{"RECOVERY", "RECOVERY"}, checkersOf(found))
	require.Contains(t, found[0].What, "b after")
}

// The rate of a flood follows from what its transactions cost.
func TestAFloodIsPricedAsItsTransactionsAre(t *testing.T) {
	customers, err := newCustomers(1)
	require.NoError(t, err)
	work := newWorkload(1, "flood", customers, customers)
	work.smallOnly = true
	var batch []payment.Decoded
	bytes := 0
	const many = 200
	for range many {
		one, _ := draw(work, 1)
		raw := one[0].Encode()
		decoded := payment.DecodeBatch(&payment.MsgPayBatch{Instructions: [][]byte{raw}}, ChainID)
		batch, bytes = append(batch, decoded...), bytes+len(raw)
	}
	price := gas.Price(nil, batch, bytes) - gas.PerTransaction
	require.InEpsilon(t, floodPayment, float64(price)/many, 0.1)
}
