// SPDX-License-Identifier: Apache-2.0

package genesis_test

import (
	"crypto/sha256"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

func TestDevelopmentKeysServeLocalNetworksOnly(t *testing.T) {
	cases := map[string]struct {
		chainID string
		local   bool
	}{
		"the first local network":              {"tael-local-1", true},
		"a later local network":                {"tael-local-4711", true},
		"the network itself":                   {"tael-1", false},
		"the sandbox":                          {"tael-sandbox-1", false},
		"a local network without number":       {"tael-local-", false},
		"a local network number zero":          {"tael-local-0", false},
		"a name that only begins like a local": {"tael-local-1-real", false},
		"a name that only ends like a local":   {"real-tael-local-1", false},
		"a name with a line break":             {"tael-local-1\n", false},
		"no name":                              {"", false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := genesis.DevKeys(tc.chainID)
			if tc.local {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, genesis.ErrDevelopmentKey)
			_, err = genesis.Local(tc.chainID, noon)
			require.ErrorIs(t, err, genesis.ErrDevelopmentKey)
		})
	}
}

func TestDevelopmentKeysFollowFromTheirLabel(t *testing.T) {
	keys, err := genesis.DevKeys("tael-local-1")
	require.NoError(t, err)

	label := keys.Label("bank-a", genesis.KeyOperations, 2)
	require.Equal(t, "tael development key tael-local-1/bank-a/operations/2", label)
	seed := sha256.Sum256([]byte(label))
	require.Equal(t, seed[:], keys.Account("bank-a", genesis.KeyOperations, 2).Key)

	seen := map[string]bool{}
	other, err := genesis.DevKeys("tael-local-2")
	require.NoError(t, err)
	for _, k := range []genesis.Keys{keys, other} {
		for _, member := range []string{"bank-a", "bank-b"} {
			for _, use := range []string{genesis.KeyOperations, genesis.KeyTreasury} {
				for n := range 2 {
					seen[k.Address(member, use, n).String()] = true
				}
			}
		}
	}
	require.Len(t, seen, 16, "each network, member, use and number has a key of its own")
}

func TestEveryLocalMemberHasAValidLEI(t *testing.T) {
	n := local(t)
	for _, m := range n.Members {
		require.NoError(t, consortium.ValidateLEI(m.Lei), m.Id)
		require.NoError(t, consortium.ValidateBIC(m.Bic), m.Id)
	}
}

func TestValidatorKeyFilesCarryTheirMark(t *testing.T) {
	keys, err := genesis.DevKeys("tael-local-1")
	require.NoError(t, err)
	marked, err := keys.MarkedValidatorKey("bank-a")
	require.NoError(t, err)
	priv := keys.Validator("bank-a")
	unmarked, err := cmtjson.Marshal(privval.FilePVKey{Address: priv.PubKey().Address(), PubKey: priv.PubKey(), PrivKey: priv})
	require.NoError(t, err)
	own, err := cmtjson.Marshal(privval.GenFilePV("", "").Key)
	require.NoError(t, err)

	cases := map[string]struct {
		file    []byte
		chainID string
		refused bool
		fail    string
	}{
		"a marked key on its local network":         {file: marked, chainID: "tael-local-1"},
		"a marked key on the network":               {file: marked, chainID: "tael-1", refused: true},
		"a marked key on the sandbox":               {file: marked, chainID: "tael-sandbox-1", refused: true},
		"a standard key without its mark":           {file: unmarked, chainID: "tael-1", refused: true},
		"a validator's own key on the network":      {file: own, chainID: "tael-1"},
		"a file that holds no key":                  {file: []byte(`{}`), chainID: "tael-1", fail: "priv_key"},
		"a file that is no JSON":                    {file: []byte(`key`), chainID: "tael-1", fail: "invalid character"},
		"a missing file (an audit or a full node) ": {chainID: "tael-1"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "priv_validator_key.json")
			if tc.file != nil {
				require.NoError(t, os.WriteFile(file, tc.file, 0o600))
			}
			err := genesis.CheckValidatorKey(file, tc.chainID)
			switch {
			case tc.refused:
				require.ErrorIs(t, err, genesis.ErrDevelopmentKey)
				require.ErrorContains(t, err, "tael development key tael-local-1/bank-a/validator/0")
			case tc.fail != "":
				require.ErrorContains(t, err, tc.fail)
			default:
				require.NoError(t, err)
			}
		})
	}
}

// CometBFT must read a marked file as the same key: the mark is beside the fields it knows.
func TestMarkedKeyIsReadByTheConsensusEngine(t *testing.T) {
	keys, err := genesis.DevKeys("tael-local-1")
	require.NoError(t, err)
	raw, err := keys.MarkedValidatorKey("clearing")
	require.NoError(t, err)
	require.True(t, json.Valid(raw))

	dir := t.TempDir()
	key, state := filepath.Join(dir, "key.json"), filepath.Join(dir, "state.json")
	require.NoError(t, os.WriteFile(key, raw, 0o600))
	require.Equal(t, keys.Validator("clearing"), privval.LoadFilePVEmptyState(key, state).Key.PrivKey)
}
