// SPDX-License-Identifier: Apache-2.0

package ante

import (
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// checkAccess asks who the signer is and whether the role matrix lets it send each of the messages. Whether a duty
// acts within its own member (its customers, its settlement account) is asked by the message's own room.
func (h Handler) checkAccess(ctx sdk.Context, env envelope) error {
	signer, err := h.identify(ctx, env.signer)
	if err != nil {
		return err
	}

	for _, msg := range env.msgs {
		url := sdk.MsgTypeURL(msg)
		rule, listed := h.matrix[url]
		if !listed {
			return ErrNotPermitted.Wrapf("%s is not in the role matrix", url)
		}
		if !signer.passes(rule) {
			return ErrNotPermitted.Wrapf("%s is not open to %s: see the role matrix with `taeld query consortium matrix`", url, env.signer)
		}
	}
	return nil
}

// identity is everything the consortium and the wallets know of one address.
type identity struct {
	authority bool
	owner     bool
	actor     consortium.Actor
	isActor   bool
}

// identify refuses an address that is nothing on this chain, and one that was only a wallet which is closed.
func (h Handler) identify(ctx sdk.Context, addr sdk.AccAddress) (identity, error) {
	var id identity
	var err error

	if id.actor, id.isActor, err = h.consortium.Actor(ctx, addr); err != nil {
		return id, err
	}
	// A submitter carries what devices signed and is nothing else: the hot path stops here.
	if id.isActor && id.actor.Duties.Has(consortium.DUTY_SUBMITTER) {
		return id, nil
	}
	if id.authority, err = h.consortium.IsAuthority(ctx, addr); err != nil {
		return id, err
	}

	w, err := h.wallets.Wallet(ctx, addr)
	switch {
	case err == nil && w.Status == wallet.WALLET_STATUS_ACTIVE:
		id.owner = true
	case err == nil && !id.isActor && !id.authority:
		return id, ErrSignerInactive.Wrapf("wallet %s is %s", addr, w.Status)
	case err != nil && !errors.Is(err, wallet.ErrWalletUnknown):
		return id, err
	}

	if !id.authority && !id.owner && !id.isActor {
		return id, ErrSignerUnknown.Wrapf("%s is no wallet and holds no duty", addr)
	}
	return id, nil
}

// passes says whether a rule of the matrix opens a message to the signer.
func (id identity) passes(rule consortium.AccessRule) bool {
	switch {
	case rule.Authority && id.authority, rule.WalletOwner && id.owner:
		return true
	default:
		return id.isActor && rule.AllowsActor(id.actor)
	}
}
