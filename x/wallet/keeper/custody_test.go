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

const week = 7 * day

// authority is the consortium's account.
func authority() string { return named("authority").String() }

func (f *fixture) ask(by string, of sdk.AccAddress, to string) func(context.Context) error {
	msg := &wallet.MsgRequestCustodyMove{Signer: by, Wallet: of.String(), To: to}
	return func(ctx context.Context) error { _, err := f.msgs.RequestCustodyMove(ctx, msg); return err }
}

func (f *fixture) cancel(by string, of sdk.AccAddress) func(context.Context) error {
	msg := &wallet.MsgCancelCustodyMove{Signer: by, Wallet: of.String()}
	return func(ctx context.Context) error { _, err := f.msgs.CancelCustodyMove(ctx, msg); return err }
}

func (f *fixture) change(of sdk.AccAddress, to uint32) func(context.Context) error {
	return func(ctx context.Context) error { return f.keeper.ChangeCustodian(ctx, of, to) }
}

func (f *fixture) setStatus(number uint32, status consortium.MemberStatus) {
	f.consortium.setStatus(number, status)
}

func TestRequestCustodyMove(t *testing.T) {
	cases := map[string]struct {
		by   string
		to   string
		edit func(*fixture)
		want wallet.CustodyAsker
		err  error
	}{
		"the owner asks":                       {by: "", to: "bank-b", want: wallet.CUSTODY_ASKER_OWNER},
		"the custodian asks":                   {by: operations("bank-a"), to: "bank-b", want: wallet.CUSTODY_ASKER_CUSTODIAN},
		"the consortium asks at a suspended":   {by: authority(), to: "bank-b", edit: suspendA, want: wallet.CUSTODY_ASKER_CONSORTIUM},
		"the owner asks at a suspended":        {by: "", to: "bank-b", edit: suspendA, want: wallet.CUSTODY_ASKER_OWNER},
		"the consortium at an active one":      {by: authority(), to: "bank-b", err: wallet.ErrUnauthorized},
		"another bank":                         {by: operations("bank-b"), to: "bank-b", err: wallet.ErrUnauthorized},
		"another duty of the custodian":        {by: dutyAddress("bank-a", consortium.DUTY_TREASURY).String(), to: "bank-b", err: consortium.ErrUnauthorized},
		"a stranger":                           {by: named("stranger").String(), to: "bank-b", err: consortium.ErrUnauthorized},
		"to where it is":                       {by: "", to: "bank-a", err: wallet.ErrCustodyMoveInvalid},
		"to a member that keeps no customers":  {by: "", to: "clearing", err: wallet.ErrUnauthorized},
		"to a suspended member":                {by: "", to: "bank-s", err: wallet.ErrCustodianSuspended},
		"to nobody":                            {by: "", to: "", err: wallet.ErrCustodyMoveInvalid},
		"to an unknown member":                 {by: "", to: "bank-z", err: consortium.ErrMemberUnknown},
		"of a closed wallet":                   {by: "", to: "bank-b", edit: func(f *fixture) { f.close(f.owner()) }, err: wallet.ErrWalletClosed},
		"of a wallet that a duty holder signs": {by: "", to: "bank-b", edit: func(f *fixture) { f.consortium.actors[string(f.owner())] = consortium.Actor{Member: bankB} }, err: wallet.ErrCustodyMoveInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			alice := f.openOwned("alice")
			if tc.by == "" {
				tc.by = alice.String()
			}
			if tc.edit != nil {
				tc.edit(f)
			}
			if tc.err != nil {
				f.refused(tc.err, f.ask(tc.by, alice, tc.to))
				return
			}
			require.Equal(t, "tael.wallet.v1.EventCustodyMoveRequested", f.done(f.ask(tc.by, alice, tc.to)))
			move, err := f.keeper.CustodyMove(f.ctx, alice)
			require.NoError(t, err)
			require.Equal(t, wallet.CustodyMove{Wallet: alice, From: bankA, To: bankB, AskedBy: tc.want, AskedAt: f.now(), ExpiresAt: f.now() + week}, move)
			f.refused(wallet.ErrCustodyMovePending, f.ask(tc.by, alice, tc.to))
		})
	}
}

