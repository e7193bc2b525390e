// SPDX-License-Identifier: Apache-2.0

package client

import sdk "github.com/cosmos/cosmos-sdk/types"

// AddressPrefix begins every address of a Tael network in text.
const AddressPrefix = "tael"

// sdk.AccAddress.String reads the process-wide prefix, which a node sets and a backend that imports this package alone
// would not have: its addresses would be those of another chain.
func init() {
	sdk.GetConfig().SetBech32PrefixForAccount(AddressPrefix, AddressPrefix+"pub")
}
