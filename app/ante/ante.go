// SPDX-License-Identifier: Apache-2.0

// Package ante admits transactions. It runs, identically, in CheckTx, PrepareProposal, ProcessProposal and
// FinalizeBlock: envelope and gas cap, known and active signer, role matrix, sequence, signature, price, quota. Each step
// before the signature reads at most a few keys, so that a stranger costs little to turn away; the quota is the last
// that can fail, so that whoever is charged has signed.
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
	// Charge takes gas out of the quota of a member; 0 is the authority.
	Charge(ctx context.Context, member uint32, gas uint64) error
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
	pool       Pool
	verified   *verifiedCache
}

// New returns the admission of the chain.
func New(accounts AccountKeeper, members ConsortiumKeeper, wallets WalletKeeper, matrix consortium.Matrix, pool Pool) Handler {
	return Handler{accounts: accounts, consortium: members, wallets: wallets, matrix: matrix, pool: pool, verified: newVerifiedCache()}
}

// Admit is the ante handler: it runs the steps in order and tells the pool what became of a transaction that it may hold.
func (h Handler) Admit(ctx sdk.Context, tx sdk.Tx, simulate bool) (sdk.Context, error) {
	ctx = withoutStoreGas(ctx)

	env, err := openEnvelope(ctx, tx, simulate)
	if err != nil {
		return ctx.WithGasMeter(storetypes.NewGasMeter(0)), err
	}
	ctx = meter(ctx, env.gasLimit, simulate)

	ctx, ticket, err := h.admitFrom(ctx, env, simulate)
	switch {
	case simulate:
	case err != nil && ctx.ExecMode() == sdk.ExecModeFinalize:
		h.pool.Forget(ticket)
	case err == nil && ctx.IsReCheckTx():
		h.pool.Keep(ticket)
	case err == nil && ctx.IsCheckTx():
		ctx = WithTicket(ctx, ticket)
	}
	return ctx, err
}

// admitFrom runs the steps that read the state. The gas meter is set before, so that GasWanted is what the transaction
// asked for even when it is turned away.
func (h Handler) admitFrom(ctx sdk.Context, env envelope, simulate bool) (sdk.Context, Ticket, error) {
	ticket := Ticket{Sender: string(env.signer), Sequence: env.signature.Sequence, Lane: env.lane(h.matrix), Bytes: env.bytes}
	signer := identity{handler: h, addr: env.signer}
	if err := h.checkAccess(ctx, env, &signer); err != nil {
		return ctx, ticket, err
	}
	ticket.Institution = signer.institution()

	account, err := h.checkSequence(ctx, env, simulate)
	if err != nil {
		return ctx, ticket, err
	}
	if ctx.IsCheckTx() && !ctx.IsReCheckTx() && !simulate {
		if err := h.pool.Admit(ticket); err != nil {
			return ctx, ticket, err
		}
	}
	if err := h.checkSignature(ctx, account, env, simulate); err != nil {
		return ctx, ticket, err
	}
	// The price is a function of the bytes, which have not changed since the node checked them first: a recheck of all
	// that waits decodes no batch.
	if !ctx.IsReCheckTx() {
		if ctx, err = chargeGas(ctx, env, simulate); err != nil {
			return ctx, ticket, err
		}
	}
	if !simulate {
		if err := h.consortium.Charge(ctx, ticket.Institution, env.gasLimit); err != nil {
			return ctx, ticket, err
		}
	}
	return ctx, ticket, h.step(ctx, account)
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
