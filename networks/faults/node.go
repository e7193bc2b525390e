// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/localnet"
)

// crashVariable makes a node of CometBFT exit at its n-th pass over a crash point, counted from 0.
const crashVariable = "FAIL_TEST_INDEX"

// Node is one process of the network, which can be killed, paused and started again at any time.
type Node struct {
	localnet.Node
	// Place is its number in the network.
	Place  int
	binary string
	wires  Wires

	mu     sync.Mutex
	cmd    *exec.Cmd
	exited chan struct{}
	paused bool
}

// Validates says whether the node signs blocks.
func (n *Node) Validates() bool { return n.Role == networks.RoleValidator }

// RPC is where CometBFT answers.
func (n *Node) RPC() string { return fmt.Sprintf("http://%s:%d", n.wires.Host(n.Place), n.Ports.RPC) }

// GRPC is where the node's services answer.
func (n *Node) GRPC() string { return fmt.Sprintf("%s:%d", n.wires.Host(n.Place), n.Ports.GRPC) }

// Start starts the process unless it runs; crashAt of 0 or more makes it exit at that crash point.
func (n *Node) Start(crashAt int) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.running() {
		return nil
	}
	log, err := os.OpenFile(n.LogFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the child has its own copy
	fmt.Fprintf(log, "--- started at %s, crash point %d\n", time.Now().UTC().Format(time.RFC3339Nano), crashAt)

	cmd := n.wires.Command(n.Place, n.binary, "start", "--home", n.Home)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = append(os.Environ(), "GOGC=400", sdk.EnvConfigScope+"=tael")
	if crashAt >= 0 {
		cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", crashVariable, crashAt))
	}
	// A session of its own keeps ^C from the nodes; should this program be killed, they are killed with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start of %s: %w", n.Name, err)
	}
	exited := make(chan struct{})
	n.cmd, n.exited, n.paused = cmd, exited, false
	go func() { _ = cmd.Wait(); close(exited) }()
	return os.WriteFile(n.PidFile(), []byte(strconv.Itoa(cmd.Process.Pid)), 0o600)
}

// running says whether the process lives. The caller holds the lock.
func (n *Node) running() bool {
	if n.cmd == nil {
		return false
	}
	select {
	case <-n.exited:
		return false
	default:
		return true
	}
}

// Running says whether the process lives, paused or not.
func (n *Node) Running() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.running()
}

// Kill ends the process with SIGKILL and waits for its end.
func (n *Node) Kill() error { return n.end(syscall.SIGKILL, time.Minute) }

// Stop ends the process with SIGTERM, and with SIGKILL if it does not end in time.
func (n *Node) Stop() error {
	if n.end(syscall.SIGTERM, 10*time.Second) == nil {
		return nil
	}
	return n.Kill()
}

func (n *Node) end(signal syscall.Signal, grace time.Duration) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.running() {
		return nil
	}
	if n.paused && signal != syscall.SIGKILL {
		_ = n.cmd.Process.Signal(syscall.SIGCONT)
	}
	if err := n.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("%s: %w", n.Name, err)
	}
	select {
	case <-n.exited:
		_ = os.Remove(n.PidFile())
		return nil
	case <-time.After(grace):
		return fmt.Errorf("%s (pid %d) lives %s after %s", n.Name, n.cmd.Process.Pid, grace, signal)
	}
}

// Pause stops the process where it stands, Resume lets it go on.
func (n *Node) Pause() error { return n.signal(syscall.SIGSTOP, true) }

// Resume lets a paused process go on.
func (n *Node) Resume() error { return n.signal(syscall.SIGCONT, false) }

func (n *Node) signal(signal syscall.Signal, paused bool) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.running() {
		return nil
	}
	n.paused = paused
	return n.cmd.Process.Signal(signal)
}

// Exited waits until the process has ended by itself; false if it still lives after that time.
func (n *Node) Exited(within time.Duration) bool {
	n.mu.Lock()
	exited := n.exited
	n.mu.Unlock()
	if exited == nil {
		return true
	}
	select {
	case <-exited:
		return true
	case <-time.After(within):
		return false
	}
}

// killLeftovers kills nodes of an earlier run whose homes lie below dir: those that its pid files name and whose
// command lines say so too.
func killLeftovers(dir string) {
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*", "node.pid"))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(raw)))
		if err != nil || pid <= 1 {
			continue
		}
		command, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
		if err == nil && bytes.Contains(command, []byte(filepath.Dir(file))) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		_ = os.Remove(file)
	}
}
