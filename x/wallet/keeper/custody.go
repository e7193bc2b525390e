// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// CustodyMove returns the request that a wallet be kept by another custodian, as long as it counts at block time.
// Errors: ErrCustodyMoveUnknown, also for an expired one.
func (k Keeper) CustodyMove(ctx context.Context, addr []byte) (wallet.CustodyMove, error) {
	move, err := k.CustodyMoves.Get(ctx, addr)
	if errors.Is(err, collections.ErrNotFound) {
		return wallet.CustodyMove{}, wallet.ErrCustodyMoveUnknown.Wrapf("wallet %s", sdk.AccAddress(addr))
	}
	if err != nil {
		return wallet.CustodyMove{}, err
	}
	if now := blockTime(ctx); move.ExpiredAt(now) {
		return wallet.CustodyMove{}, wallet.ErrCustodyMoveUnknown.Wrapf("the request for wallet %s expired at %d, block time is %d", sdk.AccAddress(addr), move.ExpiresAt, now)
	}
	return move, nil
}

// ChangeCustodian gives a wallet to the asked custodian; the caller has moved what covers its money. The request goes,
// and so does a notice of dormancy, which was the former custodian's. Errors: ErrWalletUnknown, ErrWalletClosed,
// ErrCustodyMoveUnknown, ErrCustodyMoveInvalid, ErrCustodianSuspended, ErrUnauthorized.
func (k Keeper) ChangeCustodian(ctx context.Context, addr []byte, to uint32) error {
	w, err := k.Wallet(ctx, addr)
	if err != nil {
		return err
	}
	move, err := k.CustodyMove(ctx, addr)
	if err != nil {
		return err
	}
	if move.To != to || move.From != w.Custodian {
		return wallet.ErrCustodyMoveInvalid.Wrapf("expected a move from member %d to %d, got from %d to %d", move.From, move.To, w.Custodian, to)
	}
	from, err := k.consortium.Member(ctx, move.From)
	if err != nil {
		return err
	}
	member, err := k.consortium.Member(ctx, to)
	if err != nil {
		return err
	}
	if err := k.mayMove(ctx, w, member); err != nil {
		return err
	}
	if err := k.removeMove(ctx, move); err != nil {
		return err
	}
	return k.handOver(ctx, w, from, member, move.AskedBy)
}

// requestMove asks a member to keep a wallet. A request that still counts must be cancelled first; an expired one is
// replaced.
func (k Keeper) requestMove(ctx context.Context, w wallet.Wallet, asker wallet.CustodyAsker, to string) (wallet.CustodyMove, error) {
	none := wallet.CustodyMove{}
	member, err := k.consortium.MemberByID(ctx, to)
	if err != nil {
		return none, err
	}
	if err := k.mayMove(ctx, w, member); err != nil {
		return none, err
	}
	from, err := k.consortium.Member(ctx, w.Custodian)
	if err != nil {
		return none, err
	}
	params, err := k.Params.Get(ctx)
	if err != nil {
		return none, err
	}
	if err := k.clearExpired(ctx, w.Address); err != nil {
		return none, err
	}
	now := blockTime(ctx)
	move := wallet.CustodyMove{
		Wallet: w.Address, From: w.Custodian, To: member.Number, AskedBy: asker, AskedAt: now, ExpiresAt: now + int64(params.CustodyMoveTerm),
	}
	if err := k.setMove(ctx, move); err != nil {
		return none, err
	}
	return move, sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventCustodyMoveRequested{
		Wallet: sdk.AccAddress(w.Address).String(), From: from.Id, To: member.Id, AskedBy: asker, ExpiresAt: move.ExpiresAt,
	})
}

// clearExpired makes room for a request. Errors: ErrCustodyMovePending if there is one that counts.
func (k Keeper) clearExpired(ctx context.Context, addr []byte) error {
	before, err := k.CustodyMoves.Get(ctx, addr)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if !before.ExpiredAt(blockTime(ctx)) {
		return wallet.ErrCustodyMovePending.Wrapf("expected no request for %s, got one to member %d until %d", sdk.AccAddress(addr), before.To, before.ExpiresAt)
	}
	return k.removeMove(ctx, before)
}

// dropMove removes the request of a wallet, if there is one.
func (k Keeper) dropMove(ctx context.Context, addr []byte) error {
	move, err := k.CustodyMoves.Get(ctx, addr)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return k.removeMove(ctx, move)
}

