// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"fmt"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	"golang.org/x/sync/errgroup"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks/clock"
	"github.com/taelnet/tael/networks/genesis"
)

// checkClock refuses to start a node whose clock is of no use to it, and logs what is wrong with it besides: as an
// error where the network is not local.
func checkClock(ctx *server.Context) error {
	reading, err := clock.Read(ctx.Config)
	if err != nil {
		return err
	}
	remarks, err := reading.Judge(ctx.Config.Consensus.BlockTimeTolerance)
	if err != nil {
		return err
	}
	gen, err := genutiltypes.AppGenesisFromFile(ctx.Config.GenesisFile())
	if err != nil {
		return err
	}
	for _, remark := range remarks {
		if genesis.IsLocal(gen.ChainID) {
			ctx.Logger.Info("clock", "remark", remark)
			continue
		}
		ctx.Logger.Error("clock", "remark", remark)
	}
	return nil
}

// watchClock measures clocks for as long as the node runs. A node goes on without it: the watch is for people.
func watchClock(svr *server.Context, clientCtx client.Context, ctx context.Context, group *errgroup.Group) error {
	node, inProcess := clientCtx.Client.(clock.Node)
	group.Go(func() error {
		if !inProcess {
			remote, err := ownRPC(svr)
			if err != nil {
				svr.Logger.Error("clocks are not measured", "err", err)
				return nil
			}
			// The node takes the connection with it when it stops.
			defer func() { _ = remote.Stop() }()
			node = remote
		}
		watch := clock.Watch{Node: node, Logger: svr.Logger.With("module", "clock"), Tolerance: svr.Config.Consensus.BlockTimeTolerance}
		if err := watch.Run(ctx); err != nil && ctx.Err() == nil {
			svr.Logger.Error("clocks are not measured", "err", err)
		}
		return nil
	})
	return nil
}

// ownRPC is the way to the node's own engine where the SDK hands out none: it does with gRPC or REST only.
func ownRPC(svr *server.Context) (*rpchttp.HTTP, error) {
	remote, err := rpchttp.New(svr.Config.RPC.ListenAddress, "/websocket")
	if err != nil {
		return nil, fmt.Errorf("RPC %s: %w", svr.Config.RPC.ListenAddress, err)
	}
	return remote, remote.Start()
}
