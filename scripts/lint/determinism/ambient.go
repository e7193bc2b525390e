// SPDX-License-Identifier: Apache-2.0

package determinism

import (
	"go/ast"
	"go/types"
	"slices"
)

// banned are packages of which a state machine uses nothing, or nothing of a list, and what to do instead.
var banned = map[string]struct {
	names   []string // empty: everything
	instead string
}{
	"time": {
		[]string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep", "Local", "LoadLocation"},
		"time is the block's",
	},
	"math/rand":     {nil, "nodes draw different numbers"},
	"math/rand/v2":  {nil, "nodes draw different numbers"},
	"crypto/rand":   {nil, "nodes draw different numbers"},
	"hash/maphash":  {nil, "its seed is another on every node"},
	"os":            {nil, "nodes differ in their environment"},
	"os/exec":       {nil, "nodes differ in their environment"},
	"os/user":       {nil, "nodes differ in their environment"},
	"syscall":       {nil, "nodes differ in their environment"},
	"net":           {nil, "nodes differ in what they reach"},
	"net/http":      {nil, "nodes differ in what they reach"},
	"runtime":       {nil, "nodes differ in machine and build"},
	"runtime/debug": {nil, "nodes differ in machine and build"},
	"unsafe":        {nil, "addresses differ between nodes"},
}

// Ambient finds what a node reads from around it: clock, randomness, environment, machine.
var Ambient = rule("ambient", "no clock, randomness, environment, network or machine in state transitions", func(s *scope) {
	s.inspect(func(n ast.Node) bool {
		id, is := n.(*ast.Ident)
		if !is {
			return true
		}
		object := s.TypesInfo.Uses[id]
		if object == nil || object.Pkg() == nil {
			return true
		}
		if _, is := object.(*types.PkgName); is {
			return true
		}
		ban, listed := banned[object.Pkg().Path()]
		if listed && (len(ban.names) == 0 || slices.Contains(ban.names, object.Name()) && !isMethodBut(object, "Local")) {
			s.report(id.Pos(), "%s.%s: %s", object.Pkg().Name(), object.Name(), ban.instead)
		}
		return true
	})
})

// isMethodBut says whether an object is a method of another name: Time.After compares, and reads no clock.
func isMethodBut(object types.Object, name string) bool {
	f, is := object.(*types.Func)
	return is && f.Signature().Recv() != nil && f.Name() != name
}
