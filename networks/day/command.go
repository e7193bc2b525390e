// SPDX-License-Identifier: Apache-2.0

package day

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/networks/genesis"
)

// Command is the command line of taelday.
func Command() *cobra.Command {
	root := &cobra.Command{
		Use: "taelday", Short: "Run a payment day on a local network",
		SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(runCommand(), generateCommand())
	return root
}

func runCommand() *cobra.Command {
	o := Options{Out: os.Stdout}
	cmd := &cobra.Command{
		Use: "run", Short: "Start five nodes, pay a day's files, settle two cycles, check everything",
		Long: `Starts four validators and an audit node on loopback, writes a folder of payment files (hand-written ones, and the
bulk from a seed), opens wallets, issues money, pays every file over gRPC, settles two cycles in central-bank money,
kills a validator in the middle, and compares the chain's books with the cashier's own. It ends non-zero if any check
fails. The folder of an earlier day is removed first; any other folder is left alone.`,
		Example: "  taelday run --home .tael/day\n  taelday run --seed 7 --files 2 --transfers 500 --keep",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Now = time.Now()
			return Run(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Dir, "home", filepath.Join(".tael", "day"), "folder of the inbox and the network")
	flags.StringVar(&o.Binary, "taeld", siblingBinary(), "the taeld to run")
	flags.StringVar(&o.Broken, "broken", "", "folder of files that must be refused")
	flags.StringVar(&o.Schemas, "schemas", "", "folder of ISO 20022 schemas (*.xsd) with which every message written is validated")
	flags.IntVar(&o.BasePort, "base-port", 0, "first port of the network (default: the network's own)")
	flags.Uint64Var(&o.Seed, "seed", 1, "what the generated files are drawn from")
	flags.IntVar(&o.Files, "files", 4, "generated files")
	flags.IntVar(&o.Transfers, "transfers", 2_700, "transfers in each generated file, planted cases apart")
	flags.BoolVar(&o.Keep, "keep", false, "leave the network running")
	return cmd
}

func generateCommand() *cobra.Command {
	o := payfile.Options{Custodians: genesis.LocalCustodians(), Currency: yuanMarket().currency}
	var folder string
	cmd := &cobra.Command{
		Use: "generate", Short: "Write payment files, directory and development keystore from a seed",
		Example: "  taelday generate --seed 7 --files 3 --transfers 1000 --out ./inbox",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Day = time.Now()
			made, err := payfile.Generate(o, folder)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "wrote %d transfers in %d files, %d accounts, directory and keystore to %s\n",
				made.Transfers, len(made.Files), len(made.Accounts), folder)
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&folder, "out", "inbox", "folder to write to")
	flags.StringVar(&o.ChainID, "chain-id", chainID, "local chain of the keystore")
	flags.Uint64Var(&o.Seed, "seed", 1, "what everything is drawn from")
	flags.IntVar(&o.Files, "files", 1, "files")
	flags.IntVar(&o.Transfers, "transfers", 1_000, "transfers in each file")
	flags.IntVar(&o.Debtors, "debtors", 24, "debtors' accounts")
	flags.IntVar(&o.Creditors, "creditors", 480, "creditors' accounts")
	return cmd
}

// siblingBinary is the taeld beside this command.
func siblingBinary() string {
	self, err := os.Executable()
	if err != nil {
		return "taeld"
	}
	return filepath.Join(filepath.Dir(self), "taeld")
}
