// SPDX-License-Identifier: Apache-2.0

package iso20022

import "sync"

// description is what the engine has to know of one message.
type description struct {
	message Message
	element string // the message element below Document; empty where the root AppHdr is the message itself
	typ     string // the type of the message element
	places  places // nil for a message that is not read
	check   func(p *parser, s *Summary) error

	once sync.Once
	tree *node
}

// places says what a family does at a place of its message; hooks implements it.
type places interface {
	at(path string) (h any, part, form bool)
	paths() []string
}

// root is the message's place of all places, built when it is first needed.
func (d *description) root() *node {
	d.once.Do(func() {
		typ := contentModel()[d.typ]
		if d.element == "" {
			d.tree = d.unfold(d.rootName(), pathMessage, typ, false)
			return
		}
		document := &element{name: "Document", shape: sequence, children: []child{{name: d.element, typ: typ, min: 1, max: 1}}}
		d.tree = d.unfold(d.rootName(), pathRoot, document, false)
	})
	return d.tree
}

// rootName is the name of the first element.
func (d *description) rootName() string {
	if d.element == "" {
		return "AppHdr"
	}
	return "Document"
}

// pathTo writes a path below the message element from the root.
func (d *description) pathTo(path string) string {
	if d.element == "" {
		return "/AppHdr/" + path
	}
	return "/Document/" + d.element + "/" + path
}

// unfold builds the nodes below an element. The types do not contain themselves, which a test holds.
func (d *description) unfold(name, path string, typ *element, form bool) *node {
	n := &node{name: name, path: path, typ: typ, kids: make([]*node, len(typ.children))}
	n.part = path == "GrpHdr" || path == "SplmtryData"
	if d.places != nil {
		var part bool
		n.hook, part, n.formRoot = d.places.at(path)
		n.part = n.part || part
	}
	n.form = form || n.formRoot
	for i, c := range typ.children {
		below := path + "/" + c.name
		switch path {
		case pathRoot:
			below = pathMessage
		case pathMessage:
			below = c.name
		}
		n.kids[i] = d.unfold(c.name, below, c.typ, n.form)
	}
	return n
}
