// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"time"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Block is a committed block as checkers read it: messages, and what the chain answered to each.
type Block struct {
	Height int64
	// At is the block's time, the only clock that rules of the ledger know.
	At  time.Time
	Txs []Tx
}

// now is the block's time in whole seconds, as the chain reckons.
func (b Block) now() int64 { return b.At.Unix() }

// Tx is one transaction of a block.
type Tx struct {
	Codespace string
	Code      uint32
	Log       string
	Msgs      []sdk.Msg
	// Orders are the instructions of a batch, in order, and Results what became of each.
	Orders  []Order
	Results []payment.Result
	// Numbers are the ids of restriction orders that the messages made, 0 for any other message.
	Numbers []uint64
}

// Failed says that the transaction left nothing.
func (t Tx) Failed() bool { return t.Code != 0 }

// Admitted says that the messages were executed, with whatever end. What the admission refuses inside a block left
// nothing and says nothing about its messages.
func (t Tx) Admitted() bool { return t.Codespace != "ante" && t.Codespace != "sdk" }

// Order is one instruction of a batch; Err says that its bytes are no instruction.
type Order struct {
	wallet.SignedInstruction
	Err error
}

// key names a payment for ever: who pays, and what he calls it.
type key struct {
	payer [20]byte
	uetr  wallet.UETR
}

func (o Order) key() key { return key{o.Payer, o.UETR} }

// messages are the messages that may occur on these networks, by type.
var messages = map[string]func() sdk.Msg{
	"/tael.payment.v1.MsgPayBatch":              func() sdk.Msg { return &payment.MsgPayBatch{} },
	"/tael.wallet.v1.MsgOpenWallet":             func() sdk.Msg { return &wallet.MsgOpenWallet{} },
	"/tael.reserve.v1.MsgAttestReceipt":         func() sdk.Msg { return &reserve.MsgAttestReceipt{} },
	"/tael.reserve.v1.MsgIssueCbdc":             func() sdk.Msg { return &reserve.MsgIssueCbdc{} },
	"/tael.netting.v1.MsgOrderCycleClose":       func() sdk.Msg { return &netting.MsgOrderCycleClose{} },
	"/tael.compliance.v1.MsgRestrict":           func() sdk.Msg { return &compliance.MsgRestrict{} },
	"/tael.compliance.v1.MsgLiftRestriction":    func() sdk.Msg { return &compliance.MsgLiftRestriction{} },
	"/tael.compliance.v1.MsgProposeRestriction": func() sdk.Msg { return &compliance.MsgProposeRestriction{} },
	"/tael.compliance.v1.MsgConfirmRestriction": func() sdk.Msg { return &compliance.MsgConfirmRestriction{} },
}

// readBlock reads what a node shows of a block. It fails on a message that nobody here sends.
func readBlock(b client.Block) (Block, error) {
	block := Block{Height: b.Height, At: b.Time}
	for i, t := range b.Txs {
		tx, err := readTx(t)
		if err != nil {
			return Block{}, fmt.Errorf("block %d, transaction %d: %w", b.Height, i, err)
		}
		block.Txs = append(block.Txs, tx)
	}
	return block, nil
}

func readTx(t client.Tx) (Tx, error) {
	tx := Tx{Codespace: t.Outcome.Codespace, Code: t.Outcome.Code, Log: t.Outcome.Log}
	var raw txtypes.TxRaw
	if err := raw.Unmarshal(t.Raw); err != nil {
		return Tx{}, err
	}
	var body txtypes.TxBody
	if err := body.Unmarshal(raw.BodyBytes); err != nil {
		return Tx{}, err
	}
	for _, packed := range body.Messages {
		made, known := messages[packed.TypeUrl]
		if !known {
			return Tx{}, fmt.Errorf("expected a message of this run, got %s", packed.TypeUrl)
		}
		msg := made()
		if err := proto.Unmarshal(packed.Value, msg); err != nil {
			return Tx{}, err
		}
		tx.Msgs = append(tx.Msgs, msg)
		if batch, ok := msg.(*payment.MsgPayBatch); ok {
			tx.Orders = readOrders(batch)
		}
	}
	if tx.Failed() {
		return tx, nil
	}
	return tx, tx.readAnswers(t.Outcome)
}

func readOrders(batch *payment.MsgPayBatch) []Order {
	orders := make([]Order, len(batch.Instructions))
	for i, raw := range batch.Instructions {
		orders[i].SignedInstruction, orders[i].Err = wallet.DecodeInstruction(raw, ChainID)
	}
	return orders
}

// readAnswers reads the response Data, which the next header commits.
func (t *Tx) readAnswers(o client.Outcome) error {
	if t.Orders != nil {
		var err error
		t.Results, err = o.Payments()
		return err
	}
	var data sdk.TxMsgData
	if err := proto.Unmarshal(o.Data, &data); err != nil {
		return err
	}
	if len(data.MsgResponses) != len(t.Msgs) {
		return fmt.Errorf("expected %d responses, got %d", len(t.Msgs), len(data.MsgResponses))
	}
	t.Numbers = make([]uint64, len(t.Msgs))
	for i, response := range data.MsgResponses {
		switch t.Msgs[i].(type) {
		case *compliance.MsgRestrict:
			var answer compliance.MsgRestrictResponse
			if err := proto.Unmarshal(response.Value, &answer); err != nil {
				return err
			}
			t.Numbers[i] = answer.Order
		case *compliance.MsgProposeRestriction:
			var answer compliance.MsgProposeRestrictionResponse
			if err := proto.Unmarshal(response.Value, &answer); err != nil {
				return err
			}
			t.Numbers[i] = answer.Order
		}
	}
	return nil
}
