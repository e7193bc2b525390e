// SPDX-License-Identifier: Apache-2.0

package ante

import (
	"google.golang.org/protobuf/encoding/protowire"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	sdkante "github.com/cosmos/cosmos-sdk/x/auth/ante"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/x/consortium"
)

// Limits of one transaction.
const (
	// MaxTxBytes bounds the whole signed transaction (TxRaw), a full payment batch included.
	MaxTxBytes = 256 * 1024
	// MaxMessages bounds the messages of one transaction that carries no payment.
	MaxMessages = 100
)

// envelope is a transaction taken out of its wrapping: one signer, one signature, nothing optional.
type envelope struct {
	msgs      []sdk.Msg
	signer    sdk.AccAddress
	signature signing.SignatureV2
	gasLimit  uint64
	bytes     int
}

// openEnvelope refuses everything a Tael transaction does not have: a memo, fees, a second signer, extension
// options, a timeout height, unordered mode, a sign mode other than DIRECT.
func openEnvelope(ctx sdk.Context, tx sdk.Tx, simulate bool) (envelope, error) {
	t, ok := tx.(authsigning.Tx)
	if !ok {
		return envelope{}, ErrEnvelope.Wrapf("expected a signed transaction, got %T", tx)
	}
	if err := checkWhole(tx); err != nil {
		return envelope{}, err
	}

	env := envelope{msgs: tx.GetMsgs(), gasLimit: t.GetGas(), bytes: len(ctx.TxBytes())}
	if env.bytes > MaxTxBytes {
		return env, ErrTooLarge.Wrapf("expected at most %d bytes, got %d", MaxTxBytes, env.bytes)
	}
	if !simulate && env.gasLimit > gas.FullBatch {
		return env, ErrGasLimit.Wrapf("expected at most %d, got %d", uint64(gas.FullBatch), env.gasLimit)
	}
	if err := checkMessages(env.msgs); err != nil {
		return env, err
	}
	if err := checkPlain(ctx, t); err != nil {
		return env, err
	}

	signers, err := t.GetSigners()
	if err != nil {
		return env, ErrEnvelope.Wrap(err.Error())
	}
	if len(signers) != 1 {
		return env, ErrEnvelope.Wrapf("expected one signer, got %d: an act of two duties is two transactions, propose and confirm", len(signers))
	}
	env.signer = signers[0]

	if !sdk.AccAddress(t.FeePayer()).Equals(env.signer) || len(t.FeeGranter()) != 0 || !t.GetFee().Empty() {
		return env, ErrEnvelope.Wrap("expected no fee, fee payer or fee granter: transactions are free and gas follows the price list")
	}

	sigs, err := t.GetSignaturesV2()
	if err != nil {
		return env, ErrEnvelope.Wrap(err.Error())
	}
	if len(sigs) != 1 {
		return env, ErrEnvelope.Wrapf("expected one signature, got %d", len(sigs))
	}
	env.signature = sigs[0]
	if simulate {
		return env, nil
	}
	if err := checkCanonical(ctx.TxBytes()); err != nil {
		return env, err
	}
	return env, checkSignMode(env.signature.Data)
}

// checkCanonical refuses other bytes than the one encoding of body, auth info and signature. The decoder takes a field
// twice and a tag in more bytes than it needs, so anybody could make of a transaction in flight another one with the
// same signature and another hash, and dearer than what its sender has set as limit.
func checkCanonical(raw []byte) error {
	rest := raw
	for number := protowire.Number(1); number <= 3; number++ {
		got, kind, tag := protowire.ConsumeTag(rest)
		if got != number || kind != protowire.BytesType || tag != 1 {
			return ErrEnvelope.Wrapf("expected body, auth info and signature once each and in this order, got other bytes at %d", len(raw)-len(rest))
		}
		value, size := protowire.ConsumeBytes(rest[tag:])
		if size != protowire.SizeBytes(len(value)) {
			return ErrEnvelope.Wrapf("expected a length in as few bytes as it needs at %d", len(raw)-len(rest))
		}
		rest = rest[tag+size:]
	}
	if len(rest) != 0 {
		return ErrEnvelope.Wrapf("expected nothing after the signature, got %d bytes", len(rest))
	}
	return nil
}

// lane is the place of the transaction in a block.
func (e envelope) lane(matrix consortium.Matrix) consortium.Lane { return LaneOf(matrix, e.msgs) }

// LaneOf is the lane of a transaction with these messages: the last of theirs.
func LaneOf(matrix consortium.Matrix, msgs []sdk.Msg) consortium.Lane {
	urls := make([]string, 0, len(msgs))
	for _, msg := range msgs {
		urls = append(urls, sdk.MsgTypeURL(msg))
	}
	return matrix.LaneOf(urls...)
}

// Signed is the one signer and sequence of a transaction that admission let in; false if it has another form.
func Signed(tx sdk.Tx) (sender string, sequence uint64, ok bool) {
	t, isSigned := tx.(authsigning.Tx)
	p, isProto := tx.(protoTx)
	if !isSigned || !isProto || p.GetProtoTx().AuthInfo == nil {
		return "", 0, false
	}
	signers, err := t.GetSigners()
	infos := p.GetProtoTx().AuthInfo.SignerInfos
	if err != nil || len(signers) != 1 || len(infos) != 1 || infos[0] == nil {
		return "", 0, false
	}
	return string(signers[0]), infos[0].Sequence, true
}

