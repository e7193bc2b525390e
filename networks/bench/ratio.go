// SPDX-License-Identifier: Apache-2.0

package bench

// Ratio is one figure of one run divided by that of another, over the pairs of runs that belong together.
type Ratio struct {
	What string `json:"what"`
	Spread
}

// pairwise divides within each pair, so that what slows the machine down for a while touches both sides.
func (r *Report) pairwise(kind, by Kind, figure func(Run) float64) Spread {
	var values []float64
	for _, one := range r.of(kind, 4) {
		for _, other := range r.of(by, 4) {
			if one.Pair == other.Pair && one.Pair > 0 && figure(other) > 0 {
				values = append(values, figure(one)/figure(other))
			}
		}
	}
	return spread(values)
}

// quotient divides the median of one by that of the other; nothing if either is missing.
func quotient(one, other Spread) Spread {
	if one.Runs == 0 || other.Runs == 0 || other.Median == 0 || other.Least == 0 {
		return Spread{}
	}
	return Spread{
		Median: one.Median / other.Median, Least: one.Least / other.Most, Most: one.Most / other.Least, Runs: min(one.Runs, other.Runs),
	}
}

// floorTimes is processor time per payment and validator, counted in signatures of the floor.
func (r *Report) floorTimes(kind Kind, nodes int, floor func(*Floor) float64) Spread {
	if r.Floor == nil || floor(r.Floor) == 0 {
		return Spread{}
	}
	return r.over(kind, nodes, func(run Run) float64 { return cpuOf(run) / floor(r.Floor) })
}

func batchFloor(f *Floor) float64 { return f.Ed25519Batch }

// ratios are those of the report; one that was not measured is left out.
func (r *Report) ratios() []Ratio {
	all := []Ratio{
		{"payments/s, batch lane with Ed25519 : vanilla, four validators", r.pairwise(BatchEd25519, Vanilla, rateOf)},
		{"payments/s, one per transaction : vanilla, four validators", r.pairwise(Single, Vanilla, rateOf)},
		{"CPU per payment and validator, vanilla : batch lane with Ed25519", r.pairwise(Vanilla, BatchEd25519, cpuOf)},
		{"CPU per payment and validator, vanilla : one per transaction", r.pairwise(Vanilla, Single, cpuOf)},
		{"CPU per payment and validator, batch lane : Ed25519 batch signature", r.floorTimes(BatchEd25519, 4, batchFloor)},
		{"payments/s, secp256k1 devices : Ed25519 devices", quotient(r.over(BatchSecp256k1, 4, rateOf), r.over(BatchEd25519, 4, rateOf))},
		{"payments/s, P-256 devices : Ed25519 devices", quotient(r.over(BatchP256, 4, rateOf), r.over(BatchEd25519, 4, rateOf))},
		{"payments/s, batch lane : vanilla, one node", quotient(r.over(BatchEd25519, 1, rateOf), r.over(Vanilla, 1, rateOf))},
		{"payments/s, batch lane on one node : PostgreSQL", quotient(r.over(BatchEd25519, 1, rateOf), r.over(Postgres, 1, rateOf))},
		{"CPU per payment, batch lane on one node : PostgreSQL", quotient(r.over(BatchEd25519, 1, cpuOf), r.over(Postgres, 1, cpuOf))},
	}
	var measured []Ratio
	for _, ratio := range all {
		if ratio.Runs > 0 {
			measured = append(measured, ratio)
		}
	}
	return measured
}
