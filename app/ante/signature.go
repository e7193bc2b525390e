// SPDX-License-Identifier: Apache-2.0

package ante

import (
	"crypto/sha256"
	"fmt"

	ethcrypto "github.com/ethereum/go-ethereum/crypto"
	"github.com/hdevalence/ed25519consensus"
	"google.golang.org/protobuf/encoding/protowire"

	sdked25519 "github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	sdksecp256k1 "github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
)

// MaxMultisigMembers bounds the members of a multisig account.
const MaxMultisigMembers = 16

// checkSequence finds the signer's account, whose next sequence the transaction must have.
func (h Handler) checkSequence(ctx sdk.Context, env envelope, simulate bool) (sdk.AccountI, error) {
	acc := h.accounts.GetAccount(ctx, env.signer)
	if acc == nil {
		return nil, ErrSignerUnknown.Wrapf("%s has no account", env.signer)
	}
	if !simulate && env.signature.Sequence != acc.GetSequence() {
		return nil, ErrSequence.Wrapf("expected %d, got %d", acc.GetSequence(), env.signature.Sequence)
	}
	return acc, nil
}

// checkSignature verifies the one signature of a transaction against its account, and gives the account its key the
// first time it is shown. A recheck follows a check that verified it.
func (h Handler) checkSignature(ctx sdk.Context, acc sdk.AccountI, env envelope, simulate bool) error {
	if simulate {
		return nil
	}
	if err := keyOf(acc, env.signature.PubKey); err != nil {
		return err
	}
	if ctx.IsReCheckTx() {
		return nil
	}
	doc, err := signDoc(ctx.TxBytes(), ctx.ChainID(), acc.GetAccountNumber())
	if err != nil {
		return err
	}
	return h.verify(acc.GetPubKey(), doc, env.signature.Data)
}

// step writes the account with its next sequence.
func (h Handler) step(ctx sdk.Context, acc sdk.AccountI) error {
	if err := acc.SetSequence(acc.GetSequence() + 1); err != nil {
		return err
	}
	return h.accounts.StepAccount(ctx, acc)
}

// keyOf sets the account's key when it is first shown; a shown key must be the account's.
func keyOf(acc sdk.AccountI, shown cryptotypes.PubKey) error {
	known := acc.GetPubKey()
	if known == nil {
		if shown == nil {
			return ErrKey.Wrapf("account %s has no key yet and the transaction shows none", acc.GetAddress())
		}
		if err := acceptable(shown); err != nil {
			return err
		}
		if !sdk.AccAddress(shown.Address()).Equals(acc.GetAddress()) {
			return ErrKey.Wrapf("expected the key of %s, got the key of %s", acc.GetAddress(), sdk.AccAddress(shown.Address()))
		}
		return acc.SetPubKey(shown)
	}
	if shown != nil && !known.Equals(shown) {
		return ErrKey.Wrapf("expected the key on record for %s, got another", acc.GetAddress())
	}
	return nil
}

// acceptable says which keys may be registered: secp256k1, Ed25519, and a multisig of distinct ones, not nested.
func acceptable(key cryptotypes.PubKey) error {
	switch k := key.(type) {
	case *sdksecp256k1.PubKey:
		return sized(key, sdksecp256k1.PubKeySize)
	case *sdked25519.PubKey:
		return sized(key, sdked25519.PubKeySize)
	case *multisig.LegacyAminoPubKey:
		return acceptableMultisig(k)
	default:
		return ErrKey.Wrapf("expected secp256k1, ed25519 or a multisig of them, got %s", key.Type())
	}
}

// sized guards what follows: asking a key of another length for its address panics.
func sized(key cryptotypes.PubKey, want int) error {
	if n := len(key.Bytes()); n != want {
		return ErrKey.Wrapf("expected %d bytes of %s, got %d", want, key.Type(), n)
	}
	return nil
}

func acceptableMultisig(key *multisig.LegacyAminoPubKey) error {
	members := key.GetPubKeys()
	if n := len(members); n == 0 || n > MaxMultisigMembers {
		return ErrKey.Wrapf("expected 1 to %d multisig members, got %d", MaxMultisigMembers, n)
	}
	if t := int(key.GetThreshold()); t < 1 || t > len(members) {
		return ErrKey.Wrapf("expected a threshold of 1 to %d, got %d", len(members), t)
	}
	seen := make(map[string]bool, len(members))
	for _, m := range members {
		if _, nested := m.(*multisig.LegacyAminoPubKey); nested {
			return ErrKey.Wrap("a multisig may not hold a multisig")
		}
		if err := acceptable(m); err != nil {
			return err
		}
		if seen[string(m.Bytes())] {
			return ErrKey.Wrap("a multisig may not hold the same key twice")
		}
		seen[string(m.Bytes())] = true
	}
	return nil
}

