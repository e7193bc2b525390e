// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// stopGrace is how long a node may take to stop before it is killed.
const stopGrace = 10 * time.Second

// stopPoll is the pause between two looks at a stopping node.
const stopPoll = 20 * time.Millisecond

// processes reaps the children of this process, so that a killed node does not stay behind as a zombie.
type processes struct{ sync.WaitGroup }

// StartNode starts one node in the background and returns at once; it does nothing if the node runs already. The
// process outlives the one that started it.
func (l *Localnet) StartNode(name string) error {
	n, err := l.Node(name)
	if err != nil {
		return err
	}
	if _, running := n.Pid(); running {
		return nil
	}
	if err := n.probe(); err != nil {
		return err
	}
	log, err := os.OpenFile(n.LogFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	// The child has its own copy of the file once it runs.
	defer func() { _ = log.Close() }()

	cmd := exec.Command(l.Binary, "start", "--home", n.Home)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Env = l.environment()
	// A session of its own keeps the node alive when the terminal that started it is interrupted or closed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start of %s: %w", n.Name, err)
	}
	l.waits.Go(func() { _ = cmd.Wait() })
	return os.WriteFile(n.PidFile(), []byte(strconv.Itoa(cmd.Process.Pid)), 0o600)
}

// environment is the caller's, with what makes a node cheap: the garbage collector runs less often, and the SDK need
// not compute the scope of its configuration anew at each look.
func (l *Localnet) environment() []string {
	env := os.Environ()
	if os.Getenv("GOGC") == "" {
		env = append(env, "GOGC=400")
	}
	return append(env, sdk.EnvConfigScope+"=tael")
}

// Kill ends a node at once (SIGKILL), as a power cut would, and waits until it is gone.
func (l *Localnet) Kill(name string) error {
	return l.signalAndWait(name, syscall.SIGKILL)
}

// Stop asks a node to stop, waits and kills it if it has not stopped within ten seconds.
func (l *Localnet) Stop(name string) error {
	err := l.signalAndWait(name, syscall.SIGTERM)
	if errors.Is(err, errStillRunning) {
		return l.Kill(name)
	}
	return err
}

var errStillRunning = errors.New("still running")

func (l *Localnet) signalAndWait(name string, signal syscall.Signal) error {
	n, err := l.Node(name)
	if err != nil {
		return err
	}
	pid, running := n.Pid()
	if running {
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("%s (pid %d): %w", name, pid, err)
		}
	}
	for deadline := time.Now().Add(l.grace); running; _, running = n.Pid() {
		if time.Now().After(deadline) {
			return fmt.Errorf("%s (pid %d): %w after %s", name, pid, errStillRunning, l.grace)
		}
		time.Sleep(stopPoll)
	}
	// The threads of a killed process outlive the first by a moment, and its sockets live as long as they.
	for deadline := time.Now().Add(l.grace); n.probe() != nil && time.Now().Before(deadline); {
		time.Sleep(stopPoll)
	}
	if err := os.Remove(n.PidFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Pid is the node's process and whether it runs. A pid file whose process is gone, or is now some other program,
// counts as not running.
func (n Node) Pid() (int, bool) {
	raw, err := os.ReadFile(n.PidFile())
	if err != nil {
		return 0, false
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil || pid <= 1 {
		return 0, false
	}
	return pid, syscall.Kill(pid, 0) == nil && n.ownProcess(pid)
}

// ownProcess looks the process up in /proc: it must be alive and have been started with this home. Where there is no
// /proc the pid alone must do.
func (n Node) ownProcess(pid int) bool {
	if _, err := os.Stat("/proc/self/cmdline"); err != nil {
		return true
	}
	// The command line of a zombie is empty.
	cmdline, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	return err == nil && bytes.Contains(cmdline, []byte(n.Home))
}
