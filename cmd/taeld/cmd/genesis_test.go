// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGenesisFilesAreChecked(t *testing.T) {
	gen, err := localGenesis(testChainID)
	require.NoError(t, err)
	whole, err := json.Marshal(gen)
	require.NoError(t, err)

	replace := func(from, to string) func(string) string {
		return func(s string) string {
			require.Contains(t, s, from)
			return strings.Replace(s, from, to, 1)
		}
	}
	cases := map[string]struct {
		spoil func(string) string
		fail  string
	}{
		"the local network's genesis is valid":  {func(s string) string { return s }, ""},
		"a file that ends early":                {func(s string) string { return s[:len(s)/2] }, "unexpected"},
		"a chain id of no form":                 {replace(`"chain_id":"tael-local-1"`, `"chain_id":"mainnet"`), "expected tael-<n>"},
		"a module nobody knows":                 {replace(`"app_state":{`, `"app_state":{"gov":{},`), `unknown module "gov"`},
		"a LEI with wrong check digits":         {replace(`0000TAELLOCAL0000126`, `0000TAELLOCAL0000127`), "remainder 1"},
		"a wallet of a custodian who is nobody": {replace(`"custodian":4`, `"custodian":44`), "44"},
		"a currency without its asset":          {replace(`"emoney_denom":"hkd"`, `"emoney_denom":"usd"`), "usd"},
		"no validators":                         {func(s string) string { return cut(s, `"validators":[`, `]`) }, "at least one ACTIVE validator"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "genesis.json")
			require.NoError(t, os.WriteFile(file, []byte(tc.spoil(string(whole))), 0o600))
			err := validateGenesis(file)
			if tc.fail == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.fail)
		})
	}
	require.ErrorIs(t, validateGenesis(filepath.Join(t.TempDir(), "none.json")), os.ErrNotExist)
}

// cut takes away what stands between two marks.
func cut(s, from, to string) string {
	start := strings.Index(s, from) + len(from)
	return s[:start] + s[start+strings.Index(s[start:], to):]
}
