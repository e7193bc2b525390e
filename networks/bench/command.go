// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/taelnet/tael/networks/localnet"
)

// Exit codes of the command.
const (
	exitWell    = 0
	exitBroken  = 1 // a goal does not hold, or something was not measured
	exitUnable  = 2 // the benchmark could not run
	exitStopped = 130
)

const usageText = `usage: taelbench run | quick | check | prepare [flags]

  run      the whole benchmark
  quick    the main ratios in under three minutes
  check    the whole benchmark, or the report that --from names; fails if a goal does not hold
  prepare  write the homes of one validator with --wallets wallets into --dir, for a large starting state
`

// options are the flags of every command.
type options struct {
	setup        Setup
	homes        Homes
	pairs        int
	report       string
	from         string
	only         []string
	allowMissing bool
}

func parse(command string, args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("taelbench "+command, flag.ContinueOnError)
	seconds := flags.Float64("seconds", 20, "how long each measurement lasts")
	if command == "quick" {
		flags.Lookup("seconds").DefValue = "10"
		*seconds = 10
	}
	flags.IntVar(&o.pairs, "pairs", 3, "rounds of the three chains")
	flags.StringVar(&o.setup.Taeld, "taeld", "build/taeld", "the node under test")
	flags.StringVar(&o.setup.Vanillad, "vanillad", "build/vanillad", "the stock node")
	flags.StringVar(&o.setup.Dir, "dir", ".tael/bench", "where homes and logs go while it runs")
	flags.IntVar(&o.setup.BasePort, "base-port", 26_000, "first of sixty ports on loopback")
	flags.IntVar(&o.setup.Accounts, "accounts", 10_000, "wallets and accounts")
	flags.StringVar(&o.report, "report", "build/bench", "folder for bench.json and bench.svg")
	flags.StringVar(&o.homes.Wallets, "wallets-home", "", "a prepared network with many wallets")
	flags.StringVar(&o.homes.Records, "records-home", "", "a prepared network with many payment records")
	flags.IntVar(&o.homes.WalletCount, "wallets", 1_000_000, "how many wallets the many are")
	flags.StringVar(&o.from, "from", "", "check this report instead of measuring")
	flags.Func("only", "take only the steps of these acts and kinds, with commas between them", func(text string) error {
		o.only = strings.Split(text, ",")
		return nil
	})
	flags.BoolVar(&o.allowMissing, "allow-missing", false, "let a check pass with goals that were not measured")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || *seconds <= 0 || o.pairs < 1 || o.setup.Accounts < 100 {
		return o, fmt.Errorf("expected seconds above 0, a pair at least, 100 accounts at least and no other arguments, got %v, %d, %d and %q",
			*seconds, o.pairs, o.setup.Accounts, flags.Args())
	}
	o.setup.Lasts = time.Duration(*seconds * float64(time.Second))
	o.setup.Warm = min(5*time.Second, o.setup.Lasts/2)
	o.setup.LowLasts = o.setup.Lasts
	return o, o.absolute()
}

// absolute makes paths hold wherever a process is started.
func (o *options) absolute() (err error) {
	for _, path := range []*string{&o.setup.Taeld, &o.setup.Vanillad, &o.setup.Dir, &o.report} {
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	return nil
}

// Main runs the command and returns its exit code.
func Main(args []string, out io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(out, usageText)
		return exitUnable
	}
	o, err := parse(args[0], args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return exitWell
	}
	if err == nil && runtime.GOOS != "linux" {
		err = errors.New("expected Linux: processor time, bytes and memory are read from /proc")
	}
	if err != nil {
		fmt.Fprintln(out, "taelbench:", err.Error())
		return exitUnable
	}
	begin := time.Now()
	o.setup.Say = func(format string, args ...any) {
		fmt.Fprintf(out, "%5.0f s  %s\n", time.Since(begin).Seconds(), fmt.Sprintf(format, args...))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { <-ctx.Done(); stop() }() // a second ^C ends the program at once, and with it every process
	return o.do(ctx, args[0], out)
}

func (o options) do(ctx context.Context, command string, out io.Writer) int {
	var r *Report
	var err error
	switch {
	case command == "prepare":
		err = Prepare(withWallets(o.setup, o.homes.WalletCount), o.setup.Dir)
	case command == "check" && o.from != "":
		r, err = ReadReport(o.from)
	case command == "run" || command == "check":
		r, err = o.conduct(ctx, FullPlan(o.pairs))
	case command == "quick":
		if r, err = o.conduct(ctx, QuickPlan()); err == nil {
			r.Quick = true
		}
	default:
		fmt.Fprint(out, usageText)
		return exitUnable
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(out, "taelbench: stopped; no process and no folder is left")
		return exitStopped
	}
	if err != nil {
		fmt.Fprintln(out, "taelbench:", err.Error())
		return exitUnable
	}
	if r == nil {
		return exitWell
	}
	return o.tell(r, command, out)
}

func withWallets(s Setup, n int) Setup {
	s.Accounts = n
	return s
}

// conduct holds the folder against a second benchmark, clears what a killed one left, and leaves nothing itself.
func (o options) conduct(ctx context.Context, steps []Step) (*Report, error) {
	for _, binary := range []string{o.setup.Taeld, o.setup.Vanillad} {
		if _, err := os.Stat(binary); err != nil {
			return nil, fmt.Errorf("%w; `make bench` builds it", err)
		}
	}
	unlock, err := localnet.Lock(o.setup.Dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	defer func() { _ = os.RemoveAll(o.setup.Dir) }()
	leftovers, err := filepath.Glob(filepath.Join(o.setup.Dir, "[a-z]*"))
	if err != nil {
		return nil, err
	}
	for _, folder := range leftovers {
		if err := os.RemoveAll(folder); err != nil {
			return nil, err
		}
	}
	steps = Only(steps, o.only)
	if len(steps) == 0 {
		return nil, fmt.Errorf("expected acts or kinds of the plan, got %q", o.only)
	}
	return Conduct(ctx, o.setup, o.homes, steps)
}

// tell prints and keeps the report and says how it ends.
func (o options) tell(r *Report, command string, out io.Writer) int {
	r.Print(out)
	if o.from == "" {
		if err := r.keep(o.report); err != nil {
			fmt.Fprintln(out, "taelbench:", err.Error())
			return exitUnable
		}
		fmt.Fprintf(out, "\n%s and bench.svg beside it\n", filepath.Join(o.report, "bench.json"))
	}
	if command != "check" {
		if len(r.Failures) > 0 && command == "quick" {
			return exitBroken
		}
		return exitWell
	}
	v := r.Judge()
	fmt.Fprintf(out, "\n%d goals, %d do not hold, %d not measured\n", len(r.Goals), len(v.Broken), len(v.Missing))
	if !v.Passes(o.allowMissing) {
		return exitBroken
	}
	return exitWell
}

// keep writes the report and its chart into a folder.
func (r *Report) keep(folder string) (err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // a report is for everybody
		return err
	}
	if err := r.Save(filepath.Join(folder, "bench.json")); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(folder, "bench.svg"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return r.Chart(file)
}
