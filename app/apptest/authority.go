// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks/genesis"
)

// SignAuthority signs for the governance multisig with the seats of these numbers. Who signs is part of what is
// signed, so it is fixed before the first signature.
func (c *Chain) SignAuthority(seats []int, msgs ...sdk.Msg) []byte {
	c.t.Helper()
	authority, members := genesis.LocalAuthority(c.Keys)
	key, err := authority.Key()
	require.NoError(c.t, err)
	account := c.App.Keepers.Account.GetAccount(c.Context(), sdk.AccAddress(key.Address()))
	require.NotNil(c.t, account, "the authority has no account")

	bits := cryptotypes.NewCompactBitArray(len(members))
	modes := make([]*tx.ModeInfo, len(seats))
	for i, seat := range seats {
		bits.SetIndex(seat, true)
		modes[i] = &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{Single: &tx.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT}}}
	}
	packed, err := codectypes.NewAnyWithValue(key)
	require.NoError(c.t, err)
	expires := c.Time.Add(time.Minute)
	body := tx.TxBody{TimeoutTimestamp: &expires}
	for _, msg := range msgs {
		packed, err := codectypes.NewAnyWithValue(msg)
		require.NoError(c.t, err)
		body.Messages = append(body.Messages, packed)
	}
	auth := tx.AuthInfo{
		SignerInfos: []*tx.SignerInfo{{
			PublicKey: packed, Sequence: account.GetSequence(),
			ModeInfo: &tx.ModeInfo{Sum: &tx.ModeInfo_Multi_{Multi: &tx.ModeInfo_Multi{Bitarray: bits, ModeInfos: modes}}},
		}},
		Fee: &tx.Fee{GasLimit: gas.FullBatch},
	}
	return c.sealAuthority(body, auth, account.GetAccountNumber(), seats, members)
}

func (c *Chain) sealAuthority(body tx.TxBody, auth tx.AuthInfo, number uint64, seats []int, members []string) []byte {
	bodyBytes, err := body.Marshal()
	require.NoError(c.t, err)
	authBytes, err := auth.Marshal()
	require.NoError(c.t, err)
	doc := tx.SignDoc{BodyBytes: bodyBytes, AuthInfoBytes: authBytes, ChainId: c.ID, AccountNumber: number}
	docBytes, err := doc.Marshal()
	require.NoError(c.t, err)

	var multi cryptotypes.MultiSignature
	for _, seat := range seats {
		signature, err := c.Keys.Account(members[seat], genesis.KeyGovernance, 0).Sign(docBytes)
		require.NoError(c.t, err)
		multi.Signatures = append(multi.Signatures, signature)
	}
	signature, err := multi.Marshal()
	require.NoError(c.t, err)
	raw := tx.TxRaw{BodyBytes: bodyBytes, AuthInfoBytes: authBytes, Signatures: [][]byte{signature}}
	encoded, err := raw.Marshal()
	require.NoError(c.t, err)
	return encoded
}

// seatsOf reads "0+2" as the first and the third seat.
func seatsOf(text string) []int {
	var seats []int
	for part := range strings.SplitSeq(text, "+") {
		seats = append(seats, int(part[0]-'0'))
	}
	return seats
}
