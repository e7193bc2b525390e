// SPDX-License-Identifier: Apache-2.0

// Package client is what a wallet backend imports: it connects to several nodes, sends transactions on sequence
// lanes until their outcome is final, and follows blocks by cursor.
//
// Three rules make a retry safe. A transaction carries a timeout_timestamp, so that an unknown outcome becomes a
// known one as soon as a committed block's time is past it. Only then is it signed again. And a payment is named by
// its UETR, so that even the same instruction sent twice has one effect.
package client

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// Endpoint is one node: its gRPC address (host:port) takes transactions and queries, its RPC address
// (http://host:port) serves blocks.
type Endpoint struct {
	GRPC string
	RPC  string
}

// Config describes a connection. Zero durations take the defaults.
type Config struct {
	// ChainID is what every signature is bound to, such as tael-local-1.
	ChainID string
	// Endpoints are tried in order; the next one is taken when one fails. Submissions go to nodes that accept
	// transactions, so an audit node belongs into Followers only.
	Endpoints []Endpoint
	// Followers are the nodes blocks are read from, by their RPC addresses; empty means Endpoints.
	Followers []Endpoint
	// TLS secures gRPC; nil speaks plain text, for loopback.
	TLS credentials.TransportCredentials
	// Timeout is how far ahead timeout_timestamp is set: after it, a transaction that is in no block will never be
	// in one. Default 10 s.
	Timeout time.Duration
	// Poll is how often a follower looks for a new block when it is not told of one. Default 20 ms.
	Poll time.Duration
}

const (
	defaultTimeout = 10 * time.Second
	defaultPoll    = 20 * time.Millisecond
	callTimeout    = 5 * time.Second
	maxMessage     = 16 << 20
	// redial bounds the pause before a node that went away is dialled again; gRPC's own bound is two minutes.
	redial = time.Second
)

// Errors of this package. What a node answers keeps its own codespace and code, in an *Outcome.
var (
	// ErrConfig says what is missing or wrong in a Config, or in an argument that no network could serve.
	ErrConfig = errors.New("client configuration")
	// ErrUnavailable means that no endpoint answered; the wrapped errors say why, endpoint by endpoint.
	ErrUnavailable = errors.New("no endpoint available")
	// ErrNotExecuted means that a transaction is in no block and, its timeout being past, never will be.
	ErrNotExecuted = errors.New("transaction certainly not executed")
	// ErrPruned means that no follower holds a block any more: the cursor is older than what the nodes keep.
	ErrPruned = errors.New("block no longer held")
	// ErrClosed means that the client was closed before a call, or while it waited.
	ErrClosed = errors.New("client closed")
)

// Client is a connection to a network. It is safe for concurrent use.
type Client struct {
	cfg   Config
	conns []*grpc.ClientConn
	nodes []*source // the followers

	mu      sync.Mutex
	current int // the endpoint that answered last

	watch  *watcher
	closed context.Context // ends with the client
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// Dial connects. It returns once one endpoint has answered with its height. It fails with ErrUnavailable if none does
// and with ErrConfig if the one that answers belongs to another network.
func Dial(ctx context.Context, cfg Config) (*Client, error) {
	if cfg.ChainID == "" || len(cfg.Endpoints) == 0 {
		return nil, fmt.Errorf("%w: expected a chain id and at least one endpoint, got %q and %d", ErrConfig, cfg.ChainID, len(cfg.Endpoints))
	}
	if cfg.Timeout < 0 || cfg.Poll < 0 {
		return nil, fmt.Errorf("%w: expected a timeout and a poll interval above zero, got %s and %s", ErrConfig, cfg.Timeout, cfg.Poll)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.Poll == 0 {
		cfg.Poll = defaultPoll
	}
	if len(cfg.Followers) == 0 {
		cfg.Followers = cfg.Endpoints
	}

	c := &Client{cfg: cfg, watch: newWatcher()}
	c.closed, c.cancel = context.WithCancel(context.Background())
	if err := c.connect(); err != nil {
		c.Close()
		return nil, err
	}
	start, err := c.Height(ctx)
	if err != nil {
		c.Close()
		return nil, err
	}
	c.done.Go(func() { c.watch.close(c.Follow(c.closed, max(start, 1), c.watch.settle)) })
	c.done.Go(c.offerAgain)
	return c, nil
}

func (c *Client) connect() error {
	creds := c.cfg.TLS
	if creds == nil {
		creds = insecure.NewCredentials()
	}
	pause := backoff.DefaultConfig
	pause.BaseDelay, pause.MaxDelay = redial/10, redial
	for _, e := range c.cfg.Endpoints {
		conn, err := grpc.NewClient(e.GRPC, grpc.WithTransportCredentials(creds), grpc.WithStatsHandler(departures{}),
			grpc.WithConnectParams(grpc.ConnectParams{Backoff: pause, MinConnectTimeout: callTimeout}),
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)))
		if err != nil {
			return fmt.Errorf("%w: gRPC address %q: %w", ErrConfig, e.GRPC, err)
		}
		c.conns = append(c.conns, conn)
	}
	for _, e := range c.cfg.Followers {
		node, err := newSource(c.cfg.ChainID, e.RPC)
		if err != nil {
			return fmt.Errorf("%w: RPC address %q: %w", ErrConfig, e.RPC, err)
		}
		c.nodes = append(c.nodes, node)
	}
	return nil
}

