// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"strings"
)

// Pointers finds addresses of memory in text: %p, and values whose printed form holds one.
var Pointers = rule("pointers", "no printed pointers", func(s *scope) {
	s.inspect(func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is {
			printedPointer(s, call)
		}
		return true
	})
})

var verbs = regexp.MustCompile(`%[-+# 0]*[0-9.*]*p`)

func printedPointer(s *scope, call *ast.CallExpr) {
	f := s.callee(call)
	if f == nil || !f.Signature().Variadic() {
		return
	}
	params := f.Signature().Params()
	last, is := params.At(params.Len() - 1).Type().(*types.Slice)
	if !is || !types.IsInterface(last.Elem()) || last.Elem().Underlying().(*types.Interface).NumMethods() > 0 {
		return
	}
	formatted := strings.HasSuffix(f.Name(), "f") && params.Len() > 1
	printed := pathOf(f.Pkg()) == "fmt" && (strings.Contains(f.Name(), "rint") || strings.HasPrefix(f.Name(), "Append"))
	if !formatted && !printed {
		return
	}
	rest := params.Len() - 1
	if formatted && len(call.Args) >= rest {
		if value := s.TypesInfo.Types[call.Args[rest-1]].Value; value != nil && value.Kind() == constant.String &&
			verbs.MatchString(constant.StringVal(value)) {
			s.report(call.Pos(), "%%p prints an address of memory")
			return
		}
	}
	if call.Ellipsis.IsValid() {
		return
	}
	for _, arg := range call.Args[min(rest, len(call.Args)):] {
		if holdsAddress(s.typeOf(arg), 0) {
			s.report(arg.Pos(), "printing %s shows an address of memory: give it a String method or print what it holds",
				types.TypeString(s.typeOf(arg), types.RelativeTo(s.Pkg)))
		}
	}
}

// holdsAddress says whether fmt would print an address for a value of a type.
func holdsAddress(t types.Type, depth int) bool {
	if depth > 4 || printsItself(t) {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return true
	case *types.Basic:
		return u.Kind() == types.UnsafePointer || u.Kind() == types.Uintptr && depth > 0
	case *types.Pointer:
		if depth > 0 {
			return true
		}
		switch u.Elem().Underlying().(type) {
		case *types.Struct, *types.Array, *types.Slice, *types.Map:
			return holdsAddress(u.Elem(), depth+1)
		}
		return true
	case *types.Slice:
		return holdsAddress(u.Elem(), depth+1)
	case *types.Array:
		return holdsAddress(u.Elem(), depth+1)
	case *types.Map:
		return holdsAddress(u.Elem(), depth+1) || holdsAddress(u.Key(), depth+1)
	case *types.Struct:
		for i := range u.NumFields() {
			if holdsAddress(u.Field(i).Type(), depth+1) {
				return true
			}
		}
	}
	return false
}

// printsItself says whether a type has a text of its own.
func printsItself(t types.Type) bool {
	methods := types.NewMethodSet(t)
	for _, name := range []string{"String", "Error", "Format", "GoString"} {
		if methods.Lookup(nil, name) != nil {
			return true
		}
	}
	return false
}
