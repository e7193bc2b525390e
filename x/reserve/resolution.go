// SPDX-License-Identifier: Apache-2.0

package reserve

import "github.com/taelnet/tael/x/wallet"

const (
	// FullPercent is a plan under which the consortium vouches for what is missing.
	FullPercent uint32 = 100
	// MaxPortion is how many wallets one message moves at most.
	MaxPortion = 100
)

// Part is a percentage of an amount, rounded down.
func Part(amount uint64, percent uint32) uint64 {
	return amount/100*uint64(percent) + amount%100*uint64(percent)/100
}

// Left is how much more may leave under the plan: for all customers together, and never below zero.
func (p ResolutionPlan) Left() uint64 { return left(Part(p.Liability, p.Percent), p.Taken) }

// LeftOf is how much more one customer may take under the plan.
func (p ResolutionPlan) LeftOf(s ResolutionShare) uint64 {
	return min(p.Left(), left(Part(s.Base, p.Percent), s.Taken))
}

// Take counts what a customer takes; false, and nothing changed, if that is more than its part or all customers' part.
func (p *ResolutionPlan) Take(s *ResolutionShare, amount uint64) bool {
	if amount > p.LeftOf(*s) {
		return false
	}
	p.Taken += amount
	s.Taken += amount
	return true
}

// GiveBack takes off what a customer did not take after all.
func (p *ResolutionPlan) GiveBack(s *ResolutionShare, amount uint64) {
	p.Taken = left(p.Taken, amount)
	s.Taken = left(s.Taken, amount)
}

func left(of, taken uint64) uint64 { return of - min(of, taken) }

// Validate checks the plan on its own. Errors: ErrFieldInvalid, ErrGenesisInvalid.
func (p ResolutionPlan) Validate() error {
	if err := ValidateDenom(p.Denom); err != nil {
		return err
	}
	if p.Member == 0 || p.Member > 0xffff || p.Number == 0 || p.Percent == 0 || p.Percent > FullPercent || p.SetAt < 0 || p.Taken > Part(p.Liability, p.Percent) {
		return ErrGenesisInvalid.Wrapf("plan %d of member %d in %s: expected 1 to %d percent and at most that taken of %d, got %d percent and %d taken",
			p.Number, p.Member, p.Denom, FullPercent, p.Liability, p.Percent, p.Taken)
	}
	return nil
}

// Validate checks the share on its own. Errors: ErrFieldInvalid, ErrGenesisInvalid.
func (s ResolutionShare) Validate() error {
	if err := ValidateDenom(s.Denom); err != nil {
		return err
	}
	if len(s.Wallet) != wallet.AddressLength || s.Plan == 0 || s.Taken > s.Base {
		return ErrGenesisInvalid.Wrapf("share of %X in %s: expected a plan and at most %d taken, got plan %d and %d", s.Wallet, s.Denom, s.Base, s.Plan, s.Taken)
	}
	return nil
}

// validateResolution checks plans and shares: each once, of denoms of e-money, with numbers up to the last.
func (g GenesisState) validateResolution(assets map[string]Asset) error {
	seen := make(map[string]bool)
	once := func(key []byte, denom string, plan uint64) error {
		if seen[string(key)] || assets[denom].Class != ASSET_CLASS_EMONEY || plan > g.LastPlan {
			return ErrGenesisInvalid.Wrapf("plan %d in %q: expected e-money, a number up to %d, and each member and wallet once", plan, denom, g.LastPlan)
		}
		seen[string(key)] = true
		return nil
	}
	for _, p := range g.ResolutionPlans {
		if err := p.Validate(); err != nil {
			return err
		}
		if err := once(MemberDenomKey(p.Member, p.Denom), p.Denom, p.Number); err != nil {
			return err
		}
	}
	for _, s := range g.ResolutionShares {
		if err := s.Validate(); err != nil {
			return err
		}
		if err := once(ShareKey(s.Wallet, s.Denom), s.Denom, s.Plan); err != nil {
			return err
		}
	}
	return nil
}
