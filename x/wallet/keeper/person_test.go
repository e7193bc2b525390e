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

func (f *fixture) commit(by string, of sdk.AccAddress, year uint32, commitment []byte) func(context.Context) error {
	msg := &wallet.MsgCommitPerson{Operator: by, Wallet: of.String(), Year: year, Commitment: commitment}
	return func(ctx context.Context) error { _, err := f.msgs.CommitPerson(ctx, msg); return err }
}

func TestCommitPerson(t *testing.T) {
	f := newFixture(t)
	alice := f.openOwned("alice")
	tag, salt := seed("tag"), seed("salt")
	this, next := wallet.PersonCommitment(alice, 2026, tag, salt), wallet.PersonCommitment(alice, 2027, tag, salt)

	f.refused(wallet.ErrUnauthorized, f.commit(operations("bank-b"), alice, 2026, this[:]))
	f.refused(consortium.ErrUnauthorized, f.commit(alice.String(), alice, 2026, this[:]))
	f.refused(wallet.ErrWalletUnknown, f.commit(operations("bank-a"), named("nobody"), 2026, this[:]))
	f.refused(wallet.ErrPersonYear, f.commit(operations("bank-a"), alice, 2025, this[:]))
	f.refused(wallet.ErrPersonYear, f.commit(operations("bank-a"), alice, 2028, this[:]))
	f.refused(wallet.ErrPersonYear, f.commit(operations("bank-a"), alice, 0, this[:]))
	f.refused(wallet.ErrPersonCommitment, f.commit(operations("bank-a"), alice, 2026, this[:31]))
	f.refused(wallet.ErrPersonCommitment, f.commit(operations("bank-a"), alice, 2026, make([]byte, 32)))

	require.Equal(t, "tael.wallet.v1.EventPersonCommitted", f.done(f.commit(operations("bank-a"), alice, 2026, this[:])))
	f.done(f.commit(operations("bank-a"), alice, 2027, next[:]))
	w, err := f.keeper.Wallet(f.ctx, alice)
	require.NoError(t, err)
	require.True(t, w.OpensPerson(2026, tag, salt))
	require.True(t, w.OpensPerson(2027, tag, salt))

	// A year later the wallet keeps that year and the next; the first is gone.
	f.wait(365 * day)
	later := wallet.PersonCommitment(alice, 2028, tag, salt)
	f.done(f.commit(operations("bank-a"), alice, 2028, later[:]))
	w, err = f.keeper.Wallet(f.ctx, alice)
	require.NoError(t, err)
	require.Equal(t, []uint32{2027, 2028}, w.PersonYears())
	require.False(t, w.OpensPerson(2026, tag, salt))

	f.close(alice)
	f.refused(wallet.ErrWalletClosed, f.commit(operations("bank-a"), alice, 2028, later[:]))
}

func TestCommitPersonIsOfCustomersAlone(t *testing.T) {
	f := newFixture(t)
	addr, salt := salted("fees")
	_, err := f.msgs.OpenWallet(f.ctx, &wallet.MsgOpenWallet{Operator: operations("bank-a"), Address: addr.String(), Kind: wallet.WALLET_KIND_MEMBER, Salt: salt})
	require.NoError(t, err)
	commitment := seed("commitment")
	f.refused(wallet.ErrWalletInvalid, f.commit(operations("bank-a"), addr, 2026, commitment[:]))
}

func TestAReplacedCommitmentIsTold(t *testing.T) {
	f := newFixture(t)
	alice := f.open("alice")
	first, second := seed("first"), seed("second")
	require.False(t, f.replaced(f.commit(operations("bank-a"), alice, 2026, first[:])))
	require.True(t, f.replaced(f.commit(operations("bank-a"), alice, 2026, second[:])))
	w, err := f.keeper.Wallet(f.ctx, alice)
	require.NoError(t, err)
	require.Equal(t, second[:], w.Commitment(2026))
}

// replaced runs a commitment and reads what its event says.
func (f *fixture) replaced(act func(context.Context) error) bool {
	f.t.Helper()
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(f.t, act(ctx))
	msg, err := sdk.ParseTypedEvent(ctx.EventManager().ABCIEvents()[0])
	require.NoError(f.t, err)
	return msg.(*wallet.EventPersonCommitted).Replaced
}
