// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Concurrency finds what the scheduler decides.
var Concurrency = rule("concurrency", "no goroutines, select or channels in state transitions", func(s *scope) {
	s.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			s.report(n.Pos(), "a goroutine: the scheduler would decide the order")
		case *ast.SelectStmt:
			s.report(n.Pos(), "select chooses at random")
			return false
		case *ast.SendStmt:
			s.report(n.Pos(), "a channel: the scheduler would decide the order")
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				s.report(n.Pos(), "a channel: the scheduler would decide the order")
			}
		case *ast.RangeStmt:
			if isChan(s.typeOf(n.X)) {
				s.report(n.Pos(), "a channel: the scheduler would decide the order")
			}
		case *ast.CallExpr:
			concurrentCall(s, n)
		}
		return true
	})
})

func concurrentCall(s *scope, call *ast.CallExpr) {
	switch name := s.builtin(call); {
	case name == "make" && isChan(s.typeOf(call)), name == "close":
		s.report(call.Pos(), "a channel: the scheduler would decide the order")
	}
	f := s.callee(call)
	if f == nil {
		return
	}
	switch path := pathOf(f.Pkg()); {
	case path == "golang.org/x/sync/errgroup", path == "sync" && f.Name() == "Go":
		s.report(call.Pos(), "a goroutine: the scheduler would decide the order")
	}
}

func isChan(t types.Type) bool {
	_, is := t.Underlying().(*types.Chan)
	return is
}
