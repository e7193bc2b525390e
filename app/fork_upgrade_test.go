// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

// An upgrade that was decided stays with the chain that decided it: the new one has no plan, goes on beyond its height,
// and may decide another or the same.
func TestAPendingUpgradeStaysBehind(t *testing.T) {
	c := apptest.New(t)
	unplanned := c.Height
	plan := upgradetypes.Plan{Name: "v2", Height: c.Height + 4}
	require.Equal(t, consortium.PROPOSAL_STATUS_EXECUTED, decided(t, c, &upgradetypes.MsgSoftwareUpgrade{Authority: c.Authority(), Plan: plan}).Status)
	pending, err := c.App.UpgradeAt(c.Height)
	require.NoError(t, err)
	require.Equal(t, plan, pending)
	before, err := c.App.UpgradeAt(unplanned)
	require.NoError(t, err)
	require.Empty(t, before.Name, "at a height before the decision there is none")
	_, err = c.App.UpgradeAt(c.Height + 1)
	require.ErrorContains(t, err, "expected a height from 1 to")

	exported, err := c.App.ExportAt(c.Height)
	require.NoError(t, err)
	gen := &genutiltypes.AppGenesis{
		ChainID: c.ID, InitialHeight: exported.Height, GenesisTime: c.Time, AppState: exported.AppState,
		Consensus: genesis.ConsensusOf(exported.ConsensusParams),
	}
	require.NoError(t, genesis.Succeed(app.MakeEncodingConfig().Codec, gen, successor, 0))
	next := apptest.FromGenesis(t, gen)
	require.NotEqual(t, c.ID, next.ID)
	_, err = next.App.Keepers.Upgrade.GetUpgradePlan(next.Context())
	require.ErrorIs(t, err, upgradetypes.ErrNoUpgradePlanFound)
	for next.Height <= plan.Height+1 {
		next.Block()
	}
	require.NoError(t, next.App.Invariants(next.Context()))

	plan.Height = next.Height + 5
	require.Equal(t, consortium.PROPOSAL_STATUS_EXECUTED, decided(t, next, &upgradetypes.MsgSoftwareUpgrade{Authority: next.Authority(), Plan: plan}).Status)
}
