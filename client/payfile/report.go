// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/reason"
	"github.com/taelnet/tael/gateway/report"
)

// ReportOptions say how a file is answered.
type ReportOptions struct {
	// MessageID is the report's own number, at most 24 characters; empty follows from the file and how far it is, so that
	// the same answers have the same number.
	MessageID string
	// Created is when the report is made; the zero time is the machine's clock.
	Created time.Time
	// Schemas validates the report before it is handed over; nil does not.
	Schemas report.Schemas
}

// Report answers the file of an outcome: a pain.002 for a pain.001, a pacs.002 for a pacs.008, a status for every
// transfer, PDNG where there is no answer yet. o is as it was for Pay; the file is read once more and must be as it was.
// What w got before an error is no report. Errors: those of report.StatusReport, and CodeChanged of the file.
func (out Outcome) Report(w io.Writer, o PayOptions, r ReportOptions) error {
	f, err := os.Open(o.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read from
	digest := sha256.New()
	file := io.TeeReader(f, digest)
	if err := report.StatusReport(w, r.header(out.reportID()), file, o.readerOptions(), out.statuses()); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, file); err != nil {
		return err
	}
	if [32]byte(digest.Sum(nil)) != out.Summary.SHA256 {
		return &iso20022.Error{
			File: o.readerOptions().File, Rule: iso20022.CodeChanged.Rule(), Code: iso20022.CodeChanged,
			Detail: "expected the bytes that were paid; the file has changed since",
		}
	}
	return nil
}

// statuses are the answers in the words of ISO 20022.
func (out Outcome) statuses() []report.Outcome {
	all := make([]report.Outcome, len(out.Answers))
	for i, a := range out.Answers {
		switch a.State {
		case AnswerFinal:
			all[i] = report.Outcome{Answer: reason.OfResult(a.Result), At: a.Time}
		case AnswerNotSent:
			all[i] = report.Outcome{Answer: reason.NotSent(uint16(a.Reason), a.Reason.String())}
		default:
			all[i] = report.Outcome{Answer: reason.Waiting()}
		}
	}
	return all
}

// reportID is the first 20 hex digits of SHA-256(the file's SHA-256, how many answers there are).
func (out Outcome) reportID() string {
	return idOf(binary.BigEndian.AppendUint32(out.Summary.SHA256[:], uint32(out.Counts.Done())))
}

func idOf(what []byte) string {
	digest := sha256.Sum256(what)
	return "R" + hex.EncodeToString(digest[:10])
}

func (r ReportOptions) header(id string) report.Header {
	h := report.Header{MessageID: r.MessageID, Created: r.Created, Schemas: r.Schemas}
	if h.MessageID == "" {
		h.MessageID = id
	}
	if h.Created.IsZero() {
		h.Created = time.Now().In(iso20022.China).Truncate(time.Millisecond)
	}
	return h
}

// ReportRefused answers a file that Pay has refused whole, with what could be read of its header. Errors: err itself if
// it is not the refusal of a file, those of report.Rejection.
func ReportRefused(w io.Writer, o PayOptions, r ReportOptions, err error) error {
	var broken *iso20022.Error
	if !errors.As(err, &broken) {
		return err
	}
	f, err := os.Open(o.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read from
	reader := iso20022.NewReader(f, o.readerOptions())
	header, err := reader.Header()
	if err != nil {
		header = iso20022.GroupHeader{} // the fault is in it: what is before the fault names nothing
	}
	id := idOf([]byte(header.MessageID + "\x00" + broken.Error()))
	return report.Rejection(w, r.header(id), reader.Message(), header, reason.RefusedFile(broken.Code))
}
