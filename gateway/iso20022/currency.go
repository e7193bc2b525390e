// SPDX-License-Identifier: Apache-2.0

package iso20022

import "strings"

// The currencies in force by how many digits follow the point (ISO 4217 list one, without funds, metals and test codes;
// stand of 2026-11-23). Off-chain only: the chain keeps its own registry of assets, so a change here forks nothing.
var currenciesByExponent = map[int]string{
	0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC " +
		"CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR " +
		"JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD " +
		"NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN " +
		"SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
	3: "BHD IQD JOD KWD LYD OMR TND",
	4: "CLF UYW",
}

var exponents = func() map[string]int {
	m := map[string]int{}
	for exponent, list := range currenciesByExponent {
		for _, code := range strings.Fields(list) {
			m[code] = exponent
		}
	}
	return m
}()

// Exponent is how many digits follow the point in amounts of the ISO 4217 currency: 2 for CNY. It is false for a code
// that is not in force.
func Exponent(currency string) (int, bool) {
	exponent, ok := exponents[currency]
	return exponent, ok
}
