// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

const (
	// startHeight is the height a fresh network must reach to count as started: its first block with votes.
	startHeight = 2

	// pollInterval is the pause between two looks at a starting node.
	pollInterval = 50 * time.Millisecond

	// logTail is how much of a failed node's log goes into the error, in bytes.
	logTail = 2_000
)

// Up starts every node that does not run and waits until each is at height 2 or above, follows its peers and commits
// blocks. A network that was down continues its chain. Nodes already started stay up if it fails, so that their logs
// can be read; Down stops them.
func (l *Localnet) Up(ctx context.Context) error {
	for _, n := range l.Nodes {
		if _, running := n.Pid(); running {
			continue
		}
		// All ports are probed before the first start, so that half a network is never left behind by one of them.
		if err := n.probe(); err != nil {
			return err
		}
	}
	for _, n := range l.Nodes {
		if err := l.StartNode(n.Name); err != nil {
			return err
		}
	}
	for _, n := range l.Nodes {
		if err := l.waitStarted(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// waitStarted waits until the node has committed a block after its start.
func (l *Localnet) waitStarted(ctx context.Context, n Node) error {
	var first int64
	for {
		sync, err := n.SyncInfo(ctx)
		if err == nil && first == 0 {
			first = max(sync.Height, 1)
		}
		if err == nil && !sync.CatchingUp && sync.Height >= startHeight && sync.Height > first {
			return nil
		}
		if _, running := n.Pid(); !running {
			return fmt.Errorf("%s stopped while starting; the end of its log %s:\n%s", n.Name, n.LogFile(), n.tail())
		}
		if err := pause(ctx, pollInterval); err != nil {
			return fmt.Errorf("%s is at height %d and was given no more time; see %s: %w",
				n.Name, sync.Height, n.LogFile(), err)
		}
	}
}

// WaitHeight waits until the node has committed the block at a height.
func (l *Localnet) WaitHeight(ctx context.Context, name string, height int64) error {
	n, err := l.Node(name)
	if err != nil {
		return err
	}
	for {
		sync, err := n.SyncInfo(ctx)
		if err == nil && sync.Height >= height {
			return nil
		}
		if err := pause(ctx, pollInterval); err != nil {
			return fmt.Errorf("%s is at height %d, waiting for %d: %w", name, sync.Height, height, err)
		}
	}
}

// Down stops every node, gently first and by SIGKILL after ten seconds.
func (l *Localnet) Down() error {
	results := make(chan error, len(l.Nodes))
	for _, n := range l.Nodes {
		go func() { results <- l.Stop(n.Name) }()
	}
	var errs []error
	for range l.Nodes {
		errs = append(errs, <-results)
	}
	l.waits.Wait()
	return errors.Join(errs...)
}

// tail is the end of the node's log.
func (n Node) tail() string {
	raw, err := os.ReadFile(n.LogFile())
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(raw[max(0, len(raw)-logTail):]))
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
