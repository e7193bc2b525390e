// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func moduleAccount() sdk.AccAddress { return authtypes.NewModuleAddress(reserve.ModuleName) }

// keysBelow lists what the store holds behind a prefix.
func keysBelow(t *testing.T, f *fixture, prefix []byte) map[string]string {
	t.Helper()
	store := f.store()
	it := store.Iterator(prefix, storetypes.PrefixEndBytes(prefix))
	defer func() { require.NoError(t, it.Close()) }()
	found := map[string]string{}
	for ; it.Valid(); it.Next() {
		found[string(it.Key())] = string(it.Value())
	}
	return found
}

func TestInvariantsFindWhatWaitsNowhere(t *testing.T) {
	f := short(t)
	f.receive("E-1", 50, nil)
	require.NoError(t, f.keeper.Invariants(f.ctx))
	require.NoError(t, f.keeper.Waiting.Clear(f.ctx, nil))
	require.ErrorIs(t, f.keeper.Invariants(f.ctx), reserve.ErrInvariantBroken)
}

func TestInvariantsFindWhatIsWrong(t *testing.T) {
	cases := map[string]func(*fixture){
		"bank minted past the reserve": func(f *fixture) { f.book.supply["cny"]++ },
		"a supply without its member": func(f *fixture) {
			require.NoError(f.t, f.keeper.Supplies.Set(f.ctx, reserve.DenomKey("ecny"), reserve.Totals{Issued: 1, Redeemed: 1}))
		},
		"more redeemed than issued": func(f *fixture) {
			require.NoError(f.t, f.keeper.Supplies.Set(f.ctx, reserve.DenomKey("ecny"), reserve.Totals{Redeemed: 1}))
		},
		"a member without its supply": func(f *fixture) {
			require.NoError(f.t, f.keeper.MemberTotals.Set(f.ctx, reserve.MemberDenomKey(bankB, "cny"), reserve.Totals{Issued: 1}))
		},
		"money stuck in the module account": func(f *fixture) { f.book.balances[account{string(moduleAccount()), "cny"}] = 1 },
		"an escrow with too little": func(f *fixture) {
			f.book.balances[account{string(wallet.EscrowAddress(reserve.ModuleName, raw("alice"))), "cny"}]--
		},
		"an escrow with what no redemption names": func(f *fixture) {
			f.book.balances[account{string(wallet.EscrowAddress(reserve.ModuleName, raw("alice"))), "ecny"}] = 1
		},
	}
	reserves := func(change func(*reserve.ReserveRecord)) func(*fixture) {
		return func(f *fixture) {
			r, err := f.keeper.Reserve(f.ctx, bankA, "cny")
			require.NoError(f.t, err)
			change(&r)
			require.NoError(f.t, f.keeper.Reserves.Set(f.ctx, reserve.MemberDenomKey(bankA, "cny"), r))
		}
	}
	maps.Copy(cases, map[string]func(*fixture){
		"money that waits for nobody":        reserves(func(r *reserve.ReserveRecord) { r.Waiting++ }),
		"money in flight without redemption": reserves(func(r *reserve.ReserveRecord) { r.InFlight++ }),
		"an attempt that is not open": func(f *fixture) {
			require.NoError(f.t, f.keeper.OpenAttempts.Set(f.ctx, raw("alice"), 1))
		},
		"a place without receipt": func(f *fixture) {
			require.NoError(f.t, f.keeper.Retries.Set(f.ctx, reserve.RetryKey(1, digest("receipt"))))
		},
		"what moved out and not in": func(f *fixture) {
			require.NoError(f.t, f.keeper.MemberTotals.Set(f.ctx, reserve.MemberDenomKey(bankA, "cny"), reserve.Totals{Issued: 1_000, MovedOut: 1}))
		},
		"a liability of nobody": func(f *fixture) { f.netting.out[bankA] = 1 },
	})
	for name, corrupt := range cases {
		t.Run(name, func(t *testing.T) {
			f := redemptionAt(t, requested)
			require.NoError(t, f.keeper.Invariants(f.ctx))
			corrupt(f)
			require.ErrorIs(t, f.keeper.Invariants(f.ctx), reserve.ErrInvariantBroken)
		})
	}
}
