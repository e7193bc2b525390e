// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"

	corestore "cosmossdk.io/core/store"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// fakeAccounts is x/auth as far as the consortium knows it.
type fakeAccounts struct {
	accounts map[string]sdk.AccountI
	made     uint64
}

func newFakeAccounts() *fakeAccounts { return &fakeAccounts{accounts: make(map[string]sdk.AccountI)} }

func (f *fakeAccounts) NewAccountWithAddress(_ context.Context, addr sdk.AccAddress) sdk.AccountI {
	f.made++
	return authtypes.NewBaseAccount(addr, nil, f.made, 0)
}

func (f *fakeAccounts) HasAccount(_ context.Context, addr sdk.AccAddress) bool {
	return f.accounts[string(addr)] != nil
}

func (f *fakeAccounts) SetAccount(_ context.Context, acc sdk.AccountI) {
	f.accounts[string(acc.GetAddress())] = acc
}

func (f *fakeAccounts) count() int { return len(f.accounts) }

// countingService counts the single reads that reach the store.
type countingService struct {
	inner corestore.KVStoreService
	reads *int
}

func (s countingService) OpenKVStore(ctx context.Context) corestore.KVStore {
	return countingStore{KVStore: s.inner.OpenKVStore(ctx), reads: s.reads}
}

type countingStore struct {
	corestore.KVStore
	reads *int
}

func (s countingStore) Get(key []byte) ([]byte, error) {
	*s.reads++
	return s.KVStore.Get(key)
}

func (s countingStore) Has(key []byte) (bool, error) {
	*s.reads++
	return s.KVStore.Has(key)
}
