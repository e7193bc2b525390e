// SPDX-License-Identifier: Apache-2.0

package app

import (
	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/mempool"
	"github.com/taelnet/tael/x/consortium"
)

// prepareProposal selects from the pool, in its order, the transactions that pass admission on committed state plus the
// admissions before them and fit into bytes and gas. What CometBFT offers is not looked at: its pool holds nothing that
// ours did not let in. What fails stays in the pool: the recheck after the block judges it by the new state.
func prepareProposal(base *baseapp.BaseApp, pool *mempool.Pool) sdk.PrepareProposalHandler {
	return func(ctx sdk.Context, req *abci.RequestPrepareProposal) (resp *abci.ResponsePrepareProposal, err error) {
		// baseapp would propose what CometBFT offers, unchecked: an empty block is better.
		defer func() {
			if r := recover(); r != nil {
				ctx.Logger().Error("selecting transactions", "height", req.Height, "panic", r)
				resp, err = &abci.ResponsePrepareProposal{}, nil
			}
		}()
		room := newRoom(ctx, req.MaxTxBytes)
		selected := make([][]byte, 0, pool.CountTx())
		proposal := pool.Propose(uint64(req.Height)) //nolint:gosec // heights are above zero
		for c, more := proposal.Next(); more; c, more = proposal.Next() {
			// A smaller transaction of somebody else may still fit.
			if !room.fits(c.Raw, c.Gas) || !admitted(base, c.Raw) {
				proposal.Skip()
				continue
			}
			proposal.Take()
			room.take(c.Raw, c.Gas)
			selected = append(selected, c.Raw)
		}
		return &abci.ResponsePrepareProposal{Txs: selected}, nil
	}
}

// admitted runs admission on the bytes that a block would hold; the encoder of the SDK would write them anew.
func admitted(base *baseapp.BaseApp, raw []byte) bool {
	_, _, _, err := base.RunTx(sdk.ExecModePrepareProposal, raw, nil, -1, nil, nil)
	return err == nil
}

// processProposal accepts a block iff its lanes are in order and every transaction passes the tests that
// prepareProposal ran.
func processProposal(base *baseapp.BaseApp, matrix consortium.Matrix) sdk.ProcessProposalHandler {
	reject := &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}
	return func(ctx sdk.Context, req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
		room := newRoom(ctx, maxBytes(ctx))
		last := consortium.LANE_UNSPECIFIED
		for _, raw := range req.Txs {
			tx, gas, err := base.ProcessProposalVerifyTx(raw)
			if err != nil || !room.fits(raw, gas) {
				return reject, nil
			}
			lane := ante.LaneOf(matrix, tx.GetMsgs())
			if lane < last {
				return reject, nil
			}
			last = lane
			room.take(raw, gas)
		}
		return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_ACCEPT}, nil
	}
}

// room is what is left of a block.
type room struct {
	bytes int64
	gas   uint64
}

func newRoom(ctx sdk.Context, bytes int64) *room {
	gas := ^uint64(0)
	if block := ctx.ConsensusParams().Block; block != nil && block.MaxGas > 0 {
		gas = uint64(block.MaxGas)
	}
	return &room{bytes: bytes, gas: gas}
}

func (r *room) fits(raw []byte, gas uint64) bool {
	return cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw}) <= r.bytes && gas <= r.gas
}

func (r *room) take(raw []byte, gas uint64) {
	r.bytes -= cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw})
	r.gas -= gas
}

func maxBytes(ctx sdk.Context) int64 {
	if block := ctx.ConsensusParams().Block; block != nil && block.MaxBytes > 0 {
		return block.MaxBytes
	}
	return cmttypes.MaxBlockSizeBytes
}
