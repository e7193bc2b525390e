// SPDX-License-Identifier: Apache-2.0

// Package network is where the examples find the local network: flags, endpoints and its public development keys.
package network

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

// Flags are the flags by which an example finds a network. Their defaults are those of `make localnet`.
type Flags struct {
	ChainID  string
	BasePort int
}

// Register adds the flags to the command line.
func (f *Flags) Register() {
	flag.StringVar(&f.ChainID, "chain-id", "tael-local-1", "chain id of the local network")
	flag.IntVar(&f.BasePort, "base-port", localnet.DefaultBasePort, "first port of the local network")
}

// Dial connects to the four validators, or says how to start a network.
func (f *Flags) Dial(ctx context.Context) (*client.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cfg := client.Config{ChainID: f.ChainID}
	for n := range genesis.LocalValidators() {
		cfg.Endpoints = append(cfg.Endpoints, client.Endpoint{
			RPC:  fmt.Sprintf("http://127.0.0.1:%d", f.BasePort+10*n+1),
			GRPC: fmt.Sprintf("127.0.0.1:%d", f.BasePort+10*n+2),
		})
	}
	c, err := client.Dial(ctx, cfg)
	switch {
	case errors.Is(err, client.ErrConfig):
		return nil, fmt.Errorf("the network on ports from %d is another one: name it with -chain-id\n%w", f.BasePort, err)
	case err != nil:
		return nil, fmt.Errorf("no network answers on ports from %d: start one with `make localnet`, or name its first port with -base-port\n%w", f.BasePort, err)
	}
	return c, nil
}
