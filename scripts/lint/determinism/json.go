// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"slices"
	"strings"
)

// JSONPlaces are the methods of modules and codecs that are there for JSON, and why it does no harm in each.
var JSONPlaces = map[string]string{
	"DefaultGenesis":  "makes a genesis file, before there is a chain",
	"ValidateGenesis": "reads a genesis file, before there is a chain",
	"InitGenesis":     "reads the genesis once, from bytes whose hash every node compares",
	"ExportGenesis":   "writes a genesis file, outside of blocks",
	"EncodeJSON":      "is what collections show to tools; stores hold the binary form",
	"DecodeJSON":      "is what collections take from tools; stores hold the binary form",
}

// JSON finds encoding and decoding of JSON: parsers differ in what they take. Genesis, queries and command lines name
// themselves as exceptions.
var JSON = rule("json", "no JSON in state transitions", func(s *scope) {
	s.inspect(func(n ast.Node) bool {
		if decl, is := n.(*ast.FuncDecl); is && decl.Recv != nil {
			if _, place := JSONPlaces[decl.Name.Name]; place {
				return false
			}
		}
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		f := s.callee(call)
		if f == nil {
			return true
		}
		switch path := pathOf(f.Pkg()); {
		case path == "encoding/json", strings.HasSuffix(path, "/protojson"), strings.HasSuffix(path, "/jsonpb"),
			slices.Contains([]string{"encoding/xml", "encoding/gob", "text/template", "html/template"}, path):
			s.report(call.Pos(), "%s.%s: state transitions read and write protobuf or fixed binary forms", f.Pkg().Name(), f.Name())
		case strings.HasSuffix(f.Name(), "MarshalJSON"), strings.HasSuffix(f.Name(), "UnmarshalJSON"):
			s.report(call.Pos(), "%s: state transitions read and write protobuf or fixed binary forms", f.Name())
		}
		return true
	})
})
