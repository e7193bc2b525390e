// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/gateway/iso20022"
)

// processEnv makes the test binary a process that pays one file.
const processEnv = "TAEL_TEST_PAY_FILE"

// processTask is what that process does.
type processTask struct {
	Folder, File, Seed string
	Batch              int
	Endpoints          []client.Endpoint
	// Report is where the report goes, empty for none. Schemas is the folder that validates it, empty for none.
	Report, Schemas string
}

// TestPayerProcess is the process: it prints "done <n>" as it goes, and "peak <KiB>" when it has paid and, if the task
// says so, reported.
func TestPayerProcess(t *testing.T) {
	raw := os.Getenv(processEnv)
	if raw == "" {
		t.Skip("it is started by other tests")
	}
	var task processTask
	require.NoError(t, json.Unmarshal([]byte(raw), &task))
	o := payOptions(t, task.Folder, task.File, task.Seed, dial(t, task.Endpoints...))
	o.Payer.Batch = task.Batch
	o.Progress = func(c Counts) { fmt.Println("done", c.Done()) }
	out, err := Pay(t.Context(), o)
	require.NoError(t, err)
	require.Equal(t, out.Summary.Transfers, out.Counts.Paid)
	if task.Report != "" {
		task.report(t, out, o)
	}
	fmt.Println("peak", peakMemory(t))
}

// report writes the report as the command does.
func (task processTask) report(t *testing.T, out Outcome, o PayOptions) {
	t.Helper()
	r := ReportOptions{Created: day}
	if task.Schemas != "" {
		schemas, err := iso20022.LoadSchemas(task.Schemas)
		require.NoError(t, err)
		r.Schemas = schemas
	}
	f, err := os.Create(task.Report)
	require.NoError(t, err)
	require.NoError(t, out.Report(f, o, r))
	require.NoError(t, f.Close())
}

// peakMemory is the most the process held in memory, in KiB. getrusage would count what its parent held.
func peakMemory(t *testing.T) int {
	t.Helper()
	raw, err := os.ReadFile("/proc/self/status")
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	require.NoError(t, err)
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			require.NoError(t, err)
			return kib
		}
	}
	require.Fail(t, "no VmHWM in /proc/self/status")
	return 0
}

// start starts the process; said is each of its figures by its name.
func (task processTask) start(t *testing.T, said func(what string, n int)) *exec.Cmd {
	t.Helper()
	raw, err := json.Marshal(task)
	require.NoError(t, err)
	cmd := exec.Command(os.Args[0], "-test.run=^TestPayerProcess$", "-test.v")
	cmd.Env = append(os.Environ(), processEnv+"="+string(raw))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			what, figure, _ := strings.Cut(lines.Text(), " ")
			if n, err := strconv.Atoi(figure); err == nil {
				said(what, n)
			}
		}
	}()
	return cmd
}

// A payer is killed at fifty random moments; whoever goes on pays every transfer once and sends nothing that the journal
// has an answer for.
func TestKilledPayerPaysOnce(t *testing.T) {
	const kills, perFile, seed = 50, 1_000, 20261123
	random := rand.New(rand.NewPCG(seed, 1))
	n := fakenet.New(t, 2)
	o := onFakeNetwork()
	o.Files, o.Transfers, o.InterbankFiles = 40, perFile, 0
	folder, g := paidFolder(t, o)
	killed, at := 0, []int{}
	for file := 0; file < len(g.Files) && killed < kills; file++ {
		task := processTask{Folder: folder, File: g.Files[file], Seed: fmt.Sprintf("kill %d", file), Batch: 20, Endpoints: endpoints(n)}
		for complete := false; !complete; {
			answered := journalled(t, filepath.Join(folder, FilesFolder, task.File), perFile)
			sent := n.Answers()
			moment := -1 // of no kill
			if killed < kills {
				moment = answered + random.IntN(max(1, (perFile-answered)/3))
			}
			complete = runUntil(t, task, moment, time.Duration(random.IntN(15))*time.Millisecond)
			if !complete {
				killed++
				at = append(at, journalled(t, filepath.Join(folder, FilesFolder, task.File), perFile))
				settle(n)
				continue
			}
			require.Equal(t, perFile-answered, n.Answers()-sent, "what had its answer was not sent again")
		}
		effects := n.Effects(t)
		require.Len(t, effects, (file+1)*perFile, task.File)
		for uetr, times := range effects {
			require.Equal(t, 1, times, uetr)
		}
	}
	require.Equal(t, kills, killed)
	t.Logf("killed with so many answers in the journal: %v", at)
}

