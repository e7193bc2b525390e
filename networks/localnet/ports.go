// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"errors"
	"fmt"
	"net"
)

// portsPerNode is the distance between the first ports of two nodes.
const portsPerNode = 10

// firstDynamicPort is where the system's own choice of ports begins on Linux; below it nothing takes one by chance.
const firstDynamicPort = 32_768

// ErrPort says that a port is taken or no port at all.
var ErrPort = errors.New("port")

// Ports are where a node listens on loopback.
type Ports struct {
	P2P  int `json:"p2p"`
	RPC  int `json:"rpc"`
	GRPC int `json:"grpc"`
	REST int `json:"rest"`
}

// nodePorts are the ports of node number i of a network.
func nodePorts(base, i int) Ports {
	first := base + i*portsPerNode
	return Ports{P2P: first, RPC: first + 1, GRPC: first + 2, REST: first + 3}
}

// checkBasePort refuses a base from which the ports of that many nodes do not fit.
func checkBasePort(base, nodes int) error {
	last := base + nodes*portsPerNode - 1
	if base < 1_024 || last >= firstDynamicPort {
		return fmt.Errorf("%w: --base-port %d with %d nodes: expected a range inside 1024-%d, got %d-%d",
			ErrPort, base, nodes, firstDynamicPort-1, base, last)
	}
	return nil
}

// probe fails if any port of the node is taken, and names it, its use and the flag that moves the network.
func (n Node) probe() error {
	for _, p := range []struct {
		use  string
		port int
	}{{"P2P", n.Ports.P2P}, {"RPC", n.Ports.RPC}, {"gRPC", n.Ports.GRPC}, {"REST", n.Ports.REST}} {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", p.port))
		if err != nil {
			return fmt.Errorf("%w %d (%s of %s) is taken by another process: stop that process, "+
				"or put the network elsewhere with --base-port and a new --home", ErrPort, p.port, p.use, n.Name)
		}
		if err := listener.Close(); err != nil {
			return err
		}
	}
	return nil
}
