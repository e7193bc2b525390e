// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// program is a random day: what happens in each block, in numbers alone, so that it can be acted out more than once.
type program []scene

// scene is one block: time passes, officers act, instructions are carried one by one, and one batch is atomic.
type scene struct {
	Hours  int
	Acts   []act
	Each   []op
	Atomic []op
}

// op is one instruction: what it is, who pays whom how much, and which earlier one it is about.
type op struct {
	Kind         string
	From, To, Of int
	Central      bool
	Amount       uint64
	// Fee says which of the fee wallets take one: 0 none, else by bits. Two asks for both devices' signatures.
	Fee     int
	Two     bool
	Channel wallet.Channel
}

// act is one officer's or owner's transaction.
type act struct {
	Kind   string
	Who    int
	Amount uint64
}

var (
	opKinds  = []string{"pay", "pay", "pay", "pay", "pay", "refund", "refund", "again", "conflict", "forged", "misquote"}
	actKinds = []string{"order", "order", "issue", "cover", "funds-out", "funds-in", "freeze", "deep-freeze", "redeem", "executed", "released", "earmark", "lower-cap", "raise-cap"}
)

func drawProgram(r *rapid.T) program {
	draw := rapid.Custom(func(r *rapid.T) op {
		return op{
			Kind: rapid.SampledFrom(opKinds).Draw(r, "kind"), From: rapid.IntRange(0, 8).Draw(r, "from"),
			To: rapid.IntRange(0, 8).Draw(r, "to"), Of: rapid.IntRange(0, 99).Draw(r, "of"),
			Central: rapid.IntRange(0, 5).Draw(r, "central") == 0, Amount: rapid.Uint64Range(80, 420).Draw(r, "amount"),
			Fee: max(0, rapid.IntRange(-4, 3).Draw(r, "fee")), Two: rapid.IntRange(0, 3).Draw(r, "two") == 0,
			Channel: wallet.Channel(rapid.IntRange(0, 5).Draw(r, "channel")),
		}
	})
	acts := rapid.Custom(func(r *rapid.T) act {
		return act{
			Kind: rapid.SampledFrom(actKinds).Draw(r, "kind"), Who: rapid.IntRange(0, 8).Draw(r, "who"),
			Amount: rapid.Uint64Range(1, 420).Draw(r, "amount"),
		}
	})
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) scene {
		return scene{
			// Emergency orders lapse after three days, which no program reaches.
			Hours: rapid.SampledFrom([]int{0, 0, 1, 9}).Draw(r, "hours"),
			Acts:  rapid.SliceOfN(acts, 0, 3).Draw(r, "acts"), Each: rapid.SliceOfN(draw, 5, 16).Draw(r, "each"),
			Atomic: rapid.SliceOfN(draw, 0, 4).Draw(r, "atomic"),
		}
	}), 3, 8).Draw(r, "program")
}

// instruction is an op on a chain: its content, who signs it, and its bytes.
type instruction struct {
	content  wallet.Content
	original *wallet.Content
	carried  wallet.Extras
	two      bool
	by       *customer
	forged   bool
	raw      []byte
}

// instruct turns an op into an instruction. Ops about earlier ones are payments while there are none.
func (s *stage) instruct(o op) instruction {
	kind := o.Kind
	if len(s.history) == 0 && kind != "forged" {
		kind = "pay"
	}
	if (kind == "again" || kind == "conflict") && o.Of%len(s.history) < s.since {
		kind = "pay"
	}
	var ins instruction
	switch kind {
	case "again":
		ins = s.history[o.Of%len(s.history)]
		ins.forged = false
	case "conflict":
		ins = s.history[o.Of%len(s.history)]
		ins.forged = false
		ins.content.Amount = ins.content.Amount%400 + 1
	case "refund", "misquote":
		earlier := s.history[o.Of%len(s.history)]
		if earlier.original != nil {
			return s.instruct(op{Kind: "pay", From: o.From, To: o.To, Central: o.Central, Amount: o.Amount})
		}
		ins = s.giveBack(earlier.content, o)
	default:
		from, to := s.customers[o.From], s.customers[o.To]
		if from == to {
			to = s.customers[(o.To+1)%len(s.customers)]
		}
		denom := "cny"
		if o.Central {
			denom = "ecny"
		}
		ins = instruction{content: s.payment(from, to, denom, o.Amount), by: from, forged: kind == "forged", two: o.Two}
		ins.carried = wallet.Extras{Fees: s.fees(o), Channel: o.Channel}
		ins.content.ExtrasDigest = wallet.ExtrasDigest(ins.carried.Encode())
	}
	ins.raw = s.encode(ins)
	s.history = append(s.history, ins)
	return ins
}

