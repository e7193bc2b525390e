// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func genesis() reserve.GenesisState {
	return reserve.GenesisState{
		Params: reserve.DefaultParams(),
		Assets: []reserve.Asset{emoney("cny", "CNY"), cbdc("ecny", "central-bank")},
		Rails:  []reserve.Rail{cityRail()},
		Issuances: []reserve.Issuance{{
			Rail: "city-rail", Account: "a-collect", BookingDate: 20261123, EntryReference: "E-0001", Beneficiary: address("alice"),
			Denom: "cny", Amount: 100, Status: reserve.ISSUANCE_STATUS_MINTED, Credited: address("alice"), Member: "bank-a", MintedAt: 1,
			Attestations: []*reserve.ReceiptAttestation{{Member: "bank-a"}, {Member: "bank-b"}},
		}},
		Redemptions: []reserve.Redemption{{
			Uetr: uetrOne, Wallet: address("alice"), Denom: "cny", Amount: 40, Rail: "city-rail", Creditor: digest,
			Status: reserve.REDEMPTION_STATUS_CONFIRMED, Attempt: 1,
		}},
		Acts: []reserve.Act{{
			Issuer: "central-bank", Uetr: uetrOne, Kind: reserve.ACT_KIND_ISSUE, Member: "bank-a", Denom: "ecny", Amount: 500,
			Status: reserve.ACT_STATUS_DONE,
		}},
		Supplies: []reserve.Supply{{Denom: "cny", Issued: 100, Redeemed: 40}, {Denom: "ecny", Issued: 500}},
		MemberTotals: []reserve.MemberTotal{
			{Member: "bank-a", Denom: "cny", Issued: 100, Redeemed: 30},
			{Member: "bank-b", Denom: "cny", Redeemed: 10},
			{Member: "central-bank", Denom: "ecny", Issued: 500},
		},
	}
}

