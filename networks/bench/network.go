// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
)

const (
	// firstHeight is the height at which a node counts as started: its first block with votes.
	firstHeight = 2
	// startPatience bounds the wait for the first blocks of a small state, startPerAccount is what each account adds, and
	// stopGrace bounds the wait for a node's end.
	startPatience   = 3 * time.Minute
	startPerAccount = 2 * time.Millisecond
	stopGrace       = 15 * time.Second
)

// Node is one validator.
type Node struct {
	Name, Home string
	RPC, GRPC  string
	Ports      []int
	command    func() *exec.Cmd
	process    *Process
}

// Network is the validators of one chain on loopback.
type Network struct {
	ChainID string
	Dir     string
	Nodes   []*Node
	// patience is how long it may take to its first blocks.
	patience time.Duration
}

// Up starts all nodes and waits until each has made blocks.
func (n *Network) Up(ctx context.Context) error {
	for _, node := range n.Nodes {
		if err := freePorts(node.Ports...); err != nil {
			return err
		}
	}
	for _, node := range n.Nodes {
		var err error
		if node.process, err = launch(node.Name, node.Home+".log", node.command(), nil); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, n.patience)
	defer cancel()
	for _, node := range n.Nodes {
		if err := node.wait(ctx); err != nil {
			return err
		}
	}
	return nil
}

// wait waits for the node's first blocks after its start.
func (n *Node) wait(ctx context.Context) error {
	var first int64
	for {
		height, err := n.height(ctx)
		if err == nil && first == 0 {
			first = height
		}
		if err == nil && height >= firstHeight && height > first {
			return nil
		}
		if !n.process.Running() {
			return fmt.Errorf("%s stopped while starting; the end of its log:\n%s", n.Name, n.process.tail())
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return fmt.Errorf("%s makes no blocks: %w; the end of its log:\n%s", n.Name, err, n.process.tail())
		}
	}
}

func (n *Node) height(ctx context.Context) (int64, error) {
	rpc, err := rpchttp.New(n.RPC, "/websocket")
	if err != nil {
		return 0, err
	}
	status, err := rpc.Status(ctx)
	if err != nil {
		return 0, err
	}
	return status.SyncInfo.LatestBlockHeight, nil
}

// level waits until every node that runs has the block that the first one has.
func (n *Network) level(ctx context.Context) error {
	top, err := n.Nodes[0].height(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for _, node := range n.Nodes {
		for node.process.Running() {
			if height, err := node.height(ctx); err == nil && height >= top {
				break
			}
			if err := pause(ctx, 20*time.Millisecond); err != nil {
				return fmt.Errorf("%s does not reach height %d: %w", node.Name, top, err)
			}
		}
	}
	return nil
}

// Down stops all nodes.
func (n *Network) Down() {
	var ends sync.WaitGroup
	for _, node := range n.Nodes {
		if node.process != nil {
			ends.Go(func() { node.process.Stop(stopGrace) })
		}
	}
	ends.Wait()
}

// Remove stops all nodes and removes every trace of them.
func (n *Network) Remove() {
	n.Down()
	_ = os.RemoveAll(n.Dir)
}

// usage is what the nodes have used so far, in their order; a node that does not run has used nothing that counts.
func (n *Network) usage() ([]Usage, error) {
	all := make([]Usage, len(n.Nodes))
	for i, node := range n.Nodes {
		if node.process == nil || !node.process.Running() {
			continue
		}
		var err error
		if all[i], err = usageOf(node.process.Pid()); err != nil {
			return nil, fmt.Errorf("%s: %w", node.Name, err)
		}
	}
	return all, nil
}

// patienceFor is how long a network of so many accounts may take to its first blocks.
func patienceFor(accounts int) time.Duration {
	return startPatience + time.Duration(accounts)*startPerAccount
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
