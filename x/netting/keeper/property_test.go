// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
)

const players = 5

type debt struct {
	from, to uint32
	amount   uint64
}

func someDebt(t *rapid.T) debt {
	from := rapid.Uint32Range(1, players).Draw(t, "from")
	to := rapid.Uint32Range(1, players-1).Draw(t, "to")
	if to >= from {
		to++
	}
	return debt{from, to, rapid.Uint64Range(1, 500).Draw(t, "amount")}
}

// funded is a fixture whose members can owe anything.
func funded(t require.TestingT) *fixture {
	return newFixtureOf(t, players).withCap(1_000_000, 1, 2, 3, 4, 5).withFunds(1_000_000, 1, 2, 3, 4, 5)
}

// outcome records debts, ending the block wherever a cut says so, and is all that remains after the cycle settled.
func outcome(t *rapid.T, debts []debt, cuts []bool) ([]netting.Position, []netting.PairTotal, []netting.Position) {
	f := funded(t)
	f.nextBlock(1)
	for i, d := range debts {
		f.mustOwe(d.from, d.to, d.amount)
		if cuts[i] {
			f.endBlock(1)
		}
	}
	g, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	f.order()
	f.endBlock(1)
	after, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	return sums(t, g.Positions), g.PairTotals, sums(t, after.Positions)
}

// sums are positions without what tells when something was reached: the peak of the day and the alarm that stands since
// the end of the last block.
func sums(t *rapid.T, positions []netting.Position) []netting.Position {
	for i, p := range positions {
		require.GreaterOrEqual(t, p.Peak, netting.Standing{Position: p, Share: 100}.Used())
		positions[i].Peak, positions[i].PeakAt, positions[i].AlarmPercent = 0, 0, 0
	}
	return positions
}

// Whatever the order of obligations and however blocks cut them, positions and pair totals are the same.
func TestOrderAndBatchingDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		debts := rapid.SliceOfN(rapid.Custom(someDebt), 1, 30).Draw(t, "debts")
		shuffled := rapid.Permutation(debts).Draw(t, "shuffled")
		cuts := rapid.SliceOfN(rapid.Bool(), len(debts), len(debts)).Draw(t, "cuts")

		open, pairs, settled := outcome(t, debts, make([]bool, len(debts)))
		open2, pairs2, settled2 := outcome(t, shuffled, cuts)

		require.Equal(t, open, open2)
		require.Equal(t, pairs, pairs2)
		require.Equal(t, settled, settled2)
	})
}

// day is a random day: obligations, funds in and out, corrections, caps, orders and blocks, with a model beside it
// that knows only how much money the settlement accounts hold together.
type day struct {
	f     *fixture
	money int64
}

func (d *day) owe(t *rapid.T) {
	o := someDebt(t)
	d.f.owe(o.from, o.to, o.amount)
}

func (d *day) fundsIn(t *rapid.T) {
	amount := rapid.Int64Range(1, 600).Draw(t, "in")
	require.NoError(t, d.f.fund(member(t), amount, false))
	d.money += amount
}

func (d *day) fundsOut(t *rapid.T) {
	who, amount := member(t), rapid.Int64Range(1, 600).Draw(t, "out")
	reason, err := d.f.keeper.FundsOutAllowed(d.f.ctx, who, "ecny", uint64(amount))
	require.NoError(t, err)
	if reason != compliance.ReasonNone {
		return
	}
	require.NoError(t, d.f.fund(who, -amount, false), "what is allowed leaves enough")
	d.money -= amount
}

func (d *day) correct(t *rapid.T) {
	who := member(t)
	held := int64(d.f.balance(who))
	if held == 0 {
		return
	}
	amount := rapid.Int64Range(1, held).Draw(t, "correction")
	require.NoError(t, d.f.fund(who, -amount, true))
	d.money -= amount
}

func (d *day) cutCap(t *rapid.T) {
	err := d.f.cut(member(t), rapid.Uint64Range(0, 3000).Draw(t, "cap"))
	if err != nil && !errors.Is(err, netting.ErrCapNotLowered) {
		require.ErrorIs(t, err, netting.ErrCapBelowPosition)
	}
}

func (d *day) lowerCap(t *rapid.T) {
	err := d.f.lower(member(t), rapid.Uint64Range(0, 3000).Draw(t, "cap"))
	if err != nil && !errors.Is(err, netting.ErrCapNotLowered) {
		require.ErrorIs(t, err, netting.ErrCapBelowPosition)
	}
}

func (d *day) proposeCap(t *rapid.T) {
	if err := d.f.propose(member(t), rapid.Uint64Range(1, 3000).Draw(t, "cap")); err != nil {
		require.ErrorIs(t, err, netting.ErrCapNotRaised)
	}
}

func (d *day) acceptCap(t *rapid.T) {
	who := member(t)
	proposal, err := d.f.keeper.CapProposal(d.f.ctx, "CNY", who)
	if err != nil {
		require.ErrorIs(t, err, netting.ErrProposalUnknown)
	}
	before := d.f.position(who)
	if err := d.f.accept(who, proposal.Cap); err != nil {
		require.ErrorIs(t, err, netting.ErrProposalUnknown)
		return
	}
	require.Equal(t, before.Cap, d.f.position(who).Cap, "a raise holds from the next block on")
	require.Equal(t, proposal.Cap, d.f.capNext(who))
}

