// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks/localnet"
)

const (
	flagLocalHome  = "home"
	flagBasePort   = "base-port"
	flagChainID    = "chain-id"
	flagGenesis    = "genesis"
	flagOutput     = "output"
	outputText     = "text"
	outputJSON     = "json"
	startTimeout   = 90 * time.Second
	defaultLocalID = "tael-local-1"
)

func localnetCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "localnet",
		Short: "Run four validators and an audit node on this machine, with public development keys",
		// The network makes its own homes: reading the default one here would make that too.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.PersistentFlags().String(flagLocalHome, filepath.Join(".tael", "localnet"), "directory of the network")
	cmd.PersistentFlags().StringP(flagOutput, "o", outputText, "text or json")

	up := &cobra.Command{
		Use:     "up",
		Short:   "Start the network, or continue it, and print what runs where",
		Example: "taeld localnet up --home .tael/localnet --base-port 27000",
		Args:    cobra.NoArgs,
		RunE:    localnetUp,
	}
	up.Flags().Int(flagBasePort, localnet.DefaultBasePort, "first port of a new network; each node takes ten")
	up.Flags().String(flagChainID, defaultLocalID, "chain id of a new network: tael-local-<n>")
	up.Flags().String(flagGenesis, "", "genesis of a new network, as taeld export writes it; default is a fresh one")
	down := &cobra.Command{
		Use:     "down",
		Short:   "Stop the network; its chain stays",
		Example: "taeld localnet down --home .tael/localnet",
		Args:    cobra.NoArgs,
		RunE:    localnetDown,
	}
	status := &cobra.Command{
		Use:     "status",
		Short:   "Print what runs where and how far it is",
		Example: "taeld localnet status --output json",
		Args:    cobra.NoArgs,
		RunE:    localnetStatus,
	}
	cmd.AddCommand(up, down, status, localnetKeysCommand())
	return cmd
}

func localnetUp(cmd *cobra.Command, _ []string) error {
	dir, _ := cmd.Flags().GetString(flagLocalHome)
	unlock, err := localnet.Lock(dir)
	if err != nil {
		return err
	}
	defer unlock()
	net, err := openOrInit(cmd, dir)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if err := net.Up(ctx); err != nil {
		return fmt.Errorf("%w\nnext: read the log named above, then `taeld localnet down --home %s`", err, dir)
	}
	return printStatus(cmd, net)
}

// openOrInit continues the network of a directory or makes one there.
func openOrInit(cmd *cobra.Command, dir string) (*localnet.Localnet, error) {
	binary, err := os.Executable()
	if err != nil {
		return nil, err
	}
	net, err := localnet.Open(dir, binary)
	if err == nil {
		return net, sameNetwork(cmd, net)
	}
	if !errors.Is(err, localnet.ErrNotInitialised) {
		return nil, err
	}
	basePort, _ := cmd.Flags().GetInt(flagBasePort)
	gen, err := genesisOf(cmd)
	if err != nil {
		return nil, err
	}
	return localnet.Init(localnet.Options{Dir: dir, Binary: binary, BasePort: basePort, Genesis: gen})
}

// genesisOf is the genesis of a new network: that of a file, which names its chain id, or a fresh one.
func genesisOf(cmd *cobra.Command) (*genutiltypes.AppGenesis, error) {
	chainID, _ := cmd.Flags().GetString(flagChainID)
	file, _ := cmd.Flags().GetString(flagGenesis)
	if file == "" {
		return localGenesis(chainID)
	}
	if err := validateGenesis(file); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	gen, err := genutiltypes.AppGenesisFromFile(file)
	if err == nil && cmd.Flags().Changed(flagChainID) && gen.ChainID != chainID {
		return nil, fmt.Errorf("%s is the genesis of %s, not of %s: leave --%s out", file, gen.ChainID, chainID, flagChainID)
	}
	return gen, err
}

// sameNetwork refuses flags that name another network than the one in the directory.
func sameNetwork(cmd *cobra.Command, net *localnet.Localnet) error {
	if id, _ := cmd.Flags().GetString(flagChainID); cmd.Flags().Changed(flagChainID) && id != net.ChainID {
		return fmt.Errorf("%s holds %s, not %s: choose another --home", net.Dir, net.ChainID, id)
	}
	if port, _ := cmd.Flags().GetInt(flagBasePort); cmd.Flags().Changed(flagBasePort) && port != net.BasePort {
		return fmt.Errorf("%s has its ports from %d, not from %d: choose another --home", net.Dir, net.BasePort, port)
	}
	return nil
}

func localnetDown(cmd *cobra.Command, _ []string) error {
	net, err := openLocalnet(cmd)
	if err != nil {
		return err
	}
	unlock, err := localnet.Lock(net.Dir)
	if err != nil {
		return err
	}
	defer unlock()
	if err := net.Down(); err != nil {
		return err
	}
	return printStatus(cmd, net)
}

func localnetStatus(cmd *cobra.Command, _ []string) error {
	net, err := openLocalnet(cmd)
	if err != nil {
		return err
	}
	return printStatus(cmd, net)
}

func openLocalnet(cmd *cobra.Command) (*localnet.Localnet, error) {
	dir, _ := cmd.Flags().GetString(flagLocalHome)
	binary, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return localnet.Open(dir, binary)
}

func printStatus(cmd *cobra.Command, net *localnet.Localnet) error {
	all := net.Status(cmd.Context())
	switch output, _ := cmd.Flags().GetString(flagOutput); output {
	case outputText:
		return localnet.WriteTable(cmd.OutOrStdout(), all)
	case outputJSON:
		document, err := json.MarshalIndent(map[string]any{
			"chain_id": net.ChainID, "directory": net.Dir, "nodes": all,
		}, "", "  ")
		if err != nil {
			return err
		}
		return printLine(cmd, string(document))
	default:
		return fmt.Errorf("--output: expected %s or %s, got %q", outputText, outputJSON, output)
	}
}
