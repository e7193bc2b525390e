// SPDX-License-Identifier: Apache-2.0

package day

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/reason"
	"github.com/taelnet/tael/gateway/report"
)

// reading is one reading of a payment file: what became of each of its transfers.
type reading struct {
	path    string
	summary iso20022.Summary
	// outcomes are by the transfers' places in the file.
	outcomes []report.Outcome
	// broken says that the file was refused whole, and why.
	broken *iso20022.Error
}

// notSent writes down that a transfer has no instruction.
func (r *reading) notSent(index int, refusal payfile.Refusal) {
	r.outcomes[index] = report.Outcome{Answer: reason.NotSent(uint16(refusal.Reason), refusal.Reason.String())}
}

// paid writes down what became of a transfer's instruction.
func (r *reading) paid(index int, p client.Paid) {
	if p.Err != nil {
		r.outcomes[index] = report.Outcome{Answer: reason.Waiting()}
		return
	}
	r.outcomes[index] = report.Outcome{Answer: reason.OfResult(p.Result), At: p.Time}
}

// answer writes the answer to a file: a pain.002 or a pacs.002 with a status for each transfer, or the reason why the
// whole file was refused.
func (o *outbox) answer(r *reading, number int, now time.Time) error {
	path := filepath.Join(o.folder, statusFolder, fmt.Sprintf("%04d.%s", number, filepath.Base(r.path)))
	header := report.Header{
		MessageID: fmt.Sprintf("%s-STATUS-%04d", now.In(iso20022.China).Format("20060102"), number),
		Created:   now.In(iso20022.China), Schemas: o.schemas,
	}
	return create(path, func(w io.Writer) error {
		if r.broken != nil {
			return payfile.ReportRefused(w, payfile.PayOptions{File: r.path, Now: now},
				payfile.ReportOptions{MessageID: header.MessageID, Created: header.Created, Schemas: o.schemas}, r.broken)
		}
		f, err := os.Open(r.path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // only read from
		return report.StatusReport(w, header, f, iso20022.Options{File: filepath.Base(r.path), Now: now}, r.outcomes)
	})
}
