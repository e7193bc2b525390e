// SPDX-License-Identifier: Apache-2.0

// Package apptest is a chain in memory with named actors: the whole application, real transactions, no network. Time
// is a parameter.
package apptest

import (
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
)

// ChainID is the network every test chain claims to be.
const ChainID = "tael-local-1"

// Start is the time of a test chain's genesis: an ordinary morning, 08:00 at +08:00.
var Start = time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)

// BlockTime is how far a block's time is past the one before, unless a test advances it.
const BlockTime = time.Second

// Chain is a running application.
type Chain struct {
	t testing.TB
	// ID is the chain id that everything is signed for.
	ID     string
	App    *app.App
	Keys   genesis.Keys
	Height int64
	Time   time.Time
	db     dbm.DB

	sequences map[string]uint64
	proposed  uint64 // proposals in transactions of the block to come
	document  *genutiltypes.AppGenesis
	// follow hears of every committed block, if somebody listens.
	follow    func(raw [][]byte, res *abci.ResponseFinalizeBlock)
	consensus consensus
}

// New starts a chain of the standard local network.
func New(t testing.TB, options ...func(*genesis.Network)) *Chain {
	t.Helper()
	network, err := genesis.Local(ChainID, Start)
	require.NoError(t, err)
	for _, option := range options {
		option(&network)
	}
	document, err := network.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
	require.NoError(t, err)
	return FromGenesis(t, document)
}

// FromGenesis starts a chain from a genesis document.
func FromGenesis(t testing.TB, document *genutiltypes.AppGenesis) *Chain {
	t.Helper()
	keys, err := genesis.DevKeys(ChainID)
	require.NoError(t, err)
	c := &Chain{t: t, ID: document.ChainID, Keys: keys, Time: document.GenesisTime, db: dbm.NewMemDB(), sequences: map[string]uint64{}, document: document}
	c.App = c.open()

	params := document.Consensus.Params.ToProto()
	started, err := c.App.InitChain(&abci.RequestInitChain{
		ChainId: c.ID, Time: c.Time, InitialHeight: document.InitialHeight, ConsensusParams: &params, AppStateBytes: document.AppState,
	})
	require.NoError(t, err)
	c.consensus, err = newConsensus(document.InitialHeight, started.Validators)
	require.NoError(t, err)
	c.Height = document.InitialHeight - 1
	c.Block()
	return c
}

func (c *Chain) open(options ...func(*baseapp.BaseApp)) *app.App {
	return app.New(log.NewNopLogger(), c.db, simtestutil.EmptyAppOptions{},
		append([]func(*baseapp.BaseApp){baseapp.SetChainID(c.ID)}, options...)...)
}

// Restart opens the application anew over the same data, as a node does after a crash.
func (c *Chain) Restart() {
	c.t.Helper()
	c.App = c.open()
	require.Equal(c.t, c.Height, c.App.LastBlockHeight())
}

// Advance moves the time of the next block on.
func (c *Chain) Advance(d time.Duration) { c.Time = c.Time.Add(d) }

// Block commits one block with these transactions, without asking whether a proposer would have taken them.
func (c *Chain) Block(raw ...[]byte) *abci.ResponseFinalizeBlock {
	c.t.Helper()
	c.Height++
	c.Time = c.Time.Add(BlockTime)
	res, err := c.App.FinalizeBlock(&abci.RequestFinalizeBlock{
		Height: c.Height, Time: c.Time, Txs: raw, DecidedLastCommit: c.lastCommit(), Misbehavior: c.report(),
	})
	require.NoError(c.t, err)
	_, err = c.App.Commit()
	require.NoError(c.t, err)
	c.follows(res.ValidatorUpdates)
	c.proposed = 0
	clear(c.sequences) // what of the block passed admission is in the accounts now
	if c.follow != nil {
		c.follow(raw, res)
	}
	return res
}

// Sign builds a transaction of one account with its next sequence.
func (c *Chain) Sign(signer client.Signer, msgs ...sdk.Msg) []byte {
	c.t.Helper()
	addr := sdk.AccAddress(signer.PubKey().Address())
	account := c.App.Keepers.Account.GetAccount(c.Context(), addr)
	require.NotNilf(c.t, account, "%s has no account", addr)
	sequence, ok := c.sequences[addr.String()]
	if !ok || sequence < account.GetSequence() {
		sequence = account.GetSequence()
	}
	tx, err := client.Sign(signer, client.Terms{
		ChainID: c.ID, AccountNumber: account.GetAccountNumber(), Sequence: sequence,
		Expires: c.Time.Add(time.Minute),
	}, msgs...)
	require.NoError(c.t, err)
	c.sequences[addr.String()] = sequence + 1
	return tx.Raw
}

// Deliver signs and commits one transaction in a block of its own.
func (c *Chain) Deliver(signer client.Signer, msgs ...sdk.Msg) *abci.ExecTxResult {
	c.t.Helper()
	delete(c.sequences, sdk.AccAddress(signer.PubKey().Address()).String())
	res := c.Block(c.Sign(signer, msgs...))
	delete(c.sequences, sdk.AccAddress(signer.PubKey().Address()).String())
	return res.TxResults[0]
}

// Context reads the committed state at the chain's present time.
func (c *Chain) Context() sdk.Context {
	return c.App.NewContext(true).WithBlockTime(c.Time).WithBlockHeight(c.Height).WithChainID(c.ID)
}
