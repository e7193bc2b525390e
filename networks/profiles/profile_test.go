// SPDX-License-Identifier: Apache-2.0

package profiles_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/profiles"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

const yuan = 100

func load(t *testing.T, name string) profiles.Profile {
	t.Helper()
	p, err := profiles.Load(name)
	require.NoError(t, err)
	require.Equal(t, name, p.Name)
	return p
}

// rowsOf are the stored rows of one tier.
func rowsOf(t *testing.T, name string, tier uint32) compliance.Rows {
	t.Helper()
	sorted, err := compliance.SortLimits(load(t, name).Limits("cny", wallet.WALLET_KIND_PERSON))
	require.NoError(t, err)
	var of []compliance.Limit
	for _, l := range sorted {
		if l.Tier == tier {
			of = append(of, l)
		}
	}
	return compliance.NewRows(of)
}

func TestEveryProfileIsAValidTable(t *testing.T) {
	for _, name := range profiles.Names() {
		for _, kind := range []wallet.WalletKind{wallet.WALLET_KIND_PERSON, wallet.WALLET_KIND_MERCHANT} {
			rows := load(t, name).Limits("ecny", kind)
			require.NotEmpty(t, rows)
			_, err := compliance.SortLimits(rows)
			require.NoError(t, err)
			for _, l := range rows {
				require.Equal(t, kind, l.Kind)
				require.Equal(t, "ecny", l.Denom)
			}
		}
	}
	_, err := profiles.Load("none")
	require.ErrorIs(t, err, profiles.ErrUnknown)
}

// wallets of one person over a year: a payment now, on top of what was paid before in some way.
type scene struct {
	profile  string
	tier     uint32
	amount   uint64
	strength compliance.Strength
	channel  wallet.Channel
	own      bool
	counted  compliance.Counted
	reason   compliance.Reason
}

// paid is a record of whole yuan paid on a day with a certificate.
func paid(day uint32, amount uint64) compliance.Usage {
	u, _ := compliance.Usage(nil).Add(compliance.PeriodsOf(day), &compliance.Flow{
		Measure: compliance.MEASURE_OUT, Denom: "cny", Amount: amount * yuan, Strength: compliance.STRENGTH_CERT,
	})
	return u
}

