// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"crypto/sha256"
	"errors"
	"io"
	"sync"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/gateway/iso20022"
)

// run is one run over a file: one goroutine reads, plans and signs, the payer's send, one keeps the journal.
type run struct {
	options PayOptions
	journal *journal
	summary iso20022.Summary
	news    chan news

	mu      sync.Mutex
	awaited map[[32]byte][]int // places in the file by the SHA-256 of the signed instruction
	failure error              // the first; no more is sent after it

	out Outcome // the keeper's until it ends
}

// news is an answer on its way to the journal.
type news struct {
	index  int
	answer Answer
}

// mostNews is how many answers one write of the journal takes.
const mostNews = 4096

func newRun(o PayOptions, summary iso20022.Summary) *run {
	return &run{
		options: o, summary: summary, news: make(chan news, mostNews), awaited: map[[32]byte][]int{},
		out: Outcome{Summary: summary, Counts: Counts{Transfers: summary.Transfers}},
	}
}

// open takes the journal and the answers in it.
func (r *run) open() error {
	var err error
	about := subject{r.summary.SHA256, r.summary.Transfers, r.options.Planner.ChainID}
	if r.journal, r.out.Answers, err = openJournal(r.options.journal(), about); err != nil {
		return err
	}
	for _, a := range r.out.Answers {
		r.out.Counts.add(a)
	}
	r.out.Resumed = r.out.Counts.Done()
	return nil
}

// pay sends what is open, and closes the payer: it returns once all that was sent has its answer or none can come.
func (r *run) pay(reader *iso20022.Reader, payer *client.Payer) error {
	r.tell()
	if r.out.Counts.Open() == 0 {
		return payer.Close()
	}
	open := make([]bool, len(r.out.Answers))
	for i, a := range r.out.Answers {
		open[i] = a.State == AnswerOpen
	}
	var keeper sync.WaitGroup
	keeper.Go(r.keep)
	err := r.feed(reader, payer, open)
	err = errors.Join(err, payer.Close())
	close(r.news)
	keeper.Wait()
	if failure := r.failed(); failure != nil && !errors.Is(err, failure) {
		err = errors.Join(err, failure)
	}
	return err
}

// feed hands every open transfer to the payer.
func (r *run) feed(reader *iso20022.Reader, payer *client.Payer, open []bool) error {
	header, err := reader.Header()
	if err != nil {
		return err
	}
	for {
		transfer, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return r.summary.Verify(reader)
		}
		if err != nil {
			return err
		}
		if err := r.failed(); err != nil {
			return err
		}
		if transfer.Index >= len(open) || !open[transfer.Index] {
			continue
		}
		if err := r.send(header, transfer, payer); err != nil {
			return err
		}
	}
}

func (r *run) send(header iso20022.GroupHeader, transfer iso20022.Transfer, payer *client.Payer) error {
	plan := r.options.Planner.Plan(header, transfer)
	if plan.Refused() {
		r.news <- news{transfer.Index, Answer{State: AnswerNotSent, Reason: plan.Refusal.Reason}}
		return nil
	}
	signer, err := r.options.Signers.Signer(plan.Device)
	if err != nil {
		return err
	}
	ins, err := plan.Instruction(signer)
	if err != nil {
		return err
	}
	key := sha256.Sum256(ins.Encode())
	r.mu.Lock()
	r.awaited[key] = append(r.awaited[key], transfer.Index)
	r.mu.Unlock()
	return payer.Pay(ins)
}

// paid takes what the payer tells, from several goroutines. Of equal instructions any answer is any one's.
func (r *run) paid(p client.Paid) {
	key := sha256.Sum256(p.Instruction.Encode())
	r.mu.Lock()
	index := r.awaited[key][0]
	if r.awaited[key] = r.awaited[key][1:]; len(r.awaited[key]) == 0 {
		delete(r.awaited, key)
	}
	r.mu.Unlock()
	if p.Err != nil {
		r.fail(p.Err)
		return
	}
	r.news <- news{index, Answer{State: AnswerFinal, Result: p.Result, Height: p.Height, Time: p.Time}}
}

// keep writes answers into the journal, as many at a time as have come, and counts them once they are durable.
func (r *run) keep() {
	broken := false
	for n := range r.news {
		group := []news{n}
		for more := true; more && len(group) < mostNews; {
			select {
			case n, ok := <-r.news:
				if more = ok; ok {
					group = append(group, n)
				}
			default:
				more = false
			}
		}
		if broken {
			continue // the answers are not kept: those transfers stay open
		}
		for _, n := range group {
			r.journal.add(n.index, n.answer)
		}
		if err := r.journal.sync(); err != nil {
			r.fail(err)
			broken = true
			continue
		}
		for _, n := range group {
			r.out.Answers[n.index] = n.answer
			r.out.Counts.add(n.answer)
		}
		r.tell()
	}
}

func (r *run) tell() {
	if r.options.Progress != nil {
		r.options.Progress(r.out.Counts)
	}
}

func (r *run) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failure == nil {
		r.failure = err
	}
}

func (r *run) failed() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failure
}
