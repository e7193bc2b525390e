// SPDX-License-Identifier: Apache-2.0

// Package module plugs the consortium into the application.
package module

import (
	"context"
	"encoding/json"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkmodule "github.com/cosmos/cosmos-sdk/types/module"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

var (
	_ appmodule.AppModule           = AppModule{}
	_ sdkmodule.AppModuleBasic      = AppModule{}
	_ appmodule.HasBeginBlocker     = AppModule{}
	_ sdkmodule.HasABCIGenesis      = AppModule{}
	_ sdkmodule.HasServices         = AppModule{}
	_ sdkmodule.HasConsensusVersion = AppModule{}
)

// AppModule is the consortium as the application sees it.
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
func (AppModule) Name() string { return consortium.ModuleName }

// ConsensusVersion is raised with every change of the state's layout or rules.
func (AppModule) ConsensusVersion() uint64 { return 1 }

// RegisterLegacyAminoCodec registers nothing: transactions are signed in SIGN_MODE_DIRECT only.
func (AppModule) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// RegisterInterfaces registers the module's messages.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	consortium.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := consortium.RegisterQueryHandlerClient(context.Background(), mux, consortium.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// RegisterServices registers the servers of messages and queries.
func (am AppModule) RegisterServices(cfg sdkmodule.Configurator) {
	consortium.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(am.keeper))
	consortium.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(am.keeper))
}

// DefaultGenesis returns the form of a genesis; it names nobody and is not valid until it does.
func (am AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(consortium.DefaultGenesis())
}

// ValidateGenesis checks a genesis without state.
func (am AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, raw json.RawMessage) error {
	g, err := parse(cdc, raw)
	if err != nil {
		return err
	}
	return g.Validate()
}

// InitGenesis stores the genesis and returns the validator set; it panics if the genesis is invalid, so that no chain
// starts from it.
func (am AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, raw json.RawMessage) []abci.ValidatorUpdate {
	g, err := parse(cdc, raw)
	if err != nil {
		panic(err)
	}
	updates, err := am.keeper.InitGenesis(ctx, g)
	if err != nil {
		panic(err)
	}
	return updates
}

// BeginBlock acts upon what consensus reports of the validators; it never fails.
func (am AppModule) BeginBlock(ctx context.Context) error {
	am.keeper.BeginBlock(sdk.UnwrapSDKContext(ctx))
	return nil
}

// EndBlock runs what the consortium has decided, and then tells consensus what has changed in the validator set.
func (am AppModule) EndBlock(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	if err := am.keeper.ExecuteProposals(ctx); err != nil {
		return nil, err
	}
	if err := am.keeper.ExpireProposals(ctx); err != nil {
		return nil, err
	}
	return am.keeper.ValidatorUpdates(ctx)
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
func parse(cdc codec.JSONCodec, raw json.RawMessage) (consortium.Genesis, error) {
	var g consortium.Genesis
	if err := cdc.UnmarshalJSON(raw, &g); err != nil {
		return g, fmt.Errorf("genesis of %s: %w", consortium.ModuleName, err)
	}
	return g, nil
}
