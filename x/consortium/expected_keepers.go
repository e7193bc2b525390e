// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// AccountKeeper is what the consortium asks of x/auth: whoever is named for a duty must be able to sign, so it gets an
// account when it is named.
type AccountKeeper interface {
	// NewAccountWithAddress makes an account with the next account number; it is not stored yet.
	NewAccountWithAddress(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	// HasAccount says whether the address has an account.
	HasAccount(ctx context.Context, addr sdk.AccAddress) bool
	// SetAccount stores an account.
	SetAccount(ctx context.Context, acc sdk.AccountI)
}

// MessageRouter runs what the consortium has decided.
type MessageRouter interface {
	// Handler returns the handler of a message, or nil if none serves it.
	Handler(msg sdk.Msg) func(ctx sdk.Context, msg sdk.Msg) (*sdk.Result, error)
	// Vet returns the error with which a message would fail whenever it ran, beyond its own ValidateBasic, so that
	// nobody votes on it in vain.
	Vet(ctx sdk.Context, msg sdk.Msg) error
}
