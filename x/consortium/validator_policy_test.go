// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestValidatorPolicyValidate(t *testing.T) {
	require.NoError(t, consortium.DefaultValidatorPolicy().Validate())
	tests := map[string]func(*consortium.ValidatorPolicy){
		"no validator need be active":                 func(p *consortium.ValidatorPolicy) { p.MinActive = 0 },
		"more must be active than there may":          func(p *consortium.ValidatorPolicy) { p.MinActive, p.MaxValidators = 5, 4 },
		"more validators than a block bears":          func(p *consortium.ValidatorPolicy) { p.MaxValidators = consortium.MaxValidators + 1 },
		"no window":                                   func(p *consortium.ValidatorPolicy) { p.Window = 0 },
		"a window of more than 4 KiB":                 func(p *consortium.ValidatorPolicy) { p.Window = consortium.MaxWindow + 1 },
		"no miss allowed":                             func(p *consortium.ValidatorPolicy) { p.MaxMissed = 0 },
		"more misses than the window has":             func(p *consortium.ValidatorPolicy) { p.MaxMissed = p.Window + 1 },
		"no jail term":                                func(p *consortium.ValidatorPolicy) { p.JailTerm = 0 },
		"a jail term beyond ten years":                func(p *consortium.ValidatorPolicy) { p.JailTerm = consortium.MaxJailTerm + 1 },
		"no power may change":                         func(p *consortium.ValidatorPolicy) { p.ChangeNumerator = 0 },
		"a share of nothing":                          func(p *consortium.ValidatorPolicy) { p.ChangeDenominator = 0 },
		"a share above a third":                       func(p *consortium.ValidatorPolicy) { p.ChangeNumerator, p.ChangeDenominator = 333_334, 1_000_000 },
		"a denominator above a million":               func(p *consortium.ValidatorPolicy) { p.ChangeDenominator = 1_000_001 },
		"a numerator that overflows when three times": func(p *consortium.ValidatorPolicy) { p.ChangeNumerator = 1<<32 - 1 },
	}
	for name, change := range tests {
		t.Run(name+" is refused", func(t *testing.T) {
			p := consortium.DefaultValidatorPolicy()
			change(&p)
			require.ErrorIs(t, p.Validate(), consortium.ErrValidatorPolicyInvalid)
		})
	}
}

func TestPolicyFitsTheSet(t *testing.T) {
	p := consortium.DefaultValidatorPolicy()
	p.MinActive, p.MaxValidators = 3, 5
	require.NoError(t, p.Fits(consortium.SetFigures{Active: 3, Jailed: 2}))
	require.ErrorIs(t, p.Fits(consortium.SetFigures{Active: 2, Jailed: 2}), consortium.ErrValidatorPolicyInvalid)
	require.ErrorIs(t, p.Fits(consortium.SetFigures{Active: 3, Jailed: 3}), consortium.ErrValidatorPolicyInvalid)
}

func TestSetFigures(t *testing.T) {
	p := consortium.DefaultValidatorPolicy()
	p.MinActive, p.MaxValidators = 2, 4
	var set consortium.SetFigures
	for _, v := range []consortium.Validator{
		{Power: 5},
		{Power: 7, Status: consortium.VALIDATOR_STATUS_ACTIVE},
		{Power: 3, Status: consortium.VALIDATOR_STATUS_JAILED},
		{Status: consortium.VALIDATOR_STATUS_REMOVED},
	} {
		set = set.Count(v)
	}
	require.Equal(t, consortium.SetFigures{Active: 2, Jailed: 1, ActivePower: 12, JailedPower: 3}, set)

	require.NoError(t, set.MayAdd(p))
	require.ErrorIs(t, set.MayLose(p), consortium.ErrValidatorsFew, "the minimum stays")
	set.Active++
	require.ErrorIs(t, set.MayAdd(p), consortium.ErrValidatorsFull, "a jailed validator keeps its place")
	require.NoError(t, set.MayLose(p))

	p.MinActive = 1
	require.ErrorIs(t, consortium.SetFigures{Active: 1}.MayLose(p), consortium.ErrValidatorsFew, "the last one stays")
	require.NoError(t, set.MayGrow(cmttypes.MaxTotalVotingPower-15))
	require.ErrorIs(t, set.MayGrow(cmttypes.MaxTotalVotingPower-14), consortium.ErrValidatorsFull)
}
