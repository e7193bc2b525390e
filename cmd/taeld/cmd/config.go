// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cast"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"

	"github.com/taelnet/tael/networks"
)

func configCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Show and check a node's configuration"}
	cmd.PersistentFlags().StringP(flagOutput, "o", outputText, "text or json")
	cmd.AddCommand(
		&cobra.Command{
			Use:     "show [KEY]",
			Short:   "Print what is in force after files, environment and flags: everything, or one key",
			Example: "taeld config show consensus.timeout_commit --home .tael/localnet/bank-a",
			Args:    cobra.MaximumNArgs(1),
			RunE:    showConfig,
		},
		&cobra.Command{
			Use:     "check",
			Short:   "Compare the node's limits and timings with those of the network",
			Example: "taeld config check --home .tael/localnet/bank-a",
			Args:    cobra.NoArgs,
			RunE:    checkConfig,
		},
		&cobra.Command{
			Use:               "limits",
			Short:             "Print the limits and timings of a network",
			Example:           "taeld config limits --output json",
			Args:              cobra.NoArgs,
			PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
			RunE:              showLimits,
		},
	)
	return cmd
}

func showLimits(cmd *cobra.Command, _ []string) error {
	asJSON, err := wantsJSON(cmd)
	if err != nil {
		return err
	}
	if asJSON {
		list := []map[string]string{}
		for _, l := range networks.Limits() {
			list = append(list, map[string]string{"name": l.Name, "value": l.Value, "scope": l.Scope})
		}
		return writeJSON(cmd.OutOrStdout(), list, "  ")
	}
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	for _, l := range networks.Limits() {
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\n", l.Name, l.Value, l.Scope); err != nil {
			return err
		}
	}
	return table.Flush()
}

// showConfig prints everything as JSON in either form, and one key as its bare value or as JSON.
func showConfig(cmd *cobra.Command, args []string) error {
	asJSON, err := wantsJSON(cmd)
	if err != nil {
		return err
	}
	v := server.GetServerContextFromCmd(cmd).Viper
	if len(args) == 1 {
		if !v.IsSet(args[0]) {
			return fmt.Errorf("no configuration key %q: `taeld config show` prints all", args[0])
		}
		if asJSON {
			return writeJSON(cmd.OutOrStdout(), v.Get(args[0]), "  ")
		}
		return printLine(cmd, fmt.Sprint(v.Get(args[0])))
	}
	document, err := json.MarshalIndent(v.AllSettings(), "", "  ")
	if err != nil {
		return err
	}
	return printLine(cmd, string(document))
}

// checkConfig fails with every limit and timing in which the home differs from the network.
func checkConfig(cmd *cobra.Command, _ []string) error {
	asJSON, err := wantsJSON(cmd)
	if err != nil {
		return err
	}
	v := server.GetServerContextFromCmd(cmd).Viper
	role, err := networks.ParseNodeRole(cast.ToString(v.Get(networks.NodeRoleOption)))
	if err != nil {
		return err
	}
	differs := map[string]any{}
	var differences []error
	for _, s := range networks.Settings(role) {
		if got := cast.ToString(v.Get(s.Key)); got != s.Value {
			differences = append(differences, fmt.Errorf("%s: the network has %s, this node %s", s.Key, s.Value, got))
			differs[s.Key] = map[string]string{"network": s.Value, "node": got}
		}
	}
	if asJSON {
		if err := writeJSON(cmd.OutOrStdout(), map[string]any{"role": role, "differences": differs}, "  "); err != nil {
			return err
		}
		return errors.Join(differences...)
	}
	if len(differences) > 0 {
		return errors.Join(differences...)
	}
	return printLine(cmd, fmt.Sprintf("the configuration is that of a %s node of this network", role))
}

// printLine writes a command's answer to its output.
func printLine(cmd *cobra.Command, text string) error {
	_, err := fmt.Fprintln(cmd.OutOrStdout(), text)
	return err
}
