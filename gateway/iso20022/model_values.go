// SPDX-License-Identifier: Apache-2.0

package iso20022

// valueTable is the value model of all messages, one simple type a line:
//
//	name text min max (characters)      name code CODE ...        name pattern expression     name string
//	name decimal digits fraction        name unsigned digits fraction (a decimal >= 0)
//	name amount digits fraction (a decimal >= 0 with a Ccy attribute)
//	name date    name dateTime    name time    name gYearMonth    name boolean
//	name binary min max (octets, in base 64)
//
// A test compares every line with the official schemas where they are at hand.
const valueTable = `
ActiveCurrencyAndAmount amount 18 5
ActiveCurrencyCode pattern [A-Z]{3,3}
ActiveOrHistoricCurrencyAnd13DecimalAmount amount 18 13
ActiveOrHistoricCurrencyAndAmount amount 18 5
ActiveOrHistoricCurrencyCode pattern [A-Z]{3,3}
AddressType2Code code ADDR PBOX HOME BIZZ MLTO DLVY
AnyBICDec2014Identifier pattern [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}
AttendanceContext1Code code ATTD SATT UATT
AuthenticationEntity1Code code ICCD AGNT MERC
AuthenticationMethod1Code code UKNW BYPS NPIN FPIN CPSG PPSG MANU MERC SCRT SNCT SCNL
Authorisation1Code code AUTH FDET FSUM ILEV
BICFIDec2014Identifier pattern [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}
BaseOneRate decimal 11 10
BatchBookingIndicator boolean
BusinessMessagePriorityCode string
CSCManagement1Code code PRST BYPS UNRD NCSC
CardDataReading1Code code TAGC PHYS BRCD MGST CICC DFLE CTLS ECTL
CardPaymentServiceType2Code code AGGR DCCV GRTT INSP LOYT NRES PUCO RECP SOAF UNAF VCAU
CardholderVerificationCapability1Code code MNSG NPIN FCPN FEPN FDSG FBIO MNVR FBIG APKI PKIS CHDT SCEC
ChargeBearerType1Code code DEBT CRED SHAR SLEV
ChargeIncludedIndicator boolean
ChequeDelivery1Code code MLDB MLCD MLFA CRDB CRCD CRFA PUDB PUCD PUFA RGDB RGCD RGFA
ChequeType2Code code CCHQ CCCH BCHQ DRFT ELDR
ClearingChannel2Code code RTGS RTNS MPNS BOOK
CopyDuplicate1Code code CODU COPY DUPL
CountryCode pattern [A-Z]{2,2}
CreditDebitCode code CRDT DBIT
DecimalNumber decimal 18 17
DocumentType3Code code RADM RPIN FXDR DISP PUOR SCOR
DocumentType6Code code MSIN CNFA DNFA CINV CREN DEBN HIRI SBIN CMCN SOAC DISP BOLD VCHR AROI TSUT PUOR
Exact1NumericText pattern [0-9]
Exact2NumericText pattern [0-9]{2}
Exact3NumericText pattern [0-9]{3}
Exact4AlphaNumericText pattern [a-zA-Z0-9]{4}
ExchangeRateType1Code code SPOT SALE AGRD
ExternalAccountIdentification1Code text 1 4
ExternalBalanceSubType1Code text 1 4
ExternalBalanceType1Code text 1 4
ExternalBankTransactionDomain1Code text 1 4
ExternalBankTransactionFamily1Code text 1 4
ExternalBankTransactionSubFamily1Code text 1 4
ExternalCardTransactionCategory1Code text 1 4
ExternalCashAccountType1Code text 1 4
ExternalCashClearingSystem1Code text 1 3
ExternalCategoryPurpose1Code text 1 4
ExternalChargeType1Code text 1 4
ExternalClearingSystemIdentification1Code text 1 5
ExternalCreditLineType1Code text 1 4
ExternalCreditorAgentInstruction1Code text 1 4
ExternalDiscountAmountType1Code text 1 4
ExternalDocumentLineType1Code text 1 4
ExternalEntryStatus1Code text 1 4
ExternalFinancialInstitutionIdentification1Code text 1 4
ExternalFinancialInstrumentIdentificationType1Code text 1 4
ExternalGarnishmentType1Code text 1 4
ExternalLocalInstrument1Code text 1 35
ExternalMandateSetupReason1Code text 1 4
ExternalOrganisationIdentification1Code text 1 4
ExternalPaymentGroupStatus1Code text 1 4
ExternalPaymentTransactionStatus1Code text 1 4
ExternalPersonIdentification1Code text 1 4
ExternalProxyAccountType1Code text 1 4
ExternalPurpose1Code text 1 4
ExternalRePresentmentReason1Code text 1 4
ExternalReportingSource1Code text 1 4
ExternalReturnReason1Code text 1 4
ExternalServiceLevel1Code text 1 4
ExternalStatusReason1Code text 1 4
ExternalTaxAmountType1Code text 1 4
ExternalTechnicalInputChannel1Code text 1 4
Frequency6Code code YEAR MNTH QURT MIAN WEEK DAIL ADHO INDA FRTN
IBAN2007Identifier pattern [A-Z]{2,2}[0-9]{2,2}[a-zA-Z0-9]{1,30}
ISINOct2015Identifier pattern [A-Z]{2,2}[A-Z0-9]{9,9}[0-9]{1,1}
ISO2ALanguageCode pattern [a-z]{2,2}
ISODate date
ISODateTime dateTime
ISOTime time
ISOYearMonth gYearMonth
ImpliedCurrencyAndAmount unsigned 18 5
Instruction3Code code CHQB HOLD PHOB TELB
Instruction4Code code PHOA TELA
Instruction5Code code PHOB TELB
InterestType1Code code INDY OVRN
LEIIdentifier pattern [A-Z0-9]{18,18}[0-9]{2,2}
MandateClassification1Code code FIXE USGB VARI
Max1025Text text 1 1025
Max105Text text 1 105
Max10KBinary binary 1 10240
Max10Text text 1 10
Max128Text text 1 128
Max140Text text 1 140
Max15NumericText pattern [0-9]{1,15}
Max15PlusSignedNumericText pattern [\+]{0,1}[0-9]{1,15}
Max16Text text 1 16
Max2048Text text 1 2048
Max34Text text 1 34
Max350Text text 1 350
Max35Text text 1 35
Max3NumericText pattern [0-9]{1,3}
Max4Text text 1 4
Max500Text text 1 500
Max5NumericText pattern [0-9]{1,5}
Max70Text text 1 70
Min2Max3NumericText pattern [0-9]{2,3}
Min3Max4NumericText pattern [0-9]{3,4}
Min8Max28NumericText pattern [0-9]{8,28}
NamePrefix2Code code DOCT MADM MISS MIST MIKS
NonNegativeDecimalNumber unsigned 18 17
Number decimal 18 0
OnLineCapability1Code code OFLN ONLN SMON
POIComponentType1Code code SOFT EMVK EMVO MRIT CHIT SECM PEDV
PartyType3Code code OPOI MERC ACCP ITAG ACQR CISS DLIS
PartyType4Code code MERC ACCP ITAG ACQR CISS TAXH
PaymentMethod3Code code CHK TRF TRA
PaymentMethod4Code code CHK TRF DD TRA
PercentageRate decimal 11 10
PhoneNumber pattern \+[0-9]{1,3}-[0-9()+\-]{1,30}
PreferredContactMethod1Code code LETT MAIL PHON FAXX CELL
PriceValueType1Code code DISC PREM PARV
Priority2Code code HIGH NORM
Priority3Code code URGT HIGH NORM
RegulatoryReportingType1Code code CRED DEBT BOTH
RemittanceLocationMethod2Code code FAXI EDIC URID EMAL POST SMSM
SequenceType3Code code FRST RCUR FNAL OOFF RPRE
SettlementMethod1Code code INDA INGA COVE CLRG
TaxRecordPeriod1Code code MM01 MM02 MM03 MM04 MM05 MM06 MM07 MM08 MM09 MM10 MM11 MM12 QTR1 QTR2 QTR3 QTR4 HLF1 HLF2
TransactionChannel1Code code MAIL TLPH ECOM TVPY
TransactionEnvironment1Code code MERC PRIV PUBL
TrueFalseIndicator boolean
UUIDv4Identifier pattern [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}
UnicodeChartsCode string
UnitOfMeasure1Code code PIEC TONS FOOT GBGA USGA GRAM INCH KILO PUND METR CMET MMET LITR CELI MILI GBOU USOU GBQA USQA GBPI USPI MILE KMET YARD SQKI HECT ARES SMET SCMT SMIL SQMI SQYA SQFO SQIN ACRE
UserInterface2Code code MDSP CDSP
YesNoIndicator boolean
`
