// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// populate makes one of everything the store keeps.
func (f *fixture) populate() (alice sdk.AccAddress) {
	f.t.Helper()
	alice = f.open("alice")
	f.done(f.bind(operations("bank-a"), alice, signer(f.t, "second")))
	f.done(f.bind(operations("bank-a"), alice, signer(f.t, "third")))
	f.done(f.revoke(operations("bank-a"), alice, signer(f.t, "second")))
	bob := f.open("bob")
	_, err := f.msgs.CloseWallet(f.ctx, &wallet.MsgCloseWallet{Operator: operations("bank-a"), Address: bob.String()})
	require.NoError(f.t, err)
	addr, salt := salted("suspense")
	_, err = f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_SUSPENSE, Currency: "cny", Salt: salt})
	require.NoError(f.t, err)
	commitment := seed("commitment")
	f.done(f.commit(operations("bank-a"), alice, 2026, commitment[:]))
	f.done(f.commit(operations("bank-a"), alice, 2027, commitment[:]))
	f.done(f.notice(operations("bank-a"), alice))
	f.done(f.ask(operations("bank-a"), alice, "bank-b"))
	return alice
}

func TestExportImportExportIsEqual(t *testing.T) {
	f := newFixture(t)
	alice := f.populate()
	exported := f.export(f.ctx)
	require.NoError(t, exported.Validate())
	require.Len(t, exported.Wallets, 3)

	again := newFixture(t)
	require.NoError(t, again.keeper.InitGenesis(again.ctx, exported))
	require.Equal(t, exported, again.export(again.ctx))
	require.NoError(t, again.keeper.Invariants(again.ctx))

	// Every prefix of the schema came along, entry by entry.
	for _, prefix := range [][]byte{wallet.ParamsPrefix, wallet.WalletsPrefix, wallet.DevicesPrefix, wallet.SuspensePrefix, wallet.CustodyMovesPrefix, wallet.CustodyMembersPrefix, wallet.CustodianWalletsPrefix} {
		require.Equal(t, entries(t, f, prefix), entries(t, again, prefix))
		require.NotEmpty(t, entries(t, f, prefix))
	}
	require.Len(t, f.keeper.Schema.ListCollections(), 7, "a new collection belongs into genesis and into this test")

	w, err := again.keeper.Wallet(again.ctx, alice)
	require.NoError(t, err)
	require.EqualValues(t, 2, w.LiveDevices)
}

func TestOwnersOfGenesisWalletsCanShowTheirKeys(t *testing.T) {
	f := newFixture(t)
	owner, _ := salted("an owner's address")
	keyless, _ := salted("a wallet of devices")
	gs := f.export(f.ctx)
	for addr, hasKey := range map[string]bool{owner.String(): true, keyless.String(): false} {
		gs.Wallets = append(gs.Wallets, wallet.GenesisWallet{
			Address: addr, Custodian: 1, Kind: wallet.WALLET_KIND_PERSON, Tier: 1,
			Status: wallet.WALLET_STATUS_ACTIVE, HasOwnerKey: hasKey,
		})
	}
	slices.SortFunc(gs.Wallets, func(a, b wallet.GenesisWallet) int {
		return bytes.Compare(sdk.MustAccAddressFromBech32(a.Address), sdk.MustAccAddressFromBech32(b.Address))
	})
	require.NoError(t, f.keeper.InitGenesis(f.ctx, gs))
	require.NotNil(t, f.accounts.GetAccount(f.ctx, owner))
	require.Nil(t, f.accounts.GetAccount(f.ctx, keyless), "a wallet without a transaction key needs no account")
}

func TestInitGenesisRefusesAnUnknownCustodian(t *testing.T) {
	f := newFixture(t)
	f.populate()
	exported := f.export(f.ctx)
	exported.Wallets[0].Custodian = 77
	again := newFixture(t)
	require.ErrorIs(t, again.keeper.InitGenesis(again.ctx, exported), wallet.ErrGenesisInvalid)
}

