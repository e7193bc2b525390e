// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// Iteration finds writes to a store under an iterator over it, and iterators that nobody closes.
var Iteration = rule("iteration", "no write to a store while it is iterated; every iterator is closed", func(s *scope) {
	i := iteration{scope: s, bodies: map[*types.Func]*ast.FuncDecl{}, writers: map[*types.Func]bool{}}
	s.functions(func(decl *ast.FuncDecl) {
		if f, is := s.TypesInfo.Defs[decl.Name].(*types.Func); is {
			i.bodies[f] = decl
		}
	})
	i.findWriters()
	s.functions(func(decl *ast.FuncDecl) {
		i.callbacks(decl)
		i.iterators(decl)
	})
})

type iteration struct {
	*scope
	bodies  map[*types.Func]*ast.FuncDecl
	writers map[*types.Func]bool // functions of the package that write, themselves or through others
}

// findWriters follows calls inside the package until nothing is added.
func (i *iteration) findWriters() {
	for grown := true; grown; {
		grown = false
		for f, decl := range i.bodies { // the set that comes out does not depend on the order
			if !i.writers[f] && i.writesIn(decl.Body) != nil {
				i.writers[f], grown = true, true
			}
		}
	}
}

// writesIn is the first call below a node that writes to a store.
func (i *iteration) writesIn(n ast.Node) *ast.CallExpr {
	var first *ast.CallExpr
	ast.Inspect(n, func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is && first == nil && i.writes(call) {
			first = call
		}
		return first == nil
	})
	return first
}

func (i *iteration) writes(call *ast.CallExpr) bool {
	f := i.callee(call)
	if f == nil {
		return false
	}
	if i.writers[f.Origin()] {
		return true
	}
	on := receiver(call)
	if on == nil {
		return false
	}
	of := i.typeOf(on)
	switch f.Name() {
	case "Set", "Remove", "Delete", "Clear":
		return isCollection(of) || isStore(of)
	case "Next":
		n := named(of)
		return n != nil && isCollection(of) && n.Obj().Name() == "Sequence"
	}
	return false
}

// isCollection says whether a type is one of cosmossdk.io/collections.
func isCollection(t types.Type) bool {
	n := named(t)
	return n != nil && strings.HasPrefix(pathOf(n.Obj().Pkg()), "cosmossdk.io/collections")
}

// isStore says whether a type is a store of keys and values.
func isStore(t types.Type) bool {
	methods := types.NewMethodSet(t)
	for _, name := range []string{"Get", "Set", "Delete", "Iterator", "ReverseIterator"} {
		if methods.Lookup(nil, name) == nil {
			return false
		}
	}
	return true
}

// callbacks looks at what is called for every entry of a store.
func (i *iteration) callbacks(decl *ast.FuncDecl) {
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		f := i.callee(call)
		if f == nil || f.Name() != "Walk" && !strings.HasPrefix(f.Name(), "Iterate") {
			return true
		}
		for _, arg := range call.Args {
			i.callback(decl, f, arg)
		}
		return true
	})
}

func (i *iteration) callback(decl *ast.FuncDecl, walk *types.Func, arg ast.Expr) {
	switch a := ast.Unparen(arg).(type) {
	case *ast.FuncLit:
		i.reportWrites(a.Body, walk.Name())
	case *ast.Ident:
		switch object := i.TypesInfo.Uses[a].(type) {
		case *types.Func:
			if i.writers[object.Origin()] {
				i.report(a.Pos(), "%s writes under %s: collect the keys, and write after it", a.Name, walk.Name())
			}
		case *types.Var:
			if body := i.assigned(decl, object); body != nil {
				i.reportWrites(body, walk.Name())
			}
		}
	case *ast.SelectorExpr:
		if object, is := i.TypesInfo.Uses[a.Sel].(*types.Func); is && i.writers[object.Origin()] {
			i.report(a.Pos(), "%s writes under %s: collect the keys, and write after it", a.Sel.Name, walk.Name())
		}
	}
}

