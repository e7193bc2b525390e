// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/taelnet/tael/networks/clock"
)

// ErrNoNode means that none of the nodes answered; the wrapped errors say why, node by node.
var ErrNoNode = errors.New("no node answers")

// Observer asks a network's nodes. It is safe for concurrent use.
type Observer struct {
	endpoints []Endpoint
	nodes     []remote
	now       func() time.Time
}

// Endpoint is a node to ask.
type Endpoint struct {
	// RPC is its RPC address: http://host:port, tcp://host:port or host:port.
	RPC string
	// Name is shown while the node has not said its own; it may be empty.
	Name string
}

// Observe prepares to ask nodes. It asks nothing yet. It fails if there is no node, or an address that is none.
func Observe(endpoints ...Endpoint) (*Observer, error) {
	if len(endpoints) == 0 {
		return nil, errors.New("expected the RPC address of at least one node, got none")
	}
	o := &Observer{now: time.Now}
	for _, e := range endpoints {
		given := e.RPC
		e.RPC = Address(given)
		node, err := dial(e.RPC)
		if err != nil {
			return nil, fmt.Errorf("RPC address %q: %w", given, err)
		}
		o.endpoints, o.nodes = append(o.endpoints, e), append(o.nodes, node)
	}
	return o, nil
}

// Endpoints are the nodes that are asked.
func (o *Observer) Endpoints() []Endpoint { return slices.Clone(o.endpoints) }

// Look gathers an overview. A node that does not answer is shown as such. It fails with ErrNoNode if none does, or if
// those that do cannot be asked for the state.
func (o *Observer) Look(ctx context.Context) (Overview, error) {
	v := Overview{SeenAt: o.now().UTC(), Nodes: o.askNodes(ctx)}
	v.ChainID = agree(v.Nodes)
	var failures []error
	for _, at := range byHeight(v.Nodes) {
		err := o.read(ctx, at, &v)
		if err == nil {
			v.Alarms = v.judge()
			return v, nil
		}
		failures = append(failures, fmt.Errorf("%s: %w", v.Nodes[at].Address, err))
	}
	for _, n := range v.Nodes {
		if !n.Up {
			failures = append(failures, fmt.Errorf("%s: %s", n.Address, n.Problem))
		}
	}
	return v, fmt.Errorf("%w: %w", ErrNoNode, errors.Join(failures...))
}

// askNodes asks all nodes at once how far they are.
func (o *Observer) askNodes(ctx context.Context) []Node {
	nodes := make([]Node, len(o.nodes))
	var done sync.WaitGroup
	for i := range o.nodes {
		done.Go(func() { nodes[i] = ask(ctx, o.nodes[i], o.endpoints[i]) })
	}
	done.Wait()
	return nodes
}

func ask(ctx context.Context, r remote, e Endpoint) Node {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	n := Node{Address: e.RPC, Name: e.Name}
	info, err := r.ABCIInfo(ctx)
	if err != nil {
		n.Problem = plain(err)
		return n
	}
	status, err := r.Status(ctx)
	if err != nil {
		n.Problem = plain(err)
		return n
	}
	n.Up, n.Height, n.Version = true, info.Response.LastBlockHeight, info.Response.Version
	n.Name, n.CatchingUp, n.chain = status.NodeInfo.Moniker, status.SyncInfo.CatchingUp, status.NodeInfo.Network
	return n
}

// plain is an error on one line, without the question that the address names already.
func plain(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if _, dialled, found := strings.Cut(text, "dial tcp "); found {
		_, text, _ = strings.Cut(dialled, ": ")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no answer within %s", requestTimeout)
	}
	return text
}

// agree sets the network to that of the first node that answers; a node of another one is not up. It fills in the lags.
func agree(nodes []Node) string {
	chain, furthest := "", int64(0)
	for i := range nodes {
		n := &nodes[i]
		switch {
		case !n.Up:
			continue
		case chain == "":
			chain = n.chain
		case chain != n.chain:
			n.Up, n.Problem = false, fmt.Sprintf("expected a node of %s, got one of %s", chain, n.chain)
			continue
		}
		furthest = max(furthest, n.Height)
	}
	for i := range nodes {
		if nodes[i].Up {
			nodes[i].Lag = furthest - nodes[i].Height
		}
	}
	return chain
}

// byHeight are the indexes of the nodes that are up, the furthest first.
func byHeight(nodes []Node) []int {
	var up []int
	for i, n := range nodes {
		if n.Up {
			up = append(up, i)
		}
	}
	slices.SortStableFunc(up, func(a, b int) int { return int(nodes[b].Height - nodes[a].Height) })
	return up
}

// read fills in the state of the last block that one node has executed.
func (o *Observer) read(ctx context.Context, at int, v *Overview) error {
	v.Height = v.Nodes[at].Height
	if v.Height == 0 {
		return errors.New("it has executed no block yet")
	}
	header, err := o.nodes[at].Header(ctx, &v.Height)
	if err != nil {
		return err
	}
	if header.Header == nil {
		return fmt.Errorf("it holds no header of block %d", v.Height)
	}
	v.BlockTime = header.Header.Time.UTC()
	s := state{o.nodes[at], v.Height}
	if v.Members, err = s.members(ctx); err != nil {
		return err
	}
	signed, err := votes(ctx, o.nodes[at], v.Height-1, v.BlockTime)
	if err != nil {
		return err
	}
	if v.Consensus, err = s.consensus(ctx, signed, v.Height-1); err != nil {
		return err
	}
	for i, m := range v.Members {
		v.Members[i].Validator = slices.ContainsFunc(v.Consensus.Validators, func(c Validator) bool { return c.Member == m.ID })
	}
	if v.Currencies, err = s.currencies(ctx); err != nil {
		return err
	}
	if v.MintingStops, err = s.mintingStops(ctx); err != nil {
		return err
	}
	v.OpenCases, err = s.openCases(ctx)
	return err
}

// vote is what the commit of a block tells of one validator.
type vote struct {
	// ahead is how far its time is from that of the next block, the median of all; zero if it bears no time.
	ahead time.Duration
	// held says that the time is the earliest allowed, and the validator's clock behind it.
	held bool
}

// votes are the votes for a block by consensus address, as they are in the block after it, whose time is given; none
// before the second block.
func votes(ctx context.Context, node remote, height int64, next time.Time) (map[string]vote, error) {
	all := map[string]vote{}
	if height < 1 {
		return all, nil
	}
	commit, err := node.Commit(ctx, &height)
	if err != nil {
		return nil, err
	}
	if commit.Commit == nil {
		return all, nil
	}
	for _, s := range commit.Commit.Signatures {
		if s.BlockIDFlag != cmttypes.BlockIDFlagCommit {
			continue
		}
		var v vote
		if !s.Timestamp.IsZero() {
			v.ahead = s.Timestamp.Sub(next)
			v.held = commit.Header != nil && clock.IsHeld(s.Timestamp, commit.Time)
		}
		all[string(s.ValidatorAddress)] = v
	}
	return all, nil
}
