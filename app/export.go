// SPDX-License-Identifier: Apache-2.0

package app

import (
	"encoding/json"
	"fmt"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
)

// ExportAppStateAndValidators writes the state of the last committed block as genesis JSON. The validator set stays
// in the consortium's part; a chain that starts from an export must take a new chain id, or signatures of the old
// one would be good on both.
func (app *App) ExportAppStateAndValidators(forZeroHeight bool, _, modules []string) (servertypes.ExportedApp, error) {
	ctx := app.NewContextLegacy(true, cmtproto.Header{Height: app.LastBlockHeight()})

	state, err := app.modules.ExportGenesisForModules(ctx, app.encoding.Codec, modules)
	if err != nil {
		return servertypes.ExportedApp{}, fmt.Errorf("exporting state: %w", err)
	}
	document, err := json.MarshalIndent(state, "", "  ") //determinism:allow an export is a file, written outside of blocks
	if err != nil {
		return servertypes.ExportedApp{}, err
	}

	height := app.LastBlockHeight() + 1
	if forZeroHeight {
		height = 0
	}
	return servertypes.ExportedApp{
		AppState:        document,
		Height:          height,
		ConsensusParams: app.GetConsensusParams(ctx),
	}, nil
}
