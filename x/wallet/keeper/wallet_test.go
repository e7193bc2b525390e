// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

func TestOpenWallet(t *testing.T) {
	addr, salt := salted("alice")
	treasury := dutyAddress("bank-a", consortium.DUTY_TREASURY).String()
	base := wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_PERSON, Tier: 2, Salt: salt}
	cases := map[string]struct {
		edit func(*wallet.MsgOpenWallet)
		err  error
	}{
		"a bank opens a person's wallet":   {func(*wallet.MsgOpenWallet) {}, nil},
		"the highest tier is open":         {func(m *wallet.MsgOpenWallet) { m.Tier = 9 }, nil},
		"a bank opens its treasury wallet": {func(m *wallet.MsgOpenWallet) { m.Address, m.Salt, m.Kind = treasury, nil, wallet.WALLET_KIND_CORPORATE }, nil},
		"a suspense wallet is opened":      {func(m *wallet.MsgOpenWallet) { m.Kind, m.Tier, m.Currency = wallet.WALLET_KIND_SUSPENSE, 0, "cny" }, nil},
		"a clearing house has a suspense wallet": {func(m *wallet.MsgOpenWallet) {
			m.Operator, m.Kind, m.Tier, m.Currency = operations("clearing"), wallet.WALLET_KIND_SUSPENSE, 0, "cny"
		}, nil},
		"a clearing house has a wallet of its own": {func(m *wallet.MsgOpenWallet) {
			m.Operator, m.Kind, m.Tier = operations("clearing"), wallet.WALLET_KIND_MEMBER, 0
		}, nil},
		"a bank's own wallet at a duty holder's address": {func(m *wallet.MsgOpenWallet) {
			m.Address, m.Salt, m.Kind, m.Tier = treasury, nil, wallet.WALLET_KIND_MEMBER, 0
		}, nil},
		"a bank's own wallet has no tier":          {func(m *wallet.MsgOpenWallet) { m.Kind = wallet.WALLET_KIND_MEMBER }, wallet.ErrWalletInvalid},
		"a clearing house keeps no customers":      {func(m *wallet.MsgOpenWallet) { m.Operator = operations("clearing") }, wallet.ErrUnauthorized},
		"a stranger opens nothing":                 {func(m *wallet.MsgOpenWallet) { m.Operator = named("stranger").String() }, consortium.ErrUnauthorized},
		"another duty opens nothing":               {func(m *wallet.MsgOpenWallet) { m.Operator = treasury }, consortium.ErrUnauthorized},
		"a suspended member opens nothing":         {func(m *wallet.MsgOpenWallet) { m.Operator = operations("bank-s") }, wallet.ErrCustodianSuspended},
		"a tier beyond the highest is refused":     {func(m *wallet.MsgOpenWallet) { m.Tier = 10 }, wallet.ErrTierInvalid},
		"an address without proof is refused":      {func(m *wallet.MsgOpenWallet) { m.Salt = nil }, wallet.ErrAddressUnproven},
		"a duty holder's as a person's is refused": {func(m *wallet.MsgOpenWallet) { m.Address, m.Salt = treasury, nil }, wallet.ErrAddressUnproven},
		"another member's duty holder is refused": {func(m *wallet.MsgOpenWallet) {
			m.Operator, m.Address, m.Salt, m.Kind = operations("bank-b"), treasury, nil, wallet.WALLET_KIND_CORPORATE
		}, wallet.ErrAddressUnproven},
		"a submitter's address is refused": {func(m *wallet.MsgOpenWallet) {
			m.Address, m.Salt, m.Kind = dutyAddress("bank-a", consortium.DUTY_SUBMITTER).String(), nil, wallet.WALLET_KIND_CORPORATE
		}, wallet.ErrAddressUnproven},
		"an escrow without proof is refused": {func(m *wallet.MsgOpenWallet) {
			m.Address, m.Salt = wallet.EscrowAddress("payment", addr).String(), nil
		}, wallet.ErrAddressUnproven},
		"a person's wallet with a denom is refused":   {func(m *wallet.MsgOpenWallet) { m.Currency = "cny" }, wallet.ErrWalletInvalid},
		"a suspense wallet without denom is refused":  {func(m *wallet.MsgOpenWallet) { m.Kind, m.Tier = wallet.WALLET_KIND_SUSPENSE, 0 }, wallet.ErrWalletInvalid},
		"another salt's address is refused":           {func(m *wallet.MsgOpenWallet) { m.Address = named("settlement").String() }, wallet.ErrAddressUnproven},
		"an address that is no address is refused":    {func(m *wallet.MsgOpenWallet) { m.Address = "tael1" }, wallet.ErrAddressInvalid},
		"a duty holder's with a salt is not a person": {func(m *wallet.MsgOpenWallet) { m.Address = treasury }, wallet.ErrAddressUnproven},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			msg := base
			tc.edit(&msg)
			act := func(ctx context.Context) error { _, err := f.msgs.OpenWallet(ctx, &msg); return err }
			if tc.err != nil {
				f.refused(tc.err, act)
				return
			}
			require.Equal(t, "tael.wallet.v1.EventWalletOpened", f.done(act))
			got, err := f.keeper.Wallet(f.ctx, sdk.MustAccAddressFromBech32(msg.Address))
			require.NoError(t, err)
			require.Equal(t, msg.Kind, got.Kind)
			require.Equal(t, msg.Tier, got.Tier)
			require.Equal(t, msg.Address == treasury, got.HasOwnerKey)
			f.refused(wallet.ErrWalletExists, act)
		})
	}
}

