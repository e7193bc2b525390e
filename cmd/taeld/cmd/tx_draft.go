// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	kmultisig "github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authclient "github.com/cosmos/cosmos-sdk/x/auth/client"
)

const (
	flagMultisig = "multisig"
	flagSigners  = "signers"
)

func draftCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "draft FILE --multisig NAME --signers NAME,NAME",
		Short: "Fix who signs a multisig's transaction, before the first signature",
		Long: `Fix who signs a multisig's transaction, before the first signature.

FILE is a transaction made with --generate-only. The draft goes to every signer, who signs it with
"taeld tx cosign"; "taeld tx assemble" puts the signatures together for "taeld tx broadcast".`,
		Example: "taeld tx draft tx.json --multisig governance --signers director-a,director-b > draft.json",
		Args:    cobra.ExactArgs(1),
		RunE:    makeDraft,
	}
	cmd.Flags().String(flagMultisig, "", "key of the multisig in the keyring")
	cmd.Flags().StringSlice(flagSigners, nil, "keys of those who will sign, as many as the threshold")
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func cosignCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "cosign DRAFT --from NAME",
		Short:   "Sign a draft as one of its signers; prints the signature",
		Example: "taeld tx cosign draft.json --from director-a > a.json",
		Args:    cobra.ExactArgs(1),
		RunE:    cosign,
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func assembleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "assemble DRAFT SIGNATURE...",
		Short:   "Put the signatures into a draft; prints the transaction to broadcast",
		Example: "taeld tx assemble draft.json a.json b.json > signed.json",
		Args:    cobra.MinimumNArgs(2),
		RunE:    assemble,
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func makeDraft(cmd *cobra.Command, args []string) error {
	name, _ := cmd.Flags().GetString(flagMultisig)
	signers, _ := cmd.Flags().GetStringSlice(flagSigners)
	if name == "" || len(signers) == 0 {
		return errors.New("expected --multisig NAME and --signers NAME,NAME")
	}
	ctx, factory, err := txContext(cmd)
	if err != nil {
		return err
	}
	key, err := publicKey(ctx, name)
	if err != nil {
		return err
	}
	group, ok := key.(*kmultisig.LegacyAminoPubKey)
	if !ok {
		return fmt.Errorf("%s: expected a multisig, got a %s key", name, key.Type())
	}
	keys := make([]cryptotypes.PubKey, 0, len(signers))
	for _, signer := range signers {
		key, err := publicKey(ctx, signer)
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	parsed, err := authclient.ReadTxFromFile(ctx, args[0])
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	_, sequence, err := account(ctx, factory, sdk.AccAddress(group.Address()))
	if err != nil {
		return err
	}
	d, err := newDraft(ctx.TxConfig, parsed, group, keys, sequence)
	if err != nil {
		return err
	}
	return d.print(cmd)
}

func cosign(cmd *cobra.Command, args []string) error {
	ctx, factory, err := txContext(cmd)
	if err != nil {
		return err
	}
	d, doc, err := draftAndDocument(cmd, ctx, factory, args[0])
	if err != nil {
		return err
	}
	key, err := publicKey(ctx, ctx.FromName)
	if err != nil {
		return err
	}
	if _, err := d.signer(key); err != nil {
		return err
	}
	signature, _, err := ctx.Keyring.Sign(ctx.FromName, doc, signing.SignMode_SIGN_MODE_DIRECT)
	if err != nil {
		return err
	}
	document, err := ctx.TxConfig.MarshalSignatureJSON([]signing.SignatureV2{{
		PubKey: key, Sequence: d.sequence,
		Data: &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT, Signature: signature},
	}})
	if err != nil {
		return err
	}
	return printLine(cmd, string(document))
}

func assemble(cmd *cobra.Command, args []string) error {
	ctx, factory, err := txContext(cmd)
	if err != nil {
		return err
	}
	d, doc, err := draftAndDocument(cmd, ctx, factory, args[0])
	if err != nil {
		return err
	}
	for _, file := range args[1:] {
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		signatures, err := ctx.TxConfig.UnmarshalSignatureJSON(raw)
		if err != nil {
			return fmt.Errorf("%s: expected the output of `taeld tx cosign`: %w", file, err)
		}
		for _, s := range signatures {
			single, ok := s.Data.(*signing.SingleSignatureData)
			if !ok {
				return fmt.Errorf("%s: expected one signature, got a multisig's", file)
			}
			if err := d.add(s.PubKey, doc, single.Signature); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	if missing := d.missing(); len(missing) > 0 {
		return fmt.Errorf("signatures are missing: %s", strings.Join(missing, ", "))
	}
	return d.print(cmd)
}

// draftAndDocument reads a draft and works out what its signers sign.
func draftAndDocument(cmd *cobra.Command, ctx client.Context, factory tx.Factory, file string) (*draft, []byte, error) {
	parsed, err := authclient.ReadTxFromFile(ctx, file)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	d, err := openDraft(ctx.TxConfig, parsed)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	number, sequence, err := account(ctx, factory, d.address())
	if err != nil {
		return nil, nil, err
	}
	if sequence != d.sequence {
		return nil, nil, fmt.Errorf("%s was drafted for sequence %d and the account is at %d: draft it anew", file, d.sequence, sequence)
	}
	doc, err := d.signBytes(cmd.Context(), ctx.ChainID, number)
	return d, doc, err
}

func txContext(cmd *cobra.Command) (client.Context, tx.Factory, error) {
	ctx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return ctx, tx.Factory{}, err
	}
	factory, err := tx.NewFactoryCLI(ctx, cmd.Flags())
	return ctx, factory, err
}

// account is the account's number and sequence: from the node, or from flags when offline.
func account(ctx client.Context, factory tx.Factory, address sdk.AccAddress) (number, sequence uint64, err error) {
	if ctx.Offline {
		return factory.AccountNumber(), factory.Sequence(), nil
	}
	return ctx.AccountRetriever.GetAccountNumberSequence(ctx, address)
}

func publicKey(ctx client.Context, name string) (cryptotypes.PubKey, error) {
	record, err := ctx.Keyring.Key(name)
	if err != nil {
		return nil, fmt.Errorf("key %q: %w", name, err)
	}
	return record.GetPubKey()
}

func (d *draft) print(cmd *cobra.Command) error {
	document, err := d.config.TxJSONEncoder()(d.builder.GetTx())
	if err != nil {
		return err
	}
	return printLine(cmd, string(document))
}
