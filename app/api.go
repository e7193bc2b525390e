// SPDX-License-Identifier: Apache-2.0

package app

import (
	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/server/api"
	"github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
)

var _ servertypes.Application = (*App)(nil)

// RegisterAPIRoutes serves the REST form of every query and the transaction service.
func (app *App) RegisterAPIRoutes(server *api.Server, _ config.APIConfig) {
	ctx := server.ClientCtx
	authtx.RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
	cmtservice.RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
	node.RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
	app.basics.RegisterGRPCGatewayRoutes(ctx, server.GRPCGatewayRouter)
}

// RegisterTxService serves broadcast and simulation.
func (app *App) RegisterTxService(ctx client.Context) {
	authtx.RegisterTxService(app.queries(), ctx, app.Simulate, app.encoding.InterfaceRegistry)
}

// RegisterTendermintService serves what the node's consensus engine knows.
func (app *App) RegisterTendermintService(ctx client.Context) {
	cmtservice.RegisterTendermintService(ctx, app.queries(), app.encoding.InterfaceRegistry, app.Query)
}

// RegisterNodeService serves the node's configuration and status.
func (app *App) RegisterNodeService(ctx client.Context, cfg config.Config) {
	node.RegisterNodeService(ctx, app.queries(), cfg, func() int64 { return app.CommitMultiStore().EarliestVersion() })
}

func abciInfo(err error) (codespace string, code uint32, log string) {
	return errorsmod.ABCIInfo(err, false)
}
