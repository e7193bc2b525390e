// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// Authenticate verifies every signature of a decoded instruction and says how strong they are together: each by a
// device of the payer's wallet that is active at block time, in a form of that device's algorithm, over the content of
// this chain. Whether the wallet is open or restricted is not its question. Errors: ErrInstructionMalformed,
// ErrDeviceUnknown, ErrDeviceRevoked, ErrDevicePending, ErrSignatureForm, ErrSignatureInvalid.
func (k Keeper) Authenticate(ctx context.Context, ins *wallet.SignedInstruction) (wallet.Factors, error) {
	one := k.AuthenticateAll(ctx, []*wallet.SignedInstruction{ins})[0]
	return one.Factors, one.Err
}

// AuthenticateAll is Authenticate of many instructions, whose signatures are verified together. The answers are in
// order and those that Authenticate gives, one by one.
func (k Keeper) AuthenticateAll(ctx context.Context, all []*wallet.SignedInstruction) []wallet.Authentication {
	answers := make([]wallet.Authentication, len(all))
	claims := make([]wallet.Claim, 0, len(all))
	asked := make([][]evidence, len(all))
	for i, ins := range all {
		if answers[i].Err = fitsChain(ctx, ins); answers[i].Err != nil {
			continue
		}
		answers[i].Factors.Signatures = len(ins.Signatures)
		for n := range ins.Signatures {
			e := evidence{claim: len(claims)}
			claim, certified, err := k.claim(ctx, ins, &ins.Signatures[n])
			e.err, e.certified = err, certified
			asked[i] = append(asked[i], e)
			if err != nil {
				break // what comes after the first error is not asked
			}
			claims = append(claims, claim)
		}
	}
	judged := k.verifier.Verify(claims)
	for i := range answers {
		for _, e := range asked[i] {
			if e.err == nil {
				e.err = judged[e.claim]
			}
			if e.err != nil {
				answers[i] = wallet.Authentication{Err: e.err}
				break
			}
			answers[i].Factors.Certified = answers[i].Factors.Certified || e.certified
		}
	}
	return answers
}

// fitsChain returns ErrInstructionMalformed for an instruction of another chain or with no or too many signatures.
func fitsChain(ctx context.Context, ins *wallet.SignedInstruction) error {
	if chainID := sdk.UnwrapSDKContext(ctx).ChainID(); ins.ChainID != chainID {
		return wallet.ErrInstructionMalformed.Wrapf("expected an instruction for %s, got %s", chainID, ins.ChainID)
	}
	if n := len(ins.Signatures); n == 0 || n > wallet.MaxSignatures {
		return wallet.ErrInstructionMalformed.Wrapf("expected 1 or 2 signatures, got %d", n)
	}
	return nil
}

// claim is what one signature says, of a device of the payer that is active, and whether that is certified.
func (k Keeper) claim(ctx context.Context, ins *wallet.SignedInstruction, s *wallet.DeviceSignature) (_ wallet.Claim, certified bool, err error) {
	d, err := k.Device(ctx, ins.Payer[:], s.Device[:])
	if err != nil {
		return wallet.Claim{}, false, err
	}
	if err := d.ActiveAt(sdk.UnwrapSDKContext(ctx).BlockTime().Unix()); err != nil {
		return wallet.Claim{}, false, err
	}
	var eip155 uint64
	if s.Form == wallet.SIGNATURE_FORM_EIP712_SECP256K1 {
		if eip155, err = k.consortium.EIP155ID(ctx); err != nil {
			return wallet.Claim{}, false, err
		}
	}
	return wallet.Claim{
		Algorithm: d.Algorithm, PublicKey: d.PublicKey, Form: s.Form,
		Digest: wallet.FormDigest(s.Form, ins.Content, s.Device, eip155), Signature: s.Signature,
	}, d.Certified(), nil
}

// evidence is one signature: the error that keeps it from being judged, or the place of its claim.
type evidence struct {
	claim     int
	certified bool
	err       error
}
