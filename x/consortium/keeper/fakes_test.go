// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"

	corestore "cosmossdk.io/core/store"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/x/consortium"
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

// fakeRouter hands messages to the consortium's own server, unless a test says what the message does.
type fakeRouter struct {
	msgs consortium.MsgServer
	// acts are what the messages do instead, by type URL.
	acts map[string]func(sdk.Context, sdk.Msg) (*sdk.Result, error)
	// vets is what Vet answers.
	vets error
	// ran counts the messages that were handed on.
	ran int
}

func (r *fakeRouter) Handler(msg sdk.Msg) func(sdk.Context, sdk.Msg) (*sdk.Result, error) {
	act := r.own(msg)
	if other, ok := r.acts[sdk.MsgTypeURL(msg)]; ok {
		act = other
	}
	if act == nil {
		return nil
	}
	return func(ctx sdk.Context, msg sdk.Msg) (*sdk.Result, error) {
		r.ran++
		// As the application's router does: a message's events are its result's.
		ctx = ctx.WithEventManager(sdk.NewEventManager())
		if _, err := act(ctx, msg); err != nil {
			return nil, err
		}
		return &sdk.Result{Events: ctx.EventManager().ABCIEvents()}, nil
	}
}

func (r *fakeRouter) own(msg sdk.Msg) func(sdk.Context, sdk.Msg) (*sdk.Result, error) {
	switch msg.(type) {
	case *consortium.MsgSuspendMember:
		return func(ctx sdk.Context, msg sdk.Msg) (*sdk.Result, error) {
			_, err := r.msgs.SuspendMember(ctx, msg.(*consortium.MsgSuspendMember))
			return nil, err
		}
	case *consortium.MsgReinstateMember:
		return func(ctx sdk.Context, msg sdk.Msg) (*sdk.Result, error) {
			_, err := r.msgs.ReinstateMember(ctx, msg.(*consortium.MsgReinstateMember))
			return nil, err
		}
	case *consortium.MsgSetCharter:
		return func(ctx sdk.Context, msg sdk.Msg) (*sdk.Result, error) {
			_, err := r.msgs.SetCharter(ctx, msg.(*consortium.MsgSetCharter))
			return nil, err
		}
	case *consortium.MsgChangeMember:
		return func(ctx sdk.Context, msg sdk.Msg) (*sdk.Result, error) {
			_, err := r.msgs.ChangeMember(ctx, msg.(*consortium.MsgChangeMember))
			return nil, err
		}
	default:
		return nil
	}
}

func (r *fakeRouter) Vet(sdk.Context, sdk.Msg) error { return r.vets }
