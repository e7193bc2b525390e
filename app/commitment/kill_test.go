// SPDX-License-Identifier: Apache-2.0

package commitment

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
)

const killVariable = "TAEL_COMMITMENT_KILL"

// openBusy is a node with files of the machine that writes snapshots all the time.
func openBusy(t *testing.T, dir string) (*MultiStore, []*storetypes.KVStoreKey) {
	t.Helper()
	keys := []*storetypes.KVStoreKey{storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey("payment")}
	m := openMounted(t, dir, Options{SnapshotBytes: 1 << 10}, keys)
	require.NoError(t, m.LoadLatestVersion())
	return m, keys
}

// TestVictim is the process that is killed. It says every height that it has committed.
func TestVictim(t *testing.T) {
	dir := os.Getenv(killVariable)
	if dir == "" {
		t.Skip("nobody to be killed by")
	}
	m, keys := openBusy(t, dir)
	for {
		writeBlock(m, keys, m.LatestVersion()+1)
		m.WorkingHash()
		fmt.Printf("committed %d\n", m.Commit().Version)
	}
}

// A process killed at random moments finds every height that it said it had committed.
func TestAKilledProcessLosesNothing(t *testing.T) {
	dir := t.TempDir()
	keys := []*storetypes.KVStoreKey{storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey("payment")}
	model := openMounted(t, t.TempDir(), Options{}, keys)
	require.NoError(t, model.LoadLatestVersion())
	for range 12 {
		said := live(t, dir, time.Duration(20+rand.IntN(150))*time.Millisecond)
		m, _ := openBusy(t, dir)
		require.GreaterOrEqual(t, m.LatestVersion(), said)
		for model.LatestVersion() < m.LatestVersion() {
			writeBlock(model, keys, model.LatestVersion()+1)
			model.Commit()
		}
		require.Equal(t, model.LastCommitID(), m.LastCommitID())
		require.NoError(t, m.Close())
	}
	require.Greater(t, model.LatestVersion(), int64(20), "the process came to commit")
	require.NoError(t, model.Close())
}

// live runs the victim for a while after its first commit, kills it, and returns the last height that it said.
func live(t *testing.T, dir string, while time.Duration) (said int64) {
	t.Helper()
	victim := exec.Command(os.Args[0], "-test.run=^TestVictim$", "-test.v")
	victim.Env = append(os.Environ(), killVariable+"="+dir)
	out, err := victim.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, victim.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		height, ok := cutPrefix(lines.Text())
		if !ok {
			continue
		}
		if said == 0 {
			time.AfterFunc(while, func() { _ = victim.Process.Kill() })
		}
		said = height
	}
	require.Error(t, victim.Wait(), "it was killed")
	return said
}

func cutPrefix(line string) (int64, bool) {
	const said = "committed "
	if len(line) <= len(said) || line[:len(said)] != said {
		return 0, false
	}
	height, err := strconv.ParseInt(line[len(said):], 10, 64)
	return height, err == nil
}

func TestOnlyOneProcessHoldsADirectory(t *testing.T) {
	dir := t.TempDir()
	m, _ := openBusy(t, dir)
	_, err := Open(dir, log.NewNopLogger(), Options{})
	require.ErrorContains(t, err, "held by another process")
	require.NoError(t, m.Close())
	m, _ = openBusy(t, dir)
	require.NoError(t, m.Close())
}
