// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// Preview says what Pay would do with the file now. It signs nothing, sends nothing and writes nothing. Balances are
// counted on from transfer to transfer, and so is what the limit row that binds leaves; other rows, cover and what others
// do meanwhile only the chain can judge. Errors: as Pay, and those of the view.
func Preview(ctx context.Context, o PayOptions, view View) (Forecast, error) {
	f, err := os.Open(o.File)
	if err != nil {
		return Forecast{}, err
	}
	defer func() { _ = f.Close() }() // only read from
	summary, err := iso20022.Check(f, o.readerOptions())
	if err != nil {
		return Forecast{}, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Forecast{}, err
	}
	answers, err := peekJournal(o.journal(), subject{summary.SHA256, summary.Transfers, o.Planner.ChainID})
	if err != nil {
		return Forecast{}, err
	}
	p := &preview{
		options: o, view: view, out: Forecast{Summary: summary, Expected: make([]Expected, summary.Transfers)},
		parties: map[partyKey]*standing{},
	}
	if err := p.plan(iso20022.NewReader(f, o.readerOptions()), answers); err != nil {
		return Forecast{}, err
	}
	if err := p.ask(ctx); err != nil {
		return Forecast{}, err
	}
	p.judge()
	return p.out, nil
}

// preview is one forecast while it is made.
type preview struct {
	options PayOptions
	view    View
	orders  []planned
	parties map[partyKey]*standing
	named   []partyKey // in the order of the file
	out     Forecast
}

// planned is one transfer that would be sent.
type planned struct {
	index             int
	payer, payee      partyKey
	uetr              wallet.UETR
	digest            [32]byte
	amount, validTill uint64
	known             Remembered
}

type partyKey struct {
	address [wallet.AddressLength]byte
	denom   string
}

// standing is a party and what the forecast has made of it.
type standing struct {
	Party
	device    *[wallet.AddressLength]byte
	total     PayerTotal
	paid, got uint64 // by the file so far
}

// plan gives every transfer that would not be sent its verdict and notes the others.
func (p *preview) plan(reader *iso20022.Reader, answers []Answer) error {
	header, err := reader.Header()
	if err != nil {
		return err
	}
	for {
		transfer, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return p.out.Summary.Verify(reader)
		}
		if err != nil {
			return err
		}
		if a := answers[transfer.Index]; a.State != AnswerOpen {
			p.out.Expected[transfer.Index] = Expected{VerdictAnswered, a.String()}
			continue
		}
		plan := p.options.Planner.Plan(header, transfer)
		if plan.Refused() {
			p.out.Expected[transfer.Index] = Expected{VerdictNotSent, plan.Refusal.Reason.String() + ": " + plan.Refusal.Detail}
			continue
		}
		if _, err := p.options.Signers.Signer(plan.Device); err != nil {
			p.out.Expected[transfer.Index] = Expected{VerdictKeyMissing, err.Error()}
			continue
		}
		p.note(transfer.Index, plan)
	}
}

func (p *preview) note(index int, plan Plan) {
	c := plan.Content
	device := plan.Device
	p.orders = append(p.orders, planned{
		index: index, payer: p.party(c.Payer, c.Denom, &device), payee: p.party(c.Payee, c.Denom, nil),
		uetr: c.UETR, digest: c.Digest(), amount: c.Amount, validTill: c.ValidUntil,
	})
}

func (p *preview) party(address [wallet.AddressLength]byte, denom string, device *[wallet.AddressLength]byte) partyKey {
	key := partyKey{address, denom}
	s, ok := p.parties[key]
	if !ok {
		s = &standing{total: PayerTotal{Wallet: address, Denom: denom}}
		p.parties[key] = s
		p.named = append(p.named, key)
	}
	if device != nil {
		s.device = device
	}
	return key
}

// questions is how many are put to the chain at once.
const questions = 16

// ask has the chain say how every party stands and what it remembers of every payment.
func (p *preview) ask(ctx context.Context) error {
	err := inParallel(ctx, len(p.named), func(ctx context.Context, i int) error {
		key := p.named[i]
		s := p.parties[key]
		var err error
		s.Party, err = p.view.Party(ctx, key.address, key.denom, s.device)
		return err
	})
	if err != nil {
		return err
	}
	return inParallel(ctx, len(p.orders), func(ctx context.Context, i int) error {
		o := &p.orders[i]
		var err error
		o.known, err = p.view.Payment(ctx, o.payer.address, o.uetr)
		return err
	})
}

