// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
)

// pen is the engine of every writer. It holds what is written to the content model as the reader would: names, order
// and occurrence of the elements and the type of each value, so that nothing else than the schema allows leaves it. After
// an error every call does nothing and err stays.
type pen struct {
	w       *bufio.Writer
	message *description
	open    []place
	err     error
}

// newPen writes the beginning of a message: the declaration, Document and the message element.
func newPen(w io.Writer, m Message) pen {
	x := pen{w: bufio.NewWriter(w), message: describe(m)}
	if x.message == nil {
		x.err = fmt.Errorf("iso20022: expected a message of this package; found %q", string(m))
		return x
	}
	x.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + "<" + x.message.rootName() + ` xmlns="` + m.namespace() + `">` + "\n")
	x.open = append(x.open, place{node: x.message.root(), name: x.message.rootName()})
	if x.message.element != "" {
		x.enter(x.message.element)
		x.line()
	}
	return x
}

// enter begins an element below the present one.
func (x *pen) enter(name string) {
	if n := x.child(name); n != nil {
		x.open = append(x.open, place{node: n, name: name})
		x.raw("<" + name + ">")
	}
}

// leave ends the present element, which must be complete.
func (x *pen) leave() {
	if x.err != nil {
		return
	}
	p := &x.open[len(x.open)-1]
	if f := p.complete(nil); f != nil {
		x.hold(f.at(0, x.path("")))
		return
	}
	x.raw("</" + p.name + ">")
	x.open = x.open[:len(x.open)-1]
}

// within writes an element whose content f writes.
func (x *pen) within(name string, f func()) {
	x.enter(name)
	f()
	x.leave()
}

// leaf writes one value that its type allows.
func (x *pen) leaf(name, text string) { x.value(name, "", text) }

// optional writes one value where there is one.
func (x *pen) optional(name, text string) {
	if text != "" {
		x.leaf(name, text)
	}
}

// money writes an amount, which must be above zero, with all digits of its currency. It returns the figures.
func (x *pen) money(name string, m Money) string {
	text, err := FormatAmount(m.Amount, m.Currency)
	if err != nil {
		x.fail(err)
		return ""
	}
	x.value(name, m.Currency, text)
	return text
}

// account writes an account; one without an id is refused by the type of its value.
func (x *pen) account(name string, a Account) {
	x.within(name, func() { x.accountID(a) })
}

// accountID writes what an account begins with.
func (x *pen) accountID(a Account) {
	x.within("Id", func() {
		if a.IBAN != "" {
			x.leaf("IBAN", a.IBAN)
			return
		}
		x.within("Othr", func() { x.leaf("Id", a.Other) })
	})
}

// agent writes an institution. One without a BIC is written as NOTPROVIDED, for where the schema demands one.
func (x *pen) agent(name, bic string) {
	x.within(name, func() {
		x.within("FinInstnId", func() {
			if bic != "" {
				x.leaf("BICFI", bic)
				return
			}
			x.within("Othr", func() { x.leaf("Id", "NOTPROVIDED") })
		})
	})
}

// line breaks the line between two elements.
func (x *pen) line() { x.raw("\n") }

// finish ends the message and writes out what is buffered.
func (x *pen) finish() error {
	for x.err == nil && len(x.open) > 0 {
		x.leave()
		x.line()
	}
	if x.err == nil {
		x.err = x.w.Flush()
	}
	return x.err
}

func (x *pen) value(name, currency, text string) {
	n := x.child(name)
	if n == nil {
		return
	}
	if f := n.typ.value.check([]byte(text)); f != nil {
		x.hold(f.at(0, x.path(name)))
		return
	}
	if currency != "" {
		x.raw("<" + name + ` Ccy="` + currency + `">`)
	} else {
		x.raw("<" + name + ">")
	}
	if x.err == nil {
		x.err = xml.EscapeText(x.w, []byte(text))
	}
	x.raw("</" + name + ">")
}

// child finds the place of an element that may stand here now, nil after an error.
func (x *pen) child(name string) *node {
	if x.err != nil {
		return nil
	}
	p := &x.open[len(x.open)-1]
	p.children++
	i, f := p.admit(name)
	if f != nil {
		x.hold(f.at(0, x.path("")))
		return nil
	}
	return p.kids[i]
}

// path is the full path of the present element, or of a child of it.
func (x *pen) path(child string) string { return pathOf(x.open, child) }

func (x *pen) raw(text string) {
	if x.err == nil {
		_, x.err = x.w.WriteString(text)
	}
}

// fail keeps the first error.
func (x *pen) fail(err error) {
	if x.err == nil {
		x.err = err
	}
}

// hold turns a broken rule into the error that stays.
func (x *pen) hold(f *fault) {
	if f == nil || x.err != nil {
		return
	}
	element := f.element
	if element != "" && element[0] != '/' {
		element = x.message.pathTo(element)
	}
	x.err = &Error{Element: element, Rule: f.code.Rule(), Code: f.code, Detail: f.detail}
}
