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

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	"google.golang.org/grpc"
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
	// Followers are further nodes blocks may be read from; empty means Endpoints.
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
)

// Errors of this package. What a node answers keeps its own codespace and code, in an *Outcome.
var (
	// ErrConfig says what is missing in a Config.
	ErrConfig = errors.New("client configuration")
	// ErrUnavailable means that no endpoint answered; the wrapped errors say why, endpoint by endpoint.
	ErrUnavailable = errors.New("no endpoint available")
	// ErrNotExecuted means that a transaction is in no block and, its timeout being past, never will be.
	ErrNotExecuted = errors.New("transaction certainly not executed")
	// ErrClosed means that the client was closed while a call waited.
	ErrClosed = errors.New("client closed")
)

// Client is a connection to a network. It is safe for concurrent use.
type Client struct {
	cfg   Config
	conns []*grpc.ClientConn
	rpcs  []*rpchttp.HTTP

	mu      sync.Mutex
	current int // the endpoint that answered last

	watch  *watcher
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// Dial connects. It returns once one endpoint has answered with a block, or fails with ErrUnavailable.
func Dial(ctx context.Context, cfg Config) (*Client, error) {
	if cfg.ChainID == "" || len(cfg.Endpoints) == 0 {
		return nil, fmt.Errorf("%w: expected a chain id and at least one endpoint, got %q and %d", ErrConfig, cfg.ChainID, len(cfg.Endpoints))
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

	c := &Client{cfg: cfg}
	if err := c.connect(); err != nil {
		c.closeConns()
		return nil, err
	}

	start, err := c.Height(ctx)
	if err != nil {
		c.closeConns()
		return nil, err
	}
	run, cancel := context.WithCancel(context.Background())
	c.cancel = cancel
	c.watch = newWatcher()
	c.done.Add(1)
	go func() {
		defer c.done.Done()
		c.watch.run(run, c, start)
	}()
	return c, nil
}

func (c *Client) connect() error {
	creds := c.cfg.TLS
	if creds == nil {
		creds = insecure.NewCredentials()
	}
	for _, e := range c.cfg.Endpoints {
		conn, err := grpc.NewClient(e.GRPC, grpc.WithTransportCredentials(creds),
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)))
		if err != nil {
			return fmt.Errorf("%w: gRPC address %q: %w", ErrConfig, e.GRPC, err)
		}
		c.conns = append(c.conns, conn)
	}
	for _, e := range c.cfg.Followers {
		rpc, err := rpchttp.New(e.RPC, "/websocket")
		if err != nil {
			return fmt.Errorf("%w: RPC address %q: %w", ErrConfig, e.RPC, err)
		}
		c.rpcs = append(c.rpcs, rpc)
	}
	return nil
}

// Close ends the connection; calls that wait return ErrClosed.
func (c *Client) Close() {
	c.cancel()
	c.done.Wait()
	c.watch.close()
	c.closeConns()
}

func (c *Client) closeConns() {
	for _, conn := range c.conns {
		_ = conn.Close() // nothing is in flight that could be lost
	}
}

// ChainID is the network's id.
func (c *Client) ChainID() string { return c.cfg.ChainID }

// Conn is a gRPC connection for queries to the endpoint that answered last.
func (c *Client) Conn() *grpc.ClientConn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conns[c.current]
}

// each tries f on every endpoint, beginning with the one that answered last, until one answers.
func (c *Client) each(ctx context.Context, f func(context.Context, *grpc.ClientConn) error) error {
	c.mu.Lock()
	first := c.current
	c.mu.Unlock()

	var failures []error
	for i := range c.conns {
		at := (first + i) % len(c.conns)
		call, cancel := context.WithTimeout(ctx, callTimeout)
		err := f(call, c.conns[at])
		cancel()
		if err == nil {
			c.mu.Lock()
			c.current = at
			c.mu.Unlock()
			return nil
		}
		failures = append(failures, fmt.Errorf("%s: %w", c.cfg.Endpoints[at].GRPC, err))
		if ctx.Err() != nil {
			break
		}
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, errors.Join(failures...))
}

// Query calls f on an endpoint, and on the next one when it does not answer or lags behind what this client has seen.
// An answer that is an error of the application (not found, invalid argument) is returned as it is, unless it comes
// from a node that lags.
func (c *Client) Query(ctx context.Context, f func(context.Context, grpc.ClientConnInterface) error) error {
	waiting, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	for {
		answer, err := c.queryOnce(waiting, f)
		if err == nil {
			return answer
		}
		select {
		case <-waiting.Done():
			return err
		case <-time.After(c.cfg.Poll):
		}
	}
}

func (c *Client) queryOnce(ctx context.Context, f func(context.Context, grpc.ClientConnInterface) error) (answer, err error) {
	seen := c.seen()
	err = c.each(ctx, func(ctx context.Context, conn *grpc.ClientConn) error {
		err := f(ctx, freshConn{conn, seen})
		if err == nil || unreachable(err) {
			return err
		}
		answer = err
		return nil
	})
	return answer, err
}

// seen is the height of the last block this client has read.
func (c *Client) seen() int64 {
	if c.watch == nil {
		return 0
	}
	c.watch.mu.Lock()
	defer c.watch.mu.Unlock()
	return c.watch.height
}
