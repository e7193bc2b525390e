// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
)

// Reader reads one pain.001.001.09 file, one transfer at a time. It is for one goroutine. After an error every call
// returns the same error.
type Reader struct {
	options Options
	source  *source
	tokens  *xml.Decoder
	tree    tree
	draft   draft
	totals  totals
	began   bool // a token has come, so a declaration comes too late
	ready   bool // a transfer is complete
	err     error
}

// NewReader prepares to read; nothing is read before the first call of a method.
func NewReader(r io.Reader, options Options) *Reader {
	options = options.orDefaults()
	s := newSource(r, options.Limits)
	d := xml.NewDecoder(s)
	d.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, faultf(CodeEncoding, "expected UTF-8; the file declares %s", quote([]byte(label), 40))
	}
	return &Reader{options: options, source: s, tokens: d, tree: newTree(options.Limits), draft: draft{options: options}}
}

// Header reads on to the end of the group header and returns it.
func (r *Reader) Header() (GroupHeader, error) {
	for r.err == nil && !r.draft.headerDone {
		r.step()
	}
	if !r.draft.headerDone {
		return GroupHeader{}, r.err
	}
	return r.draft.header, nil
}

// Next returns the next transfer, or io.EOF once the whole message was read and its counts and sums hold. Any other
// error is an *Error and condemns the whole file, also what Next returned before: run Check first.
func (r *Reader) Next() (Transfer, error) {
	for r.err == nil && !r.ready {
		r.step()
	}
	if !r.ready {
		return Transfer{}, r.err
	}
	r.ready = false
	return r.draft.transfer, nil
}

// SHA256 is the digest of the file's bytes. It covers the whole file once Next has returned io.EOF.
func (r *Reader) SHA256() [32]byte { return r.source.digest() }

// step takes one token.
func (r *Reader) step() {
	line, _ := r.tokens.InputPos()
	r.source.beginToken()
	token, err := r.tokens.Token()
	if err != nil {
		r.stop(err)
		return
	}
	var broken *fault
	switch token := token.(type) {
	case xml.StartElement:
		broken = r.enter(token, line)
	case xml.EndElement:
		broken = r.leave()
	case xml.CharData:
		broken = r.tree.text(token)
	case xml.Comment:
		broken = r.tree.comment()
	case xml.ProcInst:
		broken = r.declaration(token)
	case xml.Directive:
		broken = faultf(CodeDoctype, "expected no declaration; found <!%s", doctypeName(token))
	}
	r.began = true
	if broken != nil {
		r.refuse(broken, line)
	}
}

func (r *Reader) enter(start xml.StartElement, line int) *fault {
	if f := r.tree.enter(start, line); f != nil {
		return f
	}
	n := r.tree.top().node
	if n == nil {
		return nil
	}
	switch n.path {
	case pathPayment:
		r.draft.openPayment(r.totals.payments)
	case pathTransfer:
		if r.totals.transfers == r.options.Limits.Transfers {
			return faultf(CodeTransfers, "expected at most %d transfers; found one more", r.options.Limits.Transfers)
		}
		r.draft.openTransfer(r.totals.transfers, line)
	}
	r.draft.remit.enter(n, r.tree.currency)
	return nil
}

func (r *Reader) leave() *fault {
	p, f := r.tree.leave()
	if f != nil {
		return f
	}
	if p.node == nil {
		return nil
	}
	if p.take != nil {
		if f := p.take(&r.draft, string(r.tree.value), r.tree.currency); f != nil {
			return f.at(p.line, r.tree.pathOf(p.name))
		}
		r.totals.note(p.path, p.line)
	}
	r.draft.remit.leave(p.node, r.tree.value)
	switch p.path {
	case pathHeader:
		r.draft.headerDone = true
	case pathTransfer:
		r.draft.transfer.Remittance = r.draft.remit.bytes()
		r.totals.add(r.draft.sum)
		r.ready = true
	case pathPayment:
		return r.totals.closePayment(r.draft.payment)
	case pathMessage:
		return r.totals.closeGroup(r.draft.header)
	}
	return nil
}

var xmlDeclaration = regexp.MustCompile(`^version\s*=\s*(?:"1\.0"|'1\.0')` +
	`(?:\s+encoding\s*=\s*(?:"(?i:utf-8)"|'(?i:utf-8)'))?` +
	`(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$`)

// declaration lets the XML declaration pass where it may stand: first, once, of version 1.0 and in UTF-8.
func (r *Reader) declaration(pi xml.ProcInst) *fault {
	if pi.Target != "xml" {
		return faultf(CodeInstruction, "expected no processing instruction; found <?%s", clip(pi.Target))
	}
	if r.began {
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
func (r *Reader) stop(err error) {
	var (
		broken *fault
		syntax *xml.SyntaxError
	)
	switch {
	case errors.Is(err, io.EOF) && r.tree.done:
		r.err = io.EOF
		return
	case errors.As(err, &broken):
	case errors.Is(err, io.EOF), errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		broken = faultf(CodeTruncated, "expected %s; the file ends", r.tree.expected())
	case errors.As(err, &syntax):
		broken = faultf(CodeSyntax, "expected well-formed XML; %s", syntax.Msg)
	default:
		broken = faultf(CodeSyntax, "expected well-formed XML; %s", strings.TrimPrefix(err.Error(), "xml: "))
	}
	line, _ := r.tokens.InputPos()
	r.refuse(broken, line)
}

func (r *Reader) refuse(broken *fault, line int) {
	if broken.line > 0 {
		line = broken.line
	}
	element := broken.element
	if element == "" {
		element = r.tree.pathOf("")
	}
	r.ready = false
	r.err = &Error{
		File: r.options.File, Line: line, Element: element,
		Rule: broken.code.Rule(), Code: broken.code, Detail: broken.detail, cause: broken.cause,
	}
}
