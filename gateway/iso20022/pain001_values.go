// SPDX-License-Identifier: Apache-2.0

package iso20022

// pain001Values is the value model of pain.001.001.09, one simple type a line:
//
//	name text min max (characters)      name code CODE ...        name pattern expression
//	name decimal digits fraction        name amount digits fraction (a decimal >= 0 with a Ccy attribute)
//	name date    name dateTime    name boolean
//
// A test compares every line with the official schema where that is at hand.
const pain001Values = `
ActiveOrHistoricCurrencyAndAmount amount 18 5
ActiveOrHistoricCurrencyCode pattern [A-Z]{3,3}
AddressType2Code code ADDR PBOX HOME BIZZ MLTO DLVY
AnyBICDec2014Identifier pattern [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}
Authorisation1Code code AUTH FDET FSUM ILEV
BICFIDec2014Identifier pattern [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}
BaseOneRate decimal 11 10
BatchBookingIndicator boolean
ChargeBearerType1Code code DEBT CRED SHAR SLEV
ChequeDelivery1Code code MLDB MLCD MLFA CRDB CRCD CRFA PUDB PUCD PUFA RGDB RGCD RGFA
ChequeType2Code code CCHQ CCCH BCHQ DRFT ELDR
CountryCode pattern [A-Z]{2,2}
CreditDebitCode code CRDT DBIT
DecimalNumber decimal 18 17
DocumentType3Code code RADM RPIN FXDR DISP PUOR SCOR
DocumentType6Code code MSIN CNFA DNFA CINV CREN DEBN HIRI SBIN CMCN SOAC DISP BOLD VCHR AROI TSUT PUOR
Exact4AlphaNumericText pattern [a-zA-Z0-9]{4}
ExchangeRateType1Code code SPOT SALE AGRD
ExternalAccountIdentification1Code text 1 4
ExternalCashAccountType1Code text 1 4
ExternalCategoryPurpose1Code text 1 4
ExternalClearingSystemIdentification1Code text 1 5
ExternalDiscountAmountType1Code text 1 4
ExternalDocumentLineType1Code text 1 4
ExternalFinancialInstitutionIdentification1Code text 1 4
ExternalGarnishmentType1Code text 1 4
ExternalLocalInstrument1Code text 1 35
ExternalOrganisationIdentification1Code text 1 4
ExternalPersonIdentification1Code text 1 4
ExternalProxyAccountType1Code text 1 4
ExternalPurpose1Code text 1 4
ExternalServiceLevel1Code text 1 4
ExternalTaxAmountType1Code text 1 4
IBAN2007Identifier pattern [A-Z]{2,2}[0-9]{2,2}[a-zA-Z0-9]{1,30}
ISODate date
ISODateTime dateTime
Instruction3Code code CHQB HOLD PHOB TELB
LEIIdentifier pattern [A-Z0-9]{18,18}[0-9]{2,2}
Max10Text text 1 10
Max128Text text 1 128
Max140Text text 1 140
Max15NumericText pattern [0-9]{1,15}
Max16Text text 1 16
Max2048Text text 1 2048
Max34Text text 1 34
Max350Text text 1 350
Max35Text text 1 35
Max4Text text 1 4
Max70Text text 1 70
NamePrefix2Code code DOCT MADM MISS MIST MIKS
Number decimal 18 0
PaymentMethod3Code code CHK TRF TRA
PercentageRate decimal 11 10
PhoneNumber pattern \+[0-9]{1,3}-[0-9()+\-]{1,30}
PreferredContactMethod1Code code LETT MAIL PHON FAXX CELL
Priority2Code code HIGH NORM
RegulatoryReportingType1Code code CRED DEBT BOTH
RemittanceLocationMethod2Code code FAXI EDIC URID EMAL POST SMSM
TaxRecordPeriod1Code code MM01 MM02 MM03 MM04 MM05 MM06 MM07 MM08 MM09 MM10 MM11 MM12 QTR1 QTR2 QTR3 QTR4 HLF1 HLF2
TrueFalseIndicator boolean
UUIDv4Identifier pattern [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}
`
