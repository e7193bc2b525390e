// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"math"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// model is the chain's arithmetic written down a second time, one instruction after the other and without any store:
// what a careful clerk would do with a pencil. It knows persons of one tier, the denoms cny and ecny, and one currency.
type model struct {
	limits    limits
	balances  map[[20]byte]map[string]uint64
	usage     map[[20]byte]map[string]counters
	custodian map[[20]byte]uint32
	frozen    map[[20]byte]compliance.Effect
	records   map[payment.Key]*memory

	// By member: obligations that are not settled, what settles them, and the cap.
	owed, due, cover, limit map[uint32]uint64
	// earmark is kept apart of cover, surplus is by how much a member's e-money is covered beyond what it owes, and raise
	// is the cap from the next block on.
	earmark, surplus, raise map[uint32]uint64
	// open says that the open cycle has an obligation, so that it can be ordered to close.
	open bool
}

// limits are the rows of a person in e-money; central-bank money has none.
// dayOne binds what one device pays in a day.
type limits struct{ txOut, txIn, dayOut, dayOne, dayIn, balance uint64 }

type counters struct {
	day     int64
	out, in uint64
	// one is what of out one signature paid.
	one uint64
}

// memory is what is remembered of a payment.
type memory struct {
	content    wallet.Content
	status     payment.ResultStatus
	reason     compliance.Reason
	settlement payment.Settlement
	paidAt     int64
	refunded   uint64
	two        bool
}

// verdict is what becomes of one instruction.
type verdict struct {
	status     payment.ResultStatus
	reason     compliance.Reason
	settlement payment.Settlement
	replay     bool
}

// stepUp is the verdict on what a second signature would let pass: an error that leaves the UETR free.
var stepUp = compliance.Reason(1 << 15)

func newModel(l limits) *model {
	return &model{
		limits: l, balances: map[[20]byte]map[string]uint64{}, usage: map[[20]byte]map[string]counters{},
		custodian: map[[20]byte]uint32{}, frozen: map[[20]byte]compliance.Effect{}, records: map[payment.Key]*memory{},
		owed: map[uint32]uint64{}, due: map[uint32]uint64{}, cover: map[uint32]uint64{}, limit: map[uint32]uint64{},
		earmark: map[uint32]uint64{}, surplus: map[uint32]uint64{}, raise: map[uint32]uint64{},
	}
}

// dayOf is the calendar day at +08:00.
func dayOf(now int64) int64 { return (now + 8*3_600) / 86_400 }

func (m *model) used(who [20]byte, denom string, now int64) counters {
	c := m.usage[who][denom]
	if c.day != dayOf(now) {
		return counters{day: dayOf(now)}
	}
	return c
}

// weigh changes the counters of a day; a record of a day begins with its first movement in whatever denom.
func (m *model) weigh(who [20]byte, denom string, now int64, change func(*counters)) {
	c := m.used(who, denom, now)
	change(&c)
	if m.usage[who] == nil {
		m.usage[who] = map[string]counters{}
	}
	m.usage[who][denom] = c
}

// execute is one instruction: replay or conflict, refusals in the order of the chain, and then all its effects.
func (m *model) execute(ins instruction, now int64) verdict {
	c, original := ins.content, ins.original
	key := payment.NewKey(c.Payer, c.UETR)
	if known, used := m.records[key]; used {
		if known.content != c {
			return verdict{status: payment.ResultError}
		}
		return verdict{known.status, known.reason, known.settlement, true}
	}
	if int64(c.ValidUntil) < now {
		return verdict{status: payment.ResultError}
	}
	var first *memory
	if original != nil {
		if first = m.records[payment.NewKey(original.Payer, original.UETR)]; first != nil && first.content != *original {
			return verdict{status: payment.ResultError}
		}
	}
	switch reason := m.judge(ins, first, now); reason {
	case compliance.ReasonNone:
		return m.apply(key, ins, first, now)
	case stepUp:
		return verdict{status: payment.ResultError, reason: stepUp}
	default:
		m.records[key] = &memory{content: c, status: payment.ResultRefused, reason: reason}
		return verdict{status: payment.ResultRefused, reason: reason}
	}
}

// total is the amount and its fees.
func (i instruction) total() uint64 {
	sum := i.content.Amount
	for _, leg := range i.carried.Fees {
		sum += leg.Amount
	}
	return sum
}

