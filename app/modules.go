// SPDX-License-Identifier: Apache-2.0

package app

import (
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/consensus"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	"github.com/cosmos/cosmos-sdk/x/upgrade"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/cosmos/cosmos-sdk/codec/address"

	"github.com/taelnet/tael/x/compliance"
	compliancemodule "github.com/taelnet/tael/x/compliance/module"
	"github.com/taelnet/tael/x/consortium"
	consortiummodule "github.com/taelnet/tael/x/consortium/module"
	"github.com/taelnet/tael/x/netting"
	nettingmodule "github.com/taelnet/tael/x/netting/module"
	"github.com/taelnet/tael/x/payment"
	paymentmodule "github.com/taelnet/tael/x/payment/module"
	"github.com/taelnet/tael/x/reserve"
	reservemodule "github.com/taelnet/tael/x/reserve/module"
	"github.com/taelnet/tael/x/wallet"
	walletmodule "github.com/taelnet/tael/x/wallet/module"
)

// The SDK's modules serve their queries. Of their messages three are served, to accepted proposals alone: an upgrade is
// scheduled or called off, consensus parameters change within bounds. Value moves under compliance alone.
type (
	authModule struct {
		auth.AppModule
		keeper authkeeper.AccountKeeper
	}
	bankModule struct {
		bank.AppModule
		keeper banktypes.QueryServer
	}
	consensusModule struct {
		consensus.AppModule
		keeper consensuskeeper.Keeper
	}
	upgradeModule struct {
		upgrade.AppModule
		keeper *upgradekeeper.Keeper
	}
)

// RegisterServices registers the queries of x/auth.
func (m authModule) RegisterServices(cfg module.Configurator) {
	authtypes.RegisterQueryServer(cfg.QueryServer(), authkeeper.NewQueryServer(m.keeper))
}

// RegisterServices registers the queries of x/bank.
func (m bankModule) RegisterServices(cfg module.Configurator) {
	banktypes.RegisterQueryServer(cfg.QueryServer(), m.keeper)
}

// RegisterServices registers x/consensus, its message held to the chain's bounds.
func (m consensusModule) RegisterServices(registrar grpc.ServiceRegistrar) error {
	consensustypes.RegisterMsgServer(registrar, boundedParams{m.keeper})
	consensustypes.RegisterQueryServer(registrar, m.keeper)
	return nil
}

// RegisterServices registers x/upgrade; of its migrations there is none to run on a chain that starts with it.
func (m upgradeModule) RegisterServices(cfg module.Configurator) {
	upgradetypes.RegisterMsgServer(cfg.MsgServer(), upgradekeeper.NewMsgServerImpl(m.keeper))
	upgradetypes.RegisterQueryServer(cfg.QueryServer(), m.keeper)
}

// ModuleBasics is the part of every module that needs no keeper: interfaces, routes, default genesis.
func ModuleBasics() module.BasicManager {
	return module.NewBasicManager(
		auth.AppModuleBasic{}, bank.AppModuleBasic{}, consensus.AppModuleBasic{}, upgrade.AppModuleBasic{},
		consortiummodule.AppModule{}, walletmodule.AppModule{}, compliancemodule.AppModule{},
		nettingmodule.AppModule{}, reservemodule.AppModule{}, paymentmodule.AppModule{},
	)
}

func newModuleManager(encoding EncodingConfig, k Keepers) *module.Manager {
	cdc := encoding.Codec
	m := module.NewManager(
		upgradeModule{upgrade.NewAppModule(k.Upgrade, address.NewBech32Codec(AddressPrefix)), k.Upgrade},
		authModule{auth.NewAppModule(cdc, k.Account, nil), k.Account},
		bankModule{bank.NewAppModule(cdc, k.Bank, k.Account), k.Bank},
		consensusModule{consensus.NewAppModule(cdc, k.Consensus), k.Consensus},
		consortiummodule.NewAppModule(cdc, k.Consortium),
		walletmodule.NewAppModule(cdc, k.Wallet),
		compliancemodule.NewAppModule(cdc, k.Compliance),
		nettingmodule.NewAppModule(cdc, k.Netting),
		reservemodule.NewAppModule(cdc, k.Reserve),
		paymentmodule.NewAppModule(cdc, k.Payment),
	)

	m.SetOrderPreBlockers(
		upgradetypes.ModuleName, // halts before anything else touches state
		authtypes.ModuleName,    // prunes nonces of unordered transactions, of which there are none
	)
	m.SetOrderInitGenesis(
		authtypes.ModuleName,      // accounts first: members and wallets look for theirs
		banktypes.ModuleName,      // balances before whoever checks sums against them
		upgradetypes.ModuleName,   // version map
		consensustypes.ModuleName, // no state of its own
		consortium.ModuleName,     // members and the validator set
		wallet.ModuleName,         // wallets name their custodian
		compliance.ModuleName,     // limits and orders name wallets
		netting.ModuleName,        // currencies and positions name members
		reserve.ModuleName,        // compares issued and redeemed with bank, assets with currencies
		payment.ModuleName,        // records of what was paid
	)
	m.SetOrderExportGenesis(m.OrderInitGenesis...)
	m.SetOrderBeginBlockers()
	m.SetOrderEndBlockers(
		consortium.ModuleName, // runs what was decided, before anybody closes the block's books by other rules
		payment.ModuleName,    // writes the block's expiry entry and prunes
		netting.ModuleName,    // closes and settles with every obligation of the block recorded
		reserve.ModuleName,    // mints what waited, with the settlements of the block counted
		banktypes.ModuleName,  // credits virtual accounts, of which there are none
	)
	return m
}
