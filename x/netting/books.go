// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"bytes"
	"cmp"
	"slices"
)

// Books are all records of one currency, each kind in the order of its keys. They say the same thing several times,
// from pair totals to nets, statements and settlements; Check says whether they agree.
type Books struct {
	// Currency is the currency.
	Currency Currency
	// Positions are the members' positions.
	Positions []Position
	// Pairs are the pair totals of all cycles.
	Pairs []PairTotal
	// Cycles are the closed cycles.
	Cycles []Cycle
	// Statements are the statements of closed cycles.
	Statements []Statement
	// Settlements are the settlements made.
	Settlements []Settlement
}

// Check reports ErrInvariantBroken with the figures of the first contradiction: nets sum to zero for the open cycle,
// the closed ones and for ever; pair totals reproduce what members owe and are due, the figures of each cycle, each
// statement with its digest and each settlement.
func (b Books) Check() error {
	for _, check := range []func() error{b.checkPairs, b.checkPositions, b.checkCycles, b.checkStatements, b.checkSettlements} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (b Books) broken(format string, args ...any) error {
	return ErrInvariantBroken.Wrapf("currency "+b.Currency.Code+": "+format, args...)
}

// pairsIn are the pair totals of the cycles first to last.
func (b Books) pairsIn(first, last uint64) []PairTotal {
	from := func(cycle uint64) int {
		at, _ := slices.BinarySearchFunc(b.Pairs, cycle, func(p PairTotal, c uint64) int { return cmp.Compare(p.Cycle, c) })
		return at
	}
	if last < first {
		return nil
	}
	return b.Pairs[from(first):from(last+1)]
}

func (b Books) checkPairs() error {
	c := b.Currency
	for _, pair := range b.Pairs {
		if pair.Cycle > c.OpenCycle {
			return b.broken("pair total in cycle %d, open cycle %d", pair.Cycle, c.OpenCycle)
		}
	}
	if empty := len(b.pairsIn(c.OpenCycle, c.OpenCycle)) == 0; empty != c.Empty() {
		return b.broken("open cycle %d opened at %d, empty %t", c.OpenCycle, c.OpenedAt, empty)
	}
	return nil
}

func (b Books) checkPositions() error {
	c := b.Currency
	for _, part := range []struct {
		name        string
		first, last uint64
		figures     func(Position) Net
	}{
		{"open", c.OpenCycle, c.OpenCycle, func(p Position) Net { return Net{p.Member, p.OpenOwed, p.OpenDue} }},
		{"closed", c.SettledCycle + 1, c.OpenCycle - 1, func(p Position) Net { return Net{p.Member, p.ClosedOwed, p.ClosedDue} }},
		{"lifetime", 1, c.OpenCycle, func(p Position) Net { return Net{p.Member, p.LifetimeOut, p.LifetimeIn} }},
	} {
		var have []Net
		for _, p := range b.Positions {
			if net := part.figures(p); net.Owed != 0 || net.Due != 0 {
				have = append(have, net)
			}
		}
		if err := b.zeroSum(part.name, have); err != nil {
			return err
		}
		want, err := Nets(b.pairsIn(part.first, part.last))
		if err != nil {
			return err
		}
		if !slices.Equal(have, want) {
			return b.broken("%s figures of positions are %v, pair totals make %v", part.name, have, want)
		}
	}
	return nil
}

// zeroSum reports a set of nets whose debtors and creditors differ.
func (b Books) zeroSum(name string, nets []Net) error {
	var owed, due uint64
	for _, net := range nets {
		owed, due = owed+net.Owed, due+net.Due
	}
	if owed != due {
		return b.broken("%s nets do not sum to zero: owed %d, due %d", name, owed, due)
	}
	return nil
}

func (b Books) checkCycles() error {
	c := b.Currency
	if uint64(len(b.Cycles)) != c.OpenCycle-1 {
		return b.broken("%d closed cycles before open cycle %d", len(b.Cycles), c.OpenCycle)
	}
	for i, cycle := range b.Cycles {
		if cycle.Number != uint64(i)+1 {
			return b.broken("cycle %d in place of %d", cycle.Number, i+1)
		}
		want := Cycle{
			Currency: cycle.Currency, Number: cycle.Number, OpenedAt: cycle.OpenedAt, ClosedAt: cycle.ClosedAt, ValueDate: cycle.ValueDate,
		}
		if cycle.Number <= c.StatedCycle {
			if err := want.Reckon(b.pairsIn(cycle.Number, cycle.Number)); err != nil {
				return err
			}
		}
		if cycle != want {
			return b.broken("figures of cycle %d are %v, pair totals make %v", cycle.Number, &cycle, &want)
		}
	}
	return nil
}

func (b Books) checkStatements() error {
	var want []Statement
	for _, cycle := range b.Cycles {
		if cycle.Number <= b.Currency.StatedCycle {
			want = append(want, cycle.Statements(b.pairsIn(cycle.Number, cycle.Number))...)
		}
	}
	if len(want) != len(b.Statements) {
		return b.broken("%d statements, pair totals make %d", len(b.Statements), len(want))
	}
	for i, have := range b.Statements {
		if have.Cycle != want[i].Cycle || have.Member != want[i].Member || have.Owed != want[i].Owed ||
			have.Due != want[i].Due || !bytes.Equal(have.Digest, want[i].Digest) {
			return b.broken("statement is %v, pair totals make %v", &have, &want[i])
		}
	}
	return nil
}

func (b Books) checkSettlements() error {
	settled := uint64(0)
	for _, have := range b.Settlements {
		nets, err := Nets(b.pairsIn(settled+1, have.LastCycle))
		if err != nil {
			return err
		}
		var positions []Position
		for _, net := range nets {
			positions = append(positions, Position{Member: net.Member, ClosedOwed: net.Owed, ClosedDue: net.Due})
		}
		state := Currency{Code: b.Currency.Code, SettledCycle: settled, OpenCycle: have.LastCycle + 1}
		want, err := Settle(state, positions, have.SettledAt)
		if err != nil {
			return err
		}
		if have.FirstCycle != want.FirstCycle || have.Amount != want.Amount || !slices.Equal(have.Movements, want.Movements) {
			return b.broken("settlement is %v, pair totals make %v", &have, &want)
		}
		settled = have.LastCycle
	}
	if settled != b.Currency.SettledCycle {
		return b.broken("settlements reach cycle %d, settled cycle is %d", settled, b.Currency.SettledCycle)
	}
	return nil
}
