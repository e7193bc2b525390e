// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/signer/possession"
)

// runSignerCommand runs one command of the group and returns what it printed.
func runSignerCommand(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := signerCommand()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestASignerIsSetUp(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "signer")
	_, err := runSignerCommand(t, "start", "--home", dir)
	require.ErrorContains(t, err, "set it up with `taeld signer init")
	made, err := runSignerCommand(t, "keygen", "--home", dir)
	require.NoError(t, err)
	_, err = runSignerCommand(t, "keygen", "--home", dir)
	require.ErrorContains(t, err, "never overwritten")
	_, err = runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-1", "--node", "unix:///run/s")
	require.ErrorContains(t, err, `"height" not set`, "a floor is always stated")
	_, err = runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-1", "--node", "tcp://1.2.3.4:5", "--height", "0")
	require.ErrorContains(t, err, "taeld comet show-node-id")
	out, err := runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-1", "--node", "unix:///run/s", "--height", "7")
	require.NoError(t, err)
	require.Contains(t, out, "above height 7")
	_, err = runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-1", "--node", "unix:///run/s", "--height", "0")
	require.ErrorContains(t, err, "a high-water mark exists")

	shown, err := runSignerCommand(t, "show-key", "--home", dir)
	require.NoError(t, err)
	require.Equal(t, made, shown)
	out, err = runSignerCommand(t, "status", "--home", dir)
	require.NoError(t, err)
	require.Contains(t, out, "everything up to height 7")
	require.Contains(t, out, "nobody: start it")
	require.NoError(t, os.Remove(filepath.Join(dir, "high_water_mark")))
	_, err = runSignerCommand(t, "start", "--home", dir)
	require.ErrorContains(t, err, "the key may have signed before, so it signs nothing now")
}

func TestASignerProvesItsKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "signer")
	_, err := runSignerCommand(t, "keygen", "--home", dir)
	require.NoError(t, err)
	_, err = runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-1", "--node", "unix:///run/s", "--height", "0")
	require.NoError(t, err)
	_, err = runSignerCommand(t, "prove", "--home", dir)
	require.ErrorContains(t, err, "number of the member")

	out, err := runSignerCommand(t, "prove", "--home", dir, "--member", "3", "--output", "json")
	require.NoError(t, err)
	var shown shownKey
	require.NoError(t, json.Unmarshal([]byte(out), &shown))
	key, err := base64.StdEncoding.DecodeString(shown.PubKey)
	require.NoError(t, err)
	proof, err := base64.StdEncoding.DecodeString(shown.Proof)
	require.NoError(t, err)
	message, err := possession.Message("tael-1", 3, key)
	require.NoError(t, err)
	require.True(t, ed25519.PubKey(key).VerifySignature(message, proof))
}

func TestASignerTakesNoDevelopmentKeyOfAnotherNetwork(t *testing.T) {
	dir := t.TempDir()
	keys, err := genesis.DevKeys("tael-local-1")
	require.NoError(t, err)
	marked, err := keys.MarkedValidatorKey(genesis.BankA)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "priv_validator_key.json"), marked, 0o600))
	_, err = runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-1", "--node", "unix:///run/s", "--height", "0")
	require.ErrorIs(t, err, genesis.ErrDevelopmentKey)
	_, err = runSignerCommand(t, "init", "--home", dir, "--chain-id", "tael-local-1", "--node", "unix:///run/s", "--height", "0")
	require.NoError(t, err)
}

func TestAPINIsNoArgument(t *testing.T) {
	for _, sub := range signerCommand().Commands() {
		require.Nil(t, sub.Flag("pin"), sub.Name())
	}
	_, err := runSignerCommand(t, "keygen", "--home", t.TempDir(), "--token", "tael")
	require.ErrorContains(t, err, "name its library with --module")
	_, err = runSignerCommand(t, "keygen", "--home", t.TempDir(), "--module", "/none.so", "--token", "tael")
	require.ErrorContains(t, err, "--pin-file", "without a terminal")
}
