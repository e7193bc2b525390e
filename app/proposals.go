// SPDX-License-Identifier: Apache-2.0

package app

import (
	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/ante"
)

// prepareProposal selects, in the order the mempool gives them, the transactions that decode, pass admission on
// committed state plus the admissions before them, and fit into bytes and gas. What fails is dropped: the default
// handler of the SDK would propose undecodable bytes.
func prepareProposal(base *baseapp.BaseApp) sdk.PrepareProposalHandler {
	return func(ctx sdk.Context, req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal, error) {
		room := newRoom(ctx, req.MaxTxBytes)
		selected := make([][]byte, 0, len(req.Txs))
		for _, raw := range req.Txs {
			tx, err := base.TxDecode(raw)
			if err != nil {
				continue
			}
			gas, limited := ante.GasLimit(tx)
			if !limited {
				continue
			}
			if !room.fits(raw, gas) {
				// A smaller transaction behind may fit, but not one behind in the same lane: its sequence then fails
				// admission, which is cheap, so the search simply goes on.
				continue
			}
			if _, err := base.PrepareProposalVerifyTx(tx); err != nil {
				continue
			}
			room.take(raw, gas)
			selected = append(selected, raw)
		}
		return &abci.ResponsePrepareProposal{Txs: selected}, nil
	}
}

// processProposal accepts a block iff every transaction passes the same tests prepareProposal ran.
func processProposal(base *baseapp.BaseApp) sdk.ProcessProposalHandler {
	return func(ctx sdk.Context, req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
		room := newRoom(ctx, maxBytes(ctx))
		for _, raw := range req.Txs {
			_, gas, err := base.ProcessProposalVerifyTx(raw)
			if err != nil || !room.fits(raw, gas) {
				return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}, nil
			}
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
