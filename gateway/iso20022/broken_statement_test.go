// SPDX-License-Identifier: Apache-2.0

package iso20022

// brokenReports are the broken files of camt.052.
var brokenReports = map[string]brokenFile{
	"amount-zero.xml":        {CodeAmount, 66, "Rpt/Ntry/Amt", "expected an amount above zero; found \"0.00\"", true},
	"bic.xml":                {CodeBIC, 104, "Rpt/Ntry/NtryDtls/TxDtls/RltdAgts/DbtrAgt/FinInstnId/BICFI", "expected the form [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}; found \"ZZZACNB\"", false},
	"currency-unknown.xml":   {CodeCurrency, 66, "Rpt/Ntry/Amt", "expected a currency in force (ISO 4217); found QQQ", true},
	"doctype.xml":            {CodeDoctype, 2, "", "expected no declaration; found <!DOCTYPE", true},
	"element-missing.xml":    {CodeElementMissing, 67, "Rpt/Ntry", "expected CdtDbtInd; found Sts", false},
	"entry-count.xml":        {CodeEntryCount, 48, "Rpt/TxsSummry/TtlNtries/NbOfNtries", "expected 3 as declared; found 2", true},
	"entry-sum.xml":          {CodeEntrySum, 49, "Rpt/TxsSummry/TtlNtries/Sum", "expected 251.26 as declared; found 251.25", true},
	"iban-check-digits.xml":  {CodeIBAN, 18, "Rpt/Acct/Id/IBAN", "expected check digits that hold (MOD 97-10); found DE34…0101", true},
	"message-in-message.xml": {CodeUnsupported, 355, "SplmtryData/Envlp", "expected supplementary data of another namespace; found a message within the message", false},
	"page-number.xml":        {CodeValue, 11, "Rpt/RptPgntn/PgNb", "expected the form [0-9]{1,5}; found \"two\"", false},
	"truncated.xml":          {CodeTruncated, 134, "Rpt", "expected the end of Rpt; the file ends", false},
	"uetr-version.xml":       {CodeUETR, 90, "Rpt/Ntry/NtryDtls/TxDtls/Refs/UETR", "expected the form [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}; found \"6a1f0f7e-92c4-1f7b-8d0a-1c2b3d4e5f60\"", false},
	"unknown-element.xml":    {CodeUnknownElement, 77, "Rpt/Ntry", "expected AcctSvcrRef, Avlbty, BkTxCd; found Urgent", false},
	"version-04.xml":         {CodeVersion, 2, "", "expected camt.052.001.08; found camt.052.001.04", false},
}

