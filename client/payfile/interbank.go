// SPDX-License-Identifier: Apache-2.0

package payfile

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
