// SPDX-License-Identifier: Apache-2.0

package reason

// The codes of ExternalStatusReason1Code that Tael uses, ascending; Meaning says what each says.
const (
	AB06 Code = "AB06"
	AB07 Code = "AB07"
	AB10 Code = "AB10"
	AC01 Code = "AC01"
	AC02 Code = "AC02"
	AC03 Code = "AC03"
	AC04 Code = "AC04"
	AC06 Code = "AC06"
	AC12 Code = "AC12"
	AC14 Code = "AC14"
	AG01 Code = "AG01"
	AG03 Code = "AG03"
	AG07 Code = "AG07"
	AG08 Code = "AG08"
	AG09 Code = "AG09"
	AG10 Code = "AG10"
	AGNT Code = "AGNT"
	AM01 Code = "AM01"
	AM02 Code = "AM02"
	AM03 Code = "AM03"
	AM04 Code = "AM04"
	AM05 Code = "AM05"
	AM06 Code = "AM06"
	AM09 Code = "AM09"
	AM10 Code = "AM10"
	AM11 Code = "AM11"
	AM12 Code = "AM12"
	AM13 Code = "AM13"
	AM14 Code = "AM14"
	AM16 Code = "AM16"
	AM17 Code = "AM17"
	AM18 Code = "AM18"
	AM19 Code = "AM19"
	AM20 Code = "AM20"
	AM21 Code = "AM21"
	AM23 Code = "AM23"
	BE15 Code = "BE15"
	BE16 Code = "BE16"
	CH03 Code = "CH03"
	CH16 Code = "CH16"
	CH17 Code = "CH17"
	CH21 Code = "CH21"
	CURR Code = "CURR"
	DNOR Code = "DNOR"
	DS0A Code = "DS0A"
	DS0B Code = "DS0B"
	DS0C Code = "DS0C"
	DS0D Code = "DS0D"
	DS0E Code = "DS0E"
	DS0G Code = "DS0G"
	DS0H Code = "DS0H"
	DS14 Code = "DS14"
	DS15 Code = "DS15"
	DS26 Code = "DS26"
	DS27 Code = "DS27"
	DS28 Code = "DS28"
	DT01 Code = "DT01"
	DT04 Code = "DT04"
	DT05 Code = "DT05"
	DU03 Code = "DU03"
	ED06 Code = "ED06"
	FF01 Code = "FF01"
	FF02 Code = "FF02"
	FF03 Code = "FF03"
	FF10 Code = "FF10"
	FF11 Code = "FF11"
	FF12 Code = "FF12"
	MS03 Code = "MS03"
	NARR Code = "NARR"
	RC01 Code = "RC01"
	RC02 Code = "RC02"
	RC08 Code = "RC08"
	RC11 Code = "RC11"
	RR01 Code = "RR01"
	RR04 Code = "RR04"
	RR10 Code = "RR10"
	TD01 Code = "TD01"
	TD02 Code = "TD02"
	TD03 Code = "TD03"
	TM01 Code = "TM01"
)

