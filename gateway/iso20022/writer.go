// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"strconv"
	"time"
)

// Writer writes one pain.001.001.09 file, one transfer at a time: Payment and Transfer in the order of the file, then
// Close. Counts and sums stand before what they count, so the caller declares them and Close holds the file to them.
// Every value is judged by the schema's type before it is written. After an error the file is worthless and every call
// returns the same error.
type Writer struct {
	w      *bufio.Writer
	root   *node
	totals totals
	header GroupHeader
	now    *Payment // the open PmtInf, nil if none
	err    error
}

// NewWriter writes the group header. Created is written in its own zone.
func NewWriter(w io.Writer, header GroupHeader) (*Writer, error) {
	x := &Writer{w: bufio.NewWriter(w), root: pain001(), header: header}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Document xmlns="` + pain001Namespace + `">` + "\n")
	x.raw("<CstmrCdtTrfInitn>\n<GrpHdr>")
	x.leaf("GrpHdr", "MsgId", header.MessageID)
	x.leaf("GrpHdr", "CreDtTm", header.Created.Format("2006-01-02T15:04:05.999Z07:00"))
	x.leaf("GrpHdr", "NbOfTxs", strconv.FormatUint(header.Transfers, 10))
	x.optional("GrpHdr", "CtrlSum", header.ControlSum)
	x.raw("<InitgPty>")
	x.optional("GrpHdr/InitgPty", "Nm", header.InitiatingParty)
	x.raw("</InitgPty></GrpHdr>\n")
	return x, x.err
}

// Payment closes the PmtInf before and opens the next. Execution is written as a date. A debtor's agent without a BIC
// is written as NOTPROVIDED, since the schema demands an agent.
func (x *Writer) Payment(p Payment) error {
	x.closePayment()
	x.now = &p
	x.raw("<PmtInf>")
	x.leaf("PmtInf", "PmtInfId", p.ID)
	x.leaf("PmtInf", "PmtMtd", p.Method)
	x.optional("PmtInf", "NbOfTxs", p.Transfers)
	x.optional("PmtInf", "CtrlSum", p.ControlSum)
	x.raw("<ReqdExctnDt>")
	x.leaf("PmtInf/ReqdExctnDt", "Dt", p.Execution.Format(time.DateOnly))
	x.raw("</ReqdExctnDt><Dbtr>")
	x.optional("PmtInf/Dbtr", "Nm", p.Debtor)
	x.raw("</Dbtr>")
	x.account("PmtInf", "DbtrAcct", p.DebtorAccount)
	x.agent("PmtInf", "DbtrAgt", p.DebtorAgent)
	x.raw("\n")
	return x.err
}

// Transfer writes one transfer of the present PmtInf; Payment, Index, Line and Remittance of t are not looked at. Each
// text becomes one Ustrd of at most 140 characters.
func (x *Writer) Transfer(t Transfer, texts ...string) error {
	if x.now == nil && x.err == nil {
		x.err = errors.New("iso20022: expected Payment before Transfer")
	}
	amount, err := FormatAmount(t.Amount, t.Currency)
	if err != nil && x.err == nil {
		x.err = err
	}
	x.raw("<CdtTrfTxInf><PmtId>")
	x.optional(pathTransfer+"/PmtId", "InstrId", t.InstructionID)
	x.leaf(pathTransfer+"/PmtId", "EndToEndId", t.EndToEndID)
	x.optional(pathTransfer+"/PmtId", "UETR", t.UETR)
	x.raw(`</PmtId><Amt><InstdAmt Ccy="` + t.Currency + `">` + amount + "</InstdAmt></Amt>")
	if t.CreditorAgent != "" {
		x.agent(pathTransfer, "CdtrAgt", t.CreditorAgent)
	}
	if t.Creditor != "" {
		x.raw("<Cdtr>")
		x.leaf(pathTransfer+"/Cdtr", "Nm", t.Creditor)
		x.raw("</Cdtr>")
	}
	if t.CreditorAccount.ID() != "" {
		x.account(pathTransfer, "CdtrAcct", t.CreditorAccount)
	}
	if t.Purpose != "" {
		x.raw("<Purp>")
		x.leaf(pathTransfer+"/Purp", "Cd", t.Purpose)
		x.raw("</Purp>")
	}
	if len(texts) > 0 {
		x.raw("<RmtInf>")
		for _, text := range texts {
			x.leaf(pathRemittance, "Ustrd", text)
		}
		x.raw("</RmtInf>")
	}
	x.raw("</CdtTrfTxInf>\n")
	if x.err == nil {
		x.totals.add(scaledAmount(amount))
	}
	return x.err
}

// Close ends the message and writes out what is buffered. It fails where a declared count or sum is not what was
// written. It does not close the underlying writer.
func (x *Writer) Close() error {
	x.closePayment()
	x.raw("</CstmrCdtTrfInitn>\n</Document>\n")
	if x.err == nil && x.totals.payments == 0 {
		x.err = errors.New("iso20022: expected at least one Payment before Close")
	}
	if x.err == nil {
		x.hold(x.totals.closeGroup(x.header))
	}
	if x.err == nil {
		x.err = x.w.Flush()
	}
	return x.err
}

func (x *Writer) closePayment() {
	if x.now == nil || x.err != nil {
		return
	}
	if x.totals.inPayment == 0 {
		x.err = errors.New("iso20022: expected at least one Transfer in a Payment")
		return
	}
	x.raw("</PmtInf>\n")
	x.hold(x.totals.closePayment(x.now))
	x.now = nil
}

func (x *Writer) account(parent, name string, a Account) {
	x.raw("<" + name + "><Id>")
	if a.IBAN != "" {
		x.leaf(parent+"/"+name+"/Id", "IBAN", a.IBAN)
	} else {
		x.raw("<Othr>")
		x.leaf(parent+"/"+name+"/Id/Othr", "Id", a.Other)
		x.raw("</Othr>")
	}
	x.raw("</Id></" + name + ">")
}

func (x *Writer) agent(parent, name, bic string) {
	x.raw("<" + name + "><FinInstnId>")
	if bic != "" {
		x.leaf(parent+"/"+name+"/FinInstnId", "BICFI", bic)
	} else {
		x.raw("<Othr>")
		x.leaf(parent+"/"+name+"/FinInstnId/Othr", "Id", "NOTPROVIDED")
		x.raw("</Othr>")
	}
	x.raw("</FinInstnId></" + name + ">")
}

func (x *Writer) optional(parent, name, text string) {
	if text != "" {
		x.leaf(parent, name, text)
	}
}

// leaf writes one value that its type allows.
func (x *Writer) leaf(parent, name, text string) {
	if x.err != nil {
		return
	}
	if f := x.root.find(parent + "/" + name).typ.value.check([]byte(text)); f != nil {
		x.hold(f.at(0, "/Document/CstmrCdtTrfInitn/"+parent+"/"+name))
		return
	}
	x.raw("<" + name + ">")
	if x.err == nil {
		x.err = xml.EscapeText(x.w, []byte(text))
	}
	x.raw("</" + name + ">")
}

func (x *Writer) raw(text string) {
	if x.err == nil {
		_, x.err = x.w.WriteString(text)
	}
}

func (x *Writer) hold(f *fault) {
	if f != nil && x.err == nil {
		x.err = &Error{Line: f.line, Element: f.element, Rule: f.code.Rule(), Code: f.code, Detail: f.detail}
	}
}

func scaledAmount(text string) *big.Int {
	d, _ := parseDecimal([]byte(text))
	n, _ := d.scaled()
	return n
}
