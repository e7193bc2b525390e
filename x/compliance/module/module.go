// SPDX-License-Identifier: Apache-2.0

// Package module plugs the room into the application.
package module

import (
	"context"
	"encoding/json"

	"github.com/grpc-ecosystem/grpc-gateway/runtime"
	"github.com/spf13/cobra"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/compliance/keeper"
)

// ConsensusVersion counts changes of the room's stored form.
const ConsensusVersion = 1

var (
	_ module.AppModuleBasic = AppModule{}
	_ module.HasGenesis     = AppModule{}
	_ module.HasServices    = AppModule{}
	_ appmodule.AppModule   = AppModule{}
)

// AppModule is the room as the application sees it.
type AppModule struct {
	cdc    codec.Codec
	keeper keeper.Keeper
}

// NewAppModule returns the room.
func NewAppModule(cdc codec.Codec, k keeper.Keeper) AppModule { return AppModule{cdc: cdc, keeper: k} }

// IsOnePerModuleType marks the module for the module manager.
func (AppModule) IsOnePerModuleType() {}

// IsAppModule marks the module for the module manager.
func (AppModule) IsAppModule() {}

// Name returns the module's name.
func (AppModule) Name() string { return compliance.ModuleName }

// ConsensusVersion returns the version of the stored form.
func (AppModule) ConsensusVersion() uint64 { return ConsensusVersion }

// RegisterLegacyAminoCodec registers nothing: the chain signs in SIGN_MODE_DIRECT only.
func (AppModule) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// RegisterInterfaces registers the room's messages.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	compliance.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the room's queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *runtime.ServeMux) {
	err := compliance.RegisterQueryHandlerClient(context.Background(), mux, compliance.NewQueryClient(clientCtx))
	if err != nil {
		// Routes are generated: a clash shows when the process starts and nowhere else.
		panic(err)
	}
}

// GetQueryCmd returns the query that people read as a table; AutoCLI adds the others.
func (AppModule) GetQueryCmd() *cobra.Command { return queryCommand() }

// RegisterServices registers the message and query services.
func (am AppModule) RegisterServices(cfg module.Configurator) {
	compliance.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(am.keeper))
	compliance.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(am.keeper))
}

// DefaultGenesis returns the default state as JSON.
func (AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(compliance.DefaultGenesisState())
}

// ValidateGenesis checks a state before the chain starts with it.
func (AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, raw json.RawMessage) error {
	var g compliance.GenesisState
	if err := cdc.UnmarshalJSON(raw, &g); err != nil {
		return compliance.ErrGenesisInvalid.Wrapf("expected the JSON of a genesis state: %s", err)
	}
	return g.Validate()
}

// InitGenesis writes the state the chain starts with; it panics on an invalid one, because a chain cannot start half.
func (am AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, raw json.RawMessage) {
	var g compliance.GenesisState
	cdc.MustUnmarshalJSON(raw, &g)
	if err := am.keeper.InitGenesis(ctx, g); err != nil {
		panic(err)
	}
}

// ExportGenesis returns the whole state as JSON; it panics if the store cannot be read.
func (am AppModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	g, err := am.keeper.ExportGenesis(ctx)
	if err != nil {
		panic(err)
	}
	return cdc.MustMarshalJSON(g)
}
