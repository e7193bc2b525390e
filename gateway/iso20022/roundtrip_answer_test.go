// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"errors"
	"io"
)

type answers struct {
	message Message
	header  StatusHeader
	all     []Status
}

// readStatuses reads a status report whole.
func readStatuses(r io.Reader, options Options) (StatusHeader, []Status, error) {
	reader := NewStatusReader(r, options)
	header, err := reader.Header()
	if err != nil {
		return header, nil, err
	}
	var all []Status
	for {
		s, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return header, all, nil
		}
		if err != nil {
			return header, all, err
		}
		all = append(all, s)
	}
}

// readAnswers leaves out lines and the zones of instants.
func readAnswers(content []byte, options Options) (any, error) {
	header, all, err := readStatuses(bytes.NewReader(content), options)
	if err != nil {
		return nil, err
	}
	summary, err := Check(bytes.NewReader(content), options)
	header.Created = header.Created.UTC()
	for i := range all {
		s := &all[i]
		s.Line, s.AcceptedAt, s.EffectiveSettlementDate = 0, s.AcceptedAt.UTC(), plainMoment(s.EffectiveSettlementDate)
	}
	return answers{summary.Message, header, all}, err
}

func writeAnswers(nouns any) ([]byte, error) {
	a := nouns.(answers)
	var b bytes.Buffer
	x, err := NewStatusWriter(&b, a.message, a.header)
	for _, s := range a.all {
		err = errors.Join(err, x.Status(s))
	}
	err = errors.Join(err, x.Close())
	return b.Bytes(), err
}

type returns struct {
	message Message
	header  ReturnHeader
	all     []Return
}

// readBack reads a pacs.004 whole.
func readBack(r io.Reader, options Options) (ReturnHeader, []Return, error) {
	reader := NewReturnReader(r, options)
	header, err := reader.Header()
	if err != nil {
		return header, nil, err
	}
	var all []Return
	for {
		back, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return header, all, nil
		}
		if err != nil {
			return header, all, err
		}
		all = append(all, back)
	}
}

// readReturns leaves out lines and the zones of instants and days.
func readReturns(content []byte, options Options) (any, error) {
	header, all, err := readBack(bytes.NewReader(content), options)
	if err != nil {
		return nil, err
	}
	summary, err := Check(bytes.NewReader(content), options)
	header.Created, header.SettlementDate = header.Created.UTC(), plainDay(header.SettlementDate)
	for i := range all {
		all[i].Line, all[i].SettlementDate = 0, plainDay(all[i].SettlementDate)
	}
	return returns{summary.Message, header, all}, err
}

func writeReturns(nouns any) ([]byte, error) {
	r := nouns.(returns)
	var b bytes.Buffer
	x, err := NewReturnWriter(&b, r.message, r.header)
	for _, back := range r.all {
		err = errors.Join(err, x.Return(back))
	}
	err = errors.Join(err, x.Close())
	return b.Bytes(), err
}
