// SPDX-License-Identifier: Apache-2.0

package netting

import (
	"github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces makes the module's messages known to the registry.
func RegisterInterfaces(registry types.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil), &MsgOrderCycleClose{}, &MsgSetCap{}, &MsgLowerCap{},
		&MsgProposeCap{}, &MsgAcceptCap{}, &MsgSetEarmark{}, &MsgSetCurrencyPolicy{})
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
