// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

type msgServer struct{ Keeper }

// NewMsgServer serves the room's messages.
func NewMsgServer(k Keeper) wallet.MsgServer { return msgServer{k} }

func (s msgServer) OpenWallet(ctx context.Context, msg *wallet.MsgOpenWallet) (*wallet.MsgOpenWalletResponse, error) {
	// The proof of the address is in ValidateBasic; it is asked here again, so that no way to this server goes round it.
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	custodian, err := s.consortium.RequireDuty(ctx, msg.Operator, consortium.DUTY_OPERATIONS)
	if err != nil {
		return nil, err
	}
	if custodian.Status != consortium.MEMBER_STATUS_ACTIVE {
		return nil, wallet.ErrCustodianSuspended.Wrapf("member %s opens no wallet", custodian.Id)
	}

	id, err := s.open(ctx, custodian, msg)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgOpenWalletResponse{DeviceId: id}, nil
}

func (s msgServer) CloseWallet(ctx context.Context, msg *wallet.MsgCloseWallet) (*wallet.MsgCloseWalletResponse, error) {
	w, err := s.walletAt(ctx, msg.Address)
	if err != nil {
		return nil, err
	}
	custodian, err := s.requireCustodian(ctx, msg.Operator, w)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgCloseWalletResponse{}, s.close(ctx, custodian, w)
}

func (s msgServer) ChangeTier(ctx context.Context, msg *wallet.MsgChangeTier) (*wallet.MsgChangeTierResponse, error) {
	w, err := s.walletAt(ctx, msg.Address)
	if err != nil {
		return nil, err
	}
	member, err := s.requireTierOfficer(ctx, msg, w)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgChangeTierResponse{}, s.setTier(ctx, member, w, msg.Tier, msg.Evidence)
}

func (s msgServer) BindDevice(ctx context.Context, msg *wallet.MsgBindDevice) (*wallet.MsgBindDeviceResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	w, err := s.walletAt(ctx, msg.Wallet)
	if err != nil {
		return nil, err
	}
	owner, err := s.requireOwnerOrCustodian(ctx, msg.Signer, w)
	if err != nil {
		return nil, err
	}

	if owner && len(msg.Certificate) != 0 {
		return nil, wallet.ErrUnauthorized.Wrap("the custodian alone states a certificate")
	}
	var delay uint64
	if !owner {
		params, err := s.Params.Get(ctx)
		if err != nil {
			return nil, err
		}
		delay = params.ContestDelay
	}
	d, err := s.bind(ctx, w, msg.Key(), delay)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgBindDeviceResponse{DeviceId: deviceText(d), ActiveFrom: d.ActiveFrom}, nil
}

func (s msgServer) RevokeDevice(ctx context.Context, msg *wallet.MsgRevokeDevice) (*wallet.MsgRevokeDeviceResponse, error) {
	w, err := s.walletAt(ctx, msg.Wallet)
	if err != nil {
		return nil, err
	}
	if _, err := s.requireOwnerOrCustodian(ctx, msg.Signer, w); err != nil {
		return nil, err
	}
	id, err := wallet.ParseDeviceID(msg.DeviceId)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgRevokeDeviceResponse{}, s.revoke(ctx, w, id[:])
}

func (s msgServer) ContestDevice(ctx context.Context, msg *wallet.MsgContestDevice) (*wallet.MsgContestDeviceResponse, error) {
	if err := s.requireCarrier(ctx, msg.Carrier); err != nil {
		return nil, err
	}
	ins, err := wallet.DecodeInstruction(msg.Instruction, sdk.UnwrapSDKContext(ctx).ChainID())
	if err != nil {
		return nil, err
	}
	return &wallet.MsgContestDeviceResponse{}, s.contest(ctx, &ins)
}

func (s msgServer) CommitPerson(ctx context.Context, msg *wallet.MsgCommitPerson) (*wallet.MsgCommitPersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	w, err := s.walletAt(ctx, msg.Wallet)
	if err != nil {
		return nil, err
	}
	custodian, err := s.requireCustodian(ctx, msg.Operator, w)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgCommitPersonResponse{}, s.commitPerson(ctx, custodian, w, msg.Year, msg.Commitment)
}

func (s msgServer) RequestCustodyMove(ctx context.Context, msg *wallet.MsgRequestCustodyMove) (*wallet.MsgRequestCustodyMoveResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	w, err := s.walletAt(ctx, msg.Wallet)
	if err != nil {
		return nil, err
	}
	asker, err := s.custodyAsker(ctx, msg.Signer, w)
	if err != nil {
		return nil, err
	}
	move, err := s.requestMove(ctx, w, asker, msg.To)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgRequestCustodyMoveResponse{ExpiresAt: move.ExpiresAt}, nil
}

