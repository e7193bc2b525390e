// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestMatrixComplete(t *testing.T) {
	rule := consortium.AccessRule{Authority: true, Lane: consortium.LANE_PAYMENT}
	tests := map[string]struct {
		matrix consortium.Matrix
		types  []string
		text   string
	}{
		"one rule per type is complete":       {consortium.Matrix{"/a": rule, "/b": rule}, []string{"/b", "/a"}, ""},
		"no rule and no type are complete":    {consortium.Matrix{}, nil, ""},
		"types without a rule, sorted":        {consortium.Matrix{"/b": rule}, []string{"/c", "/b", "/a"}, "missing [/a /c], unknown []"},
		"rules without a type, sorted":        {consortium.Matrix{"/z": rule, "/b": rule, "/y": rule}, []string{"/b"}, "missing [], unknown [/y /z]"},
		"both are named at once":              {consortium.Matrix{"/y": rule}, []string{"/x"}, "missing [/x], unknown [/y]"},
		"no matrix at all lacks all types":    {nil, []string{"/x"}, "missing [/x], unknown []"},
		"a rule without a lane":               {consortium.Matrix{"/a": rule, "/b": {Authority: true}}, []string{"/a", "/b"}, "unknown [], without a lane or open to nobody [/b]"},
		"a rule with a lane that is none":     {consortium.Matrix{"/b": {Authority: true, Lane: 4}}, []string{"/b"}, "without a lane or open to nobody [/b]"},
		"a rule that opens to nobody":         {consortium.Matrix{"/b": {Lane: consortium.LANE_ORDER}}, []string{"/b"}, "without a lane or open to nobody [/b]"},
		"a type that comes twice, named once": {consortium.Matrix{}, []string{"/x", "/x"}, "missing [/x], unknown []"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := tc.matrix.Complete(tc.types)
			if tc.text == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, consortium.ErrMatrixIncomplete)
			require.ErrorContains(t, err, tc.text)
		})
	}
}

func TestAccessRule(t *testing.T) {
	clearing, err := consortium.NewRoleSet([]consortium.Role{consortium.ROLE_CLEARING})
	require.NoError(t, err)
	operations := consortium.Actor{Member: 3, Duties: consortium.NewDutySet(consortium.DUTY_OPERATIONS), Roles: clearing}
	byOperations := []consortium.Duty{consortium.DUTY_TREASURY, consortium.DUTY_OPERATIONS}

	tests := map[string]struct {
		rule  consortium.AccessRule
		actor consortium.Actor
		open  bool
	}{
		"one of the duties, any role":            {consortium.AccessRule{Duties: byOperations}, operations, true},
		"one of the duties and one of the roles": {consortium.AccessRule{Duties: byOperations, Roles: []consortium.Role{1, 2}}, operations, true},
		"the duty, but no such role":             {consortium.AccessRule{Duties: byOperations, Roles: []consortium.Role{1}}, operations, false},
		"the role, but no such duty":             {consortium.AccessRule{Duties: []consortium.Duty{1}, Roles: []consortium.Role{2}}, operations, false},
		"a rule without duties opens to none":    {consortium.AccessRule{Roles: []consortium.Role{2}}, operations, false},
		"an authority's rule opens to no duty":   {consortium.AccessRule{Authority: true}, operations, false},
		"an owner's rule opens to no duty":       {consortium.AccessRule{WalletOwner: true}, operations, false},
		"an address without duties":              {consortium.AccessRule{Duties: byOperations}, consortium.Actor{}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.open, tc.rule.AllowsActor(tc.actor))
		})
	}

	matrix := consortium.Matrix{
		"/c": {Authority: true}, "/b": {Duties: byOperations}, "/a": {Duties: byOperations}, "/d": {WalletOwner: true},
	}
	require.Equal(t, []string{"/a", "/b"}, matrix.OpenTo(operations, false))
	require.Equal(t, []string{"/c"}, matrix.OpenTo(consortium.Actor{}, true))
	require.Empty(t, matrix.OpenTo(consortium.Actor{}, false))
}

func TestLaneOf(t *testing.T) {
	matrix := consortium.Matrix{
		"/order": {Lane: consortium.LANE_ORDER}, "/act": {Lane: consortium.LANE_ADMINISTRATION}, "/pay": {Lane: consortium.LANE_PAYMENT}, "/none": {},
	}
	tests := map[string]struct {
		urls []string
		lane consortium.Lane
	}{
		"one message":                             {[]string{"/order"}, consortium.LANE_ORDER},
		"several of one lane":                     {[]string{"/order", "/order"}, consortium.LANE_ORDER},
		"an act does not ride along with orders":  {[]string{"/order", "/act", "/order"}, consortium.LANE_ADMINISTRATION},
		"nor a payment":                           {[]string{"/pay", "/order"}, consortium.LANE_PAYMENT},
		"a message without a lane takes all down": {[]string{"/order", "/none", "/pay"}, consortium.LANE_UNSPECIFIED},
		"so does one without a rule":              {[]string{"/order", "/other"}, consortium.LANE_UNSPECIFIED},
		"no message has no lane":                  {nil, consortium.LANE_UNSPECIFIED},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.lane, matrix.LaneOf(tc.urls...)) })
	}
}
