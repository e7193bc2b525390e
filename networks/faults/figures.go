// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"slices"
	"time"
)

// Bounds that a run is held to.
const (
	gapBound     = 15 * time.Second
	latencyBound = 3
	besideBound  = 2.0
)

// window is a stretch of time.
type window struct{ from, to time.Time }

func (w window) meets(from, to time.Time) bool { return from.Before(w.to) && to.After(w.from) }

// faulty are how many validators a fault makes faulty at once.
func (f Fault) faulty() int {
	switch f.Kind {
	case KillTwo:
		return 2
	case KillAll, PartitionHalf:
		return validatorCount
	case KillOne, PauseOne, PartitionOne, OneWay, Flapping, SlowOne, NarrowOne, Crash:
		return 1
	default:
		return 0
	}
}

// largestGap is the longest time between two blocks while at most one validator was faulty. A validator counts as
// faulty until it has recovered.
func largestGap(out Outcome) (gap time.Duration, height int64) {
	var more []window
	for _, i := range out.Injected {
		if i.faulty() > 1 {
			// The first block after it has a time of its own only in the one after that.
			more = append(more, window{i.At, i.Over.Add(time.Second)})
		}
	}
	for h, at := range out.Times {
		before, known := out.Times[h-1]
		if !known || h <= 2 || slices.ContainsFunc(more, func(w window) bool { return w.meets(before, at) }) {
			continue
		}
		if at.Sub(before) > gap {
			gap, height = at.Sub(before), h
		}
	}
	return gap, height
}

// finalities are the times to finality of institutions beside a noisy one, and on a network without any fault.
func finalities(out Outcome) (beside, quiet []Sample) {
	for _, s := range out.Samples {
		during, noisy := false, false
		for _, i := range out.Injected {
			if !(window{i.At, i.Over.Add(time.Second)}).meets(s.At, s.At.Add(s.Took)) {
				continue
			}
			during = true
			if i.Kind == Noisy && s.At.After(i.At) && s.At.Before(i.Healed) && s.Member != custodianAt(i.Victims[0]) {
				noisy = true
			}
		}
		switch {
		case noisy:
			beside = append(beside, s)
		case !during:
			quiet = append(quiet, s)
		}
	}
	return beside, quiet
}

// times and blocks are what samples measured.
func times(all []Sample) (times []time.Duration, blocks []int64) {
	for _, s := range all {
		times, blocks = append(times, s.Took), append(blocks, s.Blocks)
	}
	return times, blocks
}

// quantile is the value below which a share of all lie, 0 of none.
func quantile[T int64 | time.Duration](all []T, share float64) T {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Clone(all)
	slices.Sort(sorted)
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// tooSmall says whether a flood of a kind did not come to what the figure is about.
func tooSmall(outcomes []Outcome, kind Kind) bool {
	least := offered(outcomes, kind)
	return least > 0 && least < saturation
}

// offered is the least that floods of a kind offered, in times of what the blocks could hold; 0 if there was none.
func offered(outcomes []Outcome, kind Kind) float64 {
	least := 0.0
	for _, out := range outcomes {
		for _, i := range out.Injected {
			if i.Kind == kind && (least == 0 || i.Times < least) {
				least = i.Times
			}
		}
	}
	return least
}
