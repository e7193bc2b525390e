// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// factOf is how many attestors make a receipt a fact on the local rails.
const factOf = 2

// act is the end of one message: a code of its module, 0 if it is done, and the number of the order that it made.
type act struct {
	codespace string
	code      uint32
	number    uint64
}

// acts follows the messages of officers. Only one of them may fail, and only where it stands alone: several in one
// transaction would share its fate.
func (m *Model) acts(found *findings, b Block, where string, tx Tx) {
	if len(tx.Msgs) > 1 && tx.Failed() {
		found.add("MODEL", b.Height, "done", fmt.Sprintf("%s/%d %s", tx.Codespace, tx.Code, tx.Log), "%s with %d messages", where, len(tx.Msgs))
		return
	}
	for i, msg := range tx.Msgs {
		want := m.act(msg, b.now())
		differ(found, "MODEL", b.Height, fmt.Sprintf("%s/%d", want.codespace, want.code), fmt.Sprintf("%s/%d", tx.Codespace, tx.Code),
			"%s: %s", where, sdk.MsgTypeURL(msg))
		if want.number != 0 && !tx.Failed() {
			differ(found, "MODEL", b.Height, want.number, tx.Numbers[i], "%s: order made by %s", where, sdk.MsgTypeURL(msg))
		}
	}
}

func (m *Model) act(msg sdk.Msg, now int64) act {
	switch msg := msg.(type) {
	case *wallet.MsgOpenWallet:
		return m.open(msg)
	case *reserve.MsgAttestReceipt:
		return m.attest(msg)
	case *reserve.MsgIssueCbdc:
		m.settled[m.town.members[msg.Member]] += msg.Amount
		m.issued[msg.Denom] += msg.Amount
		return act{}
	case *netting.MsgOrderCycleClose:
		if m.closes == 0 {
			return act{codespace: netting.ModuleName, code: 10}
		}
		m.ordered = true
		return act{}
	case *compliance.MsgRestrict:
		return m.restrict(msg)
	case *compliance.MsgLiftRestriction:
		return m.lift(msg.Order, m.town.officers[msg.Officer])
	case *compliance.MsgProposeRestriction:
		return m.propose(msg)
	case *compliance.MsgConfirmRestriction:
		return m.confirm(msg.Order, m.town.officers[msg.Officer])
	}
	return act{codespace: fmt.Sprintf("unknown message %T", msg)}
}

func addressOf(text string) [20]byte {
	addr, err := sdk.AccAddressFromBech32(text)
	if err != nil || len(addr) != 20 {
		return [20]byte{}
	}
	return [20]byte(addr)
}

func (m *Model) open(msg *wallet.MsgOpenWallet) act {
	addr := addressOf(msg.Address)
	if m.accounts[addr] != nil {
		return act{codespace: wallet.ModuleName, code: 4}
	}
	m.accounts[addr] = &account{
		custodian: m.town.officers[msg.Operator], class: class{msg.Tier, msg.Kind},
		device: msg.FirstDevice.PublicKey, live: map[uint64]compliance.Effect{},
	}
	return act{}
}

// attest mints a receipt, whole, with the statement that makes it a fact.
func (m *Model) attest(msg *reserve.MsgAttestReceipt) act {
	name := fmt.Sprintf("%s/%s/%d/%s", msg.Rail, msg.Account, msg.BookingDate, msg.EntryReference)
	r := m.receipts[name]
	if r == nil {
		r = &receipt{amount: msg.Amount, attestors: map[uint32]bool{}}
		m.receipts[name] = r
	}
	r.attestors[m.town.officers[msg.Attestor]] = true
	if len(r.attestors) == factOf {
		beneficiary := m.accounts[addressOf(msg.Beneficiary)]
		beneficiary.held += r.amount
		m.mintedBy[beneficiary.custodian] += r.amount
		m.issued[msg.Denom] += r.amount
	}
	return act{}
}

// restrict places an EMERGENCY order; a member may place one on a wallet only once in a run.
func (m *Model) restrict(msg *compliance.MsgRestrict) act {
	by := pausedOrder{m.town.officers[msg.Officer], addressOf(msg.Wallet)}
	if m.paused[by] {
		return act{codespace: compliance.ModuleName, code: 14}
	}
	m.paused[by] = true
	number := uint64(len(m.orders)) + 1
	m.orders[number] = &restriction{
		by.wallet, msg.Effect, by.member, compliance.ORDER_STATUS_LIVE, compliance.LANE_EMERGENCY,
	}
	m.accounts[by.wallet].live[number] = msg.Effect
	return act{number: number}
}

func (m *Model) propose(msg *compliance.MsgProposeRestriction) act {
	number := uint64(len(m.orders)) + 1
	m.orders[number] = &restriction{
		addressOf(msg.Wallet), msg.Effect, m.town.officers[msg.Officer], compliance.ORDER_STATUS_PROPOSED, compliance.LANE_CONFIRMED,
	}
	return act{number: number}
}

func (m *Model) confirm(number uint64, member uint32) act {
	o := m.orders[number]
	switch {
	case o == nil:
		return act{codespace: compliance.ModuleName, code: 7}
	case o.status != compliance.ORDER_STATUS_PROPOSED:
		return act{codespace: compliance.ModuleName, code: 8}
	case o.member == member:
		return act{codespace: compliance.ModuleName, code: 13}
	}
	o.status = compliance.ORDER_STATUS_LIVE
	m.accounts[o.wallet].live[number] = o.effect
	return act{}
}

func (m *Model) lift(number uint64, member uint32) act {
	o := m.orders[number]
	switch {
	case o == nil:
		return act{codespace: compliance.ModuleName, code: 7}
	case o.lane != compliance.LANE_EMERGENCY:
		return act{codespace: compliance.ModuleName, code: 9}
	case o.member != member:
		return act{codespace: compliance.ModuleName, code: 12}
	case o.status != compliance.ORDER_STATUS_LIVE:
		return act{codespace: compliance.ModuleName, code: 8}
	}
	o.status = compliance.ORDER_STATUS_LIFTED
	delete(m.accounts[o.wallet].live, number)
	return act{}
}
