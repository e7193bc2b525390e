// SPDX-License-Identifier: Apache-2.0

// Package module plugs the wallet room into the application.
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

	"github.com/taelnet/tael/x/wallet"
	"github.com/taelnet/tael/x/wallet/keeper"
)

var (
	_ appmodule.AppModule           = AppModule{}
	_ sdkmodule.AppModuleBasic      = AppModule{}
	_ sdkmodule.HasGenesis          = AppModule{}
	_ sdkmodule.HasServices         = AppModule{}
	_ sdkmodule.HasConsensusVersion = AppModule{}
)

// AppModule is the wallet room as the application sees it.
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
func (AppModule) Name() string { return wallet.ModuleName }

// ConsensusVersion is raised with every change of the state's layout or rules.
func (AppModule) ConsensusVersion() uint64 { return 1 }

// RegisterLegacyAminoCodec registers nothing: transactions are signed in SIGN_MODE_DIRECT only.
func (AppModule) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// RegisterInterfaces registers the module's messages.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	wallet.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := wallet.RegisterQueryHandlerClient(context.Background(), mux, wallet.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// RegisterServices registers the servers of messages and queries.
func (am AppModule) RegisterServices(cfg sdkmodule.Configurator) {
	wallet.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(am.keeper))
	wallet.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(am.keeper))
}

// DefaultGenesis returns the default figures and no wallet.
func (AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(wallet.DefaultGenesis())
}

// ValidateGenesis checks a genesis without state.
func (AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, raw json.RawMessage) error {
	gs, err := parse(cdc, raw)
	if err != nil {
		return err
	}
	return gs.Validate()
}

// InitGenesis stores the genesis, after the consortium's; it panics if the genesis is invalid, so that no chain starts
// from it.
func (am AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, raw json.RawMessage) {
	gs, err := parse(cdc, raw)
	if err != nil {
		panic(err)
	}
	if err := am.keeper.InitGenesis(ctx, gs); err != nil {
		panic(err)
	}
}

// ExportGenesis returns the whole state.
func (am AppModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	gs, err := am.keeper.ExportGenesis(ctx)
	if err != nil {
		panic(err)
	}
	return cdc.MustMarshalJSON(gs)
}

//determinism:allow a genesis is read once, from bytes whose hash every node compares
func parse(cdc codec.JSONCodec, raw json.RawMessage) (*wallet.GenesisState, error) {
	gs := &wallet.GenesisState{}
	if err := cdc.UnmarshalJSON(raw, gs); err != nil {
		return nil, fmt.Errorf("genesis of %s: %w", wallet.ModuleName, err)
	}
	return gs, nil
}
