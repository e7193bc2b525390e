// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/taelnet/tael/networks/localnet"
)

// Main runs the command and returns its exit code: 0 if everything held, 1 if something did not, 2 if it could not run.
func Main(args []string) int {
	flags := flag.NewFlagSet("faultrun", flag.ContinueOnError)
	seeds := flags.Int("seeds", 20, "how many seeds, from 1 on")
	only := flags.Uint64("seed", 0, "one seed alone")
	seconds := flags.Int("seconds", 90, "how long the faults of a seed go on")
	binary := flags.String("binary", "build/taeld", "the taeld under test")
	dir := flags.String("dir", ".tael/faults", "where homes and logs go")
	base := flags.Int("base-port", 21_000, "first port")
	form := flags.String("form", "auto", "proxy, namespaces, or auto: namespaces where root")
	report := flags.String("report", "", "file for the report as JSON")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := Options{Binary: *binary, Dir: *dir, BasePort: *base, Lasts: time.Duration(*seconds) * time.Second, Say: say}
	var all []uint64
	for n := range *seeds {
		all = append(all, uint64(n+1))
	}
	if *only > 0 {
		all = []uint64{*only}
	}
	code, err := runAll(ctx, o, *form, all, *report)
	if err != nil {
		fmt.Fprintln(os.Stderr, "faultrun:", err)
	}
	return code
}

func say(format string, args ...any) {
	fmt.Printf("%s  %s\n", time.Now().Format("15:04:05"), fmt.Sprintf(format, args...))
}

func runAll(ctx context.Context, o Options, form string, seeds []uint64, file string) (int, error) {
	var err error
	if o.Dir, err = filepath.Abs(o.Dir); err != nil {
		return 2, err
	}
	if o.Binary, err = filepath.Abs(o.Binary); err != nil {
		return 2, err
	}
	unlock, err := localnet.Lock(o.Dir)
	if err != nil {
		return 2, err
	}
	defer unlock()
	killLeftovers(o.Dir)
	clearNamespaces(o.BasePort)
	if o.Namespaces, err = chooseForm(form, o.Say); err != nil {
		return 2, err
	}
	var outcomes []Outcome
	for _, seed := range seeds {
		outcome := RunSeed(ctx, o, seed)
		if ctx.Err() != nil {
			o.Say("interrupted; everything is stopped")
			break
		}
		outcomes = append(outcomes, outcome)
		tellOutcome(o, outcome)
	}
	if len(outcomes) == 0 {
		return 1, nil
	}
	r := NewReport(outcomes, o.Lasts)
	fmt.Println()
	r.Print(os.Stdout)
	if file != "" {
		if err := r.Save(file); err != nil {
			return 2, err
		}
	}
	if !r.Held || ctx.Err() != nil || len(outcomes) < len(seeds) {
		return 1, nil
	}
	return 0, nil
}

// chooseForm says whether namespaces serve, and tells which form it is.
func chooseForm(form string, say func(string, ...any)) (bool, error) {
	switch form {
	case FormProxy:
		say("wires: our own proxy")
		return false, nil
	case FormNamespaces, "auto":
		err := CanNamespaces()
		if err == nil {
			say("wires: network namespaces; our own proxy for seeds with slow links, which this kernel cannot make")
			return true, nil
		}
		if form == FormNamespaces {
			return false, err
		}
		say("wires: our own proxy (no namespaces: %v)", err)
		return false, nil
	}
	return false, fmt.Errorf("form: expected auto, proxy or namespaces, got %q", form)
}

// tellOutcome says what was wrong with a seed, where its homes are, and how to repeat it.
func tellOutcome(o Options, out Outcome) {
	if out.Kept == "" {
		return
	}
	fmt.Println(strings.Repeat("-", 100))
	if out.Failed != nil {
		fmt.Printf("seed %d could not be run to its end: %v\n", out.Seed, out.Failed)
	}
	for n, v := range out.Violations {
		if n == 20 {
			fmt.Printf("and %d more\n", len(out.Violations)-n)
			break
		}
		fmt.Printf("seed %d, height %d, %s: %s\n    expected %s\n    got      %s\n", out.Seed, v.Height, v.Checker, v.What, v.Expected, v.Got)
	}
	fmt.Printf("homes and logs: %s\nrepeat: make test-faults SEED=%d SECONDS=%d FORM=%s\n", out.Kept, out.Seed, int(o.Lasts.Seconds()), out.Form)
	fmt.Println(strings.Repeat("-", 100))
}
