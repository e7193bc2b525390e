// SPDX-License-Identifier: Apache-2.0

package commitment

import "sync"

// rewrite is the one snapshot that may be being written beside the blocks.
type rewrite struct {
	mu      sync.Mutex
	running sync.WaitGroup
	busy    bool
}

func (r *rewrite) begin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy {
		return false
	}
	r.busy = true
	r.running.Add(1)
	return true
}

func (r *rewrite) end() {
	r.mu.Lock()
	r.busy = false
	r.mu.Unlock()
	r.running.Done()
}

func (r *rewrite) wait() { r.running.Wait() }

// committed is told of every state after its record was written. It begins a snapshot once the changelog since the last
// one is as large as that one, so that snapshots cost no more writing than the changelog, and a start no more reading.
// What no version from keep on needs is removed when the snapshot is there.
func (a *archive) committed(s *state, keep int64) error {
	a.mu.Lock()
	threshold := max(a.opts.SnapshotBytes, a.written)
	a.mu.Unlock()
	if a.log.Grown() < threshold || !a.rewrite.begin() {
		return nil
	}
	// The end of the old segment must not be torn once there is another behind it.
	if err := a.log.Roll(); err != nil {
		a.rewrite.end()
		return err
	}
	go func() {
		defer a.rewrite.end()
		if err := a.snapshot(s, keep); err != nil {
			snapshotFailures.Inc()
			a.logger.Error("the snapshot was not written; the changelog is kept and the next one tries again", "height", s.version, "err", err)
		}
	}()
	return nil
}

// snapshot writes a state and removes what nobody needs any more.
func (a *archive) snapshot(s *state, keep int64) error {
	size, err := writeSnapshot(a.opts.Files, a.dir, s)
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.snapshots, a.written = append(a.snapshots, s.version), size
	a.mu.Unlock()
	snapshotHeight.Set(float64(s.version))
	snapshotBytes.Set(float64(size))
	return a.forget(keep)
}