// verify checks a single or multisig signature over the sign document. Successes are remembered by content, so that
// the same transaction costs one verification per node and not one per phase; a failure is never remembered.
func (h Handler) verify(key cryptotypes.PubKey, doc []byte, data signing.SignatureData) error {
	switch d := data.(type) {
	case *signing.SingleSignatureData:
		return h.verifyOne(key, doc, d.Signature)
	case *signing.MultiSignatureData:
		group, ok := key.(*multisig.LegacyAminoPubKey)
		if !ok {
			return ErrSignature.Wrapf("a multisig signature came for a %s key", key.Type())
		}
		return h.verifyGroup(group, doc, d)
	default:
		return ErrSignature.Wrapf("unexpected signature data %T", data)
	}
}

func (h Handler) verifyGroup(group *multisig.LegacyAminoPubKey, doc []byte, d *signing.MultiSignatureData) error {
	members := group.GetPubKeys()
	if d.BitArray == nil || d.BitArray.Count() != len(members) {
		return ErrSignature.Wrapf("expected a signer set over %d members", len(members))
	}
	if err := acceptableMultisig(group); err != nil {
		return err
	}

	next := 0
	for i, member := range members {
		if !d.BitArray.GetIndex(i) {
			continue
		}
		if next >= len(d.Signatures) {
			return ErrSignature.Wrapf("the signer set names more members than the %d signatures", len(d.Signatures))
		}
		single, ok := d.Signatures[next].(*signing.SingleSignatureData)
		if !ok {
			return ErrSignature.Wrapf("member %d: unexpected signature data %T", i, d.Signatures[next])
		}
		if err := h.verifyOne(member, doc, single.Signature); err != nil {
			return err
		}
		next++
	}
	if next != len(d.Signatures) {
		return ErrSignature.Wrapf("the signer set names %d members, %d signatures came", next, len(d.Signatures))
	}
	if next < int(group.GetThreshold()) {
		return ErrSignature.Wrapf("expected %d of %d members, got %d", group.GetThreshold(), len(members), next)
	}
	return nil
}

func (h Handler) verifyOne(key cryptotypes.PubKey, doc, sig []byte) error {
	if len(sig) != 64 {
		return ErrSignature.Wrapf("expected 64 bytes, got %d", len(sig))
	}
	id := fingerprint(key, doc, sig)
	if h.verified.has(id) {
		return nil
	}

	var valid bool
	switch k := key.(type) {
	case *sdksecp256k1.PubKey:
		digest := sha256.Sum256(doc)
		valid = ethcrypto.VerifySignature(k.Key, digest[:], sig)
	case *sdked25519.PubKey:
		valid = ed25519consensus.Verify(k.Key, doc, sig)
	default:
		return ErrKey.Wrapf("no verifier for %s", key.Type())
	}
	if !valid {
		return ErrSignature.Wrap("check the chain id, the account number and the sequence that were signed")
	}
	h.verified.add(id)
	return nil
}

// signDoc is the cosmos.tx.v1beta1.SignDoc of SIGN_MODE_DIRECT, built from the very bytes that came: nothing is
// decoded and encoded again between what was signed and what is verified.
func signDoc(raw []byte, chainID string, accountNumber uint64) ([]byte, error) {
	body, authInfo, err := splitTxRaw(raw)
	if err != nil {
		return nil, err
	}
	doc := make([]byte, 0, len(body)+len(authInfo)+len(chainID)+32)
	doc = appendBytesField(doc, 1, body)
	doc = appendBytesField(doc, 2, authInfo)
	doc = appendBytesField(doc, 3, []byte(chainID))
	if accountNumber != 0 {
		doc = protowire.AppendTag(doc, 4, protowire.VarintType)
		doc = protowire.AppendVarint(doc, accountNumber)
	}
	return doc, nil
}

func appendBytesField(b []byte, num protowire.Number, v []byte) []byte {
	if len(v) == 0 {
		return b
	}
	b = protowire.AppendTag(b, num, protowire.BytesType)
	return protowire.AppendBytes(b, v)
}

// splitTxRaw finds body_bytes (1) and auth_info_bytes (2). The transaction decoder has already refused any TxRaw
// that is not in canonical form (ADR-027).
func splitTxRaw(raw []byte) (body, authInfo []byte, err error) {
	for len(raw) > 0 {
		num, typ, n := protowire.ConsumeTag(raw)
		if n < 0 || typ != protowire.BytesType {
			return nil, nil, ErrEnvelope.Wrap("transaction bytes are not a TxRaw")
		}
		raw = raw[n:]
		v, n := protowire.ConsumeBytes(raw)
		if n < 0 {
			return nil, nil, ErrEnvelope.Wrap("transaction bytes end inside a field")
		}
		raw = raw[n:]
		switch num {
		case 1:
			body = v
		case 2:
			authInfo = v
		}
	}
	if body == nil || authInfo == nil {
		return nil, nil, ErrEnvelope.Wrap("transaction bytes lack a body or the signer's part")
	}
	return body, authInfo, nil
}

// fingerprint binds key, document and signature; lengths first, so that no two triples share one.
func fingerprint(key cryptotypes.PubKey, doc, sig []byte) [32]byte {
	hash := sha256.New()
	_, _ = fmt.Fprintf(hash, // a hash takes every write
		"%s/%d/%d/", key.Type(), len(key.Bytes()), len(doc))
	hash.Write(key.Bytes())
	hash.Write(doc)
	hash.Write(sig)
	return [32]byte(hash.Sum(nil))
}
