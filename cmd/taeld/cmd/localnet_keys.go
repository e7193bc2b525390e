// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	sdkkeyring "github.com/cosmos/cosmos-sdk/crypto/keyring"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

const flagNode = "node"

func localnetKeysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Put the network's public development keys into a node's keyring, to act as its members' officers",
		Long: `Puts the development key of every duty into the test keyring of one node's home, so that client commands with that
--home can sign for them. Anyone can derive these keys: they open local networks only.`,
		Example: `taeld localnet keys --node bank-a
taeld pay file payments.xml --directory directory.json --keystore keystore --from bank-a-submitter-0 --home .tael/localnet/bank-a
taeld tx netting order-cycle-close CNY --from clearing-operations --home .tael/localnet/bank-a`,
		Args: cobra.NoArgs,
		RunE: localnetKeys,
	}
	cmd.Flags().String(flagNode, genesis.BankA, "node whose home gets the keys")
	return cmd
}

// namedKey is one line of the table.
type namedKey struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

func localnetKeys(cmd *cobra.Command, _ []string) error {
	net, err := openLocalnet(cmd)
	if err != nil {
		return err
	}
	name, err := cmd.Flags().GetString(flagNode)
	if err != nil {
		return err
	}
	node, err := net.Node(name)
	if err != nil {
		return err
	}
	all, err := importDevelopmentKeys(net, node)
	if err != nil {
		return err
	}
	return printKeys(cmd, all)
}

// importDevelopmentKeys writes the keys that the keyring lacks and returns all of them.
func importDevelopmentKeys(net *localnet.Localnet, node localnet.Node) ([]namedKey, error) {
	origin := cmp.Or(net.KeysOf, net.ChainID)
	keys, err := genesis.DevKeys(origin)
	if err != nil {
		return nil, err
	}
	network, err := genesis.Local(origin, time.Time{})
	if err != nil {
		return nil, err
	}
	ring, err := sdkkeyring.New(app.Name, sdkkeyring.BackendTest, node.Home, os.Stdin, app.MakeEncodingConfig().Codec)
	if err != nil {
		return nil, err
	}
	var all []namedKey
	for _, m := range network.Members {
		for _, use := range []string{
			genesis.KeyGovernance, genesis.KeyOperations, genesis.KeyTreasury, genesis.KeyCompliance, genesis.KeyRisk, genesis.KeyAttestation,
		} {
			named, err := addDevelopmentKey(ring, keys, m.Id+"-"+use, m.Id, use, 0)
			if err != nil {
				return nil, err
			}
			all = append(all, named)
		}
	}
	for _, custodian := range genesis.LocalCustodians() {
		for n := range genesis.LocalSubmitters {
			use := genesis.KeySubmitter
			named, err := addDevelopmentKey(ring, keys, fmt.Sprintf("%s-%s-%d", custodian, use, n), custodian, use, n)
			if err != nil {
				return nil, err
			}
			all = append(all, named)
		}
	}
	return all, nil
}

// addDevelopmentKey writes one key unless the keyring has one of its name.
func addDevelopmentKey(ring sdkkeyring.Keyring, keys genesis.Keys, name, member, use string, n int) (namedKey, error) {
	if _, err := ring.Key(name); err != nil {
		if err := ring.ImportPrivKeyHex(name, hex.EncodeToString(keys.Account(member, use, n).Key), "secp256k1"); err != nil {
			return namedKey{}, fmt.Errorf("key %s: %w", name, err)
		}
	}
	return namedKey{name, keys.Address(member, use, n).String()}, nil
}

func printKeys(cmd *cobra.Command, all []namedKey) error {
	if format, _ := cmd.Flags().GetString(flagOutput); format == outputJSON {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(all)
	}
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.Join([]string{"NAME (--from)", "ADDRESS"}, "\t"))
	for _, k := range all {
		fmt.Fprintf(table, "%s\t%s\n", k.Name, k.Address)
	}
	return table.Flush()
}
