// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/p2p"
	p2pconn "github.com/cometbft/cometbft/p2p/conn"
)

// maxSocketPath is the longest path of a unix socket in bytes, by the operating systems' structure for it.
const maxSocketPath = 103

// handshakeTime bounds the making of a line.
const handshakeTime = 5 * time.Second

// ErrPeer says that the other end of a line is not who was expected.
var ErrPeer = errors.New("not the expected peer")

// Address is one end of the line between a node and its signer.
type Address struct {
	// Network is "unix" or "tcp".
	Network string
	// Where is the socket's path, or host and port.
	Where string
	// Peer is who must be at the other end of a tcp line: the id of its connection key, 40 hex digits.
	Peer p2p.ID
}

// ParseAddress reads unix:///path/of/socket or tcp://<id of the other end>@host:port.
func ParseAddress(text string) (Address, error) {
	network, where, ok := strings.Cut(text, "://")
	if !ok || where == "" {
		return Address{}, fmt.Errorf("expected unix:///path/of/socket or tcp://<id>@host:port, got %q", text)
	}
	switch network {
	case "unix":
		if len(where) > maxSocketPath {
			return Address{}, fmt.Errorf("the path of a unix socket has at most %d bytes, got %d: %s", maxSocketPath, len(where), where)
		}
		return Address{Network: network, Where: where}, nil
	case "tcp":
		id, host, ok := strings.Cut(where, "@")
		if !ok {
			return Address{}, fmt.Errorf("%s names nobody: expected tcp://<id>@host:port, with the id of the other end's "+
				"connection key (of a node: `taeld comet show-node-id`; of a signer: `taeld signer status`)", text)
		}
		if raw, err := hex.DecodeString(id); err != nil || len(raw) != p2p.IDByteLength {
			return Address{}, fmt.Errorf("%s: expected the id of the other end as %d hex digits, got %q", text, 2*p2p.IDByteLength, id)
		}
		if _, _, err := net.SplitHostPort(host); err != nil {
			return Address{}, fmt.Errorf("%s: %w", text, err)
		}
		return Address{Network: network, Where: host, Peer: p2p.ID(strings.ToLower(id))}, nil
	default:
		return Address{}, fmt.Errorf("expected unix or tcp, got %q: a line over %s would not say who is at its end", text, network)
	}
}

// String is the address as ParseAddress reads it.
func (a Address) String() string {
	if a.Network == "tcp" {
		return fmt.Sprintf("tcp://%s@%s", a.Peer, a.Where)
	}
	return a.Network + "://" + a.Where
}

// Dialer makes a line to a node.
type Dialer func(context.Context) (net.Conn, error)

// Dialer dials the address. Over tcp the line is encrypted and authenticated at both ends: connection proves who the
// signer is, and a node with another key than the address names is left at once with ErrPeer. A unix socket is
// neither: its directory says who may reach it.
func (a Address) Dialer(connection crypto.PrivKey) Dialer {
	return func(ctx context.Context) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, handshakeTime)
		defer cancel()
		raw, err := (&net.Dialer{}).DialContext(ctx, a.Network, a.Where)
		if err != nil || a.Network == "unix" {
			return raw, err
		}
		return a.secure(raw, connection)
	}
}

func (a Address) secure(raw net.Conn, connection crypto.PrivKey) (net.Conn, error) {
	if err := raw.SetDeadline(time.Now().Add(handshakeTime)); err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	line, err := p2pconn.MakeSecretConnection(raw, connection)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("handshake with %s: %w", a, err), raw.Close())
	}
	if err := a.CheckPeer(line); err != nil {
		return nil, errors.Join(err, line.Close())
	}
	return line, line.SetDeadline(time.Time{})
}

// CheckPeer fails with ErrPeer if the other end of a secret connection is not who the address names.
func (a Address) CheckPeer(line net.Conn) error {
	secret, ok := line.(*p2pconn.SecretConnection)
	if !ok {
		return fmt.Errorf("%w: the line is not authenticated", ErrPeer)
	}
	if id := p2p.PubKeyToID(secret.RemotePubKey()); id != a.Peer {
		return fmt.Errorf("%w: expected %s, the other end is %s", ErrPeer, a.Peer, id)
	}
	return nil
}
