// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces registers the module's messages.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgRegisterMember{},
		&MsgAssignDuty{},
		&MsgWithdrawDuty{},
		&MsgAddSubmitter{},
		&MsgRemoveSubmitter{},
		&MsgSuspendMember{},
		&MsgReinstateMember{},
		&MsgSetQuota{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
