// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/client"
)

// handler reads one type of message with its response.
type handler func(t *turn, message, response []byte) error

// pointed is a proto message by its pointer.
type pointed[T any] interface {
	*T
	proto.Message
}

// on makes the handler of a type of message.
func on[M, R any, PM pointed[M], PR pointed[R]](f func(*turn, PM, PR) error) handler {
	return func(t *turn, message, response []byte) error {
		msg, res := PM(new(M)), PR(new(R))
		if err := proto.Unmarshal(message, msg); err != nil {
			return fmt.Errorf("%w: message: %w", ErrBlock, err)
		}
		if err := proto.Unmarshal(response, res); err != nil {
			return fmt.Errorf("%w: response: %w", ErrBlock, err)
		}
		return f(t, msg, res)
	}
}

// transaction reads the messages of a transaction that did not fail.
func (t *turn) transaction(tx client.Tx) error {
	var envelope txtypes.TxRaw
	var body txtypes.TxBody
	var data sdk.TxMsgData
	if err := proto.Unmarshal(tx.Raw, &envelope); err != nil {
		return fmt.Errorf("%w: %w", ErrBlock, err)
	}
	if err := proto.Unmarshal(envelope.BodyBytes, &body); err != nil {
		return fmt.Errorf("%w: body: %w", ErrBlock, err)
	}
	if err := proto.Unmarshal(tx.Outcome.Data, &data); err != nil {
		return fmt.Errorf("%w: response data: %w", ErrBlock, err)
	}
	if len(data.MsgResponses) != len(body.Messages) {
		return fmt.Errorf("%w: expected %d responses, got %d", ErrBlock, len(body.Messages), len(data.MsgResponses))
	}
	for i, message := range body.Messages {
		if idle[message.TypeUrl] {
			continue
		}
		handle, known := handlers[message.TypeUrl]
		if !known {
			return fmt.Errorf("%w: expected a message that these books know, got %s", ErrBlock, message.TypeUrl)
		}
		if err := handle(t, message.Value, data.MsgResponses[i].Value); err != nil {
			return fmt.Errorf("message %d, %s: %w", i, message.TypeUrl, err)
		}
	}
	return nil
}

// handlers are the messages that move balances, or that say where money will lie.
var handlers = map[string]handler{
	"/tael.payment.v1.MsgPay":      on(pay),
	"/tael.payment.v1.MsgRefund":   on(refund),
	"/tael.payment.v1.MsgPayBatch": on(payBatch),

	"/tael.wallet.v1.MsgCloseWallet": on(closeWallet),

	"/tael.reserve.v1.MsgAttestReceipt":            on(attestReceipt),
	"/tael.reserve.v1.MsgRequestRedemption":        on(requestRedemption),
	"/tael.reserve.v1.MsgAttestOutcome":            on(attestOutcome),
	"/tael.reserve.v1.MsgReleaseRedemption":        on(releaseRedemption),
	"/tael.reserve.v1.MsgIssueCbdc":                on(issueCbdc),
	"/tael.reserve.v1.MsgBurnCbdc":                 on(burnCbdc),
	"/tael.reserve.v1.MsgCorrectSettlementBalance": on(correctSettlementBalance),
	"/tael.reserve.v1.MsgFundsIn":                  on(fundsIn),
	"/tael.reserve.v1.MsgFundsOut":                 on(fundsOut),
	"/tael.reserve.v1.MsgDecideReceipt":            on(decideReceipt),
	"/tael.reserve.v1.MsgAcceptCustodyMove":        on(acceptCustodyMove),
	"/tael.reserve.v1.MsgSweepDormant":             on(sweepDormant),
	"/tael.reserve.v1.MsgMoveCustomers":            on(moveCustomers),
}

