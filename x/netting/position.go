// SPDX-License-Identifier: Apache-2.0

package netting

// MaxFigure is the largest value of each running figure of a position and of a cap: sums of four of them stay within
// a uint64, so that no comparison can overflow. It is 2.3 * 10^18 minor units.
const MaxFigure uint64 = 1 << 61

// Owed is what the member owes in all cycles not SETTLED.
func (p Position) Owed() uint64 { return p.OpenOwed + p.ClosedOwed }

// Due is what the member is due in all cycles not SETTLED.
func (p Position) Due() uint64 { return p.OpenDue + p.ClosedDue }

// Net is owed - due: positive if the member owes more than it is due.
func (p Position) Net() int64 { return int64(p.Owed()) - int64(p.Due()) }

// ClosedNet is owed - due of the CLOSED cycles: what the member pays (or, negative, receives) when they settle.
func (p Position) ClosedNet() int64 { return int64(p.ClosedOwed) - int64(p.ClosedDue) }

// Sound is Standing.Sound of a position with this settlement balance when all that is due counts.
func (p Position) Sound(balance uint64) bool {
	p.Balance = balance
	return Standing{Position: p, Share: 100}.Sound()
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
	p.OpenOwed, p.LifetimeOut, p.DaySent = owed, p.LifetimeOut+amount, p.DaySent+amount
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
	p.OpenDue, p.LifetimeIn, p.DayReceived = due, p.LifetimeIn+amount, p.DayReceived+amount
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

// Validate reports ErrGenesisInvalid unless the member has a number and the figures are in range.
func (p Position) Validate() error {
	if !validMember(p.Member) {
		return ErrGenesisInvalid.Wrapf("position: expected a member number 1..%d, got %d", MaxMember, p.Member)
	}
	for _, figure := range []uint64{p.OpenOwed, p.OpenDue, p.ClosedOwed, p.ClosedDue, p.Reserved, p.Cap, p.RaisedCap, p.Earmark, p.Peak} {
		if figure > MaxFigure {
			return ErrGenesisInvalid.Wrapf("position of member %d: expected figures up to %d, got %d", p.Member, MaxFigure, figure)
		}
	}
	if (p.RaisedHeight == 0) != (p.RaisedCap == 0) || p.RaisedHeight < 0 {
		return ErrGenesisInvalid.Wrapf("position of member %d: raised cap %d at height %d", p.Member, p.RaisedCap, p.RaisedHeight)
	}
	if p.DaySent > p.LifetimeOut || p.DayReceived > p.LifetimeIn || (p.Day != 0 && !ValidDate(p.Day)) {
		return ErrGenesisInvalid.Wrapf("position of member %d: sent %d and received %d on day %d", p.Member, p.DaySent, p.DayReceived, p.Day)
	}
	if (p.PeakAt == 0) != (p.Peak == 0) || p.PeakAt < 0 || p.AlarmPercent > 100 {
		return ErrGenesisInvalid.Wrapf("position of member %d: peak %d at %d, alarm %d", p.Member, p.Peak, p.PeakAt, p.AlarmPercent)
	}
	return nil
}
