// SPDX-License-Identifier: Apache-2.0

package payment

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces registers the messages of the room.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil), &MsgPay{}, &MsgPayBatch{}, &MsgRefund{}, &MsgSetParams{})
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
