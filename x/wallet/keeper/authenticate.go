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
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	if ins.ChainID != sdkCtx.ChainID() {
		return wallet.Factors{}, wallet.ErrInstructionMalformed.Wrapf("expected an instruction for %s, got %s", sdkCtx.ChainID(), ins.ChainID)
	}
	if n := len(ins.Signatures); n == 0 || n > wallet.MaxSignatures {
		return wallet.Factors{}, wallet.ErrInstructionMalformed.Wrapf("expected 1 or 2 signatures, got %d", n)
	}
	now := sdkCtx.BlockTime().Unix()
	factors := wallet.Factors{Signatures: len(ins.Signatures)}
	for i := range ins.Signatures {
		certified, err := k.verify(ctx, &ins.Content, &ins.Signatures[i], ins.Payer[:], now)
		if err != nil {
			return wallet.Factors{}, err
		}
		factors.Certified = factors.Certified || certified
	}
	return factors, nil
}

// verify verifies one signature and says whether its device is certified.
func (k Keeper) verify(ctx context.Context, c *wallet.Content, s *wallet.DeviceSignature, payer []byte, now int64) (certified bool, err error) {
	d, err := k.Device(ctx, payer, s.Device[:])
	if err != nil {
		return false, err
	}
	if err := d.ActiveAt(now); err != nil {
		return false, err
	}
	var eip155 uint64
	if s.Form == wallet.SIGNATURE_FORM_EIP712_SECP256K1 {
		if eip155, err = k.consortium.EIP155ID(ctx); err != nil {
			return false, err
		}
	}
	digest := wallet.FormDigest(s.Form, *c, s.Device, eip155)
	return d.Certified(), wallet.VerifySignature(d.Algorithm, d.PublicKey, s.Form, digest, s.Signature)
}
