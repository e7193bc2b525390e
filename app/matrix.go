// SPDX-License-Identifier: Apache-2.0

package app

import (
	"slices"

	"github.com/cosmos/cosmos-sdk/baseapp"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Short names keep the table readable; numbers are the protocol's.
const (
	operations  = consortium.DUTY_OPERATIONS
	treasury    = consortium.DUTY_TREASURY
	officer     = consortium.DUTY_COMPLIANCE
	attestation = consortium.DUTY_ATTESTATION
	submitter   = consortium.DUTY_SUBMITTER
	risk        = consortium.DUTY_RISK

	clearing    = consortium.ROLE_CLEARING
	centralBank = consortium.ROLE_CENTRAL_BANK
)

func authority() consortium.AccessRule { return consortium.AccessRule{Authority: true} }

func owner(duties ...consortium.Duty) consortium.AccessRule {
	return consortium.AccessRule{WalletOwner: true, Duties: duties}
}

func ownerOrAuthority(duties ...consortium.Duty) consortium.AccessRule {
	return consortium.AccessRule{Authority: true, WalletOwner: true, Duties: duties}
}

func duty(d consortium.Duty, roles ...consortium.Role) consortium.AccessRule {
	return consortium.AccessRule{Duties: []consortium.Duty{d}, Roles: roles}
}

// AccessMatrix says who may send each message type, and in which lane it travels. A message type that is served and
// not listed, listed and not served, or without a lane, keeps the chain from starting.
func AccessMatrix() consortium.Matrix { return withLanes(accessRules()) }

// accessRules is the matrix without its lanes.
func accessRules() consortium.Matrix {
	return consortium.Matrix{
		"/tael.consortium.v1.MsgRegisterMember":  authority(),
		"/tael.consortium.v1.MsgAssignDuty":      authority(),
		"/tael.consortium.v1.MsgWithdrawDuty":    authority(),
		"/tael.consortium.v1.MsgSuspendMember":   authority(),
		"/tael.consortium.v1.MsgReinstateMember": authority(),
		"/tael.consortium.v1.MsgAddSubmitter":    duty(operations),
		"/tael.consortium.v1.MsgRemoveSubmitter": duty(operations),
		"/tael.consortium.v1.MsgSetQuota":        authority(),

		"/tael.wallet.v1.MsgOpenWallet":    duty(operations),
		"/tael.wallet.v1.MsgCloseWallet":   duty(operations),
		"/tael.wallet.v1.MsgChangeTier":    {Duties: []consortium.Duty{operations, officer}},
		"/tael.wallet.v1.MsgBindDevice":    owner(operations),
		"/tael.wallet.v1.MsgRevokeDevice":  owner(operations),
		"/tael.wallet.v1.MsgContestDevice": {Duties: []consortium.Duty{submitter, operations}},

		"/tael.wallet.v1.MsgCommitPerson":           duty(operations),
		"/tael.wallet.v1.MsgRequestCustodyMove":     ownerOrAuthority(operations),
		"/tael.wallet.v1.MsgCancelCustodyMove":      ownerOrAuthority(operations),
		"/tael.wallet.v1.MsgGiveDormancyNotice":     duty(operations),
		"/tael.wallet.v1.MsgWithdrawDormancyNotice": owner(operations),

		"/tael.compliance.v1.MsgSetLimits":          authority(),
		"/tael.compliance.v1.MsgRestrict":           duty(officer),
		"/tael.compliance.v1.MsgProposeRestriction": duty(officer),
		"/tael.compliance.v1.MsgConfirmRestriction": duty(officer),
		"/tael.compliance.v1.MsgLiftRestriction":    duty(officer),
		"/tael.compliance.v1.MsgProposeLift":        duty(officer),
		"/tael.compliance.v1.MsgConfirmLift":        duty(officer),
		"/tael.compliance.v1.MsgCloseCase":          duty(officer),

		"/tael.payment.v1.MsgPay":      owner(),
		"/tael.payment.v1.MsgRefund":   owner(),
		"/tael.payment.v1.MsgPayBatch": duty(submitter),

		"/tael.netting.v1.MsgOrderCycleClose": duty(operations, clearing),
		"/tael.netting.v1.MsgSetCap":          authority(),
		"/tael.netting.v1.MsgLowerCap":        duty(treasury),

		"/tael.netting.v1.MsgProposeCap":        duty(risk, clearing),
		"/tael.netting.v1.MsgAcceptCap":         duty(treasury),
		"/tael.netting.v1.MsgSetEarmark":        duty(treasury),
		"/tael.netting.v1.MsgSetCurrencyPolicy": authority(),

		"/tael.reserve.v1.MsgSetRail":                  authority(),
		"/tael.reserve.v1.MsgAttestReceipt":            duty(attestation),
		"/tael.reserve.v1.MsgRequestRedemption":        owner(operations),
		"/tael.reserve.v1.MsgOpenAttempt":              duty(operations),
		"/tael.reserve.v1.MsgAttestOutcome":            duty(attestation),
		"/tael.reserve.v1.MsgReleaseRedemption":        duty(operations),
		"/tael.reserve.v1.MsgIssueCbdc":                duty(treasury, centralBank),
		"/tael.reserve.v1.MsgBurnCbdc":                 duty(treasury, centralBank),
		"/tael.reserve.v1.MsgCorrectSettlementBalance": duty(treasury, centralBank),
		"/tael.reserve.v1.MsgFundsIn":                  duty(treasury),
		"/tael.reserve.v1.MsgFundsOut":                 duty(treasury),
		"/tael.reserve.v1.MsgAttestReserve":            duty(attestation),
		"/tael.reserve.v1.MsgDecideReceipt":            authority(),
		"/tael.reserve.v1.MsgResumeRail":               authority(),
		"/tael.reserve.v1.MsgAcceptCustodyMove":        duty(operations),
		"/tael.reserve.v1.MsgSweepDormant":             duty(operations),
	}
}

// servedMessages lists the type URLs of every message that has a handler.
func servedMessages(registry codectypes.InterfaceRegistry, router *baseapp.MsgServiceRouter) []string {
	var served []string
	for _, url := range registry.ListImplementations(sdk.MsgInterfaceProtoName) {
		if router.HandlerByTypeURL(url) != nil {
			served = append(served, url)
		}
	}
	slices.Sort(served)
	return served
}
