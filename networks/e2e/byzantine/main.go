// SPDX-License-Identifier: Apache-2.0

//go:build e2e

// Byzantine is taeld with a proposer that breaks the rules of proposals, for tests of the other validators. In each of
// its turns it commits the next of the offences that TAEL_BYZANTINE names, separated by commas; all of them if it names
// none. It accepts every proposal, its own first.
package main

import (
	"fmt"
	"os"

	_ "github.com/taelnet/tael/cmd/taeld/scope" // first: it names the scope of the SDK's configuration

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/cmd/taeld/cmd"
	"github.com/taelnet/tael/networks/genesis"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run() error {
	root, err := cmd.NewRoot()
	if err != nil {
		return err
	}
	start, _, err := root.Find([]string{"start"})
	if err != nil {
		return err
	}
	start.RunE = func(c *cobra.Command, args []string) error {
		return server.StartCmdWithOptions(newProposer, app.DefaultNodeHome, server.StartCmdOptions{}).RunE(c, args)
	}
	return svrcmd.Execute(root, cmd.EnvPrefix, app.DefaultNodeHome)
}

// newProposer is the application with the offences that the environment names.
func newProposer(logger log.Logger, db dbm.DB, options servertypes.AppOptions) servertypes.Application {
	honest := app.New(logger, db, options, server.DefaultBaseappOptions(options)...)
	p := &proposer{App: honest, offences: chosen(os.Getenv("TAEL_BYZANTINE"))}
	if p.chainID = cast.ToString(options.Get(flags.FlagChainID)); p.chainID == "" {
		document, err := genutiltypes.AppGenesisFromFile(cast.ToString(options.Get(flags.FlagHome)) + "/config/genesis.json")
		if err != nil {
			panic(err)
		}
		p.chainID = document.ChainID
	}
	var err error
	if p.keys, err = genesis.DevKeys(p.chainID); err != nil {
		panic(err)
	}
	return p
}