func TestInvariantsNameWhatIsBroken(t *testing.T) {
	for name, spoil := range map[string]func(*fixture, sdk.AccAddress) error{
		"a custodian that is no member": func(f *fixture, _ sdk.AccAddress) error { delete(f.consortium.members, bankA); return nil },
		"a wrong count of devices": func(f *fixture, alice sdk.AccAddress) error {
			w, err := f.keeper.Wallet(f.ctx, alice)
			require.NoError(f.t, err)
			w.LiveDevices++
			return f.keeper.Wallets.Set(f.ctx, alice, w)
		},
		"a wallet at another address": func(f *fixture, alice sdk.AccAddress) error {
			w, err := f.keeper.Wallet(f.ctx, alice)
			require.NoError(f.t, err)
			return f.keeper.Wallets.Set(f.ctx, named("elsewhere"), w)
		},
		"a device of no wallet": func(f *fixture, _ sdk.AccAddress) error {
			s := signer(f.t, "orphan")
			d, err := wallet.NewDevice(s.Algorithm(), s.PublicKey(), 1, 1)
			require.NoError(f.t, err)
			return f.keeper.Devices.Set(f.ctx, wallet.DeviceStoreKey(named("nobody"), d.Id), d)
		},
		"a device with another id": func(f *fixture, alice sdk.AccAddress) error {
			s := signer(f.t, "third")
			id := wallet.DeviceID(s.Algorithm(), s.PublicKey())
			d, err := f.keeper.Device(f.ctx, alice, id[:])
			require.NoError(f.t, err)
			d.PublicKey = signer(f.t, "other").PublicKey()
			return f.keeper.Devices.Set(f.ctx, wallet.DeviceStoreKey(alice, id[:]), d)
		},
		"a device at another key": func(f *fixture, alice sdk.AccAddress) error {
			s := signer(f.t, "orphan")
			d, err := wallet.NewDevice(s.Algorithm(), s.PublicKey(), 1, 1)
			require.NoError(f.t, err)
			d.RevokedAt = 2
			return f.keeper.Devices.Set(f.ctx, wallet.DeviceStoreKey(alice, named("id")), d)
		},
		"a suspense entry of another wallet": func(f *fixture, alice sdk.AccAddress) error {
			return f.keeper.SuspenseWallets.Set(f.ctx, wallet.SuspenseStoreKey(bankB, "cny"), alice)
		},
		"a custody move by another custodian": func(f *fixture, alice sdk.AccAddress) error {
			return f.editMove(alice, func(m *wallet.CustodyMove) { m.From = clearing })
		},
		"a custody move that never ends": func(f *fixture, alice sdk.AccAddress) error {
			return f.editMove(alice, func(m *wallet.CustodyMove) { m.ExpiresAt = 0 })
		},
		"a custody move of another wallet": func(f *fixture, alice sdk.AccAddress) error {
			return f.editMove(alice, func(m *wallet.CustodyMove) { m.Wallet = named("elsewhere") })
		},
		"a custody move that the asked member does not see": func(f *fixture, alice sdk.AccAddress) error {
			return f.keeper.CustodyMembers.Remove(f.ctx, wallet.CustodyMemberStoreKey(bankB, alice))
		},
		"a member with a custody move of nothing": func(f *fixture, _ sdk.AccAddress) error {
			return f.keeper.CustodyMembers.Set(f.ctx, wallet.CustodyMemberStoreKey(bankB, named("nobody")))
		},
		"a commitment cut short": func(f *fixture, alice sdk.AccAddress) error {
			w, err := f.keeper.Wallet(f.ctx, alice)
			require.NoError(f.t, err)
			w.PersonCommitment = w.PersonCommitment[:8]
			return f.keeper.Wallets.Set(f.ctx, alice, w)
		},
		"a suspense wallet without entry": func(f *fixture, _ sdk.AccAddress) error {
			return f.keeper.SuspenseWallets.Remove(f.ctx, wallet.SuspenseStoreKey(bankA, "cny"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			alice := f.populate()
			require.NoError(t, f.keeper.Invariants(f.ctx))
			require.NoError(t, spoil(f, alice))
			require.ErrorIs(t, f.keeper.Invariants(f.ctx), wallet.ErrInvariantBroken)
		})
	}
}

func (f *fixture) editMove(of sdk.AccAddress, edit func(*wallet.CustodyMove)) error {
	move, err := f.keeper.CustodyMove(f.ctx, of)
	require.NoError(f.t, err)
	edit(&move)
	return f.keeper.CustodyMoves.Set(f.ctx, of, move)
}

func TestQueries(t *testing.T) {
	f := newFixture(t)
	alice := f.populate()

	one, err := f.queries.Wallet(f.ctx, &wallet.QueryWalletRequest{Address: alice.String()})
	require.NoError(t, err)
	require.Equal(t, wallet.WalletView{
		Address: alice.String(), Custodian: "bank-a", Kind: wallet.WALLET_KIND_PERSON, Tier: 2, Status: wallet.WALLET_STATUS_ACTIVE, LiveDevices: 2,
		PersonYears: []uint32{2026, 2027}, DormantNoticeAt: f.now(),
	}, one.Wallet)

	all, err := f.queries.Wallets(f.ctx, &wallet.QueryWalletsRequest{Pagination: &query.PageRequest{Limit: 2}})
	require.NoError(t, err)
	require.Len(t, all.Wallets, 2)
	rest, err := f.queries.Wallets(f.ctx, &wallet.QueryWalletsRequest{Pagination: &query.PageRequest{Key: all.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, rest.Wallets, 1)

	devices, err := f.queries.Devices(f.ctx, &wallet.QueryDevicesRequest{Wallet: alice.String()})
	require.NoError(t, err)
	require.Len(t, devices.Devices, 3)
	paged, err := f.queries.Devices(f.ctx, &wallet.QueryDevicesRequest{Wallet: alice.String(), Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	second, err := f.queries.Devices(f.ctx, &wallet.QueryDevicesRequest{Wallet: alice.String(), Pagination: &query.PageRequest{Key: paged.Pagination.NextKey, Limit: 9}})
	require.NoError(t, err)
	require.Equal(t, devices.Devices, append(paged.Devices, second.Devices...))

	device, err := f.queries.Device(f.ctx, &wallet.QueryDeviceRequest{Wallet: alice.String(), DeviceId: devices.Devices[0].Id})
	require.NoError(t, err)
	require.Equal(t, devices.Devices[0], device.Device)

	suspense, err := f.queries.Suspense(f.ctx, &wallet.QuerySuspenseRequest{Custodian: "bank-a", Denom: "cny"})
	require.NoError(t, err)
	want, _ := salted("suspense")
	require.Equal(t, want.String(), suspense.Address)

	params, err := f.queries.Params(f.ctx, &wallet.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, wallet.DefaultParams(), params.Params)
}

func TestQueriesRefuse(t *testing.T) {
	f := newFixture(t)
	alice := f.populate()
	for name, tc := range map[string]struct {
		ask func() error
		err error
	}{
		"an unknown wallet": {func() error {
			_, err := f.queries.Wallet(f.ctx, &wallet.QueryWalletRequest{Address: named("x").String()})
			return err
		}, wallet.ErrWalletUnknown},
		"no address": {func() error { _, err := f.queries.Wallet(f.ctx, &wallet.QueryWalletRequest{}); return err }, wallet.ErrAddressInvalid},
		"a device id that is none": {func() error {
			_, err := f.queries.Device(f.ctx, &wallet.QueryDeviceRequest{Wallet: alice.String(), DeviceId: "x"})
			return err
		}, wallet.ErrDeviceInvalid},
		"an unknown device": {func() error {
			_, err := f.queries.Device(f.ctx, &wallet.QueryDeviceRequest{Wallet: alice.String(), DeviceId: deviceID(signer(t, "x"))})
			return err
		}, wallet.ErrDeviceUnknown},
		"devices of an unknown wallet": {func() error {
			_, err := f.queries.Devices(f.ctx, &wallet.QueryDevicesRequest{Wallet: named("x").String()})
			return err
		}, wallet.ErrWalletUnknown},
		"suspense of an unknown member": {func() error {
			_, err := f.queries.Suspense(f.ctx, &wallet.QuerySuspenseRequest{Custodian: "x", Denom: "cny"})
			return err
		}, consortium.ErrMemberUnknown},
		"suspense of a malformed denom": {func() error {
			_, err := f.queries.Suspense(f.ctx, &wallet.QuerySuspenseRequest{Custodian: "bank-a", Denom: "C"})
			return err
		}, wallet.ErrWalletInvalid},
		"suspense that was never opened": {func() error {
			_, err := f.queries.Suspense(f.ctx, &wallet.QuerySuspenseRequest{Custodian: "bank-a", Denom: "hkd"})
			return err
		}, wallet.ErrSuspenseMissing},
	} {
		t.Run(name, func(t *testing.T) { require.ErrorIs(t, tc.ask(), tc.err) })
	}
}

func TestPagesAreCapped(t *testing.T) {
	f := newFixture(t)
	for n := range 501 {
		addr := append(make([]byte, 17), 1, byte(n>>8), byte(n))
		w := wallet.Wallet{Address: addr, Custodian: bankA, Kind: wallet.WALLET_KIND_PERSON, Status: wallet.WALLET_STATUS_ACTIVE}
		require.NoError(t, f.keeper.Wallets.Set(f.ctx, addr, w))
	}
	page, err := f.queries.Wallets(f.ctx, &wallet.QueryWalletsRequest{Pagination: &query.PageRequest{Limit: 100_000, CountTotal: true}})
	require.NoError(t, err)
	require.Len(t, page.Wallets, 500)
	require.NotEmpty(t, page.Pagination.NextKey)
	require.Zero(t, page.Pagination.Total)
}

type entry struct{ key, value string }

func entries(t *testing.T, f *fixture, prefix []byte) []entry {
	t.Helper()
	var all []entry
	store := f.ctx.KVStore(f.store)
	it := store.Iterator(prefix, []byte{prefix[0] + 1})
	defer it.Close()
	for ; it.Valid(); it.Next() {
		all = append(all, entry{string(it.Key()), string(it.Value())})
	}
	return all
}
