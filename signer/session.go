// SPDX-License-Identifier: Apache-2.0

package signer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/cometbft/cometbft/libs/protoio"
	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"
	cmttypes "github.com/cometbft/cometbft/types"

	"cosmossdk.io/log/v2"
)

// MaxMessageBytes is the largest message either side reads: a precommit with the largest extension and two signatures,
// and 1 KiB for the rest. It is CometBFT's own bound.
var MaxMessageBytes = cmttypes.MaxVoteExtensionSize + 2*cmttypes.MaxSignatureSize + 1024

const (
	// idle is how long a line may be silent. A node pings every few seconds; a line without pings is dead.
	idle = 20 * time.Second

	// answerTime is how long the node may take to read an answer.
	answerTime = 5 * time.Second

	shortestRedial = 100 * time.Millisecond
	longestRedial  = 2 * time.Second
)

// Session keeps a line to one node and answers what comes over it, one request after the other.
type Session struct {
	// Signer answers.
	Signer *Signer
	// Dial makes a line to the node.
	Dial Dialer
	// Log gets refusals and lost lines.
	Log log.Logger
	// Connected, if set, is told when a node is connected or gone. A node counts as connected once it has sent something.
	Connected func(bool)
}

// Run dials and serves until ctx ends, again and again: a node that is away comes back. It returns nil then.
func (s *Session) Run(ctx context.Context) error {
	wait := shortestRedial
	for ctx.Err() == nil {
		started := time.Now()
		err := s.once(ctx)
		s.tell(false)
		if ctx.Err() != nil {
			break
		}
		if time.Since(started) > longestRedial {
			wait = shortestRedial
		}
		s.Log.Error("no line to the node; trying again", "in", wait.String(), "why", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, longestRedial)
	}
	return nil
}

// once serves one line until it breaks.
func (s *Session) once(ctx context.Context) error {
	line, err := s.Dial(ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = line.Close() })
	defer stop()
	defer func() { _ = line.Close() }() // it is broken already
	return s.Serve(line)
}

// Serve answers the requests of one line until it breaks or brings what is no request, and says why.
func (s *Session) Serve(line net.Conn) error {
	reader := protoio.NewDelimitedReader(line, MaxMessageBytes)
	writer := protoio.NewDelimitedWriter(line)
	for served := false; ; served = true {
		if err := line.SetReadDeadline(time.Now().Add(idle)); err != nil {
			return err
		}
		var request privvalproto.Message
		if _, err := reader.ReadMsg(&request); err != nil {
			if errors.Is(err, io.EOF) {
				return fmt.Errorf("the node hung up: %w", err)
			}
			return fmt.Errorf("reading a request: %w", err)
		}
		answer, refused, err := s.Signer.Answer(&request)
		if err != nil {
			return err
		}
		if refused != nil {
			s.Log.Error("refused", "why", refused)
		}
		if err := line.SetWriteDeadline(time.Now().Add(answerTime)); err != nil {
			return err
		}
		if _, err := writer.WriteMsg(&answer); err != nil {
			return fmt.Errorf("answering: %w", err)
		}
		// The first request is the node's question for the mark; it has taken the signer when a second one comes.
		if served {
			s.tell(true)
		}
	}
}

func (s *Session) tell(connected bool) {
	if s.Connected != nil {
		s.Connected(connected)
	}
}
