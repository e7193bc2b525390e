// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/profiles"
	"github.com/taelnet/tael/x/compliance"
)

// A chain starts from each shipped profile.
func TestShippedProfilesAreGenesisData(t *testing.T) {
	for _, name := range profiles.Names() {
		t.Run(name, func(t *testing.T) {
			table, err := limitTable(name, []string{"hkd", "cny"})
			require.NoError(t, err)
			gen, err := localGenesis(testChainID)
			require.NoError(t, err)
			var state map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(gen.AppState, &state))
			var part map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(state[compliance.ModuleName], &part))
			part["limits"] = json.RawMessage(table)
			state[compliance.ModuleName], err = json.Marshal(part)
			require.NoError(t, err)
			gen.AppState, err = json.Marshal(state)
			require.NoError(t, err)
			whole, err := json.Marshal(gen)
			require.NoError(t, err)
			file := filepath.Join(t.TempDir(), "genesis.json")
			require.NoError(t, os.WriteFile(file, whole, 0o600))

			require.NoError(t, validateGenesis(file))
		})
	}
}

func TestLimitTablesOfNothingAreRefused(t *testing.T) {
	_, err := limitTable("no-such-profile", []string{"cny"})
	require.ErrorIs(t, err, profiles.ErrUnknown)
	_, err = limitTable(profiles.DigitalYuan, []string{"CNY"})
	require.ErrorIs(t, err, compliance.ErrLimitInvalid)
	_, err = limitTable(profiles.DigitalYuan, []string{"cny", "cny"})
	require.ErrorIs(t, err, compliance.ErrLimitInvalid)
}
