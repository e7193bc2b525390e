// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/wallet"
)

func TestParseUETR(t *testing.T) {
	cases := map[string]struct {
		text string
		err  error
	}{
		"a version 4 UUID in lower case is read":   {"97ed4827-7b6f-4491-a06f-b548d5a7512d", nil},
		"upper case is refused":                    {"97ED4827-7b6f-4491-a06f-b548d5a7512d", wallet.ErrUETRInvalid},
		"version 1 is refused":                     {"97ed4827-7b6f-1491-a06f-b548d5a7512d", wallet.ErrUETRInvalid},
		"another variant is refused":               {"97ed4827-7b6f-4491-c06f-b548d5a7512d", wallet.ErrUETRInvalid},
		"a text without hyphens is refused":        {"97ed48277b6f4491a06fb548d5a7512d", wallet.ErrUETRInvalid},
		"a hyphen in the wrong place is refused":   {"97ed482-77b6f-4491-a06f-b548d5a7512d", wallet.ErrUETRInvalid},
		"a sign instead of a digit is refused":     {"+7ed4827-7b6f-4491-a06f-b548d5a7512d", wallet.ErrUETRInvalid},
		"braces are refused":                       {"{97ed4827-7b6f-4491-a06f-b548d5a7512d}", wallet.ErrUETRInvalid},
		"an empty text is refused":                 {"", wallet.ErrUETRInvalid},
		"a text of another script is refused":      {"９7ed4827-7b6f-4491-a06f-b548d5a7512", wallet.ErrUETRInvalid},
		"the zero UUID is refused for its version": {"00000000-0000-0000-0000-000000000000", wallet.ErrUETRInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			u, err := wallet.ParseUETR(tc.text)
			if tc.err != nil {
				require.ErrorIs(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.text, u.String())
		})
	}
}

func TestUETRFromAnyDigestIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digest := [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "digest"))
		u := wallet.NewUETRFromSHA256(digest)
		if err := wallet.ValidateUETR(u); err != nil {
			t.Fatal(err)
		}
		again, err := wallet.ParseUETR(u.String())
		if err != nil || again != u {
			t.Fatalf("%s reads back as %s: %v", u, again, err)
		}
	})
}
