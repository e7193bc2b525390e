// SPDX-License-Identifier: Apache-2.0

// Package ante admits transactions. It runs, identically, in CheckTx, PrepareProposal, ProcessProposal and
// FinalizeBlock: envelope, known and active signer, role matrix, gas by price list, signature, sequence.
// Everything before the signature reads at most a few keys, so that a stranger costs little to turn away.
package ante

import (
	"context"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// AccountKeeper is what admission needs of x/auth: the signer's key, number and sequence.
type AccountKeeper interface {
	GetAccount(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	// StepAccount writes an account that exists, its sequence or key changed.
	StepAccount(ctx context.Context, acc sdk.AccountI) error
}

// ConsortiumKeeper says what an address is for the consortium.
type ConsortiumKeeper interface {
	Actor(ctx context.Context, addr []byte) (consortium.Actor, bool, error)
	IsAuthority(ctx context.Context, addr []byte) (bool, error)
}

// WalletKeeper says whether an address is a wallet with an owner's key.
type WalletKeeper interface {
	Wallet(ctx context.Context, addr []byte) (wallet.Wallet, error)
}

// Handler holds what the steps of admission share.
type Handler struct {
	accounts   AccountKeeper
	consortium ConsortiumKeeper
	wallets    WalletKeeper
	matrix     consortium.Matrix
	verified   *verifiedCache
}

// New returns the ante handler of the chain.
func New(accounts AccountKeeper, members ConsortiumKeeper, wallets WalletKeeper, matrix consortium.Matrix) sdk.AnteHandler {
	h := Handler{accounts: accounts, consortium: members, wallets: wallets, matrix: matrix, verified: newVerifiedCache()}
	return h.admit
}

// admit runs the steps in order. The gas meter is set before the first of them that can fail on content, so that
// GasWanted is what the transaction asked for even when it is turned away.
func (h Handler) admit(ctx sdk.Context, tx sdk.Tx, simulate bool) (sdk.Context, error) {
	ctx = withoutStoreGas(ctx)

	env, err := openEnvelope(ctx, tx, simulate)
	if err != nil {
		return ctx.WithGasMeter(storetypes.NewGasMeter(0)), err
	}
	ctx = meter(ctx, env.gasLimit, simulate)

	if err := h.checkAccess(ctx, env); err != nil {
		return ctx, err
	}

	ctx, err = chargeGas(ctx, env, simulate)
	if err != nil {
		return ctx, err
	}

	return ctx, h.checkSignature(ctx, env, simulate)
}

// withoutStoreGas empties the gas configuration of every store: GasUsed is hashed into the next header, and must
// not depend on store accesses, caches or switches of a node.
func withoutStoreGas(ctx sdk.Context) sdk.Context {
	return ctx.WithKVGasConfig(storetypes.GasConfig{}).WithTransientKVGasConfig(storetypes.GasConfig{})
}

func meter(ctx sdk.Context, limit uint64, simulate bool) sdk.Context {
	if simulate || ctx.BlockHeight() == 0 {
		return ctx.WithGasMeter(storetypes.NewInfiniteGasMeter())
	}
	return ctx.WithGasMeter(storetypes.NewGasMeter(limit))
}
