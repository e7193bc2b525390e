// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"filippo.io/edwards25519"
	"github.com/cometbft/cometbft/crypto/ed25519"

	"github.com/taelnet/tael/signer/possession"
)

// ProofBody is what a consensus key signs to prove that its owner runs it for a member on a chain, possession.Message:
// the signer makes it from the same function. It returns ErrProofInvalid for a chain id that is empty or above 32 bytes,
// a member outside 1 to 65535, or a key of another length.
func ProofBody(chainID string, member uint32, pubKey []byte) ([]byte, error) {
	number, err := Number(member)
	if err != nil {
		return nil, ErrProofInvalid.Wrapf("member: %s", err)
	}
	body, err := possession.Message(chainID, number, pubKey)
	if err != nil {
		return nil, ErrProofInvalid.Wrap(err.Error())
	}
	return body, nil
}

// VerifyProof returns ErrProofInvalid unless the key itself signed that it validates for the member on the chain.
func VerifyProof(chainID string, member uint32, pubKey, proof []byte) error {
	body, err := ProofBody(chainID, member, pubKey)
	if err != nil {
		return err
	}
	if err := validateProofForm(proof); err != nil {
		return err
	}
	if weak(pubKey) || !ed25519.PubKey(pubKey).VerifySignature(body, proof) {
		return ErrProofInvalid.Wrapf("expected key %X to have signed for member %d on %s", pubKey, member, chainID)
	}
	return nil
}

func validateProofForm(proof []byte) error {
	if len(proof) != ed25519.SignatureSize {
		return ErrProofInvalid.Wrapf("expected a signature of %d bytes, got %d", ed25519.SignatureSize, len(proof))
	}
	return nil
}

// weak says whether a key is no point of the curve or one of small order, with which everybody can sign.
func weak(pubKey []byte) bool {
	point, err := new(edwards25519.Point).SetBytes(pubKey)
	if err != nil {
		return true
	}
	return new(edwards25519.Point).MultByCofactor(point).Equal(edwards25519.NewIdentityPoint()) == 1
}
