// SPDX-License-Identifier: Apache-2.0

package app

import "github.com/taelnet/tael/x/consortium"

// What a supervisor or a compliance officer orders goes before everything, so that nobody drains what waits to be
// frozen; payments go last, so that their number delays nothing else.
const (
	order          = consortium.LANE_ORDER
	administration = consortium.LANE_ADMINISTRATION
	pay            = consortium.LANE_PAYMENT
)

// messageLanes is the lane column of the role matrix: each message type is named here once, or the node does not start.
func messageLanes() map[string]consortium.Lane {
	return map[string]consortium.Lane{
		"/tael.compliance.v1.MsgRestrict":           order,
		"/tael.compliance.v1.MsgProposeRestriction": order,
		"/tael.compliance.v1.MsgConfirmRestriction": order,
		"/tael.compliance.v1.MsgLiftRestriction":    order,
		"/tael.compliance.v1.MsgProposeLift":        order,
		"/tael.compliance.v1.MsgConfirmLift":        order,
		"/tael.compliance.v1.MsgCloseCase":          order,

		"/tael.consortium.v1.MsgRegisterMember":  administration,
		"/tael.consortium.v1.MsgAssignDuty":      administration,
		"/tael.consortium.v1.MsgWithdrawDuty":    administration,
		"/tael.consortium.v1.MsgSuspendMember":   order,
		"/tael.consortium.v1.MsgReinstateMember": administration,
		"/tael.consortium.v1.MsgAddSubmitter":    administration,
		"/tael.consortium.v1.MsgRemoveSubmitter": administration,
		"/tael.consortium.v1.MsgSetQuota":        administration,

		"/tael.wallet.v1.MsgOpenWallet":             administration,
		"/tael.wallet.v1.MsgCloseWallet":            administration,
		"/tael.wallet.v1.MsgChangeTier":             administration,
		"/tael.wallet.v1.MsgBindDevice":             administration,
		"/tael.wallet.v1.MsgRevokeDevice":           administration,
		"/tael.wallet.v1.MsgContestDevice":          administration,
		"/tael.wallet.v1.MsgCommitPerson":           administration,
		"/tael.wallet.v1.MsgRequestCustodyMove":     administration,
		"/tael.wallet.v1.MsgCancelCustodyMove":      administration,
		"/tael.wallet.v1.MsgGiveDormancyNotice":     administration,
		"/tael.wallet.v1.MsgWithdrawDormancyNotice": administration,

		"/tael.compliance.v1.MsgSetLimits": administration,

		"/tael.payment.v1.MsgPay":      pay,
		"/tael.payment.v1.MsgRefund":   pay,
		"/tael.payment.v1.MsgPayBatch": pay,

		"/tael.netting.v1.MsgOrderCycleClose":   administration,
		"/tael.netting.v1.MsgSetCap":            administration,
		"/tael.netting.v1.MsgLowerCap":          administration,
		"/tael.netting.v1.MsgProposeCap":        administration,
		"/tael.netting.v1.MsgAcceptCap":         administration,
		"/tael.netting.v1.MsgSetEarmark":        administration,
		"/tael.netting.v1.MsgSetCurrencyPolicy": administration,

		"/tael.reserve.v1.MsgSetRail":                  administration,
		"/tael.reserve.v1.MsgAttestReceipt":            administration,
		"/tael.reserve.v1.MsgRequestRedemption":        administration,
		"/tael.reserve.v1.MsgOpenAttempt":              administration,
		"/tael.reserve.v1.MsgAttestOutcome":            administration,
		"/tael.reserve.v1.MsgReleaseRedemption":        administration,
		"/tael.reserve.v1.MsgIssueCbdc":                administration,
		"/tael.reserve.v1.MsgBurnCbdc":                 administration,
		"/tael.reserve.v1.MsgCorrectSettlementBalance": administration,
		"/tael.reserve.v1.MsgFundsIn":                  administration,
		"/tael.reserve.v1.MsgFundsOut":                 administration,
		"/tael.reserve.v1.MsgAttestReserve":            administration,
		"/tael.reserve.v1.MsgDecideReceipt":            administration,
		"/tael.reserve.v1.MsgResumeRail":               administration,
		"/tael.reserve.v1.MsgAcceptCustodyMove":        administration,
		"/tael.reserve.v1.MsgSweepDormant":             administration,
	}
}

// withLanes writes the lane of each message type into its rule. A lane of a type without a rule makes one that opens to
// nobody, which Complete refuses.
func withLanes(m consortium.Matrix) consortium.Matrix {
	for url, lane := range messageLanes() {
		rule := m[url]
		rule.Lane = lane
		m[url] = rule
	}
	return m
}
