// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

func (f *fixture) cut(member uint32, limit uint64) error {
	_, err := f.msgs.SetCap(f.ctx, &netting.MsgSetCap{
		Authority: f.consortium.authority, Member: f.consortium.members[member].Id, Currency: "CNY", Cap: limit,
	})
	return err
}

func (f *fixture) lower(member uint32, limit uint64) error {
	_, err := f.msgs.LowerCap(f.ctx, &netting.MsgLowerCap{Treasury: f.treasury(member), Currency: "CNY", Cap: limit})
	return err
}

func TestCapIsRaisedByTwoSides(t *testing.T) {
	f := newFixture(t).withFunds(1000, 1)
	f.nextBlock(1)

	require.NoError(t, f.propose(1, 400))
	require.Equal(t, []string{"EventCapProposed"}, f.events())
	require.Zero(t, f.capNext(1), "an offer raises nothing")
	f.nextBlock(86_399)

	require.NoError(t, f.accept(1, 400))
	require.Equal(t, []string{"EventCapSet"}, f.events())
	require.Equal(t, compliance.ReasonCap, f.owe(1, 2, 1), "a raise holds from the next block on")
	require.ErrorIs(t, f.accept(1, 400), netting.ErrProposalUnknown, "an offer is accepted once")
	f.endBlock(1)
	require.Equal(t, compliance.ReasonNone, f.owe(1, 2, 100))

	require.NoError(t, f.lower(1, 150))
	require.Equal(t, compliance.ReasonCap, f.owe(1, 2, 51), "a cut holds at once")
	require.Equal(t, compliance.ReasonNone, f.owe(1, 2, 50))
	f.endBlock(1)
}

func TestTheConsortiumOnlyCuts(t *testing.T) {
	f := newFixture(t).withCap(500, 1)
	require.NoError(t, f.cut(1, 300))
	require.EqualValues(t, 300, f.position(1).Cap)
	require.ErrorIs(t, f.cut(1, 300), netting.ErrCapNotLowered)
	require.ErrorIs(t, f.cut(1, 301), netting.ErrCapNotLowered)
}

func TestMemberCutsARaiseInItsOwnBlock(t *testing.T) {
	tests := map[string]struct {
		limit, now, nextOne uint64
	}{
		"below the cap":                 {50, 50, 50},
		"to the cap":                    {100, 100, 100},
		"between the cap and the raise": {200, 100, 200},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(100, 1)
			require.NoError(t, f.propose(1, 400))
			require.NoError(t, f.accept(1, 400))
			require.NoError(t, f.lower(1, tc.limit))
			require.Equal(t, tc.now, f.position(1).Cap)
			f.nextBlock(1)
			require.Equal(t, tc.nextOne, f.position(1).Cap)
		})
	}
}

// What was on offer was judged before the cut.
func TestACutDropsTheOffer(t *testing.T) {
	for name, cut := range map[string]func(*fixture, uint32, uint64) error{
		"by the consortium": (*fixture).cut, "by the member": (*fixture).lower,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(100, 1)
			require.NoError(t, f.propose(1, 400))
			require.NoError(t, cut(f, 1, 50))
			require.ErrorIs(t, f.accept(1, 400), netting.ErrProposalUnknown)
			require.NoError(t, f.propose(1, 80), "a new one may be offered")
		})
	}
}

