// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
)

// Machine is what the figures are of.
type Machine struct {
	CPU      string  `json:"cpu"`
	Cores    int     `json:"cores"`
	Memory   uint64  `json:"memory_bytes"`
	Kernel   string  `json:"kernel"`
	Storage  string  `json:"storage"`
	LoadOne  float64 `json:"load_average_at_start"`
	Go       string  `json:"go"`
	SDK      string  `json:"cosmos_sdk"`
	CometBFT string  `json:"cometbft"`
	Postgres string  `json:"postgresql"`
	Tael     string  `json:"tael"`
}

// busyLoad is the load average above which other work disturbs a run.
const busyLoad = 0.5

// lookAt describes this machine; what cannot be learned stays empty.
func lookAt(ctx context.Context, s Setup) Machine {
	m := Machine{Cores: runtime.NumCPU(), Go: runtime.Version(), Storage: storageOf(s.Dir)}
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		m.CPU = textAfter(raw, "model name")
	}
	if raw, err := os.ReadFile("/proc/meminfo"); err == nil {
		kilobytes, _ := parseField(raw, "MemTotal:")
		m.Memory = kilobytes << 10
	}
	if raw, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		m.Kernel = strings.TrimSpace(string(raw))
	}
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		first, _, _ := strings.Cut(string(raw), " ")
		m.LoadOne, _ = strconv.ParseFloat(first, 64)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			switch dep.Path {
			case "github.com/cosmos/cosmos-sdk":
				m.SDK = dep.Version
			case "github.com/cometbft/cometbft":
				m.CometBFT = dep.Version
			}
		}
	}
	if bin, err := findPostgres(); err == nil {
		m.Postgres = firstLine(ctx, filepath.Join(bin, "postgres"), "--version")
	}
	m.Tael = firstLine(ctx, s.Taeld, "version")
	return m
}

// textAfter is what stands behind the colon of the first line with a label.
func textAfter(raw []byte, label string) string {
	for line := range bytes.Lines(raw) {
		if name, text, found := bytes.Cut(line, []byte(":")); found && strings.TrimSpace(string(name)) == label {
			return strings.TrimSpace(string(text))
		}
	}
	return ""
}

func firstLine(ctx context.Context, name string, args ...string) string {
	output, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	return line
}

// storageOf names the file system below a folder.
func storageOf(dir string) string {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return ""
	}
	switch s.Type {
	case 0xef53:
		return "ext4"
	case 0x58465342:
		return "xfs"
	case 0x9123683e:
		return "btrfs"
	case 0x01021994:
		return "tmpfs, in memory: nothing is durable there"
	case 0x794c7630:
		return "overlayfs"
	default:
		return "file system of type 0x" + strconv.FormatInt(s.Type, 16)
	}
}
