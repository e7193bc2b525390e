// SPDX-License-Identifier: Apache-2.0

package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"

	"github.com/cosmos/cosmos-sdk/client/flags"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/commitment"
	"github.com/taelnet/tael/networks"
)

// ErrOtherCommitment is a home whose state is kept in another way than its app.toml says.
var ErrOtherCommitment = errors.New("the state is kept in another way")

// CommitmentDir is where a node of a home that keeps its state in memory has it on disk.
func CommitmentDir(home string) string { return filepath.Join(home, "data", "commitment") }

// openState opens the state of a node that keeps it in memory, and returns nil for one that keeps it in the database.
// It fails if there is state of the other kind, because a node that began anew beside it would sign without knowing.
func openState(logger log.Logger, db dbm.DB, options servertypes.AppOptions) (*commitment.MultiStore, error) {
	kind, err := networks.ParseStateCommitment(cast.ToString(options.Get(networks.CommitmentOption)))
	if err != nil {
		return nil, fmt.Errorf("app.toml: %w", err)
	}
	home := cast.ToString(options.Get(flags.FlagHome))
	if home == "" {
		if kind == networks.CommitmentMemory {
			return nil, fmt.Errorf("state-commitment = %q: expected a home for the state's files, got none", kind)
		}
		return nil, nil
	}
	dir, height := CommitmentDir(home), rootmulti.GetLatestVersion(db)
	there, err := commitment.Holds(dir)
	if err != nil {
		return nil, err
	}
	const remedy = "set it back in app.toml, or carry the state over with `taeld convert-state`, or let the node state-sync into an empty home"
	switch {
	case kind == networks.CommitmentMemory && height > 0:
		return nil, fmt.Errorf("%w: state-commitment is %q, and the state of height %d is in the database, kept by %q: %s",
			ErrOtherCommitment, kind, height, networks.CommitmentIAVL, remedy)
	case kind == networks.CommitmentIAVL && there:
		return nil, fmt.Errorf("%w: state-commitment is %q, and there is state in %s, kept by %q: %s",
			ErrOtherCommitment, kind, dir, networks.CommitmentMemory, remedy)
	case kind == networks.CommitmentIAVL:
		return nil, nil
	}
	return commitment.Open(dir, logger, commitment.Options{Durable: cast.ToBool(options.Get(networks.CommitmentDurableOption))})
}

// tellBlockTime has a state in memory remember the time of every block; the SDK tells only its own store.
func (app *App) tellBlockTime() {
	if app.memory != nil {
		app.SetPrecommiter(func(ctx sdk.Context) { app.memory.SetBlockTime(ctx.BlockTime()) })
	}
}

// atItsTime gives a query of a past height the time of its block, as the SDK does for its own store.
func (app *App) atItsTime(ctx context.Context) context.Context {
	// The SDK calls a handler without a context to see what it decodes.
	if app.memory == nil || ctx == nil {
		return ctx
	}
	asked, ok := ctx.Value(sdk.SdkContextKey).(sdk.Context)
	if direct, is := ctx.(sdk.Context); is {
		asked, ok = direct, true
	}
	if !ok || asked.BlockHeight() >= app.memory.LatestVersion() {
		return ctx
	}
	info, err := app.memory.GetCommitInfo(asked.BlockHeight())
	if err != nil || info.Timestamp.IsZero() {
		return ctx
	}
	asked = asked.WithBlockTime(info.Timestamp)
	if _, is := ctx.(sdk.Context); is {
		return asked
	}
	return context.WithValue(ctx, sdk.SdkContextKey, asked)
}

// Close ends the node's work and makes its state durable.
func (app *App) Close() error {
	if app.memory == nil {
		return app.BaseApp.Close()
	}
	return errors.Join(app.BaseApp.Close(), app.memory.Close())
}
