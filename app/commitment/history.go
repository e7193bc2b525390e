// SPDX-License-Identifier: Apache-2.0

package commitment

import "sync"

// history are the states that are held in memory: the last ones, and those that a state-sync snapshot is being made of.
type history struct {
	mu     sync.RWMutex
	limit  int
	recent []*state
	pinned map[int64]*state
}

// maxPinned bounds the states held for snapshots that nobody says are done.
const maxPinned = 2

// begin forgets all and starts with a state.
func (h *history) begin(s *state) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent, h.pinned = []*state{s}, map[int64]*state{}
}

// add holds one more and lets go of those that are over the limit or before what is kept at all.
func (h *history) add(s *state, floor int64, pin bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	// A chain may begin at any height. Behind its first block there is nothing to ask for.
	if len(h.recent) == 1 && h.recent[0].version == 0 {
		h.recent = nil
	}
	h.recent = append(h.recent, s)
	drop := max(len(h.recent)-h.limit, 0)
	for drop < len(h.recent)-1 && h.recent[drop].version < floor {
		drop++
	}
	clear(h.recent[:drop])
	h.recent = h.recent[drop:]
	if pin {
		h.hold(s)
	}
}

// hold pins a state, and lets go of the oldest if there are too many.
func (h *history) hold(s *state) {
	h.pinned[s.version] = s
	for len(h.pinned) > maxPinned {
		oldest := s.version
		for version := range h.pinned {
			oldest = min(oldest, version)
		}
		delete(h.pinned, oldest)
	}
}

// pin holds the state of a version, if it is still held.
func (h *history) pin(version int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.search(version); s != nil {
		h.hold(s)
	}
}

func (h *history) unpin(version int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.pinned, version)
}

// find returns the state of a version, nil if it is not held.
func (h *history) find(version int64) *state {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.search(version)
}

func (h *history) search(version int64) *state {
	if s := h.pinned[version]; s != nil {
		return s
	}
	if len(h.recent) == 0 {
		return nil
	}
	// Versions follow each other without a gap.
	if at := version - h.recent[0].version; at >= 0 && at < int64(len(h.recent)) {
		return h.recent[at]
	}
	return nil
}
