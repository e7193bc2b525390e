// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHeadIsRead(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, China)
	tests := map[string]BusinessHeader{
		"base.xml":            {From: "ZZZACNB0", To: "ZZZBCNB0", MessageID: "BASE-1", Message: Pacs008, Created: at},
		"not-a-duplicate.xml": {From: "ZZZACNB0", To: "ZZZBCNB0", MessageID: "PLAIN-1", Message: Camt053, Created: at},
		"organisation.xml":    {To: "ZZZBCNB0", MessageID: "ORGANISATION-1", Message: Pacs008, Created: at},
		"every-part.xml": {
			From: "ZZZACNB0", To: "ZZZBCNB0ABC", MessageID: "EVERY-PART-OF-THIRTY-FIVE-CHARS-001", Message: Pacs008,
			Service: "tael.settlement.01", Created: at.Add(500 * time.Millisecond), PossibleDuplicate: true,
		},
	}
	require.Len(t, tests, len(names(t, "valid", Head001)))
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			content := file(t, "valid", string(Head001), name)
			got, err := ReadHead(bytes.NewReader(content), Options{})
			require.NoError(t, err)
			require.True(t, want.Created.Equal(got.Created))
			got.Created = want.Created
			require.Equal(t, want, got)

			summary, err := Check(bytes.NewReader(content), Options{})
			require.NoError(t, err)
			require.Equal(t, Summary{
				Message: Head001, MessageID: want.MessageID, Amounts: map[string]uint64{}, Debits: map[string]uint64{},
				SHA256: summary.SHA256, Bytes: int64(len(content)),
			}, summary)
		})
	}
}

func TestBrokenHeadGivesNothing(t *testing.T) {
	got, err := ReadHead(bytes.NewReader(file(t, "broken", string(Head001), "truncated.xml")), Options{File: "a.xml"})
	require.ErrorIs(t, err, CodeTruncated)
	require.Equal(t, BusinessHeader{}, got)
	_, err = ReadHead(bytes.NewReader(file(t, "valid", string(Pacs008), "base.xml")), Options{})
	require.ErrorContains(t, err, "expected head.001.001.02; found pacs.008.001.08")
}

func TestHeadIsWritten(t *testing.T) {
	sound := BusinessHeader{From: "ZZZACNB0", To: "ZZZBCNB0", MessageID: "H-1", Message: Camt053, Service: "a.b.01", Created: day, PossibleDuplicate: true}
	var b bytes.Buffer
	require.NoError(t, WriteHead(&b, sound))
	require.NoError(t, schema(t, Head001).Validate(bytes.NewReader(b.Bytes())), "%s", b.Bytes())
	rewritten(t, Head001, b.Bytes(), Options{})

	tests := map[string]struct {
		spoil func(*BusinessHeader)
		want  string
	}{
		"no message id": {func(h *BusinessHeader) { h.MessageID = "" }, "/AppHdr/BizMsgIdr: value (code 21)"},
		"no message":    {func(h *BusinessHeader) { h.Message = "" }, "/AppHdr/MsgDefIdr: value (code 21)"},
		"a wrong BIC":   {func(h *BusinessHeader) { h.To = "zzzbcnb0" }, "/AppHdr/To/FIId/FinInstnId/BICFI: bic (code 25)"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := sound
			tc.spoil(&h)
			require.ErrorContains(t, WriteHead(io.Discard, h), tc.want)
		})
	}
	nobody := sound
	nobody.From = ""
	b.Reset()
	require.NoError(t, WriteHead(&b, nobody))
	got, err := ReadHead(&b, Options{})
	require.NoError(t, err)
	require.Empty(t, got.From, "who is not provided is read as nobody")
}
