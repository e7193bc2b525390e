// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

)

// Lane is one account's sequence: transactions sent on it run in the order sent, several in flight at once. Lanes are
// independent of each other, so a backend takes as many SUBMITTER accounts as it wants transactions in parallel. Open
// one lane per account: two would spend the same sequences, which is safe and slow. A lane is safe for concurrent use.
type Lane struct {
	client  *Client
	signer  Signer
	address sdk.AccAddress

	// turn holds one token: who takes it may use the fields below. Unlike a mutex it can be waited for with a context.
	turn     chan struct{}
	known    bool // whether number and sequence are those of the next transaction
	epoch    int  // how often the account was read
	number   uint64
	sequence uint64
	floor    uint64 // no lower sequence can be right: blocks hold everything below
	flying   []*Pending
}

// Lane opens a lane for a signer. The account is read when the first transaction is sent.
func (c *Client) Lane(signer Signer) *Lane {
	return &Lane{
		client: c, signer: signer, address: sdk.AccAddress(signer.PubKey().Address()), turn: make(chan struct{}, 1),
	}
}

// Address is the lane's account.
func (l *Lane) Address() sdk.AccAddress { return l.address }

// Send signs the messages with the lane's next sequence and hands them to a node. It returns as soon as one has taken
// them into its mempool, or when that is uncertain because an answer was lost; Wait then tells the outcome. With an
// error nothing was sent: an Outcome is a node's refusal, ErrUnavailable means that no endpoint could be reached or
// had room.
func (l *Lane) Send(ctx context.Context, msgs ...sdk.Msg) (*Pending, error) {
	if err := l.enter(ctx); err != nil {
		return nil, err
	}
	defer l.leave()

	for attempt := 0; ; attempt++ {
		if err := l.ready(ctx); err != nil {
			return nil, err
		}
		p, err := l.sign(msgs)
		if err != nil {
			return nil, err
		}
		if err := l.client.watch.add(p); err != nil {
			return nil, err
		}
		v := l.client.broadcast(ctx, p.tx.Raw)
		if v.taken || v.unknown {
			l.client.watch.sent(p, v.refusal)
			l.flying = append(l.flying, p)
			l.sequence++
			l.known = v.taken
			return p, nil
		}

		l.client.watch.remove(p)
		switch {
		case v.refusal == nil:
			if err := l.client.ended(ctx); err != nil {
				return nil, err
			}
			return nil, v.err()
		case !stale(*v.refusal) || attempt == maxResync:
			return nil, *v.refusal
		}
		l.known = false
		if err := l.client.pause(ctx, growing(attempt)); err != nil {
			return nil, err
		}
	}
}

// maxResync bounds how often one Send reads the sequence again; with the growing pauses that is two seconds.
const maxResync = 9

// Submit sends the messages and waits until their outcome is final. When they were certainly not executed, or when no
// endpoint takes them, it signs and sends them again, until ctx ends. A failed outcome is returned together with
// itself as the error. When ctx ends while the outcome is unknown the error says until when.
func (l *Lane) Submit(ctx context.Context, msgs ...sdk.Msg) (Outcome, error) {
	for attempt := 0; ; attempt++ {
		p, err := l.Send(ctx, msgs...)
		if errors.Is(err, ErrUnavailable) {
			if ended := l.client.pause(ctx, growing(attempt)); ended != nil {
				return Outcome{}, errors.Join(ended, err)
			}
			continue
		}
		if err != nil {
			return Outcome{}, err
		}
		outcome, err := p.Wait(ctx)
		switch {
		case errors.Is(err, ErrNotExecuted), err == nil && stale(outcome):
			if err := l.resync(ctx, p); err != nil {
				return Outcome{}, err
			}
		case err != nil:
			return Outcome{}, fmt.Errorf("transaction %X, of unknown outcome until block time %s: %w",
				p.tx.Hash, p.tx.Expires.UTC().Format(time.RFC3339), err)
		case outcome.Failed():
			return outcome, outcome
		default:
			return outcome, nil
		}
	}
}

func (l *Lane) enter(ctx context.Context) error {
	select {
	case l.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
	case <-l.client.closed.Done():
	}
	return l.client.ended(ctx)
}

func (l *Lane) leave() { <-l.turn }

// resync has the sequence read again before the next transaction, unless that was done since p was signed.
func (l *Lane) resync(ctx context.Context, p *Pending) error {
	if err := l.enter(ctx); err != nil {
		return err
	}
	defer l.leave()
	if l.epoch == p.epoch {
		l.known = false
	}
	return nil
}

func (l *Lane) sign(msgs []sdk.Msg) (*Pending, error) {
	signed, err := Sign(l.signer, Terms{
		ChainID: l.client.cfg.ChainID, AccountNumber: l.number, Sequence: l.sequence,
		Expires: l.client.watch.now().Add(l.client.cfg.Timeout),
	}, msgs...)
	if err != nil {
		return nil, err
	}
	return newPending(signed, l.sequence, l.epoch), nil
}

// flyingMost is how many transactions a lane remembers before it lets go of those that are final.
const flyingMost = 256

// ready makes sure the lane's sequence is known. After a gap it first waits for everything in flight: the committed
// sequence says nothing of what still lies in a mempool.
func (l *Lane) ready(ctx context.Context) error {
	if len(l.flying) > flyingMost {
		l.land()
	}
	if l.known {
		return nil
	}
	for _, p := range l.flying {
		if _, err := p.Wait(ctx); err != nil && !errors.Is(err, ErrNotExecuted) {
			return err
		}
	}
	l.land()

	for attempt := 0; ; attempt++ {
		account, err := l.client.account(ctx, l.address)
		if err != nil {
			return err
		}
		if account.Sequence >= l.floor {
			l.number, l.sequence = account.AccountNumber, account.Sequence
			l.known, l.epoch = true, l.epoch+1
			return nil
		}
		// The node that answered has not yet committed the block another one showed us.
		if attempt == maxResync {
			return fmt.Errorf("%w: %s: expected a sequence of at least %d, got %d from a node that lags behind",
				ErrUnavailable, l.address, l.floor, account.Sequence)
		}
		if err := l.client.pause(ctx, growing(attempt)); err != nil {
			return err
		}
	}
}

// land lets go of transactions that are final, and keeps what they prove about the sequence.
func (l *Lane) land() {
	var open []*Pending
	for _, p := range l.flying {
		select {
		case <-p.done:
			// A transaction that fails in admission leaves the sequence as it was; any other in a block steps it.
			if p.err == nil && !unadmitted(p.outcome) {
				l.floor = max(l.floor, p.sequence+1)
			}
		default:
			open = append(open, p)
		}
	}
	l.flying = open
}

// account reads number and sequence of an account from committed state.
func (c *Client) account(ctx context.Context, addr sdk.AccAddress) (authtypes.BaseAccount, error) {
	var account authtypes.BaseAccount
	err := c.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := authtypes.NewQueryClient(conn).Account(ctx, &authtypes.QueryAccountRequest{Address: addr.String()})
		if err != nil {
			return err
		}
		if res.Account == nil {
			return errors.New("the answer holds no account")
		}
		return proto.Unmarshal(res.Account.Value, &account)
	})
	if err != nil {
		return account, fmt.Errorf("account %s: %w", addr, err)
	}
	return account, nil
}
