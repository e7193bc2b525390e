// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/consortium"
)

func TestCharterBounds(t *testing.T) {
	rule := func(url string) consortium.MessageRule {
		return consortium.MessageRule{TypeUrl: url, Threshold: consortium.Fraction{Numerator: 3, Denominator: 4}, TimeLock: 60}
	}
	type charter = consortium.Charter
	tests := map[string]struct {
		change func(*charter)
		valid  bool
	}{
		"the default":                     {func(*charter) {}, true},
		"everybody must agree":            {func(c *charter) { c.Threshold = consortium.Fraction{Numerator: 1, Denominator: 1} }, true},
		"no time-lock":                    {func(c *charter) { c.TimeLock = 0 }, true},
		"rules by type, ascending":        {func(c *charter) { c.MessageRules = []consortium.MessageRule{rule("/a"), rule("/b")} }, true},
		"no voting role":                  {func(c *charter) { c.VotingRoles = nil }, false},
		"a voting role twice":             {func(c *charter) { c.VotingRoles = []consortium.Role{1, 1} }, false},
		"voting roles in another order":   {func(c *charter) { c.VotingRoles = []consortium.Role{2, 1} }, false},
		"an unknown voting role":          {func(c *charter) { c.VotingRoles = []consortium.Role{9} }, false},
		"half of the members":             {func(c *charter) { c.Threshold = consortium.Fraction{Numerator: 1, Denominator: 2} }, false},
		"more than all members":           {func(c *charter) { c.Threshold = consortium.Fraction{Numerator: 4, Denominator: 3} }, false},
		"a fraction of nothing":           {func(c *charter) { c.Threshold = consortium.Fraction{} }, false},
		"a denominator that is too large": {func(c *charter) { c.Threshold = consortium.Fraction{Numerator: 1_001, Denominator: 1_001} }, false},
		"a voting term below a minute":    {func(c *charter) { c.VotingTerm = 59 }, false},
		"a voting term without end":       {func(c *charter) { c.VotingTerm = 1 << 62 }, false},
		"a time-lock without end":         {func(c *charter) { c.TimeLock = 1 << 62 }, false},
		"too little gas":                  {func(c *charter) { c.ExecutionGas = 999_999 }, false},
		"gas without end":                 {func(c *charter) { c.ExecutionGas = 1 << 62 }, false},
		"no open proposals":               {func(c *charter) { c.MaxOpen = 0 }, false},
		"65 open proposals":               {func(c *charter) { c.MaxOpen = 65 }, false},
		"no messages":                     {func(c *charter) { c.MaxMessages = 0 }, false},
		"21 messages":                     {func(c *charter) { c.MaxMessages = 21 }, false},
		"no executions":                   {func(c *charter) { c.MaxExecutions = 0 }, false},
		"17 executions in a block":        {func(c *charter) { c.MaxExecutions = 17 }, false},
		"a rule twice":                    {func(c *charter) { c.MessageRules = []consortium.MessageRule{rule("/a"), rule("/a")} }, false},
		"rules in another order":          {func(c *charter) { c.MessageRules = []consortium.MessageRule{rule("/b"), rule("/a")} }, false},
		"a rule of no type":               {func(c *charter) { c.MessageRules = []consortium.MessageRule{rule("a")} }, false},
		"a rule by a minority": {func(c *charter) {
			c.MessageRules = []consortium.MessageRule{{TypeUrl: "/a", Threshold: consortium.Fraction{Numerator: 1, Denominator: 3}}}
		}, false},
		"a rule with an endless lock": {func(c *charter) {
			c.MessageRules = []consortium.MessageRule{rule("/a")}
			c.MessageRules[0].TimeLock = 1 << 40
		}, false},
		"more rules than there may be": {func(c *charter) { c.MessageRules = make([]consortium.MessageRule, consortium.MaxMessageRules+1) }, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := consortium.DefaultCharter()
			tc.change(&c)
			if tc.valid {
				require.NoError(t, c.Validate())
				return
			}
			require.ErrorIs(t, c.Validate(), consortium.ErrCharterInvalid)
		})
	}
}

