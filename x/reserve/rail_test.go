// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

func cityRail() reserve.Rail {
	return reserve.Rail{
		Id: "city-rail", Denom: "cny", Attestors: []string{"bank-a", "bank-b", "clearing"}, Threshold: 2,
		Accounts: []*reserve.RailAccount{{Account: "a-collect", Member: "bank-a"}, {Account: "b-collect", Member: "bank-b"}},
	}
}

func TestRailValidate(t *testing.T) {
	many := func(n int) (slugs []string) {
		for i := range n {
			slugs = append(slugs, fmt.Sprintf("member-%d", i))
		}
		return slugs
	}
	accounts := func(n int) (list []*reserve.RailAccount) {
		for _, slug := range many(n) {
			list = append(list, &reserve.RailAccount{Account: slug, Member: "bank-a"})
		}
		return list
	}
	cases := map[string]struct {
		change func(*reserve.Rail)
		err    error
	}{
		"two of three attestors":            {change: func(*reserve.Rail) {}},
		"all attestors":                     {change: func(r *reserve.Rail) { r.Threshold = 3 }},
		"the most attestors there may be":   {change: func(r *reserve.Rail) { r.Attestors = many(reserve.MaxAttestors) }},
		"one attestor more is refused":      {change: func(r *reserve.Rail) { r.Attestors = many(reserve.MaxAttestors + 1) }, err: reserve.ErrFieldInvalid},
		"the most accounts there may be":    {change: func(r *reserve.Rail) { r.Accounts = accounts(reserve.MaxRailAccounts) }},
		"one account more is refused":       {change: func(r *reserve.Rail) { r.Accounts = accounts(reserve.MaxRailAccounts + 1) }, err: reserve.ErrFieldInvalid},
		"more than all attestors":           {change: func(r *reserve.Rail) { r.Threshold = 4 }, err: reserve.ErrFieldInvalid},
		"nobody needed":                     {change: func(r *reserve.Rail) { r.Threshold = 0 }, err: reserve.ErrFieldInvalid},
		"no attestor":                       {change: func(r *reserve.Rail) { r.Attestors = nil }, err: reserve.ErrFieldInvalid},
		"an attestor twice":                 {change: func(r *reserve.Rail) { r.Attestors[1] = "bank-a" }, err: reserve.ErrFieldInvalid},
		"an attestor that is no slug":       {change: func(r *reserve.Rail) { r.Attestors[1] = "Bank B" }, err: reserve.ErrFieldInvalid},
		"no account":                        {change: func(r *reserve.Rail) { r.Accounts = nil }, err: reserve.ErrFieldInvalid},
		"an account twice":                  {change: func(r *reserve.Rail) { r.Accounts[1].Account = "a-collect" }, err: reserve.ErrFieldInvalid},
		"an account of nobody":              {change: func(r *reserve.Rail) { r.Accounts[1].Member = "" }, err: reserve.ErrFieldInvalid},
		"a slug of one letter":              {change: func(r *reserve.Rail) { r.Id = "c" }, err: reserve.ErrFieldInvalid},
		"a slug that begins with a digit":   {change: func(r *reserve.Rail) { r.Id = "1-rail" }, err: reserve.ErrFieldInvalid},
		"a slug of 33 letters":              {change: func(r *reserve.Rail) { r.Id = "rail-567890123456789012345678901x3" }, err: reserve.ErrFieldInvalid},
		"a denom that is none":              {change: func(r *reserve.Rail) { r.Denom = "CNY" }, err: reserve.ErrFieldInvalid},
		"an account that is an IBAN's form": {change: func(r *reserve.Rail) { r.Accounts[0].Account = "DE02120300000000202051" }, err: reserve.ErrFieldInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			rail := cityRail()
			tc.change(&rail)
			require.ErrorIs(t, rail.Validate(), tc.err)
		})
	}
}

func TestRailEstablishes(t *testing.T) {
	const custodian, bankB, clearing, stranger = 1, 2, 3, 9
	rail := reserve.RailRecord{Attestors: []uint32{custodian, bankB, clearing}, Threshold: 2}
	alone := reserve.RailRecord{Attestors: []uint32{custodian, bankB}, Threshold: 1}
	cases := map[string]struct {
		rail    reserve.RailRecord
		members []uint32
		want    bool
	}{
		"two of three":                {rail, []uint32{bankB, clearing}, true},
		"the custodian and one other": {rail, []uint32{custodian, bankB}, true},
		"three of three":              {rail, []uint32{custodian, bankB, clearing}, true},
		"one of three":                {rail, []uint32{bankB}, false},
		"nobody":                      {rail, nil, false},
		"who is not named any more does not count":      {rail, []uint32{bankB, stranger}, false},
		"where one suffices it is not the custodian":    {alone, []uint32{custodian}, false},
		"where one suffices another does":               {alone, []uint32{bankB}, true},
		"a stranger does not make the custodian's fact": {alone, []uint32{custodian, stranger}, false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, tc.rail.Establishes(tc.members, custodian))
		})
	}
}

func TestRailAccounts(t *testing.T) {
	rail := reserve.RailRecord{Id: "city-rail", Accounts: []*reserve.RailAccountRecord{{Account: "a-collect", Member: 1}}}

	member, err := rail.AccountMember("a-collect")
	require.NoError(t, err)
	require.Equal(t, uint32(1), member)
	require.True(t, rail.Serves(1))

	_, err = rail.AccountMember("b-collect")
	require.ErrorIs(t, err, reserve.ErrAccountUnknown)
	require.False(t, rail.Serves(2))
}
