// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
)

const (
	// lookEvery is how often an observer looks for new blocks of a node.
	lookEvery = 150 * time.Millisecond
	// lookBack is how many heights are read once more from a node that did not answer for a while: it may have been
	// started again, and must show what it showed before.
	lookBack = 20
	// page is how many headers a node shows at once.
	page = 20
)

// Observer writes down what every node shows of every height. Nothing is ever taken back.
type Observer struct {
	file *os.File

	mu     sync.Mutex
	sights []Sight
	first  map[int64]Sight
	times  map[int64]time.Time
	found  findings
}

func newObserver(path string) (*Observer, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &Observer{file: file, first: map[int64]Sight{}, times: map[int64]time.Time{}}, nil
}

// follow reads one node from its first block until ctx ends.
func (o *Observer) follow(ctx context.Context, n *Node) {
	next, silent := int64(1), false
	for pause(ctx, lookEvery) == nil {
		upTo, err := o.look(ctx, n, next, true)
		switch {
		case err != nil && !silent:
			silent = true
		case err == nil && silent:
			silent, next = false, max(1, next-lookBack)
			continue
		}
		next = upTo
	}
}

// look reads what a node shows from a height on, and returns the next height to be read.
func (o *Observer) look(ctx context.Context, n *Node, from int64, own bool) (next int64, err error) {
	next = from
	for {
		metas, err := o.headers(ctx, n, next)
		if err != nil || len(metas) == 0 {
			return next, err
		}
		// The newest come first.
		for i := len(metas) - 1; i >= 0; i-- {
			s := sightOf(n, metas[i])
			if own {
				if err := o.computed(ctx, n, &s); err != nil {
					return next, nil // its results follow its header; they are read in the next round
				}
			}
			o.note(s, metas[i].Header.Time)
			next = s.Height + 1
		}
		if len(metas) < page {
			return next, nil
		}
	}
}

func (o *Observer) headers(ctx context.Context, n *Node, from int64) ([]*cmttypes.BlockMeta, error) {
	s, err := n.status(ctx)
	if err != nil || s.height < from {
		return nil, err
	}
	answer, err := ask(ctx, n, func(ctx context.Context, r *rpchttp.HTTP) (*coretypes.ResultBlockchainInfo, error) {
		return r.BlockchainInfo(ctx, from, min(from+page-1, s.height))
	})
	if err != nil {
		return nil, err
	}
	return answer.BlockMetas, nil
}

// emptyEvidence is what a header says of no evidence.
var emptyEvidence = cmttypes.EvidenceList{}.Hash()

func sightOf(n *Node, meta *cmttypes.BlockMeta) Sight {
	h := meta.Header
	return Sight{
		Node: n.Name, Height: h.Height, Block: meta.BlockID.Hash.String(), StateBefore: h.AppHash.String(),
		ResultsBefore: h.LastResultsHash.String(), Evidence: string(h.EvidenceHash) != string(emptyEvidence),
	}
}

// computed adds what the node itself computed for the block.
func (o *Observer) computed(ctx context.Context, n *Node, s *Sight) error {
	answer, err := ask(ctx, n, func(ctx context.Context, r *rpchttp.HTTP) (*coretypes.ResultBlockResults, error) {
		return r.BlockResults(ctx, &s.Height)
	})
	if err != nil {
		return err
	}
	s.State = fmt.Sprintf("%X", answer.AppHash)
	s.Results = fmt.Sprintf("%X", cmttypes.NewResults(answer.TxsResults).Hash())
	return nil
}

// note appends a sight and compares it with the first one of its height.
func (o *Observer) note(s Sight, at time.Time) {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // only strings and numbers
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	_, _ = o.file.Write(append(raw, '\n')) // a full disk is told by the nodes as well
	o.sights = append(o.sights, s)
	o.times[s.Height] = at
	before, known := o.first[s.Height]
	if !known {
		o.first[s.Height] = s
		return
	}
	checkFinality(Record{Sights: []Sight{before, s}}, &o.found)
}

// all is the log, and what was found in it so far.
func (o *Observer) all() ([]Sight, []Violation) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]Sight(nil), o.sights...), append([]Violation(nil), o.found...)
}

// blockTimes are the times of all blocks seen, by height.
func (o *Observer) blockTimes() map[int64]time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	times := make(map[int64]time.Time, len(o.times))
	for height, at := range o.times {
		times[height] = at
	}
	return times
}
