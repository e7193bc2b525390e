// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"time"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/client"
)

// Draft is a transaction before it is signed, open to being spoilt.
type Draft struct {
	Body    tx.TxBody
	Auth    tx.AuthInfo
	ChainID string
	Number  uint64
	// Spoil changes the signatures after signing.
	Spoil func(signatures [][]byte) [][]byte
}

// Craft signs a transaction that the client would not build: change has the last word before the signature.
func (c *Chain) Craft(signer client.Signer, change func(*Draft), msgs ...sdk.Msg) []byte {
	c.t.Helper()
	key, err := codectypes.NewAnyWithValue(signer.PubKey())
	require.NoError(c.t, err)
	expires := c.Time.Add(time.Minute)
	d := Draft{
		ChainID: c.ID,
		Body:    tx.TxBody{TimeoutTimestamp: &expires},
		Auth: tx.AuthInfo{
			SignerInfos: []*tx.SignerInfo{{
				PublicKey: key,
				ModeInfo: &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{
					Single: &tx.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT},
				}},
			}},
			Fee: &tx.Fee{GasLimit: gas.FullBatch},
		},
	}
	for _, msg := range msgs {
		packed, err := codectypes.NewAnyWithValue(msg)
		require.NoError(c.t, err)
		d.Body.Messages = append(d.Body.Messages, packed)
	}
	if account := c.App.Keepers.Account.GetAccount(c.Context(), sdk.AccAddress(signer.PubKey().Address())); account != nil {
		d.Number = account.GetAccountNumber()
		d.Auth.SignerInfos[0].Sequence = account.GetSequence()
	}
	if change != nil {
		change(&d)
	}
	return c.seal(signer, d)
}

func (c *Chain) seal(signer client.Signer, d Draft) []byte {
	body, err := d.Body.Marshal()
	require.NoError(c.t, err)
	auth, err := d.Auth.Marshal()
	require.NoError(c.t, err)
	doc := tx.SignDoc{BodyBytes: body, AuthInfoBytes: auth, ChainId: d.ChainID, AccountNumber: d.Number}
	bytes, err := doc.Marshal()
	require.NoError(c.t, err)
	signature, err := signer.Sign(bytes)
	require.NoError(c.t, err)
	signatures := [][]byte{signature}
	if d.Spoil != nil {
		signatures = d.Spoil(signatures)
	}
	raw := tx.TxRaw{BodyBytes: body, AuthInfoBytes: auth, Signatures: signatures}
	encoded, err := raw.Marshal()
	require.NoError(c.t, err)
	return encoded
}