func suspendA(f *fixture) { f.setStatus(bankA, consortium.MEMBER_STATUS_SUSPENDED) }

// owner is the address of the wallet that openOwned opens for alice.
func (f *fixture) owner() sdk.AccAddress { return ownerAddress("alice") }

func (f *fixture) close(addr sdk.AccAddress) {
	f.t.Helper()
	_, err := f.msgs.CloseWallet(f.ctx, &wallet.MsgCloseWallet{Operator: operations("bank-a"), Address: addr.String()})
	require.NoError(f.t, err)
}

func TestMemberMoneyDoesNotMove(t *testing.T) {
	f := newFixture(t)
	for kind, currency := range map[wallet.WalletKind]string{wallet.WALLET_KIND_MEMBER: "", wallet.WALLET_KIND_SUSPENSE: "cny"} {
		addr, salt := salted(kind.String())
		_, err := f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: kind, Currency: currency, Salt: salt})
		require.NoError(t, err)
		f.refused(wallet.ErrCustodyMoveInvalid, f.ask(operations("bank-a"), addr, "bank-b"))
	}
}

func TestCancelCustodyMove(t *testing.T) {
	owner, custodian, asked := "owner", operations("bank-a"), operations("bank-b")
	cases := map[string]struct {
		asker, by string
		err       error
	}{
		"the owner withdraws its own":                 {owner, owner, nil},
		"the owner stops what the custodian asked":    {custodian, owner, nil},
		"the owner stops what the consortium asked":   {authority(), owner, nil},
		"the custodian withdraws its own":             {custodian, custodian, nil},
		"the custodian cannot stop the owner":         {owner, custodian, wallet.ErrUnauthorized},
		"the custodian cannot stop the consortium":    {authority(), custodian, wallet.ErrUnauthorized},
		"the asked member declines the owner":         {owner, asked, nil},
		"the asked member declines the custodian":     {custodian, asked, nil},
		"the asked member declines the consortium":    {authority(), asked, nil},
		"the consortium withdraws its own":            {authority(), authority(), nil},
		"the consortium does not stop the owner":      {owner, authority(), consortium.ErrUnauthorized},
		"another member stops nothing":                {owner, operations("clearing"), wallet.ErrUnauthorized},
		"another duty of the asked one stops nothing": {owner, submitter("bank-b"), consortium.ErrUnauthorized},
		"a stranger stops nothing":                    {owner, named("stranger").String(), consortium.ErrUnauthorized},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			alice := f.openOwned("alice")
			who := func(name string) string {
				if name == owner {
					return alice.String()
				}
				return name
			}
			f.refused(wallet.ErrCustodyMoveUnknown, f.cancel(who(tc.by), alice))
			if tc.asker == authority() {
				suspendA(f)
			}
			f.done(f.ask(who(tc.asker), alice, "bank-b"))
			if tc.err != nil {
				f.refused(tc.err, f.cancel(who(tc.by), alice))
				return
			}
			require.Equal(t, "tael.wallet.v1.EventCustodyMoveCancelled", f.done(f.cancel(who(tc.by), alice)))
			_, err := f.keeper.CustodyMove(f.ctx, alice)
			require.ErrorIs(t, err, wallet.ErrCustodyMoveUnknown)
			f.refused(wallet.ErrCustodyMoveUnknown, f.cancel(who(tc.by), alice))
		})
	}
}

func TestCustodyMoveExpiresOnRead(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	f.done(f.ask(alice.String(), alice, "bank-b"))
	f.wait(week - 1)
	_, err := f.keeper.CustodyMove(f.ctx, alice)
	require.NoError(t, err)
	f.wait(1)
	_, err = f.keeper.CustodyMove(f.ctx, alice)
	require.ErrorIs(t, err, wallet.ErrCustodyMoveUnknown)
	f.refused(wallet.ErrCustodyMoveUnknown, f.change(alice, bankB))
	f.refused(wallet.ErrCustodyMoveUnknown, f.cancel(alice.String(), alice))

	// The expired request makes room for another one, also to another member.
	bankC := consortium.Member{Number: 6, Id: "bank-c", Roles: []consortium.Role{consortium.ROLE_BANK}, Status: consortium.MEMBER_STATUS_ACTIVE}
	f.consortium.members[6] = bankC
	f.done(f.ask(operations("bank-a"), alice, "bank-c"))
	require.Len(t, f.export(f.ctx).CustodyMoves, 1)
}