func TestProfilesBehave(t *testing.T) {
	const (
		today     = 20_780 // 2026-11-23
		lastMonth = today - 40
		lastYear  = today - 400
	)
	one, two, cert := compliance.STRENGTH_ONE, compliance.STRENGTH_TWO, compliance.STRENGTH_CERT
	none, day, year, ever := compliance.ReasonNone, compliance.ReasonLimitDayOut, compliance.ReasonLimitYearOut, compliance.ReasonLimitLifetimeOut
	accounts, digital := profiles.PaymentAccounts, profiles.DigitalYuan
	byWallet := func(u compliance.Usage) compliance.Counted { return compliance.Counted{Wallet: u} }
	byPerson := func(u compliance.Usage) compliance.Counted { return compliance.Counted{Overall: u} }
	cases := map[string]scene{
		"class I may pay 1,000 in its life":            {accounts, 1, 600, cert, 0, false, byWallet(paid(lastYear, 400)), none},
		"class I may pay no more":                      {accounts, 1, 601, cert, 0, false, byWallet(paid(lastYear, 400)), ever},
		"class I counts own accounts too":              {accounts, 1, 601, cert, 0, true, byWallet(paid(lastYear, 400)), ever},
		"a tier below class I is held to class I":      {accounts, 0, 1_001, cert, 0, false, compliance.Counted{}, ever},
		"class II may pay 100,000 a year":              {accounts, 2, 40_000, cert, 0, false, byPerson(paid(lastMonth, 60_000)), none},
		"class II may pay no more, by all its wallets": {accounts, 2, 40_001, cert, 0, false, byPerson(paid(lastMonth, 60_000)), year},
		"class II begins anew with the year":           {accounts, 2, 100_000, cert, 0, false, byPerson(paid(lastYear, 60_000)), none},
		"class II does not count own accounts":         {accounts, 2, 40_001, cert, 0, true, byPerson(paid(lastMonth, 60_000)), none},
		"class III may pay 200,000 a year":             {accounts, 3, 200_000, cert, 0, false, compliance.Counted{}, none},
		"class III may pay no more":                    {accounts, 3, 200_001, cert, 0, false, compliance.Counted{}, year},
		"1,000 a day with one factor":                  {accounts, 3, 1_000, one, 0, false, compliance.Counted{}, none},
		"no more with one factor":                      {accounts, 3, 1_001, one, 0, false, compliance.Counted{}, day},
		"5,000 a day with two factors":                 {accounts, 3, 5_000, two, 0, false, compliance.Counted{}, none},
		"no more with two factors":                     {accounts, 3, 5_001, two, 0, false, compliance.Counted{}, day},
		"500 a day by a static code":                   {accounts, 3, 500, cert, wallet.CHANNEL_STATIC_CODE, false, compliance.Counted{}, none},
		"no more by a static code, however strong":     {accounts, 3, 501, cert, wallet.CHANNEL_STATIC_CODE, false, compliance.Counted{}, day},
		"more by a dynamic code":                       {accounts, 3, 501, cert, wallet.CHANNEL_DYNAMIC_CODE, false, compliance.Counted{}, none},
		"class 4 pays 2,000 at once":                   {digital, 0, 2_000, one, 0, false, compliance.Counted{}, none},
		"class 4 pays no more at once":                 {digital, 0, 2_001, cert, 0, false, compliance.Counted{}, compliance.ReasonLimitTxOut},
		"class 4 pays 5,000 a day":                     {digital, 0, 1_001, one, 0, false, byWallet(paid(today, 4_000)), day},
		"class 4 pays 50,000 a year":                   {digital, 0, 1_001, one, 0, false, byWallet(paid(lastMonth, 49_000)), year},
		"class 3 pays 5,000 at once":                   {digital, 1, 5_001, one, 0, false, compliance.Counted{}, compliance.ReasonLimitTxOut},
		"class 3 pays 10,000 a day":                    {digital, 1, 5_000, one, 0, false, byWallet(paid(today, 5_001)), day},
		"class 3 has no year":                          {digital, 1, 5_000, one, 0, false, byWallet(paid(lastMonth, 1_000_000)), none},
		"class 2 pays 50,000 at once":                  {digital, 2, 50_001, one, 0, false, compliance.Counted{}, compliance.ReasonLimitTxOut},
		"class 2 pays 100,000 a day":                   {digital, 2, 50_000, one, 0, false, byWallet(paid(today, 50_001)), day},
		"class 1 has no caps":                          {digital, 3, 1_000_000_000, one, 0, false, compliance.Counted{}, none},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			flow := compliance.Flow{
				Measure: compliance.MEASURE_OUT, Denom: "cny", Amount: tc.amount * yuan, Strength: tc.strength, Channel: tc.channel, Own: tc.own,
			}
			require.Equal(t, tc.reason, rowsOf(t, tc.profile, tc.tier).Test(&flow, 0, compliance.PeriodsOf(today), &tc.counted))
		})
	}
}

func TestDigitalYuanBalances(t *testing.T) {
	flow := compliance.Flow{Measure: compliance.MEASURE_IN, Denom: "cny", Strength: compliance.STRENGTH_CERT}
	for tier, held := range []uint64{10_000, 20_000, 500_000} {
		greatest, found := rowsOf(t, profiles.DigitalYuan, uint32(tier)).Holding(&flow, 0)
		require.True(t, found)
		require.Equal(t, held*yuan, greatest)
	}
	_, found := rowsOf(t, profiles.DigitalYuan, 3).Holding(&flow, 0)
	require.False(t, found)
}

func TestReadmeListsEveryFigure(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, name := range profiles.Names() {
		p := load(t, name)
		for _, c := range p.Classes {
			for _, f := range c.Figures {
				own := ""
				if f.ExcludeOwn {
					own = "not counted"
				}
				line := fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s | %s | %d | %s, %s |", name, c.Class, tiers(c.Tiers), f.Window+" "+f.Measure,
					f.Strength, f.Channel, f.Scope, own, f.Amount, f.Source, f.Date)
				require.Contains(t, string(readme), "\n"+strings.ReplaceAll(strings.ReplaceAll(line, "|  |", "| |"), "|  |", "| |")+"\n")
			}
		}
		for _, s := range p.Sources {
			require.Contains(t, string(readme), fmt.Sprintf("\n| %s | %s | %s | %s %s |\n", s.ID, s.Title, s.Issuer, s.DateMeans, s.Date))
		}
	}
	require.Equal(t, 12+10, strings.Count(string(readme), "\n| payment-accounts |")+strings.Count(string(readme), "\n| digital-yuan |"), "and none beside them")
}

func tiers(all []uint32) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(all), "[]"), " ", ", ")
}
