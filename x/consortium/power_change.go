// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"math/bits"
	"time"
)

// MaxPowerChanges is how many ordinary changes of power one evidence period may see, however small they are: it bounds
// what the chain remembers and how far a chain of rotations leads.
const MaxPowerChanges = 128

// EvidencePeriod is how long misbehaviour can be proven, by the consensus parameters: evidence is too old once both
// ages are over.
type EvidencePeriod struct {
	// Blocks is the age in blocks.
	Blocks int64
	// Duration is the age in block time.
	Duration time.Duration
}

// NewPowerChange is an ordinary change at a block. Its second is rounded up, so that it is never forgotten too early.
func NewPowerChange(height int64, now time.Time, amount, total int64) PowerChange {
	second := now.Unix()
	if now.Nanosecond() > 0 {
		second++
	}
	return PowerChange{Height: height, Time: second, Amount: amount, Total: total}
}

// Over says whether the change lies outside the evidence period that ends at a block. Like evidence it is over when
// both ages are.
func (c PowerChange) Over(p EvidencePeriod, height int64, now time.Time) bool {
	return height-c.Height > p.Blocks && time.Duration(now.Unix()-c.Time)*time.Second > p.Duration
}

// Validate checks the form of the record; it returns ErrGenesisInvalid.
func (c PowerChange) Validate() error {
	if c.Number == 0 || c.Height < 0 || c.Time < 0 || c.Amount <= 0 || c.Total <= 0 {
		return ErrGenesisInvalid.Wrapf("expected a power change with a number, an amount and a total above zero, got %+v", c)
	}
	return nil
}

// PowerShare is how much of the power ordinary changes have moved within an evidence period.
type PowerShare struct {
	// Changes is how many there were.
	Changes int
	// Changed is the power that they moved, each counted in full: what one added and another took does not cancel out.
	Changed int64
	// Base is what a share is a share of: the lowest power of all ACTIVE validators just before any of the changes, or
	// the present one if that is lower. So the share holds for every set of the period that a client may trust.
	Base int64
}

// NewPowerShare sums the changes of the period; total is the present power of all ACTIVE validators.
func NewPowerShare(changes []PowerChange, total int64) PowerShare {
	s := PowerShare{Changes: len(changes), Base: total}
	for _, c := range changes {
		s.Changed += c.Amount
		s.Base = min(s.Base, c.Total)
	}
	return s
}

// Room is the most power that one more change may move: the policy's share of the base, rounded down, less what was
// moved.
func (s PowerShare) Room(p ValidatorPolicy) int64 {
	if s.Changes >= MaxPowerChanges {
		return 0
	}
	high, low := bits.Mul64(uint64(s.Base), uint64(p.ChangeNumerator)) //nolint:gosec // powers are above zero
	share, _ := bits.Div64(high, low, uint64(p.ChangeDenominator))     // the share is below 1, so the quotient fits
	return max(0, int64(share)-s.Changed)                              //nolint:gosec // at most Base
}

// May returns ErrPowerShare if a change of so much power is more than the period has room for.
func (s PowerShare) May(p ValidatorPolicy, amount int64) error {
	if s.Changes >= MaxPowerChanges {
		return ErrPowerShare.Wrapf("expected fewer than %d changes of power within an evidence period, there were %d", MaxPowerChanges, s.Changes)
	}
	if room := s.Room(p); amount > room {
		return ErrPowerShare.Wrapf("expected a change of at most %d, which is %d/%d of %d less %d changed within the evidence period, got %d",
			room, p.ChangeNumerator, p.ChangeDenominator, s.Base, s.Changed, amount)
	}
	return nil
}
