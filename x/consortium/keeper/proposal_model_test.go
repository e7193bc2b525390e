// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// naive is a consortium of five members that remembers everything and looks at all of it every time.
type naive struct {
	now       uint64
	suspended map[byte]bool
	proposals []*naiveProposal
}

type naiveProposal struct {
	by                  byte
	status              consortium.ProposalStatus
	expires, executeAt  uint64
	votes               map[byte]consortium.VoteOption
	executions          int
	yesAtAcceptance     int
	neededAtAcceptance  int
	membersAtAcceptance int
}

const (
	modelTerm = 60
	modelLock = 20
)

// tally is yes, no and voting members; needed is two thirds of these, rounded up.
func (m *naive) tally(p *naiveProposal) (yes, no, needed, voting int) {
	for member := byte(1); member <= 5; member++ {
		if m.suspended[member] {
			continue
		}
		voting++
		switch p.votes[member] {
		case consortium.VOTE_OPTION_YES:
			yes++
		case consortium.VOTE_OPTION_NO:
			no++
		}
	}
	needed = voting * 2 / 3
	if needed*3 < voting*2 {
		needed++
	}
	return yes, no, max(needed, 1), voting
}

// expire looks at every proposal.
func (m *naive) expire() {
	for _, p := range m.proposals {
		if p.status == consortium.PROPOSAL_STATUS_OPEN && m.now >= p.expires {
			p.status = consortium.PROPOSAL_STATUS_EXPIRED
		}
	}
}

func (m *naive) vote(p *naiveProposal, member byte, option consortium.VoteOption) bool {
	if m.suspended[member] || p.status != consortium.PROPOSAL_STATUS_OPEN {
		return false
	}
	p.votes[member] = option
	yes, no, needed, voting := m.tally(p)
	switch {
	case yes >= needed:
		p.status, p.executeAt = consortium.PROPOSAL_STATUS_ACCEPTED, m.now+modelLock
		p.yesAtAcceptance, p.neededAtAcceptance, p.membersAtAcceptance = yes, needed, voting
	case voting-no < needed:
		p.status = consortium.PROPOSAL_STATUS_REJECTED
	}
	return true
}

// end runs at most four proposals by the end of their time-lock and then by number.
func (m *naive) end() {
	for range 4 {
		var next *naiveProposal
		for _, p := range m.proposals {
			if p.status == consortium.PROPOSAL_STATUS_ACCEPTED && p.executeAt <= m.now && (next == nil || p.executeAt < next.executeAt) {
				next = p
			}
		}
		if next == nil {
			return
		}
		if yes, _, needed, _ := m.tally(next); yes < needed {
			next.status = consortium.PROPOSAL_STATUS_FAILED
			continue
		}
		next.status = consortium.PROPOSAL_STATUS_EXECUTED
	}
}

// Whatever is submitted, voted, vetoed, withdrawn, suspended and waited for: status and tally are those of the naive
// model, nothing runs twice, and nothing was accepted without its threshold.
func TestProposalsFollowTheNaiveModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newAssembly(t, func(g *consortium.Genesis) { g.Charter.VotingTerm, g.Charter.TimeLock = modelTerm, modelLock })
		m := &naive{now: uint64(start.Unix()), suspended: map[byte]bool{}}
		// A proposal names itself by the member's name, so that each execution is counted.
		runs := map[string]int{}
		f.router.acts = map[string]func(sdk.Context, sdk.Msg) (*sdk.Result, error){
			"/tael.consortium.v1.MsgChangeMember": func(_ sdk.Context, msg sdk.Msg) (*sdk.Result, error) {
				runs[msg.(*consortium.MsgChangeMember).Name]++
				return nil, nil
			},
		}
		for range rapid.IntRange(1, 60).Draw(rt, "acts") {
			step(rt, f, m)
			compare(t, f, m)
		}
		for i, p := range m.proposals {
			executed := 0
			if p.status == consortium.PROPOSAL_STATUS_EXECUTED {
				executed = 1
			}
			require.Equal(t, executed, runs[fmt.Sprintf("Name %d", i+1)], "proposal %d is %s", i+1, p.status)
			require.GreaterOrEqual(t, p.yesAtAcceptance, p.neededAtAcceptance)
			require.GreaterOrEqual(t, 3*p.yesAtAcceptance, 2*p.membersAtAcceptance)
		}
		require.NoError(t, f.k.Invariants(f.ctx))
	})
}

