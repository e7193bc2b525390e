// SPDX-License-Identifier: Apache-2.0

package iso20022

// sharedElements is the part of the content model that messages of several kinds share, one complex type a line:
//
//	name seq|choice child:type[occurrence] ...     name any [namespace]
//
// The occurrence is none (exactly one), ? (at most one), * (any number), + (at least one) or {min,max}. The tables of
// all files together hold every type of every message once: a name means the same in all of them. Only Document differs
// and is not here. A test compares every line with the official schemas where they are at hand.
const sharedElements = `
AccountIdentification4Choice choice IBAN:IBAN2007Identifier Othr:GenericAccountIdentification1
AccountSchemeName1Choice choice Cd:ExternalAccountIdentification1Code Prtry:Max35Text
AddressType3Choice choice Cd:AddressType2Code Prtry:GenericIdentification30
AmendmentInformationDetails13 seq OrgnlMndtId:Max35Text? OrgnlCdtrSchmeId:PartyIdentification135? OrgnlCdtrAgt:BranchAndFinancialInstitutionIdentification6? OrgnlCdtrAgtAcct:CashAccount38? OrgnlDbtr:PartyIdentification135? OrgnlDbtrAcct:CashAccount38? OrgnlDbtrAgt:BranchAndFinancialInstitutionIdentification6? OrgnlDbtrAgtAcct:CashAccount38? OrgnlFnlColltnDt:ISODate? OrgnlFrqcy:Frequency36Choice? OrgnlRsn:MandateSetupReason1Choice? OrgnlTrckgDays:Exact2NumericText?
AmountType4Choice choice InstdAmt:ActiveOrHistoricCurrencyAndAmount EqvtAmt:EquivalentAmount2
Authorisation1Choice choice Cd:Authorisation1Code Prtry:Max128Text
BranchAndFinancialInstitutionIdentification6 seq FinInstnId:FinancialInstitutionIdentification18 BrnchId:BranchData3?
BranchData3 seq Id:Max35Text? LEI:LEIIdentifier? Nm:Max140Text? PstlAdr:PostalAddress24?
CashAccount38 seq Id:AccountIdentification4Choice Tp:CashAccountType2Choice? Ccy:ActiveOrHistoricCurrencyCode? Nm:Max70Text? Prxy:ProxyAccountIdentification1?
CashAccountType2Choice choice Cd:ExternalCashAccountType1Code Prtry:Max35Text
CategoryPurpose1Choice choice Cd:ExternalCategoryPurpose1Code Prtry:Max35Text
Charges7 seq Amt:ActiveOrHistoricCurrencyAndAmount Agt:BranchAndFinancialInstitutionIdentification6
ClearingSystemIdentification2Choice choice Cd:ExternalClearingSystemIdentification1Code Prtry:Max35Text
ClearingSystemIdentification3Choice choice Cd:ExternalCashClearingSystem1Code Prtry:Max35Text
ClearingSystemMemberIdentification2 seq ClrSysId:ClearingSystemIdentification2Choice? MmbId:Max35Text
Contact4 seq NmPrfx:NamePrefix2Code? Nm:Max140Text? PhneNb:PhoneNumber? MobNb:PhoneNumber? FaxNb:PhoneNumber? EmailAdr:Max2048Text? EmailPurp:Max35Text? JobTitl:Max35Text? Rspnsblty:Max35Text? Dept:Max70Text? Othr:OtherContact1* PrefrdMtd:PreferredContactMethod1Code?
CreditorReferenceInformation2 seq Tp:CreditorReferenceType2? Ref:Max35Text?
CreditorReferenceType1Choice choice Cd:DocumentType3Code Prtry:Max35Text
CreditorReferenceType2 seq CdOrPrtry:CreditorReferenceType1Choice Issr:Max35Text?
DateAndDateTime2Choice choice Dt:ISODate DtTm:ISODateTime
DateAndPlaceOfBirth1 seq BirthDt:ISODate PrvcOfBirth:Max35Text? CityOfBirth:Max35Text CtryOfBirth:CountryCode
DatePeriod2 seq FrDt:ISODate ToDt:ISODate
DiscountAmountAndType1 seq Tp:DiscountAmountType1Choice? Amt:ActiveOrHistoricCurrencyAndAmount
DiscountAmountType1Choice choice Cd:ExternalDiscountAmountType1Code Prtry:Max35Text
DocumentAdjustment1 seq Amt:ActiveOrHistoricCurrencyAndAmount CdtDbtInd:CreditDebitCode? Rsn:Max4Text? AddtlInf:Max140Text?
DocumentLineIdentification1 seq Tp:DocumentLineType1? Nb:Max35Text? RltdDt:ISODate?
DocumentLineInformation1 seq Id:DocumentLineIdentification1+ Desc:Max2048Text? Amt:RemittanceAmount3?
DocumentLineType1 seq CdOrPrtry:DocumentLineType1Choice Issr:Max35Text?
DocumentLineType1Choice choice Cd:ExternalDocumentLineType1Code Prtry:Max35Text
EquivalentAmount2 seq Amt:ActiveOrHistoricCurrencyAndAmount CcyOfTrf:ActiveOrHistoricCurrencyCode
FinancialIdentificationSchemeName1Choice choice Cd:ExternalFinancialInstitutionIdentification1Code Prtry:Max35Text
FinancialInstitutionIdentification18 seq BICFI:BICFIDec2014Identifier? ClrSysMmbId:ClearingSystemMemberIdentification2? LEI:LEIIdentifier? Nm:Max140Text? PstlAdr:PostalAddress24? Othr:GenericFinancialIdentification1?
Frequency36Choice choice Tp:Frequency6Code Prd:FrequencyPeriod1 PtInTm:FrequencyAndMoment1
FrequencyAndMoment1 seq Tp:Frequency6Code PtInTm:Exact2NumericText
FrequencyPeriod1 seq Tp:Frequency6Code CntPerPrd:DecimalNumber
Garnishment3 seq Tp:GarnishmentType1 Grnshee:PartyIdentification135? GrnshmtAdmstr:PartyIdentification135? RefNb:Max140Text? Dt:ISODate? RmtdAmt:ActiveOrHistoricCurrencyAndAmount? FmlyMdclInsrncInd:TrueFalseIndicator? MplyeeTermntnInd:TrueFalseIndicator?
GarnishmentType1 seq CdOrPrtry:GarnishmentType1Choice Issr:Max35Text?
GarnishmentType1Choice choice Cd:ExternalGarnishmentType1Code Prtry:Max35Text
GenericAccountIdentification1 seq Id:Max34Text SchmeNm:AccountSchemeName1Choice? Issr:Max35Text?
GenericFinancialIdentification1 seq Id:Max35Text SchmeNm:FinancialIdentificationSchemeName1Choice? Issr:Max35Text?
GenericIdentification30 seq Id:Exact4AlphaNumericText Issr:Max35Text SchmeNm:Max35Text?
GenericOrganisationIdentification1 seq Id:Max35Text SchmeNm:OrganisationIdentificationSchemeName1Choice? Issr:Max35Text?
GenericPersonIdentification1 seq Id:Max35Text SchmeNm:PersonIdentificationSchemeName1Choice? Issr:Max35Text?
InstructionForNextAgent1 seq Cd:Instruction4Code? InstrInf:Max140Text?
LocalInstrument2Choice choice Cd:ExternalLocalInstrument1Code Prtry:Max35Text
MandateRelatedInformation14 seq MndtId:Max35Text? DtOfSgntr:ISODate? AmdmntInd:TrueFalseIndicator? AmdmntInfDtls:AmendmentInformationDetails13? ElctrncSgntr:Max1025Text? FrstColltnDt:ISODate? FnlColltnDt:ISODate? Frqcy:Frequency36Choice? Rsn:MandateSetupReason1Choice? TrckgDays:Exact2NumericText?
MandateSetupReason1Choice choice Cd:ExternalMandateSetupReason1Code Prtry:Max70Text
NameAndAddress16 seq Nm:Max140Text Adr:PostalAddress24
OrganisationIdentification29 seq AnyBIC:AnyBICDec2014Identifier? LEI:LEIIdentifier? Othr:GenericOrganisationIdentification1*
OrganisationIdentificationSchemeName1Choice choice Cd:ExternalOrganisationIdentification1Code Prtry:Max35Text
OriginalGroupInformation29 seq OrgnlMsgId:Max35Text OrgnlMsgNmId:Max35Text OrgnlCreDtTm:ISODateTime?
OriginalTransactionReference28 seq IntrBkSttlmAmt:ActiveOrHistoricCurrencyAndAmount? Amt:AmountType4Choice? IntrBkSttlmDt:ISODate? ReqdColltnDt:ISODate? ReqdExctnDt:DateAndDateTime2Choice? CdtrSchmeId:PartyIdentification135? SttlmInf:SettlementInstruction7? PmtTpInf:PaymentTypeInformation27? PmtMtd:PaymentMethod4Code? MndtRltdInf:MandateRelatedInformation14? RmtInf:RemittanceInformation16? UltmtDbtr:Party40Choice? Dbtr:Party40Choice? DbtrAcct:CashAccount38? DbtrAgt:BranchAndFinancialInstitutionIdentification6? DbtrAgtAcct:CashAccount38? CdtrAgt:BranchAndFinancialInstitutionIdentification6? CdtrAgtAcct:CashAccount38? Cdtr:Party40Choice? CdtrAcct:CashAccount38? UltmtCdtr:Party40Choice? Purp:Purpose2Choice?
OtherContact1 seq ChanlTp:Max4Text Id:Max128Text?
Party38Choice choice OrgId:OrganisationIdentification29 PrvtId:PersonIdentification13
Party40Choice choice Pty:PartyIdentification135 Agt:BranchAndFinancialInstitutionIdentification6
PartyIdentification135 seq Nm:Max140Text? PstlAdr:PostalAddress24? Id:Party38Choice? CtryOfRes:CountryCode? CtctDtls:Contact4?
PaymentTypeInformation27 seq InstrPrty:Priority2Code? ClrChanl:ClearingChannel2Code? SvcLvl:ServiceLevel8Choice* LclInstrm:LocalInstrument2Choice? SeqTp:SequenceType3Code? CtgyPurp:CategoryPurpose1Choice?
PersonIdentification13 seq DtAndPlcOfBirth:DateAndPlaceOfBirth1? Othr:GenericPersonIdentification1*
PersonIdentificationSchemeName1Choice choice Cd:ExternalPersonIdentification1Code Prtry:Max35Text
PostalAddress24 seq AdrTp:AddressType3Choice? Dept:Max70Text? SubDept:Max70Text? StrtNm:Max70Text? BldgNb:Max16Text? BldgNm:Max35Text? Flr:Max70Text? PstBx:Max16Text? Room:Max70Text? PstCd:Max16Text? TwnNm:Max35Text? TwnLctnNm:Max35Text? DstrctNm:Max35Text? CtrySubDvsn:Max35Text? Ctry:CountryCode? AdrLine:Max70Text{0,7}
ProxyAccountIdentification1 seq Tp:ProxyAccountType1Choice? Id:Max2048Text
ProxyAccountType1Choice choice Cd:ExternalProxyAccountType1Code Prtry:Max35Text
Purpose2Choice choice Cd:ExternalPurpose1Code Prtry:Max35Text
ReferredDocumentInformation7 seq Tp:ReferredDocumentType4? Nb:Max35Text? RltdDt:ISODate? LineDtls:DocumentLineInformation1*
ReferredDocumentType3Choice choice Cd:DocumentType6Code Prtry:Max35Text
ReferredDocumentType4 seq CdOrPrtry:ReferredDocumentType3Choice Issr:Max35Text?
RemittanceAmount2 seq DuePyblAmt:ActiveOrHistoricCurrencyAndAmount? DscntApldAmt:DiscountAmountAndType1* CdtNoteAmt:ActiveOrHistoricCurrencyAndAmount? TaxAmt:TaxAmountAndType1* AdjstmntAmtAndRsn:DocumentAdjustment1* RmtdAmt:ActiveOrHistoricCurrencyAndAmount?
RemittanceAmount3 seq DuePyblAmt:ActiveOrHistoricCurrencyAndAmount? DscntApldAmt:DiscountAmountAndType1* CdtNoteAmt:ActiveOrHistoricCurrencyAndAmount? TaxAmt:TaxAmountAndType1* AdjstmntAmtAndRsn:DocumentAdjustment1* RmtdAmt:ActiveOrHistoricCurrencyAndAmount?
RemittanceInformation16 seq Ustrd:Max140Text* Strd:StructuredRemittanceInformation16*
RemittanceLocation7 seq RmtId:Max35Text? RmtLctnDtls:RemittanceLocationData1*
RemittanceLocationData1 seq Mtd:RemittanceLocationMethod2Code ElctrncAdr:Max2048Text? PstlAdr:NameAndAddress16?
ReturnReason5Choice choice Cd:ExternalReturnReason1Code Prtry:Max35Text
ServiceLevel8Choice choice Cd:ExternalServiceLevel1Code Prtry:Max35Text
SettlementDateTimeIndication1 seq DbtDtTm:ISODateTime? CdtDtTm:ISODateTime?
SettlementInstruction7 seq SttlmMtd:SettlementMethod1Code SttlmAcct:CashAccount38? ClrSys:ClearingSystemIdentification3Choice? InstgRmbrsmntAgt:BranchAndFinancialInstitutionIdentification6? InstgRmbrsmntAgtAcct:CashAccount38? InstdRmbrsmntAgt:BranchAndFinancialInstitutionIdentification6? InstdRmbrsmntAgtAcct:CashAccount38? ThrdRmbrsmntAgt:BranchAndFinancialInstitutionIdentification6? ThrdRmbrsmntAgtAcct:CashAccount38?
StructuredRemittanceInformation16 seq RfrdDocInf:ReferredDocumentInformation7* RfrdDocAmt:RemittanceAmount2? CdtrRefInf:CreditorReferenceInformation2? Invcr:PartyIdentification135? Invcee:PartyIdentification135? TaxRmt:TaxInformation7? GrnshmtRmt:Garnishment3? AddtlRmtInf:Max140Text{0,3}
SupplementaryData1 seq PlcAndNm:Max350Text? Envlp:SupplementaryDataEnvelope1
SupplementaryDataEnvelope1 any
TaxAmount2 seq Rate:PercentageRate? TaxblBaseAmt:ActiveOrHistoricCurrencyAndAmount? TtlAmt:ActiveOrHistoricCurrencyAndAmount? Dtls:TaxRecordDetails2*
TaxAmountAndType1 seq Tp:TaxAmountType1Choice? Amt:ActiveOrHistoricCurrencyAndAmount
TaxAmountType1Choice choice Cd:ExternalTaxAmountType1Code Prtry:Max35Text
TaxAuthorisation1 seq Titl:Max35Text? Nm:Max140Text?
TaxInformation7 seq Cdtr:TaxParty1? Dbtr:TaxParty2? UltmtDbtr:TaxParty2? AdmstnZone:Max35Text? RefNb:Max140Text? Mtd:Max35Text? TtlTaxblBaseAmt:ActiveOrHistoricCurrencyAndAmount? TtlTaxAmt:ActiveOrHistoricCurrencyAndAmount? Dt:ISODate? SeqNb:Number? Rcrd:TaxRecord2*
TaxInformation8 seq Cdtr:TaxParty1? Dbtr:TaxParty2? AdmstnZone:Max35Text? RefNb:Max140Text? Mtd:Max35Text? TtlTaxblBaseAmt:ActiveOrHistoricCurrencyAndAmount? TtlTaxAmt:ActiveOrHistoricCurrencyAndAmount? Dt:ISODate? SeqNb:Number? Rcrd:TaxRecord2*
TaxParty1 seq TaxId:Max35Text? RegnId:Max35Text? TaxTp:Max35Text?
TaxParty2 seq TaxId:Max35Text? RegnId:Max35Text? TaxTp:Max35Text? Authstn:TaxAuthorisation1?
TaxPeriod2 seq Yr:ISODate? Tp:TaxRecordPeriod1Code? FrToDt:DatePeriod2?
TaxRecord2 seq Tp:Max35Text? Ctgy:Max35Text? CtgyDtls:Max35Text? DbtrSts:Max35Text? CertId:Max35Text? FrmsCd:Max35Text? Prd:TaxPeriod2? TaxAmt:TaxAmount2? AddtlInf:Max140Text?
TaxRecordDetails2 seq Prd:TaxPeriod2? Amt:ActiveOrHistoricCurrencyAndAmount
`
