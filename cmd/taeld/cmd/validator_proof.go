// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/signer/filekey"
)

// validatorProofCommand proves that a node without a signer of its own has its consensus key. What it signs and prints is
// that of `taeld signer prove`.
func validatorProofCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "validator-proof",
		Short: "Prove that this node holds its consensus key, for a member on a chain",
		Long: `Signs the proof of possession that a proposal to add a validator or to rotate its key carries, with the key file of
the node, or with a new one in --key-file. It is good for one member on one chain, and no vote: the node may go on. A key
that a signer keeps is proved there, by "taeld signer prove".`,
		Example: `taeld validator-proof --member 3
taeld validator-proof --member 3 --chain-id tael-1 --key-file new/priv_validator_key.json --output json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			file, err := cmd.Flags().GetString(flagKeyFile)
			if err != nil {
				return err
			}
			node := server.GetServerContextFromCmd(cmd).Config
			if file == "" {
				if node.PrivValidatorListenAddr != "" {
					return fmt.Errorf("a signer keeps the node's key, at %s: prove it there with `taeld signer prove`", node.PrivValidatorListenAddr)
				}
				file = node.PrivValidatorKeyFile()
			}
			chainID := ""
			if !cmd.Flags().Changed(flagChainID) {
				gen, err := genutiltypes.AppGenesisFromFile(node.GenesisFile())
				if err != nil {
					return fmt.Errorf("name the chain with --%s: %w", flagChainID, err)
				}
				chainID = gen.ChainID
			}
			key, err := filekey.Load(file)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, key.Close()) }()
			return prove(cmd, key, chainID)
		},
	}
	cmd.Flags().String(flagKeyFile, "", "key file to prove; the node's own if unset")
	return addProof(cmd, "chain id of the network; that of the node's genesis if unset")
}
