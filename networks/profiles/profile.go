// SPDX-License-Identifier: Apache-2.0

// Package profiles ships limit tables as data: what regulators and operators say that a person's wallet of each class may
// hold and pay, each figure with its source and date.
package profiles

import (
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// Profile is a set of limits for one kind of money in one currency, by class of wallet.
type Profile struct {
	// Name is what Load finds the profile by.
	Name string `json:"name"`
	// Title says what it is the profile of.
	Title string `json:"title"`
	// Currency is the ISO 4217 code that the figures are in, and Exponent its decimals.
	Currency string `json:"currency"`
	Exponent uint32 `json:"exponent"`
	// Sources are what the figures are taken from.
	Sources []Source `json:"sources"`
	// Classes are the classes of wallets.
	Classes []Class `json:"classes"`
}

// Source is what a figure is taken from.
type Source struct {
	// ID is how figures name it.
	ID string `json:"id"`
	// Title and Issuer say what it is and whose.
	Title  string `json:"title"`
	Issuer string `json:"issuer"`
	// Date is a day or a year, and DateMeans says of what: in force, or as of.
	Date      string `json:"date"`
	DateMeans string `json:"date_means"`
}

// Class is a class of wallets and the tiers that stand for it on this chain.
type Class struct {
	// Class is its name in the sources.
	Class string `json:"class"`
	// Tiers are the tiers whose wallets are of this class.
	Tiers []uint32 `json:"tiers"`
	// Figures are its limits; a class without figures is not limited.
	Figures []Figure `json:"figures"`
}

// Figure is one limit. Window to Scope are the names of the limit table without their prefixes.
type Figure struct {
	Window   string `json:"window"`
	Measure  string `json:"measure"`
	Strength string `json:"strength"`
	// Channel is empty for every channel.
	Channel string `json:"channel,omitempty"`
	// Scope is empty for the wallet by itself.
	Scope string `json:"scope,omitempty"`
	// ExcludeOwn leaves out what goes to the person's own accounts.
	ExcludeOwn bool `json:"exclude_own,omitempty"`
	// Amount is in whole units of the currency.
	Amount uint64 `json:"amount"`
	// Source is the id of what the figure is taken from, and Date the date of that.
	Source string `json:"source"`
	Date   string `json:"date"`
}

// Limits returns the rows of the profile for wallets of a kind in a denom, in minor units, ready for the limit table.
func (p Profile) Limits(denom string, kind wallet.WalletKind) []compliance.Limit {
	unit := uint64(1)
	for range p.Exponent {
		unit *= 10
	}
	var rows []compliance.Limit
	for _, c := range p.Classes {
		for _, tier := range c.Tiers {
			for _, f := range c.Figures {
				l := f.limit()
				l.Tier, l.Kind, l.Denom, l.Amount = tier, kind, denom, f.Amount*unit
				rows = append(rows, l)
			}
		}
	}
	return rows
}

// limit returns the figure as a row without tier, kind, denom and amount.
func (f Figure) limit() compliance.Limit {
	scope := compliance.SCOPE_WALLET
	if f.Scope != "" {
		scope = compliance.Scope(compliance.Scope_value["SCOPE_"+f.Scope])
	}
	return compliance.Limit{
		Window:   compliance.Window(compliance.Window_value["WINDOW_"+f.Window]),
		Measure:  compliance.Measure(compliance.Measure_value["MEASURE_"+f.Measure]),
		Strength: compliance.Strength(compliance.Strength_value["STRENGTH_"+f.Strength]),
		Channel:  wallet.Channel(wallet.Channel_value["CHANNEL_"+f.Channel]),
		Scope:    scope, ExcludeOwn: f.ExcludeOwn,
	}
}
