// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/app/ante"
)

// Lane is one account's sequence: transactions sent on it run in the order sent, several in flight at once. Lanes are
// independent of each other, so a backend takes as many SUBMITTER accounts as it wants transactions in parallel.
type Lane struct {
	client  *Client
	signer  Signer
	address sdk.AccAddress

	mu       sync.Mutex
	known    bool
	number   uint64
	sequence uint64
	flying   []*Pending
}

// Lane opens a lane for a signer. The account is read when the first transaction is sent.
func (c *Client) Lane(signer Signer) *Lane {
	return &Lane{client: c, signer: signer, address: sdk.AccAddress(signer.PubKey().Address())}
}

// Address is the lane's account.
func (l *Lane) Address() sdk.AccAddress { return l.address }

// Send signs the messages with the lane's next sequence and hands them to a node. It returns as soon as one has taken
// them into its mempool; Wait then tells the outcome. An *Outcome error is the node's refusal: nothing was sent on.
func (l *Lane) Send(ctx context.Context, msgs ...sdk.Msg) (*Pending, error) {
	l.mu.Lock()
	defer l.mu.Unlock()

	for attempt := 0; ; attempt++ {
		if err := l.ready(ctx); err != nil {
			return nil, err
		}
		expires := time.Now().Add(l.client.cfg.Timeout)
		signed, err := Sign(l.signer, Terms{
			ChainID: l.client.cfg.ChainID, AccountNumber: l.number, Sequence: l.sequence, Expires: expires,
		}, msgs...)
		if err != nil {
			return nil, err
		}

		p := newPending(signed)
		l.client.watch.add(p)
		refusal, err := l.client.broadcast(ctx, signed.Raw)
		switch {
		case err != nil:
			// Whether some node took it is unknown until its time is past, and then it is known.
			l.known = false
			l.flying = append(l.flying, p)
			return p, nil
		case refusal == nil:
			l.sequence++
			l.flying = append(l.flying, p)
			return p, nil
		}

		l.client.watch.remove(p)
		if !outOfStep(*refusal) || attempt == maxResync {
			return nil, *refusal
		}
		l.known = false
	}
}

// maxResync bounds how often one Send reads the sequence again.
const maxResync = 5

// Submit sends the messages and waits until their outcome is final. When they were certainly not executed it signs
// and sends them again, until ctx ends. A failed outcome is returned together with itself as the error.
func (l *Lane) Submit(ctx context.Context, msgs ...sdk.Msg) (Outcome, error) {
	for {
		p, err := l.Send(ctx, msgs...)
		if err != nil {
			return Outcome{}, err
		}
		outcome, err := p.Wait(ctx)
		switch {
		case errors.Is(err, ErrNotExecuted):
			l.resync()
			continue
		case err != nil:
			return Outcome{}, err
		case outcome.Failed():
			if outOfStep(outcome) {
				l.resync()
				continue
			}
			return outcome, outcome
		default:
			return outcome, nil
		}
	}
}

func (l *Lane) resync() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known = false
}

// ready makes sure the lane's sequence is known. After a gap it first waits for everything in flight: the committed
// sequence says nothing of what still lies in a mempool.
func (l *Lane) ready(ctx context.Context) error {
	if l.known {
		if len(l.flying) > 1024 {
			l.flying = unresolved(l.flying)
		}
		return nil
	}
	for _, p := range unresolved(l.flying) {
		if _, err := p.Wait(ctx); err != nil && !errors.Is(err, ErrNotExecuted) {
			return err
		}
	}
	l.flying = nil

	account, err := l.client.account(ctx, l.address)
	if err != nil {
		return err
	}
	l.number, l.sequence, l.known = account.AccountNumber, account.Sequence, true
	return nil
}

func unresolved(flying []*Pending) []*Pending {
	var open []*Pending
	for _, p := range flying {
		select {
		case <-p.done:
		default:
			open = append(open, p)
		}
	}
	return open
}

func outOfStep(o Outcome) bool {
	return o.Codespace == ante.Codespace && o.Code == ante.ErrSequence.ABCICode()
}

// broadcast hands the bytes to the first node that answers. A node that knows them already has taken them before.
func (c *Client) broadcast(ctx context.Context, raw []byte) (refusal *Outcome, err error) {
	err = c.each(ctx, func(ctx context.Context, conn *grpc.ClientConn) error {
		res, err := txtypes.NewServiceClient(conn).BroadcastTx(ctx, &txtypes.BroadcastTxRequest{
			TxBytes: raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC,
		})
		if err != nil {
			return err
		}
		r := res.TxResponse
		if r.Code == 0 || strings.Contains(r.RawLog, "already exists in cache") || strings.Contains(r.RawLog, "tx already in mempool") {
			return nil
		}
		if r.Codespace == ante.Codespace && r.Code == ante.ErrAuditNode.ABCICode() {
			return errors.New(r.RawLog)
		}
		if r.Codespace == "sdk" && r.Code == mempoolFull {
			return fmt.Errorf("mempool full: %s", r.RawLog)
		}
		refusal = &Outcome{Codespace: r.Codespace, Code: r.Code, Log: r.RawLog}
		return nil
	})
	return refusal, err
}

// mempoolFull is the SDK's code for a mempool that takes no more.
const mempoolFull = 20

// account reads number and sequence of an account from committed state.
func (c *Client) account(ctx context.Context, addr sdk.AccAddress) (authtypes.BaseAccount, error) {
	var account authtypes.BaseAccount
	err := c.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := authtypes.NewQueryClient(conn).Account(ctx, &authtypes.QueryAccountRequest{Address: addr.String()})
		if err != nil {
			return err
		}
		return proto.Unmarshal(res.Account.Value, &account)
	})
	if err != nil {
		return account, fmt.Errorf("account %s: %w", addr, err)
	}
	return account, nil
}
