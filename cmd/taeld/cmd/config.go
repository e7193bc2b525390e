// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/safety"
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
			Use:   "check",
			Short: "Judge the node's settings, keys and genesis as a start would",
			Long: `Judges the home by the rows of networks/safety: what is unsafe is refused, as by "taeld start", on every network
that is not local; there it is a note. What merely differs from the network's own limits and timings is a warning.
It fails if a row refuses.`,
			Example: `taeld config check --home .tael/localnet/bank-a
taeld config check --output json | jq '.findings[] | select(.verdict == "refuse")'`,
			Args: cobra.NoArgs,
			RunE: checkConfig,
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

// checkConfig judges the home and fails if a row refuses it.
func checkConfig(cmd *cobra.Command, _ []string) error {
	asJSON, err := wantsJSON(cmd)
	if err != nil {
		return err
	}
	ctx := server.GetServerContextFromCmd(cmd)
	home, err := safety.Open(ctx.Config, ctx.Viper)
	if err != nil {
		return err
	}
	findings := safety.Check(home)
	if asJSON {
		err = writeJSON(cmd.OutOrStdout(), map[string]any{
			"chain_id": home.ChainID, "role": home.Role, "counts": safety.Count(findings), "findings": findings,
		}, "  ")
	} else {
		err = safety.WriteTable(cmd.OutOrStdout(), findings)
	}
	if err != nil {
		return err
	}
	if refused := safety.Count(findings)[safety.Refuse]; refused > 0 {
		return fmt.Errorf("%w: %d rows refuse the %s node at %s on %s", safety.ErrUnsafe, refused, home.Role, home.Dir, home.ChainID)
	}
	return nil
}

// printLine writes a command's answer to its output.
func printLine(cmd *cobra.Command, text string) error {
	_, err := fmt.Fprintln(cmd.OutOrStdout(), text)
	return err
}
