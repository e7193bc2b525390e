// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// brokenFile is one way of breaking a file: what it is refused with, and whether the schema alone would let it pass. The
// element is below the message element unless it begins with a slash.
type brokenFile struct {
	code         Code
	line         int
	element      string
	detail       string
	schemaAllows bool
}

// brokenFiles has the files of testdata/broken by message and name.
var brokenFiles = map[Message]map[string]brokenFile{
	Pain001:    brokenCustomer,
	Pacs008:    brokenInterbank,
	Pacs009:    brokenInstitution,
	Pacs004v09: brokenReturns09,
	Pacs004v10: brokenReturns10,
	Pacs002:    brokenInterbankStatuses,
	Pain002:    brokenCustomerStatuses,
	Camt052:    brokenReports,
	Camt053:    brokenStatements,
	Camt054:    brokenNotifications,
	Head001:    brokenHeads,
}

// brokenCustomer has the engine's rules too, which are the same for every message.
var brokenCustomer = map[string]brokenFile{
	"after-the-end.xml":               {CodeText, 75, "", "expected nothing after the message; found \"trailing\"", false},
	"amount-beyond-uint64.xml":        {CodeAmount, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected an amount of at most 18 digits in minor units; found \"123456789012345678\"", true},
	"amount-decimals.xml":             {CodeAmount, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected at most 2 digits after the point for CNY; found \"100.505\"", true},
	"amount-equivalent.xml":           {CodeUnsupported, 42, "PmtInf/CdtTrfTxInf/Amt/EqvtAmt/CcyOfTrf", "expected InstdAmt; found EqvtAmt, and Tael converts no currency", true},
	"amount-exponent.xml":             {CodeAmount, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected an amount of at most 18 digits, 5 of them after the point, without a minus; found \"1e2\"", false},
	"amount-negative.xml":             {CodeAmount, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected an amount of at most 18 digits, 5 of them after the point, without a minus; found \"-100.50\"", false},
	"amount-too-long.xml":             {CodeAmount, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected an amount of at most 18 digits, 5 of them after the point, without a minus; found \"1234567890123456789\"", false},
	"amount-written-finer.xml":        {CodeAmount, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected at most 2 digits after the point for CNY; found \"100.500\"", true},
	"amount-zero.xml":                 {CodeAmount, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected an amount above zero; found \"0.00\"", true},
	"attribute-duplicate.xml":         {CodeAttribute, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected Ccy once; found it twice", false},
	"attribute-missing.xml":           {CodeAttribute, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected the attribute Ccy; found none", false},
	"attribute-nil.xml":               {CodeAttribute, 5, "GrpHdr/MsgId", "expected no attribute nil of http://www.w3.org/2001/XMLSchema-instance", false},
	"attribute-unknown.xml":           {CodeAttribute, 5, "GrpHdr/MsgId", "expected no attribute lang", false},
	"bic.xml":                         {CodeBIC, 31, "PmtInf/DbtrAgt/FinInstnId/BICFI", "expected the form [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}; found \"ZZZACN\"", false},
	"cheque.xml":                      {CodeUnsupported, 15, "PmtInf/PmtMtd", "expected TRF or TRA; found CHK, and Tael writes no cheques", true},
	"choice-empty.xml":                {CodeElementMissing, 46, "PmtInf/CdtTrfTxInf/CdtrAcct/Id", "expected one of IBAN or Othr; found nothing", false},
	"comment-in-value.xml":            {CodeComment, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected a value without a comment; found one in InstdAmt", true},
	"count-not-a-number.xml":          {CodeValue, 7, "GrpHdr/NbOfTxs", "expected the form [0-9]{1,15}; found \"two\"", false},
	"currency-form.xml":               {CodeCurrency, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected Ccy of three capital letters; found \"cny\"", false},
	"currency-unknown.xml":            {CodeCurrency, 40, "PmtInf/CdtTrfTxInf/Amt/InstdAmt", "expected a currency in force (ISO 4217); found QQQ", true},
	"date-impossible.xml":             {CodeValue, 19, "PmtInf/ReqdExctnDt/Dt", "expected a date as 2026-11-23; found \"2026-02-30\"", false},
	"declaration-late.xml":            {CodeInstruction, 3, "/Document", "expected the XML declaration before everything else", false},
	"declaration-version.xml":         {CodeSyntax, 1, "", "expected well-formed XML; unsupported version \"1.1\"; only version 1.0 is supported", true},
	"doctype.xml":                     {CodeDoctype, 2, "", "expected no declaration; found <!DOCTYPE", true},
	"duplicate-choice.xml":            {CodeDuplicateElement, 48, "PmtInf/CdtTrfTxInf/CdtrAcct/Id", "expected only one of IBAN or Othr; found Othr as well", false},
	"duplicate-element.xml":           {CodeDuplicateElement, 6, "GrpHdr", "expected one MsgId; found a second", false},
	"duplicate-later.xml":             {CodeDuplicateElement, 9, "GrpHdr", "expected one MsgId; found a second", false},
	"element-in-value.xml":            {CodeUnknownElement, 5, "GrpHdr/MsgId", "expected from 1 to 35 characters; found the element b", false},
	"element-missing-end.xml":         {CodeElementMissing, 35, "PmtInf/CdtTrfTxInf/PmtId", "expected EndToEndId; found the end of PmtId", false},
	"element-missing.xml":             {CodeElementMissing, 15, "PmtInf", "expected PmtMtd; found NbOfTxs", false},
	"element-order-optional.xml":      {CodeElementOrder, 47, "PmtInf/CdtTrfTxInf", "expected Cdtr before CdtrAcct; found it after", false},
	"element-order.xml":               {CodeElementMissing, 5, "GrpHdr", "expected MsgId; found CreDtTm", false},
	"empty.xml":                       {CodeTruncated, 1, "", "expected the element Document; the file ends", false},
	"encoding-bytes.xml":              {CodeEncoding, 10, "GrpHdr/InitgPty/Nm", "expected UTF-8; byte 0xe9 at offset 312 is not", false},
	"encoding-declared.xml":           {CodeEncoding, 1, "", "expected UTF-8; the file declares \"ISO-8859-1\"", false},
	"encoding-utf16.xml":              {CodeEncoding, 1, "", "expected UTF-8; byte 0xff at offset 0 is not", false},
	"entity-bomb.xml":                 {CodeDoctype, 2, "", "expected no declaration; found <!DOCTYPE", true},
	"entity-undeclared.xml":           {CodeSyntax, 54, "PmtInf/CdtTrfTxInf/RmtInf/Ustrd", "expected well-formed XML; invalid character entity", false},
	"execution-date-future.xml":       {CodeExecutionDate, 19, "PmtInf/ReqdExctnDt/Dt", "expected a date not after 2026-11-23; found 2026-11-24", true},
	"execution-time-future.xml":       {CodeExecutionDate, 19, "PmtInf/ReqdExctnDt/DtTm", "expected a date not after 2026-11-23T10:00:00+08:00; found 2026-11-23T23:00:00+08:00", true},
	"field-empty.xml":                 {CodeValue, 5, "GrpHdr/MsgId", "expected from 1 to 35 characters; found 0 characters", false},
	"field-too-long.xml":              {CodeValue, 36, "PmtInf/CdtTrfTxInf/PmtId/EndToEndId", "expected from 1 to 35 characters; found 36 characters", false},
	"group-count.xml":                 {CodeGroupCount, 7, "GrpHdr/NbOfTxs", "expected 3 as declared; found 2", true},
	"group-sum.xml":                   {CodeGroupSum, 8, "GrpHdr/CtrlSum", "expected 150.76 as declared; found 150.75", true},
	"iban-check-digits.xml":           {CodeIBAN, 47, "PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN", "expected check digits that hold (MOD 97-10); found DE34…0101", true},
	"iban-country.xml":                {CodeIBAN, 47, "PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN", "expected a country that issues IBANs; found XX33…0101", true},
	"iban-form.xml":                   {CodeIBAN, 47, "PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN", "expected the form [A-Z]{2,2}[0-9]{2,2}[a-zA-Z0-9]{1,30}; found 22 characters", false},
	"iban-length.xml":                 {CodeIBAN, 47, "PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN", "expected the length of the country's IBANs; found DE33…0010 of 21 characters", true},
	"message-in-message.xml":          {CodeUnsupported, 74, "SplmtryData/Envlp", "expected supplementary data of another namespace; found a message within the message", false},
	"message-pain008.xml":             {CodeVersion, 2, "", "expected pain.001.001.09; found pain.008.001.08", false},
	"namespace-foreign.xml":           {CodeUnknownElement, 5, "GrpHdr", "expected an element of urn:iso:std:iso:20022:tech:xsd:pain.001.001.09; found MsgId of urn:example:other", false},
	"namespace-none.xml":              {CodeVersion, 2, "", "expected pain.001.001.09; found Document without a namespace", false},
	"namespace-undeclared-prefix.xml": {CodeUnknownElement, 5, "GrpHdr", "expected an element of urn:iso:std:iso:20022:tech:xsd:pain.001.001.09; found MsgId of q", false},
	"not-xml.json":                    {CodeSyntax, 1, "", "expected XML; the file begins with \"{\\\"CstmrCdtTrfInitn\\\":\"… (24 bytes)", false},
	"payment-count.xml":               {CodePaymentCount, 16, "PmtInf/NbOfTxs", "expected 1 as declared; found 2", true},
	"payment-sum.xml":                 {CodePaymentSum, 17, "PmtInf/CtrlSum", "expected 150.74 as declared; found 150.75", true},
	"processing-instruction.xml":      {CodeInstruction, 2, "", "expected no processing instruction; found <?xml-stylesheet", true},
	"root.xml":                        {CodeRoot, 2, "", "expected Document; found CstmrCdtTrfInitn", false},
	"second-root.xml":                 {CodeRoot, 76, "", "expected one root element; found Document after it", false},
	"tag-mismatch.xml":                {CodeSyntax, 23, "PmtInf/Dbtr", "expected well-formed XML; element <Dbtr> closed by </Cdtr>", false},
	"text-between.xml":                {CodeText, 12, "/Document/CstmrCdtTrfInitn", "expected only elements (PmtInf); found 3 bytes of text", false},
	"too-deep.xml":                    {CodeDepth, 76, "SplmtryData/Envlp/x/y/y/y/y/y/y/y/y/y/y/y/…", "expected at most 64 nested elements; found y of urn:example:deep below them", true},
	"too-long-token.xml":              {CodeToken, 2, "", "expected a tag, comment or value of at most 65536 bytes", true},
	"too-many-attributes.xml":         {CodeAttribute, 3, "/Document/CstmrCdtTrfInitn", "expected at most 64 attributes; found 65", true},
	"too-many-elements.xml":           {CodeElements, 54, "PmtInf/CdtTrfTxInf/RmtInf", "expected at most 1000 elements in one part; found Ustrd after them", true},
	"truncated-in-tag.xml":            {CodeTruncated, 45, "PmtInf/CdtTrfTxInf", "expected the end of CdtTrfTxInf; the file ends", false},
	"truncated.xml":                   {CodeTruncated, 45, "PmtInf/CdtTrfTxInf", "expected the end of CdtTrfTxInf; the file ends", false},
	"uetr-upper-case.xml":             {CodeUETR, 37, "PmtInf/CdtTrfTxInf/PmtId/UETR", "expected the form [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}; found \"6A1F0F7E-92c4-4f7b-8d0a-1c2b3d4e5f60\"", false},
	"uetr-version.xml":                {CodeUETR, 37, "PmtInf/CdtTrfTxInf/PmtId/UETR", "expected the form [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}; found \"6a1f0f7e-92c4-1f7b-8d0a-1c2b3d4e5f60\"", false},
	"unknown-element.xml":             {CodeUnknownElement, 50, "PmtInf/CdtTrfTxInf", "expected UltmtCdtr, InstrForCdtrAgt, InstrForDbtrAgt, Purp, RgltryRptg, Tax, …; found Urgent", false},
	"version-03.xml":                  {CodeVersion, 2, "", "expected pain.001.001.09; found pain.001.001.03", false},
}

func TestBrokenFiles(t *testing.T) {
	for m, files := range brokenFiles {
		for name, want := range files {
			t.Run(string(m)+"/"+name, func(t *testing.T) {
				content := file(t, "broken", string(m), name)
				summary, err := Check(bytes.NewReader(content), Options{File: name, Now: day, Messages: []Message{m}})
				element := want.element
				if element != "" && !strings.HasPrefix(element, "/") {
					element = describe(m).pathTo(element)
				}
				require.Equal(t, &Error{
					File: name, Line: want.line, Element: element,
					Rule: want.code.Rule(), Code: want.code, Detail: want.detail,
				}, err)
				require.ErrorIs(t, err, want.code)
				require.Equal(t, Summary{}, summary, "nothing is half-read")
			})
		}
	}
}

func TestEveryBrokenFileIsInTheTable(t *testing.T) {
	for _, m := range Messages() {
		require.ElementsMatch(t, slices.Collect(maps.Keys(brokenFiles[m])), names(t, "broken", m), m)
		require.GreaterOrEqual(t, len(brokenFiles[m]), 12, m)
	}
}

// TestEveryCodeIsBroken holds that no rule is without a file or a test of its own.
func TestEveryCodeIsBroken(t *testing.T) {
	elsewhere := map[Code]string{
		CodeRead: "TestReadErrorIsWrapped", CodeTooLarge: "TestLimits", CodeTransfers: "TestLimits", CodeChanged: "TestVerify",
	}
	met := map[Code]bool{}
	for _, files := range brokenFiles {
		for _, row := range files {
			met[row.code] = true
		}
	}
	for _, code := range Codes() {
		require.True(t, met[code] || elsewhere[code] != "", "%s has no broken file", code.Rule())
	}
}

func TestSchemaAgreesOnBrokenFiles(t *testing.T) {
	for m, files := range brokenFiles {
		s := schema(t, m)
		for name, want := range files {
			err := s.Validate(bytes.NewReader(file(t, "broken", string(m), name)))
			require.Equal(t, want.schemaAllows, err == nil, "%s/%s: %v", m, name, err)
		}
	}
}
