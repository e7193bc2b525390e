// SPDX-License-Identifier: Apache-2.0

// Package netting is value between members: what institutions owe each other because their customers pay each other,
// the cycles in which these obligations are netted, and their settlement in central-bank money.
package netting

import (
	"math/bits"
	"slices"
)

// Net is what one member owed and was due over a set of obligations, in minor units.
type Net struct {
	// Member is the member's number.
	Member uint32
	// Owed is the sum of what it owes.
	Owed uint64
	// Due is the sum of what it is due.
	Due uint64
}

// Pays is owed - due if the member is a net debtor, else 0.
func (n Net) Pays() uint64 { return excess(n.Owed, n.Due) }

// Receives is due - owed if the member is a net creditor, else 0.
func (n Net) Receives() uint64 { return excess(n.Due, n.Owed) }

// Figures say what netting does to a set of obligations, in minor units: Net <= Bilateral <= Gross.
type Figures struct {
	// Obligations is the number of obligations.
	Obligations uint64
	// Gross is the sum of all obligations.
	Gross uint64
	// Bilateral is the sum of the nets of all unordered pairs.
	Bilateral uint64
	// Net is the sum of the net debtors' nets; the net creditors' nets have the same sum.
	Net uint64
}

// Saved is Gross - Net: what the members need not move.
func (f Figures) Saved() uint64 { return f.Gross - f.Net }

// Nets are the multilateral nets of pair totals, by member number. The result does not depend on the order of the
// pairs nor on how obligations are split among them, and the nets sum to zero. Cycle and currency are not looked at.
// ErrFigureOverflow if a sum exceeds a uint64.
func Nets(pairs []PairTotal) ([]Net, error) {
	numbers := make([]uint32, 0, 2*len(pairs))
	for _, pair := range pairs {
		numbers = append(numbers, pair.From, pair.To)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	nets := make([]Net, len(numbers))
	for i, number := range numbers {
		nets[i].Member = number
	}
	for _, pair := range pairs {
		from, _ := slices.BinarySearch(numbers, pair.From)
		to, _ := slices.BinarySearch(numbers, pair.To)
		var carryOut, carryIn uint64
		nets[from].Owed, carryOut = bits.Add64(nets[from].Owed, pair.Amount, 0)
		nets[to].Due, carryIn = bits.Add64(nets[to].Due, pair.Amount, 0)
		if carryOut+carryIn != 0 {
			return nil, ErrFigureOverflow.Wrapf("obligations of member %d to member %d", pair.From, pair.To)
		}
	}
	return nets, nil
}

// Measure says what netting these pair totals does. ErrFigureOverflow if a sum exceeds a uint64.
func Measure(pairs []PairTotal) (Figures, error) {
	nets, err := Nets(pairs)
	if err != nil {
		return Figures{}, err
	}
	figures := Figures{}
	for _, net := range nets {
		figures.Net += net.Pays()
	}
	for _, pair := range pairs {
		var carry uint64
		if figures.Gross, carry = bits.Add64(figures.Gross, pair.Amount, 0); carry != 0 {
			return Figures{}, ErrFigureOverflow.Wrap("gross of all obligations")
		}
		figures.Obligations += pair.Count
	}
	for _, statement := range MemberLines(pairs) {
		for _, line := range statement.Lines {
			// Each pair appears in two statements; the one of the member that pays counts it.
			figures.Bilateral += excess(line.Owed, line.Due)
		}
	}
	return figures, nil
}

func excess(a, b uint64) uint64 {
	if a > b {
		return a - b
	}
	return 0
}
