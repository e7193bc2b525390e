// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// acceptCustodyMove takes over a wallet that another member keeps. What covers its e-money goes along in the same step:
// settlement money as far as netting lets it go, and of the old custodian's reserve what is missing. No obligation arises
// and no limit is asked, since nobody pays anybody. Errors: wallet.ErrCustodyMoveUnknown, reserve.ErrCustodyNotAsked,
// reserve.ErrCustodyLocked, reserve.ErrCustodyCoverShort, and those of wallet's ChangeCustodian.
func (k Keeper) acceptCustodyMove(ctx context.Context, to consortium.Member, addr []byte) (*reserve.MsgAcceptCustodyMoveResponse, error) {
	move, err := k.wallets.CustodyMove(ctx, addr)
	if err != nil {
		return nil, err
	}
	if move.To != to.Number {
		return nil, reserve.ErrCustodyNotAsked.Wrapf("wallet %s: expected member %d, got %s", addressText(addr), move.To, to.Id)
	}
	from, err := k.consortium.Member(ctx, move.From)
	if err != nil {
		return nil, err
	}
	moved, err := k.takeOver(ctx, from, to, addr, func() error { return k.wallets.ChangeCustodian(ctx, addr, to.Number) })
	if err != nil {
		return nil, err
	}
	return &reserve.MsgAcceptCustodyMoveResponse{Moved: moved}, nil
}

// takeOver lets a wallet change its custodian, with what covers its money. Errors: reserve.ErrCustodyLocked,
// reserve.ErrCustodyCoverShort, and those of change.
func (k Keeper) takeOver(ctx context.Context, from, to consortium.Member, addr []byte, change func() error) ([]reserve.MovedCover, error) {
	open, err := k.openAttempts(ctx, addr)
	if err != nil {
		return nil, err
	}
	if open != 0 {
		return nil, reserve.ErrCustodyLocked.Wrapf("wallet %s: expected no open attempt, got %d", addressText(addr), open)
	}
	// The wallet changes first: who must not take it or lose it is known there, before any money moves.
	if err := change(); err != nil {
		return nil, err
	}
	assets, err := k.assets(ctx)
	if err != nil {
		return nil, err
	}

	var moved []reserve.MovedCover
	var facts []fact
	for _, a := range assets {
		if a.Class != reserve.ASSET_CLASS_EMONEY {
			continue
		}
		cover, more, err := k.moveCover(ctx, from, to, addr, a.Denom)
		if err != nil {
			return nil, err
		}
		if cover.Amount != 0 {
			moved = append(moved, cover)
			facts = append(facts, more...)
		}
	}
	return moved, emit(ctx, facts...)
}

// moveCover moves the liability for a wallet's e-money in one denom, and as much money.
func (k Keeper) moveCover(ctx context.Context, from, to consortium.Member, addr []byte, denom string) (reserve.MovedCover, []fact, error) {
	held, err := k.holding(ctx, addr, denom)
	if err != nil || held == 0 {
		return reserve.MovedCover{}, nil, err
	}
	settlement, own, err := k.split(ctx, from, denom, held)
	if err != nil {
		return reserve.MovedCover{}, nil, err
	}
	if err := k.moveSettlement(ctx, from.Number, to.Number, denom, settlement); err != nil {
		return reserve.MovedCover{}, nil, err
	}
	if err := k.moveReserve(ctx, from.Number, to.Number, denom, own); err != nil {
		return reserve.MovedCover{}, nil, err
	}
	if err := k.moveTotals(ctx, from.Number, to.Number, denom, held); err != nil {
		return reserve.MovedCover{}, nil, err
	}
	facts := []fact{&reserve.EventCustodyCoverMoved{
		Wallet: addressText(addr), From: from.Id, To: to.Id, Denom: denom, Amount: held, Settlement: settlement, Reserve: own,
	}}
	for _, member := range []uint32{from.Number, to.Number} {
		judged, err := k.judge(ctx, member, denom)
		if err != nil {
			return reserve.MovedCover{}, nil, err
		}
		facts = append(facts, judged...)
	}
	return reserve.MovedCover{Denom: denom, Amount: held, Settlement: settlement, Reserve: own}, facts, nil
}

