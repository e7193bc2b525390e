// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"bytes"
	"testing"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func keyOf(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }

// livedGenesis has validators in every status and what they left behind.
func livedGenesis() consortium.Genesis {
	g := validGenesis()
	policy := consortium.DefaultValidatorPolicy()
	policy.Window, policy.MaxMissed, policy.MaxValidators = 10, 4, 3
	g.ValidatorPolicy = &policy
	g.Validators = append(g.Validators,
		consortium.Validator{Member: 1, PubKey: keyOf(2), Power: 3, Moniker: "north-2", Status: consortium.VALIDATOR_STATUS_JAILED, JailedUntil: 99},
		consortium.Validator{Member: 2, PubKey: keyOf(3), Moniker: "regulator-1", Status: consortium.VALIDATOR_STATUS_REMOVED, Punished: true},
	)
	g.RetiredKeys = []consortium.RetiredKey{
		{PubKey: keyOf(4), Member: 1, Successor: keyOf(5), Height: 3}, {PubKey: keyOf(5), Member: 1, Successor: keyOf(1), Height: 4},
	}
	l := consortium.Liveness{}.Miss(7, 10)
	l.ConsensusAddress = g.Validators[0].ConsensusAddress()
	g.Liveness = []consortium.Liveness{l}
	g.PowerChanges = []consortium.PowerChange{{Number: 2, Amount: 1, Total: 9}, {Number: 5, Amount: 1, Total: 9}}
	return g
}

func TestGenesisOfValidators(t *testing.T) {
	require.NoError(t, livedGenesis().Validate())

	tests := map[string]struct {
		change func(*consortium.Genesis)
		err    error
	}{
		"a policy out of bounds":                   {func(g *consortium.Genesis) { g.ValidatorPolicy.Window = 0 }, consortium.ErrValidatorPolicyInvalid},
		"nobody is active":                         {func(g *consortium.Genesis) { g.Validators = g.Validators[1:] }, consortium.ErrValidatorInvalid},
		"more validators than the policy allows":   {func(g *consortium.Genesis) { g.ValidatorPolicy.MaxValidators = 1 }, consortium.ErrValidatorInvalid},
		"a status that does not exist":             {func(g *consortium.Genesis) { g.Validators[0].Status = 4 }, consortium.ErrValidatorInvalid},
		"a jailed one without a term":              {func(g *consortium.Genesis) { g.Validators[1].JailedUntil = 0 }, consortium.ErrValidatorInvalid},
		"an active one with a term":                {func(g *consortium.Genesis) { g.Validators[0].JailedUntil = 1 }, consortium.ErrValidatorInvalid},
		"a punished one that votes":                {func(g *consortium.Genesis) { g.Validators[0].Punished = true }, consortium.ErrValidatorInvalid},
		"a removed one with power":                 {func(g *consortium.Genesis) { g.Validators[2].Power = 1 }, consortium.ErrValidatorInvalid},
		"more power than consensus counts, jailed": {func(g *consortium.Genesis) { g.Validators[1].Power = cmttypes.MaxTotalVotingPower }, consortium.ErrValidatorInvalid},
		"a validator of a member that has left":    {func(g *consortium.Genesis) { g.Members[0].Status = consortium.MEMBER_STATUS_LEFT }, consortium.ErrMemberInvalid},
		"a retired key that validates":             {func(g *consortium.Genesis) { g.RetiredKeys[0].PubKey = keyOf(1) }, consortium.ErrValidatorInvalid},
		"a retired key twice":                      {func(g *consortium.Genesis) { g.RetiredKeys[0].PubKey = keyOf(5) }, consortium.ErrValidatorInvalid},
		"a retired key that leads to nobody":       {func(g *consortium.Genesis) { g.RetiredKeys[1].Successor = keyOf(9) }, consortium.ErrValidatorInvalid},
		"a retired key of another length":          {func(g *consortium.Genesis) { g.RetiredKeys[1].PubKey = nil }, consortium.ErrValidatorInvalid},
		"a retired key of nobody":                  {func(g *consortium.Genesis) { g.RetiredKeys[1].Member = 0 }, consortium.ErrValidatorInvalid},
		"misses of a jailed one":                   {func(g *consortium.Genesis) { g.Liveness[0].ConsensusAddress = g.Validators[1].ConsensusAddress() }, consortium.ErrGenesisInvalid},
		"misses of one twice":                      {func(g *consortium.Genesis) { g.Liveness = append(g.Liveness, g.Liveness[0]) }, consortium.ErrGenesisInvalid},
		"misses over another window":               {func(g *consortium.Genesis) { g.ValidatorPolicy.Window = 30 }, consortium.ErrGenesisInvalid},
		"power changes out of order":               {func(g *consortium.Genesis) { g.PowerChanges[1].Number = 2 }, consortium.ErrGenesisInvalid},
		"a power change of nothing":                {func(g *consortium.Genesis) { g.PowerChanges[1].Amount = 0 }, consortium.ErrGenesisInvalid},
		"more power changes than are kept": {func(g *consortium.Genesis) {
			for n := range uint64(consortium.MaxPowerChanges) {
				g.PowerChanges = append(g.PowerChanges, consortium.PowerChange{Number: 6 + n, Amount: 1, Total: 9})
			}
		}, consortium.ErrGenesisInvalid},
		"a negative height of the last change": {func(g *consortium.Genesis) { g.ValidatorsChangedAt = -1 }, consortium.ErrGenesisInvalid},
	}
	for name, tc := range tests {
		t.Run(name+" is refused", func(t *testing.T) {
			g := livedGenesis()
			tc.change(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}

func TestMayValidate(t *testing.T) {
	roles, err := consortium.NewRoleSet([]consortium.Role{consortium.ROLE_BANK})
	require.NoError(t, err)
	tests := map[string]struct {
		status consortium.MemberStatus
		role   consortium.Role
		may    bool
	}{
		"an active bank":           {consortium.MEMBER_STATUS_ACTIVE, consortium.ROLE_BANK, true},
		"a suspended bank":         {consortium.MEMBER_STATUS_SUSPENDED, consortium.ROLE_BANK, true},
		"a bank on its way out":    {3, consortium.ROLE_BANK, true},
		"a bank that has left":     {4, consortium.ROLE_BANK, false},
		"a bank without a status":  {0, consortium.ROLE_BANK, false},
		"a member of another role": {consortium.MEMBER_STATUS_ACTIVE, consortium.ROLE_RAIL, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.may, consortium.MayValidate(consortium.Member{Status: tc.status, Roles: []consortium.Role{tc.role}}, roles))
		})
	}
}
