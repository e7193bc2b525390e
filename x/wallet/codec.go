// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces registers the room's messages.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgOpenWallet{}, &MsgCloseWallet{}, &MsgChangeTier{}, &MsgBindDevice{}, &MsgRevokeDevice{}, &MsgContestDevice{},
		&MsgCommitPerson{}, &MsgRequestCustodyMove{}, &MsgCancelCustodyMove{}, &MsgGiveDormancyNotice{}, &MsgWithdrawDormancyNotice{},
		&MsgSetParams{})
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