func (s msgServer) CancelCustodyMove(ctx context.Context, msg *wallet.MsgCancelCustodyMove) (*wallet.MsgCancelCustodyMoveResponse, error) {
	w, err := s.walletAt(ctx, msg.Wallet)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgCancelCustodyMoveResponse{}, s.cancelMove(ctx, w, msg.Signer)
}

func (s msgServer) GiveDormancyNotice(ctx context.Context, msg *wallet.MsgGiveDormancyNotice) (*wallet.MsgGiveDormancyNoticeResponse, error) {
	w, err := s.walletAt(ctx, msg.Wallet)
	if err != nil {
		return nil, err
	}
	custodian, err := s.requireCustodian(ctx, msg.Operator, w)
	if err != nil {
		return nil, err
	}
	from, err := s.giveDormancyNotice(ctx, custodian, w)
	if err != nil {
		return nil, err
	}
	return &wallet.MsgGiveDormancyNoticeResponse{DormantFrom: from}, nil
}

func (s msgServer) WithdrawDormancyNotice(ctx context.Context, msg *wallet.MsgWithdrawDormancyNotice) (*wallet.MsgWithdrawDormancyNoticeResponse, error) {
	w, err := s.walletAt(ctx, msg.Wallet)
	if err != nil {
		return nil, err
	}
	if _, err := s.requireOwnerOrCustodian(ctx, msg.Signer, w); err != nil {
		return nil, err
	}
	return &wallet.MsgWithdrawDormancyNoticeResponse{}, s.withdrawDormancyNotice(ctx, w, msg.Signer)
}

func (k Keeper) walletAt(ctx context.Context, address string) (wallet.Wallet, error) {
	addr, err := wallet.ParseAddress(address)
	if err != nil {
		return wallet.Wallet{}, err
	}
	return k.Wallet(ctx, addr)
}

// requireCustodian lets the OPERATIONS duty of the wallet's custodian through.
func (s msgServer) requireCustodian(ctx context.Context, operator string, w wallet.Wallet) (consortium.Member, error) {
	member, err := s.consortium.RequireDuty(ctx, operator, consortium.DUTY_OPERATIONS)
	if err != nil {
		return consortium.Member{}, err
	}
	if member.Number != w.Custodian {
		return consortium.Member{}, wallet.ErrUnauthorized.Wrapf("expected OPERATIONS of custodian %d, got member %d", w.Custodian, member.Number)
	}
	return member, nil
}

// requireOwnerOrCustodian lets the owner's key or the custodian's OPERATIONS through and says whether it was the owner.
func (s msgServer) requireOwnerOrCustodian(ctx context.Context, signer string, w wallet.Wallet) (owner bool, err error) {
	addr, err := wallet.ParseAddress(signer)
	if err != nil {
		return false, err
	}
	if w.HasOwnerKey && bytes.Equal(addr, w.Address) {
		return true, nil
	}
	_, err = s.requireCustodian(ctx, signer, w)
	return false, err
}

// requireTierOfficer lets OPERATIONS of the custodian raise or lower, and COMPLIANCE of a REGULATOR only lower.
func (s msgServer) requireTierOfficer(ctx context.Context, msg *wallet.MsgChangeTier, w wallet.Wallet) (consortium.Member, error) {
	addr, err := wallet.ParseAddress(msg.Officer)
	if err != nil {
		return consortium.Member{}, err
	}
	actor, known, err := s.consortium.Actor(ctx, addr)
	if err != nil {
		return consortium.Member{}, err
	}
	if known && actor.Member == w.Custodian && actor.Duties.Has(consortium.DUTY_OPERATIONS) {
		return s.consortium.Member(ctx, actor.Member)
	}
	regulator, err := s.consortium.RequireDuty(ctx, msg.Officer, consortium.DUTY_COMPLIANCE, consortium.ROLE_REGULATOR)
	if err != nil {
		return consortium.Member{}, err
	}
	if msg.Tier > w.Tier {
		return consortium.Member{}, wallet.ErrUnauthorized.Wrapf("a regulator only lowers: tier is %d, got %d", w.Tier, msg.Tier)
	}
	return regulator, nil
}

// requireCarrier lets SUBMITTER and OPERATIONS of any member through: who carries a signed instruction adds nothing to it.
func (s msgServer) requireCarrier(ctx context.Context, carrier string) error {
	addr, err := wallet.ParseAddress(carrier)
	if err != nil {
		return err
	}
	actor, known, err := s.consortium.Actor(ctx, addr)
	if err != nil {
		return err
	}
	if !known || !actor.Duties.Has(consortium.DUTY_SUBMITTER) && !actor.Duties.Has(consortium.DUTY_OPERATIONS) {
		return wallet.ErrUnauthorized.Wrapf("expected a SUBMITTER or OPERATIONS duty to carry, got %s", carrier)
	}
	return nil
}
