// SPDX-License-Identifier: Apache-2.0

package app

import (
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
)

// decisions hands what the consortium decided to the rooms.
type decisions struct{ router *baseapp.MsgServiceRouter }

func newDecisions(base *baseapp.BaseApp) decisions { return decisions{base.MsgServiceRouter()} }

// Handler returns the handler of a message, or nil if none serves it.
func (d decisions) Handler(msg sdk.Msg) func(sdk.Context, sdk.Msg) (*sdk.Result, error) {
	return d.router.Handler(msg)
}

// Vet refuses consensus parameters out of bounds before anybody votes on them.
func (decisions) Vet(_ sdk.Context, msg sdk.Msg) error {
	if params, ok := msg.(*consensustypes.MsgUpdateParams); ok {
		return validateConsensusParams(params)
	}
	return nil
}
