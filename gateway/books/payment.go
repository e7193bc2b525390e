// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"

	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// order is one instruction with its result.
type order struct {
	content  *wallet.Content
	original *wallet.Content // of a refund
	fees     []wallet.FeeLeg
	result   payment.Result
}

func pay(t *turn, msg *payment.MsgPay, res *payment.MsgPayResponse) error {
	content, err := msg.Content(t.cfg.ChainID)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBlock, err)
	}
	results, err := resultsOf(res.Results, 1)
	if err != nil {
		return err
	}
	extras, err := wallet.ParseExtras(msg.Extras)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBlock, err)
	}
	return t.settleOrder(order{content: &content, fees: extras.Fees, result: results[0]})
}

func refund(t *turn, msg *payment.MsgRefund, res *payment.MsgRefundResponse) error {
	content, original, err := msg.Contents(t.cfg.ChainID)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBlock, err)
	}
	results, err := resultsOf(res.Results, 1)
	if err != nil {
		return err
	}
	return t.settleOrder(order{content: &content, original: &original, result: results[0]})
}

func payBatch(t *turn, msg *payment.MsgPayBatch, res *payment.MsgPayBatchResponse) error {
	results, err := resultsOf(res.Results, len(msg.Instructions))
	if err != nil {
		return err
	}
	for i, d := range payment.DecodeBatch(msg, t.cfg.ChainID) {
		if results[i].Status != payment.ResultPaid {
			continue
		}
		if d.Err != nil {
			return fmt.Errorf("%w: instruction %d was paid: %w", ErrBlock, i, d.Err)
		}
		o := order{content: &d.Instruction.Content, original: d.Original, fees: d.Instruction.Carried.Fees, result: results[i]}
		if err := t.settleOrder(o); err != nil {
			return fmt.Errorf("instruction %d: %w", i, err)
		}
	}
	return nil
}

// resultsOf unpacks as many results as there are instructions.
func resultsOf(packed []byte, count int) ([]payment.Result, error) {
	results, err := payment.ParseResults(packed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBlock, err)
	}
	if len(results) != count {
		return nil, fmt.Errorf("%w: expected %d results, got %d", ErrBlock, count, len(results))
	}
	return results, nil
}

// settleOrder writes a payment that was paid here and now, and its fees; what was refused, failed or answered from a
// record moved nothing.
func (t *turn) settleOrder(o order) error {
	if o.result.Status != payment.ResultPaid || o.result.Replay {
		return nil
	}
	c := o.content
	m := movement{
		kind: KindPay, from: c.Payer, to: c.Payee, denom: c.Denom, amount: c.Amount, uetr: c.UETR, cycle: o.result.Cycle,
	}
	if o.original != nil {
		m.kind, m.reference = KindRefund, o.original.UETR.String()
		var err error
		if m.to, err = t.stillOpen(c.Payee, c.Denom); err != nil {
			return err
		}
	}
	if err := t.move(m); err != nil {
		return err
	}
	for _, leg := range o.fees {
		fee := movement{kind: KindFee, from: c.Payer, to: leg.Payee, denom: c.Denom, amount: leg.Amount, uetr: c.UETR}
		if err := t.move(fee); err != nil {
			return err
		}
	}
	return nil
}

// stillOpen is where money for a wallet goes: to the SUSPENSE wallet of its custodian once it is closed.
func (t *turn) stillOpen(holder Account, denom string) (Account, error) {
	if _, closed := t.closed[holder]; !closed {
		return holder, nil
	}
	return t.suspense(holder, denom)
}

// suspense is the SUSPENSE wallet of the custodian of a wallet.
func (t *turn) suspense(holder Account, denom string) (Account, error) {
	member, err := t.cfg.State.Custodian(t.ctx, t.block.Height, holder)
	if err != nil {
		return Account{}, err
	}
	return t.cfg.State.Suspense(t.ctx, member, denom)
}
