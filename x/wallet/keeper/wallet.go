// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// Wallet returns the wallet at an address, closed ones included. Errors: ErrWalletUnknown.
func (k Keeper) Wallet(ctx context.Context, addr []byte) (wallet.Wallet, error) {
	w, err := k.Wallets.Get(ctx, addr)
	if errors.Is(err, collections.ErrNotFound) {
		return wallet.Wallet{}, wallet.ErrWalletUnknown.Wrapf("expected the address of a wallet, got %s", sdk.AccAddress(addr))
	}
	return w, err
}

// Suspense returns the address of a custodian's SUSPENSE wallet of a denom, or of its successor's once it has LEFT.
// Errors: ErrSuspenseMissing.
func (k Keeper) Suspense(ctx context.Context, custodian uint32, denom string) (sdk.AccAddress, error) {
	custodian, err := k.heir(ctx, custodian)
	if err != nil {
		return nil, err
	}
	addr, err := k.SuspenseWallets.Get(ctx, wallet.SuspenseStoreKey(custodian, denom))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, wallet.ErrSuspenseMissing.Wrapf("member %d, denom %s", custodian, denom)
	}
	return addr, err
}

// open opens a wallet at the custodian and binds its first device, active at once.
func (k Keeper) open(ctx context.Context, custodian consortium.Member, msg *wallet.MsgOpenWallet) (deviceID string, err error) {
	w, err := k.newWallet(ctx, custodian, msg)
	if err != nil {
		return "", err
	}
	if w.Kind == wallet.WALLET_KIND_SUSPENSE {
		if err := k.claimSuspense(ctx, w); err != nil {
			return "", err
		}
	}
	if err := k.list(ctx, w); err != nil {
		return "", err
	}
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return "", err
	}
	if err := k.keepOwnerKey(ctx, w, msg); err != nil {
		return "", err
	}
	err = sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventWalletOpened{
		Address: msg.Address, Custodian: custodian.Id, Kind: w.Kind, Tier: w.Tier, Currency: w.Currency,
	})
	if err != nil || msg.FirstDevice == nil {
		return "", err
	}
	d, err := k.bind(ctx, w, *msg.FirstDevice, 0)
	if err != nil {
		return "", err
	}
	return deviceText(d), nil
}

// newWallet makes the record of a wallet that may be opened.
func (k Keeper) newWallet(ctx context.Context, custodian consortium.Member, msg *wallet.MsgOpenWallet) (wallet.Wallet, error) {
	addr, err := wallet.ParseAddress(msg.Address)
	if err != nil {
		return wallet.Wallet{}, err
	}
	used, err := k.Wallets.Has(ctx, addr)
	if err != nil {
		return wallet.Wallet{}, err
	}
	if used {
		return wallet.Wallet{}, wallet.ErrWalletExists.Wrapf("expected an address never used, got %s", msg.Address)
	}
	if err := k.validateTier(ctx, msg.Tier); err != nil {
		return wallet.Wallet{}, err
	}
	owned, err := k.proveAddress(ctx, addr, custodian, msg)
	if err != nil {
		return wallet.Wallet{}, err
	}
	w := wallet.Wallet{
		Address: addr, Custodian: custodian.Number, Kind: msg.Kind, Tier: msg.Tier,
		Status: wallet.WALLET_STATUS_ACTIVE, Currency: msg.Currency, HasOwnerKey: owned,
	}
	return w, w.Validate()
}

// proveAddress lets a wallet be opened only where nobody else's money can lie: at the address of an owner key, of a duty
// holder of the same member, or derived from a salt. Else a custodian could open one over an escrow or a settlement
// account, bind a device and spend what lies there. It says whether a transaction key stands behind the address.
func (k Keeper) proveAddress(ctx context.Context, addr sdk.AccAddress, custodian consortium.Member, msg *wallet.MsgOpenWallet) (bool, error) {
	actor, isActor, err := k.consortium.Actor(ctx, addr)
	if err != nil {
		return false, err
	}
	if isActor {
		own := msg.Kind == wallet.WALLET_KIND_CORPORATE || msg.Kind == wallet.WALLET_KIND_MEMBER
		if !own || actor.Member != custodian.Number || actor.Duties.Has(consortium.DUTY_SUBMITTER) {
			return false, wallet.ErrAddressUnproven.Wrapf("a duty holder's address is a CORPORATE or MEMBER wallet of its own member %d or none", actor.Member)
		}
		return true, nil
	}
	ofMember := msg.Kind == wallet.WALLET_KIND_SUSPENSE || msg.Kind == wallet.WALLET_KIND_MEMBER
	if !ofMember && !keepsCustomers(custodian) {
		return false, wallet.ErrUnauthorized.Wrapf("member %s: expected role BANK, WALLET_OPERATOR or CENTRAL_BANK to keep customers", custodian.Id)
	}
	if msg.OwnerKey == nil && len(msg.Salt) == 0 {
		return false, wallet.ErrAddressUnproven.Wrapf("expected an owner key or a salt for %s, got neither", msg.Address)
	}
	return msg.OwnerKey != nil, nil
}

