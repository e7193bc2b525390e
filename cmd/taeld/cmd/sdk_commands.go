// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// completeSDK gives the SDK's commands what ours have: an example each, and its status of one node a place of its own,
// since at the root the word means the network.
func completeSDK(root *cobra.Command) error {
	comet, _, err := root.Find([]string{"comet"})
	if err != nil {
		return err
	}
	status := server.StatusCommand()
	status.Short = "Show what one node says of itself"
	comet.AddCommand(status)

	parse, _, err := root.Find([]string{"keys", "parse"})
	if err != nil {
		return err
	}
	// The command waits until the address prefixes are sealed, which nobody does in a program of the SDK of now.
	parse.PreRun = func(*cobra.Command, []string) { sdk.GetConfig().Seal() }

	for _, groups := range []map[string]map[string]string{nodeExamples, keyExamples, queryExamples, txExamples} {
		for group, examples := range groups {
			if err := giveExamples(root, group, examples); err != nil {
				return err
			}
		}
	}
	return nil
}

// giveExamples sets the example of every named command of a group. It fails if the SDK has no such command any more.
func giveExamples(root *cobra.Command, group string, examples map[string]string) error {
	for name, arguments := range examples {
		path := append(strings.Fields(group), name)
		cmd, rest, err := root.Find(path)
		if err != nil || len(rest) > 0 {
			return fmt.Errorf("example of %v: no such command", path)
		}
		cmd.Example = cmd.CommandPath()
		if arguments != "" {
			cmd.Example += " " + arguments
		}
	}
	return nil
}
