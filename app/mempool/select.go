// SPDX-License-Identifier: Apache-2.0

package mempool

import (
	"context"

	sdkmempool "github.com/cosmos/cosmos-sdk/types/mempool"
)

// Select goes through all that waits in the order of a proposal. Transactions that CometBFT offers are not looked at:
// it holds nothing that this pool did not let in first, and forgets everything when the node stops, as this pool does.
func (p *Pool) Select(context.Context, [][]byte) sdkmempool.Iterator {
	return (&iterator{pool: p, proposal: p.Propose(0)}).Next()
}

// SelectBy is Select with a callback, until it answers false.
func (p *Pool) SelectBy(ctx context.Context, _ [][]byte, callback func(sdkmempool.PooledTx) bool) {
	for i := p.Select(ctx, nil); i != nil && callback(i.Tx()); {
		i = i.Next()
	}
}

type iterator struct {
	pool     *Pool
	proposal *Proposal
	tx       sdkmempool.PooledTx
}

func (i *iterator) Next() sdkmempool.Iterator {
	for {
		c, ok := i.proposal.Next()
		if !ok {
			return nil
		}
		i.proposal.Take()
		if tx, err := i.pool.decode(c.Raw); err == nil {
			i.tx = sdkmempool.NewPooledTx(tx, c.Gas)
			return i
		}
	}
}

func (i *iterator) Tx() sdkmempool.PooledTx { return i.tx }
