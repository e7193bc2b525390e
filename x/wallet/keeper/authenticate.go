// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
)

// Authenticate verifies every signature of a decoded instruction: each by a device of the payer's wallet that is active
// at block time, in a form of that device's algorithm, over the content of this chain. Whether the wallet is open or
// restricted is not its question. Errors: ErrInstructionMalformed, ErrDeviceUnknown, ErrDeviceRevoked, ErrDevicePending,
// ErrSignatureForm, ErrSignatureInvalid.
func (k Keeper) Authenticate(ctx context.Context, ins *wallet.SignedInstruction) error {
	sdkCtx := sdk.UnwrapSDKContext(ctx)
	if ins.ChainID != sdkCtx.ChainID() {
		return wallet.ErrInstructionMalformed.Wrapf("expected an instruction for %s, got %s", sdkCtx.ChainID(), ins.ChainID)
	}
	if n := len(ins.Signatures); n == 0 || n > wallet.MaxSignatures {
		return wallet.ErrInstructionMalformed.Wrapf("expected 1 or 2 signatures, got %d", n)
	}
	now := sdkCtx.BlockTime().Unix()
	for i := range ins.Signatures {
		if err := k.verify(ctx, &ins.Content, &ins.Signatures[i], ins.Payer[:], now); err != nil {
			return err
		}
	}
	return nil
}

func (k Keeper) verify(ctx context.Context, c *wallet.Content, s *wallet.DeviceSignature, payer []byte, now int64) error {
	d, err := k.Device(ctx, payer, s.Device[:])
	if err != nil {
		return err
	}
	if err := d.ActiveAt(now); err != nil {
		return err
	}
	var eip155 uint64
	if s.Form == wallet.SIGNATURE_FORM_EIP712_SECP256K1 {
		if eip155, err = k.consortium.EIP155ID(ctx); err != nil {
			return err
		}
	}
	digest := wallet.FormDigest(s.Form, *c, s.Device, eip155)
	return wallet.VerifySignature(d.Algorithm, d.PublicKey, s.Form, digest, s.Signature)
}
