// SPDX-License-Identifier: Apache-2.0

// Lint holds code of the state machine to the rules of package determinism.
//
//	go run ./scripts/lint [-exceptions] PATTERN...
//
// It prints every finding and fails if there is one; with -exceptions it lists what directives let stand, and why.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/taelnet/tael/scripts/lint/determinism"
)

// testSupport are packages that no node links.
var testSupport = []string{"/app/apptest"}

// beneath are packages below the state machine, which keep what it comes to, as the SDK's store and its database do.
// They have files, locks and goroutines; that none of these reaches a hash is what their property tests show.
var beneath = []string{"/app/commitment"}

func main() {
	list := flag.Bool("exceptions", false, "list the exceptions and their reasons")
	flag.Parse()
	findings, exceptions, err := run(flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
	if *list {
		for _, e := range exceptions {
			fmt.Println(e)
		}
	}
	for _, f := range findings {
		fmt.Println(f)
	}
	if len(findings) > 0 {
		fmt.Fprintf(os.Stderr, "%d findings\n", len(findings))
		os.Exit(1)
	}
}

// run looks at packages without their tests. Findings and exceptions come sorted.
func run(patterns []string) (findings, exceptions []string, err error) {
	if len(patterns) == 0 {
		return nil, nil, errors.New("expected packages, as in ./x/... ./app/...")
	}
	found, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax}, patterns...)
	if err != nil {
		return nil, nil, err
	}
	if packages.PrintErrors(found) > 0 {
		return nil, nil, errors.New("the packages do not build")
	}
	found = slices.DeleteFunc(found, func(p *packages.Package) bool {
		return slices.ContainsFunc(slices.Concat(testSupport, beneath), func(path string) bool { return strings.HasSuffix(p.PkgPath, path) })
	})
	graph, err := checker.Analyze(append(slices.Clone(determinism.Rules), determinism.Stale), found, nil)
	if err != nil {
		return nil, nil, err
	}
	for act := range graph.All() {
		if act.Err != nil {
			return nil, nil, fmt.Errorf("%s of %s: %w", act.Analyzer.Name, act.Package.PkgPath, act.Err)
		}
		for _, d := range act.Diagnostics {
			findings = append(findings, line(act, d))
		}
		if allowed, is := act.Result.(*determinism.Exceptions); is && act.Analyzer == determinism.Stale {
			for _, e := range allowed.Used() {
				exceptions = append(exceptions, line(act, analysis.Diagnostic{Pos: e.Pos, Message: e.Reason}))
			}
		}
	}
	slices.SortFunc(findings, cmp.Compare)
	slices.SortFunc(exceptions, cmp.Compare)
	return slices.Compact(findings), exceptions, nil
}

func line(act *checker.Action, d analysis.Diagnostic) string {
	at := act.Package.Fset.Position(d.Pos)
	if here, err := os.Getwd(); err == nil {
		if relative, err := filepath.Rel(here, at.Filename); err == nil {
			at.Filename = relative
		}
	}
	return fmt.Sprintf("%s:%d: %s: %s", at.Filename, at.Line, act.Analyzer.Name, d.Message)
}
