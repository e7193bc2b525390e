// SPDX-License-Identifier: Apache-2.0

// Package module plugs the reserve into the application.
package module

import (
	"context"
	"encoding/json"
	"fmt"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkmodule "github.com/cosmos/cosmos-sdk/types/module"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/reserve/keeper"
)

var (
	_ appmodule.AppModule           = AppModule{}
	_ sdkmodule.HasGenesis          = AppModule{}
	_ sdkmodule.HasServices         = AppModule{}
	_ sdkmodule.HasConsensusVersion = AppModule{}
	_ appmodule.HasEndBlocker       = AppModule{}
)

// AppModule is the reserve as the application sees it. At the end of a block it mints what waits; expiry is judged on
// read.
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
func (AppModule) Name() string { return reserve.ModuleName }

// ConsensusVersion is raised with every change of the state's layout or rules.
func (AppModule) ConsensusVersion() uint64 { return 1 }

// RegisterLegacyAminoCodec registers nothing: transactions are signed in SIGN_MODE_DIRECT only.
func (AppModule) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// RegisterInterfaces registers the module's messages.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	reserve.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := reserve.RegisterQueryHandlerClient(context.Background(), mux, reserve.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// EndBlock mints receipts that wait and may be minted. It belongs after netting's, which may bring settlement money.
func (am AppModule) EndBlock(ctx context.Context) error { return am.keeper.EndBlocker(ctx) }

// RegisterServices registers the servers of messages and queries.
func (am AppModule) RegisterServices(cfg sdkmodule.Configurator) {
	reserve.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(am.keeper))
	reserve.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(am.keeper))
}

// DefaultGenesis returns a genesis without assets and rails.
func (am AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(reserve.DefaultGenesis())
}

// ValidateGenesis checks a genesis without state.
func (am AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, raw json.RawMessage) error {
	g, err := parse(cdc, raw)
	if err != nil {
		return err
	}
	return g.Validate()
}

// InitGenesis stores the genesis; it panics if the genesis is invalid, so that no chain starts from it. Consortium,
// wallet, bank and netting are initialised before.
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
func parse(cdc codec.JSONCodec, raw json.RawMessage) (reserve.GenesisState, error) {
	var g reserve.GenesisState
	if err := cdc.UnmarshalJSON(raw, &g); err != nil {
		return g, fmt.Errorf("genesis of %s: %w", reserve.ModuleName, err)
	}
	return g, nil
}
