// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
)

// mill is a chain with what CometBFT does around it: it keeps what CheckTx lets in, asks for proposals, shows them to
// another node, and rechecks what is left after a block.
type mill struct {
	*town
	other  *apptest.Chain
	gossip [][]byte
}

func newMill(t testing.TB, options ...func(*genesis.Network)) *mill {
	w := newTown(t, 2, []genesis.Balance{{Denom: "cny", Amount: 10_000}}, append([]func(*genesis.Network){withCover(10_000)}, options...)...)
	return &mill{town: w, other: apptest.FromGenesis(t, w.genesis)}
}

func checked(t testing.TB, a *app.App, raw []byte, kind abci.CheckTxType) *abci.ResponseCheckTx {
	res, err := a.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: kind})
	require.NoError(t, err)
	return res
}

// offer is CheckTx of a new transaction.
func (n *mill) offer(raw []byte) *abci.ResponseCheckTx {
	res := checked(n.t, n.App, raw, abci.CheckTxType_New)
	if res.Code == 0 {
		n.gossip = append(n.gossip, raw)
	}
	return res
}

// enters is an offer that is taken.
func (n *mill) enters(raw []byte) {
	n.t.Helper()
	res := n.offer(raw)
	require.Zero(n.t, res.Code, res.Log)
}

// propose makes a block of the pool and has the other node judge it.
func (n *mill) propose(maxBytes int64) [][]byte {
	n.t.Helper()
	at := n.Time.Add(apptest.BlockTime)
	prepared, err := n.App.PrepareProposal(&abci.RequestPrepareProposal{Height: n.Height + 1, Time: at, MaxTxBytes: maxBytes, Txs: n.gossip})
	require.NoError(n.t, err)
	processed, err := n.other.App.ProcessProposal(&abci.RequestProcessProposal{Height: n.Height + 1, Time: at, Txs: prepared.Txs})
	require.NoError(n.t, err)
	require.True(n.t, processed.IsAccepted(), "what Prepare makes Process accepts")
	return prepared.Txs
}

// commits a block at both nodes and rechecks what is left.
func (n *mill) commits(raw ...[]byte) *abci.ResponseFinalizeBlock {
	n.t.Helper()
	res := n.commit(raw...)
	n.other.Time = n.Time.Add(-apptest.BlockTime)
	require.Equal(n.t, res.AppHash, n.other.Block(raw...).AppHash)
	n.gossip = slices.DeleteFunc(n.gossip, func(waiting []byte) bool {
		for _, held := range raw {
			if string(held) == string(waiting) {
				return true
			}
		}
		return checked(n.t, n.App, waiting, abci.CheckTxType_Recheck).Code != 0
	})
	require.Equal(n.t, len(n.gossip), n.App.Pool().CountTx(), "the pool holds what CometBFT holds")
	return res
}

// lanesOf are the lanes of the transactions of a block.
func (n *mill) lanesOf(raw [][]byte) []consortium.Lane {
	var all []consortium.Lane
	for _, bytes := range raw {
		tx, err := n.App.TxDecode(bytes)
		require.NoError(n.t, err)
		all = append(all, ante.LaneOf(app.AccessMatrix(), tx.GetMsgs()))
	}
	return all
}

// order is a restriction of a wallet by the regulator.
func (n *mill) order(who *customer) sdk.Msg {
	officer := n.Keys.Account(genesis.Regulator, genesis.KeyCompliance, 0)
	ground := seedOf("ground")
	return &compliance.MsgRestrict{Officer: address(officer), Wallet: who.address.String(), Effect: compliance.EFFECT_FROZEN, Ground: ground[:]}
}

// junk is a batch whose one instruction is none: it is admitted, and costs its carrier.
func junk(lane *secp256k1.PrivKey, bytes int) sdk.Msg {
	return &payment.MsgPayBatch{Carrier: address(lane), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{make([]byte, bytes)}}
}

// shortly has rapid take no more than a few checks, unless somebody asks for more.
func shortly(t *testing.T, checks string) {
	for name, value := range map[string]string{"rapid.checks": checks, "rapid.shrinktime": "5s"} {
		if f := flag.Lookup(name); f.Value.String() == f.DefValue {
			require.NoError(t, f.Value.Set(value))
			t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
		}
	}
}

