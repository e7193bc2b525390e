// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
)

// parser is the engine of every reader: bytes become tokens, tokens places of the message, and at the places that the
// family wants its hooks are called. It is for one goroutine. After an error it does nothing more.
type parser struct {
	options Options
	source  *source
	tokens  *xml.Decoder
	tree    tree
	form    remittance
	sink    sink // nil while only the root is looked at
	spot    spot
	began   bool // a token has come, so a declaration comes too late
	err     error
}

// newParser prepares to read one of the accepted messages; nothing is read before the first step.
func newParser(r io.Reader, options Options, accepted []Message) *parser {
	options = options.orDefaults()
	s := newSource(r, options.Limits)
	d := xml.NewDecoder(s)
	d.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, faultf(CodeEncoding, "expected UTF-8; the file declares %s", quote([]byte(label), 40))
	}
	p := &parser{options: options, source: s, tokens: d, tree: newTree(options.Limits, accepted)}
	p.spot.options = &p.options
	return p
}

// Message is which message the file is, empty until its root was read: it is known once Header has returned.
func (p *parser) Message() Message {
	if p.tree.message == nil {
		return ""
	}
	return p.tree.message.message
}

// SHA256 is the digest of the file's bytes. It covers the whole file once Next has returned io.EOF.
func (p *parser) SHA256() [32]byte { return p.source.digest() }

// file is the name that errors carry.
func (p *parser) file() string { return p.options.File }

// begin reads on until the root says which message it is.
func (p *parser) begin() (*description, error) {
	for p.err == nil && p.tree.message == nil {
		p.step()
	}
	return p.tree.message, p.err
}

// finish reads on to the end: nil if the whole message holds.
func (p *parser) finish() error {
	for p.err == nil {
		p.step()
	}
	if errors.Is(p.err, io.EOF) {
		return nil
	}
	return p.err
}

// step takes one token.
func (p *parser) step() {
	line, _ := p.tokens.InputPos()
	p.source.beginToken()
	token, err := p.tokens.Token()
	if err != nil {
		p.stop(err)
		return
	}
	var broken *fault
	switch token := token.(type) {
	case xml.StartElement:
		broken = p.enter(token, line)
	case xml.EndElement:
		broken = p.leave()
	case xml.CharData:
		broken = p.tree.text(token)
	case xml.Comment:
		broken = p.tree.comment()
	case xml.ProcInst:
		broken = p.declaration(token)
	case xml.Directive:
		broken = faultf(CodeDoctype, "expected no declaration; found <!%s", doctypeName(token))
	}
	p.began = true
	if broken != nil {
		p.refuse(broken, line)
	}
}

func (p *parser) enter(start xml.StartElement, line int) *fault {
	if f := p.tree.enter(start, line); f != nil {
		return f
	}
	n := p.tree.top().node
	if n == nil {
		return nil
	}
	p.form.enter(n, p.tree.currency)
	if n.hook == nil || p.sink == nil {
		return nil
	}
	p.spot.message, p.spot.path, p.spot.line = p.tree.message.message, n.path, line
	return p.sink.open(n.hook, &p.spot)
}

func (p *parser) leave() *fault {
	at, f := p.tree.leave()
	if f != nil || at.node == nil {
		return f
	}
	p.form.leave(at.node, p.tree.value)
	if at.hook == nil || p.sink == nil {
		return nil
	}
	p.spot.path, p.spot.line, p.spot.form = at.path, at.line, nil
	if at.formRoot {
		p.spot.form = p.form.form
	}
	if at.typ.shape == value {
		p.spot.text, p.spot.currency = string(p.tree.value), p.tree.currency
		f = p.sink.take(at.hook, &p.spot)
	}
	if f == nil {
		f = p.sink.close(at.hook, &p.spot)
	}
	if f != nil && f.element == "" {
		f.line, f.element = at.line, p.tree.pathOf(at.name)
	}
	return f
}

var xmlDeclaration = regexp.MustCompile(`^version\s*=\s*(?:"1\.0"|'1\.0')` +
	`(?:\s+encoding\s*=\s*(?:"(?i:utf-8)"|'(?i:utf-8)'))?` +
	`(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$`)

// declaration lets the XML declaration pass where it may stand: first, once, of version 1.0 and in UTF-8.
func (p *parser) declaration(pi xml.ProcInst) *fault {
	if pi.Target != "xml" {
		return faultf(CodeInstruction, "expected no processing instruction; found <?%s", clip(pi.Target))
	}
	if p.began {
		return faultf(CodeInstruction, "expected the XML declaration before everything else")
	}
	if !xmlDeclaration.Match(pi.Inst) {
		return faultf(CodeSyntax, `expected <?xml version="1.0" encoding="UTF-8"?>; found <?xml %s`, quote(pi.Inst, 80))
	}
	return nil
}

func doctypeName(directive []byte) string {
	name, _, _ := strings.Cut(string(directive), " ")
	return clip(name)
}

// stop takes the end of the bytes, or what the tokenizer or the source has against them.
func (p *parser) stop(err error) {
	var (
		broken *fault
		syntax *xml.SyntaxError
	)
	switch {
	case errors.Is(err, io.EOF) && p.tree.done:
		p.err = io.EOF
		return
	case errors.As(err, &broken):
	case errors.Is(err, io.EOF), errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		broken = faultf(CodeTruncated, "expected %s; the file ends", p.tree.expected())
	case errors.As(err, &syntax):
		broken = faultf(CodeSyntax, "expected well-formed XML; %s", withoutText(syntax.Msg))
	default:
		broken = faultf(CodeSyntax, "expected well-formed XML; %s", withoutText(strings.TrimPrefix(err.Error(), "xml: ")))
	}
	line, _ := p.tokens.InputPos()
	p.refuse(broken, line)
}

// withoutText is what the tokenizer says less what it quotes of a value: what follows an ampersand is anybody's text.
func withoutText(message string) string {
	message, _, _ = strings.Cut(message, " &")
	return clip(message)
}

func (p *parser) refuse(broken *fault, line int) {
	if broken.line > 0 {
		line = broken.line
	}
	element := broken.element
	switch {
	case element == "":
		element = p.tree.pathOf("")
	case element[0] != '/':
		element = p.tree.message.pathTo(element)
	}
	p.err = &Error{
		File: p.options.File, Line: line, Element: element,
		Rule: broken.code.Rule(), Code: broken.code, Detail: broken.detail, cause: broken.cause,
	}
}
