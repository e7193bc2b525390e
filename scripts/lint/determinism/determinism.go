// SPDX-License-Identifier: Apache-2.0

// Package determinism holds the rules by which code of the state machine may not be written, since nodes would come to
// different results: order of maps, clocks, randomness, floating point, concurrency, the environment, printed pointers,
// JSON, integers of the machine's width, writes under an iterator, memory beside the store, and keys of stores that two
// things may share. A finding that is right as it stands carries a directive with the reason.
package determinism

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Rules are the analyzers that find faults in a package.
var Rules = []*analysis.Analyzer{
	MapOrder, Ambient, Floats, Concurrency, Pointers, JSON, Width, Iteration, Memory, StoreKeys,
}

// rule builds an analyzer that looks at every file of a package that people wrote.
func rule(name, doc string, check func(*scope)) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: name, Doc: doc, Requires: []*analysis.Analyzer{exceptions},
		Run: func(pass *analysis.Pass) (any, error) {
			s := &scope{Pass: pass, reporter: newReporter(pass)}
			for _, file := range pass.Files {
				if !skipped(pass, file) {
					s.files = append(s.files, file)
				}
			}
			check(s)
			return nil, nil
		},
	}
}

// scope is what a rule looks at.
type scope struct {
	*analysis.Pass
	*reporter
	files []*ast.File
}

// skipped says whether a file is generated, or a test.
func skipped(pass *analysis.Pass, file *ast.File) bool {
	name := pass.Fset.Position(file.FileStart).Filename
	return ast.IsGenerated(file) || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".pb.go") ||
		strings.HasSuffix(name, ".pb.gw.go")
}

// inspect visits every node of the files.
func (s *scope) inspect(visit func(ast.Node) bool) {
	for _, file := range s.files {
		ast.Inspect(file, visit)
	}
}

// functions visits the body of every declared function and of every function value that is declared outside of one.
func (s *scope) functions(visit func(decl *ast.FuncDecl)) {
	for _, file := range s.files {
		for _, decl := range file.Decls {
			if f, is := decl.(*ast.FuncDecl); is && f.Body != nil {
				visit(f)
			}
		}
	}
}

func (s *scope) typeOf(e ast.Expr) types.Type {
	if t := s.TypesInfo.TypeOf(e); t != nil {
		return t
	}
	return types.Typ[types.Invalid]
}

// callee is the function or method that a call names; nil for a conversion, a builtin and a function value.
func (s *scope) callee(call *ast.CallExpr) *types.Func {
	fun := ast.Unparen(call.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = f.X
	case *ast.IndexListExpr:
		fun = f.X
	}
	switch f := fun.(type) {
	case *ast.Ident:
		found, _ := s.TypesInfo.Uses[f].(*types.Func)
		return found
	case *ast.SelectorExpr:
		found, _ := s.TypesInfo.Uses[f.Sel].(*types.Func)
		return found
	default:
		return nil
	}
}

// builtin is the name of the builtin function that a call names.
func (s *scope) builtin(call *ast.CallExpr) string {
	if id, is := ast.Unparen(call.Fun).(*ast.Ident); is {
		if b, is := s.TypesInfo.Uses[id].(*types.Builtin); is {
			return b.Name()
		}
	}
	return ""
}

// pathOf is the import path of a package, without what vendoring puts before it; empty for none.
func pathOf(pkg *types.Package) string {
	if pkg == nil {
		return ""
	}
	return pkg.Path()
}

// named is the declared type behind pointers and aliases.
func named(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, is := t.(*types.Pointer); is {
		t = types.Unalias(p.Elem())
	}
	n, _ := t.(*types.Named)
	return n
}

// receiver is the expression on which a method is called; nil for a function.
func receiver(call *ast.CallExpr) ast.Expr {
	if s, is := ast.Unparen(call.Fun).(*ast.SelectorExpr); is {
		return s.X
	}
	return nil
}
