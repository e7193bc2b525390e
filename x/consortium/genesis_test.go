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
		"no moniker":                          {func(g *consortium.Genesis) { g.Validators[0].Moniker = "" }, consortium.ErrValidatorInvalid},
		"a moniker with a line break":         {func(g *consortium.Genesis) { g.Validators[0].Moniker = "a\nb" }, consortium.ErrValidatorInvalid},
		"a moniker of 71 characters":          {func(g *consortium.Genesis) { g.Validators[0].Moniker = strings.Repeat("m", 71) }, consortium.ErrValidatorInvalid},
		"no authority":                        {func(g *consortium.Genesis) { g.Authority = "" }, consortium.ErrGenesisInvalid},
		"an authority that serves a member":   {func(g *consortium.Genesis) { g.Authority = address(11) }, consortium.ErrGenesisInvalid},
		"threshold 0":                         {func(g *consortium.Genesis) { g.AuthorityThreshold = 0 }, consortium.ErrGenesisInvalid},
		"a threshold above the seats":         {func(g *consortium.Genesis) { g.AuthorityThreshold = 3 }, consortium.ErrGenesisInvalid},
		"no seats":                            {func(g *consortium.Genesis) { g.GovernanceAddresses = nil }, consortium.ErrGenesisInvalid},
		"a seat twice":                        {func(g *consortium.Genesis) { g.GovernanceAddresses[1] = address(11) }, consortium.ErrGenesisInvalid},
		"a seat with a bad address":           {func(g *consortium.Genesis) { g.GovernanceAddresses[1] = "seat" }, consortium.ErrGenesisInvalid},
		"a seat without the GOVERNANCE duty":  {func(g *consortium.Genesis) { g.GovernanceAddresses[1] = address(12) }, consortium.ErrGenesisInvalid},
		"a seat of a stranger":                {func(g *consortium.Genesis) { g.GovernanceAddresses[1] = address(77) }, consortium.ErrGenesisInvalid},
		"more seats than a multisig may have": {moreSeats, consortium.ErrGenesisInvalid},
		"no base quota":                       {func(g *consortium.Genesis) { g.Quotas.Base = consortium.Quota{} }, consortium.ErrQuotaInvalid},
		"a role's quota twice":                {func(g *consortium.Genesis) { g.Quotas.Roles = append(g.Quotas.Roles, g.Quotas.Roles[1]) }, consortium.ErrQuotaInvalid},
		"a quota of no role":                  {func(g *consortium.Genesis) { g.Quotas.Roles[0].Role = 0 }, consortium.ErrQuotaInvalid},
		"a role's quota that silences":        {func(g *consortium.Genesis) { g.Quotas.Roles[0].Quota.Rate = 0 }, consortium.ErrQuotaInvalid},
		"a member's quota that silences":      {func(g *consortium.Genesis) { g.Quotas.Members = []consortium.MemberQuota{{Member: 1}} }, consortium.ErrQuotaInvalid},
		"a quota of number 0":                 {func(g *consortium.Genesis) { g.Quotas.Members = []consortium.MemberQuota{{Quota: g.Quotas.Base}} }, consortium.ErrQuotaInvalid},
		"a quota of nobody": {func(g *consortium.Genesis) {
			g.Quotas.Members = []consortium.MemberQuota{{Member: 3, Quota: g.Quotas.Base}}
		}, consortium.ErrGenesisInvalid},
		"a use of a quota by nobody":             {func(g *consortium.Genesis) { g.QuotaUses = []consortium.QuotaUse{{Member: 3}} }, consortium.ErrGenesisInvalid},
		"two uses of a quota":                    {func(g *consortium.Genesis) { g.QuotaUses = []consortium.QuotaUse{{Member: 1}, {Member: 1}} }, consortium.ErrGenesisInvalid},
		"EIP-155 id 0":                           {func(g *consortium.Genesis) { g.Eip155Id = 0 }, consortium.ErrGenesisInvalid},
		"no data zone":                           {func(g *consortium.Genesis) { g.DataZone = "" }, consortium.ErrGenesisInvalid},
		"a data zone with a space":               {func(g *consortium.Genesis) { g.DataZone = "two zones" }, consortium.ErrGenesisInvalid},
		"a data zone of more than 64 characters": {func(g *consortium.Genesis) { g.DataZone = strings.Repeat("z", 65) }, consortium.ErrGenesisInvalid},
	}
	for name, tc := range tests {
		t.Run(name+" is refused", func(t *testing.T) {
			g := validGenesis()
			tc.change(&g)
			require.ErrorIs(t, g.Validate(), tc.err)
		})
	}
}

func moreSeats(g *consortium.Genesis) {
	for i := range byte(consortium.MaxSeats) {
		duty := consortium.DutyHolder{Duty: consortium.DUTY_GOVERNANCE, Address: address(100 + i)}
		g.Members[0].Duties = append(g.Members[0].Duties, duty)
		g.GovernanceAddresses = append(g.GovernanceAddresses, duty.Address)
	}
}