// crosses is what of an instruction the payer's custodian owes others, by custodian.
func (m *model) crosses(ins instruction) map[uint32]uint64 {
	c, by := ins.content, map[uint32]uint64{}
	if c.Denom == "ecny" {
		return by
	}
	by[m.custodian[c.Payee]] += c.Amount
	for _, leg := range ins.carried.Fees {
		by[m.custodian[leg.Payee]] += leg.Amount
	}
	delete(by, m.custodian[c.Payer])
	return by
}

// standing is a member's position by the rules of netting.
func (m *model) standing(member uint32) netting.Standing {
	return netting.Standing{Share: 100, Position: netting.Position{
		OpenOwed: m.owed[member], OpenDue: m.due[member], Cap: m.limit[member], Earmark: m.earmark[member], Balance: m.cover[member],
	}}
}

func (m *model) settlement(c wallet.Content) payment.Settlement {
	switch {
	case c.Denom == "ecny":
		return payment.SETTLEMENT_DIRECT
	case m.custodian[c.Payer] == m.custodian[c.Payee]:
		return payment.SETTLEMENT_INTRA
	default:
		return payment.SETTLEMENT_NET
	}
}

func (m *model) judge(ins instruction, first *memory, now int64) compliance.Reason {
	c, back := ins.content, ins.original != nil
	if back {
		switch {
		case first == nil:
			return compliance.ReasonOriginalUnknown
		case first.status != payment.ResultPaid:
			return compliance.ReasonOriginalNotPaid
		case first.refunded+c.Amount > first.content.Amount:
			return compliance.ReasonRefundExceedsOriginal
		}
	}
	switch {
	case m.frozen[c.Payer] == compliance.EFFECT_FROZEN:
		return compliance.ReasonPayerFrozen
	case m.frozen[c.Payer] == compliance.EFFECT_DEEP_FROZEN:
		return compliance.ReasonPayerDeepFrozen
	case m.frozen[c.Payee] == compliance.EFFECT_DEEP_FROZEN:
		return compliance.ReasonPayeeDeepFrozen
	}
	if !back && c.Denom == "cny" {
		if reason := m.limited(ins, ins.two, now); reason != compliance.ReasonNone {
			if m.limited(ins, true, now) == compliance.ReasonNone {
				return stepUp
			}
			return reason
		}
	}
	if m.balances[c.Payer][c.Denom] < ins.total() {
		return compliance.ReasonBalance
	}
	owes := uint64(0)
	for _, amount := range m.crosses(ins) {
		owes += amount
	}
	if owes == 0 {
		return compliance.ReasonNone
	}
	return m.standing(m.custodian[c.Payer]).Accept(owes)
}

func (m *model) limited(ins instruction, two bool, now int64) compliance.Reason {
	c, used := ins.content, m.used(ins.content.Payer, ins.content.Denom, now)
	switch {
	case ins.total() > m.limits.txOut:
		return compliance.ReasonLimitTxOut
	case used.out+ins.total() > m.limits.dayOut, !two && used.one+ins.total() > m.limits.dayOne:
		return compliance.ReasonLimitDayOut
	}
	return m.creditable(c.Payee, c.Amount, now)
}

// creditable says why e-money may not enter a wallet: at once, in a day, or held together with what waits in escrow.
func (m *model) creditable(who [20]byte, amount uint64, now int64) compliance.Reason {
	held := m.balances[who]["cny"] + m.balances[[20]byte(wallet.EscrowAddress("reserve", who[:]))]["cny"]
	switch {
	case amount > m.limits.txIn:
		return compliance.ReasonLimitTxIn
	case m.used(who, "cny", now).in+amount > m.limits.dayIn:
		return compliance.ReasonLimitDayIn
	case held+amount > m.limits.balance:
		return compliance.ReasonLimitBalance
	}
	return compliance.ReasonNone
}

