// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/report"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// cashier reads payment files and pays what they ask for, and writes down what became of every transfer.
type cashier struct {
	institutions *institutions
	planner      payfile.Planner
	keystore     *payfile.Keystore
	now          time.Time

	outbox *outbox

	mu       sync.Mutex
	tally    tally
	awaited  map[instructionKey][]place // by instruction, in the order of the files
	readings []*reading                 // not answered yet
	answered int
}

// place is a transfer of a file that waits for its outcome, and the scene that it belongs to.
type place struct {
	reading *reading
	index   int
	scene   string
}

// instructionKey tells two instructions apart that share a UETR.
type instructionKey struct {
	payer  [20]byte
	uetr   wallet.UETR
	amount uint64
}

func newCashier(i *institutions, b *inbox, o *outbox, now time.Time) (*cashier, error) {
	directory, err := payfile.LoadDirectory(filepath.Join(b.folder, payfile.DirectoryFile))
	if err != nil {
		return nil, err
	}
	keystore, err := payfile.OpenKeystore(filepath.Join(b.folder, payfile.KeystoreFolder), i.client.ChainID())
	if err != nil {
		return nil, err
	}
	return &cashier{
		institutions: i, planner: payfile.Planner{ChainID: i.client.ChainID(), Directory: directory}, keystore: keystore,
		outbox: o, now: now, tally: newTally(), awaited: map[instructionKey][]place{},
	}, nil
}

// lanesPerCustodian is how many SUBMITTER lanes the cashier uses of each custodian.
const lanesPerCustodian = 2

// payFiles pays a list of files in order. A file that does not hold is refused whole and paid nothing of.
func (c *cashier) payFiles(ctx context.Context, paths []string, progress func(done int)) error {
	var lanes []*client.Lane
	for n := range lanesPerCustodian {
		for _, custodian := range genesis.LocalCustodians() {
			lanes = append(lanes, c.institutions.lane(custodian, genesis.KeySubmitter, n))
		}
	}
	payer, err := client.NewPayer(ctx, client.PayerConfig{Batch: 250, InFlight: 2}, func(p client.Paid) { progress(c.record(p)) }, lanes...)
	if err != nil {
		return err
	}
	start := time.Now()
	for _, path := range paths {
		if err := c.payFile(path, payer); err != nil {
			return errors.Join(err, payer.Close())
		}
	}
	err = payer.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tally.paying += time.Since(start)
	return err
}

// answerFiles answers every file that was read since the last time.
func (c *cashier) answerFiles() error {
	for _, r := range c.readings {
		c.answered++
		if err := c.outbox.answer(r, c.answered, c.now); err != nil {
			return err
		}
	}
	c.readings = nil
	return nil
}

// payFile reads a file twice: the first pass checks the whole of it, counts and control sums included, the second pays.
func (c *cashier) payFile(path string, payer *client.Payer) error {
	options := iso20022.Options{File: filepath.Base(path), Now: c.now, Messages: paymentMessages()}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read from

	summary, err := iso20022.Check(f, options)
	var broken *iso20022.Error
	if errors.As(err, &broken) {
		c.tally.refuseFile(filepath.Base(path), broken)
		c.readings = append(c.readings, &reading{path: path, broken: broken})
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	reader := iso20022.NewReader(f, options)
	r := &reading{path: path, summary: summary, outcomes: make([]report.Outcome, summary.Transfers)}
	c.readings = append(c.readings, r)
	if err := c.payTransfers(reader, r, payer); err != nil {
		return err
	}
	c.tally.acceptFile(summary)
	return summary.Verify(reader)
}

func (c *cashier) payTransfers(reader *iso20022.Reader, r *reading, payer *client.Payer) error {
	header, err := reader.Header()
	if err != nil {
		return err
	}
	for {
		transfer, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name, _, _ := strings.Cut(transfer.InstructionID, "/")
		plan := c.planner.Plan(header, transfer)
		if plan.Refused() {
			c.mu.Lock()
			c.tally.notSent(name, plan.Refusal)
			r.notSent(transfer.Index, plan.Refusal)
			c.mu.Unlock()
			continue
		}
		ins, err := c.sign(plan, name == forged)
		if err != nil {
			return err
		}
		c.await(ins, place{r, transfer.Index, name})
		c.outbox.refer(ins, transfer)
		if err := payer.Pay(ins); err != nil {
			return err
		}
	}
}

// sign signs as the payer's device does; a forged instruction has one bit of the signature changed on the way.
func (c *cashier) sign(plan payfile.Plan, forge bool) (wallet.SignedInstruction, error) {
	signer, err := c.keystore.Signer(plan.Device)
	if err != nil {
		return wallet.SignedInstruction{}, err
	}
	ins, err := wallet.NewInstruction(plan.Content, nil)
	if err != nil {
		return ins, err
	}
	if err := ins.SignWith(signer, signer.Algorithm().RawForm(), 0); err != nil {
		return ins, err
	}
	if forge {
		ins.Signatures[0].Signature[5] ^= 1
	}
	return ins, nil
}

func (c *cashier) await(ins wallet.SignedInstruction, p place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := keyOf(ins)
	c.awaited[key] = append(c.awaited[key], p)
}

func keyOf(ins wallet.SignedInstruction) instructionKey {
	return instructionKey{ins.Payer, ins.UETR, ins.Amount}
}

// record writes down what became of one instruction and returns how many are done.
func (c *cashier) record(p client.Paid) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := keyOf(p.Instruction)
	name := ""
	if waiting := c.awaited[key]; len(waiting) > 0 {
		name, c.awaited[key] = waiting[0].scene, waiting[1:]
		waiting[0].reading.paid(waiting[0].index, p)
	}
	c.tally.paid(name, p)
	return c.tally.done
}

// pausedScenes keeps what is paid from counting as a scene of the day, while a file comes a second time.
func (c *cashier) pausedScenes(paused bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tally.paused = paused
}

// paySingly sends instructions one to a transaction, and tells how long each took to be final.
func (c *cashier) paySingly(ctx context.Context, lane *client.Lane, instructions []wallet.SignedInstruction) error {
	for _, ins := range instructions {
		msg := &payment.MsgPayBatch{
			Carrier: lane.Address().String(), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{ins.Encode()},
		}
		start := time.Now()
		outcome, err := lane.Submit(ctx, msg)
		if err != nil {
			return err
		}
		results, err := outcome.Payments()
		if err != nil {
			return err
		}
		if len(results) != 1 {
			return fmt.Errorf("expected one result, got %d", len(results))
		}
		c.mu.Lock()
		c.tally.single(client.Paid{Instruction: ins, Result: results[0], Height: outcome.Height, Latency: time.Since(start)})
		c.mu.Unlock()
	}
	return nil
}
