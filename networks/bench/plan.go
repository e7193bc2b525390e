// SPDX-License-Identifier: Apache-2.0

package bench

import "slices"

// Act is the form of a step.
type Act string

// What a step does.
const (
	ActFloor    Act = "floor"
	ActChain    Act = "chain"
	ActDatabase Act = "database"
	ActOutage   Act = "outage"
	ActOverload Act = "overload"
	ActWallets  Act = "wallets"
	ActRecords  Act = "records"
)

// Step is one measurement of a plan.
type Step struct {
	Act   Act
	Kind  Kind
	Nodes int
	Pair  int
	Wants Wants
}

// paired are measured in rotation, so that a machine that grows slower or quicker touches all alike.
var paired = []Kind{Vanilla, Single, BatchEd25519}

// FullPlan is the floor, so many rounds of the three chains in rotation, and everything else once. Finality and kept
// bytes are measured in the first round.
func FullPlan(pairs int) []Step {
	steps := []Step{{Act: ActFloor}}
	for pair := range pairs {
		for i := range paired {
			kind := paired[(pair+i)%len(paired)]
			steps = append(steps, Step{Act: ActChain, Kind: kind, Nodes: 4, Pair: pair + 1, Wants: Wants{Finality: pair == 0, Kept: pair == 0}})
		}
	}
	return append(
		steps,
		Step{Act: ActChain, Kind: BatchSecp256k1, Nodes: 4},
		Step{Act: ActChain, Kind: BatchP256, Nodes: 4},
		Step{Act: ActChain, Kind: Vanilla, Nodes: 1},
		Step{Act: ActDatabase, Kind: Postgres, Nodes: 1},
		Step{Act: ActChain, Kind: BatchEd25519, Nodes: 1},
		Step{Act: ActChain, Kind: Single, Nodes: 1},
		Step{Act: ActOutage, Kind: BatchEd25519, Nodes: 4},
		Step{Act: ActOverload, Kind: Single, Nodes: 4},
		Step{Act: ActWallets, Kind: BatchEd25519, Nodes: 1},
		Step{Act: ActRecords, Kind: BatchEd25519, Nodes: 1},
	)
}

// Only keeps the steps whose act or kind is named; all if nothing is named.
func Only(steps []Step, names []string) []Step {
	if len(names) == 0 {
		return steps
	}
	return slices.DeleteFunc(slices.Clone(steps), func(s Step) bool {
		return !slices.Contains(names, string(s.Act)) && !slices.Contains(names, string(s.Kind))
	})
}

// QuickPlan is the least that gives the main ratios, in under three minutes with ten seconds for each.
func QuickPlan() []Step {
	return []Step{
		{Act: ActFloor},
		{Act: ActChain, Kind: Vanilla, Nodes: 4, Pair: 1},
		{Act: ActChain, Kind: Single, Nodes: 4, Pair: 1},
		{Act: ActChain, Kind: BatchEd25519, Nodes: 4, Pair: 1, Wants: Wants{Finality: true, Kept: true}},
		{Act: ActDatabase, Kind: Postgres, Nodes: 1},
		{Act: ActChain, Kind: BatchEd25519, Nodes: 1},
	}
}
