// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

// batch is one file while it is drawn.
type batch struct {
	*generator
	index    int
	sender   string // the instructing custodian of an interbank file, empty in a customer's
	id, name string
	random   *rand.Rand
	groups   []group
}

// group is one PmtInf, or what would be one in an interbank file: one debtor, one execution day.
type group struct {
	debtor    Account
	daysAgo   int
	transfers []order
}

// order is one transfer with what its case needs.
type order struct {
	iso20022.Transfer
	planted string // the case, empty for drawn ones
	text    string // remittance, empty for none
}

var purposes = []string{"", "SUPP", "GDDS", "SALA", "BONU"}

// drawn makes one transfer to a drawn creditor. Of eight transfers one brings a UETR of its own, between banks all, and two
// say nothing to the payee.
func (b *batch) drawn(number int) order {
	o := order{Transfer: iso20022.Transfer{
		EndToEndID: fmt.Sprintf("E-%04d-%08d", b.index+1, number+1),
		Amount:     b.amount(),
		Currency:   b.Currency,
		Purpose:    purposes[b.random.IntN(len(purposes))],
	}}
	b.pay(&o, b.creditor())
	if b.random.IntN(8) == 0 || b.sender != "" {
		o.UETR = b.uetr()
	}
	if b.random.IntN(4) != 0 {
		o.text = "Invoice " + strconv.Itoa(100_000+b.random.IntN(900_000))
	}
	return o
}

func (b *batch) pay(o *order, creditor Account) {
	o.CreditorAccount = creditor.ID
	o.Creditor = "Account " + creditor.Name
	if b.sender != "" {
		o.CreditorAgent = b.agents()[creditor.Custodian]
	}
}

// creditor draws one; in an interbank file it is another custodian's, the next one from where the drawing fell.
func (b *batch) creditor() Account {
	n := b.random.IntN(b.Creditors)
	for {
		a := b.byName[name(RoleCreditor, n%b.Creditors)]
		if a.Custodian != b.sender {
			return a
		}
		n++
	}
}

// debtor draws one; in an interbank file it is the sender's own.
func (b *batch) debtor() Account {
	n := b.random.IntN(b.Debtors)
	for {
		a := b.byName[name(RoleDebtor, n%b.Debtors)]
		if b.sender == "" || a.Custodian == b.sender {
			return a
		}
		n++
	}
}

func (b *batch) amount() uint64 {
	return b.MinAmount + b.random.Uint64N(b.MaxAmount-b.MinAmount+1)
}

func (b *batch) uetr() string {
	var digest [32]byte
	for i := range digest {
		digest[i] = byte(b.random.Uint32())
	}
	return wallet.NewUETRFromSHA256(digest).String()
}

// plant adds the transfers of one case. Those of one plant differ in their references only, so that with a UETR given
// they are one instruction.
func (b *batch) plant(p Plant) error {
	from, to := b.debtor(), b.creditor()
	var err error
	if p.Debtor != "" {
		if from, err = b.actor(p.Debtor); err != nil {
			return err
		}
	}
	if p.Creditor != "" {
		if to, err = b.actor(p.Creditor); err != nil {
			return err
		}
	}
	amount := p.Amount
	if amount == 0 {
		amount = b.amount()
	}
	for i := range max(p.Count, 1) {
		o := order{planted: p.Case, text: "Planted", Transfer: iso20022.Transfer{
			InstructionID: p.Case + "/" + strconv.Itoa(i+1),
			EndToEndID:    fmt.Sprintf("P-%04d-%08d", b.index+1, b.count()+1),
			UETR:          p.UETR, Amount: amount, Currency: b.Currency,
		}}
		b.pay(&o, to)
		b.add(from, p.DaysAgo, o)
	}
	return nil
}

func (b *batch) count() int {
	n := 0
	for _, g := range b.groups {
		n += len(g.transfers)
	}
	return n
}

// add puts a transfer into its debtor's group.
func (b *batch) add(debtor Account, daysAgo int, o order) {
	i := slices.IndexFunc(b.groups, func(g group) bool { return g.debtor.ID == debtor.ID && g.daysAgo == daysAgo })
	if i < 0 {
		i = len(b.groups)
		b.groups = append(b.groups, group{debtor: debtor, daysAgo: daysAgo})
	}
	b.groups[i].transfers = append(b.groups[i].transfers, o)
}

// order numbers the transfers by their place and notes the planted ones.
func (b *batch) order() {
	place := 0
	for _, g := range b.groups {
		for _, o := range g.transfers {
			if o.planted != "" {
				b.out.Planted = append(b.out.Planted, Planted{
					Case: o.planted, Name: b.name, File: b.index, Sender: b.sender, Index: place, Amount: o.Amount,
				})
			}
			place++
		}
	}
	b.out.Transfers += place
}

// write writes the file: counts and sums first, as the message wants them.
func (b *batch) write(w io.Writer) error {
	if b.sender != "" {
		return b.writeInterbank(w)
	}
	var all iso20022.ControlSum
	sums := make([]iso20022.ControlSum, len(b.groups))
	for i, g := range b.groups {
		for _, o := range g.transfers {
			if err := sums[i].Add(o.Amount, o.Currency); err != nil {
				return err
			}
			if err := all.Add(o.Amount, o.Currency); err != nil {
				return err
			}
		}
	}
	day := b.Day.In(iso20022.China)
	x, err := iso20022.NewWriter(w, iso20022.GroupHeader{
		MessageID: b.id, Created: day, Transfers: uint64(b.count()), ControlSum: all.String(), InitiatingParty: "Generated from a seed",
	})
	if err != nil {
		return err
	}
	for i, g := range b.groups {
		if err := x.Payment(iso20022.Payment{
			ID: fmt.Sprintf("%s-%d", b.name[:len(b.name)-len(".xml")], i+1), Method: "TRF",
			Transfers: strconv.Itoa(len(g.transfers)), ControlSum: sums[i].String(),
			Execution: day.AddDate(0, 0, -g.daysAgo), Debtor: "Account " + g.debtor.Name, DebtorAccount: g.debtor.ID,
		}); err != nil {
			return err
		}
		for _, o := range g.transfers {
			var texts []string
			if o.text != "" {
				texts = []string{o.text}
			}
			if err := x.Transfer(o.Transfer, texts...); err != nil {
				return err
			}
		}
	}
	return x.Close()
}
