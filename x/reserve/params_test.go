// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
)

func TestParamsValidate(t *testing.T) {
	percents := func(list ...reserve.RolePercent) func(*reserve.Params) {
		return func(p *reserve.Params) { p.CoveragePercents = list }
	}
	cases := map[string]struct {
		change func(*reserve.Params)
		err    error
	}{
		"the default":                    {func(*reserve.Params) {}, nil},
		"a coverage by role":             {percents(reserve.RolePercent{Role: consortium.ROLE_BANK, Percent: 0}, reserve.RolePercent{Role: consortium.ROLE_WALLET_OPERATOR, Percent: 1_000}), nil},
		"a role twice":                   {percents(reserve.RolePercent{Role: consortium.ROLE_BANK}, reserve.RolePercent{Role: consortium.ROLE_BANK}), reserve.ErrFieldInvalid},
		"a role that keeps no customers": {percents(reserve.RolePercent{Role: consortium.ROLE_RAIL}), reserve.ErrFieldInvalid},
		"more than ten times the debt":   {percents(reserve.RolePercent{Role: consortium.ROLE_BANK, Percent: 1_001}), reserve.ErrFieldInvalid},
		"a receipt that waits no second": {func(p *reserve.Params) { p.AttestedTerm = 0 }, reserve.ErrFieldInvalid},
		"a statement of more than a year": {
			func(p *reserve.Params) { p.MaxAttestationAge = 367 * 86_400 }, reserve.ErrFieldInvalid,
		},
		"an offset that nobody uses": {func(p *reserve.Params) { p.UtcOffsetSeconds = 15 * 3_600 }, reserve.ErrFieldInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			p := reserve.DefaultParams()
			tc.change(&p)
			require.ErrorIs(t, p.Validate(), tc.err)
		})
	}
}

func TestPercentOfAMemberIsTheLargestOfItsRoles(t *testing.T) {
	p := reserve.DefaultParams()
	p.CoveragePercents = []reserve.RolePercent{{Role: consortium.ROLE_BANK, Percent: 80}, {Role: consortium.ROLE_WALLET_OPERATOR, Percent: 110}}
	of := func(roles ...consortium.Role) uint32 { return p.PercentOf(consortium.Member{Roles: roles}) }
	require.Equal(t, uint32(80), of(consortium.ROLE_BANK, consortium.ROLE_RAIL))
	require.Equal(t, uint32(110), of(consortium.ROLE_BANK, consortium.ROLE_WALLET_OPERATOR))
	require.Equal(t, uint32(100), of(consortium.ROLE_CENTRAL_BANK))
	require.Equal(t, uint32(100), of(consortium.ROLE_CLEARING))
}
