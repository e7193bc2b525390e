// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"cmp"
	"slices"
	"time"
)

// Latency is how long payments took to be final for the client, in milliseconds.
type Latency struct {
	PerSecond float64 `json:"per_second"`
	// Offered are the payments handed to nodes; those of them that became final are the samples.
	Offered int     `json:"offered"`
	Samples int     `json:"samples"`
	P50     float64 `json:"p50_ms"`
	P90     float64 `json:"p90_ms"`
	P99     float64 `json:"p99_ms"`
	// Refusals are payments that nodes turned away meanwhile, by reason.
	Refusals map[string]int `json:"refused_payments,omitempty"`
}

func newLatency(perSecond float64, offered int, samples []time.Duration) Latency {
	ms := func(p int) float64 { return float64(percentile(samples, p).Microseconds()) / 1_000 }
	return Latency{PerSecond: perSecond, Offered: offered, Samples: len(samples), P50: ms(50), P90: ms(90), P99: ms(99)}
}

// percentile is the smallest value that at least p percent of the values do not exceed; 0 of none.
func percentile[T cmp.Ordered](values []T, p int) T {
	var none T
	if len(values) == 0 {
		return none
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max((len(sorted)*p+99)/100, 1)-1]
}

// Spread is a figure over several runs.
type Spread struct {
	Median float64 `json:"median"`
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
	Runs   int     `json:"runs"`
}

// spread of an even number of runs has the mean of the two in the middle as its median.
func spread(values []float64) Spread {
	if len(values) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return Spread{Median: (sorted[(n-1)/2] + sorted[n/2]) / 2, Least: sorted[0], Most: sorted[n-1], Runs: n}
}

func mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