// holding is what a wallet and its escrows hold of a denom: all of it is its custodian's liability.
func (k Keeper) holding(ctx context.Context, addr []byte, denom string) (uint64, error) {
	held, err := k.ledger.Balance(ctx, addr, denom)
	if err != nil {
		return 0, err
	}
	for _, module := range wallet.EscrowModules() {
		escrowed, err := k.ledger.Balance(ctx, wallet.EscrowAddress(module, addr), denom)
		if err != nil {
			return 0, err
		}
		held += escrowed
	}
	return held, nil
}

// split says how much of the cover is settlement money and how much the reserve's. A member that is not covered in full
// lets nobody go first: those who stay would bear what is missing; unless a plan vouches for them. Error:
// reserve.ErrCustodyCoverShort.
func (k Keeper) split(ctx context.Context, from consortium.Member, denom string, held uint64) (settlement, own uint64, err error) {
	r, err := k.Reserve(ctx, from.Number, denom)
	if err != nil {
		return 0, 0, err
	}
	coverage, err := k.coverageOf(ctx, r)
	if err != nil {
		return 0, 0, err
	}
	vouched, err := k.vouched(ctx, from, denom)
	if err != nil {
		return 0, 0, err
	}
	if !vouched && !mayLeave(from, coverage) {
		return 0, 0, reserve.ErrCustodyCoverShort.Wrapf("%s in %s: expected full coverage, got a surplus of %d", from.Id, denom, coverage.Surplus())
	}
	currency, _, err := k.netting.Currency(ctx, denom)
	if err != nil {
		return 0, 0, err
	}
	free, err := k.netting.CustodyFree(ctx, from.Number, currency.SettlingDenom)
	if err != nil {
		return 0, 0, err
	}
	settlement = min(held, free)
	own = held - settlement
	if available := r.Free(); own > available {
		return 0, 0, reserve.ErrCustodyCoverShort.Wrapf("%s in %s: expected cover for %d, got %d to settle and %d in reserve",
			from.Id, denom, held, settlement, available)
	}
	return settlement, own, nil
}

func (k Keeper) moveSettlement(ctx context.Context, from, to uint32, denom string, amount uint64) error {
	if amount == 0 {
		return nil
	}
	currency, _, err := k.netting.Currency(ctx, denom)
	if err != nil {
		return err
	}
	settling := currency.SettlingDenom
	payer, payee := netting.SettlementAccount(from, settling), netting.SettlementAccount(to, settling)
	decision, err := k.compliance.Authorize(ctx, compliance.Movement{
		Kind: compliance.MovementCustody, Module: reserve.ModuleName, From: payer, To: payee, Denom: settling, Amount: amount,
	})
	if err != nil {
		return err
	}
	if err := k.ledger.Move(ctx, payer, payee, settling, amount); err != nil {
		return err
	}
	return errors.Join(
		k.compliance.Weigh(ctx, decision), k.netting.FundsMoved(ctx, from, settling, false), k.netting.FundsMoved(ctx, to, settling, false),
	)
}

// moveReserve lets the running figures go along as of today; the banks settle it between them before the next statement.
func (k Keeper) moveReserve(ctx context.Context, from, to uint32, denom string, amount uint64) error {
	if amount == 0 {
		return nil
	}
	today, err := k.today(ctx)
	if err != nil {
		return err
	}
	pay := func(r *reserve.ReserveRecord) error { return r.Pay(today, amount, now(ctx)) }
	if err := k.changeReserve(ctx, from, denom, pay); err != nil {
		return err
	}
	return k.changeReserve(ctx, to, denom, func(r *reserve.ReserveRecord) error { return r.Receive(today, amount, now(ctx)) })
}
