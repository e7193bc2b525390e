// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// InitGenesis writes a genesis. Every custodian is a member already. Errors: ErrGenesisInvalid.
func (k Keeper) InitGenesis(ctx context.Context, gs *wallet.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.Params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for n := range gs.Wallets {
		if err := k.importWallet(ctx, &gs.Wallets[n]); err != nil {
			return wallet.ErrGenesisInvalid.Wrapf("wallet %s: %s", gs.Wallets[n].Address, err)
		}
	}
	for _, move := range gs.CustodyMoves {
		if _, err := k.consortium.Member(ctx, move.To); err != nil {
			return wallet.ErrGenesisInvalid.Wrapf("custody move of %X: %s", move.Wallet, err)
		}
		if err := k.setMove(ctx, move); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) importWallet(ctx context.Context, g *wallet.GenesisWallet) error {
	w, err := g.Wallet()
	if err != nil {
		return err
	}
	if _, err := k.consortium.Member(ctx, w.Custodian); err != nil {
		return err
	}
	if w.Kind == wallet.WALLET_KIND_SUSPENSE {
		if err := k.claimSuspense(ctx, w); err != nil {
			return err
		}
	}
	for _, d := range g.Devices {
		if err := k.Devices.Set(ctx, wallet.DeviceStoreKey(w.Address, d.Id), d); err != nil {
			return err
		}
	}
	if w.HasOwnerKey && k.accounts.GetAccount(ctx, w.Address) == nil {
		// Without an account its owner could never show the key. An import finds the account in x/auth's own part.
		k.accounts.SetAccount(ctx, k.accounts.NewAccountWithAddress(ctx, w.Address))
	}
	if err := k.list(ctx, w); err != nil {
		return err
	}
	return k.Wallets.Set(ctx, w.Address, w)
}

// ExportGenesis reads all of the room's state.
func (k Keeper) ExportGenesis(ctx context.Context) (*wallet.GenesisState, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	gs := &wallet.GenesisState{Params: params}
	err = k.Wallets.Walk(ctx, nil, func(_ []byte, w wallet.Wallet) (bool, error) {
		devices, err := k.devicesOf(ctx, w.Address)
		gs.Wallets = append(gs.Wallets, wallet.GenesisWallet{
			Address: sdk.AccAddress(w.Address).String(), Custodian: w.Custodian, Kind: w.Kind, Tier: w.Tier,
			Status: w.Status, Currency: w.Currency, HasOwnerKey: w.HasOwnerKey, Devices: devices,
			PersonYear: w.PersonYear, PersonCommitment: w.PersonCommitment,
			NextPersonYear: w.NextPersonYear, NextPersonCommitment: w.NextPersonCommitment, DormantNoticeAt: w.DormantNoticeAt,
		})
		return false, err
	})
	if err != nil {
		return nil, err
	}
	err = k.CustodyMoves.Walk(ctx, nil, func(_ []byte, move wallet.CustodyMove) (bool, error) {
		gs.CustodyMoves = append(gs.CustodyMoves, move)
		return false, nil
	})
	return gs, err
}

// devicesOf reads all devices of a wallet, for exports and invariants, which run outside of blocks.
func (k Keeper) devicesOf(ctx context.Context, walletAddr []byte) ([]wallet.Device, error) {
	var devices []wallet.Device
	err := k.Devices.Walk(ctx, new(collections.Range[[]byte]).Prefix(walletAddr), func(_ []byte, d wallet.Device) (bool, error) {
		devices = append(devices, d)
		return false, nil
	})
	return devices, err
}
