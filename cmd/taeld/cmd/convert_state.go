// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks"
)

// convertStateCommand carries the state of a stopped node over to the other way of keeping it.
func convertStateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "convert-state [iavl|memory]",
		Short: "Carry the state of a stopped node over to another way of keeping it",
		Long: `Carries the latest state of a stopped node over to another way of keeping it: iavl, trees in the database, or memory,
trees in memory with files in data/commitment. The app hash is compared. Set state-commitment in app.toml to the same
before the node starts again.

Past states are not carried over: the node answers queries from this height on. What was there before stays beside the
new state, under a name that ends in .converted, until somebody removes it.`,
		Example: `taeld convert-state memory --home .tael/localnet/bank-a`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, err := networks.ParseStateCommitment(args[0])
			if err != nil {
				return err
			}
			ctx := server.GetServerContextFromCmd(cmd)
			id, err := app.ConvertState(ctx.Logger, ctx.Config.RootDir, server.GetAppDBBackend(ctx.Viper), kind)
			if err != nil {
				return err
			}
			return printLine(cmd, fmt.Sprintf("the state of height %d with app hash %X is kept by %q; now set state-commitment = %q in app.toml", id.Version, id.Hash, kind, kind))
		},
	}
	cmd.Flags().String(flags.FlagHome, app.DefaultNodeHome, "directory of the node")
	return cmd
}
