// SPDX-License-Identifier: Apache-2.0

// Package module plugs netting into the application.
package module

import (
	"context"
	"encoding/json"
	"fmt"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"github.com/spf13/cobra"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkmodule "github.com/cosmos/cosmos-sdk/types/module"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/netting/keeper"
)

var (
	_ appmodule.AppModule           = AppModule{}
	_ appmodule.HasEndBlocker       = AppModule{}
	_ sdkmodule.HasGenesis          = AppModule{}
	_ sdkmodule.HasServices         = AppModule{}
	_ sdkmodule.HasConsensusVersion = AppModule{}
)

// AppModule is netting as the application sees it.
type AppModule struct {
	cdc    codec.Codec
	keeper keeper.Keeper
}

// NewAppModule returns the module over a keeper.
func NewAppModule(cdc codec.Codec, k keeper.Keeper) AppModule {
	return AppModule{cdc: cdc, keeper: k}
}

// IsOnePerModuleType marks the module for the module manager.
func (AppModule) IsOnePerModuleType() {}

// IsAppModule marks the module for the module manager.
func (AppModule) IsAppModule() {}

// Name returns the module's name.
func (AppModule) Name() string { return netting.ModuleName }

// ConsensusVersion is raised with every change of the state's layout or rules.
func (AppModule) ConsensusVersion() uint64 { return 1 }

// RegisterLegacyAminoCodec registers nothing: transactions are signed in SIGN_MODE_DIRECT only.
func (AppModule) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// RegisterInterfaces registers the module's messages.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	netting.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := netting.RegisterQueryHandlerClient(context.Background(), mux, netting.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// RegisterServices registers the servers of messages and queries.
func (am AppModule) RegisterServices(cfg sdkmodule.Configurator) {
	netting.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(am.keeper))
	netting.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(am.keeper))
}

// EndBlock closes the cycles that are due and settles those that wait.
func (am AppModule) EndBlock(ctx context.Context) error { return am.keeper.EndBlocker(ctx) }

// GetQueryCmd returns the queries that people read as tables; AutoCLI adds the others.
func (AppModule) GetQueryCmd() *cobra.Command { return queryCommand() }

// DefaultGenesis returns a genesis without currencies.
func (am AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(netting.DefaultGenesis())
}

// ValidateGenesis checks a genesis without state.
func (am AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, raw json.RawMessage) error {
	g, err := parse(cdc, raw)
	if err != nil {
		return err
	}
	return g.Validate()
}

// InitGenesis stores the genesis; it panics if the genesis is invalid, so that no chain starts from it.
func (am AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, raw json.RawMessage) {
	g, err := parse(cdc, raw)
	if err != nil {
		panic(err)
	}
	if err := am.keeper.InitGenesis(ctx, g); err != nil {
		panic(err)
	}
}

// ExportGenesis returns the whole state.
func (am AppModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	g, err := am.keeper.ExportGenesis(ctx)
	if err != nil {
		panic(err)
	}
	return cdc.MustMarshalJSON(g)
}

//determinism:allow a genesis is read once, from bytes whose hash every node compares
func parse(cdc codec.JSONCodec, raw json.RawMessage) (netting.GenesisState, error) {
	var g netting.GenesisState
	if err := cdc.UnmarshalJSON(raw, &g); err != nil {
		return g, fmt.Errorf("genesis of %s: %w", netting.ModuleName, err)
	}
	return g, nil
}
