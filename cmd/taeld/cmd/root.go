// SPDX-License-Identifier: Apache-2.0

// Package cmd is taeld's command line: the node, queries, transactions, keys, genesis and the local network.
package cmd

import (
	"os"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/server"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks"
)

// EnvPrefix begins the environment variables that stand for flags of the client: TAELD_NODE, TAELD_CHAIN_ID.
const EnvPrefix = "TAELD"

// NewRoot builds the command tree. It fails if the application cannot describe its messages and queries.
func NewRoot() (*cobra.Command, error) {
	encoding := app.MakeEncodingConfig()
	heard := &answers{Codec: encoding.Codec}
	base := client.Context{}.
		WithCodec(heard).
		WithInterfaceRegistry(encoding.InterfaceRegistry).
		WithTxConfig(encoding.TxConfig).
		WithLegacyAmino(encoding.Amino).
		WithInput(os.Stdin).
		WithAccountRetriever(authtypes.AccountRetriever{}).
		WithHomeDir(app.DefaultNodeHome).
		WithViper(EnvPrefix).
		WithSignModeStr(flags.SignModeDirect)

	root := &cobra.Command{
		Use:           "taeld",
		Short:         "Node of a Tael network, and the command line to it",
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(cmd.OutOrStdout())
			cmd.SetErr(cmd.ErrOrStderr())
			return prepare(cmd, base)
		},
	}
	server.AddCommandsWithStartCmdOptions(root, app.DefaultNodeHome, newApp, nil, server.StartCmdOptions{PostSetup: watchClock})
	if err := guardStart(root); err != nil {
		return nil, err
	}
	replaceExport(root)
	root.AddCommand(
		keys.Commands(), genesisCommand(), configCommand(), localnetCommand(), statusCommand(), topCommand(),
		queryCommand(), txCommand(), payCommand(), custodyCommand(), governanceCommand(), iso20022Command(), signerCommand(),
		validatorProofCommand(),
		convertStateCommand(),
	)
	if err := describeModules(root, base); err != nil {
		return nil, err
	}
	tx, _, err := root.Find([]string{"tx"})
	if err != nil {
		return nil, err
	}
	heard.failRefused(tx)
	return root, completeSDK(root)
}

// prepare reads the client's and the node's configuration of the home. It writes both, with the network's limits, if
// the home is new.
func prepare(cmd *cobra.Command, base client.Context) error {
	ctx, err := client.ReadPersistentCommandFlags(base.WithCmdContext(cmd.Context()).WithOutput(cmd.OutOrStdout()), cmd.Flags())
	if err != nil {
		return err
	}
	if ctx, err = config.ReadFromClientConfig(ctx); err != nil {
		return err
	}
	if err := client.SetCmdClientContextHandler(ctx, cmd); err != nil {
		return err
	}
	return server.InterceptConfigsPreRunHandler(cmd, networks.AppConfigTemplate,
		networks.NodeAppConfig(networks.RoleFull), networks.NodeConfig(networks.RoleFull))
}

// describeModules adds the queries and messages of every module, from an application on an empty database.
func describeModules(root *cobra.Command, base client.Context) error {
	described, err := app.Open(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.EmptyAppOptions{})
	if err != nil {
		return err
	}
	options := described.AutoCLIOptions()
	options.ClientCtx = base
	if err := options.EnhanceRootCommand(root); err != nil {
		return err
	}
	return hideUnserved(root)
}

// hideUnserved takes away the messages of the SDK's modules: the chain serves their queries and none of their messages.
func hideUnserved(root *cobra.Command) error {
	tx, _, err := root.Find([]string{"tx"})
	if err != nil {
		return err
	}
	for _, sub := range tx.Commands() {
		switch sub.Name() {
		case authtypes.ModuleName, banktypes.ModuleName, consensustypes.ModuleName, upgradetypes.ModuleName:
			tx.RemoveCommand(sub)
		case "consortium", "compliance", "netting", "payment", "reserve", "wallet":
			sub.Long = sub.Short + "\n\nWhat only the members decide is no transaction of one key: it begins with `taeld governance draft`."
		}
	}
	return nil
}
