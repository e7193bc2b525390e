// SPDX-License-Identifier: Apache-2.0

package app

import (
	"os"
	"path/filepath"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Names that addresses, homes and processes carry.
const (
	Name          = "tael"
	AddressPrefix = "tael"
)

// DefaultNodeHome is where a node keeps its data when no --home is given.
var DefaultNodeHome = nodeHome()

func nodeHome() string {
	home, err := os.UserHomeDir() //determinism:allow where a node keeps its files is no state
	if err != nil {
		return "." + Name
	}
	return filepath.Join(home, "."+Name)
}

// Every codec of ours is explicit, yet AccAddress.String and module addresses still read the process-wide prefix.
func init() {
	cfg := sdk.GetConfig()
	cfg.SetBech32PrefixForAccount(AddressPrefix, AddressPrefix+"pub")
	cfg.SetBech32PrefixForValidator(AddressPrefix+"valoper", AddressPrefix+"valoperpub")
	cfg.SetBech32PrefixForConsensusNode(AddressPrefix+"valcons", AddressPrefix+"valconspub")
}
