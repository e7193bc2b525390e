// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// shape is how an element's content is built.
type shape uint8

const (
	sequence shape = iota + 1 // the children in their order
	choice                    // exactly one of the children
	anything                  // one element of any kind, not looked into
	value                     // text
)

// element is a type of the message: what may stand inside an element.
type element struct {
	name     string
	shape    shape
	children []child
	value    *valueType
}

// child is one place in a sequence, or one alternative of a choice.
type child struct {
	name     string
	typ      *element
	min, max int
}

// node is one place of the message, by its path from the root: the types unfolded. Nodes are built once and shared.
type node struct {
	name string
	path string // below the message element, "." for that element itself
	typ  *element
	kids []*node // as typ.children
	take taker   // what a value here is good for, nil if nothing
}

// unfold builds the nodes below an element. The types do not contain themselves, which a test holds.
func unfold(name, path string, typ *element) *node {
	n := &node{name: name, path: path, typ: typ, take: takers[path], kids: make([]*node, len(typ.children))}
	for i, c := range typ.children {
		below := path + "/" + c.name
		switch path {
		case pathRoot:
			below = pathMessage
		case pathMessage:
			below = c.name
		}
		n.kids[i] = unfold(c.name, below, c.typ)
	}
	return n
}

// find walks from the root to the place of a path below the message element. The path is part of the program.
func (n *node) find(path string) *node {
	at := n.kids[0]
	for step := range strings.SplitSeq(path, "/") {
		i := slices.IndexFunc(at.kids, func(k *node) bool { return k.name == step })
		at = at.kids[i]
	}
	return at
}

// model is a message's types by name.
type model map[string]*element

// pain001 is the root of the message's places, built when the first file is read.
var pain001 = sync.OnceValue(func() *node {
	return unfold("Document", pathRoot, newModel(pain001Elements, pain001Values)["Document"])
})

// newModel reads the two tables. They are part of the program, so a mistake in them is a panic at start, which every
// test of the package would meet.
func newModel(elements, values string) model {
	m := model{}
	for line := range lines(values) {
		name, rule, _ := strings.Cut(line, " ")
		m[name] = &element{name: name, shape: value, value: newValueType(name, rule)}
	}
	for line := range lines(elements) {
		name, _, _ := strings.Cut(line, " ")
		m[name] = &element{name: name}
	}
	for line := range lines(elements) {
		words := strings.Fields(line)
		e := m[words[0]]
		e.shape = map[string]shape{"seq": sequence, "choice": choice, "any": anything}[words[1]]
		for _, word := range words[2:] {
			e.children = append(e.children, m.newChild(word))
		}
	}
	return m
}

func (m model) newChild(word string) child {
	name, rest, _ := strings.Cut(word, ":")
	at := strings.IndexAny(rest, "?*+{")
	occurrence := ""
	if at >= 0 {
		rest, occurrence = rest[:at], rest[at:]
	}
	c := child{name: name, typ: m[rest], min: 1, max: 1}
	if c.typ == nil {
		panic(fmt.Sprintf("iso20022: %s has no type %q", word, rest))
	}
	switch {
	case occurrence == "?":
		c.min = 0
	case occurrence == "*":
		c.min, c.max = 0, math.MaxInt
	case occurrence == "+":
		c.max = math.MaxInt
	case occurrence != "":
		from, to, _ := strings.Cut(strings.Trim(occurrence, "{}"), ",")
		c.min, c.max = mustInt(from), mustInt(to)
	}
	return c
}

// childNames lists what may stand in e, for errors.
func (e *element) childNames() string {
	names := make([]string, len(e.children))
	for i, c := range e.children {
		names[i] = c.name
	}
	separator := ", "
	if e.shape == choice {
		separator = " or "
	}
	return strings.Join(names, separator)
}

func lines(table string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(strings.TrimSpace(table)) {
			if !yield(strings.TrimSpace(line)) {
				return
			}
		}
	}
}

func mustInt(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("iso20022: " + err.Error())
	}
	return n
}
