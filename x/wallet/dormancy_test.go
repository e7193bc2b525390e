// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func TestDormancyNotice(t *testing.T) {
	const term = 90 * 86_400
	w := wallet.Wallet{Kind: wallet.WALLET_KIND_PERSON, Status: wallet.WALLET_STATUS_ACTIVE}
	require.Zero(t, w.DormantFrom(term))
	require.False(t, w.DormantAt(1<<40, term), "without notice nothing is dormant")
	require.ErrorIs(t, w.WithdrawDormancyNotice(), wallet.ErrDormancyNotice)

	require.NoError(t, w.GiveDormancyNotice(1_000))
	require.ErrorIs(t, w.GiveDormancyNotice(2_000), wallet.ErrDormancyNotice, "a second notice does not move the first")
	require.EqualValues(t, 1_000+term, w.DormantFrom(term))
	require.False(t, w.DormantAt(999+term, term))
	require.True(t, w.DormantAt(1_000+term, term))

	closed := w
	closed.Status = wallet.WALLET_STATUS_CLOSED
	require.False(t, closed.DormantAt(1_000+term, term))
	require.NoError(t, w.WithdrawDormancyNotice())
	require.False(t, w.DormantAt(1<<40, term))
	require.NoError(t, w.GiveDormancyNotice(5_000))
}

func TestDormancyNoticeIsOfCustomersAlone(t *testing.T) {
	for kind, err := range map[wallet.WalletKind]error{
		wallet.WALLET_KIND_PERSON: nil, wallet.WALLET_KIND_MERCHANT: nil, wallet.WALLET_KIND_CORPORATE: nil,
		wallet.WALLET_KIND_MEMBER: wallet.ErrDormancyNotice, wallet.WALLET_KIND_SUSPENSE: wallet.ErrDormancyNotice,
	} {
		w := wallet.Wallet{Kind: kind, Status: wallet.WALLET_STATUS_ACTIVE}
		require.ErrorIs(t, w.GiveDormancyNotice(7), err, kind)
		closed := wallet.Wallet{Kind: kind, Status: wallet.WALLET_STATUS_CLOSED}
		require.ErrorIs(t, closed.GiveDormancyNotice(7), wallet.ErrWalletClosed, kind)
	}
}
