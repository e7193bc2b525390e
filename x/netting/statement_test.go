// SPDX-License-Identifier: Apache-2.0

package netting_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/netting"
)

// The encoding is written out by hand here, so that it cannot drift with the code.
func TestStatementDigest(t *testing.T) {
	cycle := netting.Cycle{Currency: "CNY", Number: 3, OpenedAt: 1, ClosedAt: 1795392000}
	pairs := []netting.PairTotal{
		{From: 1, To: 2, Amount: 500, Count: 2},
		{From: 7, To: 1, Amount: 70, Count: 1},
		{From: 2, To: 7, Amount: 9, Count: 9},
	}
	encoded := hex.EncodeToString([]byte("tael/statement/v1CNY")) +
		"0000000000000003" + "0001" + "000000006b038200" + // cycle, member, closed at
		"00000000000001f4" + "0000000000000046" + "00000002" + // owed, due, lines
		"0002" + "00000000000001f4" + "0000000000000002" + "0000000000000000" + "0000000000000000" +
		"0007" + "0000000000000000" + "0000000000000000" + "0000000000000046" + "0000000000000001"
	raw, err := hex.DecodeString(encoded)
	require.NoError(t, err)
	want := sha256.Sum256(raw)

	statements := cycle.Statements(pairs)
	require.Len(t, statements, 3)
	require.Equal(t, netting.Statement{Currency: "CNY", Cycle: 3, Member: 1, Owed: 500, Due: 70, Digest: want[:]}, statements[0])
}

func TestSettlementAccount(t *testing.T) {
	raw := append([]byte("tael/settlement/v1"), 0x01, 0x02)
	sum := sha256.Sum256(append(raw, "ecny"...))
	require.Equal(t, sum[:20], []byte(netting.SettlementAccount(258, "ecny")))
	require.NotEqual(t, netting.SettlementAccount(258, "ecny"), netting.SettlementAccount(259, "ecny"))
	require.NotEqual(t, netting.SettlementAccount(258, "ecny"), netting.SettlementAccount(258, "ehkd"))
}
