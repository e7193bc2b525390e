// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// successor is the chain that starts from exports of apptest.ChainID.
const successor = "tael-local-2"

// difference is an entry of a store in which a chain that started from an export may differ from the one exported.
// Every row is there for a reason; a store that is not named is the same byte for byte.
type difference struct {
	store  string
	prefix []byte
	why    string
	// same blanks what may differ in a value; nil lets the entry differ as a whole.
	same func(value []byte) []byte
}

// atImport is what differs at once.
var atImport = []difference{
	{store: consortium.StoreKey, prefix: consortium.EIP155IDPrefix, why: "the number in typed data is the chain's own"},
}

// later is what differs besides once both chains have gone on with the same acts.
var later = []difference{
	{
		store: payment.UETRStoreKey, prefix: payment.RecordsPrefix, why: "the digest of a payment's content binds the chain id that was signed",
		same: func(record []byte) []byte {
			blank := slices.Clone(record)
			clear(blank[1 : 1+payment.DigestLength])
			return blank
		},
	},
	{
		store: authtypes.StoreKey, prefix: authtypes.AddressStoreKeyPrefix, why: "numbers of accounts opened later derive from the app hash",
		same: withoutNumber,
	},
	{store: authtypes.StoreKey, prefix: authtypes.AccountNumberStoreKeyPrefix, why: "numbers of accounts opened later derive from the app hash"},
}

// withoutNumber blanks the number of an account that was opened after the import; the others keep theirs.
func withoutNumber(record []byte) []byte {
	cdc := app.MakeEncodingConfig().Codec
	var account sdk.AccountI
	if cdc.UnmarshalInterface(record, &account) != nil || account.SetAccountNumber(0) != nil {
		return record
	}
	blank, err := cdc.MarshalInterface(account)
	if err != nil {
		return record
	}
	return blank
}

// entriesOf reads every entry of every store.
func entriesOf(t testing.TB, a *app.App) map[string]map[string][]byte {
	t.Helper()
	state := a.CommitMultiStore().(commitInfo)
	info, err := state.GetCommitInfo(a.LastBlockHeight())
	require.NoError(t, err)
	all := map[string]map[string][]byte{}
	for _, part := range info.StoreInfos {
		entries := map[string][]byte{}
		it := state.GetStoreByName(part.Name).(storetypes.KVStore).Iterator(nil, nil)
		for ; it.Valid(); it.Next() {
			entries[string(it.Key())] = slices.Clone(it.Value())
		}
		require.NoError(t, it.Close())
		all[part.Name] = entries
	}
	return all
}

// requireSameStores compares two applications entry by entry.
func requireSameStores(t testing.TB, want, have *app.App, allowed ...difference) {
	t.Helper()
	before, after := entriesOf(t, want), entriesOf(t, have)
	require.Equal(t, slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)), "the stores that there are")
	for name := range before {
		for _, entries := range []map[string][]byte{before[name], after[name]} {
			for key, value := range entries {
				for _, d := range allowed {
					if d.store != name || !bytes.HasPrefix([]byte(key), d.prefix) {
						continue
					}
					if d.same == nil {
						delete(entries, key)
					} else {
						entries[key] = d.same(value)
					}
				}
			}
		}
		for key, value := range before[name] {
			require.Equal(t, hex.EncodeToString(value), hex.EncodeToString(after[name][key]), "store %s, key %X", name, key)
		}
		require.Len(t, after[name], len(before[name]), "store %s has entries more", name)
	}
}

// forked is the genesis that a node writes of a height that lies behind it.
func forked(t testing.TB, n *node, at *town, height int64) *genutiltypes.AppGenesis {
	t.Helper()
	exported, err := n.app.ExportAt(height)
	require.NoError(t, err)
	require.Equal(t, height+1, exported.Height)
	again, err := n.app.ExportAt(height)
	require.NoError(t, err)
	require.Equal(t, string(exported.AppState), string(again.AppState), "an export changes nothing")
	gen := &genutiltypes.AppGenesis{
		ChainID: at.ID, InitialHeight: exported.Height, GenesisTime: at.Time, AppState: exported.AppState,
		Consensus: genesis.ConsensusOf(exported.ConsensusParams),
	}
	require.NoError(t, genesis.Succeed(app.MakeEncodingConfig().Codec, gen, successor, 0))
	return gen
}

// move has a simulation go on, on a chain that starts from a genesis.
func (s *simulation) move(gen *genutiltypes.AppGenesis) *node {
	s.Chain, s.genesis = apptest.FromGenesis(s.t, gen), gen
	s.blocks = nil
	s.remember()
	follower := s.node()
	follower.follow(s.t, s.blocks[0])
	return follower
}

// run commits random blocks, which another node follows.
func (s *simulation) run(blocks int, other *node) {
	for range blocks {
		res := s.commit(s.block(other)...)
		requireSameBlock(s.t, res, other.follow(s.t, s.blocks[len(s.blocks)-1]))
	}
}

