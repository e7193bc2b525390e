// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"math/big"
	"testing"
	"time"

	errorsmod "cosmossdk.io/errors"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
)

// Everything a transaction may be turned away for: the exact error, in CheckTx, ProcessProposal and FinalizeBlock
// alike; no event, no sequence step.
func TestAdmissionRefuses(t *testing.T) {
	c := apptest.New(t)
	operator := c.Keys.Account("clearing", genesis.KeyOperations, 0)
	lane := c.Keys.Account("bank-a", genesis.KeySubmitter, 0)
	order := &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"}
	stranger := secp256k1.GenPrivKeyFromSecret([]byte("nobody"))

	cases := map[string]struct {
		signer *secp256k1.PrivKey
		msgs   []sdk.Msg
		change func(*apptest.Draft)
		want   *errorsmod.Error
	}{
		"a memo is free text": {
			change: func(d *apptest.Draft) { d.Body.Memo = "hello" }, want: ante.ErrEnvelope,
		},
		"a timeout height is unused": {
			change: func(d *apptest.Draft) { d.Body.TimeoutHeight = 100 }, want: ante.ErrEnvelope,
		},
		"an unordered transaction": {
			change: func(d *apptest.Draft) { d.Body.Unordered = true; d.Auth.SignerInfos[0].Sequence = 0 }, want: ante.ErrEnvelope,
		},
		"a fee": {
			change: func(d *apptest.Draft) { d.Auth.Fee.Amount = sdk.NewCoins(sdk.NewInt64Coin("cny", 1)) }, want: ante.ErrEnvelope,
		},
		"another fee payer": {
			change: func(d *apptest.Draft) { d.Auth.Fee.Payer = address(lane) }, want: ante.ErrEnvelope,
		},
		"a fee granter": {
			change: func(d *apptest.Draft) { d.Auth.Fee.Granter = address(lane) }, want: ante.ErrEnvelope,
		},
		"amino JSON hides fields from the signer": {
			change: mode(signing.SignMode_SIGN_MODE_LEGACY_AMINO_JSON), want: ante.ErrSignMode,
		},
		"direct aux is another sign document": {
			change: mode(signing.SignMode_SIGN_MODE_DIRECT_AUX), want: ante.ErrSignMode,
		},
		"the timeout has passed": {
			change: func(d *apptest.Draft) { past := apptest.Start.Add(-time.Hour); d.Body.TimeoutTimestamp = &past },
			want:   ante.ErrTimedOut,
		},
		"gas below the price": {
			change: func(d *apptest.Draft) { d.Auth.Fee.GasLimit = 1_000 }, want: ante.ErrGasLimit,
		},
		"gas above a full batch": {
			change: func(d *apptest.Draft) { d.Auth.Fee.GasLimit = 1 << 40 }, want: ante.ErrGasLimit,
		},
		"a sequence from the past or the future": {
			change: func(d *apptest.Draft) { d.Auth.SignerInfos[0].Sequence += 7 }, want: ante.ErrSequence,
		},
		"a signature for another chain": {
			change: func(d *apptest.Draft) { d.ChainID = "tael-local-2" }, want: ante.ErrSignature,
		},
		"a signature for another account number": {
			change: func(d *apptest.Draft) { d.Number += 1 }, want: ante.ErrSignature,
		},
		"the same signature with high s": {
			change: func(d *apptest.Draft) { d.Spoil = highS }, want: ante.ErrSignature,
		},
		"a signature with one bit changed": {
			change: func(d *apptest.Draft) {
				d.Spoil = func(s [][]byte) [][]byte { s[0][10] ^= 1; return s }
			},
			want: ante.ErrSignature,
		},
		"two signatures for one signer": {
			change: func(d *apptest.Draft) {
				d.Spoil = func(s [][]byte) [][]byte { return append(s, s[0]) }
			},
			want: ante.ErrEnvelope,
		},
		"somebody else's key": {
			change: func(d *apptest.Draft) {
				d.Auth.SignerInfos[0].PublicKey, _ = codectypes.NewAnyWithValue(stranger.PubKey())
			},
			want: ante.ErrKey,
		},
		"a stranger": {
			signer: stranger, msgs: []sdk.Msg{&netting.MsgOrderCycleClose{Operator: address(stranger), Currency: "CNY"}},
			want: ante.ErrSignerUnknown,
		},
		"a duty that the matrix does not name": {
			signer: lane, msgs: []sdk.Msg{&netting.MsgOrderCycleClose{Operator: address(lane), Currency: "CNY"}},
			want: ante.ErrNotPermitted,
		},
		"a role that the matrix does not name": {
			signer: c.Keys.Account("bank-a", genesis.KeyOperations, 0),
			msgs:   []sdk.Msg{&netting.MsgOrderCycleClose{Operator: address(c.Keys.Account("bank-a", genesis.KeyOperations, 0)), Currency: "CNY"}},
			want:   ante.ErrNotPermitted,
		},
		"a second message that the matrix forbids": {
			msgs: []sdk.Msg{order, &netting.MsgSetCap{Authority: address(operator), Member: "bank-a", Currency: "CNY", Cap: 1}},
			want: ante.ErrNotPermitted,
		},
		"more messages than a transaction holds": {
			msgs: repeat(order, ante.MaxMessages+1), want: ante.ErrTooMany,
		},
		"two payment messages together": {
			signer: lane, msgs: repeat(&payment.MsgPayBatch{
				Carrier: address(lane), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{{1}},
			}, 2),
			want: ante.ErrNotAlone,
		},
		"bank's own send": {
			msgs: []sdk.Msg{&banktypes.MsgSend{
				FromAddress: address(operator), ToAddress: address(lane), Amount: sdk.NewCoins(sdk.NewInt64Coin("cny", 1)),
			}},
			want: sdkerrors.ErrUnknownRequest,
		},
	}

	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			signer, msgs := tc.signer, tc.msgs
			if signer == nil {
				signer = operator
			}
			if msgs == nil {
				msgs = []sdk.Msg{order}
			}
			raw := c.Craft(signer, tc.change, msgs...)
			before := sequence(c, signer)

			check, err := c.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
			require.NoError(t, err)
			requireCode(t, tc.want, check.Codespace, check.Code, check.Log)
			requireRejected(t, c, raw)

			res := c.Block(raw).TxResults[0]
			requireCode(t, tc.want, res.Codespace, res.Code, res.Log)
			require.Empty(t, res.Events)
			require.Equal(t, before, sequence(c, signer))
		})
	}
}

