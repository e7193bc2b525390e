// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"
	"strconv"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// The events that hint at something in state.
const (
	hintSettled = "tael.netting.v1.EventCycleSettled"
	hintMinted  = "tael.reserve.v1.EventIssuanceMinted"
)

// end writes what the block did by itself, in the order in which it did it.
func (t *turn) end() error {
	for _, hint := range t.block.EndEvents {
		var err error
		switch hint.Type {
		case hintSettled:
			err = t.settlements(hint)
		case hintMinted:
			err = t.mintedByItself(hint)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settlements writes every settlement of a currency up to the cycle hinted at. A block settles all that waits as one net,
// so that there is one; a hint that skips cycles means that the books have missed something.
func (t *turn) settlements(hint abci.Event) error {
	currency := attribute(hint, "currency")
	last, err := strconv.ParseUint(attribute(hint, "last_cycle"), 10, 64)
	if err != nil || currency == "" {
		return fmt.Errorf("%w: %s: expected a currency and a cycle, got %v", ErrBlock, hint.Type, hint.Attributes)
	}
	s, err := t.cfg.State.Settlement(t.ctx, currency, last)
	if err != nil {
		return err
	}
	if s.FirstCycle != t.settled[currency]+1 || s.LastCycle != last || s.SettledAt != t.block.Time.Unix() {
		return fmt.Errorf("%w: expected cycles %d to %d of %s settled at %d, state has cycles %d to %d at %d", ErrContradiction,
			t.settled[currency]+1, last, currency, t.block.Time.Unix(), s.FirstCycle, s.LastCycle, s.SettledAt)
	}
	put(t, t.settled, currency, last)
	return t.settle(currency, s)
}

// settle writes the nets: all payments into the clearing account, then all payments out of it.
func (t *turn) settle(currency string, s Settlement) error {
	m := movement{
		kind: KindSettlement, denom: s.Denom, cycle: s.LastCycle, valueDate: s.ValueDate,
		reference: fmt.Sprintf("%s %d-%d", currency, s.FirstCycle, s.LastCycle),
	}
	clearing := Account(netting.ClearingAccount())
	for _, v := range s.Movements {
		if v.Paid == 0 {
			continue
		}
		var err error
		m.to, m.amount = clearing, v.Paid
		if m.from, err = t.settlementAccountOf(v.Member, s.Denom); err != nil {
			return err
		}
		if err := t.move(m); err != nil {
			return err
		}
	}
	for _, v := range s.Movements {
		if v.Received == 0 {
			continue
		}
		var err error
		m.from, m.amount = clearing, v.Received
		if m.to, err = t.settlementAccountOf(v.Member, s.Denom); err != nil {
			return err
		}
		if err := t.move(m); err != nil {
			return err
		}
	}
	if left := t.balances[Holding{clearing, s.Denom}]; left != 0 {
		return fmt.Errorf("%w: settlement of %s left %d in the clearing account", ErrContradiction, m.reference, left)
	}
	return nil
}

// mintedByItself writes a receipt that waited and was minted by the block.
func (t *turn) mintedByItself(hint abci.Event) error {
	date, err := strconv.ParseUint(attribute(hint, "booking_date"), 10, 32)
	if err != nil {
		return fmt.Errorf("%w: %s: expected a booking date, got %v", ErrBlock, hint.Type, hint.Attributes)
	}
	key := reserve.ReceiptKey{
		Rail: attribute(hint, "rail"), Account: attribute(hint, "account"),
		BookingDate: uint32(date), EntryReference: attribute(hint, "entry_reference"),
	}
	return t.mintByState(key)
}

// attribute is the value of a typed event's field, which is written as JSON.
func attribute(e abci.Event, key string) string {
	for _, a := range e.Attributes {
		if a.Key != key {
			continue
		}
		if text, err := strconv.Unquote(a.Value); err == nil {
			return text
		}
		return a.Value
	}
	return ""
}
