// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestMemberValidate(t *testing.T) {
	tests := map[string]struct {
		change func(*consortium.Member)
		err    error
	}{
		"a bank with officers and a lane is valid": {func(*consortium.Member) {}, nil},
		"a suspended member is valid":              {func(m *consortium.Member) { m.Status = consortium.MEMBER_STATUS_SUSPENDED }, nil},
		"a member without duties is valid":         {func(m *consortium.Member) { m.Duties = nil }, nil},
		"the highest number is valid":              {func(m *consortium.Member) { m.Number = 65_535 }, nil},
		"a name of 140 characters is valid":        {func(m *consortium.Member) { m.Name = strings.Repeat("n", 140) }, nil},
		"two roles are valid": {func(m *consortium.Member) {
			m.Roles = []consortium.Role{consortium.ROLE_CLEARING, consortium.ROLE_BANK}
		}, nil},

		"number 0 is refused":                  {func(m *consortium.Member) { m.Number = 0 }, consortium.ErrMemberInvalid},
		"number 65536 is refused":              {func(m *consortium.Member) { m.Number = 65_536 }, consortium.ErrMemberInvalid},
		"an empty id is refused":               {func(m *consortium.Member) { m.Id = "" }, consortium.ErrMemberInvalid},
		"an id of one letter is refused":       {func(m *consortium.Member) { m.Id = "n" }, consortium.ErrMemberInvalid},
		"an id of 33 characters is refused":    {func(m *consortium.Member) { m.Id = strings.Repeat("n", 33) }, consortium.ErrMemberInvalid},
		"an id in upper case is refused":       {func(m *consortium.Member) { m.Id = "North" }, consortium.ErrMemberInvalid},
		"an id that starts with a digit":       {func(m *consortium.Member) { m.Id = "1north" }, consortium.ErrMemberInvalid},
		"an id with a slash is refused":        {func(m *consortium.Member) { m.Id = "north/bank" }, consortium.ErrMemberInvalid},
		"an empty name is refused":             {func(m *consortium.Member) { m.Name = "" }, consortium.ErrMemberInvalid},
		"a name of 141 characters is refused":  {func(m *consortium.Member) { m.Name = strings.Repeat("n", 141) }, consortium.ErrMemberInvalid},
		"a name with a line break is refused":  {func(m *consortium.Member) { m.Name = "North\nBank" }, consortium.ErrMemberInvalid},
		"a name with look-alikes is refused":   {func(m *consortium.Member) { m.Name = "Nоrth Bank" }, consortium.ErrMemberInvalid},
		"a name with double spaces is refused": {func(m *consortium.Member) { m.Name = "North  Bank" }, consortium.ErrMemberInvalid},
		"a name that ends in a space":          {func(m *consortium.Member) { m.Name = "North " }, consortium.ErrMemberInvalid},
		"markup in a name is refused":          {func(m *consortium.Member) { m.Name = "<b>North</b>" }, consortium.ErrMemberInvalid},
		"a wrong LEI is refused":               {func(m *consortium.Member) { m.Lei = "54930084UKLVMY22DS17" }, consortium.ErrLEIInvalid},
		"a wrong BIC is refused":               {func(m *consortium.Member) { m.Bic = "NOBA" }, consortium.ErrBICInvalid},
		"a jurisdiction of three letters":      {func(m *consortium.Member) { m.Jurisdiction = "CHN" }, consortium.ErrMemberInvalid},
		"a jurisdiction in lower case":         {func(m *consortium.Member) { m.Jurisdiction = "cn" }, consortium.ErrMemberInvalid},
		"no role is refused":                   {func(m *consortium.Member) { m.Roles = nil }, consortium.ErrMemberInvalid},
		"role 0 is refused":                    {func(m *consortium.Member) { m.Roles = []consortium.Role{0} }, consortium.ErrMemberInvalid},
		"an unknown role is refused":           {func(m *consortium.Member) { m.Roles = []consortium.Role{7} }, consortium.ErrMemberInvalid},
		"a negative role is refused":           {func(m *consortium.Member) { m.Roles = []consortium.Role{-1} }, consortium.ErrMemberInvalid},
		"a role twice is refused":              {func(m *consortium.Member) { m.Roles = []consortium.Role{1, 1} }, consortium.ErrMemberInvalid},
		"status 0 is refused":                  {func(m *consortium.Member) { m.Status = 0 }, consortium.ErrMemberInvalid},
		"an unknown status is refused":         {func(m *consortium.Member) { m.Status = 5 }, consortium.ErrMemberInvalid},
		"an exiting member is valid":           {func(m *consortium.Member) { m.Status = consortium.MEMBER_STATUS_EXITING }, nil},
		"one that left has nobody":             {func(m *consortium.Member) { m.Status = consortium.MEMBER_STATUS_LEFT }, consortium.ErrMemberInvalid},
		"one that left is readable":            {func(m *consortium.Member) { m.Status, m.Duties = consortium.MEMBER_STATUS_LEFT, nil }, nil},
		"a bad duty address is refused":        {func(m *consortium.Member) { m.Duties[0].Address = "tael1" }, consortium.ErrAddressInvalid},
		"a duty twice is refused":              {func(m *consortium.Member) { m.Duties = append(m.Duties, m.Duties[0]) }, consortium.ErrDutyHeld},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			m := northBank()
			tc.change(&m)
			if tc.err == nil {
				require.NoError(t, m.Validate())
				return
			}
			require.ErrorIs(t, m.Validate(), tc.err)
		})
	}
}

func TestRecordIsCanonical(t *testing.T) {
	m := northBank()
	m.Roles = []consortium.Role{consortium.ROLE_RAIL, consortium.ROLE_BANK}

	record, err := m.Record()
	require.NoError(t, err)
	require.Equal(t, []consortium.Role{consortium.ROLE_BANK, consortium.ROLE_RAIL}, record.Roles)
	require.Empty(t, record.Duties)
	require.True(t, record.HasRole(consortium.ROLE_RAIL))
	require.False(t, record.HasRole(consortium.ROLE_REGULATOR))
	require.NotEmpty(t, m.Duties, "the member itself is not changed")
}
