// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func TestCustodyMoveValidate(t *testing.T) {
	cases := map[string]struct {
		edit func(*wallet.CustodyMove)
		err  error
	}{
		"as asked it is sound":       {func(*wallet.CustodyMove) {}, nil},
		"of no wallet":               {func(m *wallet.CustodyMove) { m.Wallet = nil }, wallet.ErrCustodyMoveInvalid},
		"from nobody":                {func(m *wallet.CustodyMove) { m.From = 0 }, wallet.ErrCustodyMoveInvalid},
		"from beyond 65535":          {func(m *wallet.CustodyMove) { m.From = 1 << 16 }, wallet.ErrCustodyMoveInvalid},
		"to nobody":                  {func(m *wallet.CustodyMove) { m.To = 0 }, wallet.ErrCustodyMoveInvalid},
		"to beyond 65535":            {func(m *wallet.CustodyMove) { m.To = 1 << 16 }, wallet.ErrCustodyMoveInvalid},
		"to where it is":             {func(m *wallet.CustodyMove) { m.To = m.From }, wallet.ErrCustodyMoveInvalid},
		"asked by nobody":            {func(m *wallet.CustodyMove) { m.AskedBy = 0 }, wallet.ErrCustodyMoveInvalid},
		"asked by an unknown":        {func(m *wallet.CustodyMove) { m.AskedBy = 4 }, wallet.ErrCustodyMoveInvalid},
		"expired when it was asked":  {func(m *wallet.CustodyMove) { m.ExpiresAt = m.AskedAt }, wallet.ErrCustodyMoveInvalid},
		"asked before time itself":   {func(m *wallet.CustodyMove) { m.AskedAt = -1 }, wallet.ErrCustodyMoveInvalid},
		"asked by the consortium":    {func(m *wallet.CustodyMove) { m.AskedBy = wallet.CUSTODY_ASKER_CONSORTIUM }, nil},
		"with a wallet of 21 bytes":  {func(m *wallet.CustodyMove) { m.Wallet = make([]byte, 21) }, wallet.ErrCustodyMoveInvalid},
		"with an expiry before that": {func(m *wallet.CustodyMove) { m.ExpiresAt = 1 }, wallet.ErrCustodyMoveInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := wallet.CustodyMove{Wallet: make([]byte, 20), From: 1, To: 2, AskedBy: wallet.CUSTODY_ASKER_OWNER, AskedAt: 10, ExpiresAt: 20}
			tc.edit(&m)
			require.ErrorIs(t, m.Validate(), tc.err)
		})
	}
}

func TestCustodyMoveExpires(t *testing.T) {
	m := wallet.CustodyMove{AskedAt: 10, ExpiresAt: 20}
	require.False(t, m.ExpiredAt(19))
	require.True(t, m.ExpiredAt(20))
}

func TestMovable(t *testing.T) {
	for kind, err := range map[wallet.WalletKind]error{
		wallet.WALLET_KIND_PERSON: nil, wallet.WALLET_KIND_MERCHANT: nil, wallet.WALLET_KIND_CORPORATE: nil,
		wallet.WALLET_KIND_MEMBER: wallet.ErrCustodyMoveInvalid, wallet.WALLET_KIND_SUSPENSE: wallet.ErrCustodyMoveInvalid,
	} {
		w := wallet.Wallet{Kind: kind, Status: wallet.WALLET_STATUS_ACTIVE}
		require.ErrorIs(t, w.Movable(), err, kind)
		w.Status = wallet.WALLET_STATUS_CLOSED
		require.ErrorIs(t, w.Movable(), wallet.ErrWalletClosed, kind)
	}
}
