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
	space    string // of what may stand in anything; empty for all
}

// child is one place in a sequence, or one alternative of a choice.
type child struct {
	name     string
	typ      *element
	min, max int
}

// node is one place of the message, by its path from the root: the types unfolded. Nodes are built once and shared.
type node struct {
	name     string
	path     string // below the message element, "." for that element itself
	typ      *element
	kids     []*node // as typ.children
	hook     any     // a *hook of the family's draft, nil if nothing is done here
	part     bool    // elements are counted anew
	form     bool    // here or above the canonical form is kept
	formRoot bool    // the form begins here
}

// The places that every message has.
const (
	pathRoot    = "/"
	pathMessage = "."
)

// find walks from the root to the place of a path below the message element, nil if there is none.
func (n *node) find(path string) *node {
	at := n
	if n.path == pathRoot {
		at = n.kids[0]
	}
	for step := range strings.SplitSeq(path, "/") {
		i := slices.IndexFunc(at.kids, func(k *node) bool { return k.name == step })
		if i < 0 {
			return nil
		}
		at = at.kids[i]
	}
	return at
}

// model is a message's types by name.
type model map[string]*element

// contentModel is the model of all messages: the tables of this package, read once.
var contentModel = sync.OnceValue(func() model {
	return newModel(valueTable, sharedElements, creditElements, returnElements, statusElements, statementElements, headElements)
})

// newModel reads the tables. They are part of the program, so a mistake in them is a panic at the first use, which every
// test of the package would meet.
func newModel(values string, elements ...string) model {
	m := model{}
	for line := range lines(values) {
		name, rule, _ := strings.Cut(line, " ")
		m[name] = &element{name: name, shape: value, value: newValueType(name, rule)}
	}
	for _, table := range elements {
		for line := range lines(table) {
			name, _, _ := strings.Cut(line, " ")
			m[name] = &element{name: name}
		}
	}
	for _, table := range elements {
		for line := range lines(table) {
			m.fill(strings.Fields(line))
		}
	}
	return m
}

// fill gives a type its content from the words of its line.
func (m model) fill(words []string) {
	e := m[words[0]]
	switch words[1] {
	case "seq":
		e.shape = sequence
	case "choice":
		e.shape = choice
	case "any":
		e.shape = anything
		e.space = strings.Join(words[2:], "")
		return
	default:
		panic("iso20022: unknown shape " + words[1])
	}
	for _, word := range words[2:] {
		e.children = append(e.children, m.newChild(word))
	}
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
