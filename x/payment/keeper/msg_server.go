// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/base64"
	"errors"
	"strconv"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

type msgServer struct{ Keeper }

// NewMsgServer returns the message server of the room.
func NewMsgServer(k Keeper) payment.MsgServer { return msgServer{k} }

// Pay pays from the signer's own wallet.
func (s msgServer) Pay(ctx context.Context, msg *payment.MsgPay) (*payment.MsgPayResponse, error) {
	content, extras, err := msg.Read(sdk.UnwrapSDKContext(ctx).ChainID())
	if err != nil {
		return nil, err
	}
	packed, err := s.single(ctx, newOrder(&content, &extras, compliance.STRENGTH_ONE), msg.Payer, payment.EventModePay)
	if err != nil {
		return nil, err
	}
	return &payment.MsgPayResponse{Results: packed}, nil
}

// Refund gives back from the signer's own wallet.
func (s msgServer) Refund(ctx context.Context, msg *payment.MsgRefund) (*payment.MsgRefundResponse, error) {
	content, original, err := msg.Contents(sdk.UnwrapSDKContext(ctx).ChainID())
	if err != nil {
		return nil, err
	}
	packed, err := s.single(ctx, newOrder(&content, &wallet.Extras{Original: &original}, compliance.STRENGTH_ONE), msg.Payee, payment.EventModeRefund)
	if err != nil {
		return nil, err
	}
	return &payment.MsgRefundResponse{Results: packed}, nil
}

// PayBatch executes device-signed instructions.
func (s msgServer) PayBatch(ctx context.Context, msg *payment.MsgPayBatch) (*payment.MsgPayBatchResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	r, err := s.newRun(ctx)
	if err != nil {
		return nil, err
	}

	all, decoded := s.candidates(ctx, msg)
	mode, execute := payment.EventModeEach, r.each
	if msg.Mode == payment.BATCH_MODE_ATOMIC {
		mode, execute = payment.EventModeAtomic, r.atomic
	}
	results, err := execute(ctx, all)
	if err != nil {
		return nil, cause(err)
	}

	packed := payment.EncodeResults(results)
	uetrs := make([]byte, 0, len(decoded)*len(wallet.UETR{}))
	for i := range decoded {
		uetrs = append(uetrs, decoded[i].Instruction.UETR[:]...)
	}
	emit(ctx, msg.Carrier, mode, uetrs, packed)
	return &payment.MsgPayBatchResponse{Results: packed}, nil
}

// single executes the one order of a message and returns its packed result.
func (s msgServer) single(ctx context.Context, o *order, actor, mode string) ([]byte, error) {
	r, err := s.newRun(ctx)
	if err != nil {
		return nil, err
	}
	result, err := r.execute(ctx, o)
	if err != nil {
		return nil, cause(err)
	}
	packed := result.AppendTo(make([]byte, 0, payment.ResultLength))
	emit(ctx, actor, mode, o.content.UETR[:], packed)
	return packed, nil
}

// emit emits the one event of a message.
func emit(ctx context.Context, actor, mode string, uetrs, results []byte) {
	sdk.UnwrapSDKContext(ctx).EventManager().EmitEvent(sdk.NewEvent(payment.EventType,
		sdk.NewAttribute(payment.AttributeActor, actor),
		sdk.NewAttribute(payment.AttributeMode, mode),
		sdk.NewAttribute(payment.AttributeCount, strconv.Itoa(len(results)/payment.ResultLength)),
		sdk.NewAttribute(payment.AttributeUetrs, base64.StdEncoding.EncodeToString(uetrs)),
		sdk.NewAttribute(payment.AttributeResults, base64.StdEncoding.EncodeToString(results)),
	))
}

// elementError names the instruction of a batch that failed.
func elementError(index int, err error) error {
	return errorsmod.Wrapf(cause(err), "instruction %d", index)
}

// cause is what went wrong, without the mark that money had begun to move.
func cause(err error) error {
	var f failure
	if errors.As(err, &f) {
		return f.cause
	}
	return err
}
