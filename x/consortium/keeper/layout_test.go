// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

// Clients prove what they read by key and value, so the layout is part of their interface.
func TestKeyLayout(t *testing.T) {
	f := newFixture(t)
	addr := func(n byte) string { return strings.Repeat(hex.EncodeToString([]byte{n}), consortium.AddressLength) }
	consensus := hex.EncodeToString(smallNetwork().Validators[1].ConsensusAddress())
	tests := map[string]struct{ key, value string }{
		"the highest number by id":        {"02" + hex.EncodeToString([]byte("regulator")), "ffff"},
		"a number by LEI":                 {"03" + hex.EncodeToString([]byte(smallNetwork().Members[2].Lei)), "012c"},
		"a number by the long BIC":        {"04" + hex.EncodeToString([]byte("NOBACNBJXXX")), "0001"},
		"an actor":                        {"05" + addr(northTreasury), "0001" + "0028" + "0002" + "01"},
		"an actor by member":              {"06" + "0001" + addr(northTreasury), ""},
		"a role that may validate":        {"08" + "0002", ""},
		"the authority":                   {"09", addr(authority)},
		"the authority's threshold":       {"0a", "00000002"},
		"the first seat":                  {"0b" + "0000", addr(regulatorGovernance)},
		"the EIP-155 id":                  {"0c", "0000000000001b59"},
		"the data zone":                   {"0d", hex.EncodeToString([]byte("cn-mainland"))},
		"a validator by its consensus id": {"07" + consensus, "*"},
		"a member by number":              {"01" + "012c", "*"},
		"the base quota":                  {"2d", "*"},
		"a role's quota":                  {"2e" + "0001", "*"},
		"a member's quota":                {"2f" + "012c", "*"},
		"what a member has used":          {"30" + "ffff", "00000000000003e8" + "1000000000000000"},
		"what the authority has used":     {"30" + "0000", "0000000000000007" + "0000000000000005"},
	}
	all := f.dump()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			key, err := hex.DecodeString(tc.key)
			require.NoError(t, err)
			value, found := all[string(key)]
			require.True(t, found)
			if tc.value != "*" {
				require.Equal(t, tc.value, hex.EncodeToString([]byte(value)))
			}
		})
	}

	record := all["\x01\x00\x01"]
	require.Less(t, len(record), 160, "a record stays compact: it is read for every payment")
}
