// SPDX-License-Identifier: Apache-2.0

package reserve

import "slices"

const (
	// SlugWidth is the longest slug of a rail, an account or a member.
	SlugWidth = 32
	// MaxAttestors bounds the attestors of a rail, and so the statements of one fact.
	MaxAttestors = 32
	// MaxRailAccounts bounds the accounts of a rail.
	MaxRailAccounts = 256
)

// validateSlug checks s against [a-z][a-z0-9-]{1,31}.
func validateSlug(field, s string) error {
	if len(s) < 2 || len(s) > SlugWidth {
		return ErrFieldInvalid.Wrapf("%s: expected a slug of 2 to %d characters, got %d", field, SlugWidth, len(s))
	}
	for i, c := range []byte(s) {
		if !isLower(c) && (i == 0 || !isDigit(c) && c != '-') {
			return ErrFieldInvalid.Wrapf("%s: expected [a-z][a-z0-9-]*, got %q", field, s)
		}
	}
	return nil
}

// Validate checks the rail on its own: slugs, distinct attestors, distinct accounts, threshold. Error: ErrFieldInvalid.
func (r Rail) Validate() error {
	if err := validateSlug("rail", r.Id); err != nil {
		return err
	}
	if err := ValidateDenom(r.Denom); err != nil {
		return err
	}
	if len(r.Attestors) == 0 || len(r.Attestors) > MaxAttestors {
		return ErrFieldInvalid.Wrapf("attestors of %s: expected 1 to %d, got %d", r.Id, MaxAttestors, len(r.Attestors))
	}
	if err := validateDistinct("attestor", r.Attestors); err != nil {
		return err
	}
	if r.Threshold == 0 || uint64(r.Threshold) > uint64(len(r.Attestors)) {
		return ErrFieldInvalid.Wrapf("threshold of %s: expected 1 to %d attestors, got %d", r.Id, len(r.Attestors), r.Threshold)
	}
	if len(r.Accounts) == 0 || len(r.Accounts) > MaxRailAccounts {
		return ErrFieldInvalid.Wrapf("accounts of %s: expected 1 to %d, got %d", r.Id, MaxRailAccounts, len(r.Accounts))
	}
	accounts := make([]string, len(r.Accounts))
	for i, a := range r.Accounts {
		if err := validateSlug("member of account "+a.Account, a.Member); err != nil {
			return err
		}
		accounts[i] = a.Account
	}
	return validateDistinct("account", accounts)
}

func validateDistinct(field string, slugs []string) error {
	sorted := slices.Sorted(slices.Values(slugs))
	for i, s := range sorted {
		if err := validateSlug(field, s); err != nil {
			return err
		}
		if i > 0 && sorted[i-1] == s {
			return ErrFieldInvalid.Wrapf("%s: expected each once, got %q twice", field, s)
		}
	}
	return nil
}

// Attests reports whether the member is named as attestor of the rail.
func (r RailRecord) Attests(member uint32) bool {
	return slices.Contains(r.Attestors, member)
}

// AccountMember returns the member whose reserve the account holds. Error: ErrAccountUnknown.
func (r RailRecord) AccountMember(account string) (uint32, error) {
	for _, a := range r.Accounts {
		if a.Account == account {
			return a.Member, nil
		}
	}
	return 0, ErrAccountUnknown.Wrapf("rail %s has no account %q", r.Id, account)
}

// Serves reports whether the member has an account at the rail.
func (r RailRecord) Serves(member uint32) bool {
	return slices.ContainsFunc(r.Accounts, func(a *RailAccountRecord) bool { return a.Member == member })
}

// Establishes reports whether the statements of these distinct members make a fact: as many as the threshold are still
// named as attestors, and one of those is not the custodian, who must never be its own only witness.
func (r RailRecord) Establishes(members []uint32, custodian uint32) bool {
	var named uint32
	independent := false
	for _, m := range members {
		if r.Attests(m) {
			named++
			independent = independent || m != custodian
		}
	}
	return named >= r.Threshold && independent
}
