// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/base64"
	"errors"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/signer"
	signerhome "github.com/taelnet/tael/signer/home"
)

const flagMember = "member"

// shownKey is a consensus key as others may know it.
type shownKey struct {
	// Type is the name of the key type in a message.
	Type string `json:"type"`
	// PubKey is the public key in base64.
	PubKey string `json:"pub_key"`
	// Address is the consensus address in hex, as in blocks and evidence.
	Address string `json:"address"`
	// ConsensusAddress is the same in bech32, as in messages and queries.
	ConsensusAddress string `json:"consensus_address"`
	// Proof is the proof of possession in base64, if asked for.
	Proof string `json:"proof,omitempty"`
	// ChainID and Member say what the proof is for.
	ChainID string `json:"chain_id,omitempty"`
	Member  uint16 `json:"member,omitempty"`
}

func showKey(key signer.Key) shownKey {
	public := key.PubKey()
	return shownKey{
		Type: public.Type(), PubKey: base64.StdEncoding.EncodeToString(public.Bytes()), Address: public.Address().String(),
		ConsensusAddress: sdk.ConsAddress(public.Address()).String(),
	}
}

func (k shownKey) rows() []row {
	return []row{{"type", k.Type}, {"public key", k.PubKey}, {"address", k.Address}, {"consensus address", k.ConsensusAddress}}
}

func signerKeygen() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keygen",
		Short: "Make a consensus key: in a file, or inside a token that it never leaves",
		Example: `taeld signer keygen --home signer
taeld signer keygen --home signer --module /usr/lib/softhsm/libsofthsm2.so --token tael --pin-file pin`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			dir, err := signerHome(cmd)
			if err != nil {
				return err
			}
			source, err := keySource(cmd)
			if err != nil {
				return err
			}
			key, err := dir.Generate(source)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, key.Close()) }()
			shown := showKey(key)
			return printRecord(cmd, shown, shown.rows()...)
		},
	}
	addKeyFlags(cmd)
	return addOutput(cmd)
}

func signerShowKey() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show-key",
		Short:   "Show the public key, for a proposal that adds the validator or rotates its key",
		Example: "taeld signer show-key --home signer --output json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withKey(cmd, func(_ signerhome.Config, key signer.Key) error {
				shown := showKey(key)
				return printRecord(cmd, shown, shown.rows()...)
			})
		},
	}
	return addOutput(cmd)
}

func signerProve() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prove",
		Short: "Prove that this signer holds the key, for a member on a chain",
		Long: `Signs the proof of possession that a proposal to add a validator or to rotate its key carries. It is good for one
member on one chain, and no vote: the high-water mark stays where it is.`,
		Example: "taeld signer prove --home signer --chain-id tael-1 --member 3 --output json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withKey(cmd, func(c signerhome.Config, key signer.Key) error { return prove(cmd, key, c.ChainID) })
		},
	}
	return addProof(cmd, "chain id of the network; the signer's own if unset")
}

// addProof are the flags of a command that proves a key.
func addProof(cmd *cobra.Command, chainID string) *cobra.Command {
	cmd.Flags().String(flagChainID, "", chainID)
	cmd.Flags().Uint16(flagMember, 0, "number of the member that runs the validator")
	return addOutput(cmd)
}

// prove signs and prints the proof of possession that the flags ask for, by default for the chain of the home.
func prove(cmd *cobra.Command, key signer.Key, chainID string) error {
	member, err := cmd.Flags().GetUint16(flagMember)
	if err != nil {
		return err
	}
	if member == 0 {
		return errors.New("expected the number of the member that runs the validator in --member, from 1")
	}
	if named, _ := cmd.Flags().GetString(flagChainID); named != "" {
		chainID = named
	}
	proof, err := signer.Prove(key, chainID, member)
	if err != nil {
		return err
	}
	shown := showKey(key)
	shown.Proof, shown.ChainID, shown.Member = base64.StdEncoding.EncodeToString(proof), chainID, member
	return printRecord(cmd, shown, append(shown.rows(), row{"proof", shown.Proof})...)
}

// withKey opens the key of the signer's home for something that moves no mark, and needs no lock for it.
func withKey(cmd *cobra.Command, use func(signerhome.Config, signer.Key) error) (err error) {
	dir, err := signerHome(cmd)
	if err != nil {
		return err
	}
	c, err := dir.Config()
	if err != nil {
		return err
	}
	key, err := dir.Key(c.Key)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, key.Close()) }()
	return use(c, key)
}
