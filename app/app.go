// SPDX-License-Identifier: Apache-2.0

// Package app wires the rooms of Tael into one application, and does nothing else: keepers bottom to top, modules in
// order, admission, proposals. No rule about money lives here.
package app

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	reflectionv1 "cosmossdk.io/api/cosmos/reflection/v1"
	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/core/appmodule"
	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	runtimeservices "github.com/cosmos/cosmos-sdk/runtime/services"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
	"github.com/cosmos/cosmos-sdk/version"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/commitment"
	"github.com/taelnet/tael/app/mempool"
	"github.com/taelnet/tael/x/consortium"
)

// RoleOption is the application option that names what a node is; RoleAudit is a node that takes no transactions.
const (
	RoleOption = "tael.node-role"
	RoleAudit  = "audit"
)

// App is a Tael node's state machine.
type App struct {
	*baseapp.BaseApp

	encoding EncodingConfig
	stores   stores
	Keepers  Keepers
	modules  *module.Manager
	basics   module.BasicManager
	pool     *mempool.Pool
	// memory is the state of a node that keeps it in memory, nil on others.
	memory *commitment.MultiStore
}

// New is Open for those who cannot go on without an application: it panics with Open's error.
func New(logger log.Logger, db dbm.DB, appOpts servertypes.AppOptions, options ...func(*baseapp.BaseApp)) *App {
	app, err := Open(logger, db, appOpts, options...)
	if err != nil {
		panic(err)
	}
	return app
}

// Open assembles the application and loads its latest state. It fails when the wiring itself is wrong (a message type
// without a row in the role matrix, a store that does not load): such a node may not start.
func Open(logger log.Logger, db dbm.DB, appOpts servertypes.AppOptions, options ...func(*baseapp.BaseApp)) (*App, error) {
	return open(AccessMatrix(), logger, db, appOpts, options...)
}

func open(matrix consortium.Matrix, logger log.Logger, db dbm.DB, appOpts servertypes.AppOptions, options ...func(*baseapp.BaseApp)) (_ *App, err error) {
	memory, err := openState(logger, db, appOpts)
	if err != nil {
		return nil, err
	}
	if memory != nil {
		defer func() {
			if err != nil {
				err = errors.Join(err, memory.Close())
			}
		}()
		// Before the other options, because some set what the store is to do.
		options = append([]func(*baseapp.BaseApp){func(b *baseapp.BaseApp) { b.SetCMS(memory) }}, options...)
	}
	encoding := MakeEncodingConfig()

	base := baseapp.NewBaseApp(Name, logger, db, encoding.TxConfig.TxDecoder(), options...)
	base.SetVersion(version.Version)
	base.SetInterfaceRegistry(encoding.InterfaceRegistry)
	base.SetTxEncoder(encoding.TxConfig.TxEncoder())

	app := &App{BaseApp: base, encoding: encoding, stores: newStores(), memory: memory}
	app.Keepers = newKeepers(app.stores, encoding, base, logger, matrix, verifierOf(appOpts))
	app.modules = newModuleManager(encoding, app.Keepers)
	app.basics = ModuleBasics()

	if err := app.registerServices(matrix); err != nil {
		return nil, err
	}
	app.setHandlers(cast.ToString(appOpts.Get(RoleOption)))
	app.stores.mount(base)

	if err := base.LoadLatestVersion(); err != nil {
		return nil, fmt.Errorf("loading the latest state: %w", err)
	}
	if err := app.checkAuthority(); err != nil {
		return nil, fmt.Errorf("state at height %d: %w", app.LastBlockHeight(), err)
	}
	return app, nil
}

func (app *App) registerServices(matrix consortium.Matrix) error {
	configurator := module.NewConfigurator(app.encoding.Codec, app.MsgServiceRouter(), app.queries())
	if err := app.modules.RegisterServices(configurator); err != nil {
		return err
	}
	if err := matrix.Complete(servedMessages(app.encoding.InterfaceRegistry, app.MsgServiceRouter())); err != nil {
		return err
	}
	if err := msgservice.ValidateProtoAnnotations(app.encoding.InterfaceRegistry); err != nil {
		return err
	}

	autocliv1.RegisterQueryServer(app.queries(), runtimeservices.NewAutoCLIQueryService(app.modules.Modules))
	reflection, err := runtimeservices.NewReflectionService()
	if err != nil {
		return err
	}
	reflectionv1.RegisterReflectionServiceServer(app.queries(), reflection)
	return nil
}

func (app *App) setHandlers(role string) {
	app.SetInitChainer(app.initChain)
	app.SetPreBlocker(app.preBlock)
	app.SetBeginBlocker(func(ctx sdk.Context) (sdk.BeginBlock, error) { return app.modules.BeginBlock(ctx) })
	app.SetEndBlocker(func(ctx sdk.Context) (sdk.EndBlock, error) { return app.modules.EndBlock(ctx) })
	app.setAdmission()
	app.tellBlockTime()
	if role == RoleAudit {
		app.SetCheckTxHandler(refuseTransactions)
	}
}

// setAdmission wires the ante, the pool and proposals: what the ante lets in waits in the pool, from which a proposal is
// made and by which it is judged.
func (app *App) setAdmission() {
	matrix := app.Keepers.Consortium.Matrix()
	app.pool = mempool.New(mempool.DefaultLimits(), app.encoding.TxConfig.TxDecoder()) //determinism:allow made once, while the application is assembled
	app.SetMempool(app.pool)
	admission := ante.New(app.Keepers.Lanes, app.Keepers.Consortium, app.Keepers.Wallet, matrix, app.pool)
	app.SetAnteHandler(admission.Admit)
	proposals := proposals{base: app.BaseApp, admission: admission, matrix: matrix, pool: app.pool}
	app.SetPrepareProposal(proposals.prepare)
	app.SetProcessProposal(proposals.process)
	app.SetPrepareCheckStater(func(sdk.Context) { app.pool.Committed() })
}

func (app *App) preBlock(ctx sdk.Context, _ *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
	return app.modules.PreBlock(ctx)
}

// refuseTransactions is the mempool door of an audit node.
func refuseTransactions(_ sdk.RunTx, _ *abci.RequestCheckTx) (*abci.ResponseCheckTx, error) {
	err := ante.ErrAuditNode.Wrap("send the transaction to a validator or a member's full node")
	codespace, code, log := abciInfo(err)
	return &abci.ResponseCheckTx{Codespace: codespace, Code: code, Log: log}, nil
}

// Pool returns the transactions that wait in this node.
func (app *App) Pool() *mempool.Pool { return app.pool }

// Encoding returns the codecs of the application.
func (app *App) Encoding() EncodingConfig { return app.encoding }

// AutoCLIOptions describes the modules to the command line.
func (app *App) AutoCLIOptions() autocli.AppOptions {
	modules := make(map[string]appmodule.AppModule, len(app.modules.Modules))
	for _, name := range slices.Sorted(maps.Keys(app.modules.Modules)) {
		if known, ok := app.modules.Modules[name].(appmodule.AppModule); ok {
			modules[name] = known
		}
	}
	return autocli.AppOptions{
		Modules:               modules,
		ModuleOptions:         runtimeservices.ExtractAutoCLIOptions(app.modules.Modules),
		AddressCodec:          address.NewBech32Codec(AddressPrefix),
		ValidatorAddressCodec: runtime.ValidatorAddressCodec(address.NewBech32Codec(AddressPrefix + "valoper")),
		ConsensusAddressCodec: runtime.ConsensusAddressCodec(address.NewBech32Codec(AddressPrefix + "valcons")),
	}
}
