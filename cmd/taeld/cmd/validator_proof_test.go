// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
)

// One key, proved by the node that has it in a file and by a signer: the same bytes, which the chain takes.
func TestANodeAndASignerProveAKeyAlike(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "signer")
	_, err := runSignerCommand(t, "keygen", "--home", dir)
	require.NoError(t, err)
	_, err = runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-1", "--node", "unix:///run/s", "--height", "0")
	require.NoError(t, err)
	file := filepath.Join(dir, "priv_validator_key.json")

	for _, output := range []string{"text", "json"} {
		bySigner, err := runSignerCommand(t, "prove", "--home", dir, "--member", "258", "--output", output)
		require.NoError(t, err)
		byNode, _, err := runCommand(t.Context(), validatorProofCommand(), "--member", "258", "--chain-id", "tael-1", "--key-file", file, "--output", output)
		require.NoError(t, err)
		require.Equal(t, bySigner, byNode)
		if output != "json" {
			continue
		}
		var shown shownKey
		require.NoError(t, json.Unmarshal([]byte(byNode), &shown))
		key, err := base64.StdEncoding.DecodeString(shown.PubKey)
		require.NoError(t, err)
		proof, err := base64.StdEncoding.DecodeString(shown.Proof)
		require.NoError(t, err)
		require.NoError(t, consortium.VerifyProof("tael-1", 258, key, proof))
		require.ErrorIs(t, consortium.VerifyProof("tael-1", 259, key, proof), consortium.ErrProofInvalid)
		require.ErrorIs(t, consortium.VerifyProof("tael-2", 258, key, proof), consortium.ErrProofInvalid)
		require.Equal(t, consortium.ConsensusAddressOf(key).String(), shown.ConsensusAddress)
	}
}

func TestValidatorProofIsRefused(t *testing.T) {
	dir := t.TempDir()
	_, err := runSignerCommand(t, "keygen", "--home", dir)
	require.NoError(t, err)
	file := filepath.Join(dir, "priv_validator_key.json")
	open := filepath.Join(dir, "open.json")
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(open, raw, 0o644))

	for name, tc := range map[string]struct {
		args []string
		text string
	}{
		"no member":         {[]string{"--chain-id", "tael-1", "--key-file", file}, "--member, from 1"},
		"no chain":          {[]string{"--member", "3", "--key-file", file}, "name the chain with --chain-id"},
		"no key file":       {[]string{"--member", "3", "--chain-id", "tael-1", "--key-file", file + ".not"}, "no such file"},
		"a key file of all": {[]string{"--member", "3", "--chain-id", "tael-1", "--key-file", open}, "others may read it"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := runCommand(t.Context(), validatorProofCommand(), tc.args...)
			require.ErrorContains(t, err, tc.text)
		})
	}
}
