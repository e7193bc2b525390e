// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

func TestParseAddress(t *testing.T) {
	long := sdk.AccAddress(bytes.Repeat([]byte{1}, 32)).String()
	tests := map[string]struct {
		text  string
		valid bool
	}{
		"20 bytes are an account":           {address(1), true},
		"32 bytes are no account of ours":   {long, false},
		"another chain's prefix is refused": {"cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du", false},
		"a wrong checksum is refused":       {address(1)[:len(address(1))-1] + "q", false},
		"mixed case is refused":             {strings.ToUpper(address(1)[:8]) + address(1)[8:], false},
		"hex is refused":                    {"0101010101010101010101010101010101010101", false},
		"nothing is refused":                {"", false},
		"spaces are refused":                {"   ", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			addr, err := consortium.ParseAddress(tc.text)
			if tc.valid {
				require.NoError(t, err)
				require.Len(t, addr, consortium.AddressLength)
				return
			}
			require.ErrorIs(t, err, consortium.ErrAddressInvalid)
		})
	}
}

func TestAssignAndWithdraw(t *testing.T) {
	officer := consortium.Actor{Member: 1, Duties: consortium.NewDutySet(consortium.DUTY_OPERATIONS)}
	submitter := consortium.Actor{Member: 1, Duties: consortium.NewDutySet(consortium.DUTY_SUBMITTER)}
	tests := map[string]struct {
		actor consortium.Actor
		move  func(consortium.Actor, consortium.Duty) (consortium.Actor, error)
		duty  consortium.Duty
		err   error
	}{
		"an address gets its first duty":       {consortium.Actor{Member: 1}, consortium.Actor.Assign, consortium.DUTY_RISK, nil},
		"an officer gets a second duty":        {officer, consortium.Actor.Assign, consortium.DUTY_TREASURY, nil},
		"a first lane":                         {consortium.Actor{Member: 1}, consortium.Actor.Assign, consortium.DUTY_SUBMITTER, nil},
		"the same duty twice is refused":       {officer, consortium.Actor.Assign, consortium.DUTY_OPERATIONS, consortium.ErrDutyHeld},
		"a lane becomes no officer":            {submitter, consortium.Actor.Assign, consortium.DUTY_TREASURY, consortium.ErrDutyHeld},
		"an officer becomes no lane":           {officer, consortium.Actor.Assign, consortium.DUTY_SUBMITTER, consortium.ErrDutyHeld},
		"duty 0 is refused":                    {officer, consortium.Actor.Assign, consortium.DUTY_UNSPECIFIED, consortium.ErrDutyInvalid},
		"an unknown duty is refused":           {officer, consortium.Actor.Assign, 8, consortium.ErrDutyInvalid},
		"a negative duty is refused":           {officer, consortium.Actor.Assign, -1, consortium.ErrDutyInvalid},
		"an officer gives a duty back":         {officer, consortium.Actor.Withdraw, consortium.DUTY_OPERATIONS, nil},
		"a duty that is not held":              {officer, consortium.Actor.Withdraw, consortium.DUTY_RISK, consortium.ErrDutyUnknown},
		"an unknown duty cannot be taken back": {officer, consortium.Actor.Withdraw, 16, consortium.ErrDutyUnknown},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := tc.move(tc.actor, tc.duty)
			if tc.err != nil {
				require.ErrorIs(t, err, tc.err)
				require.Equal(t, tc.actor, got)
				return
			}
			require.NoError(t, err)
			require.NotEqual(t, tc.actor.Duties.Has(tc.duty), got.Duties.Has(tc.duty))
			require.Equal(t, tc.actor.Duties.Duties(), withoutDuty(got, tc.duty).Duties.Duties(), "other duties stay")
		})
	}
}

// withoutDuty undoes an assignment, or a withdrawal, for comparison.
func withoutDuty(a consortium.Actor, duty consortium.Duty) consortium.Actor {
	a.Duties ^= consortium.NewDutySet(duty)
	return a
}

func TestActorsGathersByAddress(t *testing.T) {
	m := northBank()
	holders, err := m.Actors()
	require.NoError(t, err)

	require.Len(t, holders, 3)
	require.Equal(t, []consortium.Duty{consortium.DUTY_OPERATIONS, consortium.DUTY_TREASURY}, holders[1].Actor.Duties.Duties())
	require.True(t, holders[1].Actor.Roles.Has(consortium.ROLE_BANK))
	require.Equal(t, consortium.MEMBER_STATUS_ACTIVE, holders[1].Actor.Status)
}

func TestPlacesForDutyHolders(t *testing.T) {
	tests := map[string]struct {
		duty consortium.Duty
		n    byte
		err  error
	}{
		"64 lanes have a place":     {consortium.DUTY_SUBMITTER, consortium.MaxSubmitters, nil},
		"the 65th lane has none":    {consortium.DUTY_SUBMITTER, consortium.MaxSubmitters + 1, consortium.ErrDutiesFull},
		"64 officers have a place":  {consortium.DUTY_RISK, consortium.MaxOfficers, nil},
		"the 65th officer has none": {consortium.DUTY_RISK, consortium.MaxOfficers + 1, consortium.ErrDutiesFull},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			m := northBank()
			m.Duties = nil
			for i := range tc.n {
				m.Duties = append(m.Duties, consortium.DutyHolder{Duty: tc.duty, Address: address(i + 1)})
			}
			if tc.err == nil {
				require.NoError(t, m.Validate())
				return
			}
			require.ErrorIs(t, m.Validate(), tc.err)
		})
	}
}
