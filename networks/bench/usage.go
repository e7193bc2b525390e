// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// ticksPerSecond is the unit of /proc/<pid>/stat on Linux: USER_HZ is 100 on every architecture Go runs on.
const ticksPerSecond = 100

// Usage is what a process has used since it began, as the kernel counts it.
type Usage struct {
	// CPU is user and system time of all threads.
	CPU time.Duration
	// Written are the bytes it caused to be sent to storage, less what was thrown away before.
	Written uint64
	// PeakRSS is the most memory it ever held, in bytes.
	PeakRSS uint64
}

// usageOf reads a process of this machine.
func usageOf(pid int) (Usage, error) {
	var u Usage
	stat, err := readProc(pid, "stat")
	if err != nil {
		return u, err
	}
	counted, err := parseStat(stat)
	if err != nil {
		return u, fmt.Errorf("/proc/%d/stat: %w", pid, err)
	}
	u.CPU = counted.own
	accounted, err := readProc(pid, "io")
	if err != nil {
		return u, err
	}
	if u.Written, err = parseField(accounted, "write_bytes:"); err != nil {
		return u, fmt.Errorf("/proc/%d/io: %w", pid, err)
	}
	status, err := readProc(pid, "status")
	if err != nil {
		return u, err
	}
	kilobytes, err := parseField(status, "VmHWM:")
	if err != nil {
		return u, fmt.Errorf("/proc/%d/status: %w", pid, err)
	}
	u.PeakRSS = kilobytes << 10
	return u, nil
}

func readProc(pid int, name string) ([]byte, error) {
	return os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), name))
}

// counted is what /proc/<pid>/stat says of processor time: the process's own and that of children it has waited for.
type counted struct {
	parent        int
	own, children time.Duration
}

// parseStat reads parent, utime, stime, cutime and cstime. The name in parentheses may hold anything.
func parseStat(raw []byte) (counted, error) {
	end := bytes.LastIndexByte(raw, ')')
	fields := bytes.Fields(raw[end+1:])
	if end < 0 || len(fields) < 15 {
		return counted{}, fmt.Errorf("expected at least 15 fields after the name, got %d", len(fields))
	}
	var numbers [5]int64
	for i, at := range []int{1, 11, 12, 13, 14} {
		n, err := strconv.ParseInt(string(fields[at]), 10, 64)
		if err != nil {
			return counted{}, err
		}
		numbers[i] = n
	}
	ticks := func(n int64) time.Duration { return time.Duration(n) * time.Second / ticksPerSecond }
	return counted{parent: int(numbers[0]), own: ticks(numbers[1] + numbers[2]), children: ticks(numbers[3] + numbers[4])}, nil
}

// parseField reads the first number after a label at the start of a line.
func parseField(raw []byte, label string) (uint64, error) {
	for line := range bytes.Lines(raw) {
		if !bytes.HasPrefix(line, []byte(label)) {
			continue
		}
		if fields := bytes.Fields(line[len(label):]); len(fields) > 0 {
			return strconv.ParseUint(string(fields[0]), 10, 64)
		}
	}
	return 0, fmt.Errorf("expected a line %q", label)
}

// ownCPU is the processor time of this process, which is the client of every run.
func ownCPU() time.Duration { return rusage(syscall.RUSAGE_SELF) }

func rusage(who int) time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(who, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
