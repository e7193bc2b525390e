// SPDX-License-Identifier: Apache-2.0

package netting

import "github.com/taelnet/tael/x/compliance"

// MaxFigure is the largest value of each running figure of a position and of a cap: sums of four of them stay within
// a uint64, so that no comparison can overflow. It is 2.3 * 10^18 minor units.
const MaxFigure uint64 = 1 << 61

// Owed is what the member owes in all cycles not SETTLED.
func (p Position) Owed() uint64 { return p.OpenOwed + p.ClosedOwed }

// Due is what the member is due in all cycles not SETTLED; all of it is usable.
func (p Position) Due() uint64 { return p.OpenDue + p.ClosedDue }

// Net is owed - due: positive if the member owes more than it is due.
func (p Position) Net() int64 { return int64(p.Owed()) - int64(p.Due()) }

// ClosedNet is owed - due of the CLOSED cycles: what the member pays (or, negative, receives) when they settle.
func (p Position) ClosedNet() int64 { return int64(p.ClosedOwed) - int64(p.ClosedDue) }

// fits says that position + reserved + amount <= limit.
func (p Position) fits(amount, limit uint64) bool {
	return p.Owed()+p.Reserved+amount <= min(limit, MaxFigure)+p.Due()
}

// Sound says that position + reserved <= min(cover, cap) and that the CLOSED cycles can be paid from cover. A member
// whose position is not sound is OUTBOUND_BLOCKED until it is.
func (p Position) Sound(cover uint64) bool {
	return p.fits(0, cover) && p.fits(0, p.Cap) && p.covers(cover)
}

func (p Position) covers(cover uint64) bool {
	return p.ClosedOwed <= p.ClosedDue+min(cover, MaxFigure)
}

// Accept says whether the member may owe amount more under this cover, and why not. A block is judged on read: it
// holds only while the position is not sound.
func (p Position) Accept(amount, cover uint64) compliance.Reason {
	switch {
	case p.OutboundBlocked && !p.Sound(cover):
		return compliance.ReasonOutboundBlocked
	case !p.fits(amount, cover):
		return compliance.ReasonLiquidity
	case !p.fits(amount, p.Cap):
		return compliance.ReasonCap
	default:
		return compliance.ReasonNone
	}
}

// Available is what the member may still owe under this cover.
func (p Position) Available(cover uint64) uint64 {
	have := min(cover, p.Cap, MaxFigure) + p.Due()
	used := p.Owed() + p.Reserved
	if (p.OutboundBlocked && !p.Sound(cover)) || used >= have {
		return 0
	}
	return have - used
}

// Owe adds an obligation the member owes. It reports ErrFigureOverflow and changes nothing if a figure would exceed
// MaxFigure.
func (p *Position) Owe(amount uint64) error {
	owed, err := grow(p.OpenOwed, p.ClosedOwed, amount)
	if err != nil {
		return err
	}
	if p.LifetimeOut+amount < amount {
		return ErrFigureOverflow.Wrapf("lifetime outgoing %d + %d", p.LifetimeOut, amount)
	}
	p.OpenOwed, p.LifetimeOut = owed, p.LifetimeOut+amount
	return nil
}

// BeOwed adds an obligation the member is due. It reports ErrFigureOverflow and changes nothing if a figure would
// exceed MaxFigure.
func (p *Position) BeOwed(amount uint64) error {
	due, err := grow(p.OpenDue, p.ClosedDue, amount)
	if err != nil {
		return err
	}
	if p.LifetimeIn+amount < amount {
		return ErrFigureOverflow.Wrapf("lifetime incoming %d + %d", p.LifetimeIn, amount)
	}
	p.OpenDue, p.LifetimeIn = due, p.LifetimeIn+amount
	return nil
}

func grow(open, closed, amount uint64) (uint64, error) {
	if open+closed+amount > MaxFigure {
		return 0, ErrFigureOverflow.Wrapf("%d + %d exceeds %d", open+closed, amount, MaxFigure)
	}
	return open + amount, nil
}

// Roll moves the figures of the open cycle to those of the CLOSED ones.
func (p *Position) Roll() {
	p.ClosedOwed += p.OpenOwed
	p.ClosedDue += p.OpenDue
	p.OpenOwed, p.OpenDue = 0, 0
}

// Settle forgets the CLOSED cycles once they are paid.
func (p *Position) Settle() { p.ClosedOwed, p.ClosedDue = 0, 0 }

// SetCap sets the cap at a height: a cut holds at once, a raise from the next block on. It reports ErrCapInvalid
// above MaxFigure and ErrCapBelowPosition if position + reserved exceeds it.
func (p *Position) SetCap(limit uint64, height int64) error {
	if limit > MaxFigure {
		return ErrCapInvalid.Wrapf("expected a cap up to %d, got %d", MaxFigure, limit)
	}
	if !p.fits(0, limit) {
		return ErrCapBelowPosition.Wrapf("expected a cap of at least %d, got %d", p.Owed()+p.Reserved-p.Due(), limit)
	}
	p.RaisedCap, p.RaisedHeight = 0, 0
	if limit > p.Cap {
		p.RaisedCap, p.RaisedHeight = limit, height
		return nil
	}
	p.Cap = limit
	return nil
}

// At is the position as it stands at a height: a raise set in an earlier block has become the cap.
func (p Position) At(height int64) Position {
	if p.RaisedHeight != 0 && height > p.RaisedHeight {
		p.Cap, p.RaisedCap, p.RaisedHeight = p.RaisedCap, 0, 0
	}
	return p
}

// Validate reports ErrGenesisInvalid if a figure exceeds MaxFigure or the member has no number.
func (p Position) Validate() error {
	if !validMember(p.Member) {
		return ErrGenesisInvalid.Wrapf("position: expected a member number 1..%d, got %d", MaxMember, p.Member)
	}
	for _, figure := range []uint64{p.OpenOwed, p.OpenDue, p.ClosedOwed, p.ClosedDue, p.Reserved, p.Cap, p.RaisedCap} {
		if figure > MaxFigure {
			return ErrGenesisInvalid.Wrapf("position of member %d: expected figures up to %d, got %d", p.Member, MaxFigure, figure)
		}
	}
	if (p.RaisedHeight == 0) != (p.RaisedCap == 0) || p.RaisedHeight < 0 {
		return ErrGenesisInvalid.Wrapf("position of member %d: raised cap %d at height %d", p.Member, p.RaisedCap, p.RaisedHeight)
	}
	return nil
}
