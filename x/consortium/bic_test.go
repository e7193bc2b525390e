// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

func TestBIC(t *testing.T) {
	tests := map[string]struct {
		bic   string
		valid bool
	}{
		"8 letters":                             {"NOBACNBJ", true},
		"11 characters with a branch":           {"NOBACNBJ123", true},
		"a digit in the party's prefix":         {"N0BACNBJ", true},
		"a digit in the suffix":                 {"NOBACN22", true},
		"a digit in the country is refused":     {"NOBA1NBJ", false},
		"lower case is refused":                 {"nobacnbj", false},
		"9 characters are refused":              {"NOBACNBJX", false},
		"7 characters are refused":              {"NOBACNB", false},
		"12 characters are refused":             {"NOBACNBJXXXX", false},
		"nothing is refused":                    {"", false},
		"a hyphen is refused":                   {"NOBACN-J", false},
		"a space at the end is refused":         {"NOBACNB ", false},
		"a letter of another script is refused": {"NOBACNÉ", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := consortium.ValidateBIC(tc.bic)
			if tc.valid {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, consortium.ErrBICInvalid)
		})
	}
}

func TestLongBICMakesTheHeadOfficeOneCode(t *testing.T) {
	require.Equal(t, "NOBACNBJXXX", consortium.LongBIC("NOBACNBJ"))
	require.Equal(t, "NOBACNBJXXX", consortium.LongBIC("NOBACNBJXXX"))
	require.Equal(t, "NOBACNBJ123", consortium.LongBIC("NOBACNBJ123"))
}
