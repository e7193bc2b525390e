// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"encoding/json"

	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"

	"github.com/taelnet/tael/x/compliance"
	compliancekeeper "github.com/taelnet/tael/x/compliance/keeper"
	"github.com/taelnet/tael/x/consortium"
	consortiumkeeper "github.com/taelnet/tael/x/consortium/keeper"
	"github.com/taelnet/tael/x/netting"
	nettingkeeper "github.com/taelnet/tael/x/netting/keeper"
	"github.com/taelnet/tael/x/payment"
	paymentkeeper "github.com/taelnet/tael/x/payment/keeper"
	"github.com/taelnet/tael/x/reserve"
	reservekeeper "github.com/taelnet/tael/x/reserve/keeper"
)

// queries are the rooms' query services over the committed state.
type queries struct {
	compliance compliance.QueryServer
	netting    netting.QueryServer
	payment    payment.QueryServer
	reserve    reserve.QueryServer
	consortium consortium.QueryServer
}

func (c *Chain) query() queries {
	k := c.App.Keepers
	return queries{
		compliance: compliancekeeper.NewQueryServer(k.Compliance), netting: nettingkeeper.NewQueryServer(k.Netting),
		payment: paymentkeeper.NewQueryServer(k.Payment), reserve: reservekeeper.NewQueryServer(k.Reserve),
		consortium: consortiumkeeper.NewQueryServer(k.Consortium),
	}
}

// Reimport exports the state and goes on with a chain started from the export. It returns both exports.
func (c *Chain) Reimport() (before, after map[string]json.RawMessage, err error) {
	exported, err := c.App.ExportAppStateAndValidators(false, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	c.db = dbm.NewMemDB()
	c.App = c.open()
	started, err := c.App.InitChain(&abci.RequestInitChain{
		ChainId: c.ID, Time: c.Time, InitialHeight: exported.Height, ConsensusParams: &exported.ConsensusParams,
		AppStateBytes: exported.AppState,
	})
	if err != nil {
		return nil, nil, err
	}
	silent := c.consensus.silent
	if c.consensus, err = newConsensus(exported.Height, started.Validators); err != nil {
		return nil, nil, err
	}
	c.consensus.silent = silent
	c.Height = exported.Height - 1
	c.Block()
	again, err := c.App.ExportAppStateAndValidators(false, nil, nil)
	if err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(exported.AppState, &before); err != nil {
		return nil, nil, err
	}
	return before, after, json.Unmarshal(again.AppState, &after)
}
