// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	sdk "github.com/cosmos/cosmos-sdk/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

// decided commits a proposal with its votes and returns it as it stands after its block.
func decided(t *testing.T, c *apptest.Chain, msgs ...sdk.Msg) consortium.Proposal {
	t.Helper()
	id, err := c.App.Keepers.Consortium.NextProposal(c.Context())
	require.NoError(t, err)
	for _, tx := range c.Block(c.Decide(c.Voters(), msgs...)...).TxResults {
		require.Zero(t, tx.Code, tx.Log)
	}
	p, err := c.App.Keepers.Consortium.Proposal(c.Context(), id)
	require.NoError(t, err)
	require.NoError(t, c.App.Invariants(c.Context()))
	return p
}

// An upgrade that was decided halts the old binary before its height, with a text that says what is needed.
func TestAnUpgradeIsDecidedAndHaltsTheOldBinary(t *testing.T) {
	c := apptest.New(t)
	at := c.Height + 4
	schedule := &upgradetypes.MsgSoftwareUpgrade{Authority: c.Authority(), Plan: upgradetypes.Plan{Name: "v2", Height: at, Info: "binaries"}}
	require.Equal(t, consortium.PROPOSAL_STATUS_EXECUTED, decided(t, c, schedule).Status)
	plan, err := c.App.Keepers.Upgrade.GetUpgradePlan(c.Context())
	require.NoError(t, err)
	require.Equal(t, schedule.Plan, plan)

	for c.Height < at-1 {
		c.Block()
	}
	_, err = c.App.FinalizeBlock(&abci.RequestFinalizeBlock{Height: at, Time: c.Time.Add(apptest.BlockTime)})
	require.ErrorContains(t, err, `UPGRADE "v2" NEEDED at height`)
	require.Equal(t, at-1, c.App.LastBlockHeight())
}

func TestAnUpgradeIsCalledOff(t *testing.T) {
	c := apptest.New(t)
	decided(t, c, &upgradetypes.MsgSoftwareUpgrade{Authority: c.Authority(), Plan: upgradetypes.Plan{Name: "v2", Height: c.Height + 4}})
	require.Equal(t, consortium.PROPOSAL_STATUS_EXECUTED, decided(t, c, &upgradetypes.MsgCancelUpgrade{Authority: c.Authority()}).Status)
	for range 5 {
		c.Block()
	}
	past := decided(t, c, &upgradetypes.MsgSoftwareUpgrade{Authority: c.Authority(), Plan: upgradetypes.Plan{Name: "v2", Height: 2}})
	require.Equal(t, consortium.PROPOSAL_STATUS_FAILED, past.Status, "a height in the past is refused by x/upgrade")
}

// params are those of the genesis, as a message.
func params() *consensustypes.MsgUpdateParams {
	p := networks.ConsensusParams(consortium.AuthorityAddress().String()).ToProto()
	return &consensustypes.MsgUpdateParams{
		Authority: consortium.AuthorityAddress().String(), Block: p.Block, Evidence: p.Evidence, Validator: p.Validator, Abci: p.Abci, Auth: p.Authority,
	}
}

func TestConsensusParametersWithinBounds(t *testing.T) {
	c := apptest.New(t)
	msg := params()
	msg.Auth = nil
	msg.Block.MaxBytes, msg.Block.MaxGas = 4<<20, 3*gas.FullBatch
	require.Equal(t, consortium.PROPOSAL_STATUS_EXECUTED, decided(t, c, msg).Status)
	now := c.App.GetConsensusParams(c.Context())
	require.EqualValues(t, 4<<20, now.Block.MaxBytes)
	require.Equal(t, consortium.AuthorityAddress().String(), now.Authority.Authority)
	require.Equal(t, consortium.PROPOSAL_STATUS_EXECUTED, decided(t, c, params()).Status, "the same authority is no change")
}

