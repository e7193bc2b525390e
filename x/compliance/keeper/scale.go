// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// scale weighs one movement: what leaves the payer and what enters the payee, each by the rows of its wallet. It
// holds no store: a movement beside an interface would move to the heap.
type scale struct {
	m       *compliance.Movement
	now     int64
	today   compliance.Periods
	out, in pan
	held    uint64 // what the payee holds
	asked   bool   // whether that was read
}

// pan is one side of a scale; without a wallet nothing is weighed on it.
type pan struct {
	wallet  *wallet.Wallet
	rows    compliance.Rows
	flow    compliance.Flow
	counted compliance.Counted
	// person is the payer's as a person, atMember and overall say which of its records are weighed.
	person            compliance.PersonDigest
	atMember, overall bool
}

// newScale reads the rows and records of both sides; wallets of one tier and kind share their rows. It returns a value and
// stores nothing through a pointer, so that the movement stays off the heap.
func newScale(r records, m *compliance.Movement, now int64, today compliance.Periods) (s scale, err error) {
	s = scale{m: m, now: now, today: today}
	flow := compliance.Flow{Denom: m.Denom, Strength: m.Strength.Stated(), Channel: m.Channel, Own: m.Own()}
	if m.Kind != compliance.MovementIssue && limited(m.Payer) {
		s.out.wallet, s.out.flow = m.Payer, flow
		s.out.flow.Measure, s.out.flow.Amount = compliance.MEASURE_OUT, m.Total()
		if s.out.rows, err = r.rows(m.Payer); err != nil {
			return s, err
		}
		if s.out.counted.Wallet, err = r.usage(m.Payer.Address); err != nil {
			return s, err
		}
	}
	if m.Kind == compliance.MovementRedeem || !limited(m.Payee) {
		return s, nil
	}
	s.in.wallet, s.in.flow = m.Payee, flow
	s.in.flow.Measure, s.in.flow.Amount = compliance.MEASURE_IN, m.Amount
	if s.out.wallet != nil && m.Payer.Tier == m.Payee.Tier && m.Payer.Kind == m.Payee.Kind {
		s.in.rows = s.out.rows
	} else if s.in.rows, err = r.rows(m.Payee); err != nil {
		return s, err
	}
	s.in.counted.Wallet, err = r.usage(m.Payee.Address)
	return s, err
}

// identify tests the openings that matter: both, where the payee is claimed to be the payer's own, and the payer's, where
// rows of a person apply, whose records it reads then. Redeemed money is on its way out with no opening beside it; the
// tag that the wallet opened last this year serves as well.
func (s *scale) identify(r records) (compliance.Reason, error) {
	given := s.m.Person
	if s.m.OwnSalt != nil && (!s.opens(s.m.Payer, &given.Salt) || !s.opens(s.m.Payee, s.m.OwnSalt)) {
		return compliance.ReasonPersonOpeningWrong, nil
	}
	p := &s.out
	if p.wallet == nil {
		return compliance.ReasonNone, nil
	}
	if p.atMember, p.overall = p.rows.Persons(&p.flow, s.now); !p.atMember && !p.overall {
		return compliance.ReasonNone, nil
	}
	switch opened := p.counted.Wallet.Opened(s.today); {
	case given != nil:
		if s.m.OwnSalt == nil && !s.opens(p.wallet, &given.Salt) {
			return compliance.ReasonPersonOpeningWrong, nil
		}
		p.person = compliance.DigestOf(given.Tag)
	case s.m.Kind == compliance.MovementRedeem && opened.Member != 0:
		p.person = opened.Person
	default:
		return compliance.ReasonPersonOpeningMissing, nil
	}
	return compliance.ReasonNone, s.loadPerson(r, p)
}

// opens says whether the tag that was given and a salt open a wallet's commitment of this year.
func (s *scale) opens(w *wallet.Wallet, salt *[32]byte) bool {
	return w.OpensPerson(s.today.Year, s.m.Person.Tag, *salt)
}

func (s *scale) loadPerson(r records, p *pan) (err error) {
	if p.atMember {
		if p.counted.AtMember, err = r.personUsage(p.person.Key(p.wallet.Custodian)); err != nil {
			return err
		}
	}
	if p.overall {
		p.counted.Overall, err = r.personUsage(p.person.Key(0))
	}
	return err
}

