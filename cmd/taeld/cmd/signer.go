// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	signerhome "github.com/taelnet/tael/signer/home"
	"github.com/taelnet/tael/signer/token"
)

const (
	flagKeyFile = "key-file"
	flagModule  = "module"
	flagToken   = "token"
	flagLabel   = "label"
	flagPINFile = "pin-file"

	// defaultLabel is the label of the key pair in a token.
	defaultLabel = "tael-validator"
)

func signerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "signer",
		Short: "Keep a validator's consensus key in a process of its own, in a file or a PKCS#11 token",
		Long: `Keeps a validator's consensus key in a process of its own, away from the node. The signer dials the node, whose
config.toml names the place in priv_validator_laddr, and writes what it signs to disk before it answers, so that it
never signs two different things for one height, round and step.

Set-up: keygen makes the key, init says for which chain and node and from which height on, start signs.`,
		// A signer's home is not a node's: reading the default one here would make that too.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.PersistentFlags().String(flagLocalHome, defaultSignerHome(), "directory of the signer")
	cmd.AddCommand(signerKeygen(), signerInit(), signerStart(), signerStatus(), signerShowKey(), signerProve())
	return cmd
}

func defaultSignerHome() string {
	user, err := os.UserHomeDir()
	if err != nil {
		return ".tael-signer"
	}
	return filepath.Join(user, ".tael-signer")
}

func signerHome(cmd *cobra.Command) (signerhome.Home, error) {
	dir, err := cmd.Flags().GetString(flagLocalHome)
	if err != nil {
		return "", err
	}
	dir, err = filepath.Abs(dir)
	return signerhome.Home(dir), err
}

// addKeyFlags are the flags that say where a key lives. The PIN is not among them: arguments are there for all to see.
func addKeyFlags(cmd *cobra.Command) {
	cmd.Flags().String(flagKeyFile, signerhome.KeyFile, "file of the key, absolute or under the home; not with --module")
	cmd.Flags().String(flagModule, "", "PKCS#11 library of the token that holds the key")
	cmd.Flags().String(flagToken, "", "label of the token")
	cmd.Flags().String(flagLabel, defaultLabel, "label of the key pair in the token")
	cmd.Flags().String(flagPINFile, "", "file with the token's PIN, readable by its owner alone; asked for on the terminal if unset")
}

func keySource(cmd *cobra.Command) (signerhome.KeySource, error) {
	text := func(name string) string {
		value, _ := cmd.Flags().GetString(name)
		return value
	}
	if text(flagModule) == "" {
		for _, name := range []string{flagToken, flagPINFile} {
			if text(name) != "" {
				return signerhome.KeySource{}, fmt.Errorf("--%s is for a key in a token: name its library with --%s", name, flagModule)
			}
		}
		return signerhome.KeySource{File: text(flagKeyFile)}, nil
	}
	if text(flagToken) == "" || cmd.Flags().Changed(flagKeyFile) {
		return signerhome.KeySource{}, fmt.Errorf("a key in a token is named by --%s, --%s and --%s, without --%s",
			flagModule, flagToken, flagLabel, flagKeyFile)
	}
	pin := text(flagPINFile)
	if pin != "" {
		absolute, err := filepath.Abs(pin)
		if err != nil {
			return signerhome.KeySource{}, err
		}
		pin = absolute
	}
	return signerhome.KeySource{Token: &signerhome.TokenKey{
		Where: token.Where{Module: text(flagModule), Token: text(flagToken), Label: text(flagLabel)}, PINFile: pin,
	}}, nil
}

// row is one line of what a command prints for people.
type row struct{ name, value string }

// printRecord prints a record as rows or, with --output json, as JSON.
func printRecord(cmd *cobra.Command, record any, rows ...row) error {
	if format, _ := cmd.Flags().GetString(flagOutput); format == outputJSON {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(record)
	}
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\n", r.name, r.value)
	}
	return table.Flush()
}

func addOutput(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().StringP(flagOutput, "o", outputText, "text or json")
	return cmd
}
