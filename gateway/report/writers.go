// SPDX-License-Identifier: Apache-2.0

package report

import (
	"io"

	"github.com/taelnet/tael/gateway/iso20022"
)

// statusWriter and statementWriter are what reports need of the writers of gateway/iso20022.
type (
	statusWriter interface {
		Status(iso20022.Status) error
		Close() error
	}
	statementWriter interface {
		Statement(iso20022.Statement) error
		Entry(iso20022.Entry) error
		CloseStatement() error
		Close() error
	}
)

func newStatusWriter(w io.Writer, message iso20022.Message, header iso20022.StatusHeader) (statusWriter, error) {
	return iso20022.NewStatusWriter(w, message, header)
}

func newStatementWriter(w io.Writer, message iso20022.Message, header iso20022.MessageHeader) (statementWriter, error) {
	return iso20022.NewStatementWriter(w, message, header)
}