// assigned is the function that a local variable holds.
func (i *iteration) assigned(decl *ast.FuncDecl, variable *types.Var) ast.Node {
	var body ast.Node
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if a, is := n.(*ast.AssignStmt); is && len(a.Lhs) == len(a.Rhs) {
			for k, left := range a.Lhs {
				id, isName := left.(*ast.Ident)
				value, isFunc := a.Rhs[k].(*ast.FuncLit)
				if isName && isFunc && i.TypesInfo.ObjectOf(id) == variable {
					body = value.Body
				}
			}
		}
		return true
	})
	return body
}

func (i *iteration) reportWrites(body ast.Node, under string) {
	ast.Inspect(body, func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is && i.writes(call) {
			i.report(call.Pos(), "%s under %s: collect the keys, and write after it", types.ExprString(call.Fun), under)
		}
		return true
	})
}

// iterators looks at iterators that a function opens.
func (i *iteration) iterators(decl *ast.FuncDecl) {
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		assign, is := n.(*ast.AssignStmt)
		if !is || len(assign.Rhs) != 1 || len(assign.Lhs) == 0 {
			return true
		}
		call, isCall := assign.Rhs[0].(*ast.CallExpr)
		name, isName := assign.Lhs[0].(*ast.Ident)
		if !isCall || !isName || !isIterator(i.typeOf(name)) || i.callee(call) == nil {
			return true
		}
		i.iterator(decl, call, i.TypesInfo.ObjectOf(name))
		return true
	})
}

func isIterator(t types.Type) bool {
	if n := named(t); n == nil {
		return false
	}
	methods := types.NewMethodSet(t)
	for _, name := range []string{"Valid", "Next", "Close", "Key"} {
		if methods.Lookup(nil, name) == nil {
			return false
		}
	}
	return true
}

// iterator follows one iterator from where it is opened to where it is closed.
func (i *iteration) iterator(decl *ast.FuncDecl, opened *ast.CallExpr, variable types.Object) {
	closed, handed := token.NoPos, false
	deferred := map[ast.Node]bool{}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			deferred[n.Call] = true
			ast.Inspect(n.Call, func(inner ast.Node) bool {
				if call, is := inner.(*ast.CallExpr); is {
					deferred[call] = true
				}
				return true
			})
		case *ast.CallExpr:
			on, _ := receiver(n).(*ast.Ident)
			if on != nil && i.TypesInfo.ObjectOf(on) == variable && closes(n) {
				if deferred[n] {
					closed = decl.Body.End()
				}
				closed = max(closed, n.End())
			}
			handed = handed || slices.ContainsFunc(n.Args, func(arg ast.Expr) bool { return i.isVariable(arg, variable) })
		case *ast.ReturnStmt:
			handed = handed || slices.ContainsFunc(n.Results, func(e ast.Expr) bool { return i.isVariable(e, variable) })
		}
		return true
	})
	if closed == token.NoPos {
		if !handed {
			i.report(opened.Pos(), "the iterator %s is never closed", variable.Name())
		}
		return
	}
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is && call.Pos() > opened.End() && call.End() < closed && i.writes(call) {
			i.report(call.Pos(), "%s while the iterator %s is open: collect the keys, and write after closing it", types.ExprString(call.Fun), variable.Name())
		}
		return true
	})
}

// closes says whether a call closes its iterator: those of collections that read all of it do.
func closes(call *ast.CallExpr) bool {
	switch call.Fun.(*ast.SelectorExpr).Sel.Name {
	case "Close", "Keys", "Values", "KeyValues":
		return true
	}
	return false
}

func (i *iteration) isVariable(e ast.Expr, variable types.Object) bool {
	id, is := ast.Unparen(e).(*ast.Ident)
	return is && i.TypesInfo.ObjectOf(id) == variable
}
