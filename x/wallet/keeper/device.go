// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/hex"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// Device returns a device of a wallet, revoked ones included. Errors: ErrDeviceUnknown.
func (k Keeper) Device(ctx context.Context, walletAddr, deviceID []byte) (wallet.Device, error) {
	d, err := k.Devices.Get(ctx, wallet.DeviceStoreKey(walletAddr, deviceID))
	if errors.Is(err, collections.ErrNotFound) {
		return wallet.Device{}, wallet.ErrDeviceUnknown.Wrapf("expected a device of wallet %s, got %x", sdk.AccAddress(walletAddr), deviceID)
	}
	return d, err
}

// bind binds a key to a wallet; its signatures count after delay seconds. A key that was bound before is refused even if
// it was revoked: what was lost once stays lost.
func (k Keeper) bind(ctx context.Context, w wallet.Wallet, key wallet.DeviceKey, delay uint64) (wallet.Device, error) {
	now := blockTime(ctx)
	d, err := wallet.NewDevice(key.Algorithm, key.PublicKey, now, now+int64(delay))
	if err != nil {
		return wallet.Device{}, err
	}
	d.Certificate = key.Certificate
	if err := k.mayBind(ctx, w, d); err != nil {
		return wallet.Device{}, err
	}
	if err := k.Devices.Set(ctx, wallet.DeviceStoreKey(w.Address, d.Id), d); err != nil {
		return wallet.Device{}, err
	}
	w.LiveDevices++
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return wallet.Device{}, err
	}
	return d, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventDeviceBound{
		Wallet: sdk.AccAddress(w.Address).String(), Device: deviceText(d), Algorithm: d.Algorithm, ActiveFrom: d.ActiveFrom,
		Certificate: hex.EncodeToString(d.Certificate),
	})
}

func (k Keeper) mayBind(ctx context.Context, w wallet.Wallet, d wallet.Device) error {
	if w.Closed() {
		return wallet.ErrWalletClosed.Wrapf("%s", sdk.AccAddress(w.Address))
	}
	if w.Kind == wallet.WALLET_KIND_SUSPENSE {
		return wallet.ErrWalletInvalid.Wrap("a SUSPENSE wallet has no device")
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if w.LiveDevices >= params.MaxDevices {
		return wallet.ErrTooManyDevices.Wrapf("expected at most %d", params.MaxDevices)
	}
	bound, err := k.Devices.Has(ctx, wallet.DeviceStoreKey(w.Address, d.Id))
	if err != nil {
		return err
	}
	if bound {
		return wallet.ErrDeviceExists.Wrapf("expected a key never bound to %s, got device %x", sdk.AccAddress(w.Address), d.Id)
	}
	return nil
}

// revoke revokes a live device of a wallet. Errors: ErrDeviceUnknown, ErrDeviceRevoked.
func (k Keeper) revoke(ctx context.Context, w wallet.Wallet, deviceID []byte) error {
	d, err := k.Device(ctx, w.Address, deviceID)
	if err != nil {
		return err
	}
	if err := k.stop(ctx, w, d); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventDeviceRevoked{
		Wallet: sdk.AccAddress(w.Address).String(), Device: deviceText(d),
	})
}

// contest stops a pending device by an active one's instruction. Errors: ErrInstructionKind, ErrInstructionExpired,
// ErrWalletClosed, ErrDeviceUnknown, ErrDeviceRevoked, ErrDeviceNotPending and those of Authenticate.
func (k Keeper) contest(ctx context.Context, ins *wallet.SignedInstruction) error {
	if ins.Kind != wallet.INSTRUCTION_KIND_CONTEST {
		return wallet.ErrInstructionKind.Wrapf("expected CONTEST, got %s", ins.Kind)
	}
	w, err := k.Wallet(ctx, ins.Payer[:])
	if err != nil {
		return err
	}
	if _, err := k.Authenticate(ctx, ins); err != nil {
		return err
	}
	now := blockTime(ctx)
	if uint64(now) > ins.ValidUntil {
		return wallet.ErrInstructionExpired.Wrapf("expected a valid_until of at least the block time %d, got %d", now, ins.ValidUntil)
	}
	if w.Closed() {
		return wallet.ErrWalletClosed.Wrapf("%s", sdk.AccAddress(w.Address))
	}
	d, err := k.Device(ctx, w.Address, ins.Payee[:])
	if err != nil {
		return err
	}
	if err := d.ActiveAt(now); err == nil {
		return wallet.ErrDeviceNotPending.Wrapf("device %s is active since %d, block time is %d", deviceText(d), d.ActiveFrom, now)
	}
	if err := k.stop(ctx, w, d); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventDeviceContested{
		Wallet: sdk.AccAddress(w.Address).String(), Device: deviceText(d), Uetr: ins.UETR.String(),
	})
}

// stop ends a live device for ever.
func (k Keeper) stop(ctx context.Context, w wallet.Wallet, d wallet.Device) error {
	if !d.Live() {
		return wallet.ErrDeviceRevoked.Wrapf("device %s was revoked at %d", deviceText(d), d.RevokedAt)
	}
	d.RevokedAt = blockTime(ctx)
	w.LiveDevices--
	if err := k.Devices.Set(ctx, wallet.DeviceStoreKey(w.Address, d.Id), d); err != nil {
		return err
	}
	return k.Wallets.Set(ctx, w.Address, w)
}

func deviceText(d wallet.Device) string { return hex.EncodeToString(d.Id) }

func blockTime(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }
