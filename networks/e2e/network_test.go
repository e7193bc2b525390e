// SPDX-License-Identifier: Apache-2.0

//go:build e2e

// Package e2e runs a Tael network of real processes: four validators and an audit node, killed and started again.
package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/localnet"
)

// basePort lies beside the default, so that a local network may run meanwhile.
const basePort = 29_000

// patience bounds each wait; a machine with two busy cores needs most of it.
const patience = 2 * time.Minute

// binary is the taeld under test.
var binary string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "taeld-e2e-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "taeld")
	build := exec.Command("go", "build", "-o", binary, "github.com/taelnet/tael/cmd/taeld")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Printf("building taeld: %s\n%s", err, out)
		return 1
	}
	return m.Run()
}

// newNetwork starts a network by the command a user would type and stops it when the test ends. The logs of a failed
// test are shown.
func newNetwork(t *testing.T) *localnet.Localnet {
	t.Helper()
	return newNetworkAt(t, basePort)
}

// newNetworkAt is newNetwork with another first port.
func newNetworkAt(t *testing.T, port int) *localnet.Localnet {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "localnet")
	out, err := taeld("localnet", "up", "--home", dir, "--base-port", fmt.Sprint(port))
	require.NoError(t, err, out)
	t.Log(out)
	network, err := localnet.Open(dir, binary)
	require.NoError(t, err)
	t.Cleanup(func() {
		if t.Failed() {
			showLogs(t, network)
		}
		require.NoError(t, network.Down())
	})
	return network
}

// taeld runs one command and returns what it printed.
func taeld(args ...string) (string, error) {
	out, err := exec.Command(binary, args...).CombinedOutput()
	return string(out), err
}

func showLogs(t *testing.T, network *localnet.Localnet) {
	for _, n := range network.Nodes {
		raw, _ := os.ReadFile(n.LogFile())
		t.Logf("end of the log of %s:\n%s", n.Name, raw[max(0, len(raw)-3_000):])
	}
}

func patiently(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// highest is how far the network is.
func highest(t *testing.T, network *localnet.Localnet) int64 {
	t.Helper()
	var top int64
	for _, s := range network.Status(t.Context()) {
		top = max(top, s.Height)
	}
	require.Positive(t, top, "no node answers")
	return top
}

func heightText(t *testing.T, network *localnet.Localnet) string {
	t.Helper()
	return strconv.FormatInt(highest(t, network), 10)
}

// requireOneState waits until every node is a few blocks further and compares what their applications have computed,
// each by its own word: the state after the same block. The header of the next block, which the validators signed,
// must say the same.
func requireOneState(t *testing.T, network *localnet.Localnet) {
	t.Helper()
	from := highest(t, network) + 2
	for _, n := range network.Nodes {
		require.NoError(t, network.WaitHeight(patiently(t), n.Name, from))
	}
	states := map[int64]map[string]string{} // by height and node
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		for _, n := range network.Nodes {
			height, hash, err := n.State(t.Context())
			require.NoError(t, err, n.Name)
			if states[height] == nil {
				states[height] = map[string]string{}
			}
			states[height][n.Name] = hash
			if len(states[height]) == len(network.Nodes) {
				requireOneHash(t, network, height, states[height])
				return
			}
		}
	}
	require.Fail(t, "no height was seen at all nodes")
}

func requireOneHash(t *testing.T, network *localnet.Localnet, height int64, states map[string]string) {
	t.Helper()
	n := network.Nodes[0]
	require.NoError(t, network.WaitHeight(patiently(t), n.Name, height+1))
	signed, err := n.AppHash(t.Context(), height+1)
	require.NoError(t, err)
	require.NotEmpty(t, signed)
	for node, own := range states {
		require.Equal(t, signed, own, "application hash of %s after block %d", node, height)
	}
}
