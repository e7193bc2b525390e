// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// show prints the payments of a transaction, one a line.
func show(chainID string, b client.Block, t client.Tx) {
	instructions := payments(chainID, t.Raw)
	if len(instructions) == 0 {
		return
	}
	results, err := t.Outcome.Payments()
	if err != nil || len(results) != len(instructions) {
		fmt.Printf("%8d  %s  transaction %X failed: %s\n", b.Height, b.Time.UTC().Format("15:04:05.000"), t.Hash[:8], t.Outcome.Log)
		return
	}
	for i, c := range instructions {
		fmt.Printf("%8d  %s  %s  %-28s  %d%s  %s -> %s\n", b.Height, b.Time.UTC().Format("15:04:05.000"), c.UETR,
			status(results[i]), c.Amount, c.Denom, sdk.AccAddress(c.Payer[:]), sdk.AccAddress(c.Payee[:]))
	}
}

func status(r payment.Result) string {
	text := r.Status.String()
	switch r.Status {
	case payment.ResultRefused:
		text += " " + r.Reason().String()
	case payment.ResultError:
		text += fmt.Sprintf(" %s/%d", payment.Codespace(r.Module), r.Code)
	case payment.ResultPaid:
		if r.Replay {
			text += " before"
		}
	}
	return text
}

// payments are the contents of a transaction's payment message, in the order of its results; nil if it carries none.
func payments(chainID string, raw []byte) []wallet.Content {
	var envelope tx.TxRaw
	var body tx.TxBody
	if proto.Unmarshal(raw, &envelope) != nil || proto.Unmarshal(envelope.BodyBytes, &body) != nil || len(body.Messages) != 1 {
		return nil
	}
	switch message := body.Messages[0]; message.TypeUrl {
	case sdk.MsgTypeURL(&payment.MsgPayBatch{}):
		var msg payment.MsgPayBatch
		if proto.Unmarshal(message.Value, &msg) != nil {
			return nil
		}
		return batch(chainID, msg)
	case sdk.MsgTypeURL(&payment.MsgPay{}):
		var msg payment.MsgPay
		if proto.Unmarshal(message.Value, &msg) != nil {
			return nil
		}
		return []wallet.Content{single(msg.Uetr, msg.Payer, msg.Payee, msg.Denom, msg.Amount)}
	default:
		return nil
	}
}

func batch(chainID string, msg payment.MsgPayBatch) []wallet.Content {
	var all []wallet.Content
	for _, raw := range msg.Instructions {
		ins, _ := wallet.DecodeInstruction(raw, chainID) // what cannot be decoded has a result as well: ERROR
		all = append(all, ins.Content)
	}
	return all
}

func single(uetr, payer, payee, denom string, amount uint64) wallet.Content {
	c := wallet.Content{Denom: denom, Amount: amount}
	c.UETR, _ = wallet.ParseUETR(uetr) // a committed message has passed these checks
	if from, err := wallet.ParseAddress(payer); err == nil {
		c.Payer = [20]byte(from)
	}
	if to, err := wallet.ParseAddress(payee); err == nil {
		c.Payee = [20]byte(to)
	}
	return c
}
