// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// MapOrder finds what runs in the order of a map. Keys may be collected if the same function sorts them.
var MapOrder = rule("maporder", "no range over a map, unless its keys are only collected and then sorted", func(s *scope) {
	s.functions(func(decl *ast.FuncDecl) { mapOrder(s, decl.Body) })
	for _, file := range s.files {
		for _, decl := range file.Decls {
			if d, is := decl.(*ast.GenDecl); is {
				mapOrder(s, d)
			}
		}
	}
})

func mapOrder(s *scope, body ast.Node) {
	allowed := map[ast.Node]bool{} // calls that sort what they are given at once
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			f := s.callee(n)
			if f == nil {
				return true
			}
			if pathOf(f.Pkg()) == "slices" && sorts[f.Name()] && len(n.Args) > 0 {
				allowed[ast.Unparen(n.Args[0])] = true
			}
			if unordered(f) && !allowed[n] {
				s.report(n.Pos(), "%s.%s gives its values in the order of a map: put slices.Sorted around it", f.Pkg().Name(), f.Name())
			}
		case *ast.RangeStmt:
			if _, is := s.typeOf(n.X).Underlying().(*types.Map); is && !collects(s, n, body) {
				s.report(n.Pos(), "range over a map: collect the keys, sort them, and range over those")
			}
		}
		return true
	})
}

var sorts = map[string]bool{"Sorted": true, "SortedFunc": true, "SortedStableFunc": true}

// unordered says whether a function yields values in the order of a map.
func unordered(f *types.Func) bool {
	switch pathOf(f.Pkg()) {
	case "maps", "golang.org/x/exp/maps":
		return slices.Contains([]string{"Keys", "Values", "All"}, f.Name())
	case "reflect":
		return f.Name() == "MapRange" || f.Name() == "MapKeys"
	case "sync":
		return f.Name() == "Range"
	}
	return false
}

// collects says whether a loop does nothing but append the keys or values to a slice that is sorted after it.
func collects(s *scope, loop *ast.RangeStmt, body ast.Node) bool {
	if len(loop.Body.List) != 1 {
		return false
	}
	assign, is := loop.Body.List[0].(*ast.AssignStmt)
	if !is || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
		return false
	}
	target, is := assign.Lhs[0].(*ast.Ident)
	call, isCall := assign.Rhs[0].(*ast.CallExpr)
	if !is || !isCall || s.builtin(call) != "append" || len(call.Args) != 2 {
		return false
	}
	grown, is := ast.Unparen(call.Args[0]).(*ast.Ident)
	if !is || s.TypesInfo.ObjectOf(grown) != s.TypesInfo.ObjectOf(target) {
		return false
	}
	if !isOneOf(s, call.Args[1], loop.Key, loop.Value) {
		return false
	}
	return sortedAfter(s, s.TypesInfo.ObjectOf(target), loop.End(), body)
}

func isOneOf(s *scope, e ast.Expr, names ...ast.Expr) bool {
	id, is := ast.Unparen(e).(*ast.Ident)
	if !is {
		return false
	}
	return slices.ContainsFunc(names, func(name ast.Expr) bool {
		other, is := name.(*ast.Ident)
		return is && s.TypesInfo.ObjectOf(other) == s.TypesInfo.ObjectOf(id)
	})
}

// sortedAfter says whether a function of slices or sort is called with a variable after a position.
func sortedAfter(s *scope, variable types.Object, after token.Pos, body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is || call.Pos() < after {
			return true
		}
		f := s.callee(call)
		if f == nil || len(call.Args) == 0 {
			return true
		}
		sorting := pathOf(f.Pkg()) == "slices" && slices.Contains([]string{"Sort", "SortFunc", "SortStableFunc"}, f.Name()) ||
			pathOf(f.Pkg()) == "sort" && slices.Contains([]string{"Strings", "Ints", "Slice", "SliceStable", "Sort", "Stable"}, f.Name())
		if id, is := ast.Unparen(call.Args[0]).(*ast.Ident); sorting && is && s.TypesInfo.ObjectOf(id) == variable {
			found = true
		}
		return true
	})
	return found
}
