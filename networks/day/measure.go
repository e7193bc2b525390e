// SPDX-License-Identifier: Apache-2.0

package day

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/taelnet/tael/networks/localnet"
)

// ticksPerSecond is the unit of /proc/<pid>/stat on Linux: USER_HZ is 100 on every architecture Go runs on.
const ticksPerSecond = 100

// cpuTime is the processor time a process has used, user and system, as the kernel counts it.
func cpuTime(pid int) (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The name in parentheses may hold anything; the fields after it are numbers, the 12th and 13th the times.
	end := bytes.LastIndexByte(raw, ')')
	fields := bytes.Fields(raw[end+1:])
	if end < 0 || len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat: expected at least 13 fields after the name, got %d", pid, len(fields))
	}
	var ticks uint64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseUint(string(field), 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond, nil
}

// meter adds up the processor time the nodes use while payments are paid, and no other time.
type meter struct {
	net  *localnet.Localnet
	used map[string]time.Duration
}

func newMeter(net *localnet.Localnet) meter {
	return meter{net: net, used: map[string]time.Duration{}}
}

// during adds what each node uses while f runs. A node that is killed before or started after is not counted.
func (m meter) during(f func() error) error {
	before := m.reading()
	err := f()
	for name, after := range m.reading() {
		if was, ran := before[name]; ran && was.pid == after.pid {
			m.used[name] += after.used - was.used
		}
	}
	return err
}

// process is a node's process and the processor time it has used.
type process struct {
	pid  int
	used time.Duration
}

// reading is the processor time of every running node by name.
func (m meter) reading() map[string]process {
	all := map[string]process{}
	for _, n := range m.net.Nodes {
		pid, running := n.Pid()
		if !running {
			continue
		}
		if used, err := cpuTime(pid); err == nil {
			all[n.Name] = process{pid, used}
		}
	}
	return all
}

// percentile is the smallest value that at least p percent of the values do not exceed.
func percentile(values []time.Duration, p int) time.Duration {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	at := (len(sorted)*p + 99) / 100
	return sorted[max(at, 1)-1]
}
