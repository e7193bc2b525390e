// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"crypto/sha3"

	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

// Claim says that a device's key signed a digest.
type Claim struct {
	Algorithm KeyAlgorithm
	// PublicKey is the key of the device: compressed for ECDSA (33 bytes), 32 bytes for Ed25519.
	PublicKey []byte
	Form      SignatureForm
	Digest    [32]byte
	// Signature is r || s.
	Signature [64]byte
}

// Verify judges the claim alone; the errors are those of VerifySignature.
func (c *Claim) Verify() error {
	return VerifySignature(c.Algorithm, c.PublicKey, c.Form, c.Digest, c.Signature)
}

// Verifier judges claims. A verifier is a node's own choice and may only differ in what it costs: for every claim each
// of them says what Claim.Verify says.
type Verifier interface {
	// Verify answers one error per claim, in order; nil where the claim holds.
	Verify(claims []Claim) []error
}

// OneByOne judges every claim alone.
type OneByOne struct{}

// Verify implements Verifier.
func (OneByOne) Verify(claims []Claim) []error {
	errs := make([]error, len(claims))
	for i := range claims {
		errs[i] = claims[i].Verify()
	}
	return errs
}

// Batched judges Ed25519 claims together and all others alone. The batch checks the cofactored equation of ZIP-215, as
// the single verifier does, so both take the same signatures (H. de Valence, "It's 255:19AM. Do you know what your
// validation criteria are?", 2020): a batch that holds holds in each of its claims, but for one chance in 2^128. The
// coefficients of the equation are drawn from a hash of all claims and not from a source of randomness, so that the same
// batch is judged alike on every node. A batch that does not hold decides nothing: its claims are judged alone.
type Batched struct{}

// leastBatch is the fewest claims for which a batch costs less than judging each.
const leastBatch = 3

// Verify implements Verifier.
func (Batched) Verify(claims []Claim) []error {
	errs := make([]error, len(claims))
	together := make([]int, 0, len(claims))
	for i := range claims {
		c := &claims[i]
		if c.Algorithm == KEY_ALGORITHM_ED25519 && c.Form.Algorithm() == c.Algorithm && len(c.PublicKey) == ed25519KeyLength {
			together = append(together, i)
			continue
		}
		errs[i] = c.Verify()
	}
	if len(together) >= leastBatch && allHold(claims, together) {
		return errs
	}
	for _, i := range together {
		errs[i] = claims[i].Verify()
	}
	return errs
}

var zip215 = &ed25519.Options{Verify: ed25519.VerifyOptionsZIP_215}

// allHold says whether every one of the Ed25519 claims named holds.
func allHold(claims []Claim, which []int) bool {
	batch, coins := ed25519.NewBatchVerifierWithCapacity(len(which)), sha3.NewSHAKE128()
	for _, i := range which {
		c := &claims[i]
		batch.AddWithOptions(c.PublicKey, c.Digest[:], c.Signature[:], zip215)
		for _, part := range [][]byte{c.PublicKey, c.Digest[:], c.Signature[:]} {
			_, _ = coins.Write(part) // a hash takes everything
		}
	}
	return batch.VerifyBatchOnly(coins)
}