// Whatever waits, what Prepare makes Process accepts on another node: in lanes, within bytes and gas, each sender in
// order; and after every block the pool holds exactly what CometBFT holds.
func TestWhatPrepareMakesProcessAccepts(t *testing.T) {
	shortly(t, "6")
	taken, refused, blocks := 0, map[string]int{}, 0
	rapid.Check(t, func(r *rapid.T) {
		n := newMill(shrinking{t, r})
		for range rapid.IntRange(1, 4).Draw(r, "blocks") {
			for range rapid.IntRange(0, 40).Draw(r, "offers") {
				if res := n.offer(n.anything(r)); res.Code != 0 {
					refused[fmt.Sprintf("%s/%d", res.Codespace, res.Code)]++
				}
			}
			maxBytes := rapid.SampledFrom([]int64{0, 700, 5_000, 300_000, networks.MaxBlockBytes}).Draw(r, "bytes")
			held := n.propose(maxBytes)
			n.requireFits(held, maxBytes)
			taken, blocks = taken+len(held), blocks+1
			if rapid.Bool().Draw(r, "committed") {
				n.commits(held...)
			} else {
				n.commits(n.foreign(r)...)
			}
		}
	})
	require.NotZero(t, taken)
	t.Logf("%d transactions in %d blocks; refused: %v", taken, blocks, refused)
}

// requireFits holds a block to its bounds and its order.
func (n *mill) requireFits(held [][]byte, maxBytes int64) {
	require.True(n.t, slices.IsSorted(n.lanesOf(held)), "lanes in order")
	require.LessOrEqual(n.t, cmttypes.ComputeProtoSizeForTxs(cmttypes.ToTxs(held)), maxBytes)
	var wanted uint64
	next := map[string]uint64{}
	for _, raw := range held {
		tx, err := n.App.TxDecode(raw)
		require.NoError(n.t, err)
		limit, _ := ante.GasLimit(tx)
		wanted += limit
		sender, sequence, ok := ante.Signed(tx)
		require.True(n.t, ok)
		if expected, seen := next[sender]; seen {
			require.Equal(n.t, expected, sequence)
		}
		next[sender] = sequence + 1
	}
	require.LessOrEqual(n.t, wanted, uint64(networks.MaxBlockGas))
	n.requireShares(held)
}

// requireShares holds each institution's payments to a quarter of a block, or to one transaction.
func (n *mill) requireShares(held [][]byte) {
	gas, bytes, count := map[uint32]uint64{}, map[uint32]int64{}, map[uint32]int{}
	for _, raw := range held {
		tx, err := n.App.TxDecode(raw)
		require.NoError(n.t, err)
		if ante.LaneOf(app.AccessMatrix(), tx.GetMsgs()) != consortium.LANE_PAYMENT {
			continue
		}
		sender, _, _ := ante.Signed(tx)
		actor, _, err := n.App.Keepers.Consortium.Actor(n.Context(), sdk.AccAddress(sender))
		require.NoError(n.t, err)
		limit, _ := ante.GasLimit(tx)
		gas[actor.Member] += limit
		bytes[actor.Member] += cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw})
		count[actor.Member]++
	}
	for member, txs := range count {
		if txs > 1 {
			require.LessOrEqual(n.t, gas[member], uint64(networks.MaxBlockGas/networks.InstitutionShare), "member %d", member)
			require.LessOrEqual(n.t, bytes[member], int64(networks.MaxBlockBytes/networks.InstitutionShare), "member %d", member)
		}
	}
}

