// SPDX-License-Identifier: Apache-2.0

package iso20022

// brokenInterbank are the broken files of pacs.008.
var brokenInterbank = map[string]brokenFile{
	"amount-decimals.xml":                {CodeAmount, 32, "CdtTrfTxInf/IntrBkSttlmAmt", "expected at most 2 digits after the point for CNY; found \"100.505\"", true},
	"amount-zero.xml":                    {CodeAmount, 32, "CdtTrfTxInf/IntrBkSttlmAmt", "expected an amount above zero; found \"0.00\"", true},
	"bic.xml":                            {CodeBIC, 21, "GrpHdr/InstdAgt/FinInstnId/BICFI", "expected the form [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}; found \"ZZZBCNB\"", false},
	"charge-bearer-missing.xml":          {CodeElementMissing, 33, "CdtTrfTxInf", "expected ChrgBr; found Dbtr", false},
	"charge-bearer.xml":                  {CodeValue, 33, "CdtTrfTxInf/ChrgBr", "expected one of DEBT, CRED, SHAR, SLEV; found \"BOTH\"", false},
	"currency-unknown.xml":               {CodeCurrency, 32, "CdtTrfTxInf/IntrBkSttlmAmt", "expected a currency in force (ISO 4217); found QQQ", true},
	"date-impossible.xml":                {CodeValue, 10, "GrpHdr/IntrBkSttlmDt", "expected a date as 2026-11-23; found \"2026-11-31\"", false},
	"doctype.xml":                        {CodeDoctype, 2, "", "expected no declaration; found <!DOCTYPE", true},
	"duplicate-element.xml":              {CodeDuplicateElement, 6, "GrpHdr", "expected one MsgId; found a second", false},
	"element-order.xml":                  {CodeElementMissing, 7, "GrpHdr", "expected NbOfTxs; found CtrlSum", false},
	"end-to-end-missing.xml":             {CodeElementMissing, 28, "CdtTrfTxInf/PmtId", "expected EndToEndId; found TxId", false},
	"execution-date-future-transfer.xml": {CodeExecutionDate, 33, "CdtTrfTxInf/IntrBkSttlmDt", "expected a date not after 2026-11-23; found 2026-11-25", true},
	"execution-date-future.xml":          {CodeExecutionDate, 10, "GrpHdr/IntrBkSttlmDt", "expected a date not after 2026-11-23; found 2026-11-24", true},
	"group-count.xml":                    {CodeGroupCount, 7, "GrpHdr/NbOfTxs", "expected 3 as declared; found 2", true},
	"group-sum.xml":                      {CodeGroupSum, 8, "GrpHdr/CtrlSum", "expected 150.76 as declared; found 150.75", true},
	"group-total-currency.xml":           {CodeGroupTotal, 71, "CdtTrfTxInf/IntrBkSttlmAmt", "expected CNY as in TtlIntrBkSttlmAmt; found HKD", true},
	"group-total.xml":                    {CodeGroupTotal, 9, "GrpHdr/TtlIntrBkSttlmAmt", "expected 150.74 as declared; found 150.75", true},
	"iban-check-digits.xml":              {CodeIBAN, 57, "CdtTrfTxInf/CdtrAcct/Id/IBAN", "expected check digits that hold (MOD 97-10); found DE34…0101", true},
	"message-in-message.xml":             {CodeUnsupported, 102, "SplmtryData/Envlp", "expected supplementary data of another namespace; found a message within the message", false},
	"namespace-of-pain001.xml":           {CodeVersion, 2, "", "expected pacs.008.001.08; found pain.001.001.09", false},
	"settlement-method.xml":              {CodeValue, 12, "GrpHdr/SttlmInf/SttlmMtd", "expected one of INDA, INGA, COVE, CLRG; found \"CASH\"", false},
	"truncated.xml":                      {CodeTruncated, 100, "/Document/FIToFICstmrCdtTrf", "expected the end of FIToFICstmrCdtTrf; the file ends", false},
	"uetr-version.xml":                   {CodeUETR, 30, "CdtTrfTxInf/PmtId/UETR", "expected the form [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}; found \"6a1f0f7e-92c4-1f7b-8d0a-1c2b3d4e5f60\"", false},
	"unknown-element.xml":                {CodeUnknownElement, 33, "CdtTrfTxInf", "expected IntrBkSttlmDt, SttlmPrty, SttlmTmIndctn, SttlmTmReq, AccptncDtTm, PoolgAdjstmntDt, …; found Urgent", false},
	"version-07.xml":                     {CodeVersion, 2, "", "expected pacs.008.001.08; found pacs.008.001.07", false},
}

// brokenInstitution are the broken files of pacs.009.
var brokenInstitution = map[string]brokenFile{
	"amount-negative.xml":       {CodeAmount, 32, "CdtTrfTxInf/IntrBkSttlmAmt", "expected an amount of at most 18 digits, 5 of them after the point, without a minus; found \"-1000000.50\"", false},
	"charge-bearer.xml":         {CodeUnknownElement, 33, "CdtTrfTxInf", "expected IntrBkSttlmDt, SttlmPrty, SttlmTmIndctn, SttlmTmReq, PrvsInstgAgt1, PrvsInstgAgt1Acct, …; found ChrgBr", false},
	"creditor-missing.xml":      {CodeElementMissing, 45, "CdtTrfTxInf", "expected Cdtr; found CdtrAcct", false},
	"debtor-with-a-name.xml":    {CodeUnknownElement, 34, "CdtTrfTxInf/Dbtr", "expected FinInstnId; found Nm", false},
	"execution-date-future.xml": {CodeExecutionDate, 10, "GrpHdr/IntrBkSttlmDt", "expected a date not after 2026-11-23; found 2026-12-01", true},
	"group-count.xml":           {CodeGroupCount, 7, "GrpHdr/NbOfTxs", "expected 1 as declared; found 2", true},
	"group-sum.xml":             {CodeGroupSum, 8, "GrpHdr/CtrlSum", "expected 1500000.7 as declared; found 1500000.75", true},
	"group-total.xml":           {CodeGroupTotal, 32, "CdtTrfTxInf/IntrBkSttlmAmt", "expected HKD as in TtlIntrBkSttlmAmt; found CNY", true},
	"remittance-structured.xml": {CodeUnknownElement, 58, "CdtTrfTxInf/RmtInf", "expected Ustrd; found Strd", false},
	"second-root.xml":           {CodeRoot, 96, "", "expected one root element; found Document after it", false},
	"settlement-time.xml":       {CodeValue, 34, "CdtTrfTxInf/SttlmTmReq/CLSTm", "expected a time as 09:00:00+08:00; found \"25:00:00\"", false},
	"text-between.xml":          {CodeText, 24, "/Document/FICdtTrf", "expected only elements (CdtTrfTxInf); found 3 bytes of text", false},
	"uetr-upper-case.xml":       {CodeUETR, 30, "CdtTrfTxInf/PmtId/UETR", "expected the form [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}; found \"6A1F0F7E-92C4-4F7B-8D0A-1C2B3D4E5F60\"", false},
}
