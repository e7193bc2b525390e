// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/consortium"
)

func TestLEI(t *testing.T) {
	tests := map[string]struct {
		lei   string
		valid bool
	}{
		"an identifier in public use is valid":         {"54930084UKLVMY22DS16", true},
		"another in public use is valid":               {"7LTWFZYICNSX8D621K86", true},
		"digits only with right check digits":          {leiOf("123456789012345678"), true},
		"one wrong check digit is refused":             {"54930084UKLVMY22DS17", false},
		"two characters swapped are refused":           {"54930084UKLVYM22DS16", false},
		"lower case is refused":                        {"54930084uklvmy22ds16", false},
		"19 characters are refused":                    {"54930084UKLVMY22DS1", false},
		"21 characters are refused":                    {"54930084UKLVMY22DS160", false},
		"nothing is refused":                           {"", false},
		"a space is refused":                           {"54930084UKLVMY22 S16", false},
		"letters in place of check digits are refused": {"54930084UKLVMY22DSAA", false},
		"another script of the same bytes is refused":  {"54930084UKLVMY22DÉ16", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := consortium.ValidateLEI(tc.lei)
			if tc.valid {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, consortium.ErrLEIInvalid)
		})
	}
}

// MOD 97-10 finds every single wrong character: that is why the standard takes a prime above 36.
func TestLEIFindsEverySingleWrongCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lei := leiOf(rapid.StringMatching(`[0-9A-Z]{18}`).Draw(t, "prefix"))
		at := rapid.IntRange(0, 17).Draw(t, "at")
		wrong := rapid.StringMatching(`[0-9A-Z]`).Filter(func(s string) bool { return s != lei[at:at+1] }).Draw(t, "wrong")

		bad := fmt.Sprintf("%s%s%s", lei[:at], wrong, lei[at+1:])
		if (len(lei[at:at+1]) == 1) && isLetter(lei[at]) != isLetter(wrong[0]) {
			t.Skip("a letter counts as two digits, so a digit in its place shifts all before it")
		}
		require.ErrorIs(t, consortium.ValidateLEI(bad), consortium.ErrLEIInvalid)
	})
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }
