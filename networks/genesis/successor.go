// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/codec"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/x/consortium"
)

// ErrSuccessor says that a chain id, or a number in typed data, may not follow another: what was signed for one chain
// would be good on both.
var ErrSuccessor = errors.New("a chain that starts from an export takes an id of its own")

// CheckSuccessor says whether a chain that starts from an export of the chain old may be called next: the same kind of
// network, with a greater number. It fails with ErrChainID or ErrSuccessor.
func CheckSuccessor(old, next string) error {
	for _, id := range []string{old, next} {
		if err := ValidateChainID(id); err != nil {
			return err
		}
	}
	kind, before := splitChainID(old)
	nextKind, after := splitChainID(next)
	if kind != nextKind || after <= before {
		return fmt.Errorf("%w: expected %s-<n> with n above %d, got %q", ErrSuccessor, kind, before, next)
	}
	return nil
}

// splitChainID cuts a chain id of one of the three forms into its kind and its number.
func splitChainID(id string) (kind string, n uint64) {
	end := strings.LastIndexByte(id, '-')
	n, _ = strconv.ParseUint(id[end+1:], 10, 64) // the forms have digits there
	return id[:end], n
}

// ConsensusOf is the consensus part of a genesis with these parameters. The SDK's own constructor leaves the authority
// out, and a chain that starts without it lets another one change its parameters.
func ConsensusOf(params cmtproto.ConsensusParams) *genutiltypes.ConsensusGenesis {
	whole := cmttypes.ConsensusParamsFromProto(params)
	return &genutiltypes.ConsensusGenesis{Params: &whole}
}

// Succeed turns the genesis that was exported from one chain into that of another: it gives it the id next, and the
// number eip155 in typed data. Zero takes the number of tael-local-<n>; other networks name theirs. It fails with
// ErrChainID or ErrSuccessor, and leaves the genesis as it was.
func Succeed(cdc codec.JSONCodec, gen *genutiltypes.AppGenesis, next string, eip155 uint64) error {
	if err := CheckSuccessor(gen.ChainID, next); err != nil {
		return err
	}
	var state map[string]json.RawMessage
	if err := json.Unmarshal(gen.AppState, &state); err != nil {
		return fmt.Errorf("app_state: %w", err)
	}
	var members consortium.Genesis
	if err := cdc.UnmarshalJSON(state[consortium.ModuleName], &members); err != nil {
		return fmt.Errorf("app_state.%s: %w", consortium.ModuleName, err)
	}
	if eip155 == 0 && IsLocal(next) {
		_, n := splitChainID(next)
		eip155 = localEIP155 + n
	}
	if eip155 == 0 || eip155 == members.Eip155Id {
		return fmt.Errorf("%w: expected a number in typed data other than 0 and %d, got %d", ErrSuccessor, members.Eip155Id, eip155)
	}
	members.Eip155Id = eip155
	raw, err := cdc.MarshalJSON(&members)
	if err != nil {
		return err
	}
	state[consortium.ModuleName] = raw
	document, err := json.MarshalIndent(state, "", "  ")
	if err != nil {
		return err
	}
	gen.ChainID, gen.AppState = next, document
	return nil
}
