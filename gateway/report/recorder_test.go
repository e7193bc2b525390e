// SPDX-License-Identifier: Apache-2.0

package report

import (
	"github.com/taelnet/tael/gateway/iso20022"
)

// recorder keeps what a report says, before it is XML.
type recorder struct {
	statements []iso20022.Statement
	entries    [][]iso20022.Entry // by statement
	statuses   []iso20022.Status
	closed     int
}

func (r *recorder) Statement(s iso20022.Statement) error {
	r.statements = append(r.statements, s)
	r.entries = append(r.entries, nil)
	return nil
}

func (r *recorder) Entry(e iso20022.Entry) error {
	r.entries[len(r.entries)-1] = append(r.entries[len(r.entries)-1], e)
	return nil
}

func (r *recorder) CloseStatement() error {
	r.closed++
	return nil
}

func (r *recorder) Status(s iso20022.Status) error {
	r.statuses = append(r.statuses, s)
	return nil
}

func (r *recorder) Close() error { return nil }
