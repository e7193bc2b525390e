// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

// Signers give the signer of a device. A Keystore is one; so is whatever asks the devices themselves. Errors end a run.
type Signers interface {
	Signer(device [wallet.AddressLength]byte) (wallet.Signer, error)
}

// PayOptions say how one file is paid.
type PayOptions struct {
	// File is the path of a pain.001 or pacs.008.
	File string
	// Journal is the path of its journal; empty is File with JournalExtension.
	Journal string
	// Planner makes the contents; its ChainID must be the client's.
	Planner Planner
	// Signers sign for the payers.
	Signers Signers
	// Lanes carry the batches, Payer bounds them.
	Lanes []*client.Lane
	Payer client.PayerConfig
	// Limits bound the file; zero fields are the reader's defaults.
	Limits iso20022.Limits
	// Now judges the execution dates; the zero time is the machine's clock.
	Now time.Time
	// Progress is told the counts after every group of answers that the journal has taken. It must not block for long.
	Progress func(Counts)
}

// Outcome is what became of a file.
type Outcome struct {
	// Summary is what the file is.
	Summary iso20022.Summary
	// Answers are by the transfers' places in the file (iso20022.Transfer.Index).
	Answers []Answer
	// Counts are those of Answers.
	Counts Counts
	// Resumed is how many answers came from the journal of an earlier run.
	Resumed int
}

// Pay pays one file: it checks the whole of it, then plans, signs and sends every transfer that the journal has no
// answer for, and waits until each has one. A run that was cut off, by whatever, is continued by calling Pay again:
// transfers with an answer are left alone, the others are sent again under their UETRs, which pay nothing twice.
//
// Transfers that are refused or not sent are answers and no error. Errors: *iso20022.Error if the file is refused, of
// which nothing is paid; ErrJournal, ErrJournalHeld; ErrKeyMissing and others of the signers; ErrUnknown, with the
// cause, if the run ended before every transfer had its answer: the outcome then holds those that have.
func Pay(ctx context.Context, o PayOptions) (Outcome, error) {
	f, err := os.Open(o.File)
	if err != nil {
		return Outcome{}, err
	}
	defer func() { _ = f.Close() }() // only read from
	options := o.readerOptions()
	summary, err := iso20022.Check(f, options)
	if err != nil {
		return Outcome{}, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Outcome{}, err
	}
	r := newRun(o, summary)
	payer, err := client.NewPayer(ctx, o.Payer, r.paid, o.Lanes...)
	if err != nil {
		return Outcome{}, err
	}
	if err := r.open(); err != nil {
		return Outcome{}, errors.Join(err, payer.Close())
	}
	err = r.pay(iso20022.NewReader(f, options), payer)
	err = errors.Join(err, r.journal.close())
	if open := r.out.Counts.Open(); open > 0 {
		return r.out, fmt.Errorf("%w: %d of %d: %w", ErrUnknown, open, summary.Transfers, err)
	}
	return r.out, err
}

func (o PayOptions) readerOptions() iso20022.Options {
	return iso20022.Options{
		File: filepath.Base(o.File), Messages: payable, Limits: o.Limits, Now: o.now(), Zone: o.Planner.Zone,
	}
}

func (o PayOptions) now() time.Time {
	if o.Now.IsZero() {
		return time.Now()
	}
	return o.Now
}

// payable are the messages that a file may be: a pacs.009 moves institutions' own money, which no device of the
// directory signs for.
var payable = []iso20022.Message{iso20022.Pain001, iso20022.Pacs008}

func (o PayOptions) journal() string {
	if o.Journal != "" {
		return o.Journal
	}
	return o.File + JournalExtension
}
