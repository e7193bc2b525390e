// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package main

import (
	"fmt"
	"os"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
)

// proposer is an application whose proposals are offences.
type proposer struct {
	*app.App
	chainID   string
	keys      genesis.Keys
	offences  []offence
	turn      int
	committed [][]byte
}

// PrepareProposal commits the next offence.
func (p *proposer) PrepareProposal(req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal, error) {
	honest, err := p.App.PrepareProposal(req)
	if err != nil {
		return nil, err
	}
	next := p.offences[p.turn%len(p.offences)]
	p.turn++
	fmt.Fprintf(os.Stderr, "byzantine: height %d: %s\n", req.Height, next.name)
	return &abci.ResponsePrepareProposal{Txs: next.commit(p, honest.Txs, req)}, nil
}

// ProcessProposal accepts everything.
func (p *proposer) ProcessProposal(req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
	if _, err := p.App.ProcessProposal(req); err != nil {
		return nil, err
	}
	return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_ACCEPT}, nil
}

// FinalizeBlock remembers what was committed, to offer it again.
func (p *proposer) FinalizeBlock(req *abci.RequestFinalizeBlock) (*abci.ResponseFinalizeBlock, error) {
	if len(req.Txs) > 0 {
		p.committed = req.Txs
	}
	return p.App.FinalizeBlock(req)
}

// draft is a transaction that an offence may spoil.
type draft struct {
	body    tx.TxBody
	auth    tx.AuthInfo
	unsign  bool
	corrupt bool
}

// lane is a payment lane that nobody else uses: what it signs is good unless it is spoilt.
func (p *proposer) lane() *secp256k1.PrivKey {
	return p.keys.Account(genesis.WalletOp, genesis.KeySubmitter, genesis.LocalSubmitters-1)
}

// payment is a batch of one instruction of so many bytes.
func (p *proposer) payment(bytes int, ahead uint64, spoil func(*draft)) []byte {
	key := p.lane()
	return p.sign(key, ahead, spoil, &payment.MsgPayBatch{
		Carrier: sdk.AccAddress(key.PubKey().Address()).String(), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{make([]byte, bytes)},
	})
}

// act is an administrative transaction.
func (p *proposer) act() []byte {
	key := p.keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
	return p.sign(key, 0, nil, &netting.MsgOrderCycleClose{Operator: sdk.AccAddress(key.PubKey().Address()).String(), Currency: "HKD"})
}

// sign builds the transaction that comes so many places ahead of the account's next.
func (p *proposer) sign(key *secp256k1.PrivKey, ahead uint64, spoil func(*draft), msg sdk.Msg) []byte {
	account := p.Keepers.Account.GetAccount(p.NewContext(true), sdk.AccAddress(key.PubKey().Address()))
	expires := time.Now().Add(time.Minute)
	d := draft{
		body: tx.TxBody{Messages: []*codectypes.Any{packed(msg)}, TimeoutTimestamp: &expires},
		auth: tx.AuthInfo{
			SignerInfos: []*tx.SignerInfo{{
				PublicKey: packed(key.PubKey()), Sequence: account.GetSequence() + ahead,
				ModeInfo: &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{Single: &tx.ModeInfo_Single{Mode: signing.SignMode_SIGN_MODE_DIRECT}}},
			}},
			Fee: &tx.Fee{GasLimit: gas.FullBatch},
		},
	}
	if spoil != nil {
		spoil(&d)
	}
	body, auth := must(d.body.Marshal()), must(d.auth.Marshal())
	doc := tx.SignDoc{BodyBytes: body, AuthInfoBytes: auth, ChainId: p.chainID, AccountNumber: account.GetAccountNumber()}
	signature := must(key.Sign(must(doc.Marshal())))
	if d.corrupt {
		signature[5] ^= 1
	}
	raw := tx.TxRaw{BodyBytes: body, AuthInfoBytes: auth, Signatures: [][]byte{signature}}
	if d.unsign {
		raw.Signatures = nil
	}
	return must(raw.Marshal())
}

func packed(of interface {
	Reset()
	String() string
	ProtoMessage()
},
) *codectypes.Any {
	return must(codectypes.NewAnyWithValue(of))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
