// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"
)

// completeSDK puts the SDK's status of one node beside its other commands of the consensus engine: at the root the
// word means the network.
func completeSDK(root *cobra.Command) error {
	comet, _, err := root.Find([]string{"comet"})
	if err != nil {
		return err
	}
	status := server.StatusCommand()
	status.Short = "Show what one node says of itself"
	status.Example = "taeld comet status --node tcp://127.0.0.1:27001"
	comet.AddCommand(status)
	return nil
}