// Close ends the connection; calls that wait return ErrClosed. What was sent is not taken back: the network may still
// execute it until its timeout. Close may be called more than once.
func (c *Client) Close() {
	c.cancel()
	c.done.Wait()
	c.watch.close(ErrClosed)
	for _, conn := range c.conns {
		_ = conn.Close() // fails only if it is closed already
	}
	for _, node := range c.nodes {
		node.close()
	}
}

// ChainID is the network's id.
func (c *Client) ChainID() string { return c.cfg.ChainID }

// Conn is a gRPC connection for queries to the endpoint that answered last.
func (c *Client) Conn() *grpc.ClientConn { return c.conns[c.first()] }

// first is the endpoint that answered last.
func (c *Client) first() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.current
}

func (c *Client) prefer(endpoint int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.current = endpoint
}

// Query calls f on the endpoint that answered last, and on the next one when it does not answer within five seconds or
// lags behind what this client has seen; nodes that lag are given five seconds to come up. An answer that is an error
// of the application (not found, invalid argument) is returned as it is, unless it comes from a node that lags. It
// fails with ErrUnavailable if no endpoint answers.
func (c *Client) Query(ctx context.Context, f func(context.Context, grpc.ClientConnInterface) error) error {
	seen := c.watch.seen()
	for deadline := time.Now().Add(callTimeout); ; {
		answer, lagged, err := c.queryOnce(ctx, seen, f)
		if err == nil {
			return answer
		}
		if !lagged || time.Now().After(deadline) {
			return err
		}
		if err := c.pause(ctx, c.cfg.Poll); err != nil {
			return err
		}
	}
}

// queryOnce asks each endpoint once. answer is an answer, nil or an error of the application; err says that there was
// none, and lagged that it was so because a node lags.
func (c *Client) queryOnce(ctx context.Context, seen int64, f func(context.Context, grpc.ClientConnInterface) error) (answer error, lagged bool, err error) {
	var failures []error
	first := c.first()
	for i := range c.conns {
		at := (first + i) % len(c.conns)
		call, cancel := context.WithTimeout(ctx, callTimeout)
		err := f(call, freshConn{c.conns[at], seen, &lagged})
		cancel()
		if err == nil || !unreachable(err) {
			c.prefer(at)
			return err, false, nil
		}
		if err := c.ended(ctx); err != nil {
			return nil, false, err
		}
		failures = append(failures, fmt.Errorf("%s: %w", c.cfg.Endpoints[at].GRPC, err))
	}
	return nil, lagged, fmt.Errorf("%w: %w", ErrUnavailable, errors.Join(failures...))
}

// ended says why a call must not go on: its context or the client itself is at its end.
func (c *Client) ended(ctx context.Context) error {
	if c.closed.Err() != nil {
		return ErrClosed
	}
	return ctx.Err()
}

// pause waits, unless the caller's context or the client ends first.
func (c *Client) pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
	case <-c.closed.Done():
	}
	return c.ended(ctx)
}

// growing is the pause before another attempt, counted from 0: it doubles from 10 ms to half a second.
func growing(attempt int) time.Duration {
	return min(10*time.Millisecond<<min(attempt, 6), 500*time.Millisecond)
}
