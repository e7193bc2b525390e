// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmtstore "github.com/cometbft/cometbft/store"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/version"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
)

const (
	flagNewChainID  = "new-chain-id"
	flagEIP155      = "eip155-id"
	flagGenesisTime = "genesis-time"
	latestHeight    = -1
)

// replaceExport takes away the SDK's export.
func replaceExport(root *cobra.Command) {
	for _, sub := range root.Commands() {
		if sub.Name() == "export" {
			root.RemoveCommand(sub)
		}
	}
	root.AddCommand(exportCommand())
}

// exportCommand stands in the place of the SDK's, which keeps the chain id: a chain that starts from an export under
// the same id takes what was signed for the old one.
func exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the state of a stopped node, after the block of a height that it keeps, as the genesis of a new chain",
		Long: `Writes the state after the block of a height as the genesis of a new chain, which takes a new chain id: the same kind
with a greater number. Transactions and instructions signed for the old chain are refused on the new one; payments
that were made stay known under their UETR, and may be refunded.

The document is the same on every node that exports the same height for the same id, so that members can compare its
digest before they start from it. Validators keep the last states only, audit nodes all of them. The node must be stopped.

A software upgrade that was decided and is still ahead is left out, and a line says so: its height and its binaries are the
old chain's. Whoever wants it on the new chain has it decided there. A proposal that is still open or in its time-lock goes
along with its votes, one of an upgrade too.`,
		Example: `taeld export --home .tael/localnet/regulator --height 1000 --new-chain-id tael-local-2 --output-document genesis.json
taeld localnet up --home .tael/second --base-port 28000 --genesis genesis.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			gen, err := successorOf(cmd)
			if err != nil {
				return err
			}
			if file, _ := cmd.Flags().GetString(flags.FlagOutputDocument); file != "" {
				return gen.SaveAs(file)
			}
			document, err := json.MarshalIndent(gen, "", "  ")
			if err != nil {
				return err
			}
			return printLine(cmd, string(document))
		},
	}
	cmd.Flags().String(flags.FlagHome, app.DefaultNodeHome, "directory of the node")
	cmd.Flags().Int64(server.FlagHeight, latestHeight, "height after whose block the state is written; -1 is the latest")
	cmd.Flags().String(flagNewChainID, "", "chain id of the new chain (required)")
	cmd.Flags().Uint64(flagEIP155, 0, "the new chain's number in typed data; tael-local-<n> has one of its own")
	cmd.Flags().String(flagGenesisTime, "", "time at which the new chain starts, RFC 3339; default is the time of the block")
	cmd.Flags().String(flags.FlagOutputDocument, "", "file to write; default is to print")
	return cmd
}

// successorOf reads the state of a node and makes the genesis of the chain that follows.
func successorOf(cmd *cobra.Command) (_ *genutiltypes.AppGenesis, err error) {
	ctx := server.GetServerContextFromCmd(cmd)
	gen, err := genutiltypes.AppGenesisFromFile(ctx.Config.GenesisFile())
	if err != nil {
		return nil, err
	}
	next, _ := cmd.Flags().GetString(flagNewChainID)
	if next == "" {
		return nil, fmt.Errorf("%w: name it with --%s", genesis.ErrSuccessor, flagNewChainID)
	}
	if err := genesis.CheckSuccessor(gen.ChainID, next); err != nil {
		return nil, err
	}

	height, _ := cmd.Flags().GetInt64(server.FlagHeight)
	exported, plan, err := exportHome(ctx, height)
	if err != nil {
		return nil, err
	}
	if plan.Name != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "left out: upgrade %q at height %d of %s is not carried over; decide it again on %s if it is wanted there\n",
			plan.Name, plan.Height, gen.ChainID, next)
	}
	gen.AppName, gen.AppVersion = version.AppName, version.Version
	gen.AppState, gen.AppHash = exported.AppState, nil
	gen.InitialHeight = exported.Height
	gen.Consensus = genesis.ConsensusOf(exported.ConsensusParams)
	at, _ := cmd.Flags().GetString(flagGenesisTime)
	if gen.GenesisTime, err = startOf(ctx, at, exported.Height-1); err != nil {
		return nil, err
	}
	eip155, _ := cmd.Flags().GetUint64(flagEIP155)
	return gen, genesis.Succeed(app.MakeEncodingConfig().Codec, gen, next, eip155)
}

// exportHome opens the application of a home and writes its state of a height. It returns beside it the upgrade that
// the state leaves out, with no name if there is none.
func exportHome(ctx *server.Context, height int64) (_ servertypes.ExportedApp, _ upgradetypes.Plan, err error) {
	var none servertypes.ExportedApp
	db, err := dbm.NewDB("application", server.GetAppDBBackend(ctx.Viper), ctx.Config.DBDir())
	if err != nil {
		return none, upgradetypes.Plan{}, err
	}
	a, err := app.Open(ctx.Logger, db, ctx.Viper, server.DefaultBaseappOptions(ctx.Viper)...)
	if err != nil {
		return none, upgradetypes.Plan{}, errors.Join(err, db.Close())
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if height == latestHeight {
		height = a.LastBlockHeight()
	}
	plan, err := a.UpgradeAt(height)
	if err != nil {
		return none, plan, err
	}
	exported, err := a.ExportAt(height)
	return exported, plan, err
}

// startOf is the time at which the new chain starts: what was asked for, or the time of the last block of the old one.
func startOf(ctx *server.Context, asked string, height int64) (at time.Time, err error) {
	if asked != "" {
		at, err = time.Parse(time.RFC3339, asked)
		if err != nil {
			return at, fmt.Errorf("--%s: %w", flagGenesisTime, err)
		}
		return at.UTC(), nil
	}
	db, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: ctx.Config})
	if err != nil {
		return at, err
	}
	blocks := cmtstore.NewBlockStore(db)
	defer func() { err = errors.Join(err, blocks.Close()) }()
	meta := blocks.LoadBlockMeta(height)
	if meta == nil {
		return at, fmt.Errorf("this node does not keep block %d: name the new chain's start with --%s", height, flagGenesisTime)
	}
	return meta.Header.Time.UTC(), nil
}
