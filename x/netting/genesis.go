// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"cmp"
	"slices"
)

// DefaultGenesis has no currency.
func DefaultGenesis() *GenesisState { return &GenesisState{} }

// Started is the currency as a chain starts with it: a genesis that leaves open_cycle out means the first cycle.
func (c Currency) Started() Currency {
	if c.OpenCycle == 0 {
		c.OpenCycle = 1
	}
	return c
}

// Validate reports ErrGenesisInvalid unless every entry is well formed, comes once and names a known currency, and
// the books of each currency agree with each other.
func (g GenesisState) Validate() error {
	currencies, err := g.currencies()
	if err != nil {
		return err
	}
	for _, s := range [][]entry{
		entries(g.Positions), entries(g.PairTotals), entries(g.Cycles), entries(g.Statements), entries(g.Settlements),
		entries(g.CapProposals),
	} {
		if err := validateEntries(s, currencies); err != nil {
			return err
		}
	}
	for _, c := range currencies {
		if err := g.books(c).Check(); err != nil {
			return ErrGenesisInvalid.Wrap(err.Error())
		}
	}
	return nil
}

// currencies are the currencies by code, once their codes and denoms are found to be theirs alone.
func (g GenesisState) currencies() ([]Currency, error) {
	all := make([]Currency, 0, len(g.Currencies))
	var names []string
	for _, c := range g.Currencies {
		c = c.Started()
		if err := c.Validate(); err != nil {
			return nil, err
		}
		for _, name := range []string{c.Code, c.EmoneyDenom, c.SettlingDenom} {
			if slices.Contains(names, name) {
				return nil, ErrGenesisInvalid.Wrapf("currency %s: expected codes and denoms of its own, got %s twice", c.Code, name)
			}
			names = append(names, name)
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Currency) int { return cmp.Compare(a.Code, b.Code) })
	return all, nil
}

// books are the entries of one currency.
func (g GenesisState) books(c Currency) Books {
	return Books{
		Currency: c, Positions: of(c, g.Positions), Pairs: of(c, g.PairTotals), Cycles: of(c, g.Cycles),
		Statements: of(c, g.Statements), Settlements: of(c, g.Settlements),
	}
}

// entry is a genesis entry that belongs to a currency and has a place among its kind.
type entry interface {
	GetCurrency() string
	place() [3]uint64
	Validate() error
}

func (p *Position) place() [3]uint64   { return [3]uint64{uint64(p.Member)} }
func (p *PairTotal) place() [3]uint64  { return [3]uint64{p.Cycle, uint64(p.From), uint64(p.To)} }
func (c *Cycle) place() [3]uint64      { return [3]uint64{c.Number} }
func (s *Statement) place() [3]uint64  { return [3]uint64{s.Cycle, uint64(s.Member)} }
func (s *Settlement) place() [3]uint64 { return [3]uint64{s.LastCycle} }

func (p *CapProposal) place() [3]uint64 { return [3]uint64{uint64(p.Member)} }

func entries[T any, P interface {
	*T
	entry
}](list []T,
) []entry {
	out := make([]entry, 0, len(list))
	for i := range list {
		out = append(out, P(&list[i]))
	}
	return out
}

// of are the entries of one currency in the order of their places.
func of[T any, P interface {
	*T
	entry
}](c Currency, list []T,
) []T {
	var out []T
	for i := range list {
		if P(&list[i]).GetCurrency() == c.Code {
			out = append(out, list[i])
		}
	}
	slices.SortFunc(out, func(a, b T) int {
		x, y := P(&a).place(), P(&b).place()
		return slices.Compare(x[:], y[:])
	})
	return out
}

func validateEntries(list []entry, currencies []Currency) error {
	type key struct {
		currency string
		place    [3]uint64
	}
	seen := make(map[key]struct{}, len(list))
	for _, e := range list {
		if !slices.ContainsFunc(currencies, func(c Currency) bool { return c.Code == e.GetCurrency() }) {
			return ErrGenesisInvalid.Wrapf("expected an entry of a known currency, got %q", e.GetCurrency())
		}
		if err := e.Validate(); err != nil {
			return err
		}
		k := key{e.GetCurrency(), e.place()}
		if _, twice := seen[k]; twice {
			return ErrGenesisInvalid.Wrapf("expected each %T once, got %s %d twice", e, k.currency, k.place)
		}
		seen[k] = struct{}{}
	}
	return nil
}

// Validate reports ErrGenesisInvalid unless two members, an amount and a count are named.
func (p PairTotal) Validate() error {
	if !validMember(p.From) || !validMember(p.To) || p.From == p.To || p.Cycle == 0 || p.Count == 0 || p.Amount < p.Count {
		return ErrGenesisInvalid.Wrapf("pair total of cycle %d: member %d owes member %d %d in %d obligations", p.Cycle, p.From, p.To, p.Amount, p.Count)
	}
	return nil
}

// Validate reports ErrGenesisInvalid unless the cycle has a number and a value date and was opened before it closed.
func (c Cycle) Validate() error {
	if c.Number == 0 || c.OpenedAt < 1 || c.ClosedAt < c.OpenedAt || !ValidDate(c.ValueDate) {
		return ErrGenesisInvalid.Wrapf("cycle %d: opened at %d, closed at %d, value date %d", c.Number, c.OpenedAt, c.ClosedAt, c.ValueDate)
	}
	return nil
}

// Validate reports ErrGenesisInvalid unless the statement names a cycle and a member and has a digest.
func (s Statement) Validate() error {
	if s.Cycle == 0 || !validMember(s.Member) || len(s.Digest) != 32 {
		return ErrGenesisInvalid.Wrapf("statement of member %d in cycle %d with a digest of %d bytes", s.Member, s.Cycle, len(s.Digest))
	}
	return nil
}

// Validate reports ErrGenesisInvalid unless the settlement names the cycles it settled.
func (s Settlement) Validate() error {
	if s.FirstCycle == 0 || s.LastCycle < s.FirstCycle || s.SettledAt < 1 {
		return ErrGenesisInvalid.Wrapf("settlement of cycles %d to %d at %d", s.FirstCycle, s.LastCycle, s.SettledAt)
	}
	return nil
}