// A batch is bounded by the bytes of its whole transaction: the boundary itself passes.
func TestAdmissionBoundsBytes(t *testing.T) {
	c := apptest.New(t)
	lane := c.Keys.Account("bank-a", genesis.KeySubmitter, 0)
	batch := func(filler int) []byte {
		return c.Craft(lane, nil, &payment.MsgPayBatch{
			Carrier: address(lane), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{make([]byte, filler)},
		})
	}
	overhead := len(batch(200_000)) - 200_000
	largest := batch(ante.MaxTxBytes - overhead)
	require.Len(t, largest, ante.MaxTxBytes)

	check, err := c.App.CheckTx(&abci.RequestCheckTx{Tx: largest, Type: abci.CheckTxType_New})
	require.NoError(t, err)
	require.Zero(t, check.Code, check.Log)

	check, err = c.App.CheckTx(&abci.RequestCheckTx{Tx: batch(ante.MaxTxBytes - overhead + 1), Type: abci.CheckTxType_New})
	require.NoError(t, err)
	requireCode(t, ante.ErrTooLarge, check.Codespace, check.Code, check.Log)
}

// Prepare takes what waits in the pool, in each sender's order, whatever CometBFT offers, and every node accepts it.
func TestProposalsDropWhatFails(t *testing.T) {
	c := apptest.New(t)
	operator := c.Keys.Account("clearing", genesis.KeyOperations, 0)
	good := c.Sign(operator, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"})
	next := c.Sign(operator, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "HKD"})
	memo := c.Craft(operator, func(d *apptest.Draft) { d.Body.Memo = "x" }, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"})
	for _, raw := range [][]byte{good, next} {
		check, err := c.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
		require.NoError(t, err)
		require.Zero(t, check.Code, check.Log)
	}

	prepared, err := c.App.PrepareProposal(&abci.RequestPrepareProposal{
		Height: c.Height + 1, Time: c.Time.Add(time.Second), MaxTxBytes: 1 << 20,
		Txs: [][]byte{{0xff, 0x01}, next, memo, good},
	})
	require.NoError(t, err)
	require.Equal(t, [][]byte{good, next}, prepared.Txs)

	processed, err := c.App.ProcessProposal(&abci.RequestProcessProposal{
		Height: c.Height + 1, Time: c.Time.Add(time.Second), Txs: prepared.Txs,
	})
	require.NoError(t, err)
	require.True(t, processed.IsAccepted())

	small, err := c.App.PrepareProposal(&abci.RequestPrepareProposal{
		Height: c.Height + 1, Time: c.Time.Add(time.Second), MaxTxBytes: int64(len(good)) + 8, Txs: [][]byte{good, next},
	})
	require.NoError(t, err)
	require.Equal(t, [][]byte{good}, small.Txs)
}

func requireRejected(t *testing.T, c *apptest.Chain, raw []byte) {
	t.Helper()
	processed, err := c.App.ProcessProposal(&abci.RequestProcessProposal{
		Height: c.Height + 1, Time: c.Time.Add(time.Second), Txs: [][]byte{raw},
	})
	require.NoError(t, err)
	require.False(t, processed.IsAccepted())
}

func requireCode(t *testing.T, want *errorsmod.Error, codespace string, code uint32, log string) {
	t.Helper()
	require.Equal(t, want.Codespace(), codespace, log)
	require.Equal(t, want.ABCICode(), code, log)
}

func address(key *secp256k1.PrivKey) string {
	return sdk.AccAddress(key.PubKey().Address()).String()
}

func sequence(c *apptest.Chain, key *secp256k1.PrivKey) uint64 {
	account := c.App.Keepers.Account.GetAccount(c.Context(), sdk.AccAddress(key.PubKey().Address()))
	if account == nil {
		return 0
	}
	return account.GetSequence()
}

func repeat(msg sdk.Msg, n int) []sdk.Msg {
	msgs := make([]sdk.Msg, n)
	for i := range msgs {
		msgs[i] = msg
	}
	return msgs
}

func mode(m signing.SignMode) func(*apptest.Draft) {
	return func(d *apptest.Draft) {
		d.Auth.SignerInfos[0].ModeInfo = &tx.ModeInfo{Sum: &tx.ModeInfo_Single_{Single: &tx.ModeInfo_Single{Mode: m}}}
	}
}

// highS turns s into n - s, which an ECDSA verifier without a rule accepts as well.
func highS(signatures [][]byte) [][]byte {
	order, _ := new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)
	s := new(big.Int).SetBytes(signatures[0][32:])
	new(big.Int).Sub(order, s).FillBytes(signatures[0][32:])
	return signatures
}
