// SPDX-License-Identifier: Apache-2.0

package compliance

import "strconv"

// Reason says why an authentic instruction is refused; 0 means that it is not. The numbers stand in payment records and
// packed results and never change their meaning. A Reason is a value and never an error.
type Reason uint16

// The reasons of all rooms, by number.
const (
	ReasonNone                  Reason = 0
	ReasonPayerFrozen           Reason = 1
	ReasonPayerDeepFrozen       Reason = 2
	ReasonPayerSanctioned       Reason = 3
	ReasonPayeeDeepFrozen       Reason = 4
	ReasonPayeeSanctioned       Reason = 5
	ReasonPayerClosed           Reason = 6
	ReasonPayeeClosed           Reason = 7
	ReasonMemberSuspended       Reason = 8
	ReasonCustodianMismatch     Reason = 9
	ReasonMemberExiting         Reason = 10
	ReasonLimitTxOut            Reason = 20
	ReasonLimitTxIn             Reason = 21
	ReasonLimitDayOut           Reason = 22
	ReasonLimitDayIn            Reason = 23
	ReasonLimitBalance          Reason = 24
	ReasonLimitMonthOut         Reason = 25
	ReasonLimitMonthIn          Reason = 26
	ReasonLimitYearOut          Reason = 27
	ReasonLimitYearIn           Reason = 28
	ReasonLimitLifetimeOut      Reason = 29
	ReasonLimitLifetimeIn       Reason = 30
	ReasonPersonOpeningMissing  Reason = 31
	ReasonPersonOpeningWrong    Reason = 32
	ReasonBalance               Reason = 40
	ReasonLiquidity             Reason = 50
	ReasonCap                   Reason = 51
	ReasonOutboundBlocked       Reason = 52
	ReasonMemberUncovered       Reason = 53
	ReasonPlanExceeded          Reason = 54
	ReasonRefundExceedsOriginal Reason = 60
	ReasonOriginalNotPaid       Reason = 61
	ReasonOriginalUnknown       Reason = 62
	ReasonBatchRefused          Reason = 70
	ReasonPayerSuspense         Reason = 80
	ReasonPayeeSuspense         Reason = 81
)

// reasonRow names one reason; the rows are ascending by number.
type reasonRow struct {
	reason  Reason
	name    string
	meaning string
}

