// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

func (f *fixture) succeed(of sdk.AccAddress, from, to uint32) func(context.Context) error {
	members := f.consortium.members
	return func(ctx context.Context) error { return f.keeper.Succeed(ctx, of, members[from], members[to]) }
}

func (f *fixture) walletsOf(custodian string) (addresses []string) {
	f.t.Helper()
	res, err := f.queries.WalletsOf(f.ctx, &wallet.QueryWalletsOfRequest{Custodian: custodian})
	require.NoError(f.t, err)
	for _, w := range res.Wallets {
		require.Equal(f.t, custodian, w.Custodian)
		addresses = append(addresses, w.Address)
	}
	return addresses
}

func (f *fixture) openSuspense(custodian, name string) sdk.AccAddress {
	f.t.Helper()
	addr, salt := salted(name)
	_, err := f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{
		Operator: operations(custodian), Address: addr.String(), Kind: wallet.WALLET_KIND_SUSPENSE, Currency: "cny", Salt: salt,
	})
	require.NoError(f.t, err)
	return addr
}

// New wallets are opened by an ACTIVE custodian alone, and only such a one takes a wallet over.
func TestSuspendedAndExitingOpenNoWallet(t *testing.T) {
	for name, status := range map[string]consortium.MemberStatus{
		"suspended": consortium.MEMBER_STATUS_SUSPENDED, "exiting": consortium.MEMBER_STATUS_EXITING, "left": consortium.MEMBER_STATUS_LEFT,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			alice := f.open("alice")
			f.setStatus(bankA, status)
			addr, salt := salted("bob")
			f.refused(wallet.ErrCustodianSuspended, func(ctx context.Context) error {
				_, err := f.msgs.OpenWallet(ctx, &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_PERSON, Tier: 2, Salt: salt})
				return err
			})
			f.setStatus(bankA, consortium.MEMBER_STATUS_ACTIVE)
			f.setStatus(bankB, status)
			f.refused(wallet.ErrCustodianSuspended, f.ask(operations("bank-a"), alice, "bank-b"))
			f.refused(wallet.ErrCustodianSuspended, f.succeed(alice, bankA, bankB))
		})
	}
}

