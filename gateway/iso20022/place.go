// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"encoding/xml"
	"slices"
	"strings"
)

// root judges the first element: message and version are in its namespace.
func (t *tree) root(start xml.StartElement) (*node, *fault) {
	if t.done {
		return nil, faultf(CodeRoot, "expected one root element; found %s after it", t.tagName(start.Name))
	}
	if start.Name.Space == "" {
		return nil, faultf(CodeVersion, "expected %s; found %s without a namespace", messageNames(t.accepted), t.tagName(start.Name))
	}
	for _, m := range t.accepted {
		if start.Name.Space == m.namespace() {
			t.message, t.space = describe(m), start.Name.Space
			break
		}
	}
	if t.message == nil {
		found, _ := strings.CutPrefix(start.Name.Space, namespacePrefix)
		return nil, faultf(CodeVersion, "expected %s; found %s", messageNames(t.accepted), clip(found))
	}
	if start.Name.Local != t.message.rootName() {
		return nil, faultf(CodeRoot, "expected %s; found %s", t.message.rootName(), t.tagName(start.Name))
	}
	return t.message.root(), nil
}

// rootNames lists what the first element may be, for errors.
func (t *tree) rootNames() string {
	var names []string
	for _, m := range t.accepted {
		if name := describe(m).rootName(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, " or ")
}

// admit finds a child among the places that are still open.
func (p *place) admit(name string) (int, *fault) {
	found := -1
	for i := range p.typ.children {
		if p.typ.children[i].name == name {
			found = i
			break
		}
	}
	if found < 0 {
		return 0, faultf(CodeUnknownElement, "expected %s; found %s", p.next(), clip(name))
	}
	if p.typ.shape == choice {
		if p.seen == 1<<found && p.count < p.typ.children[found].max {
			p.count++
			return found, nil
		}
		if p.seen != 0 {
			return 0, faultf(CodeDuplicateElement, "expected only one of %s; found %s as well", p.typ.childNames(), name)
		}
		p.seen, p.count = 1<<found, 1
		return found, nil
	}
	c := p.typ.children[found]
	if found < p.at {
		if p.seen&(1<<found) != 0 && c.max == 1 {
			return 0, faultf(CodeDuplicateElement, "expected one %s; found a second", name)
		}
		return 0, faultf(CodeElementOrder, "expected %s before %s; found it after", name, p.typ.children[p.at].name)
	}
	if found > p.at {
		if f := p.missing(found); f != nil {
			return 0, f
		}
		p.at, p.count = found, 0
	}
	if p.count++; p.count > c.max {
		if c.max == 1 {
			return 0, faultf(CodeDuplicateElement, "expected one %s; found a second", name)
		}
		return 0, faultf(CodeDuplicateElement, "expected at most %d %s; found one more", c.max, name)
	}
	p.seen |= 1 << found
	return found, nil
}

// next lists what may come now, for errors: at most six names.
func (p *place) next() string {
	const shown = 6
	if p.typ.shape == choice {
		return p.typ.childNames()
	}
	var names []string
	for i := p.at; i < len(p.typ.children); i++ {
		c := p.typ.children[i]
		if i == p.at && p.count >= c.max {
			continue
		}
		if len(names) == shown {
			names = append(names, "…")
			break
		}
		names = append(names, c.name)
		if c.min > 0 && p.seen&(1<<i) == 0 {
			break
		}
	}
	if len(names) == 0 {
		return "the end of " + p.name
	}
	return strings.Join(names, ", ")
}

// missing reports the first demanded child between the present position and the next one.
func (p *place) missing(next int) *fault {
	for i := p.at; i < next; i++ {
		if p.typ.children[i].min > 0 && p.seen&(1<<i) == 0 {
			found := "the end of " + p.name
			if next < len(p.typ.children) {
				found = p.typ.children[next].name
			}
			return faultf(CodeElementMissing, "expected %s; found %s", p.typ.children[i].name, found)
		}
	}
	return nil
}

// complete judges an element at its end.
func (p *place) complete(text []byte) *fault {
	switch p.typ.shape {
	case value:
		return p.typ.value.check(text)
	case sequence:
		return p.missing(len(p.typ.children))
	default:
		if p.children == 0 && !slices.ContainsFunc(p.typ.children, func(c child) bool { return c.min == 0 }) {
			return faultf(CodeElementMissing, "expected one of %s; found nothing", p.typ.childNames())
		}
		return nil
	}
}

// maxAttributes bounds the work on one tag. The message itself has one attribute, the rest are namespaces.
const maxAttributes = 64

// checkAttributes lets namespaces, schema locations and the currency of an amount pass. The tokenizer does not mind
// an attribute that comes twice, so it is minded here. Below an envelope anything unrepeated goes.
func (t *tree) checkAttributes(start xml.StartElement, n *node) *fault {
	if len(start.Attr) > maxAttributes {
		return faultf(CodeAttribute, "expected at most %d attributes; found %d", maxAttributes, len(start.Attr))
	}
	for i, a := range start.Attr {
		for _, b := range start.Attr[:i] {
			if a.Name == b.Name {
				return faultf(CodeAttribute, "expected %s once; found it twice", clip(a.Name.Local))
			}
		}
		if n == nil || allowedAttribute(a.Name, n.typ) {
			continue
		}
		return faultf(CodeAttribute, "expected no attribute %s", t.tagName(a.Name))
	}
	if n != nil && n.typ.shape == value && n.typ.value.kind == amountValue {
		return checkCurrency(start)
	}
	return nil
}

func allowedAttribute(name xml.Name, typ *element) bool {
	switch {
	case name.Space == "xmlns", name.Space == "" && name.Local == "xmlns":
		return true
	case name.Space == schemaInstance:
		return name.Local == "schemaLocation" || name.Local == "noNamespaceSchemaLocation"
	default:
		return name.Space == "" && name.Local == "Ccy" && typ.shape == value && typ.value.kind == amountValue
	}
}

func checkCurrency(start xml.StartElement) *fault {
	code := attribute(start, "Ccy")
	switch {
	case code == "":
		return faultf(CodeAttribute, "expected the attribute Ccy; found none")
	case len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return faultf(CodeCurrency, "expected Ccy of three capital letters; found %s", quote([]byte(code), 10))
	}
	return nil
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// tagName writes a name for an error, with its namespace where that is not the message's.
func (t *tree) tagName(name xml.Name) string {
	if name.Space == "" || name.Space == t.space {
		return clip(name.Local)
	}
	return clip(name.Local) + " of " + clip(name.Space)
}

func clip(text string) string {
	const shown = 80
	if len(text) > shown {
		return quote([]byte(text), shown)
	}
	return text
}
