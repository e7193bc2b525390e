// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"os/exec"

	"github.com/taelnet/tael/networks/localnet"
)

// Wires are what lies between the nodes of a network, in one of two forms: connections through doors of this program,
// or network namespaces of the kernel. Nodes are named by their place in the network.
type Wires interface {
	// Form names the form: proxy or namespaces.
	Form() string
	// Host is where a node's RPC and gRPC are reached.
	Host(node int) string
	// Configure changes the text of a node's configuration file, which names all nodes by loopback.
	Configure(node int, text string) string
	// Command is how a node's process is started.
	Command(node int, binary string, args ...string) *exec.Cmd
	// Set puts one direction of a link into a condition.
	Set(from, to int, c Condition) error
	// Close takes everything away again.
	Close() error
}

// Forms of wires.
const (
	FormProxy      = "proxy"
	FormNamespaces = "namespaces"
)

// newWires lays the wires of one form between nodes.
func newWires(form string, base int, nodes []localnet.Node) (Wires, error) {
	if form == FormNamespaces {
		return newNamespaces(base, nodes)
	}
	return newProxies(base, nodes)
}
