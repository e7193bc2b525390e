// SPDX-License-Identifier: Apache-2.0

package bench

import "time"

// sound is a report in which every goal holds; tests break it.
func sound() *Report {
	chain := func(kind Kind, nodes, pair int, rate, cpu float64) Run {
		processes := make([]float64, nodes)
		for i := range processes {
			processes[i] = cpu
		}
		return Run{
			Kind: kind, Nodes: nodes, Pair: pair, Seconds: 20, Payments: int(20 * rate), PerSecond: rate, CPU: processes,
			Written: []float64{900}, PeakRSS: []uint64{256 << 20},
		}
	}
	r := &Report{
		Taken:   time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC),
		Machine: Machine{CPU: "Example <CPU> & Co", Cores: 2, Memory: 24 << 30, Kernel: "6.1", Storage: "ext4", Go: "go1.26", SDK: "v0.55.0"},
		Seconds: 20, Accounts: 10_000, Floor: &Floor{Ed25519Batch: 14, Ed25519: 45, Secp256k1: 34, P256: 68},
	}
	for pair := 1; pair <= 3; pair++ {
		swing := float64(pair) * 10
		r.Runs = append(
			r.Runs,
			chain(Vanilla, 4, pair, 400+swing, 1_100), chain(Single, 4, pair, 3_000+swing, 110), chain(BatchEd25519, 4, pair, 9_000+swing, 40),
		)
	}
	r.Runs = append(r.Runs, chain(Postgres, 1, 0, 10_000, 150), chain(BatchEd25519, 1, 0, 15_000, 40))
	for i := range r.Runs {
		if r.Runs[i].Pair != 1 {
			continue
		}
		r.Runs[i].Low = &Latency{PerSecond: 20, Offered: 400, Samples: 400, P50: 50, P90: 70, P99: 90}
		r.Runs[i].Half = &Latency{PerSecond: 1_500, Offered: 30_000, Samples: 30_000, P50: 150, P90: 200, P99: 290}
		r.Runs[i].Kept = &Kept{Payments: 100_000, PerPayment: 210, Pruned: true}
	}
	r.Outage = &Outage{Before: 9_000, After: 8_500, Kept: 8_500.0 / 9_000}
	r.Overload = &Overload{
		Saturation: 3_000, Goodput: 2_900, Kept: 2_900.0 / 3_000, MemoryBefore: 400 << 20, MemoryHalf: 500 << 20, MemoryAfter: 520 << 20,
		Recovered: true, Recovery: 6,
	}
	r.Wallets = &Growth{Wallets: 1_000_000, Run: chain(BatchEd25519, 1, 0, 14_000, 43)}
	r.Records = &Growth{Wallets: 10_000, Home: true, Run: chain(BatchEd25519, 1, 0, 14_500, 42)}
	return r
}

// edit changes the runs of a kind.
func edit(r *Report, kind Kind, nodes int, change func(*Run)) {
	for i := range r.Runs {
		if r.Runs[i].Kind == kind && r.Runs[i].Nodes == nodes {
			change(&r.Runs[i])
		}
	}
}