func keepsCustomers(m consortium.Member) bool {
	for _, role := range m.Roles {
		switch role {
		case consortium.ROLE_BANK, consortium.ROLE_WALLET_OPERATOR, consortium.ROLE_CENTRAL_BANK:
			return true
		}
	}
	return false
}

func (k Keeper) claimSuspense(ctx context.Context, w wallet.Wallet) error {
	key := wallet.SuspenseStoreKey(w.Custodian, w.Currency)
	taken, err := k.SuspenseWallets.Has(ctx, key)
	if err != nil {
		return err
	}
	if taken {
		return wallet.ErrSuspenseExists.Wrapf("member %d, denom %s", w.Custodian, w.Currency)
	}
	return k.SuspenseWallets.Set(ctx, key, w.Address)
}

// keepOwnerKey gives the owner an auth account with the key, so that it can sign transactions.
func (k Keeper) keepOwnerKey(ctx context.Context, w wallet.Wallet, msg *wallet.MsgOpenWallet) error {
	key, err := msg.Owner()
	if err != nil || key == nil {
		return err
	}
	account := k.accounts.GetAccount(ctx, w.Address)
	if account == nil {
		account = k.accounts.NewAccountWithAddress(ctx, w.Address)
	}
	if account.GetPubKey() == nil {
		if err := account.SetPubKey(key); err != nil {
			return err
		}
	}
	k.accounts.SetAccount(ctx, account)
	return nil
}

// close closes a wallet that holds nothing. A SUSPENSE wallet stays, since money that may not be credited needs its place.
func (k Keeper) close(ctx context.Context, custodian consortium.Member, w wallet.Wallet) error {
	if w.Closed() {
		return wallet.ErrWalletClosed.Wrapf("%s", sdk.AccAddress(w.Address))
	}
	if w.Kind == wallet.WALLET_KIND_SUSPENSE {
		return wallet.ErrWalletInvalid.Wrap("a SUSPENSE wallet is not closed")
	}
	places := [][]byte{w.Address}
	for _, module := range wallet.EscrowModules() {
		places = append(places, wallet.EscrowAddress(module, w.Address))
	}
	for _, place := range places {
		empty, err := k.bank.Empty(ctx, place)
		if err != nil {
			return err
		}
		if !empty {
			return wallet.ErrWalletNotEmpty.Wrapf("expected nothing at %s", sdk.AccAddress(place))
		}
	}
	if err := k.dropMove(ctx, w.Address); err != nil {
		return err
	}
	w.Status, w.DormantNoticeAt = wallet.WALLET_STATUS_CLOSED, 0
	if err := k.list(ctx, w); err != nil {
		return err
	}
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventWalletClosed{
		Address: sdk.AccAddress(w.Address).String(), Custodian: custodian.Id,
	})
}

// setTier raises or lowers a wallet's tier.
func (k Keeper) setTier(ctx context.Context, member consortium.Member, w wallet.Wallet, tier uint32, evidence []byte) error {
	if w.Closed() {
		return wallet.ErrWalletClosed.Wrapf("%s", sdk.AccAddress(w.Address))
	}
	if !w.Customer() {
		return wallet.ErrTierInvalid.Wrapf("a wallet of kind %s has no tier", w.Kind)
	}
	if err := k.validateTier(ctx, tier); err != nil {
		return err
	}
	before := w.Tier
	if tier == before {
		return wallet.ErrTierInvalid.Wrapf("expected another tier than %d", before)
	}
	w.Tier = tier
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventTierChanged{
		Address: sdk.AccAddress(w.Address).String(), Member: member.Id, TierBefore: before, TierAfter: tier, Evidence: evidence,
	})
}

func (k Keeper) validateTier(ctx context.Context, tier uint32) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	if tier > params.MaxTier {
		return wallet.ErrTierInvalid.Wrapf("expected a tier of at most %d, got %d", params.MaxTier, tier)
	}
	return nil
}
