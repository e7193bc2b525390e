// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/report"
	"github.com/taelnet/tael/x/wallet"
)

// outbox is the folder the day writes: what each custodian is told of its accounts, and the senders of files of their
// transfers. It follows the blocks and keeps account books of its own; the cashier's books are others.
type outbox struct {
	folder  string
	schemas report.Schemas

	mu             sync.Mutex
	books          *books.Books
	correspondents []*correspondent
	references     map[instruction]report.References
	failure        error
}

// instruction names a payment of a file.
type instruction struct {
	payer [20]byte
	uetr  wallet.UETR
}

// correspondent is one custodian: the accounts it keeps, and what it has been told.
type correspondent struct {
	member   string
	accounts *report.Accounts
	journal  *report.Journal
	// holdings by the currency and number that statements name.
	holdings map[written]books.Holding
	untold   int                      // entries booked, anybody's, since it was told last
	number   int                      // of its last message
	told     map[iso20022.Message]int // messages by kind
}

// written is how a statement names an account.
type written struct{ currency, id string }

// notifyAfter is after how many entries, of all accounts together, custodians are told of theirs.
const notifyAfter = 4_000

func newOutbox(folder string, schemas report.Schemas, opening books.Snapshot, c *client.Client) (*outbox, error) {
	o := &outbox{folder: folder, schemas: schemas, references: map[instruction]report.References{}}
	var err error
	o.books, err = books.New(books.Config{ChainID: chainID, State: books.NewQueries(c), Sink: o.take}, opening)
	if err != nil {
		return nil, err
	}
	currencies := map[string]string{}
	for _, m := range markets() {
		currencies[m.emoney], currencies[m.central] = m.currency, m.currency
	}
	for _, member := range custodians() {
		if err := o.open(member, currencies); err != nil {
			return nil, err
		}
	}
	return o, os.MkdirAll(filepath.Join(folder, statusFolder), 0o700)
}

// statusFolder is where the answers to files go.
const statusFolder = "status"

func (o *outbox) open(member string, currencies map[string]string) error {
	folder := filepath.Join(o.folder, member)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	accounts, err := report.NewAccounts(currencies)
	if err != nil {
		return err
	}
	journal, err := report.NewJournal("", accounts, o.books.Balance)
	if err != nil {
		return err
	}
	o.correspondents = append(o.correspondents, &correspondent{
		member: member, accounts: accounts, journal: journal,
		holdings: map[written]books.Holding{}, told: map[iso20022.Message]int{},
	})
	return nil
}

// keep adds an account of a custodian; the zero id is written as the address.
func (o *outbox) keep(member string, h books.Holding, currency string, id iso20022.Account, owner string) error {
	for _, c := range o.correspondents {
		if c.member != member {
			if id.ID() != "" {
				c.accounts.Know(h, id)
			}
			continue
		}
		if err := c.accounts.Keep(h, report.Account{ID: id, Owner: owner}); err != nil {
			return err
		}
		if id.ID() == "" {
			id = report.AddressID(h.Account)
		}
		c.holdings[written{currency, id.ID()}] = h
	}
	return nil
}

// take hands an entry of the books to the custodian whose account it is of.
func (o *outbox) take(e books.Entry) error {
	for _, c := range o.correspondents {
		if err := c.journal.Take(e); err != nil {
			return err
		}
		c.untold++
	}
	return nil
}

// notifyBusy tells the custodians while payments go on, so that no notification grows large.
func (o *outbox) notifyBusy(at time.Time) error {
	for _, c := range o.correspondents {
		if c.untold < notifyAfter {
			continue
		}
		if err := o.notify(c, at); err != nil {
			return err
		}
	}
	return nil
}

// follow applies every block from the first on, until ctx ends.
func (o *outbox) follow(ctx context.Context, c *client.Client) {
	err := c.Follow(ctx, 1, func(b client.Block) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		if err := o.books.Apply(ctx, b); err != nil {
			return err
		}
		return o.notifyBusy(b.Time)
	})
	if ctx.Err() == nil {
		o.mu.Lock()
		o.failure = err
		o.mu.Unlock()
	}
}

// reach waits until the books are at a height.
func (o *outbox) reach(ctx context.Context, height int64) error {
	for {
		o.mu.Lock()
		at, failure := o.books.Height(), o.failure
		o.mu.Unlock()
		if failure != nil || at >= height {
			return failure
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the account books are at block %d of %d: %w", at, height, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// refer remembers the ids by which the sender of a file knows a payment.
func (o *outbox) refer(ins wallet.SignedInstruction, t iso20022.Transfer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.references[instruction{ins.Payer, ins.UETR}] = report.References{
		EndToEndID: t.EndToEndID, InstructionID: t.InstructionID, TransactionID: t.TransactionID,
	}
}

func (o *outbox) lookup(payer books.Account, uetr wallet.UETR) (report.References, bool) {
	r, ok := o.references[instruction{payer, uetr}]
	return r, ok
}

// notify tells a custodian what it has not been told yet.
func (o *outbox) notify(c *correspondent, at time.Time) error {
	c.untold = 0
	return o.deliver(c, iso20022.Camt054, at, func(w io.Writer, h report.Header) (int, error) {
		return c.journal.Notification(w, h, o.lookup)
	})
}

// notifyAll brings the notifications up to date.
func (o *outbox) notifyAll(at time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.correspondents {
		if err := o.notify(c, at); err != nil {
			return err
		}
	}
	return nil
}

// intraday reports the settlement account of a market to every custodian, at a cycle.
func (o *outbox) intraday(m market, at time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.correspondents {
		holding := c.holdings[written{m.currency, settlementNumber(m, c.member)}]
		err := o.deliver(c, iso20022.Camt052, at, func(w io.Writer, h report.Header) (int, error) {
			return 1, c.journal.IntradayReport(w, h, o.lookup, holding)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// statements are the end of the day.
func (o *outbox) statements(at time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.correspondents {
		err := o.deliver(c, iso20022.Camt053, at, func(w io.Writer, h report.Header) (int, error) {
			return 1, c.journal.Statement(w, h, o.lookup)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// deliver writes one message of a custodian; one without content leaves no file.
func (o *outbox) deliver(c *correspondent, message iso20022.Message, at time.Time, write func(io.Writer, report.Header) (int, error)) error {
	c.number++
	path := o.path(c, message)
	var entries int
	err := create(path, func(w io.Writer) (err error) {
		entries, err = write(w, report.Header{
			MessageID: fmt.Sprintf("%s-%s-%04d", at.In(iso20022.China).Format("20060102"), c.member, c.number),
			Created:   at.In(iso20022.China), Schemas: o.schemas,
		})
		return err
	})
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", path, err)
	case entries == 0:
		c.number--
		return os.Remove(path)
	}
	c.told[message]++
	return nil
}

// path is where a custodian's last message lies, if it is of that kind.
func (o *outbox) path(c *correspondent, message iso20022.Message) string {
	return filepath.Join(o.folder, c.member, fmt.Sprintf("%04d.%s.xml", c.number, message))
}

// create writes a file whole.
func create(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		_ = f.Close() // the first error tells more
		return err
	}
	return f.Close()
}

// settlementNumber is how a member's settlement account of a market is written.
func settlementNumber(m market, member string) string {
	return "SETTLEMENT-" + member + "-" + m.central
}

func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.correspondents {
		_ = c.journal.Close() // a temporary file
	}
}