func (d *day) setEarmark(t *rapid.T) {
	if err := d.f.earmark(member(t), rapid.Uint64Range(0, 800).Draw(t, "earmark")); err != nil {
		require.ErrorIs(t, err, netting.ErrCoverMissing)
	}
}

func (d *day) setPolicy(t *rapid.T) {
	msg := netting.MsgSetCurrencyPolicy{Inflow: netting.Inflow(rapid.Int32Range(0, 3).Draw(t, "inflow"))}
	if msg.Inflow == netting.INFLOW_PERCENT {
		msg.InflowPercent = rapid.Uint32Range(1, 100).Draw(t, "percent")
	}
	if rapid.Bool().Draw(t, "alarms") {
		msg.AlarmPercents = []uint32{10, 40, 100}
	}
	if rapid.Bool().Draw(t, "calendar") {
		msg.SettlementDay = &netting.SettlementDay{UtcOffsetSeconds: 28_800, CutOffs: []uint32{36_000, 61_200}, ClosedWeekdays: []uint32{2}}
	}
	_, err := d.f.policy(msg)
	require.NoError(t, err)
}

func (d *day) order(*rapid.T) { d.f.order() }

func (d *day) endBlock(t *rapid.T) {
	d.f.closeBlock()
	c := d.f.currency()
	require.False(t, c.AlarmDue)
	for who := uint32(1); who <= players; who++ {
		s := d.standing(who)
		s.Position = s.At(d.f.ctx.BlockHeight() + 1)
		require.Equal(t, s.Alarm(c.Alarms()), s.AlarmPercent, "the alarm of member %d stands as it should", who)
	}
	d.f.nextBlock(rapid.Int64Range(1, 20_000).Draw(t, "seconds"))
}

// standing is a member's position with what its account holds.
func (d *day) standing(who uint32) netting.Standing {
	s := netting.Standing{Position: d.f.position(who), Share: d.f.currency().UsableShare()}
	s.Balance = d.f.balance(who)
	return s
}

// check holds after every step: no position above min(cover, cap) unless it is blocked, every earmark is there, what
// the positions remember is true, and no money is made or lost.
func (d *day) check(t *rapid.T) {
	var held, net int64
	share := int64(d.f.currency().UsableShare())
	for who := uint32(1); who <= players; who++ {
		p, balance := d.f.position(who), d.f.balance(who)
		held += int64(balance)
		net += p.Net()
		require.Equal(t, balance, p.Balance, "member %d remembers its balance", who)
		require.LessOrEqual(t, p.Earmark, balance, "member %d", who)
		if !p.OutboundBlocked {
			used := int64(p.Owed()) - int64(p.Due())*share/100 + int64(p.Reserved)
			require.LessOrEqual(t, used, int64(min(balance-p.Earmark, p.Cap)), "member %d", who)
			require.LessOrEqual(t, p.ClosedNet(), int64(balance-p.Earmark), "member %d pays the closed cycles", who)
		}
		free, err := d.f.keeper.CustodyFree(d.f.ctx, who, "ecny")
		require.NoError(t, err)
		for amount, want := range map[uint64]compliance.Reason{free: compliance.ReasonNone, free + 1: compliance.ReasonLiquidity} {
			reason, err := d.f.keeper.FundsOutAllowed(d.f.ctx, who, "ecny", amount)
			require.NoError(t, err)
			require.Equal(t, want, reason, "what is free may leave, and no more")
		}
	}
	require.Zero(t, net, "nets sum to zero")
	require.Equal(t, d.money, held, "settlement conserves money")
}

func member(t *rapid.T) uint32 { return rapid.Uint32Range(1, players).Draw(t, "member") }

func TestAnyDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &day{f: newFixtureOf(t, players).withCap(1500, 1, 2, 3, 4, 5).withFunds(800, 1, 2, 3, 4, 5), money: players * 800}
		t.Repeat(map[string]func(*rapid.T){
			"owe": d.owe, "owe more": d.owe, "owe again": d.owe, "funds in": d.fundsIn, "funds out": d.fundsOut,
			"correct": d.correct, "cut cap": d.cutCap, "lower cap": d.lowerCap, "propose cap": d.proposeCap,
			"accept cap": d.acceptCap, "earmark": d.setEarmark, "policy": d.setPolicy, "order": d.order,
			"end block": d.endBlock, "end one more": d.endBlock, "": d.check,
		})

		// Money for everyone lets all that waits settle as one net.
		for who := uint32(1); who <= players; who++ {
			require.NoError(t, d.f.fund(who, 1_000_000, false))
			d.money += 1_000_000
		}
		d.f.order()
		d.f.endBlock(1)
		require.Zero(t, d.f.currency().Waiting())
		for who := uint32(1); who <= players; who++ {
			require.Zero(t, d.f.position(who).Net())
			require.False(t, d.f.position(who).OutboundBlocked)
		}
		d.check(t)
	})
}