func TestStrictestRuleOfAllMessages(t *testing.T) {
	c := consortium.DefaultCharter() // 2/3, a day
	c.MessageRules = []consortium.MessageRule{
		{TypeUrl: "/all", Threshold: consortium.Fraction{Numerator: 1, Denominator: 1}, TimeLock: 0},
		{TypeUrl: "/fast", Threshold: consortium.Fraction{Numerator: 3, Denominator: 5}, TimeLock: 60},
		{TypeUrl: "/slow", Threshold: consortium.Fraction{Numerator: 3, Denominator: 5}, TimeLock: 999_999},
	}
	require.NoError(t, c.Validate())
	tests := map[string]struct {
		urls     []string
		of5      uint32
		timeLock uint64
	}{
		"a message without a rule has the default": {[]string{"/other"}, 4, 86_400},
		"a rule may ask for less":                  {[]string{"/fast"}, 3, 60},
		"the larger threshold of two":              {[]string{"/fast", "/all"}, 5, 60},
		"the longer time-lock of two":              {[]string{"/slow", "/fast"}, 3, 999_999},
		"the default beside a lower rule":          {[]string{"/fast", "/other"}, 4, 86_400},
		"each figure from another message":         {[]string{"/all", "/slow"}, 5, 999_999},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			threshold, timeLock := c.Strictest(tc.urls)
			require.Equal(t, tc.of5, threshold.Of(5))
			require.Equal(t, tc.timeLock, timeLock)
		})
	}
}

func TestThresholdsRoundUp(t *testing.T) {
	twoThirds := consortium.Fraction{Numerator: 2, Denominator: 3}
	for n, needed := range map[uint32]uint32{0: 0, 1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 7: 5, 65_535: 43_690} {
		require.Equal(t, needed, twoThirds.Of(n), "%d members", n)
	}
}

// Whatever the majority, two disjoint groups never both have it.
func TestTwoContradictionsAreNeverBothAccepted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := consortium.Fraction{Denominator: rapid.Uint32Range(1, 1_000).Draw(t, "denominator")}
		f.Numerator = rapid.Uint32Range(f.Denominator/2+1, f.Denominator).Draw(t, "numerator")
		require.NoError(t, f.Validate())
		n := rapid.Uint32Range(1, 65_535).Draw(t, "members")
		require.LessOrEqual(t, f.Of(n), n)
		require.Greater(t, 2*f.Of(n), n)
	})
}

func TestTally(t *testing.T) {
	yes, no := consortium.VOTE_OPTION_YES, consortium.VOTE_OPTION_NO
	votes := []consortium.Vote{{Member: 1, Option: yes}, {Member: 2, Option: no}, {Member: 3, Option: yes}, {Member: 9, Option: yes}}
	tests := map[string]struct {
		voters             []uint32
		tally              consortium.Tally
		accepted, hopeless bool
	}{
		"votes of those who may":              {[]uint32{1, 2, 3, 4, 5}, consortium.Tally{Yes: 2, No: 1, Needed: 4, Voting: 5}, false, false},
		"two of three":                        {[]uint32{1, 2, 3}, consortium.Tally{Yes: 2, No: 1, Needed: 2, Voting: 3}, true, false},
		"a vote of one who may not any more":  {[]uint32{1, 2, 4}, consortium.Tally{Yes: 1, No: 1, Needed: 2, Voting: 3}, false, false},
		"too many against it":                 {[]uint32{2, 4}, consortium.Tally{No: 1, Needed: 2, Voting: 2}, false, true},
		"nobody votes, so nothing is decided": {nil, consortium.Tally{Needed: 1}, false, true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tally := consortium.NewTally(votes, tc.voters, consortium.Fraction{Numerator: 2, Denominator: 3})
			require.Equal(t, tc.tally, tally)
			require.Equal(t, tc.accepted, tally.Accepted())
			require.Equal(t, tc.hopeless, tally.Hopeless())
		})
	}
}

func TestWhoVotes(t *testing.T) {
	voter := consortium.Actor{
		Member: 1, Duties: consortium.NewDutySet(consortium.DUTY_GOVERNANCE), Roles: 1 << consortium.ROLE_BANK, Status: consortium.MEMBER_STATUS_ACTIVE,
	}
	c := consortium.DefaultCharter()
	require.True(t, c.MayVote(voter))
	for name, change := range map[string]func(*consortium.Actor){
		"another duty":       func(a *consortium.Actor) { a.Duties = consortium.NewDutySet(consortium.DUTY_OPERATIONS) },
		"a regulator":        func(a *consortium.Actor) { a.Roles = 1 << consortium.ROLE_REGULATOR },
		"a suspended member": func(a *consortium.Actor) { a.Status = consortium.MEMBER_STATUS_SUSPENDED },
		"a member that left": func(a *consortium.Actor) { a.Status = consortium.MEMBER_STATUS_LEFT },
	} {
		t.Run(name, func(t *testing.T) {
			other := voter
			change(&other)
			require.False(t, c.MayVote(other))
		})
	}
	require.False(t, consortium.Charter{}.MayVote(voter), "no voting role lets nobody vote")
}
