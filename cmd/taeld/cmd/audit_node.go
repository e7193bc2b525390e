// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"fmt"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/node"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/proxy"
	"github.com/cometbft/cometbft/rpc/client/local"
	cmttypes "github.com/cometbft/cometbft/types"
	"golang.org/x/sync/errgroup"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/server/api"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servercmtlog "github.com/cosmos/cosmos-sdk/server/log"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// noKey is what an audit node signs with: a key that lives in memory, is in no validator set and signs nothing.
func noKey(context.Context, *server.Context) (cmttypes.PrivValidator, error) {
	return cmttypes.NewMockPV(), nil
}

// startKeyless is the start of a node without a key file. The SDK's start would make one and write it down; here the
// consensus engine gets the key that open returns, before it opens its own stores.
func startKeyless(open func(context.Context, *server.Context) (cmttypes.PrivValidator, error)) func(
	*server.Context, client.Context, servertypes.AppCreator, bool, server.StartCmdOptions) error {
	return func(svr *server.Context, ctx client.Context, create servertypes.AppCreator, _ bool, opts server.StartCmdOptions) error {
		running, cancel := context.WithCancel(context.Background())
		defer cancel()
		group, running := errgroup.WithContext(running)
		server.ListenForQuitSignals(group, true, cancel, svr.Logger)
		key, err := open(running, svr)
		if err != nil {
			return err
		}
		return runKeyless(running, group, svr, ctx, create, opts, key)
	}
}

func runKeyless(running context.Context, group *errgroup.Group, svr *server.Context, ctx client.Context,
	create servertypes.AppCreator, opts server.StartCmdOptions, key cmttypes.PrivValidator,
) error {
	cfg, err := serverconfig.GetConfig(svr.Viper)
	if err != nil {
		return err
	}
	if err := cfg.ValidateBasic(); err != nil {
		return err
	}
	db, err := opts.DBOpener(svr.Config.RootDir, server.GetAppDBBackend(svr.Viper))
	if err != nil {
		return err
	}
	application := create(svr.Logger, db, svr.Viper)
	defer func() {
		if err := application.Close(); err != nil {
			svr.Logger.Error("closing the application", "err", err)
		}
	}()

	engine, err := newEngine(running, svr, application, key)
	if err != nil {
		return err
	}
	if err := engine.Start(); err != nil {
		return err
	}
	defer func() {
		if err := engine.Stop(); err != nil {
			svr.Logger.Error("stopping", "err", err)
		}
	}()

	ctx = ctx.WithClient(local.New(engine)).WithHomeDir(svr.Config.RootDir)
	if err := watchClock(svr, ctx, running, group); err != nil {
		return err
	}
	if err := serveQueries(running, group, svr, ctx, cfg, application); err != nil {
		return err
	}
	return group.Wait()
}

// newEngine is a consensus engine that signs with key, whatever priv_validator_laddr says: that is key's affair.
func newEngine(ctx context.Context, svr *server.Context, application servertypes.Application, key cmttypes.PrivValidator) (*node.Node, error) {
	nodeKey, err := p2p.LoadOrGenNodeKey(svr.Config.NodeKeyFile())
	if err != nil {
		return nil, err
	}
	cfg := *svr.Config
	cfg.PrivValidatorListenAddr = ""
	engine, err := node.NewNodeWithContext(ctx, &cfg, key, nodeKey,
		proxy.NewLocalClientCreator(server.NewCometABCIWrapper(application)),
		func() (*cmttypes.GenesisDoc, error) {
			gen, err := genutiltypes.AppGenesisFromFile(svr.Config.GenesisFile())
			if err != nil {
				return nil, err
			}
			return gen.ToGenesisDoc()
		},
		cmtcfg.DefaultDBProvider,
		node.DefaultMetricsProvider(svr.Config.Instrumentation),
		servercmtlog.CometLoggerWrapper{Logger: svr.Logger})
	if err != nil {
		return nil, fmt.Errorf("consensus engine: %w", err)
	}
	return engine, nil
}

// serveQueries starts gRPC and REST as far as the configuration says so.
func serveQueries(ctx context.Context, group *errgroup.Group, svr *server.Context, clientCtx client.Context,
	cfg serverconfig.Config, application servertypes.Application,
) error {
	application.RegisterTxService(clientCtx)
	application.RegisterTendermintService(clientCtx)
	application.RegisterNodeService(clientCtx, cfg)
	grpcServer, clientCtx, err := server.StartGrpcServer(ctx, group, cfg.GRPC, clientCtx, svr, application)
	if err != nil || !cfg.API.Enable {
		return err
	}
	rest := api.New(clientCtx, svr.Logger.With("module", "api-server"), grpcServer)
	application.RegisterAPIRoutes(rest, cfg.API)
	group.Go(func() error { return rest.Start(ctx, cfg) })
	return nil
}
