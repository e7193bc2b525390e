// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// Memory finds what a node remembers beside its store, which a restarted node does not: fields of keepers and modules
// that are written after construction, package variables, caches.
var Memory = rule("memory", "no state in keepers, modules, package variables or caches", func(s *scope) {
	s.functions(func(decl *ast.FuncDecl) {
		m := memory{scope: s, lasting: map[types.Object]bool{}, init: decl.Recv == nil && decl.Name.Name == "init"}
		m.remember(decl)
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, left := range n.Lhs {
					m.written(left)
				}
			case *ast.IncDecStmt:
				m.written(n.X)
			case *ast.CallExpr:
				m.called(n)
			}
			return true
		})
	})
})

type memory struct {
	*scope
	lasting map[types.Object]bool // receivers and parameters that outlive a block; true if by pointer
	init    bool
}

// remember notes the receiver and the parameters of a function that are keepers, modules or the like.
func (m *memory) remember(decl *ast.FuncDecl) {
	fields := slices.Clone(decl.Type.Params.List)
	if decl.Recv != nil {
		fields = append(fields, decl.Recv.List...)
	}
	for _, field := range fields {
		for _, name := range field.Names {
			object := m.TypesInfo.Defs[name]
			if object != nil && outlivesBlocks(object.Type()) {
				_, pointer := types.Unalias(object.Type()).(*types.Pointer)
				m.lasting[object] = pointer
			}
		}
	}
}

var lastingName = regexp.MustCompile(`(?i)(keeper|module|server|handler|ledger|router|decorator)$|^App$`)

// outlivesBlocks says whether values of a type are made once: keepers and modules by name, and whatever holds a store.
func outlivesBlocks(t types.Type) bool {
	n := named(t)
	if n == nil {
		return false
	}
	fields, is := n.Underlying().(*types.Struct)
	if !is {
		return false
	}
	if lastingName.MatchString(n.Obj().Name()) {
		return true
	}
	for i := range fields.NumFields() {
		held := fields.Field(i).Type()
		if f := named(held); f != nil && (strings.HasPrefix(pathOf(f.Obj().Pkg()), "cosmossdk.io/collections") && f.Obj().Name() != "Pair" ||
			strings.HasSuffix(f.Obj().Name(), "StoreService")) {
			return true
		}
	}
	return false
}

// written looks at what is assigned to.
func (m *memory) written(target ast.Expr) {
	shared, field := false, false
	for e := ast.Unparen(target); ; e = ast.Unparen(e) {
		switch x := e.(type) {
		case *ast.SelectorExpr:
			if object, is := m.TypesInfo.Uses[x.Sel].(*types.Var); is && isPackageVar(object) {
				m.reportVariable(target, object)
				return
			}
			field = true
			shared = shared || isPointer(m.typeOf(x.X)) && !m.isLasting(x.X)
			e = x.X
		case *ast.IndexExpr:
			switch m.typeOf(x.X).Underlying().(type) {
			case *types.Map, *types.Slice, *types.Pointer:
				shared = true
			}
			e = x.X
		case *ast.StarExpr:
			field, e = true, x.X
		case *ast.Ident:
			object := m.TypesInfo.ObjectOf(x)
			if variable, is := object.(*types.Var); is && isPackageVar(variable) {
				m.reportVariable(target, variable)
				return
			}
			// A field of a value is a copy's own, unless the way there leads through a map, a slice or a pointer.
			if pointer, lasts := m.lasting[object]; lasts && field && (pointer || shared) {
				m.report(target.Pos(), "%s is written after construction: a restarted node does not know it; keep it in the store", types.ExprString(target))
			}
			return
		default:
			return
		}
	}
}

func (m *memory) isLasting(e ast.Expr) bool {
	id, is := ast.Unparen(e).(*ast.Ident)
	if !is {
		return false
	}
	_, lasts := m.lasting[m.TypesInfo.ObjectOf(id)]
	return lasts
}

func (m *memory) reportVariable(target ast.Expr, variable *types.Var) {
	if !m.init {
		m.report(target.Pos(), "the package variable %s is written: a restarted node does not know it; keep it in the store", variable.Name())
	}
}

func isPackageVar(v *types.Var) bool {
	return v.Pkg() != nil && v.Parent() == v.Pkg().Scope() && v.Name() != "_"
}

func isPointer(t types.Type) bool {
	_, is := t.Underlying().(*types.Pointer)
	return is
}

var remembers = []string{"Add", "Set", "Store", "Put", "Swap", "CompareAndSwap", "LoadOrStore", "Delete", "Remove", "Purge", "Clear", "Inc", "Dec", "ContainsOrAdd", "PeekOrAdd"}

// called looks at delete and clear, and at caches and atomics of fields and package variables that are filled.
func (m *memory) called(call *ast.CallExpr) {
	if name := m.builtin(call); (name == "delete" || name == "clear") && len(call.Args) > 0 {
		m.written(&ast.IndexExpr{X: call.Args[0], Lbrack: call.Args[0].Pos(), Index: call.Args[0]})
		return
	}
	f, on := m.callee(call), receiver(call)
	if f == nil || on == nil || !slices.Contains(remembers, f.Name()) {
		return
	}
	of := named(m.typeOf(on))
	if of == nil {
		return
	}
	path := pathOf(of.Obj().Pkg())
	if path != "sync" && path != "sync/atomic" && !strings.Contains(path, "lru") && !strings.Contains(path, "cache") {
		return
	}
	outlives := false
	switch x := ast.Unparen(on).(type) {
	case *ast.SelectorExpr:
		outlives = true
	case *ast.Ident:
		v, is := m.TypesInfo.ObjectOf(x).(*types.Var)
		outlives = is && isPackageVar(v)
	}
	if outlives {
		m.report(call.Pos(), "%s remembers beside the store: a restarted node does not know it", types.ExprString(call.Fun))
	}
}
