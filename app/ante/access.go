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
func (h Handler) checkAccess(ctx sdk.Context, env envelope, signer *identity) error {
	for _, msg := range env.msgs {
		url := sdk.MsgTypeURL(msg)
		rule, listed := h.matrix[url]
		if !listed {
			return ErrNotPermitted.Wrapf("%s is not in the role matrix", url)
		}
		permitted, err := signer.passes(ctx, rule)
		if err != nil {
			return err
		}
		if permitted {
			continue
		}
		if err := signer.known(ctx); err != nil {
			return err
		}
		return ErrNotPermitted.Wrapf("%s is not open to %s: see the role matrix with `taeld query consortium matrix`", url, env.signer)
	}
	return nil
}

// identity is what the consortium and the wallets know of one address; each is asked once, when a rule needs it: a
// batch costs one read, whoever else its carrier may be.
type identity struct {
	handler Handler
	addr    sdk.AccAddress

	actor              *consortium.Actor // nil until asked
	isActor            bool
	authority, isAsked bool
	wallet             *wallet.Wallet // nil until asked
	isWallet           bool
}

// institution is the member that a transaction of the signer is charged to, once the signer has passed: the one for
// which it acts, else the custodian of its wallet, else 0, the consortium itself.
func (id *identity) institution() uint32 {
	switch {
	case id.isActor:
		return id.actor.Member
	case id.isWallet:
		return id.wallet.Custodian
	default:
		return 0
	}
}

// Institution is the member that a transaction is charged to, by the state of ctx; 0 is the consortium's authority. It
// returns the errors of the access check: of a transaction that admission lets in there are none.
func (h Handler) Institution(ctx sdk.Context, tx sdk.Tx) (uint32, error) {
	sender, _, ok := Signed(tx)
	if !ok {
		return 0, ErrEnvelope.Wrap("expected one signer")
	}
	signer := identity{handler: h, addr: sdk.AccAddress(sender)}
	err := h.checkAccess(ctx, envelope{msgs: tx.GetMsgs(), signer: signer.addr}, &signer)
	return signer.institution(), err
}

// passes says whether a rule of the matrix opens a message to the signer.
func (id *identity) passes(ctx sdk.Context, rule consortium.AccessRule) (bool, error) {
	if len(rule.Duties) > 0 {
		if err := id.askActor(ctx); err != nil {
			return false, err
		}
		if id.isActor && id.actor.Status == consortium.MEMBER_STATUS_LEFT {
			return false, ErrSignerInactive.Wrapf("member %d, for which %s acts, has left the consortium", id.actor.Member, id.addr)
		}
		if id.isActor && rule.AllowsActor(*id.actor) {
			return true, nil
		}
	}
	if rule.WalletOwner {
		if err := id.askWallet(ctx); err != nil {
			return false, err
		}
		if id.isWallet && id.wallet.Status == wallet.WALLET_STATUS_ACTIVE {
			return true, nil
		}
	}
	if rule.Authority {
		if err := id.askAuthority(ctx); err != nil {
			return false, err
		}
		return id.authority, nil
	}
	return false, nil
}

// known tells a stranger, and the owner of a closed wallet, from somebody who may only not send this message.
func (id *identity) known(ctx sdk.Context) error {
	if err := errors.Join(id.askActor(ctx), id.askAuthority(ctx), id.askWallet(ctx)); err != nil {
		return err
	}
	switch {
	case id.isActor, id.authority, id.isWallet && id.wallet.Status == wallet.WALLET_STATUS_ACTIVE:
		return nil
	case id.isWallet:
		return ErrSignerInactive.Wrapf("wallet %s is %s", id.addr, id.wallet.Status)
	default:
		return ErrSignerUnknown.Wrapf("%s is no wallet and holds no duty", id.addr)
	}
}

func (id *identity) askActor(ctx sdk.Context) error {
	if id.actor != nil {
		return nil
	}
	actor, found, err := id.handler.consortium.Actor(ctx, id.addr)
	id.actor, id.isActor = &actor, found
	return err
}

func (id *identity) askAuthority(ctx sdk.Context) (err error) {
	if id.isAsked {
		return nil
	}
	id.isAsked = true
	id.authority, err = id.handler.consortium.IsAuthority(ctx, id.addr)
	return err
}

func (id *identity) askWallet(ctx sdk.Context) error {
	if id.wallet != nil {
		return nil
	}
	w, err := id.handler.wallets.Wallet(ctx, id.addr)
	id.wallet, id.isWallet = &w, err == nil
	if errors.Is(err, wallet.ErrWalletUnknown) {
		return nil
	}
	return err
}
