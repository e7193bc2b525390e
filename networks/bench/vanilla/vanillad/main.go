// SPDX-License-Identifier: Apache-2.0

// Command vanillad is the node of a stock chain, built for comparison and never shipped to operators.
package main

import (
	"fmt"
	"os"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/server"
	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

func main() {
	if err := svrcmd.Execute(newRoot(), "VANILLAD", os.TempDir()); err != nil {
		fmt.Fprintln(os.Stderr, "vanillad:", err.Error())
		os.Exit(1)
	}
}

func newRoot() *cobra.Command {
	encoding := newEncoding()
	base := client.Context{}.
		WithCodec(encoding.codec).WithInterfaceRegistry(encoding.registry).WithTxConfig(encoding.tx).
		WithLegacyAmino(encoding.amino).WithAccountRetriever(authtypes.AccountRetriever{}).WithViper("VANILLAD")
	root := &cobra.Command{
		Use:           "vanillad",
		Short:         "Node of a stock chain, for comparison",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return prepare(cmd, base)
		},
	}
	server.AddCommandsWithStartCmdOptions(root, os.TempDir(), newNode, nil, server.StartCmdOptions{})
	root.AddCommand(homesCommand())
	return root
}

// prepare reads the configuration that homesCommand wrote, as the SDK's own nodes do.
func prepare(cmd *cobra.Command, base client.Context) error {
	ctx, err := client.ReadPersistentCommandFlags(base.WithCmdContext(cmd.Context()), cmd.Flags())
	if err != nil {
		return err
	}
	if ctx, err = config.ReadFromClientConfig(ctx); err != nil {
		return err
	}
	if err := client.SetCmdClientContextHandler(ctx, cmd); err != nil {
		return err
	}
	template, application := applicationConfig()
	return server.InterceptConfigsPreRunHandler(cmd, template, application, consensusConfig())
}

func newNode(logger log.Logger, db dbm.DB, options servertypes.AppOptions) servertypes.Application {
	return newApp(logger, db, server.DefaultBaseappOptions(options)...)
}