// An export of a random height, started under a new chain id, has the state of that height store by store, goes on like
// the chain that it left, and refuses what was signed for it (I5, I9, S2).
func TestAChainGoesOnUnderANewID(t *testing.T) {
	for seed := range int64(2) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			kept, moved := newSimulation(t, seed), newSimulation(t, seed)
			blocks := 15 + kept.r.Intn(20)
			moved.r.Intn(20)
			nodes := map[*simulation]*node{}
			for _, s := range []*simulation{kept, moved} {
				nodes[s] = s.node()
				for _, block := range s.blocks {
					nodes[s].follow(t, block)
				}
				s.run(blocks, nodes[s])
			}
			// The node that exports has gone on: it writes a height that lies behind it.
			height, past := moved.Height, nodes[moved]
			for n := range int64(3) {
				past.follow(t, abci.RequestFinalizeBlock{Height: height + 1 + n, Time: moved.Time.Add(apptest.BlockTime)})
			}
			gen := forked(t, past, moved.town, height)
			nodes[moved] = moved.move(gen)
			kept.commit()
			nodes[kept].follow(t, kept.blocks[len(kept.blocks)-1])
			requireSameStores(t, kept.App, moved.App, atImport...)
			require.NoError(t, moved.App.Invariants(moved.Context()))

			oldSignaturesAreRefused(t, kept, moved)
			goOnAlike(t, kept, moved, nodes)
		})
	}
}

// goOnAlike has both chains do the same and compares every result.
func goOnAlike(t *testing.T, kept, moved *simulation, nodes map[*simulation]*node) {
	t.Helper()
	kept.since, moved.since = len(kept.history), len(moved.history)
	require.Equal(t, kept.since, moved.since)
	for range 20 {
		kept.run(1, nodes[kept])
		moved.run(1, nodes[moved])
		want, have := kept.results[len(kept.results)-1], moved.results[len(moved.results)-1]
		require.Len(t, have.TxResults, len(want.TxResults), "height %d", kept.Height)
		requireSameResults(t, want, have)
		for i := range want.TxResults {
			require.Equal(t, want.TxResults[i].Events, have.TxResults[i].Events)
		}
		require.Equal(t, want.Events, have.Events)
		require.Equal(t, want.ValidatorUpdates, have.ValidatorUpdates)
	}
	requireSameStores(t, kept.App, moved.App, append(slices.Clone(atImport), later...)...)
	require.NoError(t, moved.App.Invariants(moved.Context()))
}

// oldSignaturesAreRefused shows the new chain what was signed for the old one. Nothing is committed.
func oldSignaturesAreRefused(t *testing.T, kept, moved *simulation) {
	t.Helper()
	from, to := kept.customers[0], kept.customers[3]
	content := kept.payment(from, to, "cny", 5)
	moved.uetrs = kept.uetrs
	signed := kept.signed(from, content, nil)

	old := kept.carried(0, payment.BATCH_MODE_EACH, signed)
	check, err := moved.App.CheckTx(&abci.RequestCheckTx{Tx: old, Type: abci.CheckTxType_New})
	require.NoError(t, err)
	requireCode(t, ante.ErrSignature, check.Codespace, check.Code, check.Log)
	processed, err := moved.App.ProcessProposal(&abci.RequestProcessProposal{Height: moved.Height + 1, Time: moved.Time.Add(apptest.BlockTime), Txs: [][]byte{old}})
	require.NoError(t, err)
	require.False(t, processed.IsAccepted())

	outcome := moved.tried(moved.carried(0, payment.BATCH_MODE_EACH, signed))
	require.Equal(t, payment.ResultError, outcome.Status)
	require.Equal(t, wallet.ErrSignatureInvalid.ABCICode(), uint32(outcome.Code), "a device signed it for the old chain")

	at := slices.IndexFunc(kept.history, func(i instruction) bool {
		record, err := moved.App.Keepers.Payment.Records.Get(moved.Context(), payment.NewKey(i.content.Payer, i.content.UETR))
		return err == nil && record.Status == payment.PAYMENT_STATUS_PAID && i.original == nil && !i.forged
	})
	require.GreaterOrEqual(t, at, 0, "somebody paid")
	paid := kept.history[at]
	again := paid.content
	again.ChainID = moved.ID
	outcome = moved.tried(moved.carried(1, payment.BATCH_MODE_EACH, moved.signed(paid.by, again, paid.carried.Encode(), paid.two)))
	require.Equal(t, payment.ResultError, outcome.Status)
	require.Equal(t, payment.ErrUetrConflict.ABCICode(), uint32(outcome.Code), "its UETR was spent on the old chain")
}

// tried is what a batch of one comes to in the next block, which is then forgotten.
func (s *simulation) tried(raw []byte) payment.Result {
	s.t.Helper()
	n := s.node()
	for _, block := range s.blocks {
		n.follow(s.t, block)
	}
	res := n.follow(s.t, abci.RequestFinalizeBlock{Height: s.Height + 1, Time: s.Time.Add(apptest.BlockTime), Txs: [][]byte{raw}})
	require.Zero(s.t, res.TxResults[0].Code, res.TxResults[0].Log)
	results, err := client.Outcome{Data: res.TxResults[0].Data}.Payments()
	require.NoError(s.t, err)
	require.Len(s.t, results, 1)
	return results[0]
}
