// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client/fakenet"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/reason"
	"github.com/taelnet/tael/gateway/report"
	"github.com/taelnet/tael/x/compliance"
)

// statuses reads a report.
func statuses(t *testing.T, raw []byte) (iso20022.StatusHeader, []iso20022.Status) {
	t.Helper()
	r := iso20022.NewStatusReader(bytes.NewReader(raw), iso20022.Options{Now: day})
	header, err := r.Header()
	require.NoError(t, err)
	var all []iso20022.Status
	for {
		s, err := r.Next()
		if errors.Is(err, io.EOF) {
			return header, all
		}
		require.NoError(t, err)
		all = append(all, s)
	}
}

func TestAnswersInTheWordsOfISO20022(t *testing.T) {
	out := Outcome{Summary: iso20022.Summary{SHA256: [32]byte{1}}, Answers: someAnswers()}
	all := out.statuses()
	require.Len(t, all, 5)
	require.Equal(t, reason.OfResult(someAnswers()[0].Result), all[0].Answer)
	require.Equal(t, someAnswers()[0].Time, all[0].At)
	require.Equal(t, reason.NotSent(uint16(ReasonPayeeUnknown), "PAYEE_UNKNOWN"), all[1].Answer)
	require.Zero(t, all[1].At)
	require.Equal(t, reason.Waiting(), all[2].Answer)
	require.Equal(t, reason.Rejected, all[3].Status)
	require.Equal(t, reason.Rejected, all[4].Status)

	id := out.reportID()
	require.Len(t, id, 21)
	require.Equal(t, id, out.reportID())
	out.Counts.Paid++
	require.NotEqual(t, id, out.reportID(), "another report")
}

// operatorSchemas validates every report of these tests where the schemas are.
func operatorSchemas(t *testing.T) report.Schemas {
	t.Helper()
	folder := schemaFolder(t)
	if folder == "" {
		return nil
	}
	schemas, err := iso20022.LoadSchemas(folder)
	require.NoError(t, err)
	return schemas
}

// Each transfer of a file is told what became of it, under the references by which its sender knows it.
func TestReport(t *testing.T) {
	n := fakenet.New(t, 1)
	n.Refuse(7_77, compliance.ReasonBalance)
	o := onFakeNetwork()
	o.MinAmount = 8_00
	for _, interbank := range []bool{false, true} {
		o.Plants = append(o.Plants,
			Plant{Case: "refused", Debtor: "debtor-0", Amount: 7_77, Interbank: interbank},
			Plant{Case: "unknown-payee", Debtor: "debtor-0", Creditor: Unknown, Interbank: interbank},
		)
	}
	folder, g := paidFolder(t, o)
	c := dial(t, endpoints(n)...)
	schemas := operatorSchemas(t)
	for _, name := range []string{g.Files[0], g.Interbank[0].Name} {
		t.Run(name, func(t *testing.T) {
			p := payOptions(t, folder, name, "report", c)
			out, err := Pay(within(t, time.Minute), p)
			require.NoError(t, err)
			var told bytes.Buffer
			require.NoError(t, out.Report(&told, p, ReportOptions{Created: day, Schemas: schemas}))
			header, all := statuses(t, told.Bytes())
			require.Equal(t, "PART", header.GroupStatus)
			require.Equal(t, out.Summary.MessageID, header.OriginalMessageID)
			require.Equal(t, string(out.Summary.Message), header.OriginalMessage)

			_, sent := transfers(t, p.File, day)
			require.Len(t, all, len(sent))
			for i, s := range all {
				require.Equal(t, sent[i].EndToEndID, s.Original.EndToEndID)
				require.Equal(t, sent[i].UETR, s.Original.UETR)
				switch a := out.Answers[i]; a.String() {
				case "PAID INTRA":
					require.Equal(t, "ACSC", s.Code)
					require.False(t, s.AcceptedAt.IsZero())
				case "REFUSED BALANCE":
					require.Equal(t, []string{"RJCT", "AM04"}, []string{s.Code, s.Reason})
				case "NOT_SENT PAYEE_UNKNOWN":
					require.Equal(t, []string{"RJCT", "AC03"}, []string{s.Code, s.Reason})
				default:
					require.Fail(t, a.String())
				}
			}

			var again, later bytes.Buffer
			require.NoError(t, out.Report(&again, p, ReportOptions{Created: day}))
			require.Equal(t, told.String(), again.String(), "the same answers are the same report")
			out.Answers[0], out.Counts.Paid = Answer{}, out.Counts.Paid-1
			require.NoError(t, out.Report(&later, p, ReportOptions{Created: day}))
			unfinished, all := statuses(t, later.Bytes())
			require.Equal(t, "PDNG", all[0].Code)
			require.NotEqual(t, header.MessageID, unfinished.MessageID)

			spoilt, err := os.ReadFile(p.File)
			require.NoError(t, err)
			p.File = filepath.Join(t.TempDir(), "file.xml")
			require.NoError(t, os.WriteFile(p.File, append(spoilt, '\n'), 0o600))
			require.ErrorIs(t, out.Report(io.Discard, p, ReportOptions{}), iso20022.CodeChanged)
		})
	}
}

func TestReportOfARefusedFile(t *testing.T) {
	folder, g := paidFolder(t, onFakeNetwork())
	o := previewOptions(t, folder, g.Files[0])
	raw, err := os.ReadFile(o.File)
	require.NoError(t, err)
	tests := map[string]struct {
		raw      []byte
		original string
		reason   string
	}{
		"a file cut off":        {raw[:len(raw)-30], g.Files[0], "TD03"},
		"a file of another sum": {bytes.Replace(raw, []byte("<NbOfTxs>120<"), []byte("<NbOfTxs>121<"), 1), g.Files[0], "AM19"},
		"no message":            {[]byte("{}"), "", "FF02"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := o
			p.File = filepath.Join(t.TempDir(), "file.xml")
			require.NoError(t, os.WriteFile(p.File, tc.raw, 0o600))
			_, refusal := Pay(t.Context(), p)
			var b bytes.Buffer
			require.NoError(t, ReportRefused(&b, p, ReportOptions{Created: day, Schemas: operatorSchemas(t)}, refusal))
			header, all := statuses(t, b.Bytes())
			require.Empty(t, all)
			require.Equal(t, []string{"RJCT", tc.reason}, []string{header.GroupStatus, header.GroupReason})
			if tc.original == "" {
				require.Equal(t, "NOTPROVIDED", header.OriginalMessageID)
				return
			}
			given, _ := transfers(t, o.File, day)
			require.Equal(t, given.MessageID, header.OriginalMessageID)
		})
	}
	require.ErrorIs(t, ReportRefused(io.Discard, o, ReportOptions{}, ErrJournal), ErrJournal)
}