// mayMove says whether a member may take a wallet: an open one of a customer that is no member's duty holder; a member
// that keeps customers, is ACTIVE and does not have it already.
func (k Keeper) mayMove(ctx context.Context, w wallet.Wallet, to consortium.Member) error {
	if err := w.Movable(); err != nil {
		return err
	}
	if to.Number == w.Custodian {
		return wallet.ErrCustodyMoveInvalid.Wrapf("member %s has the wallet already", to.Id)
	}
	if to.Status != consortium.MEMBER_STATUS_ACTIVE {
		return wallet.ErrCustodianSuspended.Wrapf("member %s takes no wallet", to.Id)
	}
	if !keepsCustomers(to) {
		return wallet.ErrUnauthorized.Wrapf("member %s: expected role BANK, WALLET_OPERATOR or CENTRAL_BANK to keep customers", to.Id)
	}
	_, acts, err := k.consortium.Actor(ctx, w.Address)
	if err == nil && acts {
		err = wallet.ErrCustodyMoveInvalid.Wrap("a duty holder's wallet stays with its own member")
	}
	return err
}

// cancelMove withdraws or declines a request that counts: the owner always may, whoever asked may, and the asked member.
// A custodian cannot stop what the owner or the consortium asked. Errors: ErrCustodyMoveUnknown, ErrUnauthorized.
func (k Keeper) cancelMove(ctx context.Context, w wallet.Wallet, signer string) error {
	move, err := k.CustodyMove(ctx, w.Address)
	if err != nil {
		return err
	}
	if err := k.mayCancel(ctx, w, move, signer); err != nil {
		return err
	}
	from, err := k.consortium.Member(ctx, move.From)
	if err != nil {
		return err
	}
	to, err := k.consortium.Member(ctx, move.To)
	if err != nil {
		return err
	}
	if err := k.removeMove(ctx, move); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventCustodyMoveCancelled{
		Wallet: sdk.AccAddress(w.Address).String(), From: from.Id, To: to.Id, Signer: signer,
	})
}

func (k Keeper) mayCancel(ctx context.Context, w wallet.Wallet, move wallet.CustodyMove, signer string) error {
	addr, err := wallet.ParseAddress(signer)
	if err != nil {
		return err
	}
	if w.HasOwnerKey && bytes.Equal(addr, w.Address) {
		return nil
	}
	authority, err := k.consortium.IsAuthority(ctx, addr)
	if err != nil {
		return err
	}
	if authority && move.AskedBy == wallet.CUSTODY_ASKER_CONSORTIUM {
		return nil
	}
	member, err := k.consortium.RequireDuty(ctx, signer, consortium.DUTY_OPERATIONS)
	if err != nil {
		return err
	}
	asked := member.Number == move.From && move.AskedBy == wallet.CUSTODY_ASKER_CUSTODIAN
	if !asked && member.Number != move.To {
		return wallet.ErrUnauthorized.Wrapf("expected the owner, who asked (%s) or OPERATIONS of the asked member %d, got member %d", move.AskedBy, move.To, member.Number)
	}
	return nil
}

// custodyAsker says as whom a signer asks for a move: the owner's key, the custodian's OPERATIONS, or the consortium's
// authority while the custodian is SUSPENDED. Errors: ErrUnauthorized.
func (s msgServer) custodyAsker(ctx context.Context, signer string, w wallet.Wallet) (wallet.CustodyAsker, error) {
	addr, err := wallet.ParseAddress(signer)
	if err != nil {
		return wallet.CUSTODY_ASKER_UNSPECIFIED, err
	}
	authority, err := s.consortium.IsAuthority(ctx, addr)
	if err != nil {
		return wallet.CUSTODY_ASKER_UNSPECIFIED, err
	}
	if authority {
		custodian, err := s.consortium.Member(ctx, w.Custodian)
		if err != nil {
			return wallet.CUSTODY_ASKER_UNSPECIFIED, err
		}
		if custodian.Status != consortium.MEMBER_STATUS_SUSPENDED {
			return wallet.CUSTODY_ASKER_UNSPECIFIED, wallet.ErrUnauthorized.Wrapf("the consortium asks while the custodian is SUSPENDED, member %s is %s", custodian.Id, custodian.Status)
		}
		return wallet.CUSTODY_ASKER_CONSORTIUM, nil
	}
	owner, err := s.requireOwnerOrCustodian(ctx, signer, w)
	if err != nil {
		return wallet.CUSTODY_ASKER_UNSPECIFIED, err
	}
	if owner {
		return wallet.CUSTODY_ASKER_OWNER, nil
	}
	return wallet.CUSTODY_ASKER_CUSTODIAN, nil
}

func (k Keeper) setMove(ctx context.Context, move wallet.CustodyMove) error {
	for _, member := range [...]uint32{move.From, move.To} {
		if err := k.CustodyMembers.Set(ctx, wallet.CustodyMemberStoreKey(member, move.Wallet)); err != nil {
			return err
		}
	}
	return k.CustodyMoves.Set(ctx, move.Wallet, move)
}

func (k Keeper) removeMove(ctx context.Context, move wallet.CustodyMove) error {
	for _, member := range [...]uint32{move.From, move.To} {
		if err := k.CustodyMembers.Remove(ctx, wallet.CustodyMemberStoreKey(member, move.Wallet)); err != nil {
			return err
		}
	}
	return k.CustodyMoves.Remove(ctx, move.Wallet)
}
