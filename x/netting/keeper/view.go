// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"encoding/hex"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

// cycle is the cycle with a number, 0 being the open one, whose figures are reckoned here. ErrCycleUnknown.
func (k Keeper) cycle(ctx context.Context, c netting.Currency, number uint64) (netting.Cycle, error) {
	if number == 0 {
		number = c.OpenCycle
	}
	switch c.Status(number) {
	case netting.CYCLE_STATUS_UNSPECIFIED:
		return netting.Cycle{}, netting.ErrCycleUnknown.Wrapf("expected a cycle of %s up to %d, got %d", c.Code, c.OpenCycle, number)
	case netting.CYCLE_STATUS_OPEN:
		pairs, err := k.pairsOf(ctx, c.Code, number)
		if err != nil {
			return netting.Cycle{}, err
		}
		cycle := netting.Cycle{Currency: c.Code, Number: number, OpenedAt: c.OpenedAt, ValueDate: c.ValueDate}
		return cycle, cycle.Reckon(pairs)
	default:
		return k.Cycles.Get(ctx, collections.Join(c.Code, number))
	}
}

// settlementOf is the settlement that settled a cycle, nil while it is not SETTLED.
func (k Keeper) settlementOf(ctx context.Context, c netting.Currency, cycle uint64) (*netting.Settlement, error) {
	if c.Status(cycle) != netting.CYCLE_STATUS_SETTLED {
		return nil, nil
	}
	it, err := k.Settlements.Iterate(ctx, collections.NewPrefixedPairRange[string, uint64](c.Code).StartInclusive(cycle))
	if err != nil {
		return nil, err
	}
	settlement, err := it.Value()
	return &settlement, errors.Join(err, it.Close())
}

