// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func (n Network) consortiumState() (*consortium.Genesis, error) {
	authority, err := n.Authority.Address()
	if err != nil {
		return nil, err
	}
	state := &consortium.Genesis{
		Members: n.Members, Validators: n.Validators, ValidatorRoles: n.ValidatorRoles,
		Authority: authority.String(), AuthorityThreshold: uint32(n.Authority.Threshold),
		GovernanceAddresses: n.Authority.seatAddresses(), Eip155Id: n.EIP155ID, DataZone: n.DataZone,
		Quotas: n.Quotas,
	}
	return state, state.Validate()
}

func (n Network) walletState(members map[string]uint32) (*wallet.GenesisState, error) {
	state := &wallet.GenesisState{Params: wallet.DefaultParams()}
	sorted := slices.SortedFunc(slices.Values(n.Wallets), func(a, b Wallet) int { return bytes.Compare(a.Address, b.Address) })
	for _, w := range sorted {
		custodian, err := number(members, w.Custodian, "custodian of wallet "+w.Address.String())
		if err != nil {
			return nil, err
		}
		devices := slices.SortedFunc(slices.Values(w.Devices), func(a, b wallet.Device) int { return bytes.Compare(a.Id, b.Id) })
		state.Wallets = append(state.Wallets, wallet.GenesisWallet{
			Address: w.Address.String(), Custodian: custodian, Kind: w.Kind, Tier: w.Tier,
			Status: wallet.WALLET_STATUS_ACTIVE, Currency: w.Currency, HasOwnerKey: w.OwnerKey, Devices: devices,
		})
	}
	return state, nil
}

func (n Network) complianceState() *compliance.GenesisState {
	return &compliance.GenesisState{
		Params:    compliance.DefaultParams(),
		Limits:    compliance.LimitTable{Version: 1, Limits: n.Limits},
		NextOrder: 1,
	}
}

func (n Network) nettingState(members map[string]uint32) (*netting.GenesisState, error) {
	state := netting.DefaultGenesis()
	for _, c := range n.Currencies {
		if c.CycleInterval%time.Second != 0 || c.CycleInterval < 0 {
			return nil, fmt.Errorf("currency %s: expected a cycle interval in whole seconds, got %s", c.Code, c.CycleInterval)
		}
		state.Currencies = append(state.Currencies, netting.Currency{
			Code: c.Code, EmoneyDenom: c.EMoney, SettlingDenom: c.Central,
			CycleInterval: uint64(c.CycleInterval / time.Second), SettlementDay: c.SettlementDay, OpenCycle: 1,
		})
		for _, limit := range c.Caps {
			member, err := number(members, limit.Member, "cap in "+c.Code)
			if err != nil {
				return nil, err
			}
			state.Positions = append(state.Positions, netting.Position{Currency: c.Code, Member: member, Cap: limit.Amount})
		}
	}
	return state, nil
}

// paymentState starts with no payment and with the clocks of networks/params.go.
func paymentState() *payment.GenesisState {
	params := payment.DefaultParams()
	params.ValidAhead = uint64(networks.ValidAhead / time.Second)
	params.Retention = uint64(networks.Retention / time.Second)
	return &payment.GenesisState{Params: params}
}
