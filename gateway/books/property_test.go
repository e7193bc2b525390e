// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
)

// world is a chain in miniature: it moves money by its own rules and says in messages, results and state what it did.
type world struct {
	*fixture
	draw   *rapid.T
	held   map[Holding]uint64
	supply map[string]uint64
	open   []pendingRedemption
	names  []string
	step   int
	cycle  uint64
}

type pendingRedemption struct {
	owner, uetr string
	amount      uint64
}

func (w *world) name() string {
	w.step++
	return fmt.Sprintf("step %d", w.step)
}

func (w *world) who(label string) string { return rapid.SampledFrom(w.names).Draw(w.draw, label) }

func (w *world) amount() uint64 { return rapid.Uint64Range(1, 50).Draw(w.draw, "amount") }

// shift moves money if the account holds it, and says whether it did; the zero account is the outside.
func (w *world) shift(from, to Account, denom string, amount uint64) bool {
	if from != (Account{}) && w.held[Holding{from, denom}] < amount {
		return false
	}
	if from == (Account{}) {
		w.supply[denom] += amount
	} else if w.held[Holding{from, denom}] -= amount; w.held[Holding{from, denom}] == 0 {
		delete(w.held, Holding{from, denom})
	}
	if to == (Account{}) {
		w.supply[denom] -= amount
	} else {
		w.held[Holding{to, denom}] += amount
	}
	return true
}

func (w *world) issue() {
	to, amount, name := w.who("to"), w.amount(), w.name()
	w.shift(Account{}, person(to), "cny", amount)
	w.with(receiptMsg(name, to, amount), &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person(to))})
	if rapid.Bool().Draw(w.draw, "again") {
		w.with(receiptMsg(name, to, amount), &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person(to))})
	}
}

func (w *world) pay() {
	from, to, amount := w.who("from"), w.who("to"), w.amount()
	if from == to {
		return
	}
	result := refused
	if w.shift(person(from), person(to), "cny", amount) {
		result = paidNet
	}
	name := w.name()
	w.with(payMsg(name, from, to, amount), &payment.MsgPayResponse{Results: results(result)})
	if result == paidNet && rapid.Bool().Draw(w.draw, "again") {
		w.with(payMsg(name, from, to, amount), &payment.MsgPayResponse{Results: results(replayed)})
	}
}

func (w *world) redeem() {
	from, amount, name := w.who("from"), w.amount(), w.name()
	answer := &reserve.MsgRequestRedemptionResponse{Status: reserve.REDEMPTION_STATUS_REFUSED}
	if w.shift(person(from), escrowOf(person(from)), "cny", amount) {
		answer.Status = reserve.REDEMPTION_STATUS_REQUESTED
		w.open = append(w.open, pendingRedemption{from, name, amount})
	}
	w.with(redeemMsg(from, name, amount), answer)
}

func (w *world) endRedemption() {
	if len(w.open) == 0 {
		return
	}
	r := w.open[0]
	w.open = w.open[1:]
	if rapid.Bool().Draw(w.draw, "released") {
		w.shift(escrowOf(person(r.owner)), person(r.owner), "cny", r.amount)
		w.with(&reserve.MsgReleaseRedemption{Wallet: text(person(r.owner)), Uetr: uetrOf(r.uetr).String()}, &reserve.MsgReleaseRedemptionResponse{})
		return
	}
	w.shift(escrowOf(person(r.owner)), Account{}, "cny", r.amount)
	w.with(outcomeMsg(r.owner, r.uetr), &reserve.MsgAttestOutcomeResponse{Status: reserve.REDEMPTION_STATUS_CONFIRMED})
}

func (w *world) fund() {
	amount := w.amount()
	w.shift(Account{}, settlementAccount(1, "ecny"), "ecny", amount)
	w.with(&reserve.MsgIssueCbdc{Uetr: uetrOf(w.name()).String(), Member: "bank-a", Denom: "ecny", Amount: amount},
		&reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE})
}

// settle ends the block with a settlement from bank-a to the two others.
func (w *world) settle() {
	b, c := w.amount(), w.amount()
	if w.held[Holding{settlementAccount(1, "ecny"), "ecny"}] < b+c || len(w.block.EndEvents) > 0 {
		return
	}
	w.cycle++
	w.shift(settlementAccount(1, "ecny"), settlementAccount(2, "ecny"), "ecny", b)
	w.shift(settlementAccount(1, "ecny"), settlementAccount(3, "ecny"), "ecny", c)
	w.state.settlements[w.cycle] = Settlement{SettlementView: netting.SettlementView{
		FirstCycle: w.cycle, LastCycle: w.cycle, SettledAt: w.block.Time.Unix(), Amount: b + c, Denom: "ecny",
		Movements: []netting.MovementView{{Member: "bank-a", Paid: b + c}, {Member: "bank-b", Received: b}, {Member: "bank-c", Received: c}},
	}}
	w.hint(&netting.EventCycleSettled{Currency: "CNY", FirstCycle: w.cycle, LastCycle: w.cycle, Amount: b + c})
}

func TestBooksAreTheLedger(t *testing.T) {
	rapid.Check(t, func(draw *rapid.T) {
		w := &world{
			fixture: newFixture(t), draw: draw, held: map[Holding]uint64{}, supply: map[string]uint64{}, names: []string{"ann", "ben", "cat"},
		}
		acts := []func(){w.issue, w.pay, w.redeem, w.endRedemption, w.fund}
		kept := map[Holding]int64{}
		for range rapid.IntRange(1, 8).Draw(draw, "blocks") {
			for range rapid.IntRange(0, 6).Draw(draw, "transactions") {
				acts[rapid.IntRange(0, len(acts)-1).Draw(draw, "act")]()
			}
			w.settle()
			require.NoError(t, w.books.Apply(t.Context(), w.block))
			for _, e := range w.entries {
				h := Holding{e.Account, e.Denom}
				if e.Credit {
					kept[h] += int64(e.Amount)
				} else {
					kept[h] -= int64(e.Amount)
				}
				require.EqualValues(t, kept[h], e.Balance, "opening and entries give the balance")
			}
			w.check()
			w.nextBlock()
		}
		sums := map[string]uint64{}
		balances := map[Holding]uint64{}
		for h, amount := range w.books.Balances() {
			balances[h] = amount
			sums[h.Denom] += amount
		}
		require.Equal(t, w.held, balances)
		for denom, supply := range w.supply {
			require.Equal(t, supply, sums[denom], "balances sum to the supply")
		}
	})
}
