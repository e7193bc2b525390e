// SPDX-License-Identifier: Apache-2.0

package consortium

import "math/bits"

// Miss records a missed block and returns the record of the last N blocks up to it. The record is a ring of N bits, so
// blocks that were signed since cost nothing until the next miss. A record of another window, or of heights that lie
// ahead, starts anew.
func (l Liveness) Miss(height int64, window uint32) Liveness {
	if len(l.Missed) != ringLength(window) || height < l.Last {
		l.Missed, l.Count, l.Last, l.Kept = make([]byte, ringLength(window)), 0, 0, false
	} else {
		l.Missed = append([]byte(nil), l.Missed...)
	}
	if height == l.Last && l.Count > 0 {
		return l // one block is missed once
	}

	l.forget(height, window)
	place := height % int64(window)
	l.Missed[place/8] |= 1 << (place % 8)
	l.Count++
	l.Last = height
	return l
}

// forget clears the places of the blocks after the last miss up to a height: what they held is N blocks older.
func (l *Liveness) forget(height int64, window uint32) {
	n := int64(window)
	if height-l.Last >= n {
		clear(l.Missed)
		l.Count = 0
		return
	}
	for h := l.Last + 1; h <= height; h++ {
		place := h % n
		bit := byte(1) << (place % 8)
		if l.Missed[place/8]&bit != 0 {
			l.Missed[place/8] &^= bit
			l.Count--
		}
	}
}

// MissedAt is how many of the N blocks up to a height were missed, and the last of them; zeros if none was.
func (l Liveness) MissedAt(height int64, window uint32) (count uint32, last int64) {
	if len(l.Missed) != ringLength(window) || height < l.Last {
		return 0, 0
	}
	l.Missed = append([]byte(nil), l.Missed...)
	l.forget(height, window)
	if l.Count == 0 {
		return 0, 0
	}
	return l.Count, l.Last
}

// Validate checks the form of the record for a window; it returns ErrGenesisInvalid.
func (l Liveness) Validate(window uint32) error {
	if len(l.ConsensusAddress) != AddressLength {
		return ErrGenesisInvalid.Wrapf("expected liveness of a consensus address of %d bytes, got %d", AddressLength, len(l.ConsensusAddress))
	}
	if len(l.Missed) != ringLength(window) {
		return ErrGenesisInvalid.Wrapf("expected liveness of %X over %d blocks in %d bytes, got %d", l.ConsensusAddress, window, ringLength(window), len(l.Missed))
	}
	var count int
	for _, b := range l.Missed {
		count += bits.OnesCount8(b)
	}
	if l.Last <= 0 || l.Count == 0 || uint32(count) != l.Count { //nolint:gosec // at most MaxWindow
		return ErrGenesisInvalid.Wrapf("expected liveness of %X to count its missed blocks, it counts %d of %d up to height %d", l.ConsensusAddress, l.Count, count, l.Last)
	}
	place := l.Last % int64(window)
	if l.Missed[place/8]&(1<<(place%8)) == 0 {
		return ErrGenesisInvalid.Wrapf("expected liveness of %X to have missed its last height %d", l.ConsensusAddress, l.Last)
	}
	for p := int64(window); p < int64(len(l.Missed))*8; p++ {
		if l.Missed[p/8]&(1<<(p%8)) != 0 {
			return ErrGenesisInvalid.Wrapf("expected liveness of %X within %d blocks, place %d is set", l.ConsensusAddress, window, p)
		}
	}
	return nil
}

func ringLength(window uint32) int { return (int(window) + 7) / 8 }
