// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"io"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/store/v2"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// node is another node of a town: it gets the town's genesis and blocks and has switches and caches of its own.
type node struct {
	app     *app.App
	db      dbm.DB
	options []func(*baseapp.BaseApp)
	// settings are those of app.toml.
	settings simtestutil.AppOptionsMap
}

// inMemory are the settings of a node that keeps its state in memory, in a home of its own.
func inMemory(t testing.TB, durable bool) simtestutil.AppOptionsMap {
	t.Helper()
	return simtestutil.AppOptionsMap{
		flags.FlagHome: t.TempDir(), networks.CommitmentOption: string(networks.CommitmentMemory), networks.CommitmentDurableOption: durable,
	}
}

func (w *town) node(options ...func(*baseapp.BaseApp)) *node {
	w.t.Helper()
	return w.nodeWith(simtestutil.AppOptionsMap{}, options...)
}

// nodeWith is a node with settings in its app.toml.
func (w *town) nodeWith(settings simtestutil.AppOptionsMap, options ...func(*baseapp.BaseApp)) *node {
	w.t.Helper()
	n := &node{db: dbm.NewMemDB(), options: append(options, baseapp.SetChainID(w.ID)), settings: settings}
	n.open()
	require.NoError(w.t, w.begin(n))
	return n
}

// begin gives a new node the genesis of the town.
func (w *town) begin(n *node) error {
	params := w.genesis.Consensus.Params.ToProto()
	_, err := n.app.InitChain(&abci.RequestInitChain{
		ChainId: w.ID, Time: w.genesis.GenesisTime, InitialHeight: w.genesis.InitialHeight, ConsensusParams: &params,
		AppStateBytes: w.genesis.AppState,
	})
	return err
}

// open starts the node over its data, as after a crash: every cache is empty.
func (n *node) open() {
	if n.app != nil {
		if files, ok := n.app.CommitMultiStore().(io.Closer); ok {
			_ = files.Close()
		}
	}
	n.app = app.New(log.NewNopLogger(), n.db, n.settings, n.options...)
}

// follow executes a block and answers its result with the app hash after it.
func (n *node) follow(t testing.TB, block abci.RequestFinalizeBlock) *abci.ResponseFinalizeBlock {
	t.Helper()
	res, err := n.app.FinalizeBlock(&block)
	require.NoError(t, err)
	_, err = n.app.Commit()
	require.NoError(t, err)
	return res
}

// busyDay is a town with some of everything in its blocks: paid, refused, failed and malformed.
func busyDay(t *testing.T) *town {
	w := newTown(t, 2, []genesis.Balance{{Denom: "cny", Amount: 1_000}}, withCover(500))
	operator := w.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
	stranger := w.Keys.Account("nobody", genesis.KeyOperations, 0)
	order := &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"}
	owner := w.openOwner(genesis.BankB, 2, "owner")
	for round := range 4 {
		var batch [][]byte
		for i, c := range w.customers[:6] {
			content := w.payment(c, w.customers[(i+1+round)%7], "cny", uint64(100+i))
			if content.Payee == content.Payer {
				continue
			}
			batch = append(batch, w.signed(c, content, nil), []byte{1, 2, 3})
		}
		w.commit(
			w.carried(0, payment.BATCH_MODE_EACH, append(batch, batch[0])...),
			w.carried(1, payment.BATCH_MODE_ATOMIC, batch[0], w.signed(w.customers[0], w.payment(w.customers[0], owner, "cny", 9_000), nil)),
			w.carried(2, payment.BATCH_MODE_ATOMIC, batch[1]),
			w.Craft(stranger, nil, order),
			w.Craft(operator, func(d *apptest.Draft) { d.Body.Memo = "x" }, order),
			w.Craft(operator, func(d *apptest.Draft) { d.Auth.Fee.GasLimit = 1 }, order),
			[]byte("no transaction"),
		)
		w.commit()
		w.commit(w.Sign(operator, order), w.Sign(owner.owner, &payment.MsgPay{
			Payer: owner.address.String(), Uetr: w.newUETR().String(), Payee: w.customers[0].address.String(),
			Denom: "cny", Amount: 5, ValidUntil: uint64(w.Time.Add(time.Minute).Unix()),
		}))
	}
	return w
}

// What nodes may choose for themselves changes nothing that is hashed: result codes, data and gas of every
// transaction, and the state.
func TestSwitchesAndCachesOfANodeChangeNothing(t *testing.T) {
	w := busyDay(t)
	cases := map[string]struct {
		options  []func(*baseapp.BaseApp)
		settings simtestutil.AppOptionsMap
		warm     bool
		restart  bool
	}{
		"the defaults":                          {},
		"device signatures verified one by one": {settings: simtestutil.AppOptionsMap{networks.SignatureBatchesOption: false}},
		"an inter-block cache": {options: []func(*baseapp.BaseApp){
			baseapp.SetInterBlockCache(store.NewCommitKVStoreCacheManager()),
		}},
		"no fast nodes in the trees":            {options: []func(*baseapp.BaseApp){baseapp.SetIAVLDisableFastNode(true)}},
		"a tree cache of nothing":               {options: []func(*baseapp.BaseApp){baseapp.SetIAVLCacheSize(0)}},
		"every event indexed by another name":   {options: []func(*baseapp.BaseApp){baseapp.SetIndexEvents([]string{"tx.height"})}},
		"signatures verified in CheckTx before": {warm: true},
		"a restart before every block":          {restart: true},
		"the state in memory":                   {settings: inMemory(t, false)},
		"the state in memory, on disk at once":  {settings: inMemory(t, true), warm: true},
		"the state in memory, and restarts":     {settings: inMemory(t, false), restart: true},
		"the state in memory, pruned": {settings: inMemory(t, false), options: []func(*baseapp.BaseApp){
			baseapp.SetPruning(pruningtypes.NewPruningOptions(pruningtypes.PruningEverything)),
		}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			n := w.nodeWith(tc.settings, tc.options...)
			for i, block := range w.blocks {
				if tc.restart && i > 0 {
					n.open()
				}
				for _, raw := range block.Txs {
					if tc.warm {
						_, err := n.app.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
						require.NoError(t, err)
						_, err = n.app.ProcessProposal(&abci.RequestProcessProposal{Height: block.Height, Time: block.Time, Txs: [][]byte{raw}})
						require.NoError(t, err)
					}
				}
				res := n.follow(t, block)
				if i == 0 {
					continue
				}
				requireSameBlock(t, w.results[i-1], res)
			}
		})
	}
}

