// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"bytes"
	"cmp"

	"github.com/taelnet/tael/x/wallet"
)

// DefaultGenesisState returns a state with the default terms and an empty limit table.
func DefaultGenesisState() *GenesisState {
	return &GenesisState{Params: DefaultParams(), Limits: LimitTable{Version: 1}, NextOrder: 1}
}

// Validate returns an error unless the state could have come from an export: valid terms and rows, and every list
// strictly ascending.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	if g.Limits.Version == 0 {
		return ErrGenesisInvalid.Wrap("expected a version of the limit table from 1, got 0")
	}
	if _, err := SortLimits(g.Limits.Limits); err != nil {
		return err
	}
	if err := g.validateOrders(); err != nil {
		return err
	}
	if err := g.validateUsage(); err != nil {
		return err
	}
	if err := g.validatePersonUsage(); err != nil {
		return err
	}
	if err := g.validateCases(); err != nil {
		return err
	}
	return g.validatePauses()
}

func (g GenesisState) validateCases() error {
	var last uint64
	for _, c := range g.Cases {
		if c.Id <= last || c.Id > g.LastCase {
			return ErrGenesisInvalid.Wrapf("expected case ids ascending up to the last one, %d, got %d after %d", g.LastCase, c.Id, last)
		}
		if err := c.validateStored(); err != nil {
			return err
		}
		last = c.Id
	}
	return nil
}

func (g GenesisState) validateOrders() error {
	if g.NextOrder == 0 {
		return ErrGenesisInvalid.Wrap("expected the next order id from 1, got 0")
	}
	ids := make(map[uint64]struct{}, len(g.Orders))
	live := 0
	var last []byte
	var lastID uint64
	for _, e := range g.Orders {
		addr, err := wallet.ParseAddress(e.Wallet)
		if err != nil {
			return err
		}
		if c := bytes.Compare(last, addr); c > 0 || c == 0 && lastID >= e.Order.Id {
			return ErrGenesisInvalid.Wrapf("expected orders ascending by wallet and id, got order %d after order %d", e.Order.Id, lastID)
		}
		if _, twice := ids[e.Order.Id]; twice {
			return ErrGenesisInvalid.Wrapf("expected order id %d once, got it twice", e.Order.Id)
		}
		if e.Order.Id >= g.NextOrder {
			return ErrGenesisInvalid.Wrapf("expected order ids below the next one, %d, got %d", g.NextOrder, e.Order.Id)
		}
		if err := e.Order.Validate(); err != nil {
			return err
		}
		if !bytes.Equal(last, addr) {
			live = 0
		}
		if e.Order.Status == ORDER_STATUS_LIVE && e.Order.ExpiresAt == 0 {
			live++
		}
		if live > MaxLiveOrders {
			return ErrGenesisInvalid.Wrapf("expected at most %d orders without a term on %s, got more", MaxLiveOrders, e.Wallet)
		}
		ids[e.Order.Id] = struct{}{}
		last, lastID = addr, e.Order.Id
	}
	return nil
}

func (g GenesisState) validateUsage() error {
	var last []byte
	for _, e := range g.Usage {
		addr, err := wallet.ParseAddress(e.Wallet)
		if err != nil {
			return err
		}
		if bytes.Compare(last, addr) >= 0 {
			return ErrGenesisInvalid.Wrapf("expected usage ascending by wallet, got %s twice or late", e.Wallet)
		}
		if len(e.Counters) != 0 {
			return ErrGenesisInvalid.Wrapf("expected sums in the usage of %s, got counters", e.Wallet)
		}
		if (len(e.Person) == PersonDigestLength) != (e.PersonMember != 0) || len(e.Person) != 0 && e.PersonMember == 0 {
			return ErrGenesisInvalid.Wrapf("expected a person's digest of %d bytes with a member, got %d bytes and member %d", PersonDigestLength, len(e.Person), e.PersonMember)
		}
		if err := validateSums(e.Day, e.Sums); err != nil {
			return ErrGenesisInvalid.Wrapf("usage of %s: %s", e.Wallet, err)
		}
		last = addr
	}
	return nil
}

func (g GenesisState) validatePersonUsage() error {
	var last []byte
	for _, e := range g.PersonUsage {
		if len(e.Person) != PersonDigestLength {
			return ErrGenesisInvalid.Wrapf("expected a person's digest of %d bytes, got %d", PersonDigestLength, len(e.Person))
		}
		key := PersonDigest(e.Person).Key(e.Member)
		if bytes.Compare(last, key) >= 0 {
			return ErrGenesisInvalid.Wrapf("expected persons' usage ascending by digest and member, got %x at %d twice or late", e.Person, e.Member)
		}
		if err := validateSums(e.Day, e.Sums); err != nil {
			return ErrGenesisInvalid.Wrapf("usage of person %x: %s", e.Person, err)
		}
		last = key
	}
	return nil
}

