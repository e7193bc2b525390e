// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// Paid is what became of one instruction.
type Paid struct {
	Instruction wallet.SignedInstruction
	// Result says PAID, REFUSED or ERROR; read Err first.
	Result payment.Result
	// Height and Time are the block's.
	Height int64
	Time   time.Time
	// Latency is from handing the batch to a node until its block was seen final.
	Latency time.Duration
	// Err is set when the carrying transaction failed as a whole or its outcome could not be learned.
	Err error
}

// PayerConfig bounds a Payer. Zero values take the defaults.
type PayerConfig struct {
	// Batch is the most instructions of one transaction, at most payment.MaxBatch. Default 500.
	Batch int
	// InFlight is how many transactions of one lane wait for their block at a time. Default 2.
	InFlight int
	// Linger is how long an instruction waits for company before its batch is handed to a free lane; while none is free
	// the batch goes on filling. Default 20 ms.
	Linger time.Duration
}

// envelopeBytes is what a transaction adds around its instructions, with room to spare.
const envelopeBytes = 1024

// Payer pays instructions in volume: it fills batches of mode EACH and keeps several in flight on each of its lanes.
// An instruction that is handed over again, by this payer or another, is paid once: its UETR names it. A batch that was
// certainly not executed, or that no endpoint takes, is sent again until the payer's context ends. It is safe for
// concurrent use. Close must be called, also after the context ended.
type Payer struct {
	cfg     PayerConfig
	batches chan []wallet.SignedInstruction
	done    func(Paid)
	workers sync.WaitGroup
	ctx     context.Context

	mu     sync.Mutex
	filled []wallet.SignedInstruction
	bytes  int
	linger *time.Timer
	closed bool
}

// NewPayer starts a payer over lanes of SUBMITTER accounts. done is called exactly once for every instruction that Pay
// took, from several goroutines; it must not call the payer. ctx ends the payer and whatever waits in it.
func NewPayer(ctx context.Context, cfg PayerConfig, done func(Paid), lanes ...*Lane) (*Payer, error) {
	if cfg.Batch == 0 {
		cfg.Batch = 500
	}
	if cfg.InFlight == 0 {
		cfg.InFlight = 2
	}
	if cfg.Linger == 0 {
		cfg.Linger = 20 * time.Millisecond
	}
	if cfg.Batch < 1 || cfg.Batch > payment.MaxBatch || len(lanes) == 0 {
		return nil, fmt.Errorf("%w: expected 1 to %d instructions a batch and at least one lane, got %d and %d",
			ErrConfig, payment.MaxBatch, cfg.Batch, len(lanes))
	}
	if cfg.InFlight < 1 || cfg.Linger < 0 {
		return nil, fmt.Errorf("%w: expected at least one transaction in flight and a linger above zero, got %d and %s",
			ErrConfig, cfg.InFlight, cfg.Linger)
	}

	p := &Payer{cfg: cfg, batches: make(chan []wallet.SignedInstruction), done: done, ctx: ctx}
	for _, lane := range lanes {
		for range cfg.InFlight {
			p.workers.Go(func() {
				for batch := range p.batches {
					p.pay(lane, batch)
				}
			})
		}
	}
	return p, nil
}

// Pay hands over one signed instruction. It blocks while every lane is full, so that a caller who streams a file holds
// no more of it in memory than is in flight. An error says that the instruction was not taken: the payer is closed or
// its context has ended.
func (p *Payer) Pay(ins wallet.SignedInstruction) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return ErrClosed
	}
	if err := p.ctx.Err(); err != nil {
		return err
	}
	size := len(ins.Encode()) + 4
	if len(p.filled) == p.cfg.Batch || p.bytes+size > ante.MaxTxBytes-envelopeBytes {
		if err := p.dispatch(); err != nil {
			return err
		}
	}
	p.filled = append(p.filled, ins)
	p.bytes += size
	if p.linger == nil {
		p.linger = time.AfterFunc(p.cfg.Linger, p.flushLate)
	}
	return nil
}

// Close sends what is left, waits until every outcome is known and told, and ends the payer. It returns the context's
// error if that kept something from being sent. Close may be called more than once.
func (p *Payer) Close() error {
	p.mu.Lock()
	err := p.dispatch()
	if !p.closed {
		p.closed = true
		close(p.batches)
	}
	p.mu.Unlock()
	p.workers.Wait()
	return err
}

// flushLate hands over what has waited long enough. While every lane is full the batch goes on filling instead: slow
// blocks make large batches, and not many small ones that wait for each other.
func (p *Payer) flushLate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.filled) == 0 {
		return
	}
	select {
	case p.batches <- p.filled:
		p.emptied()
	case <-p.ctx.Done():
		_ = p.dispatch() // tells everybody; the next Pay or Close returns the error
	default:
		p.linger = time.AfterFunc(p.cfg.Linger, p.flushLate)
	}
}

// emptied begins a new batch.
func (p *Payer) emptied() {
	if p.linger != nil {
		p.linger.Stop()
		p.linger = nil
	}
	p.filled, p.bytes = nil, 0
}

// dispatch hands the filled batch to a free worker. The caller holds the lock: instructions keep their order.
func (p *Payer) dispatch() error {
	batch := p.filled
	p.emptied()
	if len(batch) == 0 {
		return nil
	}
	select {
	case p.batches <- batch:
		return nil
	case <-p.ctx.Done():
		for _, ins := range batch {
			p.done(Paid{Instruction: ins, Err: p.ctx.Err()})
		}
		return p.ctx.Err()
	}
}

func (p *Payer) pay(lane *Lane, batch []wallet.SignedInstruction) {
	msg := &payment.MsgPayBatch{Carrier: lane.Address().String(), Mode: payment.BATCH_MODE_EACH}
	for i := range batch {
		msg.Instructions = append(msg.Instructions, batch[i].Encode())
	}

	start := time.Now()
	outcome, err := lane.Submit(p.ctx, msg)
	latency := time.Since(start)

	var results []payment.Result
	if err == nil {
		results, err = outcome.Payments()
	}
	if err == nil && len(results) != len(batch) {
		err = fmt.Errorf("expected %d results, got %d", len(batch), len(results))
	}
	for i, ins := range batch {
		paid := Paid{Instruction: ins, Height: outcome.Height, Time: outcome.Time, Latency: latency, Err: err}
		if err == nil {
			paid.Result = results[i]
		}
		p.done(paid)
	}
}
