// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/x/consortium"
)

// Bounds of consensus parameters. Below them a full batch finds no place in a block, or misbehaviour can no longer be
// proven when it is found; above them one block takes a node longer than the next waits for it.
const (
	// blockOverhead is room for a block's header and the commit of 500 validators, in bytes.
	blockOverhead = 64 << 10

	mostBlockBytes    = 8 << 20
	mostBlockGas      = 100 * gas.FullBatch
	leastEvidence     = 16 << 10 // bytes in a block
	mostEvidence      = 1 << 20
	mostEvidenceAge   = 30 * networks.EvidenceAge
	mostEvidenceBlock = 30 * networks.EvidenceAgeBlocks
)

// boundedParams serves x/consensus's message within the chain's bounds.
type boundedParams struct{ consensustypes.MsgServer }

// UpdateParams changes consensus parameters; ErrConsensusParams for those that the chain must not run with.
func (s boundedParams) UpdateParams(ctx context.Context, msg *consensustypes.MsgUpdateParams) (*consensustypes.MsgUpdateParamsResponse, error) {
	if err := validateConsensusParams(msg); err != nil {
		return nil, err
	}
	return s.MsgServer.UpdateParams(ctx, msg)
}

// validateConsensusParams returns ErrConsensusParams for another authority, for vote extensions, which the application
// does not have and without which no vote would be cast, and for figures out of bounds.
func validateConsensusParams(msg *consensustypes.MsgUpdateParams) error {
	if msg.Auth != nil && msg.Auth.Authority != consortium.AuthorityAddress().String() {
		return consortium.ErrConsensusParams.Wrapf("expected the authority to stay %s, got %q", consortium.AuthorityAddress(), msg.Auth.Authority)
	}
	if msg.Abci != nil && msg.Abci.VoteExtensionsEnableHeight != 0 {
		return consortium.ErrConsensusParams.Wrapf("expected no vote extensions, got height %d", msg.Abci.VoteExtensionsEnableHeight)
	}
	if msg.Block == nil || msg.Evidence == nil || msg.Validator == nil {
		return consortium.ErrConsensusParams.Wrap("expected block, evidence and validator parameters, all of them")
	}
	for _, bound := range []struct {
		name               string
		value, least, most int64
	}{
		{"evidence.max_bytes", msg.Evidence.MaxBytes, leastEvidence, mostEvidence},
		{"block.max_bytes", msg.Block.MaxBytes, ante.MaxTxBytes + msg.Evidence.MaxBytes + blockOverhead, mostBlockBytes},
		{"block.max_gas", msg.Block.MaxGas, gas.FullBatch, mostBlockGas},
		{"evidence.max_age_duration", int64(msg.Evidence.MaxAgeDuration), int64(networks.EvidenceAge), int64(mostEvidenceAge)},
		{"evidence.max_age_num_blocks", msg.Evidence.MaxAgeNumBlocks, networks.EvidenceAgeBlocks, mostEvidenceBlock},
	} {
		if bound.value < bound.least || bound.value > bound.most {
			return consortium.ErrConsensusParams.Wrapf("expected %s from %d to %d, got %d", bound.name, bound.least, bound.most, bound.value)
		}
	}
	if types := msg.Validator.PubKeyTypes; len(types) != 1 || types[0] != cmttypes.ABCIPubKeyTypeEd25519 {
		return consortium.ErrConsensusParams.Wrapf("expected validator keys of type %s only, got %v", cmttypes.ABCIPubKeyTypeEd25519, types)
	}
	return nil
}

// ValidateAuthority returns ErrConsensusParams for consensus parameters that name an authority other than the
// consortium's account: the SDK's modules would obey it, past every proposal. Naming none is the same as naming it.
func ValidateAuthority(params cmtproto.ConsensusParams) error {
	if params.Authority == nil || params.Authority.Authority == "" || params.Authority.Authority == consortium.AuthorityAddress().String() {
		return nil
	}
	return consortium.ErrConsensusParams.Wrapf("expected the authority %s, the parameters name %q", consortium.AuthorityAddress(), params.Authority.Authority)
}

// checkAuthority keeps a node from going on with a state whose consensus parameters name another authority.
func (app *App) checkAuthority() error {
	if app.LastBlockHeight() == 0 {
		return nil
	}
	ctx := app.NewContextLegacy(true, cmtproto.Header{Height: app.LastBlockHeight()})
	return ValidateAuthority(app.GetConsensusParams(ctx))
}

// settleAuthority refuses a genesis that names another authority and writes it down where a genesis names none, as a
// document written by `taeld export` does, so that both start with the same state.
func (app *App) settleAuthority(ctx sdk.Context) error {
	params := app.GetConsensusParams(ctx)
	if err := ValidateAuthority(params); err != nil {
		return err
	}
	if params.Block == nil {
		return nil // a start without consensus parameters: the caller brought none
	}
	params.Authority = &cmtproto.AuthorityParams{Authority: consortium.AuthorityAddress().String()}
	return app.StoreConsensusParams(ctx, params)
}
