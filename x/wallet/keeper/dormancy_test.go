// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

func (f *fixture) notice(by string, of sdk.AccAddress) func(context.Context) error {
	msg := &wallet.MsgGiveDormancyNotice{Operator: by, Wallet: of.String()}
	return func(ctx context.Context) error { _, err := f.msgs.GiveDormancyNotice(ctx, msg); return err }
}

func (f *fixture) withdraw(by string, of sdk.AccAddress) func(context.Context) error {
	msg := &wallet.MsgWithdrawDormancyNotice{Signer: by, Wallet: of.String()}
	return func(ctx context.Context) error { _, err := f.msgs.WithdrawDormancyNotice(ctx, msg); return err }
}

func (f *fixture) dormant(addr sdk.AccAddress) (bool, int64) {
	f.t.Helper()
	dormant, since, err := f.keeper.Dormant(f.ctx, addr)
	require.NoError(f.t, err)
	return dormant, since
}

func TestDormancy(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	_, _, err := f.keeper.Dormant(f.ctx, named("nobody"))
	require.ErrorIs(t, err, wallet.ErrWalletUnknown)
	dormant, since := f.dormant(alice)
	require.False(t, dormant)
	require.Zero(t, since)

	f.refused(wallet.ErrUnauthorized, f.notice(operations("bank-b"), alice))
	f.refused(consortium.ErrUnauthorized, f.notice(alice.String(), alice))
	f.refused(wallet.ErrDormancyNotice, f.withdraw(alice.String(), alice))
	require.Equal(t, "tael.wallet.v1.EventDormancyNoticeGiven", f.done(f.notice(operations("bank-a"), alice)))
	given := f.now()
	f.refused(wallet.ErrDormancyNotice, f.notice(operations("bank-a"), alice))

	f.wait(90*day - 1)
	dormant, since = f.dormant(alice)
	require.False(t, dormant)
	require.Equal(t, given, since)
	f.wait(1)
	dormant, since = f.dormant(alice)
	require.True(t, dormant)
	require.Equal(t, given, since)

	// The owner is heard also after the term; a new notice starts anew.
	f.refused(wallet.ErrUnauthorized, f.withdraw(operations("bank-b"), alice))
	require.Equal(t, "tael.wallet.v1.EventDormancyNoticeWithdrawn", f.done(f.withdraw(alice.String(), alice)))
	f.done(f.notice(operations("bank-a"), alice))
	dormant, _ = f.dormant(alice)
	require.False(t, dormant)
	f.done(f.withdraw(operations("bank-a"), alice))

	f.close(alice)
	f.refused(wallet.ErrWalletClosed, f.notice(operations("bank-a"), alice))
}