// inParallel calls f for 0 to n-1, some at once, until one fails.
func inParallel(ctx context.Context, n int, f func(context.Context, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var all sync.WaitGroup
	for range min(n, questions) {
		all.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					continue
				}
				if err := f(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	return context.Cause(ctx)
}

// payerUETR names a payment.
type payerUETR struct {
	payer [wallet.AddressLength]byte
	uetr  wallet.UETR
}

// judge gives the transfers that would be sent their verdicts, in the order of the file.
func (p *preview) judge() {
	for _, s := range p.parties {
		s.total.Held = s.Held
	}
	seen := map[payerUETR]planned{}
	for _, o := range p.orders {
		e := p.expect(o)
		key := payerUETR{o.payer.address, o.uetr}
		if before, twice := seen[key]; twice && before.digest == o.digest {
			e = Expected{VerdictPaidBefore, fmt.Sprintf("it is transfer %d once more", before.index)}
		} else if twice {
			e = Expected{VerdictConflict, fmt.Sprintf("it has the UETR of transfer %d", before.index)}
		} else {
			seen[key] = o
		}
		p.out.Expected[o.index] = e
		payer, payee := p.parties[o.payer], p.parties[o.payee]
		switch e.Verdict {
		case VerdictPay:
			payer.Held -= o.amount
			payer.paid += o.amount
			payee.Held += o.amount
			payee.got += o.amount
			fallthrough
		case VerdictBalance, VerdictLimit:
			payer.total.Transfers++
			payer.total.Sum += o.amount
		}
	}
	for _, key := range p.named {
		if s := p.parties[key]; s.total.Transfers > 0 {
			p.out.Payers = append(p.out.Payers, s.total)
		}
	}
}

func (p *preview) expect(o planned) Expected {
	payer, payee := p.parties[o.payer], p.parties[o.payee]
	out, in := payer.Effect.RefusesOut(compliance.MovementPay), payee.Effect.RefusesIn(compliance.MovementPay)
	switch {
	case o.known.Known && !bytes.Equal(o.known.Digest[:], o.digest[:len(o.known.Digest)]):
		return Expected{VerdictConflict, "the chain has another payment under UETR " + o.uetr.String()}
	case o.known.Known && o.known.Paid:
		return Expected{Verdict: VerdictPaidBefore}
	case o.known.Known:
		return Expected{VerdictRefused, "the chain has refused it before"}
	case o.validTill < uint64(p.options.now().Unix()):
		return Expected{VerdictExpired, "the execution day is over"}
	case !payer.Known || !payee.Known:
		return Expected{VerdictWalletMissing, side(!payer.Known)}
	case !payer.Device:
		return Expected{Verdict: VerdictDeviceIdle}
	case payer.Closed:
		return Expected{VerdictRefused, compliance.ReasonPayerClosed.String()}
	case payee.Closed:
		return Expected{VerdictRefused, compliance.ReasonPayeeClosed.String()}
	case out != compliance.ReasonNone:
		return Expected{VerdictRefused, out.String()}
	case in != compliance.ReasonNone:
		return Expected{VerdictRefused, in.String()}
	case payer.Out.OpeningDue:
		return Expected{VerdictRefused, compliance.ReasonPersonOpeningMissing.String()}
	case !payer.Out.leaves(o.amount, payer.paid):
		return Expected{VerdictLimit, payer.Out.detail(true, o.amount, payer.paid)}
	case !payee.In.leaves(o.amount, payee.got):
		return Expected{VerdictLimit, payee.In.detail(false, o.amount, payee.got)}
	case payer.Held < o.amount:
		return Expected{VerdictBalance, fmt.Sprintf("expected %d minor units or more at its turn, got %d", o.amount, payer.Held)}
	default:
		return Expected{Verdict: VerdictPay}
	}
}

// detail says what a bound leaves at a transfer's turn.
func (b Bound) detail(payer bool, amount, before uint64) string {
	left := b.Left
	if !b.Once {
		left -= min(before, left)
	}
	return fmt.Sprintf("%s limit: expected at most %d minor units at its turn, got %d", side(payer), left, amount)
}

func side(payer bool) string {
	if payer {
		return "the payer's"
	}
	return "the payee's"
}