// brokenStatements are the broken files of camt.053.
var brokenStatements = map[string]brokenFile{
	"account-missing.xml":         {CodeElementMissing, 16, "Stmt", "expected Acct; found Bal", false},
	"amount-zero.xml":             {CodeAmount, 66, "Stmt/Ntry/Amt", "expected an amount above zero; found \"0.00\"", true},
	"balance-currency.xml":        {CodeBalance, 40, "Stmt/Bal/Amt", "expected a closing balance in CNY as the opening balance; found HKD", true},
	"balance-decimals.xml":        {CodeAmount, 28, "Stmt/Bal/Amt", "expected at most 2 digits after the point for CNY; found \"1000.000\"", true},
	"balance-entry-currency.xml":  {CodeBalance, 111, "Stmt/Ntry", "expected booked entries in CNY as the opening balance; found HKD", true},
	"balance-later-statement.xml": {CodeBalance, 164, "Stmt/Bal/Amt", "expected 1.346 CRDT as declared; found 1.345 CRDT from the opening balance and the booked entries", true},
	"balance-missing.xml":         {CodeElementMissing, 22, "Stmt", "expected Bal; found TxsSummry", false},
	"balance-owed.xml":            {CodeBalance, 40, "Stmt/Bal/Amt", "expected 1050.25 DBIT as declared; found 1050.25 CRDT from the opening balance and the booked entries", true},
	"balance-pending.xml":         {CodeBalance, 40, "Stmt/Bal/Amt", "expected 1050.25 CRDT as declared; found 899.50 CRDT from the opening balance and the booked entries", true},
	"balance-without-entries.xml": {CodeBalance, 40, "Stmt/Bal/Amt", "expected 10.00 CRDT as declared; found 9.99 CRDT from the opening balance and the booked entries", true},
	"balance.xml":                 {CodeBalance, 40, "Stmt/Bal/Amt", "expected 1050.26 CRDT as declared; found 1050.25 CRDT from the opening balance and the booked entries", true},
	"bic.xml":                     {CodeBIC, 104, "Stmt/Ntry/NtryDtls/TxDtls/RltdAgts/DbtrAgt/FinInstnId/BICFI", "expected the form [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}; found \"ZZZACNB\"", false},
	"booking-two-dates.xml":       {CodeDuplicateElement, 73, "Stmt/Ntry/BookgDt", "expected only one of Dt or DtTm; found DtTm as well", false},
	"credit-count.xml":            {CodeEntryCount, 56, "Stmt/TxsSummry/TtlCdtNtries/NbOfNtries", "expected 0 as declared; found 1", true},
	"credit-sum.xml":              {CodeEntrySum, 57, "Stmt/TxsSummry/TtlCdtNtries/Sum", "expected 150.750001 as declared; found 150.75", true},
	"currency-unknown.xml":        {CodeCurrency, 66, "Stmt/Ntry/Amt", "expected a currency in force (ISO 4217); found QQQ", true},
	"debit-count.xml":             {CodeEntryCount, 60, "Stmt/TxsSummry/TtlDbtNtries/NbOfNtries", "expected 999999999999999 as declared; found 1", true},
	"debit-sum.xml":               {CodeEntrySum, 61, "Stmt/TxsSummry/TtlDbtNtries/Sum", "expected -100.50 as declared; found 100.50", true},
	"detail-amount.xml":           {CodeAmount, 93, "Stmt/Ntry/NtryDtls/TxDtls/Amt", "expected at most 2 digits after the point for CNY; found \"150.755\"", true},
	"direction.xml":               {CodeValue, 67, "Stmt/Ntry/CdtDbtInd", "expected one of CRDT, DBIT; found \"CREDIT\"", false},
	"doctype.xml":                 {CodeDoctype, 2, "", "expected no declaration; found <!DOCTYPE", true},
	"element-missing.xml":         {CodeElementMissing, 67, "Stmt/Ntry", "expected CdtDbtInd; found Sts", false},
	"entry-count.xml":             {CodeEntryCount, 48, "Stmt/TxsSummry/TtlNtries/NbOfNtries", "expected 3 as declared; found 2", true},
	"entry-sum.xml":               {CodeEntrySum, 49, "Stmt/TxsSummry/TtlNtries/Sum", "expected 251.26 as declared; found 251.25", true},
	"iban-check-digits.xml":       {CodeIBAN, 18, "Stmt/Acct/Id/IBAN", "expected check digits that hold (MOD 97-10); found DE34…0101", true},
	"net-direction.xml":           {CodeEntrySum, 51, "Stmt/TxsSummry/TtlNtries/TtlNetNtry/Amt", "expected 50.25 DBIT as declared; found 50.25 CRDT", true},
	"net-negative.xml":            {CodeValue, 51, "Stmt/TxsSummry/TtlNtries/TtlNetNtry/Amt", "expected a decimal of at most 18 digits, 17 of them after the point, without a minus; found \"-50.25\"", false},
	"net-sum.xml":                 {CodeEntrySum, 51, "Stmt/TxsSummry/TtlNtries/TtlNetNtry/Amt", "expected 50.24 CRDT as declared; found 50.25 CRDT", true},
	"second-root.xml":             {CodeRoot, 137, "", "expected one root element; found Document of urn:x after it", false},
	"status-missing.xml":          {CodeElementMissing, 68, "Stmt/Ntry", "expected Sts; found BookgDt", false},
	"truncated.xml":               {CodeTruncated, 134, "Stmt", "expected the end of Stmt; the file ends", false},
	"uetr-version.xml":            {CodeUETR, 90, "Stmt/Ntry/NtryDtls/TxDtls/Refs/UETR", "expected the form [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}; found \"6a1f0f7e-92c4-1f7b-8d0a-1c2b3d4e5f60\"", false},
	"unknown-element.xml":         {CodeUnknownElement, 77, "Stmt/Ntry", "expected AcctSvcrRef, Avlbty, BkTxCd; found Urgent", false},
	"version-04.xml":              {CodeVersion, 2, "", "expected camt.053.001.08; found camt.053.001.04", false},
}