// giveBack refunds a payment, or one that never was if it is misquoted.
func (s *stage) giveBack(original wallet.Content, o op) instruction {
	if o.Kind == "misquote" {
		original.Amount++
	}
	by := s.byAddress[original.Payee]
	content := s.payment(by, s.byAddress[original.Payer], original.Denom, min(o.Amount, original.Amount))
	content.Kind = wallet.INSTRUCTION_KIND_REFUND
	content.ExtrasDigest = wallet.ExtrasDigest(wallet.OriginalExtras(original))
	return instruction{content: content, original: &original, by: by}
}

// fees are the legs of an op, in the order of their wallets.
func (s *stage) fees(o op) []wallet.FeeLeg {
	var legs []wallet.FeeLeg
	for i, payee := range s.feeWallets {
		if o.Fee&(1<<i) != 0 {
			legs = append(legs, wallet.FeeLeg{Payee: payee, Amount: uint64(1 + o.Of%7)})
		}
	}
	return legs
}

func (s *stage) encode(ins instruction) []byte {
	extras := ins.carried.Encode()
	if ins.original != nil {
		extras = wallet.OriginalExtras(*ins.original)
	}
	raw := s.signed(ins.by, ins.content, extras, ins.two)
	if ins.forged {
		raw[len(raw)-1] ^= 1
	}
	return raw
}

// single is the instruction as a transaction of its own: by its owner's key if there is one, else as a batch of one.
func (s *stage) single(ins instruction) []byte {
	if ins.by.owner == nil || ins.forged || ins.two {
		return s.carried(0, payment.BATCH_MODE_EACH, ins.raw)
	}
	c := ins.content
	if ins.original != nil {
		return s.Sign(ins.by.owner, &payment.MsgRefund{
			Payee: ins.by.address.String(), Uetr: c.UETR.String(), Original: ins.original.Bytes(), Amount: c.Amount,
			ValidUntil: c.ValidUntil,
		})
	}
	return s.Sign(ins.by.owner, &payment.MsgPay{
		Payer: ins.by.address.String(), Uetr: c.UETR.String(), Payee: sdk.AccAddress(c.Payee[:]).String(), Denom: c.Denom,
		Amount: c.Amount, ValidUntil: c.ValidUntil, Extras: ins.carried.Encode(),
	})
}

// act out an act: its transactions, and its effect on the model. Acts that make no sense now are left out.
func (s *stage) act(a act) [][]byte {
	who, now := s.customers[a.Who], s.Time.Add(apptest.BlockTime).Unix()
	addr := [20]byte(who.address)
	officer := func(use string) (string, func(sdk.Msg) []byte) {
		key := s.Keys.Account(who.bank, use, 0)
		return address(key), func(m sdk.Msg) []byte { return s.Sign(key, m) }
	}
	switch a.Kind {
	case "order":
		key := s.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
		s.ordered = s.ordered || s.model.open // an order for an empty cycle is an error
		return [][]byte{s.Sign(key, &netting.MsgOrderCycleClose{Operator: address(key), Currency: "CNY"})}
	case "freeze", "deep-freeze":
		if s.model.frozen[addr] != compliance.EFFECT_UNSPECIFIED {
			return nil
		}
		effect := map[string]compliance.Effect{"freeze": compliance.EFFECT_FROZEN, "deep-freeze": compliance.EFFECT_DEEP_FROZEN}[a.Kind]
		s.model.frozen[addr] = effect
		from, sign := officer(genesis.KeyCompliance)
		ground := seedOf("ground")
		return [][]byte{sign(&compliance.MsgRestrict{Officer: from, Wallet: who.address.String(), Effect: effect, Ground: ground[:]})}
	case "cover":
		key := s.Keys.Account(genesis.CentralBank, genesis.KeyTreasury, 0)
		s.model.cover[who.number] += a.Amount
		s.model.surplus[who.number] += a.Amount
		return [][]byte{s.Sign(key, &reserve.MsgIssueCbdc{
			Treasury: address(key), Uetr: s.newUETR().String(), Member: who.bank, Denom: "ecny", Amount: a.Amount,
		})}
	case "funds-out", "funds-in":
		return s.funds(a, who)
	case "earmark", "lower-cap", "raise-cap":
		return s.position(a, who)
	case "issue":
		return s.issue(a, who, now)
	default:
		return s.redemption(a, who, now)
	}
}

