// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// list keeps the index of open wallets by custodian in step with a wallet that is about to be stored.
func (k Keeper) list(ctx context.Context, w wallet.Wallet) error {
	key := wallet.CustodyMemberStoreKey(w.Custodian, w.Address)
	if w.Closed() || w.Kind == wallet.WALLET_KIND_SUSPENSE {
		return k.CustodianWallets.Remove(ctx, key)
	}
	return k.CustodianWallets.Set(ctx, key)
}

// CountWallets counts the open wallets of a custodian other than its SUSPENSE wallets, up to a limit.
func (k Keeper) CountWallets(ctx context.Context, custodian uint32, limit int) (int, error) {
	count := 0
	prefix := wallet.CustodyMemberPrefix(custodian)
	err := k.CustodianWallets.Walk(ctx, new(collections.Range[[]byte]).Prefix(prefix), func([]byte) (bool, error) {
		count++
		return count >= limit, nil
	})
	return count, err
}

// Succeed gives a wallet of a custodian that winds down to its successor; the caller knows that it is, and has moved what
// covers the wallet's money. A wallet that its owner asked another member to keep stays until the request lapses or is
// cancelled; a request by anyone else gives way. Errors: ErrWalletUnknown, ErrCustodyMovePending and those of a request
// for a custody move.
func (k Keeper) Succeed(ctx context.Context, addr []byte, from, to consortium.Member) error {
	w, err := k.Wallet(ctx, addr)
	if err != nil {
		return err
	}
	if w.Custodian != from.Number {
		return wallet.ErrCustodyMoveInvalid.Wrapf("expected a wallet of member %s, wallet %s is kept by member %d", from.Id, sdk.AccAddress(addr), w.Custodian)
	}
	if err := k.mayMove(ctx, w, to); err != nil {
		return err
	}
	move, err := k.CustodyMove(ctx, addr)
	if err == nil && move.AskedBy == wallet.CUSTODY_ASKER_OWNER && move.To != to.Number {
		return wallet.ErrCustodyMovePending.Wrapf("the owner of %s asked member %d, until %d", sdk.AccAddress(addr), move.To, move.ExpiresAt)
	}
	if err != nil && !errors.Is(err, wallet.ErrCustodyMoveUnknown) {
		return err
	}
	if err := k.dropMove(ctx, addr); err != nil {
		return err
	}
	return k.handOver(ctx, w, from, to, wallet.CUSTODY_ASKER_SUCCESSION)
}

// handOver stores a wallet under its new custodian. A notice of dormancy was the former one's and goes.
func (k Keeper) handOver(ctx context.Context, w wallet.Wallet, from, to consortium.Member, asker wallet.CustodyAsker) error {
	if err := k.CustodianWallets.Remove(ctx, wallet.CustodyMemberStoreKey(w.Custodian, w.Address)); err != nil {
		return err
	}
	w.Custodian, w.DormantNoticeAt = to.Number, 0
	if err := k.list(ctx, w); err != nil {
		return err
	}
	if err := k.Wallets.Set(ctx, w.Address, w); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&wallet.EventCustodianChanged{
		Wallet: sdk.AccAddress(w.Address).String(), From: from.Id, To: to.Id, AskedBy: asker,
	})
}

// heir is the custodian whose SUSPENSE wallets take what comes back to a custodian's closed wallets: itself, or once it
// has LEFT its successor, in turn. A successor was ACTIVE when it accepted, so the walk never comes back. Error:
// ErrSuspenseMissing if a member LEFT without one.
func (k Keeper) heir(ctx context.Context, custodian uint32) (uint32, error) {
	for {
		member, err := k.consortium.Member(ctx, custodian)
		if err != nil || member.Status != consortium.MEMBER_STATUS_LEFT {
			return custodian, err
		}
		succession, err := k.consortium.Succession(ctx, custodian)
		if errors.Is(err, consortium.ErrSuccessionUnknown) || err == nil && !succession.Accepted() {
			return 0, wallet.ErrSuspenseMissing.Wrapf("member %s has left without a successor", member.Id)
		}
		if err != nil {
			return 0, err
		}
		custodian = succession.Successor
	}
}

// WalletsOf lists the open wallets of a custodian.
func (s queryServer) WalletsOf(ctx context.Context, req *wallet.QueryWalletsOfRequest) (*wallet.QueryWalletsOfResponse, error) {
	member, err := s.k.consortium.MemberByID(ctx, req.Custodian)
	if err != nil {
		return nil, err
	}
	prefix := wallet.CustodyMemberPrefix(member.Number)
	views, page, err := query.CollectionPaginate(ctx, s.k.CustodianWallets, capped(req.Pagination),
		func(key []byte, _ collections.NoValue) (wallet.WalletView, error) {
			w, err := s.k.Wallet(ctx, key[len(prefix):])
			if err != nil {
				return wallet.WalletView{}, err
			}
			return s.walletView(ctx, w)
		},
		func(o *query.CollectionsPaginateOptions[[]byte]) { o.Prefix = &prefix })
	if err != nil {
		return nil, err
	}
	return &wallet.QueryWalletsOfResponse{Wallets: views, Pagination: page}, nil
}
