// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// Width finds integers of the machine's width where they would be written to state, and what asks for that width.
var Width = rule("width", "no integer of the machine's width in encoded forms", func(s *scope) {
	s.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			instance, is := s.TypesInfo.Instances[n]
			if object := s.TypesInfo.Uses[n]; is && object != nil && object.Name() != "NewPrefix" && strings.HasPrefix(pathOf(object.Pkg()), "cosmossdk.io/collections") {
				for i := range instance.TypeArgs.Len() {
					if wide := machineWide(instance.TypeArgs.At(i), 0); wide != "" {
						s.report(n.Pos(), "%s of %s in a store: say int64, uint64, uint32", n.Name, wide)
					}
				}
			}
			if object := s.TypesInfo.Uses[n]; object != nil && asksWidth(object) {
				s.report(n.Pos(), "%s.%s depends on the machine's width", object.Pkg().Name(), object.Name())
			}
		case *ast.CallExpr:
			if f := s.callee(n); f != nil && pathOf(f.Pkg()) == "encoding/binary" && slices.Contains([]string{"Write", "Append", "Encode", "Read", "Decode"}, f.Name()) {
				for _, arg := range n.Args {
					if wide := machineWide(s.typeOf(arg), 0); wide != "" {
						s.report(arg.Pos(), "binary.%s of %s: say int64, uint64, uint32", f.Name(), wide)
					}
				}
			}
		}
		return true
	})
})

// machineWide names the integer of the machine's width that a type holds.
func machineWide(t types.Type, depth int) string {
	if depth > 3 {
		return ""
	}
	switch u := types.Unalias(t).(type) {
	case *types.Basic:
		if u.Kind() == types.Int || u.Kind() == types.Uint || u.Kind() == types.Uintptr {
			return u.Name()
		}
	case *types.Named:
		if _, is := u.Underlying().(*types.Struct); is {
			return "" // its codec says how wide its fields are
		}
		return machineWide(u.Underlying(), depth+1)
	case *types.Slice:
		return machineWide(u.Elem(), depth+1)
	case *types.Array:
		return machineWide(u.Elem(), depth+1)
	case *types.Pointer:
		return machineWide(u.Elem(), depth+1)
	}
	return ""
}

func asksWidth(object types.Object) bool {
	switch pathOf(object.Pkg()) {
	case "math":
		return slices.Contains([]string{"MaxInt", "MinInt", "MaxUint"}, object.Name())
	case "math/bits":
		return object.Name() == "UintSize"
	case "strconv":
		return object.Name() == "IntSize"
	}
	return false
}
