// SPDX-License-Identifier: Apache-2.0

package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// GenesisState is the application's part of a genesis file: one JSON document per module.
type GenesisState map[string]json.RawMessage

// DefaultGenesis is every module's empty state. It does not start by itself: a network names its members and
// validators first.
func DefaultGenesis() GenesisState {
	return ModuleBasics().DefaultGenesis(MakeEncodingConfig().Codec)
}

// ValidateGenesis checks each module's part by itself; what spans modules is checked when the chain starts.
func ValidateGenesis(state GenesisState) error {
	encoding := MakeEncodingConfig()
	return ModuleBasics().ValidateGenesis(encoding.Codec, encoding.TxConfig, state)
}

func (app *App) initChain(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	var state GenesisState
	if err := json.Unmarshal(req.AppStateBytes, &state); err != nil { //determinism:allow a genesis is read once, from bytes whose hash every node compares
		return nil, fmt.Errorf("genesis app_state: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(state)) {
		if _, known := app.modules.Modules[name]; !known {
			return nil, fmt.Errorf("genesis app_state names the unknown module %q", name)
		}
	}
	if err := app.settleAuthority(ctx); err != nil {
		return nil, fmt.Errorf("genesis consensus parameters: %w", err)
	}
	if err := app.Keepers.Upgrade.SetModuleVersionMap(ctx, app.modules.GetVersionMap()); err != nil {
		return nil, err
	}
	return app.modules.InitGenesis(ctx, app.encoding.Codec, state)
}
