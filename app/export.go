// SPDX-License-Identifier: Apache-2.0

package app

import (
	"encoding/json"
	"errors"
	"fmt"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// ExportAppStateAndValidators writes the state of the last committed block as genesis JSON. The validator set stays
// in the consortium's part; a chain that starts from an export must take a new chain id, or signatures of the old
// one would be good on both.
func (app *App) ExportAppStateAndValidators(forZeroHeight bool, _, modules []string) (servertypes.ExportedApp, error) {
	ctx := app.NewContextLegacy(true, cmtproto.Header{Height: app.LastBlockHeight()})
	exported, err := app.export(ctx, modules)
	if forZeroHeight {
		exported.Height = 0
	}
	return exported, err
}

// ExportAt writes the state after the block of a height that the node still keeps, as genesis JSON. It changes nothing
// of what the node keeps.
func (app *App) ExportAt(height int64) (servertypes.ExportedApp, error) {
	ctx, err := app.contextAt(height)
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	return app.export(ctx, nil)
}

// UpgradeAt is the upgrade that was decided and still ahead after the block of a height. An export leaves it out: its
// height and its binaries are the old chain's. Without one the plan is empty.
func (app *App) UpgradeAt(height int64) (upgradetypes.Plan, error) {
	ctx, err := app.contextAt(height)
	if err != nil {
		return upgradetypes.Plan{}, err
	}
	plan, err := app.Keepers.Upgrade.GetUpgradePlan(ctx)
	if errors.Is(err, upgradetypes.ErrNoUpgradePlanFound) {
		return upgradetypes.Plan{}, nil
	}
	return plan, err
}

// contextAt reads the state after the block of a height that the node still keeps. What is written to it is lost.
func (app *App) contextAt(height int64) (sdk.Context, error) {
	latest := app.LastBlockHeight()
	if height < 1 || height > latest {
		return sdk.Context{}, fmt.Errorf("expected a height from 1 to %d, this node's latest, got %d", latest, height)
	}
	state, err := app.CommitMultiStore().CacheMultiStoreWithVersion(height)
	if err != nil {
		return sdk.Context{}, fmt.Errorf("this node does not keep the state of height %d any more, its latest is %d: "+
			"export on one that prunes less (%w)", height, latest, err)
	}
	return sdk.NewContext(state, cmtproto.Header{Height: height, ChainID: app.ChainID()}, true, app.Logger()).
		WithGasMeter(storetypes.NewInfiniteGasMeter()), nil
}

func (app *App) export(ctx sdk.Context, modules []string) (servertypes.ExportedApp, error) {
	state, err := app.modules.ExportGenesisForModules(ctx, app.encoding.Codec, modules)
	if err != nil {
		return servertypes.ExportedApp{}, fmt.Errorf("exporting state: %w", err)
	}
	document, err := json.MarshalIndent(state, "", "  ") //determinism:allow an export is a file, written outside of blocks
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	return servertypes.ExportedApp{
		AppState:        document,
		Height:          ctx.BlockHeight() + 1,
		ConsensusParams: app.GetConsensusParams(ctx),
	}, nil
}
