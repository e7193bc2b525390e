// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// history is a record in which everything is right, written by the model itself.
type history struct {
	t         *testing.T
	town      *Town
	model     *Model
	customers []Customer
	record    Record
	scan      Scan
	at        time.Time
	made      int
}

// Heights of the blocks of a history.
const (
	atPayments = 2
	atFreeze   = 4
	atFrozen   = 5
	atClose    = 6
)

// newHistory opens wallets, pays, freezes, pays in vain, lifts and closes a cycle.
func newHistory(t *testing.T) *history {
	t.Helper()
	town, err := newTown()
	require.NoError(t, err)
	customers, err := newCustomers(1)
	require.NoError(t, err)
	h := &history{
		t: t, town: town, model: newModel(town), customers: customers, record: Record{Town: town},
		at: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC),
	}
	h.block(h.opening()...)
	first, second := h.pay(0, 8, 100), h.pay(8, 0, 40)
	h.block(h.batch(first, second, h.pay(0, 1, 7)), h.batch(h.pay(4, 0, 300_000)))
	h.block(h.batch(first), h.batch(h.back(first, 8, 60)), h.batch(h.pay(4, 0, 150_000), h.pay(4, 1, 150_000)))
	h.block(Tx{Msgs: []sdk.Msg{&compliance.MsgRestrict{
		Officer: h.address(genesis.Regulator, genesis.KeyCompliance), Wallet: customers[0].text(), Effect: compliance.EFFECT_FROZEN,
	}}, Numbers: []uint64{1}})
	h.block(h.batch(h.pay(0, 8, 5)))
	h.block(Tx{Msgs: []sdk.Msg{&netting.MsgOrderCycleClose{
		Operator: h.address(genesis.Clearing, genesis.KeyOperations), Currency: currency,
	}}, Numbers: []uint64{0}}, h.batch(h.pay(1, 16, 11)))
	h.record.Cycles = []*netting.QueryCycleResponse{h.closed()}
	h.block(h.batch(h.pay(16, 1, 3)))
	h.scan = h.scanned()
	for height := int64(1); height <= h.model.height; height++ {
		for _, node := range []string{genesis.BankA, genesis.Regulator} {
			h.record.Sights = append(h.record.Sights, Sight{
				Node: node, Height: height, Block: fmt.Sprint("block ", height), State: fmt.Sprint("state ", height),
				Results: fmt.Sprint("results ", height), StateBefore: fmt.Sprint("state ", height-1), ResultsBefore: fmt.Sprint("results ", height-1),
			})
		}
	}
	return h
}

func (h *history) address(member, use string) string {
	return h.town.keys.Address(member, use, 0).String()
}

func (h *history) opening() []Tx {
	var open, attest []sdk.Msg
	for n, c := range h.customers {
		open = append(open, &wallet.MsgOpenWallet{
			Operator: h.address(c.custodian, genesis.KeyOperations), Address: c.text(), Kind: c.kind, Tier: c.tier,
			FirstDevice: &wallet.DeviceKey{PublicKey: c.device.PublicKey()},
		})
		for _, attestor := range []string{genesis.BankA, genesis.Clearing} {
			attest = append(attest, &reserve.MsgAttestReceipt{
				Attestor: h.address(attestor, genesis.KeyAttestation), EntryReference: fmt.Sprint(n), Beneficiary: c.text(), Denom: eMoney, Amount: c.funds,
			})
		}
	}
	for _, member := range genesis.LocalCustodians() {
		attest = append(attest, &reserve.MsgIssueCbdc{Member: member, Denom: central, Amount: covers[member]})
	}
	return []Tx{{Msgs: open, Numbers: make([]uint64, len(open))}, {Msgs: attest, Numbers: make([]uint64, len(attest))}}
}

func (h *history) pay(from, to int, amount uint64) Order {
	h.made++
	ins, err := sign(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: ChainID, UETR: uetrOf(fmt.Sprint(h.made)), Payer: h.customers[from].address,
		Payee: h.customers[to].address, Denom: eMoney, Amount: amount, ValidUntil: uint64(h.at.Add(time.Hour).Unix()),
	}, nil, h.customers[from])
	require.NoError(h.t, err)
	return Order{SignedInstruction: ins}
}

func (h *history) back(o Order, by int, amount uint64) Order {
	h.made++
	ins, err := sign(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_REFUND, ChainID: ChainID, UETR: uetrOf(fmt.Sprint(h.made)), Payer: o.Payee, Payee: o.Payer,
		Denom: eMoney, Amount: amount, ValidUntil: uint64(h.at.Add(time.Hour).Unix()),
	}, wallet.OriginalExtras(o.Content), h.customers[by])
	require.NoError(h.t, err)
	return Order{SignedInstruction: ins}
}

// batch is a transaction whose results the model fills in when its block is made.
func (h *history) batch(orders ...Order) Tx {
	return Tx{Msgs: []sdk.Msg{&payment.MsgPayBatch{Mode: payment.BATCH_MODE_EACH}}, Orders: orders}
}

func (h *history) block(txs ...Tx) {
	h.t.Helper()
	h.at = h.at.Add(time.Second)
	b := Block{Height: h.model.height + 1, At: h.at, Txs: txs}
	shadow := newModel(h.town)
	for _, before := range h.record.Blocks {
		require.Empty(h.t, shadow.Apply(before))
	}
	for n, tx := range txs {
		for _, o := range tx.Orders {
			result := shadow.execute(o, b.now())
			txs[n].Results = append(txs[n].Results, result)
			h.record.Told = append(h.record.Told, Told{o, result, b.Height})
		}
	}
	require.Empty(h.t, h.model.Apply(b))
	h.record.Blocks = append(h.record.Blocks, b)
}

// closed is the first cycle as a chain would tell it.
func (h *history) closed() *netting.QueryCycleResponse {
	view := netting.CycleView{Number: 1}
	net := map[uint32]int64{}
	for pair, total := range h.model.pairs[1] {
		view.Obligations += total.count
		view.Gross += total.amount
		net[pair[0]] += int64(total.amount)
		net[pair[1]] -= int64(total.amount)
	}
	settlement := &netting.SettlementView{FirstCycle: 1, LastCycle: 1}
	for _, id := range genesis.LocalCustodians() {
		n := net[h.town.members[id]]
		view.Net += uint64(max(n, 0))
		settlement.Movements = append(settlement.Movements, netting.MovementView{Member: id, Paid: uint64(max(n, 0)), Received: uint64(max(-n, 0))})
	}
	return &netting.QueryCycleResponse{Cycle: view, Settlement: settlement}
}

// scanned is what lies where after the last block.
func (h *history) scanned() Scan {
	s := Scan{
		Height: h.model.height, Balances: map[string]map[[20]byte]uint64{eMoney: {}, central: {}},
		Supply: map[string]uint64{}, Issued: map[string]uint64{}, Redeemed: map[string]uint64{},
	}
	for addr, a := range h.model.accounts {
		s.Balances[eMoney][addr] = a.held
	}
	for _, id := range genesis.LocalCustodians() {
		member := h.town.members[id]
		s.Balances[central][settlementOf(member)] = h.model.settled[member]
		s.Positions = append(s.Positions, netting.PositionView{Member: id, Owed: h.model.owed[member], Due: h.model.due[member]})
		s.Coverages = append(s.Coverages, reserve.MemberCoverage{Member: id, Covered: true})
	}
	for denom, amount := range h.model.issued {
		s.Issued[denom], s.Supply[denom] = amount, amount
	}
	return s
}