// GasLimit is the gas limit of a transaction; false if it has none, which the SDK's own accessor answers with a panic.
func GasLimit(tx sdk.Tx) (uint64, bool) {
	p, ok := tx.(protoTx)
	if !ok || p.GetProtoTx().AuthInfo == nil || p.GetProtoTx().AuthInfo.Fee == nil {
		return 0, false
	}
	return p.GetProtoTx().AuthInfo.Fee.GasLimit, true
}

// protoTx is a transaction as it was decoded, parts that are absent included.
type protoTx interface{ GetProtoTx() *txtypes.Tx }

// checkWhole refuses a transaction that lacks a part: protobuf decodes it, and accessors of the SDK panic on it.
func checkWhole(tx sdk.Tx) error {
	p, ok := tx.(protoTx)
	if !ok {
		return ErrEnvelope.Wrapf("expected a decoded transaction, got %T", tx)
	}
	t := p.GetProtoTx()
	if t.Body == nil || t.AuthInfo == nil || t.AuthInfo.Fee == nil {
		return ErrEnvelope.Wrap("expected a body, signer infos and a gas limit")
	}
	for i, info := range t.AuthInfo.SignerInfos {
		if info == nil || !whole(info.ModeInfo) {
			return ErrEnvelope.Wrapf("signer info %d: expected a sign mode, for every member of a multisig", i)
		}
	}
	return nil
}

// whole says whether a mode is named: one, or one for every signer of a multisig that is not nested. What is nested is
// left to checkSignMode.
func whole(mode *txtypes.ModeInfo) bool {
	if mode == nil {
		return false
	}
	switch m := mode.Sum.(type) {
	case *txtypes.ModeInfo_Single_:
		return m.Single != nil
	case *txtypes.ModeInfo_Multi_:
		if m.Multi == nil || m.Multi.Bitarray == nil {
			return false
		}
		for _, member := range m.Multi.ModeInfos {
			if !whole(member) {
				return false
			}
		}
		return len(m.Multi.ModeInfos) <= MaxMultisigMembers
	default:
		return false
	}
}

func checkMessages(msgs []sdk.Msg) error {
	if len(msgs) > MaxMessages {
		return ErrTooMany.Wrapf("expected at most %d, got %d", MaxMessages, len(msgs))
	}
	if len(msgs) == 1 {
		return nil
	}
	for _, msg := range msgs {
		if gas.IsPayment(msg) {
			return ErrNotAlone.Wrapf("%s came with %d others; send a batch instead", sdk.MsgTypeURL(msg), len(msgs)-1)
		}
	}
	return nil
}

// checkPlain looks at the optional parts of a body.
func checkPlain(ctx sdk.Context, t authsigning.Tx) error {
	if t.GetMemo() != "" {
		return ErrEnvelope.Wrapf("expected an empty memo, got %d characters: no free text on the ledger", len(t.GetMemo()))
	}
	if t.GetTimeoutHeight() != 0 {
		return ErrEnvelope.Wrapf("expected no timeout height, got %d: set timeout_timestamp", t.GetTimeoutHeight())
	}
	if unordered, ok := t.(sdk.TxWithUnordered); ok && unordered.GetUnordered() {
		return ErrEnvelope.Wrap("expected an ordered transaction, got an unordered one")
	}
	if ext, ok := t.(sdkante.HasExtensionOptionsTx); ok {
		if n := len(ext.GetExtensionOptions()) + len(ext.GetNonCriticalExtensionOptions()); n != 0 {
			return ErrEnvelope.Wrapf("expected no extension options, got %d", n)
		}
	}
	if timed, ok := t.(sdk.TxWithTimeoutTimeStamp); ok {
		// A zero protobuf timestamp decodes as the unix epoch: both mean none.
		at := timed.GetTimeoutTimeStamp()
		if !at.IsZero() && at.Unix() != 0 && ctx.BlockTime().After(at) {
			return ErrTimedOut.Wrapf("timeout_timestamp %s, block time %s", at.UTC(), ctx.BlockTime().UTC())
		}
	}
	return nil
}

// checkSignMode accepts SIGN_MODE_DIRECT alone, also for every member of a multisig.
func checkSignMode(data signing.SignatureData) error {
	switch d := data.(type) {
	case *signing.SingleSignatureData:
		if d.SignMode != signing.SignMode_SIGN_MODE_DIRECT {
			return ErrSignMode.Wrapf("expected SIGN_MODE_DIRECT, got %s", d.SignMode)
		}
		return nil
	case *signing.MultiSignatureData:
		for _, member := range d.Signatures {
			if _, nested := member.(*signing.MultiSignatureData); nested {
				return ErrSignMode.Wrap("expected single signatures inside a multisig, got a nested multisig")
			}
			if err := checkSignMode(member); err != nil {
				return err
			}
		}
		return nil
	default:
		return ErrSignMode.Wrapf("expected a single or multi signature, got %T", data)
	}
}