func TestChangeCustodian(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	commitment := seed("commitment")
	f.done(f.commit(operations("bank-a"), alice, 2026, commitment[:]))
	f.done(f.notice(operations("bank-a"), alice))
	f.refused(wallet.ErrWalletUnknown, f.change(named("nobody"), bankB))
	f.refused(wallet.ErrCustodyMoveUnknown, f.change(alice, bankB))
	f.done(f.ask(alice.String(), alice, "bank-b"))
	f.refused(wallet.ErrCustodyMoveInvalid, f.change(alice, clearing))

	// What is asked is asked again when it happens.
	f.setStatus(bankB, consortium.MEMBER_STATUS_SUSPENDED)
	f.refused(wallet.ErrCustodianSuspended, f.change(alice, bankB))
	f.setStatus(bankB, consortium.MEMBER_STATUS_ACTIVE)

	before, err := f.keeper.Wallet(f.ctx, alice)
	require.NoError(t, err)
	require.Equal(t, "tael.wallet.v1.EventCustodianChanged", f.done(f.change(alice, bankB)))
	after, err := f.keeper.Wallet(f.ctx, alice)
	require.NoError(t, err)
	before.Custodian, before.DormantNoticeAt = bankB, 0
	require.Equal(t, before, after, "nothing but the custodian and its notice changes")
	require.Empty(t, f.export(f.ctx).CustodyMoves)
	f.refused(wallet.ErrCustodyMoveUnknown, f.change(alice, bankB))

	// The former custodian has nothing to say any more.
	f.refused(wallet.ErrUnauthorized, f.notice(operations("bank-a"), alice))
	f.done(f.ask(operations("bank-b"), alice, "bank-a"))
	f.done(f.change(alice, bankA))
}

func TestClosingDropsARequest(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	f.done(f.ask(alice.String(), alice, "bank-b"))
	f.close(alice)
	require.Empty(t, f.export(f.ctx).CustodyMoves)
	f.refused(wallet.ErrCustodyMoveUnknown, f.change(alice, bankB))
	require.NoError(t, f.keeper.Invariants(f.ctx))
}

func TestQueryCustodyMoves(t *testing.T) {
	f := newFixture(t)
	alice, bob := f.open("alice"), f.open("bob")
	f.done(f.ask(operations("bank-a"), alice, "bank-b"))
	f.wait(1)
	f.done(f.ask(operations("bank-a"), bob, "bank-b"))
	f.wait(week - 1)

	ask := func(member string, page *query.PageRequest) []wallet.CustodyMoveView {
		got, err := f.queries.CustodyMoves(f.ctx, &wallet.QueryCustodyMovesRequest{Member: member, Pagination: page})
		require.NoError(t, err)
		return got.CustodyMoves
	}
	require.Len(t, ask("bank-a", nil), 2)
	require.ElementsMatch(t, ask("bank-a", nil), ask("bank-b", nil))
	require.Len(t, ask("bank-b", &query.PageRequest{Limit: 1}), 1)
	require.Empty(t, ask("clearing", nil))
	for _, move := range ask("bank-b", nil) {
		require.Equal(t, move.Wallet == alice.String(), move.Expired)
		require.Equal(t, [2]string{"bank-a", "bank-b"}, [2]string{move.From, move.To})
	}
	one, err := f.queries.CustodyMove(f.ctx, &wallet.QueryCustodyMoveRequest{Wallet: bob.String()})
	require.NoError(t, err)
	require.Equal(t, wallet.CUSTODY_ASKER_CUSTODIAN, one.CustodyMove.AskedBy)
	_, err = f.queries.CustodyMove(f.ctx, &wallet.QueryCustodyMoveRequest{Wallet: alice.String()})
	require.ErrorIs(t, err, wallet.ErrCustodyMoveUnknown)
	_, err = f.queries.CustodyMoves(f.ctx, &wallet.QueryCustodyMovesRequest{Member: "bank-z"})
	require.ErrorIs(t, err, consortium.ErrMemberUnknown)
}
