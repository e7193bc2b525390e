// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"fmt"
	"io"

	"github.com/taelnet/tael/gateway/iso20022"
)

// drawInterbank makes the transfers of one pacs.008 file: the debtors are the sender's own, the creditors others'.
func (g *generator) drawInterbank(bank, index int) error {
	sender := g.Custodians[bank]
	number := bank*100 + index
	b := g.batch(index, derive(g.Seed, "interbank"+g.Series, number))
	b.sender = sender
	b.id, b.name = g.messageID("B", number), g.fileName("interbank-"+sender, index)
	for i := range g.InterbankTransfers {
		b.add(b.debtor(), 0, b.drawn(i))
	}
	for _, p := range g.Plants {
		if !p.Interbank || p.File != index {
			continue
		}
		if mine, err := g.plantedAt(p, sender); err != nil {
			return err
		} else if !mine {
			continue
		}
		if err := b.plant(p); err != nil {
			return err
		}
	}
	g.out.Interbank = append(g.out.Interbank, InterbankFile{Name: b.name, Sender: sender})
	b.order()
	g.batches = append(g.batches, b)
	return nil
}

// plantedAt says whether an interbank plant belongs to the sender: it keeps the debtor. Of a drawn or an unknown debtor
// the first custodian is the sender.
func (g *generator) plantedAt(p Plant, sender string) (bool, error) {
	if p.Debtor == "" || p.Debtor == Unknown {
		return sender == g.Custodians[0], nil
	}
	debtor, err := g.actor(p.Debtor)
	return debtor.Custodian == sender, err
}

// writeInterbank writes the file as a pacs.008: counts and sums first, as the message wants them.
func (b *batch) writeInterbank(w io.Writer) error {
	var all iso20022.ControlSum
	var total uint64
	for _, g := range b.groups {
		for _, o := range g.transfers {
			if err := all.Add(o.Amount, o.Currency); err != nil {
				return err
			}
			total += o.Amount
		}
	}
	day := b.Day.In(iso20022.China)
	sender := b.agents()[b.sender]
	x, err := iso20022.NewTransferWriter(w, iso20022.Pacs008, iso20022.GroupHeader{
		MessageID: b.id, Created: day, Transfers: uint64(b.count()), ControlSum: all.String(), InstructingAgent: sender,
		SettlementDate: day, SettlementMethod: settledOnChain, TotalInterbank: iso20022.Money{Amount: total, Currency: b.Currency},
	})
	if err != nil {
		return err
	}
	number := 0
	for _, g := range b.groups {
		for _, o := range g.transfers {
			number++
			t := o.Transfer
			t.TransactionID = fmt.Sprintf("T-%04d-%08d", b.index+1, number)
			t.Payment = &iso20022.Payment{Debtor: "Account " + g.debtor.Name, DebtorAccount: g.debtor.ID, DebtorAgent: sender}
			t.SettlementDate = day.AddDate(0, 0, -g.daysAgo)
			t.ChargeBearer, t.InstructingAgent, t.InstructedAgent = "SHAR", sender, t.CreditorAgent
			var texts []string
			if o.text != "" {
				texts = []string{o.text}
			}
			if err := x.Transfer(t, texts...); err != nil {
				return err
			}
		}
	}
	return x.Close()
}
