// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func (s msgServer) IssueCbdc(ctx context.Context, msg *reserve.MsgIssueCbdc) (*reserve.MsgIssueCbdcResponse, error) {
	issuer, act, err := s.act(ctx, msg.Treasury, msg.Uetr, reserve.ACT_KIND_ISSUE, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	do := func() (compliance.Reason, error) { return s.issueToMember(ctx, act) }
	if msg.Member != "" {
		member, err := s.consortium.MemberByID(ctx, msg.Member)
		if err != nil {
			return nil, err
		}
		act.Member, act.Reserve = member.Number, msg.FromReserve
	} else {
		w, _, err := s.walletAndUETR(ctx, msg.Wallet, msg.Uetr)
		if err != nil {
			return nil, err
		}
		// What lies in SUSPENSE leaves only by redemption, and central-bank money is not redeemed.
		if w.Kind == wallet.WALLET_KIND_SUSPENSE {
			return nil, reserve.ErrAssetClass.Wrapf("wallet %s: expected another kind than SUSPENSE, which takes e-money only", msg.Wallet)
		}
		act.Wallet = w.Address
		do = func() (compliance.Reason, error) { return s.issueToWallet(ctx, act, w) }
	}
	done, replay, err := s.perform(ctx, act, do)
	if err != nil {
		return nil, err
	}
	return &reserve.MsgIssueCbdcResponse{Status: done.Status, Reason: done.Reason, Replay: replay},
		s.tell(ctx, issuer, done, replay, &reserve.EventCbdcIssued{
			Uetr: msg.Uetr, Issuer: issuer.Id, Member: msg.Member, Wallet: addressText(done.Wallet), Denom: msg.Denom, Amount: msg.Amount,
			FromReserve: msg.FromReserve,
		})
}

func (s msgServer) BurnCbdc(ctx context.Context, msg *reserve.MsgBurnCbdc) (*reserve.MsgBurnCbdcResponse, error) {
	issuer, act, err := s.act(ctx, msg.Treasury, msg.Uetr, reserve.ACT_KIND_BURN, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	w, err := s.treasuryWallet(ctx, issuer, msg.Treasury)
	if err != nil {
		return nil, err
	}
	act.Wallet = w.Address
	done, replay, err := s.perform(ctx, act, func() (compliance.Reason, error) { return s.burnFrom(ctx, act, w.Address) })
	if err != nil {
		return nil, err
	}
	return &reserve.MsgBurnCbdcResponse{Status: done.Status, Reason: done.Reason, Replay: replay},
		s.tell(ctx, issuer, done, replay, &reserve.EventCbdcBurnt{
			Uetr: msg.Uetr, Issuer: issuer.Id, Denom: msg.Denom, Amount: msg.Amount,
		})
}

func (s msgServer) CorrectSettlementBalance(ctx context.Context, msg *reserve.MsgCorrectSettlementBalance) (*reserve.MsgCorrectSettlementBalanceResponse, error) {
	issuer, act, err := s.act(ctx, msg.Treasury, msg.Uetr, reserve.ACT_KIND_CORRECT, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	member, err := s.consortium.MemberByID(ctx, msg.Member)
	if err != nil {
		return nil, err
	}
	act.Member, act.Ground, act.Reserve = member.Number, msg.Ground, msg.ToReserve
	done, replay, err := s.perform(ctx, act, func() (compliance.Reason, error) { return s.correct(ctx, act) })
	if err != nil {
		return nil, err
	}
	return &reserve.MsgCorrectSettlementBalanceResponse{Status: done.Status, Reason: done.Reason, Replay: replay},
		s.tell(ctx, issuer, done, replay, &reserve.EventSettlementBalanceCorrected{
			Uetr: msg.Uetr, Issuer: issuer.Id, Member: msg.Member, Denom: msg.Denom, Amount: msg.Amount, Ground: msg.Ground,
			ToReserve: msg.ToReserve,
		})
}

// act checks who signed an act and begins its record.
func (s msgServer) act(ctx context.Context, treasury, text string, kind reserve.ActKind, denom string, amount uint64) (consortium.Member, reserve.ActRecord, error) {
	issuer, err := s.consortium.RequireDuty(ctx, treasury, consortium.DUTY_TREASURY, consortium.ROLE_CENTRAL_BANK)
	if err != nil {
		return issuer, reserve.ActRecord{}, err
	}
	if err := s.requireIssuer(ctx, issuer, denom); err != nil {
		return issuer, reserve.ActRecord{}, err
	}
	uetr, err := wallet.ParseUETR(text)
	if err != nil {
		return issuer, reserve.ActRecord{}, err
	}
	return issuer, reserve.ActRecord{Issuer: issuer.Number, Uetr: uetr[:], Kind: kind, Denom: denom, Amount: amount}, nil
}

// tell emits the deed or its refusal; a replay did nothing and tells nothing.
func (s msgServer) tell(ctx context.Context, issuer consortium.Member, act reserve.ActRecord, replay bool, deed fact) error {
	switch {
	case replay:
		return nil
	case act.Status == reserve.ACT_STATUS_REFUSED:
		return emit(ctx, &reserve.EventActRefused{Uetr: wallet.UETR(act.Uetr).String(), Issuer: issuer.Id, Reason: act.Reason})
	default:
		return emit(ctx, deed)
	}
}
