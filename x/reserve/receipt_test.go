// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

func to(beneficiary []byte, amount uint64) reserve.Statement {
	return reserve.Statement{Beneficiary: beneficiary, Amount: amount}
}

func TestHeldReceiptIsDecidedByStatementsMadeSince(t *testing.T) {
	rail := reserve.RailRecord{Attestors: []uint32{1, 2, 3}, Threshold: 2}
	i := reserve.IssuanceRecord{Beneficiary: alice, Amount: 100, Status: reserve.ISSUANCE_STATUS_PENDING, Member: 1}
	hear := func(member uint32, s reserve.Statement) reserve.Hearing {
		t.Helper()
		did, err := i.Attest(member, s, 7)
		require.NoError(t, err)
		return did
	}
	agreed := func() bool {
		_, ok := i.Agreed(rail)
		return ok
	}
	hear(1, to(alice, 100))
	require.False(t, agreed())
	require.True(t, hear(2, to(alice, 90)).Held)
	require.False(t, hear(3, to(alice, 100)).Held)
	require.False(t, agreed(), "one has spoken since")
	require.True(t, hear(2, to(alice, 90)).Contradicted)
	_, err := i.Attest(3, to(alice, 90), 8)
	require.ErrorIs(t, err, reserve.ErrAlreadyAttested, "each thinks again once")
	last, err := i.LastStatementOf(2)
	require.NoError(t, err)
	require.Equal(t, to(alice, 90), last)
	_, err = i.LastStatementOf(9)
	require.ErrorIs(t, err, reserve.ErrNotAttestor)

	hear(1, to(alice, 90))
	s, ok := i.Agreed(rail)
	require.True(t, ok)
	require.Equal(t, to(alice, 90), s)
	i.Establish(s, 9)
	require.Equal(t, reserve.ISSUANCE_STATUS_ATTESTED, i.Status)
	require.Equal(t, uint64(90), i.Amount)
	require.Equal(t, int64(9+60), i.Deadline(60))
	_, err = i.LastStatementOf(2)
	require.ErrorIs(t, err, reserve.ErrReceiptNotHeld)
}

func TestMintedReceiptIsDisputedOnceByEach(t *testing.T) {
	i := reserve.IssuanceRecord{Beneficiary: alice, Amount: 100, Status: reserve.ISSUANCE_STATUS_MINTED, Member: 1}
	i.Attestations = []*reserve.ReceiptAttestationRecord{{Member: 1, Beneficiary: alice, Amount: 100}, {Member: 5, Beneficiary: alice, Amount: 10}}

	did, err := i.Attest(2, to(alice, 70), 1)
	require.NoError(t, err)
	require.Equal(t, reserve.Hearing{Contradicted: true, Disputed: true, Lowered: 30}, did)
	_, err = i.Attest(2, to(alice, 60), 1)
	require.ErrorIs(t, err, reserve.ErrAlreadyAttested)
	_, err = i.Attest(5, to(alice, 10), 1)
	require.ErrorIs(t, err, reserve.ErrAlreadyAttested, "it was known when the receipt was decided")

	did, err = i.Attest(3, to(alice, 80), 1)
	require.NoError(t, err)
	require.Equal(t, reserve.Hearing{Contradicted: true}, did, "less is missing than was said before")
	did, err = i.Attest(4, to(alice, 60), 1)
	require.NoError(t, err)
	require.Equal(t, reserve.Hearing{Contradicted: true, Lowered: 10}, did)
	did, err = i.Attest(1, to(bob, 200), 1)
	require.NoError(t, err)
	require.Equal(t, reserve.Hearing{Contradicted: true}, did, "more than was minted lowers nothing")
	require.Equal(t, uint64(40), i.Lowered)
	require.Len(t, i.Contradictions, 4)
}

func TestReturnable(t *testing.T) {
	rail := reserve.RailRecord{Denom: "cny"}
	paid := reserve.RedemptionRecord{Status: reserve.REDEMPTION_STATUS_CONFIRMED, Denom: "cny", Amount: 100, Attempt: 1, Custodians: []uint32{1}}
	cases := map[string]struct {
		change func(*reserve.RedemptionRecord)
		member uint32
		amount uint64
		err    error
	}{
		"all of it":             {member: 1, amount: 100},
		"a part of it":          {member: 1, amount: 1},
		"more than was paid":    {member: 1, amount: 101, err: reserve.ErrReturnInvalid},
		"by another's account":  {member: 2, amount: 100, err: reserve.ErrReturnInvalid},
		"in another denom":      {change: func(r *reserve.RedemptionRecord) { r.Denom = "hkd" }, member: 1, amount: 100, err: reserve.ErrReturnInvalid},
		"what was not paid out": {change: func(r *reserve.RedemptionRecord) { r.Status = reserve.REDEMPTION_STATUS_REJECTED }, member: 1, amount: 1, err: reserve.ErrReturnInvalid},
		"what has come back":    {change: func(r *reserve.RedemptionRecord) { r.Status = reserve.REDEMPTION_STATUS_RETURNED }, member: 1, amount: 1, err: reserve.ErrReturnInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := paid
			if tc.change != nil {
				tc.change(&r)
			}
			require.ErrorIs(t, r.Returnable(rail, tc.member, tc.amount), tc.err)
		})
	}
	require.NoError(t, paid.Return(40, 9))
	require.Equal(t, reserve.REDEMPTION_STATUS_RETURNED, paid.Status)
	require.Equal(t, uint64(40), paid.ReturnedAmount)
	require.ErrorIs(t, paid.Return(1, 9), reserve.ErrReturnInvalid)
}
