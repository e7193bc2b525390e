// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"bytes"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// AuthorityAddress is the account under which accepted proposals act: the module's own, a hash of its name. Nobody has
// a key to it, so no transaction can come from it.
func AuthorityAddress() sdk.AccAddress { return authtypes.NewModuleAddress(ModuleName) }

// IsAuthority says whether the address (20 bytes) is the account under which accepted proposals act.
func IsAuthority(addr []byte) bool { return bytes.Equal(addr, AuthorityAddress()) }
