// SPDX-License-Identifier: Apache-2.0

package client

import (
	"crypto/sha256"
	"fmt"
	"time"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/x/payment"
)

// Signer signs transactions for one account. A private key of the SDK is one; so is a client of an HSM.
type Signer interface {
	PubKey() cryptotypes.PubKey
	Sign(message []byte) ([]byte, error)
}

// Transaction is a signed transaction, ready to be sent to any node as often as one likes: its bytes have one
// sequence, so they have at most one effect.
type Transaction struct {
	Raw     []byte
	Hash    [32]byte
	Expires time.Time
}

// Terms are what a signature binds a transaction to.
type Terms struct {
	ChainID       string
	AccountNumber uint64
	Sequence      uint64
	// Expires is timeout_timestamp: no block with a later time can hold the transaction.
	Expires time.Time
}

// Sign builds and signs a transaction in SIGN_MODE_DIRECT, with the gas of the price list and nothing optional.
func Sign(signer Signer, terms Terms, msgs ...sdk.Msg) (Transaction, error) {
	body, err := encodeBody(msgs, terms.Expires)
	if err != nil {
		return Transaction{}, err
	}
	var batch []payment.Decoded
	if len(msgs) == 1 {
		if msg, ok := msgs[0].(*payment.MsgPayBatch); ok {
			batch = payment.DecodeBatch(msg, terms.ChainID)
		}
	}

	// The price counts bytes, and the gas limit is among them: a second round settles its own varint.
	limit := gas.Price(msgs, batch, len(body)+256)
	for range 3 {
		raw, err := signOnce(signer, terms, body, limit)
		if err != nil {
			return Transaction{}, err
		}
		price := gas.Price(msgs, batch, len(raw))
		if price <= limit {
			return Transaction{Raw: raw, Hash: sha256.Sum256(raw), Expires: terms.Expires}, nil
		}
		limit = price
	}
	return Transaction{}, fmt.Errorf("gas limit does not settle at %d", limit)
}

func encodeBody(msgs []sdk.Msg, expires time.Time) ([]byte, error) {
	body := tx.TxBody{TimeoutTimestamp: &expires}
	for _, msg := range msgs {
		packed, err := codectypes.NewAnyWithValue(msg)
		if err != nil {
			return nil, fmt.Errorf("packing %s: %w", sdk.MsgTypeURL(msg), err)
		}
		body.Messages = append(body.Messages, packed)
	}
	return body.Marshal()
}

func signOnce(signer Signer, terms Terms, body []byte, limit uint64) ([]byte, error) {
	key, err := codectypes.NewAnyWithValue(signer.PubKey())
	if err != nil {
		return nil, err
	}
	auth := tx.AuthInfo{
		SignerInfos: []*tx.SignerInfo{{
			PublicKey: key,
			ModeInfo:  &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{Single: &tx.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT}}},
			Sequence:  terms.Sequence,
		}},
		Fee: &tx.Fee{GasLimit: limit},
	}
	authBytes, err := auth.Marshal()
	if err != nil {
		return nil, err
	}
	doc := tx.SignDoc{BodyBytes: body, AuthInfoBytes: authBytes, ChainId: terms.ChainID, AccountNumber: terms.AccountNumber}
	docBytes, err := doc.Marshal()
	if err != nil {
		return nil, err
	}
	signature, err := signer.Sign(docBytes)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	raw := tx.TxRaw{BodyBytes: body, AuthInfoBytes: authBytes, Signatures: [][]byte{signature}}
	return raw.Marshal()
}
