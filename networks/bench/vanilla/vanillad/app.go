// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/server/api"
	"github.com/cosmos/cosmos-sdk/server/config"
	"github.com/cosmos/cosmos-sdk/std"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	txsigning "github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/taelnet/tael/networks/bench/vanilla"
)

type encoding struct {
	registry codectypes.InterfaceRegistry
	codec    codec.Codec
	tx       client.TxConfig
	amino    *codec.LegacyAmino
}

func basics() module.BasicManager {
	return module.NewBasicManager(auth.AppModuleBasic{}, bank.AppModuleBasic{}, consensus.AppModuleBasic{})
}

func newEncoding() encoding {
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: txsigning.Options{
			AddressCodec:          address.NewBech32Codec(vanilla.Prefix),
			ValidatorAddressCodec: address.NewBech32Codec(vanilla.Prefix + "valoper"),
		},
	})
	if err != nil {
		panic(err)
	}
	cdc, amino := codec.NewProtoCodec(registry), codec.NewLegacyAmino()
	std.RegisterInterfaces(registry)
	std.RegisterLegacyAminoCodec(amino)
	basics().RegisterInterfaces(registry)
	basics().RegisterLegacyAminoCodec(amino)
	return encoding{registry, cdc, authtx.NewTxConfig(cdc, authtx.DefaultSignModes), amino}
}

// app is the least the SDK makes a chain of: accounts, balances, consensus parameters, the stock ante. It has no
// staking: the validators are those of the genesis, which spares it work that a fuller chain does.
type app struct {
	*baseapp.BaseApp
	encoding encoding
	modules  *module.Manager
}

func newApp(logger log.Logger, db dbm.DB, options ...func(*baseapp.BaseApp)) *app {
	enc := newEncoding()
	base := baseapp.NewBaseApp("vanillad", logger, db, enc.tx.TxDecoder(), options...)
	base.SetInterfaceRegistry(enc.registry)
	base.SetTxEncoder(enc.tx.TxEncoder())
	a := &app{BaseApp: base, encoding: enc}

	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, consensuskeeper.StoreKey)
	authority := authtypes.NewModuleAddress("gov").String()
	params := consensuskeeper.NewKeeper(enc.codec, runtime.NewKVStoreService(keys[consensuskeeper.StoreKey]), authority, runtime.EventService{})
	base.SetParamStore(params.ParamsStore)
	accounts := authkeeper.NewAccountKeeper(enc.codec, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{authtypes.FeeCollectorName: nil}, address.NewBech32Codec(vanilla.Prefix), vanilla.Prefix, authority)
	balances := bankkeeper.NewBaseKeeper(enc.codec, runtime.NewKVStoreService(keys[banktypes.StoreKey]), accounts, nil, authority, logger)

	a.modules = module.NewManager(
		auth.NewAppModule(enc.codec, accounts, nil), bank.NewAppModule(enc.codec, balances, accounts), consensus.NewAppModule(enc.codec, params))
	a.modules.SetOrderPreBlockers(authtypes.ModuleName)
	a.modules.SetOrderInitGenesis(authtypes.ModuleName, banktypes.ModuleName, consensustypes.ModuleName)
	a.modules.SetOrderEndBlockers(banktypes.ModuleName)
	if err := a.modules.RegisterServices(module.NewConfigurator(enc.codec, base.MsgServiceRouter(), base.GRPCQueryRouter())); err != nil {
		panic(err)
	}
	a.handle(accounts, balances)
	base.MountKVStores(keys)
	if err := base.LoadLatestVersion(); err != nil {
		panic(err)
	}
	return a
}

func (a *app) handle(accounts authkeeper.AccountKeeper, balances bankkeeper.BaseKeeper) {
	check, err := ante.NewAnteHandler(ante.HandlerOptions{
		AccountKeeper: accounts, BankKeeper: balances, SignModeHandler: a.encoding.tx.SignModeHandler(), SigGasConsumer: ante.DefaultSigVerificationGasConsumer,
	})
	if err != nil {
		panic(err)
	}
	a.SetAnteHandler(check)
	a.SetInitChainer(a.initChain)
	a.SetPreBlocker(func(ctx sdk.Context, _ *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
		return a.modules.PreBlock(ctx)
	})
	a.SetBeginBlocker(func(ctx sdk.Context) (sdk.BeginBlock, error) { return a.modules.BeginBlock(ctx) })
	a.SetEndBlocker(func(ctx sdk.Context) (sdk.EndBlock, error) { return a.modules.EndBlock(ctx) })
}

// initChain takes the validators as the genesis names them. The module manager would demand a module that returns them.
func (a *app) initChain(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
	var state map[string]json.RawMessage
	if err := json.Unmarshal(req.AppStateBytes, &state); err != nil {
		return nil, err
	}
	for _, name := range a.modules.OrderInitGenesis {
		if m, ok := a.modules.Modules[name].(module.HasGenesis); ok {
			m.InitGenesis(ctx, a.encoding.codec, state[name])
		}
	}
	return &abci.ResponseInitChain{Validators: req.Validators}, nil
}

// RegisterAPIRoutes serves no REST, as the SDK's default configuration has it.
func (a *app) RegisterAPIRoutes(*api.Server, config.APIConfig) {}

// RegisterTxService serves broadcasts.
func (a *app) RegisterTxService(ctx client.Context) {
	authtx.RegisterTxService(a.GRPCQueryRouter(), ctx, a.Simulate, a.encoding.registry)
}

// RegisterTendermintService serves what the consensus engine knows.
func (a *app) RegisterTendermintService(ctx client.Context) {
	cmtservice.RegisterTendermintService(ctx, a.GRPCQueryRouter(), a.encoding.registry, a.Query)
}

// RegisterNodeService serves the node's configuration.
func (a *app) RegisterNodeService(ctx client.Context, cfg config.Config) {
	node.RegisterNodeService(ctx, a.GRPCQueryRouter(), cfg, func() int64 { return a.CommitMultiStore().EarliestVersion() })
}