// runUntil runs the process until so many transfers have their answer, then a while longer, then kills it. It says
// whether the process came to its end by itself.
func runUntil(t *testing.T, task processTask, moment int, longer time.Duration) bool {
	t.Helper()
	reached := make(chan struct{}, 1)
	cmd := task.start(t, func(what string, n int) {
		if what == "done" && moment >= 0 && n >= moment {
			select {
			case reached <- struct{}{}:
			default:
			}
		}
	})
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		require.NoError(t, err)
		return true
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		require.Fail(t, "the payer does not end")
	case <-reached:
	}
	time.Sleep(longer)
	_ = cmd.Process.Signal(syscall.SIGKILL)
	return <-ended == nil
}

// journalled is how many answers a file's journal holds.
func journalled(t *testing.T, file string, transfers int) int {
	t.Helper()
	raw, err := os.ReadFile(file + JournalExtension)
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	require.NoError(t, err)
	head := len(subject{chainID: fakenet.ChainID}.encode())
	if len(raw) < head {
		return 0
	}
	answers, _, err := readAnswers(raw[head:], transfers)
	require.NoError(t, err)
	counts := Counts{Transfers: transfers}
	for _, a := range answers {
		counts.add(a)
	}
	return counts.Done()
}

// settle waits until the nodes have nothing left of a payer that was killed.
func settle(n *fakenet.Network) {
	for until := n.Height() + 4; n.Height() < until; {
		time.Sleep(fakenet.Interval)
	}
}

// The promises for large files: memory of the whole process, which reads, pays and reports, and the reader against the
// bare tokenizer over the same file in the same run.
func TestAHundredThousandTransfers(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	const most, slowest = 500 << 10, 5.0 // KiB, times
	n := fakenet.New(t, 1)
	o := onFakeNetwork()
	o.Files, o.Transfers, o.InterbankFiles, o.Debtors = 1, 100_000, 0, 100
	folder, g := paidFolder(t, o)
	file := filepath.Join(folder, FilesFolder, g.Files[0])

	peak := make(chan int, 1)
	start := time.Now()
	task := processTask{Folder: folder, File: g.Files[0], Seed: "large", Batch: 500, Endpoints: endpoints(n)}
	task.Report, task.Schemas = filepath.Join(t.TempDir(), "report.xml"), schemaFolder(t)
	cmd := task.start(t, func(what string, n int) {
		if what == "peak" {
			peak <- n
		}
	})
	require.NoError(t, cmd.Wait())
	took := time.Since(start)
	require.Len(t, n.Effects(t), 100_000)
	held := <-peak
	require.Less(t, held, most)
	requireReport(t, task.Report, iso20022.Pain002, 100_000)

	tokens, reading := time.Hour, time.Hour
	for range 2 {
		tokens = min(tokens, timed(t, file, func(r io.Reader) error {
			for d := xml.NewDecoder(bufio.NewReader(r)); ; {
				if _, err := d.Token(); err != nil {
					return err
				}
			}
		}))
		reading = min(reading, timed(t, file, func(r io.Reader) error {
			_, err := iso20022.Check(r, iso20022.Options{Now: day})
			return errors.Join(err, io.EOF)
		}))
	}
	require.Less(t, reading.Seconds(), slowest*tokens.Seconds())
	t.Logf("100000 transfers paid and reported in %s with at most %d MiB; read in %s, bare tokens in %s", took, held>>10, reading, tokens)
}

// requireReport reads a report whole.
func requireReport(t *testing.T, path string, message iso20022.Message, statuses int) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	s, err := iso20022.Check(f, iso20022.Options{Now: day})
	require.NoError(t, err)
	require.Equal(t, message, s.Message)
	require.Equal(t, statuses, s.Transfers)
}

// timed is how long f takes over a file that it reads to its end.
func timed(t *testing.T, file string, f func(io.Reader) error) time.Duration {
	t.Helper()
	r, err := os.Open(file)
	require.NoError(t, err)
	defer r.Close()
	start := time.Now()
	require.ErrorIs(t, f(r), io.EOF)
	return time.Since(start)
}
