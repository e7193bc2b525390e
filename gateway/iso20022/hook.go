// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"fmt"
	"maps"
	"slices"
)

// hook is what a family does at one place of a message with its draft D. A nil function does nothing. A fault without a
// place of its own is placed by the engine at the element.
type hook[D any] struct {
	// part marks a header or record: its elements are counted anew against Limits.Elements.
	part bool
	// form keeps the canonical form of the element and all within, which close finds in spot.form.
	form bool
	// open comes after the start tag, close at the end tag of a complete element.
	open, close func(d *D, at *spot) *fault
	// take comes at the end tag of a value that its type allows. What is not taken is judged and let go.
	take func(d *D, at *spot) *fault
}

// hooks are what a family does, by the places of its message.
type hooks[D any] map[string]hook[D]

func (m hooks[D]) at(path string) (any, bool, bool) {
	h, ok := m[path]
	if !ok {
		return nil, false, false
	}
	return &h, h.part, h.form
}

func (m hooks[D]) paths() []string { return slices.Sorted(maps.Keys(m)) }

// with joins more places to m. A place that both have is a mistake of the program.
func (m hooks[D]) with(more hooks[D]) hooks[D] {
	all := maps.Clone(m)
	for path, h := range more {
		if _, twice := all[path]; twice {
			panic(fmt.Sprintf("iso20022: two hooks at %s", path))
		}
		all[path] = h
	}
	return all
}

// sink is a family's draft as the engine sees it.
type sink interface {
	open(h any, at *spot) *fault
	take(h any, at *spot) *fault
	close(h any, at *spot) *fault
}

// drafted calls the hooks of a family with its draft.
type drafted[D any] struct{ draft *D }

func (s drafted[D]) open(h any, at *spot) *fault { return call(s.draft, h.(*hook[D]).open, at) }

func (s drafted[D]) take(h any, at *spot) *fault { return call(s.draft, h.(*hook[D]).take, at) }

func (s drafted[D]) close(h any, at *spot) *fault { return call(s.draft, h.(*hook[D]).close, at) }

func call[D any](draft *D, f func(*D, *spot) *fault, at *spot) *fault {
	if f == nil {
		return nil
	}
	return f(draft, at)
}
