// SPDX-License-Identifier: Apache-2.0

package wallet

const (
	defaultContestDelay uint64 = 24 * 60 * 60
	defaultMaxDevices   uint32 = 16
	defaultMaxTier      uint32 = 9

	defaultCustodyMoveTerm uint64 = 7 * 24 * 60 * 60
	defaultDormancyTerm    uint64 = 90 * 24 * 60 * 60

	maxContestDelay uint64 = 365 * 24 * 60 * 60
	maxDevices      uint32 = 256
	maxTerm         uint64 = 10 * 365 * 24 * 60 * 60
)

// DefaultParams are 24 hours to contest a device, 16 live devices a wallet, tiers 0 to 9, 7 days to accept a custody
// move and 90 days from a notice of dormancy.
func DefaultParams() Params {
	return Params{
		ContestDelay: defaultContestDelay, MaxDevices: defaultMaxDevices, MaxTier: defaultMaxTier,
		CustodyMoveTerm: defaultCustodyMoveTerm, DormancyTerm: defaultDormancyTerm,
	}
}

// Validate bounds the figures: a delay of at most a year, 1 to 256 devices, tiers up to 255, terms of 1 second to ten
// years. Errors: ErrGenesisInvalid.
func (p Params) Validate() error {
	if p.ContestDelay > maxContestDelay {
		return ErrGenesisInvalid.Wrapf("expected a contest_delay of at most %d s, got %d", maxContestDelay, p.ContestDelay)
	}
	if p.MaxDevices == 0 || p.MaxDevices > maxDevices {
		return ErrGenesisInvalid.Wrapf("expected max_devices from 1 to %d, got %d", maxDevices, p.MaxDevices)
	}
	if p.MaxTier > 255 {
		return ErrGenesisInvalid.Wrapf("expected a max_tier of at most 255, got %d", p.MaxTier)
	}
	if p.CustodyMoveTerm == 0 || p.CustodyMoveTerm > maxTerm || p.DormancyTerm == 0 || p.DormancyTerm > maxTerm {
		return ErrGenesisInvalid.Wrapf("expected custody_move_term and dormancy_term from 1 to %d s, got %d and %d", maxTerm, p.CustodyMoveTerm, p.DormancyTerm)
	}
	return nil
}

// Follow says whether these parameters may replace others while the chain runs: max_devices and max_tier may only grow,
// because nobody can look through all wallets in a block for those beyond a lower bound. Errors: ErrParamsInvalid.
func (p Params) Follow(before Params) error {
	if err := p.Validate(); err != nil {
		return ErrParamsInvalid.Wrap(err.Error())
	}
	if p.MaxDevices < before.MaxDevices || p.MaxTier < before.MaxTier {
		return ErrParamsInvalid.Wrapf("expected max_devices of at least %d and max_tier of at least %d, got %d and %d: wallets may be there already",
			before.MaxDevices, before.MaxTier, p.MaxDevices, p.MaxTier)
	}
	return nil
}
