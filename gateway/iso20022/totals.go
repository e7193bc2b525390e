// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"math/big"
	"strconv"
	"strings"
)

// totals counts and sums what a file declares of itself. Sums add amounts whatever their currencies, as CtrlSum does,
// in units of 10^-5.
type totals struct {
	transfers, payments int // in the file
	inPayment           int // in the present PmtInf
	file, payment       big.Int
	lines               map[string]int // of the declarations, for errors
}

// declare remembers where a count or a sum was declared, and returns it.
func (t *totals) declare(at *spot) string {
	if t.lines == nil {
		t.lines = map[string]int{}
	}
	t.lines[at.path] = at.line
	return strings.TrimSpace(at.text)
}

func (t *totals) add(amount *big.Int) {
	t.transfers++
	t.inPayment++
	t.file.Add(&t.file, amount)
	t.payment.Add(&t.payment, amount)
}

// closePayment judges one PmtInf at its end.
func (t *totals) closePayment(p *Payment) *fault {
	if p.Transfers != "" {
		declared, err := strconv.ParseUint(p.Transfers, 10, 64)
		if err != nil || declared != uint64(t.inPayment) {
			return t.wrong(CodePaymentCount, "PmtInf/NbOfTxs", p.Transfers, strconv.Itoa(t.inPayment))
		}
	}
	if !sumHolds(p.ControlSum, &t.payment) {
		return t.wrong(CodePaymentSum, "PmtInf/CtrlSum", p.ControlSum, formatScaled(&t.payment))
	}
	t.payment.SetInt64(0)
	t.inPayment = 0
	t.payments++
	return nil
}

// closeGroup judges the file at the message's end.
func (t *totals) closeGroup(h GroupHeader) *fault {
	if h.Transfers != uint64(t.transfers) {
		return t.wrong(CodeGroupCount, "GrpHdr/NbOfTxs", strconv.FormatUint(h.Transfers, 10), strconv.Itoa(t.transfers))
	}
	if !sumHolds(h.ControlSum, &t.file) {
		return t.wrong(CodeGroupSum, "GrpHdr/CtrlSum", h.ControlSum, formatScaled(&t.file))
	}
	return nil
}

// closeTotal judges the declared sum of the settlement amounts, which stands at path, at the message's end.
func (t *totals) closeTotal(path string, declared Money) *fault {
	if declared == (Money{}) {
		return nil
	}
	text, err := FormatAmount(declared.Amount, declared.Currency)
	if err != nil || scaledAmount(text).Cmp(&t.file) != 0 {
		return t.wrong(CodeGroupTotal, path, text, formatScaled(&t.file))
	}
	return nil
}

// wrong is placed at the declaration; the path is completed where the message is known.
func (t *totals) wrong(code Code, path, declared, counted string) *fault {
	return faultf(code, "expected %s as declared; found %s", clip(declared), counted).
		at(t.lines[path], path)
}

// sumHolds compares exactly; an absent sum holds.
func sumHolds(declared string, sum *big.Int) bool {
	if declared == "" {
		return true
	}
	d, ok := parseDecimal([]byte(declared))
	if !ok {
		return false
	}
	n, ok := d.scaled()
	return ok && n.Cmp(sum) == 0
}

func scaledAmount(text string) *big.Int {
	d, _ := parseDecimal([]byte(text))
	n, _ := d.scaled()
	return n
}
