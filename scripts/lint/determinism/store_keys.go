// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// StoreKeys finds keys of stores that two things may come to share: joined text, formatted text, addresses as text,
// parts of any length one after the other.
var StoreKeys = rule("storekeys", "keys of stores have parts of fixed width or with their length", func(s *scope) {
	s.inspect(func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is {
			for _, key := range keysOf(s, call) {
				keyText(s, key)
			}
		}
		return true
	})
	s.functions(func(decl *ast.FuncDecl) {
		if buildsKey(s, decl) {
			keyText(s, decl.Body)
			variableParts(s, decl)
		}
	})
})

// keysOf are the arguments of a call that are keys of a store or parts of one.
func keysOf(s *scope, call *ast.CallExpr) []ast.Expr {
	f := s.callee(call)
	if f == nil || len(call.Args) == 0 {
		return nil
	}
	if pathOf(f.Pkg()) == "cosmossdk.io/collections" && f.Signature().Recv() == nil {
		switch f.Name() {
		case "Join", "Join3", "Join4":
			return call.Args
		case "NewPrefix":
			if s.TypesInfo.Types[call.Args[0]].Value == nil {
				s.report(call.Pos(), "a prefix that is not a constant may be the beginning of another")
			}
		}
		return nil
	}
	on := receiver(call)
	if on == nil || !slices.Contains([]string{"Get", "Set", "Has", "Remove", "Delete", "Iterator", "ReverseIterator"}, f.Name()) {
		return nil
	}
	switch of := s.typeOf(on); {
	case isCollection(of) && len(call.Args) > 1:
		return call.Args[1:2]
	case isStore(of):
		if strings.HasSuffix(f.Name(), "Iterator") {
			return call.Args
		}
		return call.Args[:1]
	}
	return nil
}

// keyText reports text that is joined, formatted, or an address, below a node that is or makes a key.
func keyText(s *scope, key ast.Node) {
	ast.Inspect(key, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			basic, is := s.typeOf(n).Underlying().(*types.Basic)
			if n.Op == token.ADD && is && basic.Info()&types.IsString != 0 && s.TypesInfo.Types[n].Value == nil {
				s.report(n.Pos(), "a key of joined text: \"a\"+\"bc\" is \"ab\"+\"c\"; use parts of fixed width or collections.Join")
				return false
			}
		case *ast.CallExpr:
			f := s.callee(n)
			if f == nil {
				return true
			}
			switch path := pathOf(f.Pkg()); {
			case path == "fmt" && (strings.HasPrefix(f.Name(), "Sprint") || strings.HasPrefix(f.Name(), "Append")),
				path == "strings" && (f.Name() == "Join" || f.Name() == "Repeat"):
				s.report(n.Pos(), "a key of formatted text: use parts of fixed width or collections.Join")
				return false
			case bech32Text(s, n, f):
				s.report(n.Pos(), "an address as text in a key: use its bytes")
				return false
			}
		}
		return true
	})
}

// bech32Text says whether a call gives an address as text.
func bech32Text(s *scope, call *ast.CallExpr, f *types.Func) bool {
	if strings.Contains(f.Name(), "Bech32ify") || f.Name() == "BytesToString" {
		return true
	}
	if f.Name() != "String" || receiver(call) == nil {
		return false
	}
	of := named(s.typeOf(receiver(call)))
	return of != nil && strings.HasSuffix(of.Obj().Name(), "Address")
}

var keyName = regexp.MustCompile(`(?i)(key|prefix)$`)

// buildsKey says whether a function is a key's by its name and gives bytes or text.
func buildsKey(s *scope, decl *ast.FuncDecl) bool {
	if !keyName.MatchString(decl.Name.Name) || decl.Type.Results == nil || len(decl.Type.Results.List) == 0 {
		return false
	}
	switch t := s.typeOf(decl.Type.Results.List[0].Type).Underlying().(type) {
	case *types.Slice:
		basic, is := t.Elem().Underlying().(*types.Basic)
		return is && basic.Kind() == types.Byte
	case *types.Basic:
		return t.Kind() == types.String
	}
	return false
}

// variableParts reports a part of any length that another follows, unless the function writes lengths.
func variableParts(s *scope, decl *ast.FuncDecl) {
	type part struct {
		call     *ast.CallExpr
		variable bool
	}
	var parts []part
	lengths := false
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		switch s.builtin(call) {
		case "make":
			return false // a length there is a capacity
		case "append":
			parts = append(parts, part{call, call.Ellipsis.IsValid() && anyLength(s, call.Args[len(call.Args)-1])})
		case "len":
			lengths = true
		}
		if f := s.callee(call); f != nil && strings.Contains(f.Name(), "Append") && pathOf(f.Pkg()) == "encoding/binary" {
			parts = append(parts, part{call, false})
		}
		return true
	})
	if lengths {
		return
	}
	slices.SortStableFunc(parts, func(a, b part) int { return int(a.call.End() - b.call.End()) })
	for i, p := range parts {
		if p.variable && i < len(parts)-1 {
			s.report(p.call.Pos(), "a part of any length with another behind it: give it a fixed width or its length")
			return
		}
	}
}

// anyLength says whether the length of appended bytes is open: a slice of an array has its array's.
func anyLength(s *scope, e ast.Expr) bool {
	if cut, is := ast.Unparen(e).(*ast.SliceExpr); is {
		_, array := s.typeOf(cut.X).Underlying().(*types.Array)
		return !array
	}
	return s.TypesInfo.Types[e].Value == nil
}