var reasonTable = []reasonRow{
	{ReasonPayerFrozen, "PAYER_FROZEN", "the payer's wallet is frozen: money may enter and not leave"},
	{ReasonPayerDeepFrozen, "PAYER_DEEP_FROZEN", "the payer's wallet is deep-frozen: money may neither enter nor leave"},
	{ReasonPayerSanctioned, "PAYER_SANCTIONED", "the payer is on a deny list"},
	{ReasonPayeeDeepFrozen, "PAYEE_DEEP_FROZEN", "the payee's wallet is deep-frozen: money may neither enter nor leave"},
	{ReasonPayeeSanctioned, "PAYEE_SANCTIONED", "the payee is on a deny list"},
	{ReasonPayerClosed, "PAYER_CLOSED", "the payer's wallet is closed"},
	{ReasonPayeeClosed, "PAYEE_CLOSED", "the payee's wallet is closed"},
	{ReasonMemberSuspended, "MEMBER_SUSPENDED", "a member that would take a new obligation is suspended"},
	{ReasonCustodianMismatch, "CUSTODIAN_MISMATCH", "the wallet is not kept by the member that the act requires"},
	{ReasonMemberExiting, "MEMBER_EXITING", "a member that would take a new obligation is leaving"},
	{ReasonLimitTxOut, "LIMIT_TX_OUT", "the amount exceeds what the payer may send at once"},
	{ReasonLimitTxIn, "LIMIT_TX_IN", "the amount exceeds what the payee may receive at once"},
	{ReasonLimitDayOut, "LIMIT_DAY_OUT", "with this amount the payer would exceed what it may send in a day"},
	{ReasonLimitDayIn, "LIMIT_DAY_IN", "with this amount the payee would exceed what it may receive in a day"},
	{ReasonLimitBalance, "LIMIT_BALANCE", "with this amount the payee would exceed what it may hold"},
	{ReasonLimitMonthOut, "LIMIT_MONTH_OUT", "with this amount the payer would exceed what it may send in a month"},
	{ReasonLimitMonthIn, "LIMIT_MONTH_IN", "with this amount the payee would exceed what it may receive in a month"},
	{ReasonLimitYearOut, "LIMIT_YEAR_OUT", "with this amount the payer would exceed what it may send in a year"},
	{ReasonLimitYearIn, "LIMIT_YEAR_IN", "with this amount the payee would exceed what it may receive in a year"},
	{ReasonLimitLifetimeOut, "LIMIT_LIFETIME_OUT", "with this amount the payer would exceed what it may ever send"},
	{ReasonLimitLifetimeIn, "LIMIT_LIFETIME_IN", "with this amount the payee would exceed what it may ever receive"},
	{ReasonPersonOpeningMissing, "PERSON_OPENING_MISSING", "a limit of the person applies and the opening of the wallet's commitment is missing"},
	{ReasonPersonOpeningWrong, "PERSON_OPENING_WRONG", "the opening does not fit the wallet's commitment of this year"},
	{ReasonBalance, "BALANCE", "the payer lacks the money"},
	{ReasonLiquidity, "LIQUIDITY", "the position of the payer's custodian would exceed its cover"},
	{ReasonCap, "CAP", "the position of the payer's custodian would exceed its cap"},
	{ReasonOutboundBlocked, "OUTBOUND_BLOCKED", "the payer's custodian may not raise its position"},
	{ReasonMemberUncovered, "MEMBER_UNCOVERED", "the wallet's custodian is suspended or leaving and lacks cover, and no plan says what may leave"},
	{ReasonPlanExceeded, "PLAN_EXCEEDED", "with this amount more would leave than the consortium's plan allows each customer"},
	{ReasonRefundExceedsOriginal, "REFUND_EXCEEDS_ORIGINAL", "the refunds would exceed the original payment"},
	{ReasonOriginalNotPaid, "ORIGINAL_NOT_PAID", "the original payment was not paid"},
	{ReasonOriginalUnknown, "ORIGINAL_UNKNOWN", "the original payment is not on record"},
	{ReasonBatchRefused, "BATCH_REFUSED", "another instruction of the atomic batch was refused"},
	{ReasonPayerSuspense, "PAYER_SUSPENSE", "money of a suspense wallet leaves only by redemption"},
	{ReasonPayeeSuspense, "PAYEE_SUSPENSE", "money enters a suspense wallet only by issuance, when its own redemption is released, and when its owner's wallet is closed or dormant"},
}

// Reasons returns every reason but ReasonNone, ascending by number.
func Reasons() []Reason {
	all := make([]Reason, len(reasonTable))
	for i, row := range reasonTable {
		all[i] = row.reason
	}
	return all
}

// String returns the stable name of the reason, "NONE" for ReasonNone and the number of an unknown one.
func (r Reason) String() string {
	if r == ReasonNone {
		return "NONE"
	}
	if row, ok := r.row(); ok {
		return row.name
	}
	return "REASON_" + strconv.Itoa(int(r))
}

// Meaning returns one sentence for people; it is empty for ReasonNone and for an unknown reason.
func (r Reason) Meaning() string {
	row, _ := r.row()
	return row.meaning
}

// Known says whether the reason is ReasonNone or in the table.
func (r Reason) Known() bool {
	_, ok := r.row()
	return ok || r == ReasonNone
}

func (r Reason) row() (reasonRow, bool) {
	for _, row := range reasonTable {
		if row.reason == r {
			return row, true
		}
	}
	return reasonRow{}, false
}
