// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

// signerBasePort lies beside the other networks of this folder.
const signerBasePort = 25_000

// remote is a validator of a local network whose key lives in a signer of its own.
type remote struct {
	network *localnet.Localnet
	node    localnet.Node
	home    string // the signer's
	address string // the validator's
}

func TestAValidatorWithARemoteSigner(t *testing.T) {
	r := newRemote(t)
	t.Run("signs through it", func(t *testing.T) { r.signs(t) })
	t.Run("does not sign without it, follows the chain, and signs again when it is back", func(t *testing.T) { r.killed(t) })
	t.Run("starts without it and signs when it comes", func(t *testing.T) { r.nodeFirst(t) })
	t.Run("holds no second key", func(t *testing.T) { r.secondKey(t) })
	t.Run("refuses it with an old mark", func(t *testing.T) { r.oldMark(t) })
	t.Run("and never signed twice", func(t *testing.T) { r.noEvidence(t) })
}

// newRemote moves the key of a running network's validator into a signer, as the runbook says.
func newRemote(t *testing.T) *remote {
	t.Helper()
	dir, err := os.MkdirTemp("", "tael-s") //nolint:usetesting // the path of a socket is short, that of a test is not
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	networkHome := filepath.Join(dir, "localnet")
	out, err := taeld("localnet", "up", "--home", networkHome, "--base-port", fmt.Sprint(signerBasePort))
	require.NoError(t, err, out)
	network, err := localnet.Open(networkHome, binary)
	require.NoError(t, err)
	t.Cleanup(func() {
		if t.Failed() {
			showLogs(t, network)
		}
		require.NoError(t, network.Down())
	})
	node, err := network.Node(genesis.BankB)
	require.NoError(t, err)
	require.NoError(t, network.Stop(node.Name))
	r := &remote{network: network, node: node, home: filepath.Join(dir, "signer")}
	r.moveKey(t, filepath.Join(dir, "sock"))
	return r
}

func (r *remote) moveKey(t *testing.T, socket string) {
	t.Helper()
	var state struct{ Height string }
	stateFile := filepath.Join(r.node.Home, "data", "priv_validator_state.json")
	raw, err := os.ReadFile(stateFile)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &state))
	require.NoError(t, os.MkdirAll(r.home, 0o700))
	require.NoError(t, os.Rename(filepath.Join(r.node.Home, "config", "priv_validator_key.json"), filepath.Join(r.home, "priv_validator_key.json")))
	require.NoError(t, os.Remove(stateFile))
	out, err := taeld("signer", "init", "--home", r.home, "--chain-id", r.network.ChainID, "--node", "unix://"+socket, "--height", state.Height)
	require.NoError(t, err, out)

	config := filepath.Join(r.node.Home, "config", "config.toml")
	raw, err = os.ReadFile(config)
	require.NoError(t, err)
	changed := bytes.Replace(raw, []byte(`priv_validator_laddr = ""`), []byte(`priv_validator_laddr = "unix://`+socket+`"`), 1)
	require.NotEqual(t, raw, changed)
	require.NoError(t, os.WriteFile(config, changed, 0o600))
}

// start runs the signer and returns it with its log.
func (r *remote) start(t *testing.T) (*exec.Cmd, string) {
	t.Helper()
	logFile := filepath.Join(r.home, "log")
	out, err := os.Create(logFile)
	require.NoError(t, err)
	defer out.Close()
	process := exec.Command(binary, "signer", "start", "--home", r.home)
	process.Stdout, process.Stderr = out, out
	require.NoError(t, process.Start())
	t.Cleanup(func() { kill(process) })
	return process, logFile
}

func kill(process *exec.Cmd) {
	_ = process.Process.Kill()
	_ = process.Wait()
}

type signerStatus struct {
	Address string `json:"address"`
	Running bool   `json:"running"`
	Mark    struct {
		Height int64 `json:"height"`
	} `json:"mark"`
	Holder struct {
		Pid       int  `json:"pid"`
		Connected bool `json:"connected"`
	} `json:"holder"`
}

func (r *remote) status(t *testing.T) signerStatus {
	t.Helper()
	out, err := taeld("signer", "status", "--home", r.home, "--output", "json")
	require.NoError(t, err, out)
	var status signerStatus
	require.NoError(t, json.Unmarshal([]byte(out), &status), out)
	return status
}

