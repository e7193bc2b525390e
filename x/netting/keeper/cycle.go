// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// closeCycle closes the open cycle and opens the next: the running nets of the members move to those that wait. Its
// cost depends on the members and not on the obligations.
func (k Keeper) closeCycle(ctx context.Context, c *netting.Currency, now int64) error {
	positions, err := k.positionsOf(ctx, c.Code)
	if err != nil {
		return err
	}
	for _, p := range positions {
		if p.OpenOwed == 0 && p.OpenDue == 0 {
			continue
		}
		p.Roll()
		if err := k.savePosition(ctx, p); err != nil {
			return err
		}
	}

	cycle := c.ClosedCycle(now)
	if err := k.Cycles.Set(ctx, collections.Join(c.Code, cycle.Number), cycle); err != nil {
		return err
	}
	c.Close(now)
	c.SettleDue = true
	return k.saveCurrency(ctx, *c)
}

// stateCycle reckons the first CLOSED cycle that has no statements: figures of the cycle, and a statement with digest
// for every member in it.
func (k Keeper) stateCycle(ctx context.Context, c *netting.Currency) error {
	number := c.StatedCycle + 1
	cycle, err := k.Cycles.Get(ctx, collections.Join(c.Code, number))
	if err != nil {
		return err
	}
	pairs, err := k.pairsOf(ctx, c.Code, number)
	if err != nil {
		return err
	}
	if err := cycle.Reckon(pairs); err != nil {
		return err
	}
	for _, statement := range cycle.Statements(pairs) {
		if err := k.Statements.Set(ctx, collections.Join3(c.Code, number, uint16(statement.Member)), statement); err != nil {
			return err
		}
	}
	if err := k.Cycles.Set(ctx, collections.Join(c.Code, number), cycle); err != nil {
		return err
	}
	c.StatedCycle = number
	if err := k.saveCurrency(ctx, *c); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&netting.EventCycleClosed{
		Currency: c.Code, Cycle: number, Obligations: cycle.Obligations, Gross: cycle.Gross, Net: cycle.Net,
		ValueDate: cycle.ValueDate,
	})
}

// pairsOf are the pair totals of a cycle, by owing and due member.
func (k Keeper) pairsOf(ctx context.Context, code string, cycle uint64) ([]netting.PairTotal, error) {
	var pairs []netting.PairTotal
	err := k.PairTotals.Walk(ctx, collections.NewSuperPrefixedQuadRange[string, uint64, uint16, uint16](code, cycle),
		func(key pairKey, pair netting.PairTotal) (bool, error) {
			pair.Currency, pair.Cycle, pair.From, pair.To = key.K1(), key.K2(), uint32(key.K3()), uint32(key.K4())
			pairs = append(pairs, pair)
			return false, nil
		})
	return pairs, err
}
