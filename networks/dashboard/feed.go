// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/overview"
)

const (
	// Refresh is the time from one look to the next.
	Refresh = time.Second
	// poll is how often a new block is looked for. It bounds how exact the time from block time to seeing is.
	poll = 25 * time.Millisecond
	// again is the pause before blocks are followed anew after they could not be.
	again = time.Second
)

// Moment is everything the dashboard shows, at one moment.
type Moment struct {
	// Now is this machine's clock.
	Now time.Time `json:"now"`
	// Overview is what the nodes said last.
	Overview overview.Overview `json:"overview"`
	// Rates are what passes.
	Rates Rates `json:"rates"`
	// Problem says why the overview or the blocks are not of now; empty if they are.
	Problem string `json:"problem,omitempty"`
}

// Feed looks at a network every second and reads its blocks, until its context ends.
type Feed struct {
	observer *overview.Observer
	chainID  string

	mu       sync.Mutex
	seen     overview.Overview
	traffic  *Traffic
	looking  error
	followed error
}

// Start takes the first look and begins to follow. It fails if no node answers.
func Start(ctx context.Context, observer *overview.Observer) (*Feed, error) {
	seen, err := observer.Look(ctx)
	if err != nil {
		return nil, err
	}
	f := &Feed{observer: observer, chainID: seen.ChainID, seen: seen, traffic: NewTraffic(time.Now())}
	go f.guard(ctx, f.look)
	go f.guard(ctx, f.follow)
	return f, nil
}

// Moment is what is known now.
func (f *Feed) Moment() Moment {
	now := time.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	m := Moment{Now: now.UTC(), Overview: f.seen, Rates: f.traffic.Rates(now)}
	if err := errors.Join(f.looking, f.followed); err != nil {
		m.Problem = firstLine(err)
	}
	return m
}

// guard turns a panic into a problem on the screen, so that the terminal is given back as it was.
func (f *Feed) guard(ctx context.Context, run func(context.Context)) {
	defer func() {
		if r := recover(); r != nil {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.looking = fmt.Errorf("internal error: %v", r)
		}
	}()
	run(ctx)
}

// look refreshes the overview. When no node answers the last one stays, with the problem beside it.
func (f *Feed) look(ctx context.Context) {
	tick := time.NewTicker(Refresh)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		seen, err := f.observer.Look(ctx)
		f.mu.Lock()
		if f.looking = err; err == nil {
			f.seen = seen
		} else if len(seen.Nodes) > 0 {
			f.seen.Nodes = seen.Nodes
		}
		f.mu.Unlock()
	}
}

// follow counts blocks from the present one on. When they cannot be had it begins anew at the then present one.
func (f *Feed) follow(ctx context.Context) {
	for ctx.Err() == nil {
		err := f.followOnce(ctx)
		f.mu.Lock()
		f.followed = err
		f.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

func (f *Feed) followOnce(ctx context.Context) error {
	cfg := client.Config{ChainID: f.chainID, Poll: poll}
	for _, e := range f.observer.Endpoints() {
		parsed, err := url.Parse(e.RPC)
		if err != nil {
			return err
		}
		// Blocks come over RPC. Nothing is asked over gRPC here, so that its address is never dialled.
		cfg.Endpoints = append(cfg.Endpoints, client.Endpoint{GRPC: parsed.Host, RPC: e.RPC})
	}
	c, err := client.Dial(ctx, cfg)
	if err != nil {
		return err
	}
	defer c.Close()
	height, err := c.Height(ctx)
	if err != nil {
		return err
	}
	return c.Follow(ctx, max(height, 1), func(b client.Block) error {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.traffic.Add(b, time.Now())
		f.followed = nil
		return nil
	})
}