// signedBy says whether the commit of a height, as another validator has it, carries the validator's signature.
func (r *remote) signedBy(t *testing.T, height int64) bool {
	t.Helper()
	other, err := r.network.Node(genesis.BankA)
	require.NoError(t, err)
	response, err := http.Get(other.RPC() + "/commit?height=" + strconv.FormatInt(height, 10))
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Result struct {
			SignedHeader struct {
				Commit struct {
					Signatures []struct {
						Address string `json:"validator_address"`
					} `json:"signatures"`
				} `json:"commit"`
			} `json:"signed_header"`
		} `json:"result"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	for _, signature := range answer.Result.SignedHeader.Commit.Signatures {
		if signature.Address == r.address {
			return true
		}
	}
	return false
}

// requireSigns waits for a block from now on that the validator signs.
func (r *remote) requireSigns(t *testing.T) {
	t.Helper()
	from, started := highest(t, r.network), time.Now()
	require.Eventually(t, func() bool {
		top := highest(t, r.network)
		for height := from + 1; height < top; height++ {
			if r.signedBy(t, height) {
				return true
			}
		}
		from = max(from, top-1)
		return false
	}, patience, 100*time.Millisecond)
	t.Logf("signs after %s", time.Since(started).Round(100*time.Millisecond))
}

// requireSilence waits for blocks that the validator does not sign, while its node follows them.
func (r *remote) requireSilence(t *testing.T) {
	t.Helper()
	from := highest(t, r.network) + 2 // what was under way when it fell silent
	require.NoError(t, r.network.WaitHeight(patiently(t), r.node.Name, from+6))
	for height := from; height < from+5; height++ {
		require.False(t, r.signedBy(t, height), "block %d", height)
	}
}

func (r *remote) signs(t *testing.T) {
	process, _ := r.start(t)
	require.NoError(t, r.network.StartNode(r.node.Name))
	r.address = r.status(t).Address
	r.requireSigns(t)
	require.NoFileExists(t, filepath.Join(r.node.Home, "config", "priv_validator_key.json"), "the node makes no key of its own")

	status := r.status(t)
	require.True(t, status.Running)
	require.Equal(t, process.Process.Pid, status.Holder.Pid)
	require.True(t, status.Holder.Connected)
	require.Positive(t, status.Mark.Height)
	out, err := taeld("signer", "start", "--home", r.home)
	require.Error(t, err)
	require.Contains(t, out, fmt.Sprintf("by process %d", process.Process.Pid))
	out, err = taeld("signer", "prove", "--home", r.home, "--member", "2")
	require.NoError(t, err, out)
	require.Contains(t, out, "proof")

	kill(process)
	r.requireSilence(t)
}

func (r *remote) killed(t *testing.T) {
	for range 5 {
		process, _ := r.start(t)
		r.requireSigns(t)
		kill(process)
	}
	r.requireSilence(t)
	r.start(t)
	r.requireSigns(t)
}

func (r *remote) nodeFirst(t *testing.T) {
	require.NoError(t, r.network.Kill(r.node.Name))
	require.NoError(t, r.network.StartNode(r.node.Name))
	require.NoError(t, r.network.WaitHeight(patiently(t), r.node.Name, highest(t, r.network)+1))
	r.requireSilence(t)
	r.start(t)
	r.requireSigns(t)
}

func (r *remote) secondKey(t *testing.T) {
	copied := filepath.Join(r.node.Home, "config", "priv_validator_key.json")
	raw, err := os.ReadFile(filepath.Join(r.home, "priv_validator_key.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(copied, raw, 0o600))
	out, err := taeld("start", "--home", r.node.Home)
	require.Error(t, err)
	require.Contains(t, out, "a key in two places signs twice")
	require.NoError(t, os.Remove(copied))
}

func (r *remote) oldMark(t *testing.T) {
	markFile := filepath.Join(r.home, "high_water_mark")
	process, _ := r.start(t)
	r.requireSigns(t)
	old, err := os.ReadFile(markFile)
	require.NoError(t, err)
	r.requireSigns(t)
	require.NoError(t, process.Process.Signal(syscall.SIGTERM))
	require.NoError(t, process.Wait())
	latest, err := os.ReadFile(markFile)
	require.NoError(t, err)

	require.NoError(t, os.WriteFile(markFile, old, 0o600))
	process, logFile := r.start(t)
	requireLog(t, logFile, "the signer is behind its node and is not taken")
	r.requireSilence(t)
	require.NoError(t, r.network.Kill(r.node.Name))
	out, err := taeld("start", "--home", r.node.Home)
	require.Error(t, err)
	require.Contains(t, out, "the high-water mark was rolled back")
	require.Contains(t, out, "bring back its latest mark")
	kill(process)

	require.NoError(t, os.WriteFile(markFile, latest, 0o600))
	r.start(t)
	require.NoError(t, r.network.StartNode(r.node.Name))
	r.requireSigns(t)
}

func requireLog(t *testing.T, file, text string) {
	t.Helper()
	require.Eventually(t, func() bool {
		raw, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(raw), text)
	}, patience, 100*time.Millisecond, text)
}

// noEvidence reads every block for a proof that somebody signed twice.
func (r *remote) noEvidence(t *testing.T) {
	other, err := r.network.Node(genesis.BankA)
	require.NoError(t, err)
	for height, top := int64(1), highest(t, r.network); height <= top; height++ {
		response, err := http.Get(other.RPC() + "/block?height=" + strconv.FormatInt(height, 10))
		require.NoError(t, err)
		var answer struct {
			Result struct {
				Block struct {
					Evidence struct {
						Evidence []json.RawMessage `json:"evidence"`
					} `json:"evidence"`
				} `json:"block"`
			} `json:"result"`
		}
		require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
		require.NoError(t, response.Body.Close())
		require.Empty(t, answer.Result.Block.Evidence.Evidence, "block %d", height)
	}
}
