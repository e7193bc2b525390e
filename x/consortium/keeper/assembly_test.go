// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// The assembly: five banks that vote, by their GOVERNANCE, and a regulator.
const (
	first, second, third, fourth, fifth = 101, 102, 103, 104, 105
	overseer, overseerCompliance        = 141, 142
)

func assembly() consortium.Genesis {
	g := smallNetwork()
	g.Quotas, g.QuotaUses = consortium.DefaultQuotaPolicy(), nil
	g.MemberProcedures = &consortium.MemberProcedures{}
	g.Members = nil
	for n := byte(1); n <= 5; n++ {
		g.Members = append(g.Members, member(uint32(n), fmt.Sprintf("bank-%d", n), fmt.Sprintf("BAN%dCNBJ", n), consortium.ROLE_BANK,
			holds(consortium.DUTY_GOVERNANCE, 100+n), holds(consortium.DUTY_OPERATIONS, 110+n)))
	}
	g.Members = append(g.Members, member(9, "overseer", "OVERCNBJ", consortium.ROLE_REGULATOR,
		holds(consortium.DUTY_GOVERNANCE, overseer), holds(consortium.DUTY_COMPLIANCE, overseerCompliance)))
	g.Validators = []consortium.Validator{{Member: 1, PubKey: bytes.Repeat([]byte{1}, 32), Power: 10, Moniker: "bank-1"}}
	g.Charter.VotingTerm, g.Charter.TimeLock = 1_000, 100
	return g
}

// newAssembly starts the assembly; change has a say in its genesis.
func newAssembly(tb testing.TB, change func(*consortium.Genesis)) *fixture {
	tb.Helper()
	g := assembly()
	if change != nil {
		change(&g)
	}
	return fixtureOf(tb, g)
}

func atOnce(g *consortium.Genesis) { g.Charter.TimeLock = 0 }

func suspend(id string) sdk.Msg {
	return &consortium.MsgSuspendMember{Authority: address(authority), Member: id}
}

func suspendSouth() sdk.Msg { return suspend("south-bank") }

func packed(tb testing.TB, msgs ...sdk.Msg) []*codectypes.Any {
	tb.Helper()
	var all []*codectypes.Any
	for _, msg := range msgs {
		one, err := codectypes.NewAnyWithValue(msg)
		require.NoError(tb, err)
		all = append(all, one)
	}
	return all
}

// propose submits a proposal and returns its number.
func (f *fixture) propose(proposer byte, msgs ...sdk.Msg) uint64 {
	f.tb.Helper()
	resp, err := f.msgs.SubmitProposal(f.ctx, &consortium.MsgSubmitProposal{Proposer: address(proposer), Messages: packed(f.tb, msgs...)})
	require.NoError(f.tb, err)
	require.NoError(f.tb, f.k.Invariants(f.ctx))
	return resp.Proposal
}

// votes says YES for each of these.
func (f *fixture) votes(id uint64, voters ...byte) {
	f.tb.Helper()
	for _, v := range voters {
		require.NoError(f.tb, f.vote(v, id, consortium.VOTE_OPTION_YES))
		require.NoError(f.tb, f.k.Invariants(f.ctx))
	}
}

func (f *fixture) vote(voter byte, id uint64, option consortium.VoteOption) error {
	_, err := f.msgs.Vote(f.ctx, &consortium.MsgVote{Voter: address(voter), Proposal: id, Option: option})
	return err
}

// after moves block time on.
func (f *fixture) after(seconds int) {
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(time.Duration(seconds) * time.Second))
}

// end ends the block and returns the names of its events.
func (f *fixture) end() []string {
	f.tb.Helper()
	ctx := f.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(f.tb, f.k.ExecuteProposals(ctx))
	require.NoError(f.tb, f.k.ExpireProposals(ctx))
	require.NoError(f.tb, f.k.Invariants(f.ctx))
	var names []string
	for _, e := range ctx.EventManager().Events() {
		names = append(names, strings.TrimPrefix(e.Type, "tael.consortium.v1."))
	}
	return names
}

// is asserts where a proposal stands.
func (f *fixture) is(id uint64, status consortium.ProposalStatus) consortium.Proposal {
	f.tb.Helper()
	resp, err := f.queries.Proposal(f.ctx, &consortium.QueryProposalRequest{Proposal: id})
	require.NoError(f.tb, err)
	require.Equal(f.tb, status, resp.Proposal.Status)
	return resp.Proposal
}

func (f *fixture) status(id string) consortium.MemberStatus {
	f.tb.Helper()
	m, err := f.k.MemberByID(f.ctx, id)
	require.NoError(f.tb, err)
	return m.Status
}
