// SPDX-License-Identifier: Apache-2.0

package reserve

import "errors"

// DefaultGenesis has no asset and no rail.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams()}
}

// Validate checks the genesis on its own: forms, uniqueness, references and sums. What it shares with bank, netting,
// wallet and consortium is checked when it is imported. Errors: ErrGenesisInvalid, ErrFieldInvalid and the errors of the forms.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	assets, err := g.validateAssets()
	if err != nil {
		return err
	}
	rails, err := g.validateRails(assets)
	if err != nil {
		return err
	}
	if err := g.validateIssuances(rails); err != nil {
		return err
	}
	if err := g.validateRedemptions(rails); err != nil {
		return err
	}
	if err := g.validateActs(assets); err != nil {
		return err
	}
	if err := g.validateReserves(assets, rails); err != nil {
		return err
	}
	if err := g.validateResolution(assets); err != nil {
		return err
	}
	return g.validateTotals(assets)
}

// validateAssets holds the rule of one EMONEY and one settling asset per currency.
func (g GenesisState) validateAssets() (map[string]Asset, error) {
	assets := make(map[string]Asset, len(g.Assets))
	type slot struct {
		currency string
		class    AssetClass
	}
	taken := make(map[slot]string, len(g.Assets))
	for _, a := range g.Assets {
		if err := a.Validate(); err != nil {
			return nil, err
		}
		if _, twice := assets[a.Denom]; twice {
			return nil, ErrGenesisInvalid.Wrapf("asset %s stands twice", a.Denom)
		}
		if other, full := taken[slot{a.Currency, a.Class}]; full {
			return nil, ErrGenesisInvalid.Wrapf("%s: expected one asset of class %s, got %s and %s", a.Currency, a.Class, other, a.Denom)
		}
		taken[slot{a.Currency, a.Class}] = a.Denom
		assets[a.Denom] = a
	}
	return assets, nil
}

func (g GenesisState) validateRails(assets map[string]Asset) (map[string]Rail, error) {
	rails := make(map[string]Rail, len(g.Rails))
	for _, r := range g.Rails {
		if err := r.Validate(); err != nil {
			return nil, err
		}
		if _, twice := rails[r.Id]; twice {
			return nil, ErrGenesisInvalid.Wrapf("rail %s stands twice", r.Id)
		}
		if assets[r.Denom].Class != ASSET_CLASS_EMONEY {
			return nil, ErrGenesisInvalid.Wrapf("rail %s: expected an asset of class EMONEY, got %q", r.Id, r.Denom)
		}
		rails[r.Id] = r
	}
	return rails, nil
}

func (g GenesisState) validateIssuances(rails map[string]Rail) error {
	seen := make(map[ReceiptKey]struct{}, len(g.Issuances))
	places := make(map[uint64]struct{})
	for _, i := range g.Issuances {
		if err := i.validate(rails); err != nil {
			return err
		}
		if _, taken := places[i.WaitingNumber]; i.WaitingNumber != 0 && (taken || i.WaitingNumber > g.NextWaiting) {
			return ErrGenesisInvalid.Wrapf("receipt %s: expected a place of its own up to %d, got %d", i.EntryReference, g.NextWaiting, i.WaitingNumber)
		}
		places[i.WaitingNumber] = struct{}{}
		key := i.Key()
		if _, twice := seen[key]; twice {
			return ErrGenesisInvalid.Wrapf("receipt %s of %s stands twice", i.EntryReference, i.Rail)
		}
		seen[key] = struct{}{}
	}
	return nil
}

func (g GenesisState) validateRedemptions(rails map[string]Rail) error {
	type key struct{ wallet, uetr string }
	seen := make(map[key]struct{}, len(g.Redemptions))
	for _, r := range g.Redemptions {
		if err := r.validate(rails); err != nil {
			return err
		}
		if _, twice := seen[key{r.Wallet, r.Uetr}]; twice {
			return ErrGenesisInvalid.Wrapf("redemption %s of %s stands twice", r.Uetr, r.Wallet)
		}
		seen[key{r.Wallet, r.Uetr}] = struct{}{}
	}
	return nil
}

func (g GenesisState) validateActs(assets map[string]Asset) error {
	type key struct{ issuer, uetr string }
	seen := make(map[key]struct{}, len(g.Acts))
	for _, a := range g.Acts {
		if err := a.validate(assets); err != nil {
			return err
		}
		if _, twice := seen[key{a.Issuer, a.Uetr}]; twice {
			return ErrGenesisInvalid.Wrapf("act %s of %s stands twice", a.Uetr, a.Issuer)
		}
		seen[key{a.Issuer, a.Uetr}] = struct{}{}
	}
	return nil
}

func (g GenesisState) validateReserves(assets map[string]Asset, rails map[string]Rail) error {
	type key struct{ member, denom string }
	seen := make(map[key]struct{}, len(g.Reserves))
	for _, r := range g.Reserves {
		if err := r.validate(assets, rails); err != nil {
			return err
		}
		if _, twice := seen[key{r.Member, r.Denom}]; twice {
			return ErrGenesisInvalid.Wrapf("reserve of %s in %s stands twice", r.Member, r.Denom)
		}
		seen[key{r.Member, r.Denom}] = struct{}{}
	}
	return nil
}

// validateTotals holds that the members' totals sum to those of their denom, and that what moved out of one member's
// moved into another's.
func (g GenesisState) validateTotals(assets map[string]Asset) error {
	left := make(map[string]Totals, len(g.Supplies))
	for _, s := range g.Supplies {
		if _, known := assets[s.Denom]; !known {
			return ErrGenesisInvalid.Wrapf("supply of %q: no such asset", s.Denom)
		}
		if _, twice := left[s.Denom]; twice {
			return ErrGenesisInvalid.Wrapf("supply of %s stands twice", s.Denom)
		}
		if s.Redeemed > s.Issued {
			return ErrGenesisInvalid.Wrapf("supply of %s: redeemed %d exceeds issued %d", s.Denom, s.Redeemed, s.Issued)
		}
		left[s.Denom] = Totals{Issued: s.Issued, Redeemed: s.Redeemed}
	}

	type key struct{ member, denom string }
	seen := make(map[key]struct{}, len(g.MemberTotals))
	for _, t := range g.MemberTotals {
		if _, twice := seen[key{t.Member, t.Denom}]; twice {
			return ErrGenesisInvalid.Wrapf("totals of %s in %s stand twice", t.Member, t.Denom)
		}
		seen[key{t.Member, t.Denom}] = struct{}{}
		rest := left[t.Denom]
		if t.Issued > rest.Issued || t.Redeemed > rest.Redeemed {
			return ErrGenesisInvalid.Wrapf("totals of %s in %s exceed the supply's issued or redeemed", t.Member, t.Denom)
		}
		rest.Issued, rest.Redeemed = rest.Issued-t.Issued, rest.Redeemed-t.Redeemed
		if err := errors.Join(rest.MoveOut(t.MovedOut), rest.MoveIn(t.MovedIn)); err != nil {
			return err
		}
		left[t.Denom] = rest
	}
	for _, s := range g.Supplies {
		if rest := left[s.Denom]; rest.Issued != 0 || rest.Redeemed != 0 || rest.MovedOut != rest.MovedIn {
			return ErrGenesisInvalid.Wrapf("%s: issued %d and redeemed %d belong to no member, moved out %d and in %d",
				s.Denom, rest.Issued, rest.Redeemed, rest.MovedOut, rest.MovedIn)
		}
	}
	return nil
}
