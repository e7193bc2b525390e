// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"regexp"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// sayNoData are the commands without --output, and why they need none.
var sayNoData = map[string]string{
	"taeld start":                  "runs until it is stopped",
	"taeld export":                 "prints a genesis document, which is JSON",
	"taeld signer start":           "runs until it is stopped",
	"taeld rollback":               "changes the home and says one sentence",
	"taeld convert-state":          "changes the home and says one sentence",
	"taeld genesis local":          "prints a genesis document, which is JSON",
	"taeld genesis limits":         "prints a part of a genesis document, which is JSON",
	"taeld genesis validate":       "says one sentence; the exit code is the answer",
	"taeld comet bootstrap-state":  "changes the home",
	"taeld comet reset-state":      "changes the home",
	"taeld comet unsafe-reset-all": "changes the home",
	"taeld comet show-address":     "prints one value",
	"taeld comet show-node-id":     "prints one value",
	"taeld comet show-validator":   "prints one value, as JSON",
	"taeld comet version":          "prints one value per line, name: value",
}

// leaves calls f for every command that a person can run. Groups only list what is below them.
func leaves(cmd *cobra.Command, f func(*cobra.Command)) {
	for _, sub := range cmd.Commands() {
		leaves(sub, f)
	}
	if cmd.Runnable() && !cmd.HasSubCommands() {
		f(cmd)
	}
}

func TestEveryCommandHasAnExample(t *testing.T) {
	root, err := NewRoot()
	require.NoError(t, err)
	leaves(root, func(cmd *cobra.Command) {
		t.Run(cmd.CommandPath(), func(t *testing.T) {
			require.NotEmpty(t, cmd.Short)
			require.Contains(t, cmd.Example, cmd.CommandPath())
			for _, unfilled := range []string{"<appd>", "$ <", "simd"} {
				require.NotContains(t, cmd.Example, unfilled)
			}
			for _, word := range regexp.MustCompile(`\btael1[a-z0-9]+`).FindAllString(cmd.Example, -1) {
				_, err := sdk.AccAddressFromBech32(word)
				require.NoError(t, err)
			}
		})
	})
}

func TestEveryCommandThatPrintsDataPrintsItForPrograms(t *testing.T) {
	root, err := NewRoot()
	require.NoError(t, err)
	seen := map[string]bool{}
	leaves(root, func(cmd *cobra.Command) {
		path := cmd.CommandPath()
		seen[path] = true
		t.Run(path, func(t *testing.T) {
			flag := cmd.Flag("output")
			if _, none := sayNoData[path]; none {
				require.Nil(t, flag, "it has --output now")
				return
			}
			require.NotNil(t, flag, "no --output")
		})
	})
	for path := range sayNoData {
		require.Contains(t, seen, path, "no such command any more")
	}
}