func requireSameBlock(t testing.TB, want, have *abci.ResponseFinalizeBlock) {
	t.Helper()
	require.Equal(t, want.AppHash, have.AppHash)
	require.Len(t, have.TxResults, len(want.TxResults))
	for i, tx := range want.TxResults {
		require.Equal(t, tx.Code, have.TxResults[i].Code, have.TxResults[i].Log)
		require.Equal(t, tx.Codespace, have.TxResults[i].Codespace)
		require.Equal(t, tx.Data, have.TxResults[i].Data)
		require.Equal(t, tx.GasWanted, have.TxResults[i].GasWanted)
		require.Equal(t, tx.GasUsed, have.TxResults[i].GasUsed)
	}
}

// Gas is the price list and nothing else: an executed transaction used what its client computed.
func TestGasUsedIsThePrice(t *testing.T) {
	w := busyDay(t)
	executed := 0
	for i, res := range w.results {
		for n, result := range res.TxResults {
			if result.Codespace == ante.Codespace || result.Codespace == "sdk" {
				continue
			}
			raw := w.blocks[i+1].Txs[n]
			tx, err := w.App.TxDecode(raw)
			require.NoError(t, err)
			var batch []payment.Decoded
			if msg, ok := tx.GetMsgs()[0].(*payment.MsgPayBatch); ok {
				batch = payment.DecodeBatch(msg, apptest.ChainID)
			}
			price := gas.Price(tx.GetMsgs(), batch, len(raw))
			require.EqualValues(t, price, result.GasUsed)
			// A client adds nothing but what the gas limit's own bytes may cost.
			require.InDelta(t, price, tx.(sdk.GasTx).GetGas(), 3_000)
			require.GreaterOrEqual(t, tx.(sdk.GasTx).GetGas(), price)
			executed++
		}
	}
	require.Greater(t, executed, 15)
}

// A simulation answers the price as well, so that a client that asks a node learns what the list says.
func TestSimulationAnswersThePrice(t *testing.T) {
	w := newTown(t, 1, []genesis.Balance{{Denom: "cny", Amount: 1_000}})
	raw := w.carried(0, payment.BATCH_MODE_EACH, w.signed(w.customers[0], w.payment(w.customers[0], w.customers[1], "cny", 1), nil))
	info, _, err := w.App.Simulate(raw)
	require.NoError(t, err)
	res := w.commit(raw)
	require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
	require.EqualValues(t, res.TxResults[0].GasUsed, info.GasUsed)
}

// The dearest batch there can be is admitted within the cap: the most instructions, each with two signatures of the
// dearest form that fit, and bytes up to the limit.
func TestTheDearestBatchFitsTheCap(t *testing.T) {
	w := newTown(t, 1, nil)
	first, err := wallet.NewSigner(wallet.KEY_ALGORITHM_P256, seedOf("first"))
	require.NoError(t, err)
	second, err := wallet.NewSigner(wallet.KEY_ALGORITHM_P256, seedOf("second"))
	require.NoError(t, err)
	ins, err := wallet.NewInstruction(w.payment(w.customers[0], w.customers[1], "cny", 1), nil)
	require.NoError(t, err)
	for _, s := range []wallet.Signer{first, second} {
		require.NoError(t, ins.SignWith(s, wallet.SIGNATURE_FORM_RAW_P256, 0))
	}
	element := ins.Encode()

	instructions := make([][]byte, 0, payment.MaxBatch)
	for size := 0; len(instructions) < payment.MaxBatch && size+len(element)+3 < ante.MaxTxBytes-1_024; size += len(element) + 3 {
		instructions = append(instructions, element)
	}
	// What is left of the bytes is filled with more elements, malformed and so cheap.
	for len(instructions) < payment.MaxBatch {
		instructions = append(instructions, nil)
	}
	raw := w.carried(0, payment.BATCH_MODE_EACH, instructions...)
	require.LessOrEqual(t, len(raw), ante.MaxTxBytes)

	check, err := w.App.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
	require.NoError(t, err)
	require.Zero(t, check.Code, check.Log)
	require.LessOrEqual(t, check.GasUsed, int64(gas.FullBatch))

	// No batch can cost more than every element with two dearest signatures and every byte.
	bound := gas.PerTransaction + gas.PerByte*ante.MaxTxBytes + gas.PerPayment + payment.MaxBatch*(gas.PerInstruction+wallet.MaxSignatures*gas.P256)
	require.LessOrEqual(t, bound, gas.FullBatch)
	t.Logf("dearest batch built: %d gas; bound %d; cap %d", check.GasUsed, bound, gas.FullBatch)

	var decoded txtypes.TxRaw
	require.NoError(t, decoded.Unmarshal(raw))
}
