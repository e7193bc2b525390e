// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces registers the room's messages.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgSetLimits{}, &MsgRestrict{}, &MsgProposeRestriction{}, &MsgConfirmRestriction{},
		&MsgLiftRestriction{}, &MsgProposeLift{}, &MsgConfirmLift{}, &MsgCloseCase{}, &MsgSetParams{})
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
