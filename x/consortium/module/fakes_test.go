// SPDX-License-Identifier: Apache-2.0

package module_test

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// fakeAccounts is x/auth in which everybody has an account.
type fakeAccounts struct{}

func (fakeAccounts) NewAccountWithAddress(context.Context, sdk.AccAddress) sdk.AccountI { return nil }

func (fakeAccounts) HasAccount(context.Context, sdk.AccAddress) bool { return true }

func (fakeAccounts) SetAccount(context.Context, sdk.AccountI) {}
