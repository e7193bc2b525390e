// SPDX-License-Identifier: Apache-2.0

package reason

import "github.com/taelnet/tael/x/compliance"

// refusals holds every compliance.Reason, ascending.
var refusals = []struct {
	reason compliance.Reason
	code   Code
}{
	{compliance.ReasonPayerFrozen, AC06},
	{compliance.ReasonPayerDeepFrozen, AC06},
	{compliance.ReasonPayerSanctioned, RR04},
	{compliance.ReasonPayeeDeepFrozen, AC06},
	{compliance.ReasonPayeeSanctioned, RR04},
	{compliance.ReasonPayerClosed, AC04},
	{compliance.ReasonPayeeClosed, AC04},
	{compliance.ReasonMemberSuspended, AG10},
	{compliance.ReasonCustodianMismatch, AGNT},
	{compliance.ReasonMemberExiting, AG10},
	{compliance.ReasonLimitTxOut, AM14},
	{compliance.ReasonLimitTxIn, AM14},
	{compliance.ReasonLimitDayOut, AM21},
	{compliance.ReasonLimitDayIn, AM21},
	{compliance.ReasonLimitBalance, AM21},
	{compliance.ReasonLimitMonthOut, AM21},
	{compliance.ReasonLimitMonthIn, AM21},
	{compliance.ReasonLimitYearOut, AM21},
	{compliance.ReasonLimitYearIn, AM21},
	{compliance.ReasonLimitLifetimeOut, AM21},
	{compliance.ReasonLimitLifetimeIn, AM21},
	{compliance.ReasonPersonOpeningMissing, RR01},
	{compliance.ReasonPersonOpeningWrong, BE16},
	{compliance.ReasonBalance, AM04},
	{compliance.ReasonLiquidity, AM04},
	{compliance.ReasonCap, AM02},
	{compliance.ReasonOutboundBlocked, AM23},
	{compliance.ReasonMemberUncovered, RR04},
	{compliance.ReasonPlanExceeded, RR04},
	{compliance.ReasonRefundExceedsOriginal, AM09},
	{compliance.ReasonOriginalNotPaid, FF12},
	{compliance.ReasonOriginalUnknown, AG09},
	{compliance.ReasonBatchRefused, FF11},
	{compliance.ReasonPayerSuspense, AG01},
	{compliance.ReasonPayeeSuspense, AG01},
}

// notSent holds every reason of client/payfile for which a transfer is not sent, ascending. It is by number and name,
// because that package renders its reports with this one.
var notSent = []struct {
	number uint16
	name   string
	code   Code
}{
	{1, "PAYER_UNKNOWN", AC02},
	{2, "PAYER_WITHOUT_DEVICE", AG08},
	{3, "PAYEE_UNKNOWN", AC03},
	{4, "PAYEE_MISSING", AC03},
	{5, "CURRENCY_MISMATCH", CURR},
	{6, "AMOUNT_TOO_LARGE", AM13},
	{7, "AGENT_UNKNOWN", DNOR},
	{8, "PAYER_NOT_OF_SENDER", AGNT},
	{9, "AGENT_MISMATCH", AGNT},
	{10, "SETTLEMENT_DATE_MISSING", DT01},
	{11, "SETTLEMENT_METHOD", AG03},
}
