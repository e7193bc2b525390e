// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// ErrPort says that a port which a run needs is taken.
var ErrPort = errors.New("port taken")

// Process is a process in a group of its own, which ends with this program however that ends.
type Process struct {
	Name   string
	Log    string
	cmd    *exec.Cmd
	exited chan struct{}
}

// launch starts a command with its output in a log. as is the user it runs as, nil for this one.
func launch(name, log string, cmd *exec.Cmd, as *syscall.Credential) (*Process, error) {
	file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // the child has its own copy
	cmd.Stdout, cmd.Stderr = file, file
	// A session of its own keeps ^C from it; should this program be killed, it is killed with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL, Credential: as}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start of %s: %w", name, err)
	}
	p := &Process{Name: name, Log: log, cmd: cmd, exited: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(p.exited) }()
	return p, nil
}

// Pid is the process's number.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Running says whether it lives.
func (p *Process) Running() bool {
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// Stop asks the process to end, and kills its whole group if it has not after the grace.
func (p *Process) Stop(grace time.Duration) {
	if p.Running() {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
	}
	select {
	case <-p.exited:
	case <-time.After(grace):
	}
	p.Kill()
}

// Kill ends the process and all of its group at once and waits for its end.
func (p *Process) Kill() {
	_ = syscall.Kill(-p.Pid(), syscall.SIGKILL) // the group may have members that outlive the first
	<-p.exited
}

// tail is the end of the process's log.
func (p *Process) tail() string {
	raw, err := os.ReadFile(p.Log)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(raw[max(0, len(raw)-2_000):]))
}

// freePorts fails with ErrPort if anything listens on one of the ports.
func freePorts(ports ...int) error {
	for _, port := range ports {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			return fmt.Errorf("%w: %d on loopback; stop what listens there or choose another BASE_PORT", ErrPort, port)
		}
		if err := listener.Close(); err != nil {
			return err
		}
	}
	return nil
}
