// SPDX-License-Identifier: Apache-2.0

package iso20022_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
)

// A file is checked as a whole before the first of its transfers is paid.
func ExampleCheck() {
	f, err := os.Open("testdata/valid/pain.001.001.09/several-debtors.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	options := iso20022.Options{File: "several-debtors.xml", Now: time.Date(2026, 11, 23, 10, 0, 0, 0, iso20022.China)}
	summary, err := iso20022.Check(f, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(summary.Header.MessageID, summary.Payments, "debtors", summary.Transfers, "transfers", summary.Amounts)

	if _, err := f.Seek(0, io.SeekStart); err != nil {
		fmt.Println(err)
		return
	}
	reader := iso20022.NewReader(f, options)
	for {
		t, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(t.EndToEndID, t.Payment.DebtorAccount.Masked(), "to", t.CreditorAccount.Masked(), t.Amount, t.Currency)
	}
	fmt.Println(summary.Verify(reader))
	// Output:
	// SEVERAL-1 3 debtors 6 transfers map[CNY:1065126]
	// S-1-1 DE61…0011 to DE33…0101 10000 CNY
	// S-1-2 DE61…0011 to NL96…0102 55100 CNY
	// S-1-3 DE61…0011 to AT50…0103 25 CNY
	// S-2-1 DE55…0022 to DE33…0101 250000 CNY
	// S-2-2 DE55…0022 to NL96…0102 250001 CNY
	// S-3-1 NL19…0033 to DE61…0011 500000 CNY
	// <nil>
}

// A bank answers one transfer: it is refused, since the account is closed.
func ExampleStatusWriter() {
	w, err := iso20022.NewStatusWriter(os.Stdout, iso20022.Pacs002, iso20022.StatusHeader{
		MessageID: "S-1", Created: time.Date(2026, 11, 23, 10, 0, 0, 0, iso20022.China),
		OriginalMessageID: "B-1", OriginalMessage: string(iso20022.Pacs008),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = w.Status(iso20022.Status{
		Original: iso20022.Original{EndToEndID: "E-1"}, Code: "RJCT", Reason: "AC04",
	})
	if err := errors.Join(err, w.Close()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10">
	// <FIToFIPmtStsRpt>
	// <GrpHdr><MsgId>S-1</MsgId><CreDtTm>2026-11-23T10:00:00+08:00</CreDtTm></GrpHdr>
	// <OrgnlGrpInfAndSts><OrgnlMsgId>B-1</OrgnlMsgId><OrgnlMsgNmId>pacs.008.001.08</OrgnlMsgNmId></OrgnlGrpInfAndSts>
	// <TxInfAndSts><OrgnlEndToEndId>E-1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
	// </FIToFIPmtStsRpt>
	// </Document>
}

// An error says where, which rule, what was expected and what came.
func ExampleError() {
	f, err := os.Open("testdata/broken/pain.001.001.09/group-sum.xml")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	_, err = iso20022.Check(f, iso20022.Options{File: "group-sum.xml", Now: time.Date(2026, 11, 23, 10, 0, 0, 0, iso20022.China)})
	fmt.Println(err)
	fmt.Println(errors.Is(err, iso20022.CodeGroupSum))
	// Output:
	// group-sum.xml:8: /Document/CstmrCdtTrfInitn/GrpHdr/CtrlSum: group-sum (code 30): expected 150.76 as declared; found 150.75
	// true
}