func TestOpenWalletWithAnOwnerKeyMakesItsAccount(t *testing.T) {
	f := newFixture(t)
	key := secp256k1.GenPrivKeyFromSecret([]byte("alice")).PubKey()
	packed, err := codectypes.NewAnyWithValue(key)
	require.NoError(t, err)
	addr := sdk.AccAddress(key.Address())
	msg := &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_MERCHANT, OwnerKey: packed}
	f.done(func(ctx context.Context) error { _, err := f.msgs.OpenWallet(ctx, msg); return err })

	require.Equal(t, key, f.accounts[string(addr)].GetPubKey())
	w, err := f.keeper.Wallet(f.ctx, addr)
	require.NoError(t, err)
	require.True(t, w.HasOwnerKey)
}

func TestOpenWalletWithoutOwnerKeyMakesNoAccount(t *testing.T) {
	f := newFixture(t)
	f.open("alice")
	require.Empty(t, f.accounts)
}

func TestOneSuspenseWalletPerCustodianAndDenom(t *testing.T) {
	f := newFixture(t)
	open := func(operator, name, denom string) func(context.Context) error {
		addr, salt := salted(name)
		msg := &wallet.MsgOpenWallet{Operator: operator, Address: addr.String(), Kind: wallet.WALLET_KIND_SUSPENSE, Currency: denom, Salt: salt}
		return func(ctx context.Context) error { _, err := f.msgs.OpenWallet(ctx, msg); return err }
	}
	_, err := f.keeper.Suspense(f.ctx, bankA, "cny")
	require.ErrorIs(t, err, wallet.ErrSuspenseMissing)

	f.done(open(operations("bank-a"), "one", "cny"))
	f.refused(wallet.ErrSuspenseExists, open(operations("bank-a"), "two", "cny"))
	f.done(open(operations("bank-a"), "three", "hkd"))
	f.done(open(operations("bank-b"), "four", "cny"))

	first, _ := salted("one")
	got, err := f.keeper.Suspense(f.ctx, bankA, "cny")
	require.NoError(t, err)
	require.Equal(t, first, got)
	f.refused(wallet.ErrWalletInvalid, func(ctx context.Context) error {
		_, err := f.msgs.CloseWallet(ctx, &wallet.MsgCloseWallet{Operator: operations("bank-a"), Address: first.String()})
		return err
	})
}

func TestCloseWallet(t *testing.T) {
	f := newFixture(t)
	alice := f.open("alice")
	closing := func(operator string) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := f.msgs.CloseWallet(ctx, &wallet.MsgCloseWallet{Operator: operator, Address: alice.String()})
			return err
		}
	}
	f.refused(wallet.ErrUnauthorized, closing(operations("bank-b")))
	f.refused(consortium.ErrUnauthorized, closing(alice.String()))
	for _, place := range [][]byte{alice, wallet.EscrowAddress("payment", alice), wallet.EscrowAddress("reserve", alice)} {
		f.bank[string(place)] = true
		f.refused(wallet.ErrWalletNotEmpty, closing(operations("bank-a")))
		delete(f.bank, string(place))
	}
	require.Equal(t, "tael.wallet.v1.EventWalletClosed", f.done(closing(operations("bank-a"))))

	w, err := f.keeper.Wallet(f.ctx, alice)
	require.NoError(t, err)
	require.True(t, w.Closed())
	f.refused(wallet.ErrWalletClosed, closing(operations("bank-a")))
	addr, salt := salted("alice")
	f.refused(wallet.ErrWalletExists, func(ctx context.Context) error {
		_, err := f.msgs.OpenWallet(ctx, &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_PERSON, Salt: salt})
		return err
	})
}

func TestUnknownWallet(t *testing.T) {
	f := newFixture(t)
	_, err := f.keeper.Wallet(f.ctx, named("nobody"))
	require.ErrorIs(t, err, wallet.ErrWalletUnknown)
	f.refused(wallet.ErrWalletUnknown, func(ctx context.Context) error {
		_, err := f.msgs.CloseWallet(ctx, &wallet.MsgCloseWallet{Operator: operations("bank-a"), Address: named("nobody").String()})
		return err
	})
}

func TestChangeTier(t *testing.T) {
	evidence := seed("evidence")
	compliance := func(member string) string {
		return dutyAddress(member, consortium.DUTY_COMPLIANCE).String()
	}
	cases := map[string]struct {
		officer string
		tier    uint32
		err     error
	}{
		"the custodian raises":               {operations("bank-a"), 3, nil},
		"the custodian lowers":               {operations("bank-a"), 0, nil},
		"a regulator lowers":                 {compliance("regulator"), 1, nil},
		"a regulator does not raise":         {compliance("regulator"), 3, wallet.ErrUnauthorized},
		"a bank's compliance does not lower": {compliance("bank-a"), 1, consortium.ErrUnauthorized},
		"another bank does not lower":        {operations("bank-b"), 1, consortium.ErrUnauthorized},
		"the holder does not":                {named("alice").String(), 3, consortium.ErrUnauthorized},
		"the same tier is no change":         {operations("bank-a"), 2, wallet.ErrTierInvalid},
		"beyond the highest tier":            {operations("bank-a"), 10, wallet.ErrTierInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			alice := f.open("alice")
			act := func(ctx context.Context) error {
				_, err := f.msgs.ChangeTier(ctx, &wallet.MsgChangeTier{Officer: tc.officer, Address: alice.String(), Tier: tc.tier, Evidence: evidence[:]})
				return err
			}
			if tc.err != nil {
				f.refused(tc.err, act)
				return
			}
			require.Equal(t, "tael.wallet.v1.EventTierChanged", f.done(act))
			w, err := f.keeper.Wallet(f.ctx, alice)
			require.NoError(t, err)
			require.Equal(t, tc.tier, w.Tier)
			require.EqualValues(t, 1, w.LiveDevices)
		})
	}
}
