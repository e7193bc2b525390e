// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"bytes"
	"strings"
	"testing"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestGenesisValidate(t *testing.T) {
	require.NoError(t, validGenesis().Validate())

	tests := map[string]struct {
		change func(*consortium.Genesis)
		err    error
	}{
		"the default names nobody":            {func(g *consortium.Genesis) { *g = *consortium.DefaultGenesis() }, consortium.ErrValidatorInvalid},
		"a number twice":                      {func(g *consortium.Genesis) { g.Members[1].Number = 1 }, consortium.ErrMemberExists},
		"an id twice":                         {func(g *consortium.Genesis) { g.Members[1].Id = "north-bank" }, consortium.ErrMemberExists},
		"an LEI twice":                        {func(g *consortium.Genesis) { g.Members[1].Lei = g.Members[0].Lei }, consortium.ErrMemberExists},
		"a BIC twice":                         {func(g *consortium.Genesis) { g.Members[1].Bic = "NOBACNBJ" }, consortium.ErrMemberExists},
		"a BIC twice, once in the long form":  {func(g *consortium.Genesis) { g.Members[1].Bic = "NOBACNBJXXX" }, consortium.ErrMemberExists},
		"an address at two members":           {func(g *consortium.Genesis) { g.Members[1].Duties[0].Address = address(12) }, consortium.ErrDutyHeld},
		"a lane with another duty":            {func(g *consortium.Genesis) { g.Members[0].Duties[3].Address = address(12) }, consortium.ErrDutyHeld},
		"a member with a bad name":            {func(g *consortium.Genesis) { g.Members[0].Name = "" }, consortium.ErrMemberInvalid},
		"a duty with a bad address":           {func(g *consortium.Genesis) { g.Members[0].Duties[0].Address = "x" }, consortium.ErrAddressInvalid},
		"an unknown duty":                     {func(g *consortium.Genesis) { g.Members[0].Duties[1].Duty = 9 }, consortium.ErrDutyInvalid},
		"no validator":                        {func(g *consortium.Genesis) { g.Validators = nil }, consortium.ErrValidatorInvalid},
		"a validator of nobody":               {func(g *consortium.Genesis) { g.Validators[0].Member = 3 }, consortium.ErrValidatorInvalid},
		"a validator of number 0":             {func(g *consortium.Genesis) { g.Validators[0].Member = 0 }, consortium.ErrValidatorInvalid},
		"a validator of a regulator":          {func(g *consortium.Genesis) { g.Validators[0].Member = 2 }, consortium.ErrValidatorInvalid},
		"no role may validate":                {func(g *consortium.Genesis) { g.ValidatorRoles = nil }, consortium.ErrValidatorInvalid},
		"an unknown role may validate":        {func(g *consortium.Genesis) { g.ValidatorRoles = []consortium.Role{9} }, consortium.ErrGenesisInvalid},
		"a role may validate twice":           {func(g *consortium.Genesis) { g.ValidatorRoles = []consortium.Role{1, 1} }, consortium.ErrGenesisInvalid},
		"a consensus key twice":               {func(g *consortium.Genesis) { g.Validators = append(g.Validators, g.Validators[0]) }, consortium.ErrValidatorInvalid},
		"a consensus key of 33 bytes":         {func(g *consortium.Genesis) { g.Validators[0].PubKey = make([]byte, 33) }, consortium.ErrValidatorInvalid},
		"no consensus key":                    {func(g *consortium.Genesis) { g.Validators[0].PubKey = nil }, consortium.ErrValidatorInvalid},
		"power 0":                             {func(g *consortium.Genesis) { g.Validators[0].Power = 0 }, consortium.ErrValidatorInvalid},
		"negative power":                      {func(g *consortium.Genesis) { g.Validators[0].Power = -1 }, consortium.ErrValidatorInvalid},
		"more power than consensus can count": {func(g *consortium.Genesis) { g.Validators[0].Power = cmttypes.MaxTotalVotingPower + 1 }, consortium.ErrValidatorInvalid},
		"too much power together": {func(g *consortium.Genesis) {
			g.Validators[0].Power = cmttypes.MaxTotalVotingPower
			g.Validators = append(g.Validators, consortium.Validator{Member: 1, PubKey: bytes.Repeat([]byte{2}, 32), Power: 1, Moniker: "n"})
		}, consortium.ErrValidatorInvalid},
		"no moniker":                             {func(g *consortium.Genesis) { g.Validators[0].Moniker = "" }, consortium.ErrValidatorInvalid},
		"a moniker with a line break":            {func(g *consortium.Genesis) { g.Validators[0].Moniker = "a\nb" }, consortium.ErrValidatorInvalid},
		"a moniker of 71 characters":             {func(g *consortium.Genesis) { g.Validators[0].Moniker = strings.Repeat("m", 71) }, consortium.ErrValidatorInvalid},
		"a charter out of bounds":                {func(g *consortium.Genesis) { g.Charter.MaxOpen = 0 }, consortium.ErrCharterInvalid},
		"no charter":                             {func(g *consortium.Genesis) { g.Charter = consortium.Charter{} }, consortium.ErrCharterInvalid},
		"nobody who votes":                       {func(g *consortium.Genesis) { g.Charter.VotingRoles = []consortium.Role{consortium.ROLE_RAIL} }, consortium.ErrElectorateEmpty},
		"a suspended member that votes alone":    {func(g *consortium.Genesis) { g.Members[0].Status = consortium.MEMBER_STATUS_SUSPENDED }, consortium.ErrElectorateEmpty},
		"somebody at the authority's address":    {func(g *consortium.Genesis) { g.Members[0].Duties[1].Address = consortium.AuthorityAddress().String() }, consortium.ErrGenesisInvalid},
		"a proposal above the next":              {func(g *consortium.Genesis) { g.NextProposal = 2 }, consortium.ErrGenesisInvalid},
		"a proposal twice":                       {func(g *consortium.Genesis) { g.Proposals[1].Id = 1 }, consortium.ErrGenesisInvalid},
		"a proposal of nobody":                   {func(g *consortium.Genesis) { g.Proposals[0].Member = 9 }, consortium.ErrGenesisInvalid},
		"a proposal without messages":            {func(g *consortium.Genesis) { g.Proposals[0].Messages = nil }, consortium.ErrProposalInvalid},
		"a vote on nothing":                      {func(g *consortium.Genesis) { g.Votes[0].Proposal = 7 }, consortium.ErrGenesisInvalid},
		"a vote of nobody":                       {func(g *consortium.Genesis) { g.Votes[0].Member = 9 }, consortium.ErrGenesisInvalid},
		"two votes of a member":                  {func(g *consortium.Genesis) { g.Votes = append(g.Votes, g.Votes[0]) }, consortium.ErrGenesisInvalid},
		"a vote of another kind":                 {func(g *consortium.Genesis) { g.Votes[0].Option = 3 }, consortium.ErrProposalInvalid},
		"EIP-155 id 0":                           {func(g *consortium.Genesis) { g.Eip155Id = 0 }, consortium.ErrGenesisInvalid},
		"no data zone":                           {func(g *consortium.Genesis) { g.DataZone = "" }, consortium.ErrGenesisInvalid},
		"a data zone with a space":               {func(g *consortium.Genesis) { g.DataZone = "two zones" }, consortium.ErrGenesisInvalid},
		"a data zone of more than 64 characters": {func(g *consortium.Genesis) { g.DataZone = strings.Repeat("z", 65) }, consortium.ErrGenesisInvalid},
	}
	for name, tc := range tests {
		t.Run(name+" is refused", func(t *testing.T) {
			g := decidedGenesis()
			require.NoError(t, g.Validate())
			tc.change(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}

// decidedGenesis has proposals, one open and one executed, and a vote.
func decidedGenesis() consortium.Genesis {
	g := validGenesis()
	g.Proposals, g.NextProposal = []consortium.Proposal{proposal(1), executed(proposal(2))}, 4
	g.Votes = []consortium.Vote{{Proposal: 2, Member: 1, Option: consortium.VOTE_OPTION_YES, Voter: address(11), VotedAt: 1_010}}
	return g
}
