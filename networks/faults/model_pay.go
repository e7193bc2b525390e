// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"crypto/ed25519"
	"maps"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// Errors of single instructions, by the module's number in results and the code.
var (
	malformed        = failure(2, 23)
	badSignature     = failure(2, 27)
	unknownWallet    = failure(2, 3)
	uetrConflict     = failure(4, 2)
	expired          = failure(4, 3)
	originalMismatch = failure(4, 12)
)

func failure(module uint8, code uint16) payment.Result {
	return payment.Result{Status: payment.ResultError, Module: module, Code: code}
}

func refusal(reason compliance.Reason) payment.Result {
	return payment.Result{Status: payment.ResultRefused, Code: uint16(reason)}
}

// execute is one instruction: its signature, a replay or conflict, errors, refusals in the order of the chain, and then
// all its effects.
func (m *Model) execute(o Order, now int64) payment.Result {
	if o.Err != nil {
		return malformed
	}
	payer := m.accounts[o.Payer]
	if payer == nil {
		return unknownWallet
	}
	if !signedBy(o, payer.device) {
		return badSignature
	}
	if known := m.memories[o.key()]; known != nil {
		if known.content != o.Content {
			return uetrConflict
		}
		again := known.result
		again.Replay = true
		return again
	}
	payee, original, wrong := m.parties(o, now)
	if wrong != nil {
		return *wrong
	}
	back := o.Carried.Original != nil
	if reason := m.judge(o, payer, payee, original, back, now); reason != compliance.ReasonNone {
		result := refusal(reason)
		m.memories[o.key()] = &memory{content: o.Content, result: result, paidAt: now}
		return result
	}
	return m.pay(o, payer, payee, original, now)
}

// parties finds whom an instruction concerns, or the error that it is.
func (m *Model) parties(o Order, now int64) (payee *account, original *memory, wrong *payment.Result) {
	if int64(o.ValidUntil) < now {
		return nil, nil, &expired
	}
	if payee = m.accounts[o.Payee]; payee == nil {
		return nil, nil, &unknownWallet
	}
	if first := o.Carried.Original; first != nil {
		original = m.memories[key{first.Payer, first.UETR}]
		if original != nil && original.content != *first {
			return nil, nil, &originalMismatch
		}
	}
	return payee, original, nil
}

// signedBy verifies the one signature with the standard library.
func signedBy(o Order, device []byte) bool {
	if len(o.Signatures) != 1 || len(device) != ed25519.PublicKeySize {
		return false
	}
	digest := wallet.RawDigest(o.Content, o.Signatures[0].Device)
	return ed25519.Verify(device, digest[:], o.Signatures[0].Signature[:])
}

// judge says why an authentic instruction is refused: its original, orders, limits, balance, cover and cap.
func (m *Model) judge(o Order, payer, payee *account, original *memory, back bool, now int64) compliance.Reason {
	if back {
		switch {
		case original == nil:
			return compliance.ReasonOriginalUnknown
		case original.result.Status != payment.ResultPaid:
			return compliance.ReasonOriginalNotPaid
		case original.refunded+o.Amount > original.content.Amount:
			return compliance.ReasonRefundExceedsOriginal
		}
	}
	switch {
	case payer.under(compliance.EFFECT_DEEP_FROZEN):
		return compliance.ReasonPayerDeepFrozen
	case payer.under(compliance.EFFECT_FROZEN):
		return compliance.ReasonPayerFrozen
	case payee.under(compliance.EFFECT_DEEP_FROZEN):
		return compliance.ReasonPayeeDeepFrozen
	}
	if !back {
		if reason := m.limited(o, payer, payee, now); reason != compliance.ReasonNone {
			return reason
		}
	}
	if payer.held < o.Amount {
		return compliance.ReasonBalance
	}
	if payer.custodian == payee.custodian {
		return compliance.ReasonNone
	}
	return m.accept(payer.custodian, o.Amount)
}

func (a *account) under(effect compliance.Effect) bool {
	for _, live := range a.live {
		if live == effect {
			return true
		}
	}
	return false
}

func (m *Model) limited(o Order, payer, payee *account, now int64) compliance.Reason {
	day, _ := m.town.localDay(now)
	out, in := m.town.limits[payer.class], m.town.limits[payee.class]
	used := uint64(0)
	if payer.day == day {
		used = payer.out
	}
	switch {
	case out.single > 0 && o.Amount > out.single:
		return compliance.ReasonLimitTxOut
	case out.day > 0 && used+o.Amount > out.day:
		return compliance.ReasonLimitDayOut
	case in.hold > 0 && payee.held+o.Amount > in.hold:
		return compliance.ReasonLimitBalance
	}
	return compliance.ReasonNone
}