func TestConsensusParametersOutOfBounds(t *testing.T) {
	type msg = consensustypes.MsgUpdateParams
	stranger := sdk.AccAddress(make([]byte, 20)).String()
	cases := map[string]func(*msg){
		"another authority":                  func(m *msg) { m.Auth = &cmtproto.AuthorityParams{Authority: stranger} },
		"no authority":                       func(m *msg) { m.Auth = &cmtproto.AuthorityParams{} },
		"vote extensions":                    func(m *msg) { m.Abci = &cmtproto.ABCIParams{VoteExtensionsEnableHeight: 1_000} },
		"blocks that hold no full batch":     func(m *msg) { m.Block.MaxBytes = 256 << 10 },
		"blocks without a limit":             func(m *msg) { m.Block.MaxBytes = -1 },
		"gas below a full batch":             func(m *msg) { m.Block.MaxGas = gas.FullBatch - 1 },
		"gas without a limit":                func(m *msg) { m.Block.MaxGas = -1 },
		"evidence that ages in fewer blocks": func(m *msg) { m.Evidence.MaxAgeNumBlocks-- },
		"evidence that ages in less time":    func(m *msg) { m.Evidence.MaxAgeDuration -= time.Second },
		"no place for evidence":              func(m *msg) { m.Evidence.MaxBytes = 0 },
		"keys of another type":               func(m *msg) { m.Validator.PubKeyTypes = []string{"secp256k1"} },
		"keys of two types":                  func(m *msg) { m.Validator.PubKeyTypes = []string{"ed25519", "secp256k1"} },
		"no block parameters":                func(m *msg) { m.Block = nil },
	}
	c := apptest.New(t)
	key := c.Keys.Account(genesis.BankA, genesis.KeyGovernance, 0)
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			m := params()
			spoil(m)
			// At submission ...
			res := c.Deliver(key, c.Proposal(address(key), m))
			requireCode(t, consortium.ErrConsensusParams, res.Codespace, res.Code, res.Log)
			// ... and by the handler itself, which is what runs.
			ctx, _ := c.Context().CacheContext()
			_, err := c.App.MsgServiceRouter().Handler(m)(ctx, m)
			require.ErrorIs(t, err, consortium.ErrConsensusParams)
		})
	}
}

// A state whose consensus parameters name another authority is not gone on with, nor started from.
func TestAnotherAuthorityIsRefusedAtStart(t *testing.T) {
	c := apptest.New(t)
	stranger := sdk.AccAddress(make([]byte, 20)).String()
	open := func(db dbm.DB) *app.App {
		return app.New(log.NewNopLogger(), db, simtestutil.EmptyAppOptions{}, baseapp.SetChainID(apptest.ChainID))
	}
	exported, err := c.App.ExportAppStateAndValidators(false, nil, nil)
	require.NoError(t, err)
	require.Equal(t, c.Authority(), exported.ConsensusParams.Authority.Authority)

	init := func(a *app.App, authority *cmtproto.AuthorityParams) error {
		p := exported.ConsensusParams
		p.Authority = authority
		_, err := a.InitChain(&abci.RequestInitChain{
			ChainId: apptest.ChainID, Time: c.Time, InitialHeight: exported.Height, ConsensusParams: &p, AppStateBytes: exported.AppState,
		})
		return err
	}
	require.ErrorIs(t, init(open(dbm.NewMemDB()), &cmtproto.AuthorityParams{Authority: stranger}), consortium.ErrConsensusParams)

	// A document that names none, as `taeld export` writes it, starts with the same state.
	db := dbm.NewMemDB()
	a := open(db)
	require.NoError(t, init(a, nil))
	commit := func(height int64) {
		_, err := a.FinalizeBlock(&abci.RequestFinalizeBlock{Height: height, Time: c.Time.Add(time.Duration(height) * time.Second)})
		require.NoError(t, err)
		_, err = a.Commit()
		require.NoError(t, err)
	}
	commit(exported.Height)
	again, err := a.ExportAppStateAndValidators(false, nil, nil)
	require.NoError(t, err)
	require.Equal(t, exported.ConsensusParams, again.ConsensusParams)

	// Somebody wrote another authority into the state: the node does not start.
	p := exported.ConsensusParams
	p.Authority = &cmtproto.AuthorityParams{Authority: stranger}
	ctx := a.NewUncachedContext(false, cmtproto.Header{ChainID: apptest.ChainID, Height: exported.Height})
	require.NoError(t, a.StoreConsensusParams(ctx, p))
	commit(exported.Height + 1)
	defer func() {
		refused, ok := recover().(error)
		require.True(t, ok)
		require.ErrorIs(t, refused, consortium.ErrConsensusParams)
		require.ErrorContains(t, refused, fmt.Sprintf("state at height %d: ", a.LastBlockHeight()))
	}()
	open(db)
}
