// SPDX-License-Identifier: Apache-2.0

package day

import "github.com/taelnet/tael/networks/genesis"

// minorPerMajor is the number of minor units in one unit of either currency.
const minorPerMajor = 100

// market is one currency of the day with its own money, rail, customers and settlement day.
type market struct {
	// currency is the ISO 4217 code.
	currency string
	// emoney is the customers' money, central the central bank's, rail where the first comes in and goes out.
	emoney, central, rail string
	// debtors and creditors are how many accounts the generated files have.
	debtors, creditors int
	// share is the market's part of Options.Transfers, in percent.
	share int
}

// markets are the two of every day, the yuan first.
func markets() []market {
	return []market{
		{currency: "CNY", emoney: "cny", central: "ecny", rail: "rail-cny", debtors: 24, creditors: 480, share: 100},
		{currency: "HKD", emoney: "hkd", central: "ehkd", rail: "rail-hkd", debtors: 12, creditors: 96, share: 20},
	}
}

// yuanMarket is where the scenes of the day are played.
func yuanMarket() market { return markets()[0] }

// account is a custodian's account on the market's rail.
func (m market) account(custodian string) string { return custodian + "-" + m.emoney }

// name makes the generated names of accounts differ between markets.
func (m market) name(generated string) string {
	if m.currency == yuanMarket().currency {
		return generated
	}
	return m.emoney + "/" + generated
}

// marketOf is the market of a denom of customers' money.
func marketOf(denom string) (market, bool) {
	for _, m := range markets() {
		if m.emoney == denom {
			return m, true
		}
	}
	return market{}, false
}

// custodians are the members that keep customers' wallets, in either currency.
func custodians() []string { return genesis.LocalCustodians() }