// position changes what a member keeps apart or its cap, at most once a block: a raise counts from the next block on.
func (s *stage) position(a act, who *customer) [][]byte {
	key := s.Keys.Account(who.bank, genesis.KeyTreasury, 0)
	m, n := s.model, who.number
	if s.capped[n] {
		return nil
	}
	s.capped[n] = true
	standing := m.standing(n)
	switch a.Kind {
	case "earmark":
		if standing.Earmark = a.Amount; standing.Sound() && a.Amount <= m.cover[n] {
			m.earmark[n] = a.Amount
		}
		return [][]byte{s.Sign(key, &netting.MsgSetEarmark{Treasury: address(key), Currency: "CNY", Amount: a.Amount})}
	case "lower-cap":
		if a.Amount < m.limit[n] && a.Amount >= standing.Used() {
			m.limit[n] = a.Amount
		}
		return [][]byte{s.Sign(key, &netting.MsgLowerCap{Treasury: address(key), Currency: "CNY", Cap: a.Amount})}
	default:
		if a.Amount > m.limit[n] {
			m.raise[n] = a.Amount
		}
		risk := s.Keys.Account(genesis.Clearing, genesis.KeyRisk, 0)
		return [][]byte{
			s.Sign(risk, &netting.MsgProposeCap{
				Risk: address(risk), Member: who.bank, Currency: "CNY", Cap: a.Amount, ExpiresAt: s.Time.Unix() + 3_600,
			}),
			s.Sign(key, &netting.MsgAcceptCap{Treasury: address(key), Currency: "CNY", Cap: a.Amount}),
		}
	}
}

func (s *stage) funds(a act, who *customer) [][]byte {
	key := s.Keys.Account(who.bank, genesis.KeyTreasury, 0)
	own := [20]byte(key.PubKey().Address())
	m := s.model
	if a.Kind == "funds-in" {
		if m.balances[own]["ecny"] >= a.Amount {
			m.add(own, "ecny", -int64(a.Amount))
			m.cover[who.number] += a.Amount
			m.surplus[who.number] += a.Amount
		}
		return [][]byte{s.Sign(key, &reserve.MsgFundsIn{Treasury: address(key), Denom: "ecny", Amount: a.Amount})}
	}
	if m.standing(who.number).Free() >= a.Amount && m.surplus[who.number] >= a.Amount {
		m.add(own, "ecny", int64(a.Amount))
		m.cover[who.number] -= a.Amount
		m.surplus[who.number] -= a.Amount
	}
	return [][]byte{s.Sign(key, &reserve.MsgFundsOut{Treasury: address(key), Denom: "ecny", Amount: a.Amount})}
}

