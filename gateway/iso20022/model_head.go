// SPDX-License-Identifier: Apache-2.0

package iso20022

// headElements are the types that stand only in the business header: head.001.
const headElements = `
BusinessApplicationHeader5 seq CharSet:UnicodeChartsCode? Fr:Party44Choice To:Party44Choice BizMsgIdr:Max35Text MsgDefIdr:Max35Text BizSvc:Max35Text? CreDt:ISODateTime CpyDplct:CopyDuplicate1Code? PssblDplct:YesNoIndicator? Prty:BusinessMessagePriorityCode? Sgntr:SignatureEnvelope?
BusinessApplicationHeaderV02 seq CharSet:UnicodeChartsCode? Fr:Party44Choice To:Party44Choice BizMsgIdr:Max35Text MsgDefIdr:Max35Text BizSvc:Max35Text? MktPrctc:ImplementationSpecification1? CreDt:ISODateTime BizPrcgDt:ISODateTime? CpyDplct:CopyDuplicate1Code? PssblDplct:YesNoIndicator? Prty:BusinessMessagePriorityCode? Sgntr:SignatureEnvelope? Rltd:BusinessApplicationHeader5*
ImplementationSpecification1 seq Regy:Max350Text Id:Max2048Text
Party44Choice choice OrgId:PartyIdentification135 FIId:BranchAndFinancialInstitutionIdentification6
SignatureEnvelope any http://www.w3.org/2000/09/xmldsig#
`
