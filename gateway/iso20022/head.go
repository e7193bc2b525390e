// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"io"
	"time"
)

// BusinessHeader is a head.001: who sends which message to whom. It travels beside the message.
type BusinessHeader struct {
	// From and To are the BICs of Fr/FIId and To/FIId.
	From, To string
	// MessageID is BizMsgIdr, the MsgId of the message, at most 35 characters.
	MessageID string
	// Message is MsgDefIdr.
	Message Message
	// Service is BizSvc, the rules under which the message is sent; empty if absent.
	Service string
	// Created is CreDt.
	Created time.Time
	// PossibleDuplicate is PssblDplct: the message may have been sent before.
	PossibleDuplicate bool
}

// WriteHead writes a whole head.001. An institution without a BIC is written as NOTPROVIDED; Service is left out where it
// is empty, PossibleDuplicate where it is false. Created is written in its own zone.
func WriteHead(w io.Writer, h BusinessHeader) error {
	x := newPen(w, Head001)
	x.within("Fr", func() { x.agent("FIId", h.From) })
	x.within("To", func() { x.agent("FIId", h.To) })
	x.leaf("BizMsgIdr", h.MessageID)
	x.leaf("MsgDefIdr", string(h.Message))
	x.optional("BizSvc", h.Service)
	x.leaf("CreDt", h.Created.Format(moment))
	if h.PossibleDuplicate {
		x.leaf("PssblDplct", "true")
	}
	x.line()
	return x.finish()
}

// ReadHead reads a whole head.001. From and To are empty where no BIC names the institution. An error is an *Error.
func ReadHead(r io.Reader, options Options) (BusinessHeader, error) {
	return readHead(newParser(r, options, options.allowed(Head001)))
}

// readHead takes over a parser that stands at the beginning or behind the root.
func readHead(p *parser) (BusinessHeader, error) {
	var draft BusinessHeader
	p.sink = drafted[BusinessHeader]{&draft}
	if err := p.finish(); err != nil {
		return BusinessHeader{}, err
	}
	return draft, nil
}

// headPlaces are the places of head.001 that are used.
var headPlaces = hooks[BusinessHeader]{
	"Fr/FIId/FinInstnId/BICFI": into(func(h *BusinessHeader) *string { return &h.From }),
	"To/FIId/FinInstnId/BICFI": into(func(h *BusinessHeader) *string { return &h.To }),
	"BizMsgIdr":                into(func(h *BusinessHeader) *string { return &h.MessageID }),
	"MsgDefIdr":                {take: func(h *BusinessHeader, at *spot) *fault { h.Message = Message(at.text); return nil }},
	"BizSvc":                   into(func(h *BusinessHeader) *string { return &h.Service }),
	"CreDt":                    intoInstant(func(h *BusinessHeader) *time.Time { return &h.Created }),
	"PssblDplct":               {take: func(h *BusinessHeader, at *spot) *fault { h.PossibleDuplicate = at.truth(); return nil }},
}

// checkHead reads a business header whole.
func checkHead(p *parser, s *Summary) error {
	h, err := readHead(p)
	s.MessageID = h.MessageID
	return err
}
