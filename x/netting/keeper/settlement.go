// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/netting"
)

// settleCycles settles all CLOSED cycles of a currency as one net: every net debtor pays the clearing account and
// every net creditor is paid from it, or nothing moves and the short debtors are OUTBOUND_BLOCKED. The movements count on a settlement day.
func (k Keeper) settleCycles(ctx sdk.Context, c *netting.Currency, now int64, day uint32) error {
	c.SettleDue = false
	if c.Waiting() == 0 {
		return k.saveCurrency(ctx, *c)
	}
	positions, err := k.positionsOf(ctx, c.Code)
	if err != nil {
		return err
	}
	settlement, err := netting.Settle(*c, positions, now)
	if err != nil {
		return err
	}
	short, err := k.shortDebtors(ctx, *c, settlement)
	if err != nil {
		return err
	}
	if len(short) > 0 {
		return k.leaveClosed(ctx, *c, positions, short)
	}

	if err := k.moveNets(ctx, *c, settlement); err != nil {
		return err
	}
	if err := k.settlePositions(ctx, c, positions, now, day); err != nil {
		return err
	}
	if err := k.Settlements.Set(ctx, collections.Join(c.Code, settlement.LastCycle), settlement); err != nil {
		return err
	}
	c.SettledCycle, c.Flagged = settlement.LastCycle, false
	if err := k.saveCurrency(ctx, *c); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&netting.EventCycleSettled{
		Currency: c.Code, FirstCycle: settlement.FirstCycle, LastCycle: settlement.LastCycle, Amount: settlement.Amount,
	})
}

// shortfall is a debtor whose settlement account holds less than its net.
type shortfall struct {
	member       uint32
	net, balance uint64
}

// shortDebtors are the debtors that cannot pay, by member number.
func (k Keeper) shortDebtors(ctx context.Context, c netting.Currency, settlement netting.Settlement) ([]shortfall, error) {
	var short []shortfall
	for _, m := range settlement.Movements {
		if m.Paid == 0 {
			continue
		}
		balance, err := k.SettlementBalance(ctx, m.Member, c.SettlingDenom)
		if err != nil {
			return nil, err
		}
		if balance < m.Paid {
			short = append(short, shortfall{member: m.Member, net: m.Paid, balance: balance})
		}
	}
	return short, nil
}

// leaveClosed blocks the short debtors and leaves the cycles CLOSED until new funds or the next close.
func (k Keeper) leaveClosed(ctx sdk.Context, c netting.Currency, positions []netting.Position, short []shortfall) error {
	for _, s := range short {
		member, err := k.consortium.Member(ctx, s.member)
		if err != nil {
			return err
		}
		if err := ctx.EventManager().EmitTypedEvent(&netting.EventCycleShort{
			Currency: c.Code, FirstCycle: c.SettledCycle + 1, LastCycle: c.OpenCycle - 1,
			Debtor: member.Id, Net: s.net, Balance: s.balance,
		}); err != nil {
			return err
		}
		for _, p := range positions {
			if p.Member != s.member {
				continue
			}
			standing := netting.Standing{Position: p, Share: c.UsableShare()}
			standing.Balance = s.balance
			if err := k.judge(ctx, &standing); err != nil {
				return err
			}
			if err := k.savePosition(ctx, standing.Position); err != nil {
				return err
			}
		}
	}
	c.Flagged = false
	return k.saveCurrency(ctx, c)
}

// moveNets moves the nets through the clearing account: all payments in, then all payments out.
func (k Keeper) moveNets(ctx context.Context, c netting.Currency, settlement netting.Settlement) error {
	clearing := netting.ClearingAccount()
	for _, m := range settlement.Movements {
		if m.Paid == 0 {
			continue
		}
		if err := k.bank.Move(ctx, netting.SettlementAccount(m.Member, c.SettlingDenom), clearing, c.SettlingDenom, m.Paid); err != nil {
			return err
		}
	}
	for _, m := range settlement.Movements {
		if m.Received == 0 {
			continue
		}
		if err := k.bank.Move(ctx, clearing, netting.SettlementAccount(m.Member, c.SettlingDenom), c.SettlingDenom, m.Received); err != nil {
			return err
		}
	}
	return nil
}

// settlePositions forgets what has been paid, shrinks earmarks to what is left and releases members whose positions are
// sound again.
func (k Keeper) settlePositions(ctx context.Context, c *netting.Currency, positions []netting.Position, now int64, day uint32) error {
	for _, p := range positions {
		if p.ClosedOwed == 0 && p.ClosedDue == 0 {
			continue
		}
		s := netting.Standing{Position: p, Share: c.UsableShare()}
		s.Turn(day, now)
		s.Settle()
		balance, err := k.SettlementBalance(ctx, p.Member, c.SettlingDenom)
		if err != nil {
			return err
		}
		if err := k.keep(ctx, &s, balance); err != nil {
			return err
		}
		if err := k.judge(ctx, &s); err != nil {
			return err
		}
		s.Mark(now)
		if err := k.savePosition(ctx, s.Position); err != nil {
			return err
		}
		watch(ctx, c, s)
	}
	return nil
}
