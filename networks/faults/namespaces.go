// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/taelnet/tael/networks/localnet"
)

// narrowest is what the kernel's token bucket needs beside a rate: the burst it lets through and how long it queues.
const (
	tbfBurst   = "32kbit"
	tbfLatency = "4s"
)

// namespaces are wires of the kernel: a network namespace per node, joined by a bridge. A stall is a blackhole route,
// so that packets are lost and TCP sends them again; a cut of all a node's links takes its interface down.
type namespaces struct {
	nodes []localnet.Node
	base  int
	set   map[[2]int]Condition
}

// CanNamespaces says whether this process may make network namespaces, and why not.
func CanNamespaces() error {
	if os.Geteuid() != 0 {
		return errors.New("not root")
	}
	for _, tool := range []string{"ip", "tc"} {
		if _, err := exec.LookPath(tool); err != nil {
			return err
		}
	}
	const probe = "tael-probe"
	if err := run("ip", "netns", "add", probe); err != nil {
		return err
	}
	return run("ip", "netns", "del", probe)
}

func newNamespaces(base int, nodes []localnet.Node) (*namespaces, error) {
	n := &namespaces{nodes: nodes, base: base, set: map[[2]int]Condition{}}
	n.remove()
	steps := [][]string{
		{"link", "add", n.bridge(), "type", "bridge"},
		{"addr", "add", n.subnet(1) + "/24", "dev", n.bridge()},
		{"link", "set", n.bridge(), "up"},
	}
	for i := range nodes {
		ns, outside := n.name(i), n.outside(i)
		steps = append(steps,
			[]string{"netns", "add", ns},
			[]string{"link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", ns},
			[]string{"link", "set", outside, "master", n.bridge(), "up"},
			[]string{"-n", ns, "addr", "add", n.Host(i) + "/24", "dev", "eth0"},
			[]string{"-n", ns, "link", "set", "lo", "up"},
			[]string{"-n", ns, "link", "set", "eth0", "up"},
		)
	}
	for _, step := range steps {
		if err := run("ip", step...); err != nil {
			n.remove()
			return nil, err
		}
	}
	return n, nil
}

func (n *namespaces) bridge() string          { return fmt.Sprintf("tael%d", n.base) }
func (n *namespaces) name(node int) string    { return fmt.Sprintf("tael%d-%d", n.base, node) }
func (n *namespaces) outside(node int) string { return fmt.Sprintf("tael%d-%d", n.base, node) }
func (n *namespaces) subnet(host int) string {
	return fmt.Sprintf("10.%d.%d.%d", 128+n.base/1000%64, n.base/10%100, host)
}
func (n *namespaces) in(node int) []string { return []string{"-n", n.name(node)} }

// Form implements Wires.
func (*namespaces) Form() string { return FormNamespaces }

// Host implements Wires.
func (n *namespaces) Host(node int) string { return n.subnet(10 + node) }

// Configure implements Wires.
func (n *namespaces) Configure(_ int, text string) string {
	for i, node := range n.nodes {
		for _, port := range []int{node.Ports.P2P, node.Ports.RPC, node.Ports.GRPC, node.Ports.REST} {
			text = strings.ReplaceAll(text, fmt.Sprintf("127.0.0.1:%d", port), fmt.Sprintf("%s:%d", n.Host(i), port))
		}
	}
	return text
}

// Command implements Wires.
func (n *namespaces) Command(node int, binary string, args ...string) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", n.name(node), binary}, args...)...)
}

// Set implements Wires.
func (n *namespaces) Set(from, to int, c Condition) error {
	if c.Delay > 0 {
		return fmt.Errorf("a slow link needs the proxy: this kernel has no netem")
	}
	before := n.set[[2]int{from, to}]
	n.set[[2]int{from, to}] = c
	if lost, was := c.Stalled || c.Cut, before.Stalled || before.Cut; lost != was {
		verb := "del"
		if lost {
			verb = "add"
		}
		if err := run("ip", append(n.in(from), "route", verb, "blackhole", n.Host(to)+"/32")...); err != nil {
			return err
		}
	}
	if c.Rate == before.Rate {
		return nil
	}
	return n.narrow(from)
}

// narrow bounds what a node sends by the narrowest of its links: the kernel's queue is one per interface.
func (n *namespaces) narrow(node int) error {
	rate := 0
	for pair, c := range n.set {
		if pair[0] == node && c.Rate > 0 && (rate == 0 || c.Rate < rate) {
			rate = c.Rate
		}
	}
	if rate == 0 {
		return run("tc", append(n.in(node), "qdisc", "del", "dev", "eth0", "root")...)
	}
	return run("tc", append(n.in(node), "qdisc", "replace", "dev", "eth0", "root", "tbf",
		"rate", fmt.Sprintf("%dbit", rate*8), "burst", tbfBurst, "latency", tbfLatency)...)
}

// Close implements Wires.
func (n *namespaces) Close() error {
	n.remove()
	return nil
}

// clearNamespaces takes away the wires of an earlier run over the same ports that came to no end, whatever form the next
// one has.
func clearNamespaces(base int) {
	if os.Geteuid() == 0 {
		(&namespaces{nodes: make([]localnet.Node, validatorCount+1), base: base}).remove()
	}
}

// remove takes away what this run, or one that crashed before it, has made. What is not there is no error.
func (n *namespaces) remove() {
	for i := range n.nodes {
		_ = run("ip", "netns", "del", n.name(i))
		_ = run("ip", "link", "del", n.outside(i))
	}
	_ = run("ip", "link", "del", n.bridge())
}

func run(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}
