// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/taelnet/tael/x/wallet"
)

// Workload draws the instructions of one stream from the seed: the n-th is always the same but for its time.
type Workload struct {
	random    *rand.Rand
	name      string
	seed      uint64
	own, all  []Customer
	made      []wallet.SignedInstruction
	counter   int
	smallOnly bool
}

// remembered is how many of its instructions a stream refers back to.
const remembered = 400

func newWorkload(seed uint64, name string, own, all []Customer) *Workload {
	digest := uetrOf(fmt.Sprintf("stream %d/%s", seed, name))
	var half uint64
	for _, b := range digest[:8] {
		half = half<<8 | uint64(b)
	}
	return &Workload{random: rand.New(rand.NewPCG(seed, half)), name: name, seed: seed, own: own, all: all}
}

// next is another instruction: mostly a payment, and now and then something that must be refused or fail.
func (w *Workload) next() (wallet.SignedInstruction, error) {
	w.counter++
	switch dice := w.random.IntN(1000); {
	case w.smallOnly:
	case dice < 70 && len(w.made) > 0:
		return w.refund()
	case dice < 85 && len(w.made) > 0:
		return w.conflict()
	case dice < 95:
		return w.forged()
	case dice < 105:
		return w.payment(-5 * time.Second)
	}
	ins, err := w.payment(time.Hour)
	if err == nil && len(w.made) < remembered {
		w.made = append(w.made, ins)
	} else if err == nil {
		w.made[w.random.IntN(remembered)] = ins
	}
	return ins, err
}

// amount is small most of the time, near the limits of persons at times, and seldom more than anybody has.
func (w *Workload) amount() uint64 {
	dice := w.random.IntN(100)
	switch {
	case w.smallOnly || dice < 86:
		return 1 + w.random.Uint64N(2_000)
	case dice < 96:
		return 40_000 + w.random.Uint64N(180_000)
	case dice < 98:
		return 200_000 + w.random.Uint64N(2)
	default:
		return 5_000_000 + w.random.Uint64N(20_000_000)
	}
}

func (w *Workload) content(until time.Duration) (wallet.Content, Customer) {
	from := w.own[w.random.IntN(len(w.own))]
	to := w.all[w.random.IntN(len(w.all))]
	for to.address == from.address {
		to = w.all[w.random.IntN(len(w.all))]
	}
	return wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: ChainID, UETR: uetrOf(fmt.Sprintf("%d/%s/%d", w.seed, w.name, w.counter)),
		Payer: from.address, Payee: to.address, Denom: eMoney, Amount: w.amount(),
		ValidUntil: uint64(time.Now().Add(until).Unix()),
	}, from
}

func (w *Workload) payment(until time.Duration) (wallet.SignedInstruction, error) {
	content, from := w.content(until)
	return sign(content, nil, from)
}

func sign(content wallet.Content, extras []byte, by Customer) (wallet.SignedInstruction, error) {
	ins, err := wallet.NewInstruction(content, extras)
	if err != nil {
		return ins, err
	}
	return ins, ins.SignWith(by.device, by.device.Algorithm().RawForm(), 0)
}

// refund gives back part of an earlier payment, or more than it was, or one that was never paid: who refunds does not
// look first.
func (w *Workload) refund() (wallet.SignedInstruction, error) {
	original := w.made[w.random.IntN(len(w.made))].Content
	content := wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_REFUND, ChainID: ChainID, UETR: uetrOf(fmt.Sprintf("%d/%s/%d", w.seed, w.name, w.counter)),
		Payer: original.Payee, Payee: original.Payer, Denom: eMoney, Amount: 1 + w.random.Uint64N(original.Amount+original.Amount/4),
		ValidUntil: uint64(time.Now().Add(time.Hour).Unix()),
	}
	return sign(content, wallet.OriginalExtras(original), w.customer(original.Payee))
}

// conflict asks for something else under the name of an earlier payment.
func (w *Workload) conflict() (wallet.SignedInstruction, error) {
	content := w.made[w.random.IntN(len(w.made))].Content
	content.Amount++
	return sign(content, nil, w.customer(content.Payer))
}

// forged carries a signature of nobody.
func (w *Workload) forged() (wallet.SignedInstruction, error) {
	ins, err := w.payment(time.Hour)
	if err == nil {
		ins.Signatures[0].Signature[5] ^= 1
	}
	return ins, err
}

func (w *Workload) customer(address [20]byte) Customer {
	for _, c := range w.all {
		if c.address == address {
			return c
		}
	}
	return Customer{}
}