// anything is a transaction of somebody in some lane, in one of the ways in which it can be good or bad.
func (n *mill) anything(r *rapid.T) []byte {
	who := rapid.SampledFrom([]string{"lane", "lane", "lane", "operator", "officer", "stranger"}).Draw(r, "who")
	bank := rapid.SampledFrom([]string{genesis.BankA, genesis.BankB, genesis.WalletOp}).Draw(r, "bank")
	var key *secp256k1.PrivKey
	var msg sdk.Msg
	switch who {
	case "lane":
		key = n.Keys.Account(bank, genesis.KeySubmitter, rapid.IntRange(0, 1).Draw(r, "number"))
		msg = junk(key, rapid.SampledFrom([]int{1, 200, 60_000, 240_000}).Draw(r, "size"))
	case "operator":
		key = n.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
		msg = &netting.MsgOrderCycleClose{Operator: address(key), Currency: "CNY"}
	case "officer":
		key = n.Keys.Account(genesis.Regulator, genesis.KeyCompliance, 0)
		msg = n.order(n.customers[rapid.IntRange(0, len(n.customers)-1).Draw(r, "wallet")])
	default:
		key = secp256k1.GenPrivKeyFromSecret([]byte("nobody"))
		msg = junk(key, 1)
	}
	how := rapid.SampledFrom([]string{"good", "good", "good", "good", "again", "gap", "stale", "forged", "huge", "short-lived", "bytes", "bit"}).Draw(r, "how")
	raw := n.Craft(key, func(d *apptest.Draft) {
		d.Auth.Fee.GasLimit = rapid.SampledFrom([]uint64{5_000_000, gas.FullBatch}).Draw(r, "gas")
		d.Auth.SignerInfos[0].Sequence = n.nextOf(key)
		switch how {
		case "again":
			d.Auth.SignerInfos[0].Sequence -= min(1, d.Auth.SignerInfos[0].Sequence)
		case "gap":
			d.Auth.SignerInfos[0].Sequence += 3
		case "stale":
			d.Auth.SignerInfos[0].Sequence = 0
		case "forged":
			d.Spoil = func(s [][]byte) [][]byte { s[0][9] ^= 1; return s }
		case "huge":
			d.Auth.Fee.GasLimit = 1 << 62
		case "short-lived":
			soon := n.Time.Add(time.Millisecond)
			d.Body.TimeoutTimestamp = &soon
		}
	}, msg)
	switch how {
	case "bytes":
		return rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(r, "raw")
	case "bit":
		raw[rapid.IntRange(0, len(raw)-1).Draw(r, "at")] ^= 1
	}
	return raw
}

// nextOf is the sequence that the state of checks expects.
func (n *mill) nextOf(key *secp256k1.PrivKey) uint64 { return sequence(n.Chain, key) }

// foreign is a block of another proposer: what this node has not seen, by senders of which it may hold something.
func (n *mill) foreign(r *rapid.T) [][]byte {
	var raw [][]byte
	for i, bank := range []string{genesis.BankA, genesis.BankB} {
		if !rapid.Bool().Draw(r, "foreign") {
			continue
		}
		key := n.Keys.Account(bank, genesis.KeySubmitter, i)
		committed := sequence(n.other, key)
		raw = append(raw, n.Craft(key, func(d *apptest.Draft) {
			d.Auth.Fee.GasLimit, d.Auth.SignerInfos[0].Sequence = 5_000_000, committed
		}, junk(key, 33)))
	}
	return raw
}