// issue attests a receipt twice. What compliance does not let in goes to the custodian's SUSPENSE wallet.
func (s *stage) issue(a act, who *customer, now int64) [][]byte {
	s.entries++
	to := [20]byte(who.address)
	m := s.model
	if m.frozen[to] == compliance.EFFECT_DEEP_FROZEN || m.creditable(to, a.Amount, now) != compliance.ReasonNone {
		m.add(s.suspense[who.bank], "cny", int64(a.Amount))
	} else {
		m.add(to, "cny", int64(a.Amount))
		m.weigh(to, "cny", now, func(u *counters) { u.in += a.Amount })
	}
	var raw [][]byte
	for _, attestor := range []string{genesis.BankA, genesis.BankB} {
		key := s.Keys.Account(attestor, genesis.KeyAttestation, 0)
		raw = append(raw, s.Sign(key, &reserve.MsgAttestReceipt{
			Attestor: address(key), Rail: "rail-cny", Account: who.bank + "-cny", BookingDate: 20260302,
			EntryReference: fmt.Sprintf("E%d", s.entries), Beneficiary: who.address.String(), Denom: "cny", Amount: a.Amount,
		}))
	}
	return raw
}

// open is a redemption that waits for its outcome.
type open struct {
	who    *customer
	uetr   wallet.UETR
	amount uint64
	at     int64
}

// redemption requests a redemption of a customer with an owner's key, or ends one that is open.
func (s *stage) redemption(a act, who *customer, now int64) [][]byte {
	if a.Kind == "redeem" {
		return s.requestRedemption(a, s.customers[6+a.Who%3], now)
	}
	if len(s.open) == 0 {
		return nil
	}
	r := s.open[0]
	s.open = s.open[1:]
	escrow, addr := [20]byte(wallet.EscrowAddress("reserve", r.who.address)), [20]byte(r.who.address)
	outcome := reserve.OUTCOME_EXECUTED
	s.model.add(escrow, "cny", -int64(r.amount))
	if a.Kind == "released" {
		outcome = reserve.OUTCOME_REJECTED
		s.model.add(addr, "cny", int64(r.amount))
		if dayOf(r.at) == dayOf(now) {
			s.model.weigh(addr, "cny", now, func(u *counters) { u.giveBack(r.amount, false) })
		}
	}
	operator := s.Keys.Account(r.who.bank, genesis.KeyOperations, 0)
	raw := [][]byte{s.Sign(operator, &reserve.MsgOpenAttempt{
		Operator: address(operator), Wallet: r.who.address.String(), Uetr: r.uetr.String(), Reference: "OUT",
		Deadline: s.Time.Add(time.Hour).Unix(),
	})}
	for _, attestor := range []string{genesis.BankA, genesis.BankB} {
		key := s.Keys.Account(attestor, genesis.KeyAttestation, 0)
		raw = append(raw, s.Sign(key, &reserve.MsgAttestOutcome{
			Attestor: address(key), Wallet: r.who.address.String(), Uetr: r.uetr.String(), Attempt: 1, Outcome: outcome,
		}))
	}
	if outcome == reserve.OUTCOME_REJECTED {
		raw = append(raw, s.Sign(operator, &reserve.MsgReleaseRedemption{
			Operator: address(operator), Wallet: r.who.address.String(), Uetr: r.uetr.String(),
		}))
	}
	return raw
}

func (s *stage) requestRedemption(a act, who *customer, now int64) [][]byte {
	addr, m := [20]byte(who.address), s.model
	uetr := s.newUETR()
	used := m.used(addr, "cny", now)
	if m.frozen[addr] == compliance.EFFECT_UNSPECIFIED && a.Amount <= m.limits.txOut && used.out+a.Amount <= m.limits.dayOut && used.one+a.Amount <= m.limits.dayOne &&
		m.balances[addr]["cny"] >= a.Amount {
		m.move(addr, [20]byte(wallet.EscrowAddress("reserve", who.address)), "cny", a.Amount)
		m.weigh(addr, "cny", now, func(u *counters) { u.pay(a.Amount, false) })
		s.open = append(s.open, open{who, uetr, a.Amount, now})
	}
	creditor := seedOf("creditor")
	return [][]byte{s.Sign(who.owner, &reserve.MsgRequestRedemption{
		Owner: who.address.String(), Wallet: who.address.String(), Uetr: uetr.String(), Denom: "cny", Amount: a.Amount,
		Rail: "rail-cny", Creditor: creditor[:],
	})}
}
