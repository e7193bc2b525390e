// SPDX-License-Identifier: Apache-2.0

package payment

// maxClock bounds every clock, so that sums with a block time never overflow: ten years in seconds.
const maxClock = 10 * 366 * 86_400

// DefaultParams returns the clocks a network starts with: valid_until at most 24 hours ahead, UETRs remembered for 35 days;
// payments may be given back for 30 days.
func DefaultParams() Params {
	return Params{ValidAhead: 86_400, Retention: 35 * 86_400, RefundWindow: 30 * 86_400}
}

// Validate checks that a UETR is remembered for as long as an instruction under it can come again or be given back:
// retention >= valid_ahead + refund_window. It returns ErrParamsInvalid.
func (p Params) Validate() error {
	for _, clock := range [...]struct {
		name    string
		seconds uint64
	}{{"valid_ahead", p.ValidAhead}, {"retention", p.Retention}, {"refund_window", p.RefundWindow}} {
		if clock.seconds == 0 || clock.seconds > maxClock {
			return ErrParamsInvalid.Wrapf("expected %s of 1 to %d seconds, got %d", clock.name, maxClock, clock.seconds)
		}
	}
	if p.LongestValidAhead > maxClock || (p.LongestValidAhead != 0 && p.LongestValidAhead < p.ValidAhead) {
		return ErrParamsInvalid.Wrapf("expected longest_valid_ahead of %d to %d seconds, got %d", p.ValidAhead, maxClock, p.LongestValidAhead)
	}
	if longest := p.longest(); p.Retention < longest+p.RefundWindow {
		return ErrParamsInvalid.Wrapf("expected retention of at least %d + %d seconds, got %d", longest, p.RefundWindow, p.Retention)
	}
	return nil
}

// longest is the longest valid_ahead there has been; a genesis that leaves it out has had no other.
func (p Params) longest() uint64 { return max(p.ValidAhead, p.LongestValidAhead) }

// Follow is what replaces other parameters while the chain runs. It remembers the longest valid_ahead of all: were a UETR
// forgotten while an instruction of that time may still come, it would be paid twice. It returns ErrParamsInvalid.
func (p Params) Follow(before Params) (Params, error) {
	if p.LongestValidAhead != 0 && p.LongestValidAhead != before.longest() {
		return before, ErrParamsInvalid.Wrapf("expected longest_valid_ahead to be left out, for the chain keeps it at %d, got %d", before.longest(), p.LongestValidAhead)
	}
	p.LongestValidAhead = max(p.ValidAhead, before.longest())
	return p, p.Validate()
}
