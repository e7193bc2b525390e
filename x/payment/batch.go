// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// MaxBatch is the most instructions that one batch carries. Its bytes are counted on the whole transaction.
const MaxBatch = 1_000

// Decoded is one instruction of a batch after decoding, with what is wrong with it on its own.
type Decoded struct {
	// Instruction is complete unless Err says that it could not be decoded.
	Instruction wallet.SignedInstruction
	// Original is the payment that a REFUND gives back; nil for a PAY.
	Original *wallet.Content
	// Err says why the instruction can never be executed; nil if that depends on state.
	Err error
}

// DecodeBatch decodes every instruction of a batch for a chain. It reads no state and verifies no signature.
func DecodeBatch(msg *MsgPayBatch, chainID string) []Decoded {
	decoded := make([]Decoded, len(msg.Instructions))
	for i, raw := range msg.Instructions {
		d := &decoded[i]
		if d.Instruction, d.Err = wallet.DecodeInstruction(raw, chainID); d.Err != nil {
			continue
		}
		if d.Instruction.Kind == wallet.INSTRUCTION_KIND_REFUND {
			d.Original = d.Instruction.Carried.Original
		}
		d.Err = Check(&d.Instruction.Content, d.Original)
	}
	return decoded
}

type decodedKey struct{}

// decodedBatch keeps the message beside what was decoded from it, so that it never serves another message.
type decodedBatch struct {
	msg     *MsgPayBatch
	decoded []Decoded
}

// WithDecoded leaves a decoded batch in the context, so that each phase of a transaction decodes once.
func WithDecoded(ctx sdk.Context, msg *MsgPayBatch, decoded []Decoded) sdk.Context {
	return ctx.WithValue(decodedKey{}, decodedBatch{msg, decoded})
}

// DecodedFrom returns what WithDecoded left for this very message.
func DecodedFrom(ctx context.Context, msg *MsgPayBatch) ([]Decoded, bool) {
	batch, ok := sdk.UnwrapSDKContext(ctx).Value(decodedKey{}).(decodedBatch)
	if !ok || batch.msg != msg {
		return nil, false
	}
	return batch.decoded, true
}
