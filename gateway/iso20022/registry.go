// SPDX-License-Identifier: Apache-2.0

package iso20022

import "sync"

// described is built by the first call of registry.
var described struct {
	once sync.Once
	all  []*description
}

// registry holds every message: its element and that element's type, what its reader does at which places, and how Check
// reads it whole. A message without places is only written.
func registry() []*description {
	described.once.Do(func() {
		described.all = []*description{
			{message: Pain001, element: "CstmrCdtTrfInitn", typ: "CustomerCreditTransferInitiationV09", places: customerPlaces, check: checkTransfers},
			{message: Pacs008, element: "FIToFICstmrCdtTrf", typ: "FIToFICustomerCreditTransferV08", places: interbankPlaces, check: checkTransfers},
			{message: Pacs009, element: "FICdtTrf", typ: "FinancialInstitutionCreditTransferV08", places: institutionPlaces, check: checkTransfers},
			{message: Pacs004v09, element: "PmtRtr", typ: "PaymentReturnV09", places: returnPlaces, check: checkReturns},
			{message: Pacs004v10, element: "PmtRtr", typ: "PaymentReturnV10", places: returnPlaces, check: checkReturns},
			{message: Pacs002, element: "FIToFIPmtStsRpt", typ: "FIToFIPaymentStatusReportV10", places: interbankStatusPlaces, check: checkStatuses},
			{message: Pain002, element: "CstmrPmtStsRpt", typ: "CustomerPaymentStatusReportV10", places: customerStatusPlaces, check: checkStatuses},
			{message: Camt052, element: "BkToCstmrAcctRpt", typ: "BankToCustomerAccountReportV08", places: reportPlaces, check: checkStatements},
			{message: Camt053, element: "BkToCstmrStmt", typ: "BankToCustomerStatementV08", places: bookPlaces, check: checkStatements},
			{message: Camt054, element: "BkToCstmrDbtCdtNtfctn", typ: "BankToCustomerDebitCreditNotificationV08", places: notificationPlaces, check: checkStatements},
			{message: Head001, typ: "BusinessApplicationHeaderV02", places: headPlaces, check: checkHead},
		}
	})
	return described.all
}

// describe finds a message's description, nil for one that the package does not know.
func describe(m Message) *description {
	for _, d := range registry() {
		if d.message == m {
			return d
		}
	}
	return nil
}
