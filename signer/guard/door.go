// SPDX-License-Identifier: Apache-2.0

package guard

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/cometbft/cometbft/crypto/ed25519"
	cryptoenc "github.com/cometbft/cometbft/crypto/encoding"
	"github.com/cometbft/cometbft/libs/protoio"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"

	"github.com/taelnet/tael/signer"
)

// door lets only signers in that have been judged: every line, also of a signer that comes back, begins with the
// question for its mark.
type door struct {
	net.Listener
	guard *Guard
}

// Accept is the next line to a signer that is taken.
func (d *door) Accept() (net.Conn, error) {
	line, err := d.Listener.Accept()
	if err != nil {
		if d.guard.isClosed() {
			time.Sleep(returnTime) // the endpoint asks again at once until it has stopped
		}
		return nil, err
	}
	if err := d.greet(line); err != nil {
		return nil, errors.Join(err, line.Close())
	}
	return line, nil
}

func (d *door) greet(line net.Conn) error {
	if d.guard.address.Network == "tcp" {
		if err := d.guard.address.CheckPeer(line); err != nil {
			return err
		}
	}
	if err := line.SetDeadline(time.Now().Add(answerTime)); err != nil {
		return err
	}
	ask := signer.AskMark(d.guard.chainID)
	if _, err := protoio.NewDelimitedWriter(line).WriteMsg(&ask); err != nil {
		return err
	}
	var answer privvalproto.Message
	if _, err := protoio.NewDelimitedReader(line, signer.MaxMessageBytes).ReadMsg(&answer); err != nil {
		return fmt.Errorf("%w: %w", signer.ErrNoAnnouncement, err)
	}
	if err := d.judge(answer.GetPubKeyResponse()); err != nil {
		d.guard.log.Error("signer refused", "why", err)
		tell := signer.TellRefusal(err.Error())
		_, failed := protoio.NewDelimitedWriter(line).WriteMsg(&tell)
		return errors.Join(err, failed)
	}
	d.guard.log.Info("signer taken")
	return line.SetDeadline(time.Time{})
}

func (d *door) judge(answer *privvalproto.PubKeyResponse) error {
	announced, err := signer.ReadAnnouncement(answer)
	if err != nil {
		return d.guard.refuse(err)
	}
	key, err := cryptoenc.PubKeyFromProto(answer.PubKey)
	if err != nil {
		return d.guard.refuse(err)
	}
	public, ok := key.(ed25519.PubKey)
	if !ok {
		return d.guard.refuse(fmt.Errorf("%w: expected an Ed25519 key, got %s", ErrOtherKey, key.Type()))
	}
	return d.guard.admit(public, announced)
}

// listen opens the address. Over tcp the node proves itself with its node key, so that a signer can pin it.
func listen(address signer.Address, node p2p.NodeKey) (net.Listener, error) {
	if address.Network == "tcp" {
		key, ok := node.PrivKey.(ed25519.PrivKey)
		if !ok {
			return nil, fmt.Errorf("expected an Ed25519 node key, got %s", node.PrivKey.Type())
		}
		listener, err := net.Listen("tcp", address.Where)
		if err != nil {
			return nil, err
		}
		return with(privval.NewTCPListener(listener, key), privval.TCPListenerTimeoutReadWrite(answerTime)), nil
	}
	if err := removeStale(address.Where); err != nil {
		return nil, err
	}
	listener, err := net.Listen("unix", address.Where)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(address.Where, 0o600); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return with(privval.NewUnixListener(listener), privval.UnixListenerTimeoutReadWrite(answerTime)), nil
}

// with applies an option. The listeners set a deadline of their own at every read, over the endpoint's.
func with[L any, O ~func(L)](listener L, option O) L {
	option(listener)
	return listener
}

// removeStale removes the socket that a killed node left behind. One that somebody listens on stays, and so does
// whatever is no socket.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() != os.ModeSocket {
		return fmt.Errorf("%s is there and is no socket: choose another path", path)
	}
	if line, err := net.Dial("unix", path); err == nil {
		return errors.Join(fmt.Errorf("another process listens at %s: stop it first", path), line.Close())
	}
	return os.Remove(path)
}
