// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"

	"github.com/taelnet/tael/networks/localnet"
)

// doorsFrom is how far above a network's first port its doors begin; nodes take ten ports each below.
const doorsFrom = 200

// proxies are wires of this program: each node has a door to each other node, and dials nobody but through it.
type proxies struct {
	nodes  []localnet.Node
	base   int
	doors  map[[2]int]*door // by who dials and who is dialled
	ways   map[[2]int]*direction
	ctx    context.Context
	cancel context.CancelFunc
	served sync.WaitGroup
}

func newProxies(base int, nodes []localnet.Node) (*proxies, error) {
	p := &proxies{nodes: nodes, base: base, doors: map[[2]int]*door{}, ways: map[[2]int]*direction{}}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	for from := range nodes {
		for to := range nodes {
			if from != to {
				p.ways[[2]int{from, to}] = &direction{}
			}
		}
	}
	for pair := range p.ways {
		target := fmt.Sprintf("127.0.0.1:%d", nodes[pair[1]].Ports.P2P)
		d, err := newDoor(p.doorAddress(pair[0], pair[1]), target, p.ways[pair], p.ways[[2]int{pair[1], pair[0]}])
		if err != nil {
			return nil, fmt.Errorf("door from %s to %s: %w", nodes[pair[0]].Name, nodes[pair[1]].Name, firstError(err, p.Close()))
		}
		p.doors[pair] = d
		p.served.Go(func() { d.serve(p.ctx) })
	}
	return p, nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *proxies) doorAddress(from, to int) string {
	return fmt.Sprintf("127.0.0.1:%d", p.base+doorsFrom+from*len(p.nodes)+to)
}

// Form implements Wires.
func (*proxies) Form() string { return FormProxy }

// Host implements Wires.
func (*proxies) Host(int) string { return "127.0.0.1" }

// Configure implements Wires. A node would dial the address that a peer tells of itself past the door, so every node
// tells one where nobody listens.
func (p *proxies) Configure(node int, text string) string {
	for to, n := range p.nodes {
		if to != node {
			text = strings.ReplaceAll(text, fmt.Sprintf("@127.0.0.1:%d", n.Ports.P2P), "@"+p.doorAddress(node, to))
		}
	}
	nobody := fmt.Sprintf("external_address = \"127.0.0.1:%d\"", p.nodes[node].Ports.P2P+9)
	return strings.Replace(text, "external_address = \"\"", nobody, 1)
}

// Command implements Wires.
func (*proxies) Command(_ int, binary string, args ...string) *exec.Cmd {
	return exec.Command(binary, args...)
}

// Set implements Wires. A cut of one direction is a cut of the link: a connection has no half.
func (p *proxies) Set(from, to int, c Condition) error {
	p.ways[[2]int{from, to}].set(c)
	cut := c.Cut || p.ways[[2]int{to, from}].now().Cut
	p.doors[[2]int{from, to}].setCut(cut)
	p.doors[[2]int{to, from}].setCut(cut)
	return nil
}

// Close implements Wires.
func (p *proxies) Close() error {
	p.cancel()
	for _, d := range p.doors {
		d.close()
	}
	p.served.Wait()
	return nil
}
