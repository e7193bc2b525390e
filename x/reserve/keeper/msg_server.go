// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

type msgServer struct{ Keeper }

// NewMsgServer is the doorman: it finds out who signed and calls the keeper.
func NewMsgServer(k Keeper) reserve.MsgServer { return msgServer{k} }

func (s msgServer) SetRail(ctx context.Context, msg *reserve.MsgSetRail) (*reserve.MsgSetRailResponse, error) {
	if err := s.consortium.RequireAuthority(ctx, msg.Authority); err != nil {
		return nil, err
	}
	if err := s.setRail(ctx, msg.Rail); err != nil {
		return nil, err
	}
	return &reserve.MsgSetRailResponse{}, emit(ctx, &reserve.EventRailSet{Rail: msg.Rail.Id})
}

func (s msgServer) AttestReceipt(ctx context.Context, msg *reserve.MsgAttestReceipt) (*reserve.MsgAttestReceiptResponse, error) {
	attestor, err := s.consortium.RequireDuty(ctx, msg.Attestor, consortium.DUTY_ATTESTATION)
	if err != nil {
		return nil, err
	}
	return s.attestReceipt(ctx, attestor, msg)
}

func (s msgServer) RequestRedemption(ctx context.Context, msg *reserve.MsgRequestRedemption) (*reserve.MsgRequestRedemptionResponse, error) {
	w, uetr, err := s.walletAndUETR(ctx, msg.Wallet, msg.Uetr)
	if err != nil {
		return nil, err
	}
	if err := s.requireOwner(ctx, w, msg.Owner); err != nil {
		return nil, err
	}
	return s.requestRedemption(ctx, w, reserve.RedemptionRecord{
		Uetr: uetr[:], Wallet: w.Address, Denom: msg.Denom, Amount: msg.Amount, Rail: msg.Rail, Creditor: msg.Creditor,
	})
}

func (s msgServer) OpenAttempt(ctx context.Context, msg *reserve.MsgOpenAttempt) (*reserve.MsgOpenAttemptResponse, error) {
	w, uetr, err := s.walletAndUETR(ctx, msg.Wallet, msg.Uetr)
	if err != nil {
		return nil, err
	}
	if err := s.requireCustodian(ctx, w, msg.Operator); err != nil {
		return nil, err
	}
	r, err := s.Redemption(ctx, w.Address, uetr)
	if err != nil {
		return nil, err
	}
	return s.openAttempt(ctx, w, r, msg.Reference, msg.Deadline)
}

func (s msgServer) AttestOutcome(ctx context.Context, msg *reserve.MsgAttestOutcome) (*reserve.MsgAttestOutcomeResponse, error) {
	attestor, err := s.consortium.RequireDuty(ctx, msg.Attestor, consortium.DUTY_ATTESTATION)
	if err != nil {
		return nil, err
	}
	w, uetr, err := s.walletAndUETR(ctx, msg.Wallet, msg.Uetr)
	if err != nil {
		return nil, err
	}
	r, err := s.Redemption(ctx, w.Address, uetr)
	if err != nil {
		return nil, err
	}
	return s.attestOutcome(ctx, attestor, w, r, reserve.OutcomeAttestationRecord{
		Attempt: msg.Attempt, Outcome: msg.Outcome, BookingDate: msg.BookingDate,
	})
}

func (s msgServer) ReleaseRedemption(ctx context.Context, msg *reserve.MsgReleaseRedemption) (*reserve.MsgReleaseRedemptionResponse, error) {
	w, uetr, err := s.walletAndUETR(ctx, msg.Wallet, msg.Uetr)
	if err != nil {
		return nil, err
	}
	if err := s.requireCustodian(ctx, w, msg.Operator); err != nil {
		return nil, err
	}
	r, err := s.Redemption(ctx, w.Address, uetr)
	if err != nil {
		return nil, err
	}
	return &reserve.MsgReleaseRedemptionResponse{}, s.releaseRedemption(ctx, w, r)
}

func (s msgServer) FundsIn(ctx context.Context, msg *reserve.MsgFundsIn) (*reserve.MsgFundsInResponse, error) {
	member, w, err := s.treasury(ctx, msg.Treasury)
	if err != nil {
		return nil, err
	}
	return &reserve.MsgFundsInResponse{}, s.fundsIn(ctx, member, w, msg.Denom, msg.Amount)
}

func (s msgServer) FundsOut(ctx context.Context, msg *reserve.MsgFundsOut) (*reserve.MsgFundsOutResponse, error) {
	member, w, err := s.treasury(ctx, msg.Treasury)
	if err != nil {
		return nil, err
	}
	return &reserve.MsgFundsOutResponse{}, s.fundsOut(ctx, member, w, msg.Denom, msg.Amount)
}

func (s msgServer) treasury(ctx context.Context, signer string) (consortium.Member, wallet.Wallet, error) {
	member, err := s.consortium.RequireDuty(ctx, signer, consortium.DUTY_TREASURY)
	if err != nil {
		return member, wallet.Wallet{}, err
	}
	w, err := s.treasuryWallet(ctx, member, signer)
	return member, w, err
}

func (s msgServer) walletAndUETR(ctx context.Context, address, text string) (wallet.Wallet, wallet.UETR, error) {
	addr, err := wallet.ParseAddress(address)
	if err != nil {
		return wallet.Wallet{}, wallet.UETR{}, err
	}
	uetr, err := wallet.ParseUETR(text)
	if err != nil {
		return wallet.Wallet{}, uetr, err
	}
	w, err := s.wallets.Wallet(ctx, addr)
	return w, uetr, err
}
