// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"encoding/xml"
	"strings"
)

// tree holds the open elements of the message against its content model.
type tree struct {
	limits   Limits
	accepted []Message    // what the root may be
	message  *description // what the root is, nil before it
	space    string       // its namespace
	open     []place
	elements int    // since the present header, record or supplement began
	value    []byte // text of the innermost element, if that is a value
	currency string // its Ccy attribute
	done     bool   // the root is closed
}

// place is one open element.
type place struct {
	*node           // the place in the message, nil below a supplement's envelope, where anything goes
	name     string // for errors
	line     int
	at       int    // position in typ.children
	count    int    // children met at that position
	seen     uint64 // positions met so far, a bit each
	children int
}

func newTree(limits Limits, accepted []Message) tree {
	return tree{limits: limits, accepted: accepted, open: make([]place, 0, 16)}
}

// top is the innermost open element; there is one unless the document has not begun or is over.
func (t *tree) top() *place { return &t.open[len(t.open)-1] }

// enter takes a start tag: is the element allowed here, and does it fit the limits.
func (t *tree) enter(start xml.StartElement, line int) *fault {
	if len(t.open) == t.limits.Depth {
		return faultf(CodeDepth, "expected at most %d nested elements; found %s below them", t.limits.Depth, t.tagName(start.Name))
	}
	if t.elements++; t.elements > t.limits.Elements {
		return faultf(CodeElements, "expected at most %d elements in one part; found %s after them", t.limits.Elements, t.tagName(start.Name))
	}
	n, f := t.place(start, line)
	if f != nil {
		return f
	}
	if f := t.checkAttributes(start, n); f != nil {
		f.line, f.element = line, t.pathOf(start.Name.Local)
		return f
	}
	if n != nil {
		if n.part {
			t.elements = 1
		}
		if n.typ.shape == value {
			t.value, t.currency = t.value[:0], attribute(start, "Ccy")
		}
	}
	t.open = append(t.open, place{node: n, name: start.Name.Local, line: line})
	return nil
}

// place finds the node of a start tag, nil where anything goes.
func (t *tree) place(start xml.StartElement, line int) (*node, *fault) {
	if len(t.open) == 0 {
		return t.root(start)
	}
	parent := t.top()
	parent.children++
	if parent.node == nil {
		return nil, nil
	}
	switch parent.typ.shape {
	case anything:
		if parent.children > 1 {
			return nil, faultf(CodeDuplicateElement, "expected one element; found %s as a second", t.tagName(start.Name))
		}
		return nil, t.envelope(start, parent.typ)
	case value:
		return nil, faultf(CodeUnknownElement, "expected %s; found the element %s", parent.typ.value.expected(), t.tagName(start.Name))
	}
	if start.Name.Space != t.space {
		return nil, faultf(CodeUnknownElement, "expected an element of %s; found %s", t.space, t.tagName(start.Name))
	}
	i, f := parent.admit(start.Name.Local)
	if f != nil {
		return nil, f
	}
	return parent.kids[i], nil
}

// envelope judges the one element that stands where anything goes.
func (t *tree) envelope(start xml.StartElement, typ *element) *fault {
	if typ.space != "" && start.Name.Space != typ.space {
		return faultf(CodeUnknownElement, "expected an element of %s; found %s", typ.space, t.tagName(start.Name))
	}
	if start.Name.Space == t.space && start.Name.Local == t.message.rootName() {
		return faultf(CodeUnsupported, "expected supplementary data of another namespace; found a message within the message")
	}
	return nil
}

// leave takes an end tag: is the element complete. It reports the node that ended, nil where anything goes.
func (t *tree) leave() (place, *fault) {
	p := *t.top()
	if p.node != nil {
		if f := p.complete(t.value); f != nil {
			return p, f.at(p.line, t.pathOf(""))
		}
	}
	t.open = t.open[:len(t.open)-1]
	t.done = len(t.open) == 0
	return p, nil
}

// text takes characters: those of a value are kept, elsewhere only white space may stand.
func (t *tree) text(data []byte) *fault {
	if len(t.open) == 0 {
		if len(collapse(data)) == 0 {
			return nil
		}
		if t.done {
			return faultf(CodeText, "expected nothing after the message; found %s", quote(collapse(data), 20))
		}
		return faultf(CodeSyntax, "expected XML; the file begins with %s", quote(collapse(data), 20))
	}
	p := t.top()
	switch {
	case p.node == nil:
		return nil
	case p.typ.shape == value:
		if len(t.value)+len(data) > t.limits.Token {
			return faultf(CodeToken, "expected a value of at most %d bytes", t.limits.Token)
		}
		t.value = append(t.value, data...)
	case len(collapse(data)) > 0:
		return faultf(CodeText, "expected only elements (%s); found %d bytes of text", p.next(), len(collapse(data)))
	}
	return nil
}

// comment refuses a comment within a value, where two readers could see two values.
func (t *tree) comment() *fault {
	if len(t.open) > 0 && t.top().node != nil && t.top().typ.shape == value {
		return faultf(CodeComment, "expected a value without a comment; found one in %s", t.top().name)
	}
	return nil
}

// pathOf is the full path of the innermost open element, or of a child of it. A stranger chooses names and depth below
// an envelope, so both are clipped.
func (t *tree) pathOf(child string) string { return pathOf(t.open, child) }

func pathOf(open []place, child string) string {
	const shown = 16
	var b strings.Builder
	for i, p := range open {
		if i == shown {
			b.WriteString("/…")
			break
		}
		b.WriteString("/" + clip(p.name))
	}
	if child != "" {
		b.WriteString("/" + clip(child))
	}
	return b.String()
}

// expected says what would have to come next.
func (t *tree) expected() string {
	if len(t.open) == 0 {
		return "the element " + t.rootNames()
	}
	return "the end of " + clip(t.top().name)
}