// A block with a payment before an order is refused, and so is one with too much gas or too many bytes; in order it is
// accepted.
func TestProcessRefusesWhatPrepareWouldNotMake(t *testing.T) {
	n := newMill(t)
	lane := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
	operator := n.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
	officer := n.Keys.Account(genesis.Regulator, genesis.KeyCompliance, 0)
	order, pay := n.Sign(officer, n.order(n.customers[0])), n.Sign(lane, junk(lane, 1))
	act := n.Sign(operator, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"})
	// Acts are not bound to a share; of payments each of three institutions has three quarters together.
	var full, large [][]byte
	for range networks.BlockBatches + 1 {
		full = append(full, n.Craft(operator, func(d *apptest.Draft) {
			d.Auth.SignerInfos[0].Sequence += uint64(len(full))
		}, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"}))
	}
	for _, bank := range []string{genesis.BankA, genesis.BankB, genesis.WalletOp} {
		for i := range 2 {
			key := n.Keys.Account(bank, genesis.KeySubmitter, 1)
			large = append(large, n.Craft(key, func(d *apptest.Draft) {
				d.Auth.Fee.GasLimit, d.Auth.SignerInfos[0].Sequence = 10_000_000, uint64(i)
			}, junk(key, 240_000)))
		}
	}
	cases := map[string]struct {
		txs      [][]byte
		accepted bool
	}{
		"nothing":                   {nil, true},
		"lanes in order":            {[][]byte{order, act, pay}, true},
		"one lane left out":         {[][]byte{order, pay}, true},
		"a payment before an order": {[][]byte{pay, order}, false},
		"an act before an order":    {[][]byte{act, order}, false},
		"a payment before an act":   {[][]byte{order, pay, act}, false},
		"the same twice":            {[][]byte{order, order}, false},
		"as much gas as fits":       {full[:networks.BlockBatches], true},
		"more gas than fits":        {full, false},
		"as many bytes as fit":      {append([][]byte{act}, large...), true},
		"bytes that are nothing":    {[][]byte{{0xff}}, false},
		"no bytes":                  {[][]byte{{}}, false},
		"a gap":                     {full[1:2], false},
		"good ones and then a gap":  {[][]byte{order, full[0], full[2]}, false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			res, err := n.other.App.ProcessProposal(&abci.RequestProcessProposal{Height: n.Height + 1, Time: n.Time.Add(apptest.BlockTime), Txs: tc.txs})
			require.NoError(t, err)
			require.Equal(t, tc.accepted, res.IsAccepted())
		})
	}
}

// Two payments are within their shares and one is within the block: together they are too many bytes.
func TestProcessRefusesMoreBytesThanABlockHolds(t *testing.T) {
	n := newMill(t)
	small := n.withBlocksOf(400_000, networks.MaxBlockGas)
	var large [][]byte
	for _, bank := range []string{genesis.BankA, genesis.BankB} {
		key := n.Keys.Account(bank, genesis.KeySubmitter, 0)
		large = append(large, small.Craft(key, func(d *apptest.Draft) { d.Auth.Fee.GasLimit = 10_000_000 }, junk(key, 240_000)))
	}
	for count, accepted := range []bool{true, true, false} {
		res, err := small.App.ProcessProposal(&abci.RequestProcessProposal{Height: small.Height + 1, Time: small.Time.Add(apptest.BlockTime), Txs: large[:count]})
		require.NoError(t, err)
		require.Equal(t, accepted, res.IsAccepted(), "%d of them", count)
	}
}

// withBlocksOf is another chain of the same genesis whose blocks hold this much.
func (n *mill) withBlocksOf(bytes int64, gas int64) *apptest.Chain {
	document, params := *n.genesis, *n.genesis.Consensus.Params
	params.Block.MaxBytes, params.Block.MaxGas = bytes, gas
	document.Consensus = &genutiltypes.ConsensusGenesis{Validators: n.genesis.Consensus.Validators, Params: &params}
	return apptest.FromGenesis(n.t, &document)
}

// What CometBFT no longer rechecks leaves the pool; what fails admission in a block through an earlier message of it
// leaves at once, uncharged.
func TestThePoolForgetsWhatNobodyHolds(t *testing.T) {
	n := newMill(t)
	lane := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
	require.Zero(t, checked(t, n.App, n.Sign(lane, junk(lane, 1)), abci.CheckTxType_New).Code) // and CometBFT does not hear of it
	n.Block()
	raw := n.Craft(lane, nil, junk(lane, 2))
	res := checked(t, n.App, raw, abci.CheckTxType_New)
	requireCode(t, ante.ErrPoolTaken, res.Codespace, res.Code, res.Log)
	require.Equal(t, 1, n.App.Pool().CountTx())
	for range 101 {
		n.Block()
	}
	require.Zero(t, n.App.Pool().CountTx())
	raw = n.Craft(lane, nil, junk(lane, 2))
	require.Zero(t, checked(t, n.App, raw, abci.CheckTxType_New).Code)
	require.Equal(t, 1, n.App.Pool().CountTx())

	operator := n.Keys.Account(genesis.BankA, genesis.KeyOperations, 0)
	before := sequence(n.Chain, lane)
	block := n.Block(n.Sign(operator, &consortium.MsgRemoveSubmitter{Operator: address(operator), Address: address(lane)}), raw)
	require.Zero(t, block.TxResults[0].Code, block.TxResults[0].Log)
	requireCode(t, ante.ErrSignerUnknown, block.TxResults[1].Codespace, block.TxResults[1].Code, block.TxResults[1].Log)
	require.Zero(t, n.App.Pool().CountTx())
	require.LessOrEqual(t, sequence(n.Chain, lane), before)
}
