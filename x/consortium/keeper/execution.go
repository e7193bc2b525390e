// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/taelnet/tael/x/consortium"
)

// maxExpiries is how many proposals past their term one block writes down. Expiry is judged on read: what waits for
// the next block takes no votes meanwhile.
const maxExpiries = 16

// ExecuteProposals runs the accepted proposals whose time-lock has ended, by that time and then by number, at most
// max_executions of the charter. What a message does, an error or a panic of it included, stays inside its proposal.
func (k Keeper) ExecuteProposals(ctx context.Context) error {
	charter, err := k.Charter(ctx)
	if err != nil {
		return err
	}
	due, err := k.due(ctx, k.acceptedByTime, int(charter.MaxExecutions))
	if err != nil {
		return err
	}
	for _, key := range due {
		if err := k.execute(ctx, key); err != nil {
			return fmt.Errorf("proposal %d: %w", key.K2(), err)
		}
	}
	return nil
}

// ExpireProposals writes down that proposals are past their term, at most maxExpiries of them.
func (k Keeper) ExpireProposals(ctx context.Context) error {
	due, err := k.due(ctx, k.openByExpiry, maxExpiries)
	if err != nil {
		return err
	}
	for _, key := range due {
		p, err := k.Proposal(ctx, key.K2())
		if err != nil {
			return err
		}
		if p, err = p.Expire(now(ctx)); err != nil {
			return err
		}
		if err := k.putProposal(ctx, p); err != nil {
			return err
		}
		if err := emit(ctx, &consortium.EventProposalExpired{Proposal: p.Id}); err != nil {
			return err
		}
	}
	return nil
}

// due returns the first entries of an index by time whose time has come. It is read to its end before anything is
// written.
func (k Keeper) due(ctx context.Context, index collections.KeySet[collections.Pair[uint64, uint64]], most int) ([]collections.Pair[uint64, uint64], error) {
	it, err := index.Iterate(ctx, collections.NewPrefixUntilPairRange[uint64, uint64](now(ctx)))
	if err != nil {
		return nil, err
	}
	defer it.Close() //nolint:errcheck // nothing was written
	var due []collections.Pair[uint64, uint64]
	for ; it.Valid() && len(due) < most; it.Next() {
		key, err := it.Key()
		if err != nil {
			return nil, err
		}
		due = append(due, key)
	}
	return due, nil
}

// execute runs one proposal, all messages or none, and puts what came of it on record. The record is written from what
// was read before the messages ran: whatever they did to proposals, this one runs once.
func (k Keeper) execute(ctx context.Context, key collections.Pair[uint64, uint64]) error {
	id := key.K2()
	if err := k.acceptedByTime.Remove(ctx, key); err != nil {
		return err
	}
	p, err := k.Proposal(ctx, id)
	if err != nil {
		return err
	}
	entries := k.proposalIndexes(p)
	cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
	failure := k.attempt(cached, p)

	var event proto.Message
	if failure == nil {
		write()
		p, err = p.Execute(now(ctx))
		event = &consortium.EventProposalExecuted{Proposal: id}
	} else {
		p, err = p.Fail(now(ctx), *failure)
		event = &consortium.EventProposalFailed{Proposal: id, Message: failure.Message, Codespace: failure.Codespace, Code: failure.Code}
	}
	if err != nil {
		return err
	}
	for _, x := range entries {
		if err := x.remove(ctx); err != nil {
			return err
		}
	}
	if err := k.putProposal(ctx, p); err != nil {
		return err
	}
	return emit(ctx, event)
}

// attempt runs the messages in a context that the caller may throw away. It returns nil if all took effect.
func (k Keeper) attempt(ctx sdk.Context, p consortium.Proposal) *consortium.Failure {
	at := uint32(0)
	err := k.guarded(ctx, func(ctx sdk.Context) error {
		tally, err := k.Tally(ctx, p)
		if err != nil {
			return err
		}
		if !tally.Accepted() {
			return consortium.ErrConsentLost.Wrapf("expected %d of %d, got %d", tally.Needed, tally.Voting, tally.Yes)
		}
		for i := range p.Messages {
			at = uint32(i) //nolint:gosec // at most MaxProposalMessages
			if err := k.run(ctx, p, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		return nil
	}
	sdk.UnwrapSDKContext(ctx).Logger().Info("proposal failed", "proposal", p.Id, "message", at, "err", err)
	codespace, code, _ := errorsmod.ABCIInfo(err, false)
	return &consortium.Failure{Message: at, Codespace: codespace, Code: code}
}

// guarded runs what a proposal asks for with a gas limit of its own, with gas for every store access, and turns a
// panic into an error. Transactions run without store gas because their GasUsed is part of the header; here gas only
// ends what would not end, and no figure of it leaves this function.
func (k Keeper) guarded(ctx sdk.Context, act func(sdk.Context) error) (err error) {
	charter, err := k.Charter(ctx)
	if err != nil {
		return err
	}
	ctx = ctx.WithGasMeter(storetypes.NewGasMeter(charter.ExecutionGas)).
		WithKVGasConfig(storetypes.KVGasConfig()).WithTransientKVGasConfig(storetypes.TransientGasConfig())
	defer func() {
		switch r := recover().(type) {
		case nil:
		case storetypes.ErrorOutOfGas, storetypes.ErrorGasOverflow:
			err = sdkerrors.ErrOutOfGas.Wrapf("expected at most %d, ended in %v", charter.ExecutionGas, r)
		default:
			ctx.Logger().Error("message of a proposal panicked", "panic", r, "stack", string(debug.Stack())) //determinism:allow goes to the node's log alone
			err = consortium.ErrMessagePanicked.Wrapf("%v", r)
		}
	}()
	return act(ctx)
}

// run hands one message to its room. It was vetted when it was submitted; the chain may have changed since.
func (k Keeper) run(ctx sdk.Context, p consortium.Proposal, at int) error {
	if err := k.vet(ctx, p.Messages[at]); err != nil {
		return err
	}
	msg, err := k.unpack(p.Messages[at])
	if err != nil {
		return err
	}
	result, err := k.router.Handler(msg)(ctx, msg)
	if err != nil {
		return err
	}
	if result != nil {
		for _, e := range result.Events {
			ctx.EventManager().EmitEvent(sdk.Event(e))
		}
	}
	return nil
}
