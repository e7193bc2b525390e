// SPDX-License-Identifier: Apache-2.0

package payfile

import "fmt"

// Reason is why the file's payer does not send a transfer to the chain. The numbers are stable. The chain's own refusals
// are compliance.Reason and another table.
type Reason uint16

const (
	// ReasonNone means that there is an instruction.
	ReasonNone Reason = iota
	// ReasonPayerUnknown: the directory does not have the debtor's account.
	ReasonPayerUnknown
	// ReasonPayerWithoutDevice: the directory has the debtor's account, but no device that could sign for it.
	ReasonPayerWithoutDevice
	// ReasonPayeeUnknown: the directory does not have the creditor's account.
	ReasonPayeeUnknown
	// ReasonPayeeMissing: the file names no account of the creditor.
	ReasonPayeeMissing
	// ReasonCurrencyMismatch: the amount is not in the currency of both accounts.
	ReasonCurrencyMismatch
	// ReasonAmountTooLarge: the amount is above what one instruction carries, 10^15 minor units.
	ReasonAmountTooLarge
	// ReasonAgentUnknown: the directory has no member with the code of an interbank file's instructing agent.
	ReasonAgentUnknown
	// ReasonPayerNotOfSender: another member than an interbank file's instructing agent keeps the debtor's account.
	ReasonPayerNotOfSender
	// ReasonAgentMismatch: the agent that the file names for an account is a member that does not keep it.
	ReasonAgentMismatch
	// ReasonSettlementDateMissing: the interbank file says no day of settlement, so nothing says until when it holds.
	ReasonSettlementDateMissing
	// ReasonSettlementMethod: the agents settle between themselves, so paying on the chain would pay twice.
	ReasonSettlementMethod
)

var reasons = []struct {
	reason        Reason
	name, meaning string
}{
	{ReasonNone, "NONE", "there is an instruction"},
	{ReasonPayerUnknown, "PAYER_UNKNOWN", "the directory does not have the debtor's account"},
	{ReasonPayerWithoutDevice, "PAYER_WITHOUT_DEVICE", "the directory has no device that could sign for the debtor's account"},
	{ReasonPayeeUnknown, "PAYEE_UNKNOWN", "the directory does not have the creditor's account"},
	{ReasonPayeeMissing, "PAYEE_MISSING", "the file names no account of the creditor"},
	{ReasonCurrencyMismatch, "CURRENCY_MISMATCH", "the amount is not in the currency of both accounts"},
	{ReasonAmountTooLarge, "AMOUNT_TOO_LARGE", "the amount is above 10^15 minor units"},
	{ReasonAgentUnknown, "AGENT_UNKNOWN", "the directory has no member with the code of the interbank file's instructing agent"},
	{ReasonPayerNotOfSender, "PAYER_NOT_OF_SENDER", "the interbank file's instructing agent does not keep the debtor's account"},
	{ReasonAgentMismatch, "AGENT_MISMATCH", "the agent that the file names for an account is a member that does not keep it"},
	{ReasonSettlementDateMissing, "SETTLEMENT_DATE_MISSING", "the interbank file says no day of settlement"},
	{ReasonSettlementMethod, "SETTLEMENT_METHOD", "the interbank file settles elsewhere than by clearing (CLRG)"},
}

// Reasons returns every reason in the order of the numbers, ReasonNone first.
func Reasons() []Reason {
	all := make([]Reason, len(reasons))
	for i, row := range reasons {
		all[i] = row.reason
	}
	return all
}

// String is the name that does not change, for example PAYEE_UNKNOWN.
func (r Reason) String() string {
	if int(r) >= len(reasons) {
		return fmt.Sprintf("REASON_%d", uint16(r))
	}
	return reasons[r].name
}

// Refusal is one transfer that is not sent, for the report of the run. The account in Detail is masked.
type Refusal struct {
	Reason Reason
	// Detail says what was expected and what came.
	Detail string
}

func refuse(reason Reason, format string, args ...any) Refusal {
	return Refusal{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}
