// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/networks/overview"
)

func statusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show a network at a glance: nodes, members, validators, cycles, positions, alarms",
		Long: `Shows a network at a glance: nodes with their heights, members, validators and who signed last, cycles with their
cut-offs, positions against min(cover, cap), and alarms. A node that is down is shown as such; the command fails only
if no node answers.

Without --node it asks the nodes of the local network in --home, or the node that the client.toml of that home names.
What one node says of itself in full is "taeld comet status".`,
		Example: `taeld status
taeld status --node http://127.0.0.1:27001,http://127.0.0.1:27041
taeld status --output json | jq .alarms`,
		Args: cobra.NoArgs,
		// Reading the default home here would make it.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE:              showStatus,
	}
	addNetworkFlags(cmd)
	return cmd
}

// addNetworkFlags are the flags that say which network to look at and how to show it.
func addNetworkFlags(cmd *cobra.Command) {
	cmd.Flags().StringSlice(flagNode, nil, "RPC addresses of the nodes to ask, http://host:port (env "+nodeVariable+")")
	cmd.Flags().String(flagLocalHome, filepath.Join(".tael", "localnet"), "directory of the local network, or home of a node, if --node names none")
	cmd.Flags().StringP(flagOutput, "o", outputText, "text or json")
}

// nodeVariable stands for --node, as for every client command.
const nodeVariable = EnvPrefix + "_NODE"

func showStatus(cmd *cobra.Command, _ []string) error {
	asJSON, err := wantsJSON(cmd)
	if err != nil {
		return err
	}
	observer, err := observer(cmd)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	seen, err := observer.Look(ctx)
	if err != nil {
		return noNode(err)
	}
	if asJSON {
		return writeJSON(cmd.OutOrStdout(), seen, "  ")
	}
	return seen.WriteTables(cmd.OutOrStdout())
}

// noNode says what to do when nobody answers.
func noNode(err error) error {
	if errors.Is(err, overview.ErrNoNode) && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%w\nnext: start the local network with `taeld localnet up`, or name nodes that run with --node", err)
	}
	return err
}

func wantsJSON(cmd *cobra.Command) (bool, error) {
	switch output, _ := cmd.Flags().GetString(flagOutput); output {
	case outputText:
		return false, nil
	case outputJSON:
		return true, nil
	default:
		return false, fmt.Errorf("--output: expected %s or %s, got %q", outputText, outputJSON, output)
	}
}

func writeJSON(w io.Writer, document any, indent string) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", indent)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(document)
}

// observer is over the nodes that the flags, the environment or a home name, in this order.
func observer(cmd *cobra.Command) (*overview.Observer, error) {
	nodes, err := cmd.Flags().GetStringSlice(flagNode)
	if err != nil {
		return nil, err
	}
	if named := os.Getenv(nodeVariable); len(nodes) == 0 && named != "" && !cmd.Flags().Changed(flagLocalHome) {
		nodes = strings.Split(named, ",")
	}
	var endpoints []overview.Endpoint
	for _, node := range nodes {
		endpoints = append(endpoints, overview.Endpoint{RPC: node})
	}
	if len(endpoints) == 0 {
		dir, _ := cmd.Flags().GetString(flagLocalHome)
		if endpoints, err = endpointsOf(dir); err != nil {
			return nil, err
		}
	}
	return overview.Observe(endpoints...)
}

// endpointsOf are the nodes of a local network, or the one that a node's home names.
func endpointsOf(dir string) ([]overview.Endpoint, error) {
	net, err := localnet.Open(dir, "")
	if err == nil {
		var endpoints []overview.Endpoint
		for _, n := range net.Nodes {
			endpoints = append(endpoints, overview.Endpoint{RPC: n.RPC(), Name: n.Name})
		}
		return endpoints, nil
	}
	file := filepath.Join(dir, "config", "client.toml")
	if _, missing := os.Stat(file); missing != nil || !errors.Is(err, localnet.ErrNotInitialised) {
		if errors.Is(err, localnet.ErrNotInitialised) {
			err = fmt.Errorf("%w, or name nodes with --node", err)
		}
		return nil, err
	}
	v := viper.New()
	v.SetConfigFile(file)
	if err := v.ReadInConfig(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	node := v.GetString(flagNode)
	if node == "" {
		return nil, fmt.Errorf("%s: expected a node, got none", file)
	}
	return []overview.Endpoint{{RPC: node}}, nil
}