// brokenNotifications are the broken files of camt.054.
var brokenNotifications = map[string]brokenFile{
	"amount-zero.xml":            {CodeAmount, 42, "Ntfctn/Ntry/Amt", "expected an amount above zero; found \"0.00\"", true},
	"balance-given.xml":          {CodeUnknownElement, 22, "Ntfctn", "expected RltdAcct, Intrst, TxsSummry, Ntry, AddtlNtfctnInf; found Bal", false},
	"bic.xml":                    {CodeBIC, 80, "Ntfctn/Ntry/NtryDtls/TxDtls/RltdAgts/DbtrAgt/FinInstnId/BICFI", "expected the form [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}; found \"ZZZACNB\"", false},
	"currency-unknown.xml":       {CodeCurrency, 42, "Ntfctn/Ntry/Amt", "expected a currency in force (ISO 4217); found QQQ", true},
	"doctype.xml":                {CodeDoctype, 2, "", "expected no declaration; found <!DOCTYPE", true},
	"element-missing.xml":        {CodeElementMissing, 43, "Ntfctn/Ntry", "expected CdtDbtInd; found Sts", false},
	"element-order.xml":          {CodeElementOrder, 11, "Ntfctn", "expected ElctrncSeqNb before CreDtTm; found it after", false},
	"entry-count.xml":            {CodeEntryCount, 24, "Ntfctn/TxsSummry/TtlNtries/NbOfNtries", "expected 3 as declared; found 2", true},
	"entry-sum.xml":              {CodeEntrySum, 25, "Ntfctn/TxsSummry/TtlNtries/Sum", "expected 251.26 as declared; found 251.25", true},
	"iban-check-digits.xml":      {CodeIBAN, 18, "Ntfctn/Acct/Id/IBAN", "expected check digits that hold (MOD 97-10); found DE34…0101", true},
	"return-reason-too-long.xml": {CodeValue, 203, "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf/Rsn/Cd", "expected from 1 to 4 characters; found 5 characters", false},
	"truncated.xml":              {CodeTruncated, 110, "Ntfctn", "expected the end of Ntfctn; the file ends", false},
	"uetr-version.xml":           {CodeUETR, 66, "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/UETR", "expected the form [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}; found \"6a1f0f7e-92c4-1f7b-8d0a-1c2b3d4e5f60\"", false},
	"unknown-element.xml":        {CodeUnknownElement, 53, "Ntfctn/Ntry", "expected AcctSvcrRef, Avlbty, BkTxCd; found Urgent", false},
	"version-04.xml":             {CodeVersion, 2, "", "expected camt.054.001.08; found camt.054.001.04", false},
}

// brokenHeads are the broken files of head.001.
var brokenHeads = map[string]brokenFile{
	"bic.xml":                 {CodeBIC, 6, "Fr/FIId/FinInstnId/BICFI", "expected the form [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}; found \"ZZZ\"", false},
	"created-a-day.xml":       {CodeValue, 19, "CreDt", "expected a date and time as 2026-11-23T09:00:00+08:00; found \"2026-11-23\"", false},
	"created-missing.xml":     {CodeElementMissing, 2, "/AppHdr", "expected CreDt; found the end of AppHdr", false},
	"doctype.xml":             {CodeDoctype, 2, "", "expected no declaration; found <!DOCTYPE", true},
	"duplicate-element.xml":   {CodeDuplicateElement, 18, "/AppHdr", "expected one BizMsgIdr; found a second", false},
	"element-order.xml":       {CodeElementMissing, 18, "/AppHdr", "expected MsgDefIdr; found CreDt", false},
	"field-too-long.xml":      {CodeValue, 17, "BizMsgIdr", "expected from 1 to 35 characters; found 36 characters", false},
	"from-both.xml":           {CodeDuplicateElement, 9, "Fr", "expected only one of OrgId or FIId; found OrgId as well", false},
	"from-empty.xml":          {CodeElementMissing, 3, "Fr", "expected one of OrgId or FIId; found nothing", false},
	"possible-duplicate.xml":  {CodeValue, 29, "PssblDplct", "expected true or false; found \"yes\"", false},
	"root.xml":                {CodeRoot, 2, "", "expected AppHdr; found Document", false},
	"signature-namespace.xml": {CodeUnknownElement, 32, "Sgntr", "expected an element of http://www.w3.org/2000/09/xmldsig#; found Signature of urn:example:other", false},
	"text-between.xml":        {CodeText, 9, "/AppHdr", "expected only elements (To); found 3 bytes of text", false},
	"truncated.xml":           {CodeTruncated, 20, "/AppHdr", "expected the end of AppHdr; the file ends", false},
	"unknown-element.xml":     {CodeUnknownElement, 19, "/AppHdr", "expected BizSvc, MktPrctc, CreDt; found Urgent", false},
	"version-01.xml":          {CodeVersion, 2, "", "expected head.001.001.02; found head.001.001.01", false},
}
