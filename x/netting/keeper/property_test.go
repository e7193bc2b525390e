// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
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
	return g.Positions, g.PairTotals, after.Positions
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

func (d *day) setCap(t *rapid.T) {
	who := d.f.consortium.members[member(t)]
	_, err := d.f.msgs.SetCap(d.f.ctx, &netting.MsgSetCap{
		Authority: d.f.consortium.authority, Member: who.Id, Currency: "CNY", Cap: rapid.Uint64Range(0, 3000).Draw(t, "cap"),
	})
	if err != nil {
		require.ErrorIs(t, err, netting.ErrCapBelowPosition)
	}
}

func (d *day) order(*rapid.T) { d.f.order() }

func (d *day) endBlock(t *rapid.T) {
	d.f.endBlock(rapid.Int64Range(1, 2000).Draw(t, "seconds"))
}

// check holds after every step: no position above min(cover, cap) unless it is blocked, and no money made or lost.
func (d *day) check(t *rapid.T) {
	var held, net int64
	for who := uint32(1); who <= players; who++ {
		p, cover := d.f.position(who), d.f.balance(who)
		held += int64(cover)
		net += p.Net()
		if !p.OutboundBlocked {
			require.LessOrEqual(t, p.Net()+int64(p.Reserved), int64(min(cover, p.Cap)), "member %d", who)
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
			"correct": d.correct, "set cap": d.setCap, "order": d.order, "end block": d.endBlock, "": d.check,
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