// memberPairs are the pair totals of a cycle in which a member stands. It reads two per member and not all pairs.
func (k Keeper) memberPairs(ctx context.Context, code string, cycle uint64, member uint32) ([]netting.PairTotal, error) {
	positions, err := k.positionsOf(ctx, code)
	if err != nil {
		return nil, err
	}
	var pairs []netting.PairTotal
	for _, other := range positions {
		for _, pair := range [...]netting.PairTotal{{From: member, To: other.Member}, {From: other.Member, To: member}} {
			total, err := k.PairTotals.Get(ctx, collections.Join4(code, cycle, uint16(pair.From), uint16(pair.To)))
			if errors.Is(err, collections.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			pair.Amount, pair.Count = total.Amount, total.Count
			pairs = append(pairs, pair)
		}
	}
	return pairs, nil
}

func (s queryServer) positionView(ctx context.Context, c netting.Currency, p netting.Position) (netting.PositionView, error) {
	member, err := s.k.consortium.Member(ctx, p.Member)
	if err != nil {
		return netting.PositionView{}, err
	}
	st, err := s.k.covered(ctx, c, p.Member)
	return netting.PositionView{
		Member: member.Id, Currency: c.Code, Owed: st.Owed(), Due: st.Due(), Position: st.Figure(), Reserved: st.Reserved,
		Cover: st.Cover(), Cap: st.Cap, Available: st.Available(), OutboundBlocked: st.OutboundBlocked,
		ClosedOwed: st.ClosedOwed, ClosedDue: st.ClosedDue, LifetimeOut: st.LifetimeOut, LifetimeIn: st.LifetimeIn,
		UsableDue: st.UsableDue(), Earmark: st.Earmark, Balance: st.Balance, AlarmPercent: st.AlarmPercent,
	}, err
}

// intradayView is the standing on the present settlement day; one that has not begun for the member begins in the view.
func (s queryServer) intradayView(ctx context.Context, c netting.Currency, member consortium.Member) (netting.IntradayView, error) {
	st, err := s.k.covered(ctx, c, member.Number)
	if err != nil {
		return netting.IntradayView{}, err
	}
	st.Turn(c.Day(now(ctx)), now(ctx))
	return netting.IntradayView{
		Member: member.Id, Currency: c.Code, Day: st.Day, Opening: st.DayOpening, Balance: st.Balance,
		Sent: st.DaySent, Received: st.DayReceived, Peak: st.Peak, PeakAt: st.PeakAt, Earmark: st.Earmark,
		Cover: st.Cover(), Cap: st.Cap, Used: st.Used(), Available: st.Available(), PercentUsed: st.PercentUsed(),
		AlarmPercent: st.AlarmPercent, OutboundBlocked: st.OutboundBlocked,
	}, nil
}

func (s queryServer) proposalView(ctx context.Context, proposal netting.CapProposal) (netting.CapProposalView, error) {
	member, err := s.k.consortium.Member(ctx, proposal.Member)
	if err != nil {
		return netting.CapProposalView{}, err
	}
	proposer, err := s.k.consortium.Member(ctx, proposal.ProposedBy)
	if err != nil {
		return netting.CapProposalView{}, err
	}
	p, err := s.k.Position(ctx, proposal.Currency, proposal.Member)
	return netting.CapProposalView{
		Member: member.Id, Currency: proposal.Currency, Proposer: proposer.Id, Cap: proposal.Cap, Present: p.Cap,
		ExpiresAt: proposal.ExpiresAt,
	}, err
}

func cycleView(c netting.Currency, cycle netting.Cycle, settlement *netting.Settlement) netting.CycleView {
	view := netting.CycleView{
		Currency: c.Code, Number: cycle.Number, Status: c.Status(cycle.Number), OpenedAt: cycle.OpenedAt,
		ClosedAt: cycle.ClosedAt, Obligations: cycle.Obligations, Gross: cycle.Gross, Bilateral: cycle.Bilateral,
		Net: cycle.Net, Saved: cycle.Gross - cycle.Net, ValueDate: cycle.ValueDate,
	}
	view.Flagged = c.Flagged && view.Status == netting.CYCLE_STATUS_CLOSED
	if settlement != nil {
		view.SettledAt = settlement.SettledAt
	}
	return view
}

func (s queryServer) settlementView(ctx context.Context, c netting.Currency, settlement *netting.Settlement) (*netting.SettlementView, error) {
	if settlement == nil {
		return nil, nil
	}
	view := &netting.SettlementView{
		FirstCycle: settlement.FirstCycle, LastCycle: settlement.LastCycle, SettledAt: settlement.SettledAt,
		Amount: settlement.Amount, Denom: c.SettlingDenom,
	}
	for _, m := range settlement.Movements {
		member, err := s.k.consortium.Member(ctx, m.Member)
		if err != nil {
			return nil, err
		}
		view.Movements = append(view.Movements, netting.MovementView{Member: member.Id, Paid: m.Paid, Received: m.Received})
	}
	return view, nil
}

func (s queryServer) statementView(ctx context.Context, c netting.Currency, cycle netting.Cycle, member consortium.Member) (*netting.QueryStatementResponse, error) {
	view := &netting.QueryStatementResponse{
		Member: member.Id, Currency: c.Code, Cycle: cycle.Number, Status: c.Status(cycle.Number), ClosedAt: cycle.ClosedAt,
		ValueDate: cycle.ValueDate,
	}
	settlement, err := s.k.settlementOf(ctx, c, cycle.Number)
	if err != nil {
		return nil, err
	}
	if settlement != nil {
		view.SettledAt = settlement.SettledAt
	}
	pairs, err := s.k.memberPairs(ctx, c.Code, cycle.Number, member.Number)
	if err != nil {
		return nil, err
	}
	for _, statement := range netting.MemberLines(pairs) {
		if statement.Member != member.Number {
			continue
		}
		view.Owed, view.Due = statement.Totals()
		if view.Lines, err = s.lines(ctx, statement.Lines); err != nil {
			return nil, err
		}
	}
	view.Net = int64(view.Due) - int64(view.Owed)
	sealed, err := s.k.Statements.Get(ctx, collections.Join3(c.Code, cycle.Number, uint16(member.Number)))
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	view.Digest = hex.EncodeToString(sealed.Digest)
	return view, nil
}

func (s queryServer) lines(ctx context.Context, lines []netting.Line) ([]netting.StatementLine, error) {
	views := make([]netting.StatementLine, 0, len(lines))
	for _, line := range lines {
		counterparty, err := s.k.consortium.Member(ctx, line.Counterparty)
		if err != nil {
			return nil, err
		}
		views = append(views, netting.StatementLine{
			Counterparty: counterparty.Id, Owed: line.Owed, OwedCount: line.OwedCount, Due: line.Due, DueCount: line.DueCount,
			Net: int64(line.Due) - int64(line.Owed),
		})
	}
	return views, nil
}

// nextCutOff is the cut-off that comes next: that of the open cycle once it has obligations, else the first one not
// before this block.
func nextCutOff(ctx context.Context, c netting.Currency) int64 {
	if !c.Empty() {
		return c.NextCutOff
	}
	return c.CutOffFrom(sdk.UnwrapSDKContext(ctx).BlockTime().Unix())
}
