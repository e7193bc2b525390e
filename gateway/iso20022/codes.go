// SPDX-License-Identifier: Apache-2.0

package iso20022

import "strconv"

// Code says which rule a file broke. Its number is stable: programs and journals may keep it. A Code is itself an
// error, so that errors.Is(err, CodeIBAN) works on whatever this package returns.
type Code uint16

// The codes, in the order of their numbers; README.md holds the same table and a test compares both.
const (
	CodeRead Code = iota + 1
	CodeTooLarge
	CodeEncoding
	CodeSyntax
	CodeTruncated
	CodeDoctype
	CodeInstruction
	CodeToken
	CodeDepth
	CodeElements
	CodeTransfers
	CodeVersion
	CodeRoot
	CodeUnknownElement
	CodeDuplicateElement
	CodeElementOrder
	CodeElementMissing
	CodeAttribute
	CodeText
	CodeComment
	CodeValue
	CodeAmount
	CodeCurrency
	CodeIBAN
	CodeBIC
	CodeUETR
	CodeExecutionDate
	CodeUnsupported
	CodeGroupCount
	CodeGroupSum
	CodePaymentCount
	CodePaymentSum
	CodeChanged
	CodeGroupTotal
	CodeEntryCount
	CodeEntrySum
	CodeBalance
)

var codes = []struct {
	code          Code
	rule, meaning string
}{
	{CodeRead, "read", "the bytes could not be read; the cause is wrapped"},
	{CodeTooLarge, "size", "the file has more bytes than the limit"},
	{CodeEncoding, "encoding", "the bytes are not UTF-8, or another encoding is declared"},
	{CodeSyntax, "syntax", "not well-formed XML 1.0"},
	{CodeTruncated, "truncated", "the file ends before the message does"},
	{CodeDoctype, "doctype", "a DOCTYPE or other declaration stands in the file"},
	{CodeInstruction, "processing-instruction", "a processing instruction stands in the file"},
	{CodeToken, "token", "one tag, comment or value is longer than the limit"},
	{CodeDepth, "depth", "elements are nested deeper than the limit"},
	{CodeElements, "elements", "one header or transfer has more elements than the limit"},
	{CodeTransfers, "transfers", "the file has more transfers than the limit"},
	{CodeVersion, "version", "another message, version or namespace than may be read"},
	{CodeRoot, "root", "the first element is not the one that the message begins with"},
	{CodeUnknownElement, "unknown-element", "an element that the schema does not have at this place"},
	{CodeDuplicateElement, "duplicate-element", "an element more often than the schema allows"},
	{CodeElementOrder, "element-order", "an element that the schema wants earlier"},
	{CodeElementMissing, "element-missing", "an element that the schema demands is not there"},
	{CodeAttribute, "attribute", "an attribute is unknown, repeated or missing"},
	{CodeText, "text", "text where the schema has elements only"},
	{CodeComment, "comment", "a comment inside a value"},
	{CodeValue, "value", "a value that its type in the schema does not allow"},
	{CodeAmount, "amount", "an amount that is zero, negative, too long or finer than its currency"},
	{CodeCurrency, "currency", "a currency code that is malformed or not in force"},
	{CodeIBAN, "iban", "an IBAN whose form, length or check digits do not hold"},
	{CodeBIC, "bic", "a BIC that is not of the form of ISO 9362"},
	{CodeUETR, "uetr", "a UETR that is not a lower-case version 4 UUID"},
	{CodeExecutionDate, "execution-date", "the requested execution lies in the future"},
	{CodeUnsupported, "unsupported", "valid by the schema, but nothing that Tael can pay"},
	{CodeGroupCount, "group-count", "GrpHdr/NbOfTxs is not the number of transfers in the file"},
	{CodeGroupSum, "group-sum", "GrpHdr/CtrlSum is not the sum of the amounts in the file"},
	{CodePaymentCount, "payment-count", "PmtInf/NbOfTxs is not the number of its transfers"},
	{CodePaymentSum, "payment-sum", "PmtInf/CtrlSum is not the sum of its amounts"},
	{CodeChanged, "changed", "the file is not the one that was checked"},
	{CodeGroupTotal, "group-total", "the total of the settlement amounts in GrpHdr is not their sum, or of another currency"},
	{CodeEntryCount, "entry-count", "a number of entries in TxsSummry is not that of the statement's entries"},
	{CodeEntrySum, "entry-sum", "a sum in TxsSummry is not that of the statement's entries"},
	{CodeBalance, "balance", "opening balance and booked entries do not make the closing balance, or are not of one currency"},
}

// Codes returns every code in the order of the numbers.
func Codes() []Code {
	all := make([]Code, len(codes))
	for i, row := range codes {
		all[i] = row.code
	}
	return all
}

// Rule is the code's name in words that do not change, for example "group-sum".
func (c Code) Rule() string {
	if c == 0 || int(c) > len(codes) {
		return "code-" + strconv.Itoa(int(c))
	}
	return codes[c-1].rule
}

// Meaning is the code's sentence for people.
func (c Code) Meaning() string {
	if c == 0 || int(c) > len(codes) {
		return "unknown code"
	}
	return codes[c-1].meaning
}

// Error makes a Code a target of errors.Is.
func (c Code) Error() string { return c.Rule() + ": " + c.Meaning() }
