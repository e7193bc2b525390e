// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/clock"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

// shiftVariable is how far ahead the clock of a node built by buildShifted runs, as a duration.
const shiftVariable = "TAEL_TEST_CLOCK_SHIFT"

// shiftedFiles are the files of the consensus engine that read the wall clock for block times.
var shiftedFiles = []string{"types/time/time.go", "state/validation.go"}

// buildShifted builds a taeld whose engine reads a clock that TAEL_TEST_CLOCK_SHIFT moves. The engine's module is
// copied out of the module cache, two files of the copy get another clock, and the build takes the copy in its place.
func buildShifted(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	engine := filepath.Join(dir, "cometbft")
	require.NoError(t, os.CopyFS(engine, os.DirFS(output(t, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/cometbft/cometbft"))))
	for _, name := range shiftedFiles {
		shiftClock(t, filepath.Join(engine, name))
	}
	module := output(t, "go", "env", "GOMOD")
	raw, err := os.ReadFile(module)
	require.NoError(t, err)
	text := string(raw) + "\nreplace github.com/cometbft/cometbft => " + engine + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o600))
	sums, err := os.ReadFile(strings.TrimSuffix(module, ".mod") + ".sum")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o600))

	built := filepath.Join(dir, "taeld")
	output(t, "go", "build", "-modfile", filepath.Join(dir, "go.mod"), "-o", built, "github.com/taelnet/tael/cmd/taeld")
	return built
}

// shiftClock lets a Go file read the moved clock instead of the machine's.
func shiftClock(t *testing.T, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(raw), "time.Now()", file)
	text := strings.ReplaceAll(string(raw), "time.Now()", "shiftedNow()")
	text = strings.Replace(text, "import (", "import (\n\ttestenv \"os\"", 1)
	text += `
func shiftedNow() time.Time {
	shift, _ := time.ParseDuration(testenv.Getenv("` + shiftVariable + `"))
	return time.Now().Round(0).Add(shift)
}
`
	require.NoError(t, os.Chmod(file, 0o600)) // the module cache is read-only, and so is its copy
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
}

// output runs a command that must succeed.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

// skewed restarts one node with its clock moved; the others keep theirs.
func skewed(t *testing.T, l *localnet.Localnet, shifted, name string, shift time.Duration) {
	t.Helper()
	require.NoError(t, l.Stop(name))
	right := l.Binary
	l.Binary = shifted
	defer func() { l.Binary = right }()
	t.Setenv(shiftVariable, shift.String())
	require.NoError(t, l.StartNode(name))
	require.NoError(t, os.Unsetenv(shiftVariable))
}

// logOf is what a node has logged since a length of its log.
func logOf(t *testing.T, n localnet.Node, since int64) string {
	t.Helper()
	raw, err := os.ReadFile(n.LogFile())
	require.NoError(t, err)
	return string(raw[min(since, int64(len(raw))):])
}

func logLength(t *testing.T, n localnet.Node) int64 {
	t.Helper()
	info, err := os.Stat(n.LogFile())
	require.NoError(t, err)
	return info.Size()
}

// eventually waits until a node's log holds a text.
func eventually(t *testing.T, n localnet.Node, since int64, text string) {
	t.Helper()
	require.Eventually(t, func() bool { return strings.Contains(logOf(t, n, since), text) }, time.Minute, 200*time.Millisecond,
		"%s logs %q", n.Name, text)
}

// TestF07_OneSkewedClock skews the clock of one of four validators. Five seconds behind it works and the others and it
// itself say so; ninety seconds behind it does not follow, and says why; corrected it follows again. The chain goes on
// throughout and its time stays that of the others.
func TestF07_OneSkewedClock(t *testing.T) {
	shifted := buildShifted(t)
	l := newNetwork(t)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	victim, err := l.Node(genesis.WalletOp)
	require.NoError(t, err)
	witness, err := l.Node(genesis.LocalAuditor)
	require.NoError(t, err)
	height := func(n localnet.Node) int64 {
		sync, err := n.SyncInfo(ctx)
		require.NoError(t, err)
		return sync.Height
	}

	seen, own := logLength(t, witness), logLength(t, victim)
	skewed(t, l, shifted, victim.Name, -5*time.Second)
	eventually(t, witness, seen, "a validator's clock is off")
	eventually(t, victim, own, "the clock of this machine is off")
	require.Contains(t, logOf(t, witness, seen), "ahead_by")
	require.NoError(t, l.WaitHeight(ctx, victim.Name, height(witness)), "it follows")

	own = logLength(t, victim)
	skewed(t, l, shifted, victim.Name, -90*time.Second)
	eventually(t, victim, own, clock.ErrSkew.Error())
	before := height(witness)
	require.NoError(t, l.WaitHeight(ctx, witness.Name, before+10), "the others go on")

	seen = logLength(t, witness)
	require.NoError(t, l.Stop(victim.Name))
	require.NoError(t, l.StartNode(victim.Name))
	require.NoError(t, l.WaitHeight(ctx, victim.Name, height(witness)), "corrected, it follows again")
	require.NotContains(t, logOf(t, witness, seen), "CONSENSUS FAILURE")
}
