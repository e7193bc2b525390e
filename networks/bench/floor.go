// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"time"

	voi "github.com/oasisprotocol/curve25519-voi/primitives/ed25519"

	"github.com/taelnet/tael/x/wallet"
)

// Floor is what this machine needs to verify one signature, in microseconds of processor time: the least that any
// ledger spends on a payment that its payer signed.
type Floor struct {
	// Ed25519Batch is of batches of 1,024 of different keys, the quickest verification there is for payments.
	Ed25519Batch float64 `json:"ed25519_batch_1024_us"`
	// The others are one by one, as the chain verifies them.
	Ed25519   float64 `json:"ed25519_us"`
	Secp256k1 float64 `json:"secp256k1_us"`
	P256      float64 `json:"p256_us"`
}

const (
	floorBatch = 1_024
	// threadUsage is RUSAGE_THREAD of Linux.
	threadUsage = 1
)

// signed are signatures of different keys.
type signed struct {
	public    [][]byte
	digests   [][32]byte
	signature [][64]byte
}

func newSigned(algorithm wallet.KeyAlgorithm, n int) (signed, error) {
	var all signed
	for i := range n {
		seed := sha256.Sum256(fmt.Appendf(nil, "floor %d", i))
		device, err := wallet.NewSigner(algorithm, seed)
		if err != nil {
			return all, err
		}
		digest := sha256.Sum256(seed[:])
		signature, err := device.Sign(digest)
		if err != nil {
			return all, err
		}
		all.public = append(all.public, device.PublicKey())
		all.digests = append(all.digests, digest)
		all.signature = append(all.signature, signature)
	}
	return all, nil
}

// measureFloor verifies each kind for that long on one thread.
func measureFloor(each time.Duration) (Floor, error) {
	var f Floor
	edwards, err := newSigned(wallet.KEY_ALGORITHM_ED25519, floorBatch)
	if err != nil {
		return f, err
	}
	if f.Ed25519Batch, err = perItem(each, floorBatch, edwards.verifyTogether); err != nil {
		return f, err
	}
	for _, one := range []struct {
		algorithm wallet.KeyAlgorithm
		figure    *float64
	}{
		{wallet.KEY_ALGORITHM_ED25519, &f.Ed25519}, {wallet.KEY_ALGORITHM_SECP256K1, &f.Secp256k1}, {wallet.KEY_ALGORITHM_P256, &f.P256},
	} {
		all, err := newSigned(one.algorithm, 128)
		if err != nil {
			return f, err
		}
		if *one.figure, err = perItem(each, len(all.public), func() error { return all.verifyEach(one.algorithm) }); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (s signed) verifyTogether() error {
	batch := voi.NewBatchVerifierWithCapacity(len(s.public))
	for i := range s.public {
		batch.Add(s.public[i], s.digests[i][:], s.signature[i][:])
	}
	if !batch.VerifyBatchOnly(rand.Reader) {
		return errors.New("a sound batch does not verify")
	}
	return nil
}

func (s signed) verifyEach(algorithm wallet.KeyAlgorithm) error {
	for i := range s.public {
		if err := wallet.VerifySignature(algorithm, s.public[i], algorithm.RawForm(), s.digests[i], s.signature[i]); err != nil {
			return err
		}
	}
	return nil
}

// perItem repeats f, which does so many items, and divides the processor time of its thread.
func perItem(lasts time.Duration, items int, f func() error) (float64, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := f(); err != nil { // once unmeasured: caches fill
		return 0, err
	}
	rounds, begin, used := 0, time.Now(), rusage(threadUsage)
	for time.Since(begin) < lasts {
		if err := f(); err != nil {
			return 0, err
		}
		rounds++
	}
	return perPayment(rusage(threadUsage)-used, rounds*items), nil
}
