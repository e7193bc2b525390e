// SPDX-License-Identifier: Apache-2.0

package app

import (
	"github.com/cosmos/cosmos-sdk/baseapp"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// stores are the substores of the application; their names are part of the client API, for proofs.
type stores struct {
	persistent map[string]*storetypes.KVStoreKey
	transient  map[string]*storetypes.TransientStoreKey
}

func newStores() stores {
	return stores{
		persistent: storetypes.NewKVStoreKeys(
			authtypes.StoreKey, banktypes.StoreKey, consensuskeeper.StoreKey, upgradetypes.StoreKey,
			consortium.StoreKey, wallet.StoreKey, compliance.StoreKey, payment.StoreKey, payment.UETRStoreKey,
			netting.StoreKey, reserve.StoreKey,
		),
		transient: storetypes.NewTransientStoreKeys(payment.TransientStoreKey),
	}
}

func (s stores) mount(base *baseapp.BaseApp) {
	base.MountKVStores(s.persistent)
	base.MountTransientStores(s.transient)
}
