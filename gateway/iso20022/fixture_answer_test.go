// SPDX-License-Identifier: Apache-2.0

package iso20022

import (
	"io"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// sampleStatus writes a sound pacs.002 of n statuses.
func sampleStatus(t testing.TB, w io.Writer, n int) {
	t.Helper()
	x, err := NewStatusWriter(w, Pacs002, StatusHeader{
		MessageID: "SAMPLE", Created: day, OriginalMessageID: "B-1", OriginalMessage: string(Pacs008),
		InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
	})
	require.NoError(t, err)
	for i := range n {
		require.NoError(t, x.Status(Status{
			ID: "A-" + strconv.Itoa(i), Code: "RJCT", Reason: "AC04", ReasonText: "Account closed", AcceptedAt: day,
			Original:         Original{EndToEndID: "E2E-" + strconv.Itoa(i), UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60"},
			InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
		}))
	}
	require.NoError(t, x.Close())
}

// sampleReturns writes a sound pacs.004 of n returns of 0.01 CNY.
func sampleReturns(t testing.TB, w io.Writer, n int) {
	t.Helper()
	x, err := NewReturnWriter(w, Pacs004v10, ReturnHeader{
		MessageID: "SAMPLE", Created: day, Transfers: uint64(n), Total: Money{uint64(n), "CNY"}, SettlementDate: day,
		SettlementMethod: "CLRG", InstructingAgent: "ZZZBCNB0", InstructedAgent: "ZZZACNB0",
	})
	require.NoError(t, err)
	for i := range n {
		require.NoError(t, x.Return(Return{
			ID: "X-" + strconv.Itoa(i), Returned: Money{1, "CNY"}, Settled: Money{1, "CNY"}, Reason: "AC04", SettlementDate: day,
			Original: Original{
				MessageID: "B-1", Message: string(Pacs008), EndToEndID: "E2E-" + strconv.Itoa(i),
				UETR: "6a1f0f7e-92c4-4f7b-8d0a-1c2b3d4e5f60",
			},
		}))
	}
	require.NoError(t, x.Close())
}

// nextStatus reads one status after the other, nextReturn one return.
func nextStatus(r io.Reader) func() error {
	reader := NewStatusReader(r, Options{Now: day})
	return func() error {
		_, err := reader.Next()
		return err
	}
}

func nextReturn(r io.Reader) func() error {
	reader := NewReturnReader(r, Options{Now: day})
	return func() error {
		_, err := reader.Next()
		return err
	}
}
