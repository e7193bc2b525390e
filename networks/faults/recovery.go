// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Bounds of recovery: after healing, and after all nodes were down.
const (
	recoveryBound    = 60 * time.Second
	recoveryBoundAll = 120 * time.Second
	// recoveryGivenUp is when a run stops waiting: a network that has not recovered by then is kept as it is.
	recoveryGivenUp = 3 * time.Minute
	// nearTop is how many heights behind the top counts as there.
	nearTop = 2
)

// boundOf is how long the recovery from a kind of fault may take.
func boundOf(k Kind) time.Duration {
	if k == KillAll {
		return recoveryBoundAll
	}
	return recoveryBound
}

// recover waits until every victim is near the top and, if it validates, in a commit again.
func (i *Injector) recover(ctx context.Context, done *Injected) error {
	healed := i.net.top(ctx)
	ctx, cancel := context.WithTimeout(ctx, recoveryGivenUp)
	defer cancel()
	victims := done.Victims
	if done.Kind == PartitionHalf || done.Kind == SlowAll {
		victims = []int{0, 1, 2, 3}
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for _, v := range victims {
		wait.Go(func() {
			n := i.net.Nodes[v]
			err := i.back(ctx, n, healed)
			mu.Lock()
			defer mu.Unlock()
			done.Recovery[n.Name] = time.Since(done.Healed)
			if err != nil {
				failed = fmt.Errorf("%s has not recovered after %s (was it running: %t), see %s: %w",
					n.Name, time.Since(done.Healed).Round(time.Second), n.Running(), n.LogFile(), err)
			}
		})
	}
	wait.Wait()
	i.found.inTime(*done, healed)
	worst := time.Duration(0)
	for _, took := range done.Recovery {
		worst = max(worst, took)
	}
	i.say("healed; recovered %.1f s later", worst.Seconds())
	return failed
}

// inTime notes every victim that took longer to recover than it may.
func (found *findings) inTime(done Injected, healed int64) {
	for _, name := range slices.Sorted(maps.Keys(done.Recovery)) {
		if took := done.Recovery[name]; took > boundOf(done.Kind) {
			found.add("RECOVERY", healed, "at most "+boundOf(done.Kind).String(), took.Round(time.Millisecond).String(), "%s after %s", name, done.Fault)
		}
	}
}

// back waits until a node is near the top of a network that goes on, and has voted for one of its new blocks.
func (i *Injector) back(ctx context.Context, n *Node, healed int64) error {
	for {
		top := i.net.top(ctx)
		s, err := n.status(ctx)
		there := err == nil && top > healed && s.height >= top-nearTop
		if there && n.Validates() {
			there = false
			for height := max(healed+2, s.height-1); height <= s.height && !there; height++ {
				// The votes for a block stand in the next one; any node shows the same.
				there, _ = n.signed(ctx, height, s.address)
			}
		}
		if there {
			return nil
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}
