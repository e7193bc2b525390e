// SPDX-License-Identifier: Apache-2.0

package app

import (
	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/mempool"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/x/consortium"
)

// proposals makes and judges blocks.
type proposals struct {
	base      *baseapp.BaseApp
	admission ante.Handler
	matrix    consortium.Matrix
	pool      *mempool.Pool
}

// prepare selects from the pool, in its order, the transactions that pass admission on committed state plus the
// admissions before them and fit into bytes and gas of the block and of their institution's share. What CometBFT offers
// is not looked at: its pool holds nothing that ours did not let in. What fails stays in the pool: the recheck after the
// block judges it by the new state.
func (p proposals) prepare(ctx sdk.Context, req *abci.RequestPrepareProposal) (resp *abci.ResponsePrepareProposal, err error) {
	// baseapp would propose what CometBFT offers, unchecked: an empty block is better.
	defer func() {
		if r := recover(); r != nil {
			ctx.Logger().Error("selecting transactions", "height", req.Height, "panic", r)
			resp, err = &abci.ResponsePrepareProposal{}, nil
		}
	}()
	room := newRoom(ctx, req.MaxTxBytes)
	selected := make([][]byte, 0, p.pool.CountTx())
	proposal := p.pool.Propose(uint64(req.Height)) //nolint:gosec // heights are above zero
	for c, more := proposal.Next(); more; c, more = proposal.Next() {
		// A smaller transaction, or one of somebody else, may still fit.
		waits := piece{bytes: sizeOf(c.Raw), gas: c.Gas, lane: c.Lane, institution: c.Institution}
		if !room.fits(waits) || !p.admits(ctx, room, waits, c.Raw) {
			proposal.Skip()
			continue
		}
		proposal.Take()
		selected = append(selected, c.Raw)
	}
	return &abci.ResponsePrepareProposal{Txs: selected}, nil
}

// admits takes the transaction into the room if admission lets it in. It runs on the bytes that a block would hold; the
// encoder of the SDK would write them anew. The institution is asked again: it may be another than when the
// transaction came in, and those who judge the block know the present one alone.
func (p proposals) admits(ctx sdk.Context, room *room, waits piece, raw []byte) bool {
	tx, err := p.base.TxDecode(raw)
	if err != nil {
		return false
	}
	if waits.lane == consortium.LANE_PAYMENT {
		if waits.institution, err = p.admission.Institution(ctx, tx); err != nil || !room.fits(waits) {
			return false
		}
	}
	if _, _, _, err := p.base.RunTx(sdk.ExecModePrepareProposal, raw, tx, -1, nil, nil); err != nil {
		return false
	}
	room.take(waits)
	return true
}

// process accepts a block iff its lanes are in order and every transaction passes the tests that prepare ran.
func (p proposals) process(ctx sdk.Context, req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
	reject := &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}
	room := newRoom(ctx, maxBytes(ctx))
	last := consortium.LANE_UNSPECIFIED
	for _, raw := range req.Txs {
		tx, gas, err := p.base.ProcessProposalVerifyTx(raw)
		if err != nil {
			return reject, nil
		}
		held := piece{bytes: sizeOf(raw), gas: gas, lane: ante.LaneOf(p.matrix, tx.GetMsgs())}
		if held.lane == consortium.LANE_PAYMENT {
			if held.institution, err = p.admission.Institution(ctx, tx); err != nil {
				return reject, nil
			}
		}
		if held.lane < last || !room.fits(held) {
			return reject, nil
		}
		last = held.lane
		room.take(held)
	}
	return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_ACCEPT}, nil
}

// piece is what a transaction takes of a block.
type piece struct {
	bytes       int64
	gas         uint64
	lane        consortium.Lane
	institution uint32
}

// measure is a sum of bytes and gas.
type measure struct {
	bytes int64
	gas   uint64
}

// room is what is left of a block, and what each institution has taken of it with payments.
type room struct {
	left  measure
	share measure
	taken map[uint32]measure
}

func newRoom(ctx sdk.Context, bytes int64) *room {
	whole := measure{bytes: maxBytes(ctx), gas: ^uint64(0)}
	if block := ctx.ConsensusParams().Block; block != nil && block.MaxGas > 0 {
		whole.gas = uint64(block.MaxGas)
	}
	return &room{
		left:  measure{bytes: bytes, gas: whole.gas},
		share: measure{bytes: whole.bytes / networks.InstitutionShare, gas: whole.gas / networks.InstitutionShare},
		taken: map[uint32]measure{},
	}
}

// fits says whether the block has room, and for a payment the institution in its share: a first transaction always is.
func (r *room) fits(p piece) bool {
	if p.bytes > r.left.bytes || p.gas > r.left.gas {
		return false
	}
	taken, any := r.taken[p.institution]
	if p.lane != consortium.LANE_PAYMENT || !any {
		return true
	}
	return taken.bytes+p.bytes <= r.share.bytes && p.gas <= r.share.gas && taken.gas <= r.share.gas-p.gas
}

func (r *room) take(p piece) {
	r.left.bytes -= p.bytes
	r.left.gas -= p.gas
	if p.lane == consortium.LANE_PAYMENT {
		taken := r.taken[p.institution]
		r.taken[p.institution] = measure{bytes: taken.bytes + p.bytes, gas: taken.gas + p.gas}
	}
}

// sizeOf is what a transaction takes of the bytes of a block.
func sizeOf(raw []byte) int64 { return cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw}) }

func maxBytes(ctx sdk.Context) int64 {
	if block := ctx.ConsensusParams().Block; block != nil && block.MaxBytes > 0 {
		return block.MaxBytes
	}
	return cmttypes.MaxBlockSizeBytes
}