// validateSums: what a record keeps in fewer bytes must fit before it is looked at as a record.
func validateSums(day uint32, all []UsageSum) error {
	for i := range all {
		s := &all[i]
		f := Flow{Measure: s.Measure, Strength: s.Strength, Channel: s.Channel, Own: s.Own}
		w := f.way()
		if !validDenom(s.Denom) || w.measure() != s.Measure || w.strength() != s.Strength || w.channel() != s.Channel {
			return ErrRecordCorrupt.Wrapf("expected a denom, a measure, a strength and a channel, got %q, %s, %s, %s", s.Denom, s.Measure, s.Strength, s.Channel)
		}
	}
	return NewUsage(day, all, Opened{}).Validate()
}

// Opened returns what the entry says was last opened.
func (e UsageEntry) Opened() Opened {
	if e.PersonMember == 0 {
		return Opened{}
	}
	return Opened{Person: PersonDigest(e.Person), Member: e.PersonMember}
}

func (g GenesisState) validatePauses() error {
	var last []byte
	var lastMember uint32
	for _, e := range g.Pauses {
		addr, err := wallet.ParseAddress(e.Wallet)
		if err != nil {
			return err
		}
		if cmp.Or(bytes.Compare(last, addr), cmp.Compare(lastMember, e.Member)) >= 0 {
			return ErrGenesisInvalid.Wrapf("expected pauses ascending by wallet and member, got member %d on %s twice or late", e.Member, e.Wallet)
		}
		if e.Member == 0 || e.Until <= 0 {
			return ErrGenesisInvalid.Wrapf("expected a member and a time, got member %d until %d", e.Member, e.Until)
		}
		last, lastMember = addr, e.Member
	}
	return nil
}

// Validate returns ErrGenesisInvalid unless the order is one that officers could have made.
func (o Order) Validate() error {
	confirmed := o.Lane == LANE_CONFIRMED
	switch {
	case o.Id == 0:
		return ErrGenesisInvalid.Wrap("expected order ids from 1, got 0")
	case o.Effect.Validate() != nil:
		return ErrGenesisInvalid.Wrapf("order %d: expected an effect, got %s", o.Id, o.Effect)
	case o.Denom != "" && !validDenom(o.Denom):
		return ErrGenesisInvalid.Wrapf("order %d: expected a denom or none, got %q", o.Id, o.Denom)
	case o.Lane != LANE_EMERGENCY && !confirmed:
		return ErrGenesisInvalid.Wrapf("order %d: expected lane EMERGENCY or CONFIRMED, got %s", o.Id, o.Lane)
	case o.Status < ORDER_STATUS_PROPOSED || o.Status > ORDER_STATUS_LIFTED || o.Status == ORDER_STATUS_PROPOSED && !confirmed:
		return ErrGenesisInvalid.Wrapf("order %d: expected a status that lane %s stores, got %s", o.Id, o.Lane, o.Status)
	case len(o.Ground) != DigestLength || o.Lift != nil && len(o.Lift.Ground) != DigestLength:
		return ErrGenesisInvalid.Wrapf("order %d: expected grounds of %d bytes", o.Id, DigestLength)
	case o.Member == 0 || o.Lift != nil && o.Lift.Member == 0:
		return ErrGenesisInvalid.Wrapf("order %d: expected a member for each act, got 0", o.Id)
	case (o.Confirmer != 0) != (confirmed && o.Status != ORDER_STATUS_PROPOSED) || o.Confirmer == o.Member:
		return ErrGenesisInvalid.Wrapf("order %d: expected a second member exactly if it was confirmed, got %d", o.Id, o.Confirmer)
	case (o.EffectiveAt != 0) != (o.Status != ORDER_STATUS_PROPOSED) || (o.ConfirmBy != 0) != confirmed:
		return ErrGenesisInvalid.Wrapf("order %d: expected times that fit %s in lane %s", o.Id, o.Status, o.Lane)
	case o.ExpiresAt < 0 || !confirmed && o.ExpiresAt == 0:
		return ErrGenesisInvalid.Wrapf("order %d: expected a term, got %d", o.Id, o.ExpiresAt)
	case (o.LiftedAt != 0) != (o.Status == ORDER_STATUS_LIFTED) || (o.LiftedBy != 0) != (o.Status == ORDER_STATUS_LIFTED):
		return ErrGenesisInvalid.Wrapf("order %d: expected who lifted it and when exactly if it was lifted", o.Id)
	}
	return nil
}
