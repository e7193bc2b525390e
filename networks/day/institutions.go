// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"fmt"
	"sync"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
)

// institutions are the members' officers: one lane per duty, with the development keys of the local network.
type institutions struct {
	client *client.Client
	keys   genesis.Keys

	mu    sync.Mutex
	lanes map[string]*client.Lane
}

func newInstitutions(c *client.Client) (*institutions, error) {
	keys, err := genesis.DevKeys(c.ChainID())
	if err != nil {
		return nil, err
	}
	return &institutions{client: c, keys: keys, lanes: map[string]*client.Lane{}}, nil
}

// lane is the lane of a member's key of one use (genesis.Key…), n counting from 0.
func (i *institutions) lane(member, use string, n int) *client.Lane {
	i.mu.Lock()
	defer i.mu.Unlock()
	name := fmt.Sprintf("%s/%s/%d", member, use, n)
	if _, ok := i.lanes[name]; !ok {
		i.lanes[name] = i.client.Lane(i.keys.Account(member, use, n))
	}
	return i.lanes[name]
}

func (i *institutions) address(member, use string) string {
	return i.keys.Address(member, use, 0).String()
}

// act has an officer send one message and waits until it is final.
func (i *institutions) act(ctx context.Context, member, use string, msg sdk.Msg) (client.Outcome, error) {
	outcome, err := i.lane(member, use, 0).Submit(ctx, msg)
	if err != nil {
		return outcome, fmt.Errorf("%s of %s: %s: %w", use, member, sdk.MsgTypeURL(msg), err)
	}
	return outcome, nil
}

// bulk sends many messages of one officer, as many to a transaction as fit, several transactions in flight.
func (i *institutions) bulk(ctx context.Context, member, use string, msgs []sdk.Msg) error {
	lane := i.lane(member, use, 0)
	var pending []*client.Pending
	for len(msgs) > 0 {
		n := min(len(msgs), bulkMessages)
		p, err := lane.Send(ctx, msgs[:n]...)
		if err != nil {
			return fmt.Errorf("%s of %s: %w", use, member, err)
		}
		pending, msgs = append(pending, p), msgs[n:]
	}
	for _, p := range pending {
		outcome, err := p.Wait(ctx)
		if err == nil && outcome.Failed() {
			err = outcome
		}
		if err != nil {
			return fmt.Errorf("%s of %s: %w", use, member, err)
		}
	}
	return nil
}

// bulkMessages is how many messages one transaction of bulk carries.
const bulkMessages = 100
