// SPDX-License-Identifier: Apache-2.0

package app

import (
	corestore "cosmossdk.io/core/store"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/app/ledger"
	"github.com/taelnet/tael/x/compliance"
	compliancekeeper "github.com/taelnet/tael/x/compliance/keeper"
	"github.com/taelnet/tael/x/consortium"
	consortiumkeeper "github.com/taelnet/tael/x/consortium/keeper"
	"github.com/taelnet/tael/x/netting"
	nettingkeeper "github.com/taelnet/tael/x/netting/keeper"
	"github.com/taelnet/tael/x/payment"
	paymentkeeper "github.com/taelnet/tael/x/payment/keeper"
	"github.com/taelnet/tael/x/reserve"
	reservekeeper "github.com/taelnet/tael/x/reserve/keeper"
	"github.com/taelnet/tael/x/wallet"
	walletkeeper "github.com/taelnet/tael/x/wallet/keeper"
)

// Keepers are all keepers of the application; only this package sees two of them at once.
type Keepers struct {
	Account    authkeeper.AccountKeeper
	Lanes      lanes
	Bank       bankkeeper.BaseKeeper
	Consensus  consensuskeeper.Keeper
	Upgrade    *upgradekeeper.Keeper
	Ledger     ledger.Ledger
	Consortium consortiumkeeper.Keeper
	Wallet     walletkeeper.Keeper
	Compliance compliancekeeper.Keeper
	Netting    nettingkeeper.Keeper
	Reserve    reservekeeper.Keeper
	Payment    paymentkeeper.Keeper
}

// modulePermissions lists the module accounts: the authority's empty one, the only minter, the clearing account.
func modulePermissions() map[string][]string {
	return map[string][]string{
		consortium.ModuleName: nil,
		reserve.ModuleName:    {authtypes.Minter, authtypes.Burner},
		netting.ModuleName:    nil,
	}
}

// newKeepers builds every keeper bottom to top. x/bank learns of compliance and of the minting restriction last,
// since both look down at it.
func newKeepers(s stores, encoding EncodingConfig, base *baseapp.BaseApp, logger log.Logger, matrix consortium.Matrix, verifier wallet.Verifier) Keepers {
	k := sdkKeepers(s, encoding, base, logger)
	service := func(name string) corestore.KVStoreService { return runtime.NewKVStoreService(s.persistent[name]) }
	cdc := encoding.Codec

	k.Ledger = ledger.New(service(banktypes.StoreKey))
	k.Consortium = consortiumkeeper.NewKeeper(cdc, service(consortium.StoreKey), k.Account, newDecisions(base), matrix)
	k.Wallet = walletkeeper.NewKeeper(cdc, service(wallet.StoreKey), k.Consortium, k.Account, k.Ledger, verifier)
	k.Compliance = compliancekeeper.NewKeeper(cdc, service(compliance.StoreKey), k.Consortium, k.Wallet, k.Ledger)
	k.Netting = nettingkeeper.NewKeeper(cdc, service(netting.StoreKey), k.Consortium, k.Ledger)

	// The restriction reads nothing but the mark of reserve's own call, so it can be given before reserve exists.
	k.Bank = k.Bank.WithMintCoinsRestriction(reservekeeper.Keeper{}.MintingRestriction)
	k.Reserve = reservekeeper.NewKeeper(cdc, service(reserve.StoreKey), k.Consortium, k.Wallet, k.Compliance, k.Netting, k.Bank, k.Ledger)
	restrictSends(k)

	k.Payment = paymentkeeper.NewKeeper(cdc, service(payment.StoreKey), service(payment.UETRStoreKey),
		runtime.NewTransientStoreService(s.transient[payment.TransientStoreKey]),
		k.Consortium, k.Wallet, k.Compliance, k.Netting, k.Ledger)
	return k
}

// sdkKeepers builds the keepers of the SDK's own modules. Their authority is the consortium's empty module account,
// which nobody can sign for: what is served of their messages runs out of accepted proposals alone.
func sdkKeepers(s stores, encoding EncodingConfig, base *baseapp.BaseApp, logger log.Logger) Keepers {
	authority := consortium.AuthorityAddress().String()
	addresses := address.NewBech32Codec(AddressPrefix)
	service := func(name string) corestore.KVStoreService { return runtime.NewKVStoreService(s.persistent[name]) }

	var k Keepers
	k.Consensus = consensuskeeper.NewKeeper(encoding.Codec, service(consensuskeeper.StoreKey), authority, runtime.EventService{})
	base.SetParamStore(k.Consensus.ParamsStore)
	k.Account = authkeeper.NewAccountKeeper(encoding.Codec, service(authtypes.StoreKey), authtypes.ProtoBaseAccount,
		modulePermissions(), addresses, AddressPrefix, authority)
	k.Lanes = newLanes(k.Account, service(authtypes.StoreKey), encoding.Codec)
	k.Bank = bankkeeper.NewBaseKeeper(encoding.Codec, service(banktypes.StoreKey), k.Account, nil, authority, logger)
	k.Upgrade = upgradekeeper.NewKeeper(nil, service(upgradetypes.StoreKey), encoding.Codec, DefaultNodeHome, base, authority)
	return k
}