func TestWalletsAreListedUnderTheirCustodian(t *testing.T) {
	f := newFixture(t)
	alice, bob := f.open("alice"), f.open("bob")
	f.openSuspense("bank-a", "suspense")
	require.ElementsMatch(t, []string{alice.String(), bob.String()}, f.walletsOf("bank-a"))
	count, err := f.keeper.CountWallets(f.ctx, bankA, 1)
	require.NoError(t, err)
	require.Equal(t, 1, count, "counted up to the limit")

	page, err := f.queries.WalletsOf(f.ctx, &wallet.QueryWalletsOfRequest{Custodian: "bank-a", Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	rest, err := f.queries.WalletsOf(f.ctx, &wallet.QueryWalletsOfRequest{Custodian: "bank-a", Pagination: &query.PageRequest{Key: page.Pagination.NextKey}})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{alice.String(), bob.String()}, []string{page.Wallets[0].Address, rest.Wallets[0].Address})

	f.close(bob)
	require.Equal(t, []string{alice.String()}, f.walletsOf("bank-a"))
	require.Equal(t, "tael.wallet.v1.EventCustodianChanged", f.done(f.succeed(alice, bankA, bankB)))
	require.Empty(t, f.walletsOf("bank-a"))
	require.Equal(t, []string{alice.String()}, f.walletsOf("bank-b"))
	_, err = f.queries.WalletsOf(f.ctx, &wallet.QueryWalletsOfRequest{Custodian: "bank-z"})
	require.ErrorIs(t, err, consortium.ErrMemberUnknown)
}

func TestSuccessorTakesAWallet(t *testing.T) {
	cases := map[string]struct {
		arrange func(*fixture, sdk.AccAddress)
		err     error
	}{
		"that nobody asked for":             {func(*fixture, sdk.AccAddress) {}, nil},
		"that the custodian asked away":     {func(f *fixture, a sdk.AccAddress) { f.done(f.ask(operations("bank-a"), a, "bank-b")) }, nil},
		"that its owner gave to it":         {func(f *fixture, a sdk.AccAddress) { f.done(f.ask(a.String(), a, "bank-b")) }, nil},
		"under a notice of dormancy":        {func(f *fixture, a sdk.AccAddress) { f.done(f.notice(operations("bank-a"), a)) }, nil},
		"not one its owner gave to another": {func(f *fixture, a sdk.AccAddress) { f.reinstateS(); f.done(f.ask(a.String(), a, "bank-s")) }, wallet.ErrCustodyMovePending},
		"after that request expired": {func(f *fixture, a sdk.AccAddress) {
			f.reinstateS()
			f.done(f.ask(a.String(), a, "bank-s"))
			f.wait(week)
		}, nil},
		"not a closed one":        {func(f *fixture, a sdk.AccAddress) { f.close(a) }, wallet.ErrWalletClosed},
		"not a duty holder's":     {func(f *fixture, a sdk.AccAddress) { f.consortium.actors[string(a)] = consortium.Actor{Member: bankA} }, wallet.ErrCustodyMoveInvalid},
		"not one of another bank": {func(f *fixture, a sdk.AccAddress) { f.done(f.succeed(a, bankA, bankB)) }, wallet.ErrCustodyMoveInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			alice := f.openOwned("alice")
			f.setStatus(bankA, consortium.MEMBER_STATUS_EXITING)
			tc.arrange(f, alice)
			if tc.err != nil {
				f.refused(tc.err, f.succeed(alice, bankA, bankB))
				return
			}
			require.Equal(t, "tael.wallet.v1.EventCustodianChanged", f.done(f.succeed(alice, bankA, bankB)))
			w, err := f.keeper.Wallet(f.ctx, alice)
			require.NoError(t, err)
			require.EqualValues(t, bankB, w.Custodian)
			require.Zero(t, w.DormantNoticeAt)
			_, err = f.keeper.CustodyMove(f.ctx, alice)
			require.ErrorIs(t, err, wallet.ErrCustodyMoveUnknown)
		})
	}
}

func (f *fixture) reinstateS() { f.setStatus(suspended, consortium.MEMBER_STATUS_ACTIVE) }

// What comes back to a closed wallet of a member that left goes to its successor, and on along the successors.
func TestSuspenseOfAMemberThatLeftIsItsSuccessors(t *testing.T) {
	f := newFixture(t)
	own, next := f.openSuspense("bank-a", "own"), f.openSuspense("bank-b", "next")
	of := func() (sdk.AccAddress, error) { return f.keeper.Suspense(f.ctx, bankA, "cny") }
	got, err := of()
	require.NoError(t, err)
	require.Equal(t, own, got)

	f.setStatus(bankA, consortium.MEMBER_STATUS_LEFT)
	_, err = of()
	require.ErrorIs(t, err, wallet.ErrSuspenseMissing)
	f.consortium.successions = map[uint32]consortium.Succession{bankA: {Member: bankA, Successor: bankB, NamedAt: 1}}
	_, err = of()
	require.ErrorIs(t, err, wallet.ErrSuspenseMissing, "not accepted")
	f.consortium.successions[bankA] = consortium.Succession{Member: bankA, Successor: bankB, NamedAt: 1, AcceptedAt: 2}
	got, err = of()
	require.NoError(t, err)
	require.Equal(t, next, got)

	f.reinstateS()
	third := f.openSuspense("bank-s", "third")
	f.setStatus(bankB, consortium.MEMBER_STATUS_LEFT)
	f.consortium.successions[bankB] = consortium.Succession{Member: bankB, Successor: suspended, NamedAt: 3, AcceptedAt: 4}
	got, err = of()
	require.NoError(t, err)
	require.Equal(t, third, got)
}
