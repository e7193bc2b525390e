// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// Directive begins a comment that lets a finding stand. The rest of its line is the reason, without which it is a
// finding itself. On a line of code, or alone above one, it covers that line; in the comment of a declaration, all of
// the declaration; above a package clause, the file.
const Directive = "//determinism:allow"

// Exception is a directive of a file: what it covers and why.
type Exception struct {
	Pos    token.Pos
	Reason string

	from, to token.Pos // of a declaration or a file; lines are compared where to is missing
	file     string
	line     int
	used     bool
}

// Exceptions are the directives of a package. Analyzers run at the same time and share them.
type Exceptions struct {
	mutex sync.Mutex
	all   []*Exception
}

// Used lists the exceptions that let a finding stand, in the order of their files.
func (e *Exceptions) Used() []Exception {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	var used []Exception
	for _, x := range e.all {
		if x.used {
			used = append(used, *x)
		}
	}
	return used
}

// allow says whether a directive lets a finding at a position stand.
func (e *Exceptions) allow(set *token.FileSet, pos token.Pos) bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	at, allowed := set.Position(pos), false
	for _, x := range e.all {
		covers := x.from <= pos && pos < x.to
		if x.to == token.NoPos {
			covers = x.file == at.Filename && x.line == at.Line
		}
		if covers && x.Reason != "" {
			x.used, allowed = true, true
			if x.to == token.NoPos {
				return true
			}
		}
	}
	return allowed
}

// exceptions collects the directives of a package.
var exceptions = &analysis.Analyzer{
	Name:       "exceptions",
	Doc:        "collects " + Directive + " directives",
	URL:        "https://pkg.go.dev/github.com/taelnet/tael/scripts/lint",
	ResultType: reflect.TypeFor[*Exceptions](),
	Run: func(pass *analysis.Pass) (any, error) {
		found := &Exceptions{}
		for _, file := range pass.Files {
			if !skipped(pass, file) {
				found.all = append(found.all, directivesOf(pass.Fset, file)...)
			}
		}
		return found, nil
	},
}

func directivesOf(set *token.FileSet, file *ast.File) []*Exception {
	var found []*Exception
	code := linesOfCode(set, file)
	for _, group := range file.Comments {
		for _, comment := range group.List {
			reason, is := strings.CutPrefix(comment.Text, Directive)
			if !is {
				continue
			}
			// What analysistest expects follows in the same comment.
			reason, _, _ = strings.Cut(reason, "// want")
			at := set.Position(comment.Pos())
			x := &Exception{Pos: comment.Pos(), Reason: strings.TrimSpace(reason), file: at.Filename, line: at.Line}
			switch declared := declarationOf(file, group); {
			case group.End() < file.Package:
				x.from, x.to = file.FileStart, file.FileEnd
			case declared != nil:
				x.from, x.to = declared.Pos(), declared.End()
			case !code[at.Line]:
				x.line = set.Position(group.End()).Line + 1
			}
			found = append(found, x)
		}
	}
	return found
}

// declarationOf is the declaration whose documentation a comment is.
func declarationOf(file *ast.File, group *ast.CommentGroup) ast.Node {
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Doc == group {
				return d
			}
		case *ast.GenDecl:
			if d.Doc == group {
				return d
			}
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.ValueSpec:
					if s.Doc == group {
						return s
					}
				case *ast.TypeSpec:
					if s.Doc == group {
						return s
					}
				}
			}
		}
	}
	return nil
}

// linesOfCode are the lines on which something else than a comment begins or ends.
func linesOfCode(set *token.FileSet, file *ast.File) map[int]bool {
	lines := map[int]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.File:
			return true
		}
		lines[set.Position(n.Pos()).Line], lines[set.Position(n.End()).Line] = true, true
		return true
	})
	return lines
}

// Stale reports directives without a reason, and those that cover nothing that any rule would report.
var Stale = &analysis.Analyzer{
	Name:       "exception",
	Doc:        "a " + Directive + " directive has a reason and is needed",
	ResultType: reflect.TypeFor[*Exceptions](),
	Run: func(pass *analysis.Pass) (any, error) {
		known := pass.ResultOf[exceptions].(*Exceptions)
		for _, x := range known.all {
			switch {
			case x.Reason == "":
				pass.Reportf(x.Pos, "%s needs a reason", Directive)
			case !x.used:
				pass.Reportf(x.Pos, "%s covers nothing that a rule reports: take it away", Directive)
			}
		}
		return known, nil
	},
}

func init() {
	Stale.Requires = append([]*analysis.Analyzer{exceptions}, Rules...)
}

// reporter reports a rule's findings, one a line.
type reporter struct {
	pass  *analysis.Pass
	known *Exceptions
	told  map[string]bool
}

func newReporter(pass *analysis.Pass) *reporter {
	return &reporter{pass: pass, known: pass.ResultOf[exceptions].(*Exceptions), told: map[string]bool{}}
}

func (r *reporter) report(at token.Pos, format string, args ...any) {
	position := r.pass.Fset.Position(at)
	line := fmt.Sprintf("%s:%d", position.Filename, position.Line)
	if r.told[line] {
		return
	}
	r.told[line] = true
	if !r.known.allow(r.pass.Fset, at) {
		r.pass.Reportf(at, format, args...)
	}
}
