// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// candidate is one instruction of a batch: an order, or the error that keeps it from being one.
type candidate struct {
	order *order
	err   error
}

// candidates decodes the batch, unless that is done already, and verifies all device signatures before any instruction
// is executed: no payment binds or revokes a device, so that the outcome is the same as one by one.
func (k Keeper) candidates(ctx context.Context, msg *payment.MsgPayBatch) ([]candidate, []payment.Decoded) {
	decoded, done := payment.DecodedFrom(ctx, msg)
	if !done {
		decoded = payment.DecodeBatch(msg, sdk.UnwrapSDKContext(ctx).ChainID())
	}
	all := make([]candidate, len(decoded))
	readable := make([]int, 0, len(decoded))
	instructions := make([]*wallet.SignedInstruction, 0, len(decoded))
	for i := range decoded {
		if all[i].err = decoded[i].Err; all[i].err == nil {
			readable, instructions = append(readable, i), append(instructions, &decoded[i].Instruction)
		}
	}
	for n, answer := range k.wallets.AuthenticateAll(ctx, instructions) {
		c := &all[readable[n]]
		if c.err = answer.Err; c.err == nil {
			c.order = newOrder(&instructions[n].Content, &instructions[n].Carried, payment.StrengthOf(answer.Factors))
		}
	}
	return all, decoded
}

// each executes every instruction for itself. What a module calls an error is the result of its instruction; anything
// else, and any error after money began to move, fails the transaction.
func (r *run) each(ctx context.Context, all []candidate) ([]payment.Result, error) {
	results := make([]payment.Result, len(all))
	for i, c := range all {
		err := c.err
		if err == nil {
			results[i], err = r.execute(ctx, c.order)
		}
		if err == nil {
			continue
		}
		result, ok := payment.ErrorResult(err)
		if !ok {
			return nil, err
		}
		results[i] = result
	}
	return results, nil
}

// atomic executes all instructions or none. After the first refusal nothing more is judged, but every instruction is
// still held to its errors: they fail the transaction, and no UETR is spent for an instruction that was never valid.
func (r *run) atomic(ctx context.Context, all []candidate) ([]payment.Result, error) {
	for i, c := range all {
		if c.err != nil {
			return nil, elementError(i, c.err)
		}
	}
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	tried := *r
	tried.records = r.book(cached)
	results := make([]payment.Result, len(all))
	refused := -1
	for i, c := range all {
		var err error
		if refused < 0 {
			results[i], err = tried.execute(cached, c.order)
		} else {
			err = tried.verify(cached, c.order)
		}
		if err != nil {
			return nil, elementError(i, err)
		}
		if refused < 0 && results[i].Status == payment.ResultRefused {
			refused = i
		}
	}
	if refused < 0 {
		write()
		return results, nil
	}
	return r.refuseAll(all, refused, results[refused].Reason())
}

// verify holds an order to its errors without judging it.
func (r *run) verify(ctx context.Context, o *order) error {
	if _, replay, err := r.replay(o); replay || err != nil {
		return err
	}
	return r.prepare(ctx, o)
}

// refuseAll remembers every instruction of an atomic batch as refused: the failing one with its reason, the others with
// its index. What the payer had sent under the same UETR before keeps its state and answers with it.
func (r *run) refuseAll(all []candidate, failing int, reason compliance.Reason) ([]payment.Result, error) {
	results := make([]payment.Result, len(all))
	for i, c := range all {
		result, replay, err := r.replay(c.order)
		if err != nil {
			return nil, elementError(i, err)
		}
		switch {
		case replay:
			results[i] = result
		case i == failing:
			results[i], err = r.refuse(c.order, reason, 0)
		default:
			results[i], err = r.refuse(c.order, compliance.ReasonBatchRefused, uint64(failing))
		}
		if err != nil {
			return nil, err
		}
	}
	return results, nil
}