func (m *model) apply(key payment.Key, ins instruction, first *memory, now int64) verdict {
	c := ins.content
	owed := m.crosses(ins)
	m.move(c.Payer, c.Payee, c.Denom, c.Amount)
	for _, leg := range ins.carried.Fees {
		m.move(c.Payer, leg.Payee, c.Denom, leg.Amount)
	}
	if first == nil {
		m.weigh(c.Payer, c.Denom, now, func(u *counters) { u.pay(ins.total(), ins.two) })
		m.weigh(c.Payee, c.Denom, now, func(u *counters) { u.in += c.Amount })
	} else {
		first.refunded += c.Amount
		if dayOf(first.paidAt) == dayOf(now) {
			m.weigh(c.Payee, c.Denom, now, func(u *counters) { u.giveBack(c.Amount, first.two) })
			m.weigh(c.Payer, c.Denom, now, func(u *counters) { u.in -= min(u.in, c.Amount) })
		}
	}
	settlement := m.settlement(c)
	for to, amount := range owed {
		m.owed[m.custodian[c.Payer]] += amount
		m.due[to] += amount
		m.open = true
	}
	m.records[key] = &memory{content: c, status: payment.ResultPaid, settlement: settlement, paidAt: now, two: ins.two}
	return verdict{status: payment.ResultPaid, settlement: settlement}
}

func (u *counters) pay(amount uint64, two bool) {
	u.out += amount
	if !two {
		u.one += amount
	}
}

func (u *counters) giveBack(amount uint64, two bool) {
	u.out -= min(u.out, amount)
	if !two {
		u.one -= min(u.one, amount)
	}
}

func (m *model) move(from, to [20]byte, denom string, amount uint64) {
	m.add(from, denom, -int64(amount))
	m.add(to, denom, int64(amount))
}

func (m *model) add(who [20]byte, denom string, amount int64) {
	if m.balances[who] == nil {
		m.balances[who] = map[string]uint64{}
	}
	after := int64(m.balances[who][denom]) + amount
	if after < 0 || after > math.MaxInt64/2 {
		panic("the model went below zero")
	}
	m.balances[who][denom] = uint64(after)
}

// closeCycle pays every net between the settlement accounts.
func (m *model) closeCycle() {
	for member := range m.cover {
		m.cover[member] += m.due[member]
		m.cover[member] -= m.owed[member]
	}
	clear(m.owed)
	clear(m.due)
	m.open = false
}

// atomic is a batch of which all or none is executed. An error fails the transaction and leaves nothing.
func (m *model) atomic(batch []instruction, now int64) ([]verdict, bool) {
	tried := m.clone()
	verdicts := make([]verdict, len(batch))
	failing := -1
	for i, ins := range batch {
		if ins.forged {
			return nil, false
		}
		if failing >= 0 {
			// Held to its errors only; what an earlier element would have left does not count any more for judging.
			if v := tried.clone().execute(ins, now); v.status == payment.ResultError && v.reason != stepUp {
				return nil, false
			}
			continue
		}
		verdicts[i] = tried.execute(ins, now)
		if verdicts[i].status == payment.ResultError {
			return nil, false
		}
		if verdicts[i].status == payment.ResultRefused {
			failing = i
		}
	}
	if failing < 0 {
		*m = *tried
		return verdicts, true
	}
	for i, ins := range batch {
		key := payment.NewKey(ins.content.Payer, ins.content.UETR)
		if known, used := m.records[key]; used {
			verdicts[i] = verdict{known.status, known.reason, known.settlement, true}
			continue
		}
		reason := compliance.ReasonBatchRefused
		if i == failing {
			reason = verdicts[failing].reason
		}
		m.records[key] = &memory{content: ins.content, status: payment.ResultRefused, reason: reason}
		verdicts[i] = verdict{status: payment.ResultRefused, reason: reason}
	}
	return verdicts, true
}

func (m *model) clone() *model {
	c := newModel(m.limits)
	for k, v := range m.balances {
		c.balances[k] = map[string]uint64{}
		for d, n := range v {
			c.balances[k][d] = n
		}
	}
	for k, v := range m.usage {
		c.usage[k] = map[string]counters{}
		for d, n := range v {
			c.usage[k][d] = n
		}
	}
	for k, v := range m.records {
		one := *v
		c.records[k] = &one
	}
	for _, pair := range []struct{ from, to map[uint32]uint64 }{
		{m.owed, c.owed},
		{m.due, c.due},
		{m.cover, c.cover},
		{m.limit, c.limit},
		{m.earmark, c.earmark},
		{m.surplus, c.surplus},
		{m.raise, c.raise},
	} {
		for k, v := range pair.from {
			pair.to[k] = v
		}
	}
	c.custodian, c.frozen, c.open = m.custodian, m.frozen, m.open
	return c
}
