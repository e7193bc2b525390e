// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Floats finds floating point: its last bits are the machine's and the compiler's.
var Floats = rule("floats", "no floating point in state transitions", func(s *scope) {
	s.inspect(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if name, is := s.TypesInfo.Uses[n].(*types.TypeName); is && floating(name.Type()) {
				s.report(n.Pos(), "%s: amounts and rates are integers", n.Name)
			}
		case *ast.BasicLit:
			if (n.Kind == token.FLOAT || n.Kind == token.IMAG) && floating(s.typeOf(n)) {
				s.report(n.Pos(), "%s is a floating-point number: amounts and rates are integers", n.Value)
			}
		case *ast.CallExpr:
			if !s.TypesInfo.Types[n.Fun].IsType() && floating(s.typeOf(n)) {
				s.report(n.Pos(), "a call gives floating point: amounts and rates are integers")
			}
		case *ast.BinaryExpr:
			if floating(s.typeOf(n)) {
				s.report(n.Pos(), "arithmetic in floating point: amounts and rates are integers")
			}
		}
		return true
	})
})

func floating(t types.Type) bool {
	basic, is := t.Underlying().(*types.Basic)
	return is && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}
