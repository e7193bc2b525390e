// SPDX-License-Identifier: Apache-2.0

package app

import (
	"github.com/spf13/cast"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/x/wallet"
)

// verifierOf is how this node verifies the device signatures of a batch: together, unless its configuration says one by
// one. What it answers is the same either way.
func verifierOf(appOpts servertypes.AppOptions) wallet.Verifier {
	if set := appOpts.Get(networks.SignatureBatchesOption); set != nil && !cast.ToBool(set) {
		return wallet.OneByOne{}
	}
	return wallet.Batched{}
}
