// SPDX-License-Identifier: Apache-2.0

// Package vanilla names the chain that Tael is compared with: a stock application of the same SDK with accounts and
// balances and nothing else. Its node is in vanillad; the benchmark knows it by what stands here.
package vanilla

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path/filepath"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/types/bech32"
)

const (
	// ChainID is the chain's id.
	ChainID = "vanilla-1"
	// Denom is its one denom, the SDK's default.
	Denom = "stake"
	// Prefix begins its addresses, the SDK's default.
	Prefix = "cosmos"
	// Funds are what each account holds at genesis.
	Funds = 1_000_000_000
	// PortsPerNode is the distance between the first ports of two nodes.
	PortsPerNode = 10
)

// Key is the key of the n-th account. It is public: anybody can derive it.
func Key(n int) *secp256k1.PrivKey {
	seed := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("vanilla account "), uint64(n)))
	return &secp256k1.PrivKey{Key: seed[:]}
}

// Address is the address of the n-th account.
func Address(n int) (string, error) {
	return bech32.ConvertAndEncode(Prefix, Key(n).PubKey().Address())
}

// Home is the home of the n-th node of a network in dir.
func Home(dir string, n int) string { return filepath.Join(dir, fmt.Sprintf("node%d", n)) }

// Ports are where a node listens on loopback.
type Ports struct{ P2P, RPC, GRPC int }

// PortsOf are the ports of the n-th node of a network whose first port is base.
func PortsOf(base, n int) Ports {
	first := base + n*PortsPerNode
	return Ports{P2P: first, RPC: first + 1, GRPC: first + 2}
}
