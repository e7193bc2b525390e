// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"bytes"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"time"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// money is who holds what before the first block, and for whom it was issued.
type money struct {
	// balances by address, then by denom.
	balances map[string]sdk.Coins
	// issued by denom, then by member.
	issued map[string]map[string]uint64
}

// money adds up the balances. E-money counts as issued for the wallet's custodian, central-bank money for its issuer.
func (n Network) money(members map[string]uint32) (money, error) {
	all := money{balances: map[string]sdk.Coins{}, issued: map[string]map[string]uint64{}}
	for _, w := range n.Wallets {
		for _, b := range w.Balances {
			liable, err := n.liable(b.Denom, w.Custodian)
			if err != nil {
				return money{}, fmt.Errorf("wallet %s: %w", w.Address, err)
			}
			if err := all.add(w.Address, liable, b); err != nil {
				return money{}, fmt.Errorf("wallet %s: %w", w.Address, err)
			}
		}
	}
	for _, s := range n.SettlementBalances {
		member, err := number(members, s.Member, "settlement balance")
		if err != nil {
			return money{}, err
		}
		liable, central := n.issuer(s.Denom)
		if !central {
			return money{}, fmt.Errorf("settlement balance of %s: expected central-bank money, got %q", s.Member, s.Denom)
		}
		if err := all.add(netting.SettlementAccount(member, s.Denom), liable, s.Balance); err != nil {
			return money{}, fmt.Errorf("settlement balance of %s: %w", s.Member, err)
		}
	}
	return all, nil
}

// liable is the member that owes a denom in a wallet of that custodian.
func (n Network) liable(denom, custodian string) (string, error) {
	if issuer, central := n.issuer(denom); central {
		return issuer, nil
	}
	for _, c := range n.Currencies {
		if c.EMoney == denom {
			return custodian, nil
		}
	}
	return "", fmt.Errorf("expected a denom of the network, got %q", denom)
}

// issuer is the central bank behind a denom, if it is central-bank money.
func (n Network) issuer(denom string) (string, bool) {
	for _, c := range n.Currencies {
		if c.Central == denom {
			return c.Issuer, true
		}
	}
	return "", false
}

func (m money) add(holder sdk.AccAddress, liable string, b Balance) error {
	if b.Amount == 0 || b.Amount > reserve.MaxAmount {
		return fmt.Errorf("%s: expected 1 to %d minor units, got %d", b.Denom, reserve.MaxAmount, b.Amount)
	}
	coin := sdk.NewCoin(b.Denom, sdkmath.NewIntFromUint64(b.Amount))
	m.balances[string(holder)] = m.balances[string(holder)].Add(coin)
	if m.issued[b.Denom] == nil {
		m.issued[b.Denom] = map[string]uint64{}
	}
	sum, carry := bits.Add64(m.issued[b.Denom][liable], b.Amount, 0)
	if carry != 0 {
		return fmt.Errorf("%s: the sum issued exceeds 64 bits", b.Denom)
	}
	m.issued[b.Denom][liable] = sum
	return nil
}

// bankState is the book of balances. Coins move under compliance only, so bank sends nothing by itself.
func (n Network) bankState(all money) *banktypes.GenesisState {
	state := banktypes.DefaultGenesisState()
	state.Params.DefaultSendEnabled = false
	for _, holder := range slices.Sorted(maps.Keys(all.balances)) {
		coins := all.balances[holder]
		state.Balances = append(state.Balances, banktypes.Balance{Address: sdk.AccAddress(holder).String(), Coins: coins})
		state.Supply = state.Supply.Add(coins...)
	}
	slices.SortFunc(state.Balances, func(a, b banktypes.Balance) int {
		return bytes.Compare([]byte(a.Address), []byte(b.Address))
	})
	for _, c := range n.Currencies {
		state.DenomMetadata = append(state.DenomMetadata,
			metadata(c.EMoney, c.Code, c.Code, c.Exponent, "e-money, a claim on the wallet's custodian"),
			metadata(c.Central, "e"+c.Code, c.Code, c.Exponent, "central-bank money"))
	}
	return state
}

// metadata names a denom for people: amounts are kept in minor units and displayed with the currency's decimals.
func metadata(denom, display, code string, exponent uint32, what string) banktypes.Metadata {
	return banktypes.Metadata{
		Description: code + " " + what, Base: denom, Display: display, Name: display, Symbol: display,
		DenomUnits: []*banktypes.DenomUnit{{Denom: denom}, {Denom: display, Exponent: exponent}},
	}
}

// attestationAge is how old a reserve's last attested statement may become on a network before minting stops.
const attestationAge = 7 * 24 * time.Hour

// reserveState is how the assets begin: what is issued before the first block counts as booked on its day.
func (n Network) reserveState(all money) *reserve.GenesisState {
	state := &reserve.GenesisState{Params: reserve.DefaultParams()}
	state.Params.MaxAttestationAge = uint64(attestationAge / time.Second)
	for _, c := range n.Currencies {
		state.Assets = append(state.Assets,
			reserve.Asset{Denom: c.EMoney, Currency: c.Code, Exponent: c.Exponent, Class: reserve.ASSET_CLASS_EMONEY},
			reserve.Asset{Denom: c.Central, Currency: c.Code, Exponent: c.Exponent, Class: reserve.ASSET_CLASS_CBDC, Issuer: c.Issuer})
	}
	slices.SortFunc(state.Assets, func(a, b reserve.Asset) int { return bytes.Compare([]byte(a.Denom), []byte(b.Denom)) })
	state.Rails = n.Rails
	for _, denom := range slices.Sorted(maps.Keys(all.issued)) {
		var sum uint64
		for _, member := range slices.Sorted(maps.Keys(all.issued[denom])) {
			issued := all.issued[denom][member]
			sum += issued
			state.MemberTotals = append(state.MemberTotals, reserve.MemberTotal{Member: member, Denom: denom, Issued: issued})
			if _, central := n.issuer(denom); !central {
				state.Reserves = append(state.Reserves, reserve.Reserve{
					Member: member, Denom: denom, BeganAt: n.Time.Unix(),
					Received: []reserve.DayAmount{{BookingDate: reserve.LocalDate(n.Time.Unix(), state.Params.UtcOffsetSeconds), Amount: issued}},
				})
			}
		}
		state.Supplies = append(state.Supplies, reserve.Supply{Denom: denom, Issued: sum})
	}
	return state
}