// accept says why a member may not owe more: what it is due counts in full.
func (m *Model) accept(member uint32, amount uint64) compliance.Reason {
	switch owes := m.owed[member] + amount; {
	case owes > m.settled[member]+m.due[member]:
		return compliance.ReasonLiquidity
	case owes > m.town.caps[member]+m.due[member]:
		return compliance.ReasonCap
	}
	return compliance.ReasonNone
}

// pay moves the money and remembers it.
func (m *Model) pay(o Order, payer, payee *account, original *memory, now int64) payment.Result {
	day, _ := m.town.localDay(now)
	payer.held -= o.Amount
	payee.held += o.Amount
	if o.Carried.Original == nil {
		if payer.day != day {
			payer.day, payer.out = day, 0
		}
		payer.out += o.Amount
	} else {
		original.refunded += o.Amount
		// What comes back was paid out by whom it comes back to: the day in which it was weighs it no more.
		if paid, _ := m.town.localDay(original.paidAt); paid == day && payee.day == day {
			payee.out -= min(payee.out, o.Amount)
		}
	}
	result := payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
	if payer.custodian != payee.custodian {
		result.Settlement, result.Cycle = payment.SETTLEMENT_NET, m.cycle
		m.owe(payer.custodian, payee.custodian, o.Amount, now)
	}
	m.memories[o.key()] = &memory{content: o.Content, result: result, paidAt: now}
	return result
}

// owe adds an obligation to the open cycle; the first of a cycle fixes its cut-off.
func (m *Model) owe(from, to uint32, amount uint64, now int64) {
	m.owed[from] += amount
	m.due[to] += amount
	if m.pairs[m.cycle] == nil {
		m.pairs[m.cycle] = map[[2]uint32]pair{}
	}
	p := m.pairs[m.cycle][[2]uint32{from, to}]
	m.pairs[m.cycle][[2]uint32{from, to}] = pair{p.amount + amount, p.count + 1}
	if m.closes == 0 {
		m.closes = m.town.cutOff(now)
	}
}

// atomic is a batch of which all is paid or nothing. An error fails the transaction and leaves nothing; the first
// refusal refuses all.
func (m *Model) atomic(orders []Order, now int64) (results []payment.Result, failed bool) {
	tried := m.draft(orders)
	refused := -1
	for i, o := range orders {
		if refused >= 0 {
			if r := tried.draft(orders).execute(o, now); r.Status == payment.ResultError {
				return nil, true
			}
			results = append(results, payment.Result{})
			continue
		}
		r := tried.execute(o, now)
		if r.Status == payment.ResultError {
			return nil, true
		}
		if r.Status == payment.ResultRefused {
			refused = i
		}
		results = append(results, r)
	}
	if refused < 0 {
		for _, o := range orders {
			m.execute(o, now)
		}
		return results, false
	}
	return m.refuseAll(orders, results, refused, now), false
}

// refuseAll remembers a refused batch: the failing one with its reason, the others with its index.
func (m *Model) refuseAll(orders []Order, results []payment.Result, refused int, now int64) []payment.Result {
	reason := results[refused]
	for i, o := range orders {
		if known := m.memories[o.key()]; known != nil {
			results[i] = known.result
			results[i].Replay = true
			continue
		}
		results[i] = refusal(compliance.ReasonBatchRefused)
		results[i].Cycle = uint64(refused)
		if i == refused {
			results[i] = refusal(compliance.Reason(reason.Code))
		}
		m.memories[o.key()] = &memory{content: o.Content, result: results[i], paidAt: now}
	}
	return results
}

// draft is a copy of what the orders of one batch can change.
func (m *Model) draft(orders []Order) *Model {
	d := *m
	d.accounts, d.memories = map[[20]byte]*account{}, map[key]*memory{}
	d.owed, d.due = maps.Clone(m.owed), maps.Clone(m.due)
	d.pairs = map[uint64]map[[2]uint32]pair{}
	for _, o := range orders {
		for _, who := range [][20]byte{o.Payer, o.Payee} {
			if a := m.accounts[who]; a != nil {
				one := *a
				d.accounts[who] = &one
			}
		}
		keys := []key{o.key()}
		if first := o.Carried.Original; first != nil {
			keys = append(keys, key{first.Payer, first.UETR})
		}
		for _, k := range keys {
			if known := m.memories[k]; known != nil {
				one := *known
				d.memories[k] = &one
			}
		}
	}
	return &d
}
