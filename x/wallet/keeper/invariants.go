// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// Invariants walks the whole state and returns the first broken one: every wallet is sound, at its own address and with
// a known custodian; every SUSPENSE wallet is the one of its custodian and denom and nothing else is; every requested
// custody move is sound, of a wallet its custodian has and that may move, and is listed under both members and nothing
// else is; every device belongs to a wallet, has the id of its key, and the wallet's count of live devices is right. Errors: ErrInvariantBroken.
func (k Keeper) Invariants(ctx context.Context) error {
	if err := k.checkWallets(ctx); err != nil {
		return err
	}
	if err := k.checkSuspense(ctx); err != nil {
		return err
	}
	if err := k.checkMoves(ctx); err != nil {
		return err
	}
	if err := k.checkCustodians(ctx); err != nil {
		return err
	}
	return k.Devices.Walk(ctx, nil, func(key []byte, d wallet.Device) (bool, error) {
		if len(key) != 2*wallet.AddressLength || !bytes.Equal(key[wallet.AddressLength:], d.Id) {
			return true, wallet.ErrInvariantBroken.Wrapf("device %x lies at %x", d.Id, key)
		}
		if err := d.Validate(); err != nil {
			return true, wallet.ErrInvariantBroken.Wrapf("device %x: %s", d.Id, err)
		}
		known, err := k.Wallets.Has(ctx, key[:wallet.AddressLength])
		if err == nil && !known {
			err = wallet.ErrInvariantBroken.Wrapf("device %x belongs to no wallet %s", d.Id, sdk.AccAddress(key[:wallet.AddressLength]))
		}
		return err != nil, err
	})
}

func (k Keeper) checkWallets(ctx context.Context) error {
	return k.Wallets.Walk(ctx, nil, func(addr []byte, w wallet.Wallet) (bool, error) {
		if err := k.checkWallet(ctx, addr, w); err != nil {
			return true, wallet.ErrInvariantBroken.Wrapf("wallet %s: %s", sdk.AccAddress(addr), err)
		}
		return false, nil
	})
}

func (k Keeper) checkWallet(ctx context.Context, addr []byte, w wallet.Wallet) error {
	if !bytes.Equal(addr, w.Address) {
		return wallet.ErrWalletInvalid.Wrapf("it names the address %s", sdk.AccAddress(w.Address))
	}
	if err := w.Validate(); err != nil {
		return err
	}
	if _, err := k.consortium.Member(ctx, w.Custodian); err != nil {
		return err
	}
	devices, err := k.devicesOf(ctx, addr)
	if err != nil {
		return err
	}
	var live uint32
	for _, d := range devices {
		if d.Live() {
			live++
		}
	}
	if live != w.LiveDevices {
		return wallet.ErrWalletInvalid.Wrapf("it counts %d live devices and has %d", w.LiveDevices, live)
	}
	if w.Kind != wallet.WALLET_KIND_SUSPENSE {
		return nil
	}
	suspense, err := k.SuspenseWallets.Get(ctx, wallet.SuspenseStoreKey(w.Custodian, w.Currency))
	if err == nil && !bytes.Equal(suspense, addr) {
		err = wallet.ErrSuspenseExists.Wrapf("the one of %s is %s", w.Currency, sdk.AccAddress(suspense))
	}
	return err
}

func (k Keeper) checkSuspense(ctx context.Context) error {
	return k.SuspenseWallets.Walk(ctx, nil, func(key, addr []byte) (bool, error) {
		w, err := k.Wallet(ctx, addr)
		if err == nil && (w.Kind != wallet.WALLET_KIND_SUSPENSE || !bytes.Equal(key, wallet.SuspenseStoreKey(w.Custodian, w.Currency))) {
			err = wallet.ErrWalletInvalid.Wrapf("it is kind %s of member %d, currency %q", w.Kind, w.Custodian, w.Currency)
		}
		if err != nil {
			return true, wallet.ErrInvariantBroken.Wrapf("suspense entry %x: %s", key, err)
		}
		return false, nil
	})
}

// checkCustodians holds that each open wallet which is not SUSPENSE is listed under its custodian, and nothing else is.
func (k Keeper) checkCustodians(ctx context.Context) error {
	var open, listed int
	err := k.Wallets.Walk(ctx, nil, func(addr []byte, w wallet.Wallet) (bool, error) {
		if w.Closed() || w.Kind == wallet.WALLET_KIND_SUSPENSE {
			return false, nil
		}
		open++
		has, err := k.CustodianWallets.Has(ctx, wallet.CustodyMemberStoreKey(w.Custodian, addr))
		if err == nil && !has {
			err = wallet.ErrInvariantBroken.Wrapf("wallet %s is not listed under custodian %d", sdk.AccAddress(addr), w.Custodian)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.CustodianWallets.Walk(ctx, nil, func([]byte) (bool, error) { listed++; return false, nil })
	if err == nil && listed != open {
		err = wallet.ErrInvariantBroken.Wrapf("%d open wallets have %d entries under custodians", open, listed)
	}
	return err
}

func (k Keeper) checkMoves(ctx context.Context) error {
	var moves int
	err := k.CustodyMoves.Walk(ctx, nil, func(addr []byte, move wallet.CustodyMove) (bool, error) {
		moves++
		if err := k.checkMove(ctx, addr, move); err != nil {
			return true, wallet.ErrInvariantBroken.Wrapf("custody move of %s: %s", sdk.AccAddress(addr), err)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	var listed int
	err = k.CustodyMembers.Walk(ctx, nil, func([]byte) (bool, error) { listed++; return false, nil })
	if err == nil && listed != 2*moves {
		err = wallet.ErrInvariantBroken.Wrapf("%d custody moves have %d entries under members", moves, listed)
	}
	return err
}

func (k Keeper) checkMove(ctx context.Context, addr []byte, move wallet.CustodyMove) error {
	if !bytes.Equal(addr, move.Wallet) {
		return wallet.ErrCustodyMoveInvalid.Wrapf("it names the wallet %s", sdk.AccAddress(move.Wallet))
	}
	if err := move.Validate(); err != nil {
		return err
	}
	w, err := k.Wallet(ctx, addr)
	if err != nil {
		return err
	}
	if w.Custodian != move.From {
		return wallet.ErrCustodyMoveInvalid.Wrapf("it names custodian %d, the wallet %d", move.From, w.Custodian)
	}
	for _, member := range [...]uint32{move.From, move.To} {
		listed, err := k.CustodyMembers.Has(ctx, wallet.CustodyMemberStoreKey(member, addr))
		if err != nil {
			return err
		}
		if !listed {
			return wallet.ErrCustodyMoveInvalid.Wrapf("it is not listed under member %d", member)
		}
	}
	return w.Movable()
}
