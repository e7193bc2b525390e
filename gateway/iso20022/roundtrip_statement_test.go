// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"
)

type statements struct {
	message Message
	header  MessageHeader
	all     []Statement
	entries [][]Entry // by statement
}

// readStatements leaves out lines, zones of instants and of days, and which page of several it is: it is written as the
// only one, so what is declared of all pages goes too.
func readStatements(content []byte, options Options) (any, error) {
	r := NewStatementReader(bytes.NewReader(content), options)
	header, err := r.Header()
	header.Created = header.Created.UTC()
	s := statements{message: r.Message(), header: header}
	for err == nil {
		var one *Statement
		if one, err = r.NextStatement(); err != nil {
			break
		}
		var all []Entry
		if all, err = readEntries(r); err == nil {
			s.all, s.entries = append(s.all, plainStatement(*one)), append(s.entries, all)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return s, err
}

func readEntries(r *StatementReader) (all []Entry, err error) {
	for {
		e, err := r.NextEntry()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		e.Statement, e.Line, e.Booked, e.Value = nil, 0, plainMoment(e.Booked), plainMoment(e.Value)
		all = append(all, e)
	}
}

func plainStatement(s Statement) Statement {
	s.Line, s.Created, s.From, s.To = 0, s.Created.UTC(), s.From.UTC(), s.To.UTC()
	s.Balances = slices.Clone(s.Balances)
	for i := range s.Balances {
		s.Balances[i].Date = plainMoment(s.Balances[i].Date)
		if s.Partial && s.Balances[i].Type == closingBooked {
			s.Balances[i].Type = "ITBD"
		}
	}
	if s.Partial {
		s.Partial, s.Totals = false, nil
	}
	return s
}

// plainMoment is the day that t begins in its own zone, or the instant.
func plainMoment(t time.Time) time.Time {
	if startsDay(t) {
		return plainDay(t)
	}
	return t.UTC()
}

func writeStatements(nouns any) ([]byte, error) {
	s := nouns.(statements)
	var b bytes.Buffer
	x, err := NewStatementWriter(&b, s.message, s.header)
	for i, one := range s.all {
		err = errors.Join(err, x.Statement(one))
		for _, e := range s.entries[i] {
			err = errors.Join(err, x.Entry(e))
		}
	}
	err = errors.Join(err, x.Close())
	return b.Bytes(), err
}

func readHeader(content []byte, options Options) (any, error) {
	h, err := ReadHead(bytes.NewReader(content), options)
	h.Created = h.Created.UTC()
	return h, err
}

func writeHeader(nouns any) ([]byte, error) {
	var b bytes.Buffer
	err := WriteHead(&b, nouns.(BusinessHeader))
	return b.Bytes(), err
}
