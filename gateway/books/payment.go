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
	return t.settleOrder(order{content: &content, result: results[0]})
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
		if err := t.settleOrder(order{content: &d.Instruction.Content, original: d.Original, result: results[i]}); err != nil {
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

// settleOrder writes a payment that was paid here and now; what was refused, failed or answered from a record moved
// nothing.
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
	}
	return t.move(m)
}