// idle are the messages that move no balance. A test holds both lists to the services of the chain.
var idle = map[string]bool{
	"/tael.consortium.v1.MsgSetQuota":           true,
	"/tael.consortium.v1.MsgAddValidator":       true,
	"/tael.consortium.v1.MsgRemoveValidator":    true,
	"/tael.consortium.v1.MsgSetValidatorPower":  true,
	"/tael.consortium.v1.MsgRotateValidatorKey": true,
	"/tael.consortium.v1.MsgUnjailValidator":    true,
	"/tael.consortium.v1.MsgSetValidatorPolicy": true,
	"/tael.consortium.v1.MsgRegisterMember":     true,
	"/tael.consortium.v1.MsgAssignDuty":         true,
	"/tael.consortium.v1.MsgWithdrawDuty":       true,
	"/tael.consortium.v1.MsgSuspendMember":      true,
	"/tael.consortium.v1.MsgReinstateMember":    true,
	"/tael.consortium.v1.MsgAddSubmitter":       true,
	"/tael.consortium.v1.MsgRemoveSubmitter":    true,

	"/tael.consortium.v1.MsgOrderSuspension":   true,
	"/tael.consortium.v1.MsgConfirmSuspension": true,
	"/tael.consortium.v1.MsgBeginExit":         true,
	"/tael.consortium.v1.MsgNameSuccessor":     true,
	"/tael.consortium.v1.MsgAcceptSuccession":  true,
	"/tael.consortium.v1.MsgSetMemberPolicy":   true,
	// What a proposal runs at the end of a block, events of the end hint at: a vote itself moves nothing.
	"/tael.consortium.v1.MsgSubmitProposal":   true,
	"/tael.consortium.v1.MsgVote":             true,
	"/tael.consortium.v1.MsgVeto":             true,
	"/tael.consortium.v1.MsgWithdrawProposal": true,
	"/tael.consortium.v1.MsgSetCharter":       true,
	"/tael.consortium.v1.MsgChangeMember":     true,
	"/tael.wallet.v1.MsgSetParams":            true,
	"/tael.compliance.v1.MsgSetParams":        true,
	"/tael.payment.v1.MsgSetParams":           true,
	"/tael.reserve.v1.MsgSetParams":           true,
	"/tael.reserve.v1.MsgAddCurrency":         true,

	"/tael.wallet.v1.MsgOpenWallet":    true,
	"/tael.wallet.v1.MsgChangeTier":    true,
	"/tael.wallet.v1.MsgBindDevice":    true,
	"/tael.wallet.v1.MsgRevokeDevice":  true,
	"/tael.wallet.v1.MsgContestDevice": true,

	"/tael.wallet.v1.MsgCommitPerson":           true,
	"/tael.wallet.v1.MsgRequestCustodyMove":     true,
	"/tael.wallet.v1.MsgCancelCustodyMove":      true,
	"/tael.wallet.v1.MsgGiveDormancyNotice":     true,
	"/tael.wallet.v1.MsgWithdrawDormancyNotice": true,

	"/tael.compliance.v1.MsgSetLimits":          true,
	"/tael.compliance.v1.MsgRestrict":           true,
	"/tael.compliance.v1.MsgProposeRestriction": true,
	"/tael.compliance.v1.MsgConfirmRestriction": true,
	"/tael.compliance.v1.MsgLiftRestriction":    true,
	"/tael.compliance.v1.MsgProposeLift":        true,
	"/tael.compliance.v1.MsgConfirmLift":        true,
	"/tael.compliance.v1.MsgCloseCase":          true,

	"/tael.netting.v1.MsgOrderCycleClose": true,
	"/tael.netting.v1.MsgSetCap":          true,
	"/tael.netting.v1.MsgLowerCap":        true,

	"/tael.netting.v1.MsgProposeCap":        true,
	"/tael.netting.v1.MsgAcceptCap":         true,
	"/tael.netting.v1.MsgSetEarmark":        true,
	"/tael.netting.v1.MsgSetCurrencyPolicy": true,

	"/tael.reserve.v1.MsgSetRail":       true,
	"/tael.reserve.v1.MsgOpenAttempt":   true,
	"/tael.reserve.v1.MsgAttestReserve": true,
	"/tael.reserve.v1.MsgResumeRail":    true,

	"/tael.reserve.v1.MsgSetResolutionPlan": true,
	"/tael.reserve.v1.MsgCompleteExit":      true,
}
