// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

// Authority is the account under which accepted proposals act.
func (c *Chain) Authority() string { return consortium.AuthorityAddress().String() }

// Decide has the consortium act: transactions of one block in which the first voter proposes the messages and each
// voter says YES. They run at the end of that block, if the votes suffice.
func (c *Chain) Decide(voters []string, msgs ...sdk.Msg) [][]byte {
	c.t.Helper()
	id, err := c.App.Keepers.Consortium.NextProposal(c.Context())
	require.NoError(c.t, err)
	id += c.proposed
	c.proposed++

	var raw [][]byte
	for i, voter := range voters {
		key := c.Keys.Account(voter, genesis.KeyGovernance, 0)
		from := sdk.AccAddress(key.PubKey().Address()).String()
		var acts []sdk.Msg
		if i == 0 {
			acts = append(acts, c.Proposal(from, msgs...))
		}
		acts = append(acts, &consortium.MsgVote{Voter: from, Proposal: id, Option: consortium.VOTE_OPTION_YES})
		raw = append(raw, c.Sign(key, acts...))
	}
	return raw
}

// Proposal puts messages to the vote.
func (c *Chain) Proposal(proposer string, msgs ...sdk.Msg) *consortium.MsgSubmitProposal {
	c.t.Helper()
	submit := &consortium.MsgSubmitProposal{Proposer: proposer}
	for _, msg := range msgs {
		packed, err := codectypes.NewAnyWithValue(msg)
		require.NoError(c.t, err)
		submit.Messages = append(submit.Messages, packed)
	}
	return submit
}

// Voters are as many of the voting members, by number, as decide by the charter's threshold now.
func (c *Chain) Voters() []string {
	c.t.Helper()
	charter, err := c.App.Keepers.Consortium.Charter(c.Context())
	require.NoError(c.t, err)
	voting, err := c.App.Keepers.Consortium.VotingMembers(c.Context())
	require.NoError(c.t, err)

	var voters []string
	for _, m := range voting[:charter.Threshold.Of(uint32(len(voting)))] {
		voters = append(voters, m.Id)
	}
	return voters
}