// test says which row the movement would break if it were authenticated with a strength, the payer's before the payee's.
func (s *scale) test(ctx context.Context, k *Keeper, strength compliance.Strength) (compliance.Reason, error) {
	s.out.flow.Strength, s.in.flow.Strength = strength, strength
	if reason := s.out.rows.Test(&s.out.flow, s.now, s.today, &s.out.counted); reason != compliance.ReasonNone {
		return reason, nil
	}
	if reason := s.in.rows.Test(&s.in.flow, s.now, s.today, &s.in.counted); reason != compliance.ReasonNone || s.toItself() {
		return reason, nil // to itself changes nothing that is held
	}
	greatest, found := s.in.rows.Holding(&s.in.flow, s.now)
	if !found {
		return compliance.ReasonNone, nil
	}
	if !s.asked {
		var err error
		if s.held, err = k.holding(ctx, s.in.wallet.Address, s.m.Denom); err != nil {
			return compliance.ReasonNone, err
		}
		s.asked = true
	}
	if s.m.Amount > greatest || s.held > greatest-s.m.Amount {
		return compliance.ReasonLimitBalance, nil
	}
	return compliance.ReasonNone, nil
}

func (s *scale) toItself() bool {
	return s.out.wallet != nil && s.in.wallet != nil && string(s.out.wallet.Address) == string(s.in.wallet.Address)
}

// stepUp returns the weakest greater strength with which the movement would pass, 0 if there is none or nobody is
// authenticated. A stronger movement is weighed by fewer rows, so that no record is missing here.
func (s *scale) stepUp(ctx context.Context, k *Keeper) (compliance.Strength, error) {
	if s.m.Kind == compliance.MovementIssue {
		return compliance.STRENGTH_UNSPECIFIED, nil
	}
	for strength := s.m.Strength.Stated() + 1; strength <= compliance.STRENGTH_CERT; strength++ {
		reason, err := s.test(ctx, k, strength)
		if err != nil {
			return compliance.STRENGTH_UNSPECIFIED, err
		}
		if reason == compliance.ReasonNone {
			return strength, nil
		}
	}
	return compliance.STRENGTH_UNSPECIFIED, nil
}

// decide prepares the records that the movement leaves behind. A counter that cannot hold the sum could not be given back
// exactly: whoever reaches 2^64-1 has had its lifetime.
func (s *scale) decide() compliance.Decision {
	var out, in compliance.Weight
	var fits bool
	if p := &s.out; p.wallet != nil {
		out.Wallet = p.wallet.Address
		if out.Usage, fits = p.counted.Wallet.Add(s.today, &p.flow); !fits {
			return compliance.Refuse(compliance.ReasonLimitLifetimeOut)
		}
	}
	if p := &s.in; p.wallet != nil {
		if s.toItself() {
			if out.Usage, fits = out.Usage.Add(s.today, &p.flow); !fits {
				return compliance.Refuse(compliance.ReasonLimitLifetimeIn)
			}
		} else {
			in.Wallet = p.wallet.Address
			if in.Usage, fits = p.counted.Wallet.Add(s.today, &p.flow); !fits {
				return compliance.Refuse(compliance.ReasonLimitLifetimeIn)
			}
		}
	}
	if s.out.atMember || s.out.overall {
		return s.decidePerson(out, in)
	}
	return compliance.Allow(out, in)
}

// decidePerson prepares the records of the payer as a person too, and remembers in the wallet's which they are.
func (s *scale) decidePerson(out, in compliance.Weight) compliance.Decision {
	p := &s.out
	out.Usage = out.Usage.With(compliance.Opened{Person: p.person, Member: p.wallet.Custodian})
	var atMember, overall compliance.Weight
	var fits bool
	if p.atMember {
		atMember.Person = p.person.Key(p.wallet.Custodian)
		if atMember.Usage, fits = p.counted.AtMember.Add(s.today, &p.flow); !fits {
			return compliance.Refuse(compliance.ReasonLimitYearOut)
		}
	}
	if p.overall {
		overall.Person = p.person.Key(0)
		if overall.Usage, fits = p.counted.Overall.Add(s.today, &p.flow); !fits {
			return compliance.Refuse(compliance.ReasonLimitYearOut)
		}
	}
	return compliance.Allow(out, in, atMember, overall)
}
