// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"crypto/sha256"
	"os"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

// address is the account of a named actor.
func address(name string) string {
	sum := sha256.Sum256([]byte(name))
	return sdk.AccAddress(sum[:20]).String()
}

const (
	uetrOne = "0f2c9d6e-5b7a-4c1d-9e3f-8a6b5c4d3e2f"
	uetrTwo = "1f2c9d6e-5b7a-4c1d-9e3f-8a6b5c4d3e2f"
)

var digest = make([]byte, 32)
