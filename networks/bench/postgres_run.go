// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// sampledShare of all payments have their time written down by the client.
const sampledShare = 0.1

// measureDatabase pays with one function call per payment from 32 connections, and weighs what was kept.
func measureDatabase(ctx context.Context, s Setup) (Run, error) {
	run := Run{Kind: Postgres, Nodes: 1}
	d, err := newDatabase(ctx, s)
	if err != nil {
		return run, err
	}
	defer d.remove()
	bare, err := d.weigh(ctx)
	if err != nil {
		return run, err
	}
	if _, err := d.pay(ctx, s, s.Warm); err != nil {
		return run, err
	}
	if err := d.measure(ctx, s, &run); err != nil {
		return run, err
	}
	run.Kept, err = d.kept(ctx, bare)
	return run, err
}

// measure runs the client once and reads before and after it what the server has used.
func (d *database) measure(ctx context.Context, s Setup, run *Run) error {
	before, err := d.usage()
	if err != nil {
		return err
	}
	paid, err := d.count(ctx)
	if err != nil {
		return err
	}
	begin := time.Now()
	client, err := d.pay(ctx, s, s.Lasts)
	if err != nil {
		return err
	}
	run.Seconds = time.Since(begin).Seconds()
	after, err := d.usage()
	if err != nil {
		return err
	}
	total, err := d.count(ctx)
	if err != nil {
		return err
	}
	if run.Payments = total - paid; run.Payments == 0 {
		return fmt.Errorf("PostgreSQL paid nothing; the end of its log:\n%s", d.server.tail())
	}
	run.PerSecond = float64(run.Payments) / run.Seconds
	run.CPU = []float64{perPayment(after.CPU-before.CPU, run.Payments)}
	run.ClientCPU = perPayment(client, run.Payments)
	run.Written = []float64{float64(after.Written-before.Written) / float64(run.Payments)}
	run.PeakRSS = []uint64{after.PeakRSS}
	samples, err := d.samples()
	if err != nil {
		return err
	}
	saturated := newLatency(run.PerSecond, run.Payments, samples)
	run.Saturated = &saturated
	return nil
}

// pay runs pgbench for that long and answers the processor time that it took.
func (d *database) pay(ctx context.Context, s Setup, lasts time.Duration) (time.Duration, error) {
	script := filepath.Join(d.dir, "pay.pgbench")
	if err := os.WriteFile(script, []byte(postgresScript), 0o644); err != nil { //nolint:gosec // read by the database's user
		return 0, err
	}
	logs, _ := filepath.Glob(filepath.Join(d.dir, "log.*"))
	for _, log := range logs {
		_ = os.Remove(log)
	}
	cmd := d.command(ctx, "pgbench", "-h", "127.0.0.1", "-p", strconv.Itoa(d.port), "-U", "bench", "-n", "-M", "prepared",
		"-c", strconv.Itoa(clients), "-j", "2", "-T", strconv.Itoa(int(max(lasts.Seconds(), 1))), "-f", script,
		"-D", "accounts="+strconv.Itoa(s.Accounts), "-l", "--log-prefix", filepath.Join(d.dir, "log"),
		"--sampling-rate", fmt.Sprint(sampledShare), "postgres")
	output, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, output)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

// count is how many payments the database has.
func (d *database) count(ctx context.Context) (int, error) {
	text, err := d.query(ctx, "SELECT count(*) FROM payment")
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(text)
}

// samples are the times of the payments that the client wrote down, in the third field of each line.
func (d *database) samples() ([]time.Duration, error) {
	logs, err := filepath.Glob(filepath.Join(d.dir, "log.*"))
	if err != nil {
		return nil, err
	}
	var all []time.Duration
	for _, name := range logs {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			fields := strings.Fields(lines.Text())
			if len(fields) < 3 {
				continue
			}
			if us, err := strconv.ParseInt(fields[2], 10, 64); err == nil {
				all = append(all, time.Duration(us)*time.Microsecond)
			}
		}
		_ = file.Close() // only read from
	}
	return all, nil
}

// usage adds up the server and its children, those that live and those it has waited for. Memory is of the server
// process and the largest of its children: most of it they share.
func (d *database) usage() (Usage, error) {
	own, err := readProc(d.server.Pid(), "stat")
	if err != nil {
		return Usage{}, err
	}
	top, err := parseStat(own)
	if err != nil {
		return Usage{}, err
	}
	sum, err := usageOf(d.server.Pid())
	if err != nil {
		return Usage{}, err
	}
	sum.CPU += top.children
	largest := uint64(0)
	entries, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return Usage{}, err
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(entry)))
		raw, gone := readProc(pid, "stat")
		if err != nil || gone != nil {
			continue // it ended meanwhile
		}
		if c, err := parseStat(raw); err != nil || c.parent != d.server.Pid() {
			continue
		}
		if child, err := usageOf(pid); err == nil {
			sum.CPU, sum.Written, largest = sum.CPU+child.CPU, sum.Written+child.Written, max(largest, child.PeakRSS)
		}
	}
	sum.PeakRSS += largest
	return sum, nil
}

// weigh is the size of all tables and indexes, compacted.
func (d *database) weigh(ctx context.Context) (Folders, error) {
	if _, err := d.query(ctx, "VACUUM FULL"); err != nil {
		return nil, err
	}
	folders := Folders{}
	for _, table := range []string{"account", "payment", "entry"} {
		text, err := d.query(ctx, "SELECT pg_total_relation_size('"+table+"')")
		if err != nil {
			return nil, err
		}
		if folders[table], err = strconv.ParseInt(text, 10, 64); err != nil {
			return nil, err
		}
	}
	return folders, nil
}

func (d *database) kept(ctx context.Context, bare Folders) (*Kept, error) {
	payments, err := d.count(ctx)
	if err != nil {
		return nil, err
	}
	weighed, err := d.weigh(ctx)
	if err != nil {
		return nil, err
	}
	return newKept(payments, bare, weighed), nil
}