func TestOffers(t *testing.T) {
	tests := map[string]struct {
		arrange func(*fixture)
		accept  uint64
		err     error
	}{
		"without one nothing is accepted":    {func(*fixture) {}, 400, netting.ErrProposalUnknown},
		"another cap is not accepted":        {func(f *fixture) { require.NoError(f.t, f.propose(1, 400)) }, 401, netting.ErrProposalDiffers},
		"an expired one is not accepted":     {func(f *fixture) { require.NoError(f.t, f.propose(1, 400)); f.nextBlock(86_400) }, 400, netting.ErrProposalUnknown},
		"a later one takes the place":        {func(f *fixture) { require.NoError(f.t, f.propose(1, 400)); require.NoError(f.t, f.propose(1, 300)) }, 400, netting.ErrProposalDiffers},
		"one for another member is not mine": {func(f *fixture) { require.NoError(f.t, f.propose(2, 400)) }, 400, netting.ErrProposalUnknown},
		"not by a suspended member": {func(f *fixture) {
			require.NoError(f.t, f.propose(1, 400))
			f.consortium.setStatus(1, consortium.MEMBER_STATUS_SUSPENDED)
		}, 400, consortium.ErrMemberState},
		"not by an exiting member": {func(f *fixture) {
			require.NoError(f.t, f.propose(1, 400))
			f.consortium.setStatus(1, consortium.MEMBER_STATUS_EXITING)
		}, 400, consortium.ErrMemberState},
		"one that is withdrawn is not accepted": {func(f *fixture) { require.NoError(f.t, f.propose(1, 400)); require.NoError(f.t, f.withdraw(1)) }, 400, netting.ErrProposalUnknown},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(100, 1)
			tc.arrange(f)
			f.nextBlock(0)
			before := f.state()

			require.ErrorIs(t, f.accept(1, tc.accept), tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}

func (f *fixture) withdraw(member uint32) error {
	_, err := f.msgs.ProposeCap(f.ctx, &netting.MsgProposeCap{Risk: f.risk(), Member: f.consortium.members[member].Id, Currency: "CNY"})
	return err
}

// capNext is the cap that holds in the next block.
func (f *fixture) capNext(member uint32) uint64 {
	return f.position(member).At(f.ctx.BlockHeight() + 1).Cap
}

func TestRefusedCaps(t *testing.T) {
	set := func(authority, member, currency string, limit uint64) func(*fixture) error {
		return func(f *fixture) error {
			_, err := f.msgs.SetCap(f.ctx, &netting.MsgSetCap{Authority: authority, Member: member, Currency: currency, Cap: limit})
			return err
		}
	}
	lower := func(treasury, currency string, limit uint64) func(*fixture) error {
		return func(f *fixture) error {
			_, err := f.msgs.LowerCap(f.ctx, &netting.MsgLowerCap{Treasury: treasury, Currency: currency, Cap: limit})
			return err
		}
	}
	propose := func(risk, member, currency string, limit uint64, expiresAt int64) func(*fixture) error {
		return func(f *fixture) error {
			_, err := f.msgs.ProposeCap(f.ctx, &netting.MsgProposeCap{
				Risk: risk, Member: member, Currency: currency, Cap: limit, ExpiresAt: expiresAt,
			})
			return err
		}
	}
	accept := func(treasury, currency string, limit uint64) func(*fixture) error {
		return func(f *fixture) error {
			_, err := f.msgs.AcceptCap(f.ctx, &netting.MsgAcceptCap{Treasury: treasury, Currency: currency, Cap: limit})
			return err
		}
	}
	authority, treasury, risk := address("authority"), address("treasury of 1"), address("risk")
	tests := map[string]struct {
		act func(*fixture) error
		err error
	}{
		"by one who is not the authority":       {set(treasury, "member-1", "CNY", 90), errUnauthorized},
		"of an unknown member":                  {set(authority, "nobody", "CNY", 90), consortium.ErrMemberUnknown},
		"in an unknown currency":                {set(authority, "member-1", "HKD", 90), netting.ErrCurrencyUnknown},
		"below what the member owes":            {set(authority, "member-1", "CNY", 79), netting.ErrCapBelowPosition},
		"raised by the authority":               {set(authority, "member-1", "CNY", 501), netting.ErrCapNotLowered},
		"lowered by one who is not treasury":    {lower(authority, "CNY", 90), errUnauthorized},
		"lowered to what it is":                 {lower(treasury, "CNY", 500), netting.ErrCapNotLowered},
		"lowered below what the member owes":    {lower(treasury, "CNY", 79), netting.ErrCapBelowPosition},
		"lowered in a currency that is unknown": {lower(treasury, "HKD", 79), netting.ErrCurrencyUnknown},
		"offered by the authority":              {propose(authority, "member-1", "CNY", 900, start+9), errUnauthorized},
		"offered by the risk desk of a bank":    {propose(address("bank risk"), "member-1", "CNY", 900, start+9), errUnauthorized},
		"offered by the member itself":          {propose(treasury, "member-1", "CNY", 900, start+9), errUnauthorized},
		"offered to an unknown member":          {propose(risk, "nobody", "CNY", 900, start+9), consortium.ErrMemberUnknown},
		"offered in an unknown currency":        {propose(risk, "member-1", "HKD", 900, start+9), netting.ErrCurrencyUnknown},
		"offered no higher than it is":          {propose(risk, "member-1", "CNY", 500, start+9), netting.ErrCapNotRaised},
		"offered beyond every figure":           {propose(risk, "member-1", "CNY", netting.MaxFigure+1, start+9), netting.ErrCapInvalid},
		"offered until this block":              {propose(risk, "member-1", "CNY", 900, start), netting.ErrProposalTerm},
		"offered for more than thirty days":     {propose(risk, "member-1", "CNY", 900, start+30*86_400+1), netting.ErrProposalTerm},
		"withdrawn though nothing is on offer":  {propose(risk, "member-1", "CNY", 0, 0), netting.ErrProposalUnknown},
		"accepted by one who is not treasury":   {accept(risk, "CNY", 900), errUnauthorized},
		"accepted though nothing is on offer":   {accept(treasury, "CNY", 900), netting.ErrProposalUnknown},
		"accepted in an unknown currency":       {accept(treasury, "HKD", 900), netting.ErrCurrencyUnknown},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).withCap(500, 1).withFunds(100, 1)
			f.risk()
			f.treasury(1)
			f.consortium.withDuty("bank risk", 2, consortium.DUTY_RISK)
			f.mustOwe(1, 2, 80)
			before := f.state()

			require.ErrorIs(t, tc.act(f), tc.err)
			require.Equal(t, before, f.state())
			require.Empty(t, f.events())
		})
	}
}
