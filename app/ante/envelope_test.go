// SPDX-License-Identifier: Apache-2.0

package ante_test

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
)

// A transaction that lacks a part is refused like any other, without a panic: in CheckTx, by a proposer, who does not
// look at it though CometBFT offers it, by whoever checks a proposal, and in a block.
func TestTransactionsThatLackAPartAreRefused(t *testing.T) {
	c := apptest.New(t)
	operator := c.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
	order := &netting.MsgOrderCycleClose{Operator: sdk.AccAddress(operator.PubKey().Address()).String(), Currency: "CNY"}
	single := &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{Single: &tx.ModeInfo_Single{Mode: 1}}}
	multi := func(bits *cryptotypes.CompactBitArray, modes ...*tx.ModeInfo) func(*apptest.Draft) {
		return func(d *apptest.Draft) {
			d.Auth.SignerInfos[0].ModeInfo = &tx.ModeInfo{Sum: &tx.ModeInfo_Multi_{Multi: &tx.ModeInfo_Multi{Bitarray: bits, ModeInfos: modes}}}
		}
	}
	cases := map[string]func(*apptest.Draft){
		"no gas limit":               func(d *apptest.Draft) { d.Auth.Fee = nil },
		"no signer info":             func(d *apptest.Draft) { d.Auth.SignerInfos = nil },
		"nothing but a body":         func(d *apptest.Draft) { d.Auth = tx.AuthInfo{} },
		"no key is shown":            func(d *apptest.Draft) { d.Auth.SignerInfos[0].PublicKey = nil; d.Auth.SignerInfos[0].ModeInfo = nil },
		"no sign mode":               func(d *apptest.Draft) { d.Auth.SignerInfos[0].ModeInfo = nil },
		"a sign mode of no kind":     func(d *apptest.Draft) { d.Auth.SignerInfos[0].ModeInfo = &tx.ModeInfo{} },
		"a multisig of nobody":       multi(nil),
		"a multisig without bits":    multi(nil, single),
		"more modes than signatures": multi(cryptotypes.NewCompactBitArray(3), single, single, single),
		"a member without a mode":    multi(cryptotypes.NewCompactBitArray(1), &tx.ModeInfo{}),
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			good := c.Craft(operator, nil, order)
			raw := c.Craft(operator, change, order)

			check, err := c.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
			require.NoError(t, err)
			require.Equal(t, [2]any{ante.Codespace, ante.ErrEnvelope.ABCICode()}, [2]any{check.Codespace, check.Code}, check.Log)

			check, err = c.App.CheckTx(&abci.RequestCheckTx{Tx: good, Type: abci.CheckTxType_New})
			require.NoError(t, err)
			require.Zero(t, check.Code, check.Log)

			height, at := c.Height+1, c.Time.Add(time.Second)
			prepared, err := c.App.PrepareProposal(&abci.RequestPrepareProposal{Height: height, Time: at, MaxTxBytes: 1 << 20, Txs: [][]byte{raw, {}, {1}, good}})
			require.NoError(t, err)
			require.Equal(t, [][]byte{good}, prepared.Txs)
			processed, err := c.App.ProcessProposal(&abci.RequestProcessProposal{Height: height, Time: at, Txs: [][]byte{raw}})
			require.NoError(t, err)
			require.False(t, processed.IsAccepted())

			res := c.Block(raw, good).TxResults[0]
			require.Equal(t, [2]any{ante.Codespace, ante.ErrEnvelope.ABCICode()}, [2]any{res.Codespace, res.Code}, res.Log)
		})
	}
}
