// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"

	signingv1beta1 "cosmossdk.io/api/cosmos/tx/signing/v1beta1"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/cosmos/cosmos-sdk/client"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	kmultisig "github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/crypto/types/multisig"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// A draft is a transaction of a multisig account whose signers are fixed before the first of them signs. With
// SIGN_MODE_DIRECT every signer signs the whole transaction, and the set of signers is part of it: signatures for
// another set, or another sequence, are signatures of another transaction.
type draft struct {
	config  client.TxConfig
	builder client.TxBuilder
	group   *kmultisig.LegacyAminoPubKey
	chosen  *signing.MultiSignatureData
	// sequence is that of the multisig account.
	sequence uint64
}

// newDraft fixes who of the group signs. It refuses a key that is not of the group, one that comes twice, and a
// number of signers other than the threshold: more would only cost.
func newDraft(config client.TxConfig, tx sdk.Tx, group *kmultisig.LegacyAminoPubKey, signers []cryptotypes.PubKey, sequence uint64) (*draft, error) {
	if len(signers) != int(group.GetThreshold()) {
		return nil, fmt.Errorf("expected %d signers of %d, got %d", group.GetThreshold(), len(group.GetPubKeys()), len(signers))
	}
	builder, err := config.WrapTxBuilder(tx)
	if err != nil {
		return nil, err
	}
	chosen := multisig.NewMultisig(len(group.GetPubKeys()))
	for _, signer := range signers {
		before := len(chosen.Signatures)
		blank := &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT}
		if err := multisig.AddSignatureFromPubKey(chosen, blank, signer, group.GetPubKeys()); err != nil {
			return nil, fmt.Errorf("signer %s: expected a key of the multisig: %w", sdk.AccAddress(signer.Address()), err)
		}
		if len(chosen.Signatures) == before {
			return nil, fmt.Errorf("signer %s: expected each signer once, got it twice", sdk.AccAddress(signer.Address()))
		}
	}
	d := &draft{config: config, builder: builder, group: group, chosen: chosen, sequence: sequence}
	return d, d.set()
}

// openDraft reads a draft, or a draft with some signatures, back from a transaction.
func openDraft(config client.TxConfig, tx sdk.Tx) (*draft, error) {
	builder, err := config.WrapTxBuilder(tx)
	if err != nil {
		return nil, err
	}
	signatures, err := builder.GetTx().GetSignaturesV2()
	if err != nil {
		return nil, err
	}
	if len(signatures) != 1 {
		return nil, fmt.Errorf("expected a draft of one multisig, got a transaction with %d signers; make one with `taeld tx draft`", len(signatures))
	}
	group, ok := signatures[0].PubKey.(*kmultisig.LegacyAminoPubKey)
	chosen, multi := signatures[0].Data.(*signing.MultiSignatureData)
	if !ok || !multi {
		return nil, errors.New("expected a draft of a multisig, got a single key; make one with `taeld tx draft`")
	}
	return &draft{config: config, builder: builder, group: group, chosen: chosen, sequence: signatures[0].Sequence}, nil
}

// set writes the chosen signers and the signatures so far into the transaction.
func (d *draft) set() error {
	return d.builder.SetSignatures(signing.SignatureV2{PubKey: d.group, Data: d.chosen, Sequence: d.sequence})
}

// address is the multisig account.
func (d *draft) address() sdk.AccAddress { return sdk.AccAddress(d.group.Address()) }

// signer finds the index of a key among the group, if the draft waits for its signature.
func (d *draft) signer(key cryptotypes.PubKey) (int, error) {
	for i, member := range d.group.GetPubKeys() {
		if !member.Equals(key) {
			continue
		}
		if !d.chosen.BitArray.GetIndex(i) {
			return 0, fmt.Errorf("%s is of the multisig but not of this draft's signers: draft anew to change them", sdk.AccAddress(key.Address()))
		}
		return i, nil
	}
	return 0, fmt.Errorf("%s is not of the multisig %s", sdk.AccAddress(key.Address()), d.address())
}

// signBytes is what every signer signs.
func (d *draft) signBytes(ctx context.Context, chainID string, accountNumber uint64) ([]byte, error) {
	if chainID == "" {
		return nil, errors.New("set the chain id with --chain-id or in config/client.toml")
	}
	tx, ok := d.builder.GetTx().(authsigning.V2AdaptableTx)
	if !ok {
		return nil, fmt.Errorf("expected a transaction that can be signed, got %T", d.builder.GetTx())
	}
	packed, err := codectypes.NewAnyWithValue(d.group)
	if err != nil {
		return nil, err
	}
	return d.config.SignModeHandler().GetSignBytes(ctx, signingv1beta1.SignMode_SIGN_MODE_DIRECT, txsigning.SignerData{
		ChainID: chainID, AccountNumber: accountNumber, Sequence: d.sequence, Address: d.address().String(),
		PubKey: &anypb.Any{TypeUrl: packed.TypeUrl, Value: packed.Value},
	}, tx.GetSigningTxData())
}

// add puts a member's signature in its place after verifying it over doc.
func (d *draft) add(key cryptotypes.PubKey, doc, signature []byte) error {
	index, err := d.signer(key)
	if err != nil {
		return err
	}
	if !key.VerifySignature(doc, signature) {
		return fmt.Errorf("the signature of %s is not for this draft: check chain id, account number and sequence", sdk.AccAddress(key.Address()))
	}
	multisig.AddSignature(d.chosen, &signing.SingleSignatureData{
		SignMode: signing.SignMode_SIGN_MODE_DIRECT, Signature: signature,
	}, index)
	return d.set()
}

// missing lists the signers whose signatures have not come.
func (d *draft) missing() []string {
	var missing []string
	next := 0
	for i, member := range d.group.GetPubKeys() {
		if !d.chosen.BitArray.GetIndex(i) {
			continue
		}
		if single, ok := d.chosen.Signatures[next].(*signing.SingleSignatureData); !ok || len(single.Signature) == 0 {
			missing = append(missing, sdk.AccAddress(member.Address()).String())
		}
		next++
	}
	return missing
}
