// SPDX-License-Identifier: Apache-2.0

package client

import (
	"context"
	"fmt"
	"time"
)

// patience is how long a node may show no new block before the next node is asked.
const patience = 2 * time.Second

// Follow calls f with every block from height from on, in order, without a gap and without a repetition, until ctx
// ends, the client is closed, or f returns an error, which Follow then returns. A caller that stores the height of the
// last block it has dealt with continues after it when it starts again. A node that goes away or falls behind is left
// for the next one. It fails with ErrConfig if from is below 1 and with ErrPruned if no follower holds a block any more.
func (c *Client) Follow(ctx context.Context, from int64, f func(Block) error) error {
	if from < 1 {
		return fmt.Errorf("%w: expected a height from 1 on, got %d", ErrConfig, from)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.closed, cancel)()

	cursor := cursor{client: c, height: from, progress: time.Now()}
	for {
		b, err := cursor.read(ctx)
		switch {
		case ctx.Err() != nil:
			return c.ended(ctx)
		case err == nil:
			if err := f(b); err != nil {
				return err
			}
			cursor.advance()
			continue
		}
		if err := cursor.stay(err); err != nil {
			return err
		}
		if err := c.pause(ctx, cursor.rest()); err != nil {
			return err
		}
	}
}

// cursor is where a follower is, and what it knows of the node it reads from.
type cursor struct {
	client   *Client
	height   int64
	at       int       // the node
	progress time.Time // when it last showed a block, or was turned to
	silent   int       // nodes in a row that did not speak
	pruned   int       // nodes in a row that hold no block as old
}

func (c *cursor) read(ctx context.Context) (Block, error) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return c.client.nodes[c.at].block(call, c.height)
}

func (c *cursor) advance() {
	c.height, c.progress, c.silent, c.pruned = c.height+1, time.Now(), 0, 0
}

// stay decides whom to ask next for the same block.
func (c *cursor) stay(err error) error {
	nodes := len(c.client.nodes)
	switch {
	case pruned(err):
		if c.pruned++; c.pruned >= nodes {
			return fmt.Errorf("%w: %w", ErrPruned, err)
		}
	case !answered(err):
		c.silent, c.pruned = c.silent+1, 0
	case time.Since(c.progress) <= patience:
		c.silent, c.pruned = 0, 0
		return nil
	default:
		c.silent, c.pruned = 0, 0
	}
	c.at, c.progress = (c.at+1)%nodes, time.Now()
	return nil
}

// rest is the pause before the next question: short while nodes speak, growing while none does.
func (c *cursor) rest() time.Duration {
	return max(c.client.cfg.Poll, growing(max(c.silent/len(c.client.nodes)-1, 0)))
}
