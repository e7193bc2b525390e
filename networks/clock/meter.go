// SPDX-License-Identifier: Apache-2.0

package clock

import (
	"maps"
	"slices"
	"sync"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
)

const (
	// askAgain is the pause between two looks at one validator's proposals.
	askAgain = 3 * time.Second

	// keepProposals is how many proposals of a validator count, forgetProposals how long.
	keepProposals, forgetProposals = 3, time.Minute

	// keepCommits bounds the heights whose commit was seen and whose block was not.
	keepCommits = 64
)

// Meter turns what a node sees of consensus into offsets. It is safe for concurrent use.
//
// A block's time is the median of the precommits for the block before it. A validator's offset is its precommit against
// that median. The node's own is the moment at which it saw two thirds of those precommits against the median: votes
// travel for milliseconds, so what is left is its clock. A clock that is behind by more than a block interval shows in
// its votes no further than that, since no vote may be older than the block it is for; the time in its proposals is not
// held back, and is looked at for such a validator alone.
type Meter struct {
	mu        sync.Mutex
	commits   map[int64]time.Time
	height    int64
	blockTime time.Time
	own       samples
	tracks    map[string]*track
}

// track is what is known of one validator's clock.
type track struct {
	votes samples
	// held counts, for each of the last samples, whether the vote was held back.
	held []bool
	// proposals are offsets of its last proposals.
	proposals []proposal
	asked     time.Time
}

type proposal struct {
	offset time.Duration
	at     time.Time
}

// NewMeter is a meter that has seen nothing.
func NewMeter() *Meter { return &Meter{commits: map[int64]time.Time{}, tracks: map[string]*track{}} }

// Committed tells that the node saw more than two thirds of the precommits for a height at a moment of its own clock.
func (m *Meter) Committed(height int64, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, seen := m.commits[height]; !seen {
		m.commits[height] = at
	}
	for len(m.commits) > keepCommits {
		delete(m.commits, slices.Min(slices.Collect(maps.Keys(m.commits))))
	}
}

// Block takes a block with the votes for the one before it. A block whose predecessor was not committed before this
// node's eyes is fetched history, and tells nothing of clocks.
func (m *Meter) Block(header cmttypes.Header, last *cmttypes.Commit) {
	m.mu.Lock()
	defer m.mu.Unlock()
	committed, live := m.commits[header.Height-1]
	previous, follows := m.blockTime, m.height == header.Height-1
	m.height, m.blockTime = header.Height, header.Time
	for height := range m.commits {
		if height < header.Height {
			delete(m.commits, height)
		}
	}
	if !live || !follows || last == nil {
		return
	}
	m.own.add(committed.Sub(header.Time))
	present := map[string]bool{}
	for _, vote := range last.Signatures {
		if vote.BlockIDFlag != cmttypes.BlockIDFlagCommit {
			continue
		}
		address := vote.ValidatorAddress.String()
		present[address] = true
		if m.tracks[address] == nil {
			m.tracks[address] = &track{}
		}
		m.tracks[address].vote(vote.Timestamp.Sub(header.Time), IsHeld(vote.Timestamp, previous))
	}
	// A validator that does not sign is another alarm's; its clock is not known any more.
	for address := range m.tracks {
		if present[address] {
			continue
		}
		if m.tracks[address].miss(); m.tracks[address].empty() {
			delete(m.tracks, address)
		}
	}
}

func (t *track) vote(offset time.Duration, held bool) {
	t.votes.add(offset)
	t.held = append(t.held, held)
	if len(t.held) > window {
		t.held = t.held[1:]
	}
}

// miss forgets the oldest sample, so that one who left is forgotten.
func (t *track) miss() {
	if len(t.held) > 0 {
		t.votes.last, t.held = t.votes.last[1:], t.held[1:]
	}
}

func (t *track) empty() bool { return len(t.held) == 0 }

// mostlyHeld says that the votes do not show the clock.
func (t *track) mostlyHeld() bool {
	held := 0
	for _, h := range t.held {
		if h {
			held++
		}
	}
	return len(t.held) >= fewest && 2*held > len(t.held)
}

// WantsProposal says whether the time of a validator's proposal is needed now, and counts it as asked for.
func (m *Meter) WantsProposal(validator string, now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.tracks[validator]
	if t == nil || !t.mostlyHeld() || (!t.asked.IsZero() && now.Sub(t.asked).Abs() < askAgain) {
		return false
	}
	t.asked = now
	return true
}

// Proposed tells that a proposal with a time on it was complete at a moment of the node's own clock.
func (m *Meter) Proposed(validator string, stamped, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.tracks[validator]
	if t == nil {
		return
	}
	// The proposal is measured by this node's clock, whose own offset is known.
	own, _ := m.own.median(fewest)
	t.proposals = append(t.proposals, proposal{stamped.Sub(at) + own, at})
	if len(t.proposals) > keepProposals {
		t.proposals = t.proposals[1:]
	}
}

// Jumped tells that this node's clock was set by so much since the last samples. What was measured by the clock as it was
// is moved to the clock as it is, and kept to so few samples that as many new ones outweigh them.
func (m *Meter) Jumped(by time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for height, at := range m.commits {
		m.commits[height] = at.Add(by)
	}
	m.own.last = slices.Clone(m.own.last[max(0, len(m.own.last)-fewest):])
	for i := range m.own.last {
		m.own.last[i] += by
	}
}

// Own is the offset of this node's clock against the block times, once it has followed a few blocks.
func (m *Meter) Own() (Offset, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	by, known := m.own.median(fewest)
	return Offset{By: by}, known
}

// Validators are the offsets of all validators whose clock is known, by consensus address in hexadecimal.
func (m *Meter) Validators(now time.Time) map[string]Offset {
	m.mu.Lock()
	defer m.mu.Unlock()
	offsets := map[string]Offset{}
	for address, t := range m.tracks {
		if offset, known := t.offset(now); known {
			offsets[address] = offset
		}
	}
	return offsets
}

func (t *track) offset(now time.Time) (Offset, bool) {
	by, known := t.votes.median(fewest)
	if !known || !t.mostlyHeld() {
		return Offset{By: by}, known
	}
	var seen samples
	for _, p := range t.proposals {
		if now.Sub(p.at).Abs() <= forgetProposals {
			seen.add(p.offset)
		}
	}
	if proposed, known := seen.median(1); known && proposed < by {
		return Offset{By: proposed}, true
	}
	return Offset{By: by, AtLeast: true}, true
}