var codeTable = []struct {
	code    Code
	meaning string
}{
	{AB06, "stopped by a timeout at the instructed agent"},
	{AB07, "an agent of the message is not online"},
	{AB10, "stopped by an error at the instructed agent"},
	{AC01, "the account number is invalid, missing or of no account"},
	{AC02, "the debtor's account number is invalid or missing"},
	{AC03, "the creditor's account number is invalid or missing"},
	{AC04, "the account is closed"},
	{AC06, "the account is blocked"},
	{AC12, "the type of the account is invalid"},
	{AC14, "the type of the creditor's account is invalid"},
	{AG01, "a transaction that is forbidden on this account"},
	{AG03, "a kind of transaction that is not supported"},
	{AG07, "the account cannot be debited"},
	{AG08, "a missing or insufficient right of the user"},
	{AG09, "the original payment was never received"},
	{AG10, "an agent is suspended from the system"},
	{AGNT, "an agent of the payment is not the right one"},
	{AM01, "the amount is zero"},
	{AM02, "the amount is greater than the maximum allowed"},
	{AM03, "a currency that cannot be processed under the agreement"},
	{AM04, "the funds do not cover the amount"},
	{AM05, "a duplicate"},
	{AM06, "the amount is below the minimum agreed"},
	{AM09, "the amount is not the one agreed or expected"},
	{AM10, "the sum of the amounts is not the declared one"},
	{AM11, "the currency of the transaction is invalid or missing"},
	{AM12, "the amount is invalid or missing"},
	{AM13, "the amount exceeds a limit of the clearing system"},
	{AM14, "the amount exceeds what bank and customer agreed for one transaction"},
	{AM16, "the control sum of the group is wrong"},
	{AM17, "the control sum of a payment information block is wrong"},
	{AM18, "the number of transactions is wrong or too large"},
	{AM19, "the number of transactions of the group is wrong"},
	{AM20, "the number of transactions of a payment information block is wrong"},
	{AM21, "a limit that bank and customer agreed is exceeded"},
	{AM23, "a settlement limit is exceeded"},
	{BE15, "an identification code is invalid or missing"},
	{BE16, "what identifies the debtor is invalid"},
	{CH03, "a date too far in the future"},
	{CH16, "the content of an element is not of its form"},
	{CH17, "an element that is not allowed here"},
	{CH21, "an element that is required is missing"},
	{CURR, "the currency of the payment is not the account's"},
	{DNOR, "the debtor's bank is not registered with the clearing system"},
	{DS0A, "a signature is required"},
	{DS0B, "a signature is missing or not valid for its format"},
	{DS0C, "the signer's key is revoked"},
	{DS0D, "the signer's key is not valid"},
	{DS0E, "the signer's key is not there"},
	{DS0G, "the signer may not sign this kind of operation"},
	{DS0H, "the signer may not sign for this account"},
	{DS14, "the user is unknown"},
	{DS15, "the same signature was sent before"},
	{DS26, "one user has signed twice where two are due"},
	{DS27, "the user is not active yet"},
	{DS28, "a message of another environment"},
	{DT01, "an invalid date"},
	{DT04, "a date in the future, which is not supported"},
	{DT05, "the cut-off date has passed"},
	{DU03, "the transaction is not unique"},
	{ED06, "the settlement system is not available"},
	{FF01, "the format is incomplete or invalid"},
	{FF02, "a syntax error, named in the additional information"},
	{FF03, "the type of the payment is missing or invalid"},
	{FF10, "a technical fault on the bank's side"},
	{FF11, "the request belongs to one that was aborted"},
	{FF12, "the original payment cannot be given back in its present state"},
	{MS03, "no reason given by the agent"},
	{NARR, "the reason stands in the additional information"},
	{RC01, "a BIC of a wrong form"},
	{RC02, "a bank identifier that is invalid or missing"},
	{RC08, "an identifier of a member of the clearing system that is invalid or missing"},
	{RC11, "an intermediary that is invalid or missing"},
	{RR01, "what identifies the debtor for the regulator is insufficient or missing"},
	{RR04, "a regulatory reason"},
	{RR10, "characters or an encoding that are not accepted"},
	{TD01, "there is no such data"},
	{TD02, "the file cannot be read or is of an unknown kind"},
	{TD03, "the structure of the file is incomplete or wrong"},
	{TM01, "the cut-off time has passed"},
}

// Codes returns every code that Tael uses, ascending.
func Codes() []Code {
	all := make([]Code, len(codeTable))
	for i, row := range codeTable {
		all[i] = row.code
	}
	return all
}

// Meaning is one sentence for people; empty for a code that Tael does not use.
func (c Code) Meaning() string {
	for _, row := range codeTable {
		if row.code == c {
			return row.meaning
		}
	}
	return ""
}
