// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// Tiers of a local network, from pseudonymous to fully identified.
const (
	TierPseudonymous = 0
	TierBasic        = 1
	TierKnown        = 2
	TierFull         = 3

	// treasuryTier is the tier of members' own wallets, which no row binds.
	treasuryTier = TierFull
)

// profile is what a person of one tier may hold, pay at once and pay in a day, in whole currency units.
type profile struct {
	tier                 uint32
	balance, single, day uint64
}

// personProfiles are the digital-yuan wallet classes 4, 3 and 2, of which class 1, tier 3 here, has no
// rows. A local network applies the same figures to every denom; they are no statement about the Hong Kong dollar.
var personProfiles = []profile{
	{TierPseudonymous, 10_000, 2_000, 5_000},
	{TierBasic, 20_000, 5_000, 10_000},
	{TierKnown, 500_000, 50_000, 100_000},
}

// merchantProfile bounds shops up to tier 2 on a local network: what one payment may bring and a day may return.
var merchantProfile = profile{TierKnown, 5_000_000, 200_000, 2_000_000}

// localLimits are the limit rows of a local network for every denom.
func localLimits() []compliance.Limit {
	var rows []compliance.Limit
	for _, c := range localCurrencies() {
		unit := uint64(1)
		for range c.Exponent {
			unit *= 10
		}
		for _, denom := range []string{c.EMoney, c.Central} {
			for _, p := range personProfiles {
				rows = append(rows, p.rows(wallet.WALLET_KIND_PERSON, denom, unit)...)
			}
			rows = append(rows, merchantProfile.rows(wallet.WALLET_KIND_MERCHANT, denom, unit)...)
		}
	}
	return rows
}

// rows are the three rows of a profile, which bind however strongly the payer is authenticated; unit is the number of minor units in one unit of the currency.
func (p profile) rows(kind wallet.WalletKind, denom string, unit uint64) []compliance.Limit {
	row := func(window compliance.Window, measure compliance.Measure, amount uint64) compliance.Limit {
		return compliance.Limit{
			Tier: p.tier, Kind: kind, Window: window, Measure: measure, Denom: denom,
			Strength: compliance.STRENGTH_CERT, Amount: amount * unit,
		}
	}
	return []compliance.Limit{
		row(compliance.WINDOW_TX, compliance.MEASURE_OUT, p.single),
		row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, p.day),
		row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, p.balance),
	}
}
