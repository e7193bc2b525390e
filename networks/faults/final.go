// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/taelnet/tael/x/payment"
)

// checkAll waits until every node shows the last blocks, and checks everything once more, at every height. unwatch ends
// the observers and the model.
func (t *trial) checkAll(ctx context.Context, told []Told, out *Outcome, unwatch func()) error {
	last, err := t.level(ctx)
	if err != nil {
		t.gather(out)
		return err
	}
	unwatch()
	for _, n := range t.net.Nodes {
		if _, err := t.observer.look(ctx, n, 1, false); err != nil {
			return fmt.Errorf("last look at %s: %w", n.Name, err)
		}
	}
	t.blocks = t.blocks[:min(int(last), len(t.blocks))]
	scans, closed, err := t.replay(ctx)
	if err != nil {
		return err
	}
	sights, found := t.observer.all()
	t.note(found...)
	record := Record{Town: t.town, Blocks: t.blocks, Sights: sights, Told: told}
	if record.Cycles, err = t.scanner.cycles(ctx, last, closed); err != nil {
		return err
	}
	t.note(record.Check()...)
	out.Scans = t.scans + scans
	t.gather(out)
	t.Say("checked %d blocks, %d sights, %d full scans, %d closed cycles: %d violations", len(t.blocks), len(sights),
		out.Scans, len(record.Cycles), len(out.Violations))
	return nil
}

// level waits until all nodes show one height and the model has followed it.
func (t *trial) level(ctx context.Context) (int64, error) {
	top := t.net.top(ctx)
	limit, cancel := context.WithTimeout(ctx, allTop)
	defer cancel()
	for _, n := range t.net.Nodes {
		for {
			s, err := n.status(limit)
			if err == nil && s.height > top {
				break
			}
			if err := pause(limit, 100*time.Millisecond); err != nil {
				return 0, fmt.Errorf("%s does not come to height %d: %w", n.Name, top, err)
			}
		}
	}
	for {
		height := t.height()
		if height >= top {
			return top, nil
		}
		if err := pause(limit, 50*time.Millisecond); err != nil {
			return 0, fmt.Errorf("the model is at height %d, the chain at %d: %w", height, top, err)
		}
	}
}

// replay follows all blocks with a fresh model and scans the audit node's state after each of them.
func (t *trial) replay(ctx context.Context) (scans int, closed uint64, err error) {
	model := newModel(t.town)
	for _, b := range t.blocks {
		model.Apply(b) // what it finds has been found
		s, err := t.scanner.read(ctx, b.Height)
		if err != nil {
			return scans, 0, err
		}
		t.note(model.CheckScan(s)...)
		scans++
	}
	return scans, model.cycle - 1, nil
}

// gather writes down what the seed came to.
func (t *trial) gather(out *Outcome) {
	t.mu.Lock()
	defer t.mu.Unlock()
	out.Heights, out.Turned = int64(len(t.blocks)), t.model.Turned
	out.Violations = slices.Clone(t.found)
	out.Times = t.observer.blockTimes()
	out.Payments = map[string]int{}
	eachResult(Record{Blocks: t.blocks}, func(_ Block, _ Order, r payment.Result) {
		r.Cycle = 0
		out.Payments[outcomeText(r)]++
	})
}
