// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces makes the module's messages known to the registry.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations(
		(*sdk.Msg)(nil),
		&MsgSetRail{},
		&MsgAttestReceipt{},
		&MsgRequestRedemption{},
		&MsgOpenAttempt{},
		&MsgAttestOutcome{},
		&MsgReleaseRedemption{},
		&MsgIssueCbdc{},
		&MsgBurnCbdc{},
		&MsgCorrectSettlementBalance{},
		&MsgFundsIn{},
		&MsgFundsOut{},
		&MsgAttestReserve{},
		&MsgDecideReceipt{},
		&MsgResumeRail{},
		&MsgAcceptCustodyMove{},
		&MsgSweepDormant{},
		&MsgMoveCustomers{},
		&MsgSetResolutionPlan{},
		&MsgCompleteExit{},
		&MsgAddCurrency{},
		&MsgSetParams{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