func TestGenesisValidate(t *testing.T) {
	field, broken := reserve.ErrFieldInvalid, reserve.ErrGenesisInvalid
	cases := map[string]struct {
		change func(*reserve.GenesisState)
		err    error
	}{
		"a genesis that fits":                 {func(*reserve.GenesisState) {}, nil},
		"nothing at all":                      {func(g *reserve.GenesisState) { *g = *reserve.DefaultGenesis() }, nil},
		"an attempt without end":              {func(g *reserve.GenesisState) { g.Params.MaxAttemptTerm = 0 }, field},
		"an attempt of more than a year":      {func(g *reserve.GenesisState) { g.Params.MaxAttemptTerm = 367 * 86_400 }, field},
		"an asset twice":                      {func(g *reserve.GenesisState) { g.Assets = append(g.Assets, g.Assets[0]) }, broken},
		"two e-moneys of one currency":        {func(g *reserve.GenesisState) { g.Assets = append(g.Assets, emoney("cny2", "CNY")) }, broken},
		"two settling assets of one currency": {func(g *reserve.GenesisState) { g.Assets = append(g.Assets, cbdc("ecny2", "central-bank")) }, broken},
		"a malformed asset":                   {func(g *reserve.GenesisState) { g.Assets[0].Denom = "CNY" }, field},
		"a rail twice":                        {func(g *reserve.GenesisState) { g.Rails = append(g.Rails, g.Rails[0]) }, broken},
		"a rail for central-bank money":       {func(g *reserve.GenesisState) { g.Rails[0].Denom = "ecny" }, broken},
		"a rail for no asset":                 {func(g *reserve.GenesisState) { g.Rails[0].Denom = "hkd" }, broken},
		"a malformed rail":                    {func(g *reserve.GenesisState) { g.Rails[0].Threshold = 9 }, field},
		"a receipt twice":                     {func(g *reserve.GenesisState) { g.Issuances = append(g.Issuances, g.Issuances[0]) }, broken},
		"a receipt over no rail":              {func(g *reserve.GenesisState) { g.Issuances[0].Rail = "other-rail" }, broken},
		"a receipt in another denom":          {func(g *reserve.GenesisState) { g.Issuances[0].Denom = "ecny" }, broken},
		"a receipt without status":            {func(g *reserve.GenesisState) { g.Issuances[0].Status = 0 }, broken},
		"a minted receipt without credit":     {func(g *reserve.GenesisState) { g.Issuances[0].Credited = "" }, broken},
		"a receipt that nobody stated":        {func(g *reserve.GenesisState) { g.Issuances[0].Attestations = nil }, broken},
		"a receipt without money":             {func(g *reserve.GenesisState) { g.Issuances[0].Amount = 0 }, field},
		"a receipt without reference":         {func(g *reserve.GenesisState) { g.Issuances[0].EntryReference = "" }, field},
		"a redemption twice":                  {func(g *reserve.GenesisState) { g.Redemptions = append(g.Redemptions, g.Redemptions[0]) }, broken},
		"a redemption over no rail":           {func(g *reserve.GenesisState) { g.Redemptions[0].Rail = "other-rail" }, broken},
		"a redemption that reads UNKNOWN":     {func(g *reserve.GenesisState) { g.Redemptions[0].Status = reserve.REDEMPTION_STATUS_UNKNOWN }, broken},
		"a confirmed one without attempt":     {func(g *reserve.GenesisState) { g.Redemptions[0].Attempt = 0 }, broken},
		"a refused one without reason": {func(g *reserve.GenesisState) {
			g.Redemptions[0].Status, g.Redemptions[0].Attempt = reserve.REDEMPTION_STATUS_REFUSED, 0
		}, broken},
		"a redemption without creditor": {func(g *reserve.GenesisState) { g.Redemptions[0].Creditor = nil }, field},
		"a redemption without UETR":     {func(g *reserve.GenesisState) { g.Redemptions[0].Uetr = "" }, wallet.ErrUETRInvalid},
		"a redemption without money":    {func(g *reserve.GenesisState) { g.Redemptions[0].Amount = 0 }, field},
		"an act twice":                  {func(g *reserve.GenesisState) { g.Acts = append(g.Acts, g.Acts[0]) }, broken},
		"an act by another":             {func(g *reserve.GenesisState) { g.Acts[0].Issuer = "bank-a" }, broken},
		"an act without end":            {func(g *reserve.GenesisState) { g.Acts[0].Status = 0 }, broken},
		"a refused act without reason":  {func(g *reserve.GenesisState) { g.Acts[0].Status = reserve.ACT_STATUS_REFUSED }, broken},
		"an issue to two":               {func(g *reserve.GenesisState) { g.Acts[0].Wallet = address("alice") }, field},
		"an act without UETR":           {func(g *reserve.GenesisState) { g.Acts[0].Uetr = "" }, wallet.ErrUETRInvalid},
		"an act without money":          {func(g *reserve.GenesisState) { g.Acts[0].Amount = 0 }, field},
		"a supply twice":                {func(g *reserve.GenesisState) { g.Supplies = append(g.Supplies, g.Supplies[0]) }, broken},
		"a supply of no asset":          {func(g *reserve.GenesisState) { g.Supplies[0].Denom = "hkd" }, broken},
		"more redeemed than issued":     {func(g *reserve.GenesisState) { g.Supplies[1].Redeemed = 501 }, broken},
		"a member's totals twice": {func(g *reserve.GenesisState) {
			g.MemberTotals = append(g.MemberTotals, reserve.MemberTotal{Member: "bank-a", Denom: "cny"})
		}, broken},
		"members with less than all": {func(g *reserve.GenesisState) { g.MemberTotals[0].Issued = 99 }, broken},
		"members with more than all": {func(g *reserve.GenesisState) { g.MemberTotals[0].Issued = 101 }, broken},
		"totals of no supply":        {func(g *reserve.GenesisState) { g.MemberTotals[0].Denom = "hkd" }, broken},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g := genesis()
			tc.change(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}