// step does one random thing to both.
func step(rt *rapid.T, f *fixture, m *naive) {
	who := rapid.ByteRange(1, 5).Draw(rt, "who")
	pick := func() (uint64, *naiveProposal) {
		if len(m.proposals) == 0 {
			return 99, nil
		}
		i := rapid.IntRange(0, len(m.proposals)-1).Draw(rt, "proposal")
		return uint64(i) + 1, m.proposals[i]
	}
	switch rapid.SampledFrom([]string{"submit", "vote", "vote", "vote", "vote", "vote", "vote", "veto", "withdraw", "status", "time"}).Draw(rt, "act") {
	case "submit":
		submitBoth(f, m, who)
	case "vote":
		id, p := pick()
		option := rapid.SampledFrom([]consortium.VoteOption{1, 1, 1, 1, 2}).Draw(rt, "option")
		require.Equal(f.tb, p != nil && m.vote(p, who, option), f.vote(100+who, id, option) == nil)
	case "veto":
		id, p := pick()
		may := p != nil && p.status == consortium.PROPOSAL_STATUS_ACCEPTED && m.now < p.executeAt
		_, err := f.msgs.Veto(f.ctx, &consortium.MsgVeto{Officer: address(overseer), Proposal: id})
		require.Equal(f.tb, may, err == nil)
		if may {
			p.status = consortium.PROPOSAL_STATUS_VETOED
		}
	case "withdraw":
		id, p := pick()
		may := p != nil && p.status == consortium.PROPOSAL_STATUS_OPEN && p.by == who
		_, err := f.msgs.WithdrawProposal(f.ctx, &consortium.MsgWithdrawProposal{Proposer: address(100 + who), Proposal: id})
		require.Equal(f.tb, may, err == nil)
		if may {
			p.status = consortium.PROPOSAL_STATUS_WITHDRAWN
		}
	case "status":
		changeStatusOfBoth(f, m, who)
	default:
		m.end()
		f.end()
		seconds := rapid.IntRange(1, 30).Draw(rt, "seconds")
		f.after(seconds)
		m.now += uint64(seconds)
		m.expire()
	}
}

func submitBoth(f *fixture, m *naive, who byte) {
	open := 0
	for _, p := range m.proposals {
		if p.by == who && p.status == consortium.PROPOSAL_STATUS_OPEN {
			open++
		}
	}
	may := !m.suspended[who] && open < 8
	_, err := f.msgs.SubmitProposal(f.ctx, &consortium.MsgSubmitProposal{
		Proposer: address(100 + who), Messages: packed(f.tb, &consortium.MsgChangeMember{
			Authority: address(authority), Member: "bank-1", Name: fmt.Sprintf("Name %d", len(m.proposals)+1),
		}),
	})
	require.Equal(f.tb, may, err == nil)
	if may {
		m.proposals = append(m.proposals, &naiveProposal{
			by: who, status: consortium.PROPOSAL_STATUS_OPEN, expires: m.now + modelTerm, votes: map[byte]consortium.VoteOption{},
		})
	}
}

// changeStatusOfBoth suspends or reinstates a member; the last one that votes stays.
func changeStatusOfBoth(f *fixture, m *naive, who byte) {
	id := fmt.Sprintf("bank-%d", who)
	if m.suspended[who] {
		_, err := f.msgs.ReinstateMember(f.ctx, &consortium.MsgReinstateMember{Authority: address(authority), Member: id})
		require.NoError(f.tb, err)
		m.suspended[who] = false
		return
	}
	_, _, _, voting := m.tally(&naiveProposal{})
	_, err := f.msgs.SuspendMember(f.ctx, suspend(id).(*consortium.MsgSuspendMember))
	require.Equal(f.tb, voting > 1, err == nil)
	m.suspended[who] = voting > 1
}

func compare(t *testing.T, f *fixture, m *naive) {
	t.Helper()
	for i, p := range m.proposals {
		resp, err := f.queries.Proposal(f.ctx, &consortium.QueryProposalRequest{Proposal: uint64(i) + 1})
		require.NoError(t, err)
		require.Equal(t, p.status, resp.Proposal.Status, "proposal %d", i+1)
		yes, no, needed, voting := m.tally(p)
		require.Equal(t, consortium.Tally{Yes: uint32(yes), No: uint32(no), Needed: uint32(needed), Voting: uint32(voting)}, resp.Tally)
	}
}
