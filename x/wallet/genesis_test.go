// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

func TestGenesisValidate(t *testing.T) {
	cases := map[string]struct {
		edit func(*wallet.GenesisState)
		err  error
	}{
		"a sound genesis":                 {func(*wallet.GenesisState) {}, nil},
		"the default genesis":             {func(g *wallet.GenesisState) { *g = *wallet.DefaultGenesis() }, nil},
		"a delay of over a year":          {func(g *wallet.GenesisState) { g.Params.ContestDelay = 366 * 86400 }, wallet.ErrGenesisInvalid},
		"room for no device":              {func(g *wallet.GenesisState) { g.Params.MaxDevices = 0 }, wallet.ErrGenesisInvalid},
		"room for too many devices":       {func(g *wallet.GenesisState) { g.Params.MaxDevices = 257 }, wallet.ErrGenesisInvalid},
		"no term of custody moves":        {func(g *wallet.GenesisState) { g.Params.CustodyMoveTerm = 0 }, wallet.ErrGenesisInvalid},
		"no term of dormancy":             {func(g *wallet.GenesisState) { g.Params.DormancyTerm = 0 }, wallet.ErrGenesisInvalid},
		"a term of over ten years":        {func(g *wallet.GenesisState) { g.Params.DormancyTerm = 3651 * 86400 }, wallet.ErrGenesisInvalid},
		"a custody move twice":            {func(g *wallet.GenesisState) { g.CustodyMoves = append(g.CustodyMoves, g.CustodyMoves[0]) }, wallet.ErrGenesisInvalid},
		"a custody move of no wallet":     {func(g *wallet.GenesisState) { g.CustodyMoves[0].Wallet = bytes.Repeat([]byte{9}, 20) }, wallet.ErrGenesisInvalid},
		"a custody move by another":       {func(g *wallet.GenesisState) { g.CustodyMoves[0].From = 3 }, wallet.ErrGenesisInvalid},
		"a custody move to itself":        {func(g *wallet.GenesisState) { g.CustodyMoves[0].To = 1 }, wallet.ErrGenesisInvalid},
		"a custody move asked by nobody":  {func(g *wallet.GenesisState) { g.CustodyMoves[0].AskedBy = 0 }, wallet.ErrGenesisInvalid},
		"a custody move that never ends":  {func(g *wallet.GenesisState) { g.CustodyMoves[0].ExpiresAt = 5 }, wallet.ErrGenesisInvalid},
		"a custody move of a short name":  {func(g *wallet.GenesisState) { g.CustodyMoves[0].Wallet = []byte{1} }, wallet.ErrGenesisInvalid},
		"a custody move of suspense":      {func(g *wallet.GenesisState) { g.CustodyMoves[0].Wallet = append([]byte{2}, make([]byte, 19)...) }, wallet.ErrGenesisInvalid},
		"a custody move of a closed one":  {func(g *wallet.GenesisState) { g.Wallets[0].Status = wallet.WALLET_STATUS_CLOSED }, wallet.ErrGenesisInvalid},
		"a commitment cut short":          {func(g *wallet.GenesisState) { g.Wallets[0].PersonYear, g.Wallets[0].PersonCommitment = 2026, []byte{1} }, wallet.ErrGenesisInvalid},
		"tiers beyond 255":                {func(g *wallet.GenesisState) { g.Params.MaxTier = 256 }, wallet.ErrGenesisInvalid},
		"a tier beyond the highest":       {func(g *wallet.GenesisState) { g.Params.MaxTier = 1 }, wallet.ErrGenesisInvalid},
		"wallets out of order":            {func(g *wallet.GenesisState) { slices.Reverse(g.Wallets) }, wallet.ErrGenesisInvalid},
		"a wallet twice":                  {func(g *wallet.GenesisState) { g.Wallets = append(g.Wallets, g.Wallets[len(g.Wallets)-1]) }, wallet.ErrGenesisInvalid},
		"an address of another chain":     {func(g *wallet.GenesisState) { g.Wallets[0].Address = "cosmos1" }, wallet.ErrGenesisInvalid},
		"a wallet without custodian":      {func(g *wallet.GenesisState) { g.Wallets[0].Custodian = 0 }, wallet.ErrGenesisInvalid},
		"a device under another's id":     {func(g *wallet.GenesisState) { g.Wallets[0].Devices[0].Id = make([]byte, 20) }, wallet.ErrGenesisInvalid},
		"devices out of order":            {func(g *wallet.GenesisState) { slices.Reverse(g.Wallets[0].Devices) }, wallet.ErrGenesisInvalid},
		"more devices than allowed":       {func(g *wallet.GenesisState) { g.Params.MaxDevices = 1 }, wallet.ErrGenesisInvalid},
		"two suspense wallets of a denom": {func(g *wallet.GenesisState) { g.Wallets[1].Currency = g.Wallets[2].Currency }, wallet.ErrGenesisInvalid},
		"a suspense wallet with a device": {func(g *wallet.GenesisState) { g.Wallets[1].Devices = g.Wallets[0].Devices }, wallet.ErrGenesisInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			g := soundGenesis(t)
			tc.edit(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}

// soundGenesis has a person with two devices and two suspense wallets, by ascending address.
func soundGenesis(t *testing.T) wallet.GenesisState {
	t.Helper()
	at := func(first byte) string { return sdk.AccAddress(append([]byte{first}, make([]byte, 19)...)).String() }
	var devices []wallet.Device
	for _, algorithm := range algorithms[:2] {
		d, err := wallet.NewDevice(algorithm, newSigner(t, algorithm, "genesis").PublicKey(), 1, 1)
		require.NoError(t, err)
		devices = append(devices, d)
	}
	slices.SortFunc(devices, func(a, b wallet.Device) int { return bytes.Compare(a.Id, b.Id) })
	suspense := wallet.GenesisWallet{Custodian: 1, Kind: wallet.WALLET_KIND_SUSPENSE, Status: wallet.WALLET_STATUS_ACTIVE}
	cny, hkd := suspense, suspense
	cny.Address, cny.Currency = at(2), "cny"
	hkd.Address, hkd.Currency = at(3), "hkd"
	return wallet.GenesisState{
		Params: wallet.DefaultParams(),
		Wallets: []wallet.GenesisWallet{
			{Address: at(1), Custodian: 1, Kind: wallet.WALLET_KIND_PERSON, Tier: 2, Status: wallet.WALLET_STATUS_ACTIVE, Devices: devices},
			cny, hkd,
		},
		CustodyMoves: []wallet.CustodyMove{{
			Wallet: append([]byte{1}, make([]byte, 19)...), From: 1, To: 2, AskedBy: wallet.CUSTODY_ASKER_OWNER, AskedAt: 5, ExpiresAt: 6,
		}},
	}
}
