// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

func receiptKey() reserve.ReceiptKey {
	return reserve.ReceiptKey{Rail: "city-rail", Account: "a-collect", BookingDate: 20261123, EntryReference: "E-0001"}
}

func TestReceiptKeyValidate(t *testing.T) {
	cases := map[string]struct {
		change func(*reserve.ReceiptKey)
		err    error
	}{
		"a booked entry":                    {change: func(*reserve.ReceiptKey) {}},
		"a leap day":                        {change: func(k *reserve.ReceiptKey) { k.BookingDate = 20280229 }},
		"35 characters of a reference":      {change: func(k *reserve.ReceiptKey) { k.EntryReference = strings.Repeat("a", 35) }},
		"36 characters of a reference":      {change: func(k *reserve.ReceiptKey) { k.EntryReference = strings.Repeat("a", 36) }, err: reserve.ErrFieldInvalid},
		"no reference":                      {change: func(k *reserve.ReceiptKey) { k.EntryReference = "" }, err: reserve.ErrFieldInvalid},
		"a reference with a space":          {change: func(k *reserve.ReceiptKey) { k.EntryReference = "E 1" }, err: reserve.ErrFieldInvalid},
		"29 February of a common year":      {change: func(k *reserve.ReceiptKey) { k.BookingDate = 20260229 }, err: reserve.ErrFieldInvalid},
		"month 13":                          {change: func(k *reserve.ReceiptKey) { k.BookingDate = 20261301 }, err: reserve.ErrFieldInvalid},
		"day 0":                             {change: func(k *reserve.ReceiptKey) { k.BookingDate = 20261100 }, err: reserve.ErrFieldInvalid},
		"a year before the ledger":          {change: func(k *reserve.ReceiptKey) { k.BookingDate = 19991231 }, err: reserve.ErrFieldInvalid},
		"a year of five digits":             {change: func(k *reserve.ReceiptKey) { k.BookingDate = 100000101 }, err: reserve.ErrFieldInvalid},
		"an account that is no slug":        {change: func(k *reserve.ReceiptKey) { k.Account = "6222 0212" }, err: reserve.ErrFieldInvalid},
		"a rail that is no slug":            {change: func(k *reserve.ReceiptKey) { k.Rail = "" }, err: reserve.ErrFieldInvalid},
		"a reference that is not plain":     {change: func(k *reserve.ReceiptKey) { k.EntryReference = "É1" }, err: reserve.ErrFieldInvalid},
		"a reference with a null character": {change: func(k *reserve.ReceiptKey) { k.EntryReference = "E\x00" }, err: reserve.ErrFieldInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			key := receiptKey()
			tc.change(&key)
			require.ErrorIs(t, key.Validate(), tc.err)
		})
	}
}

func TestReceiptKeyTellsReceiptsApart(t *testing.T) {
	one := receiptKey()
	require.Len(t, one.Bytes(), 32)
	require.Equal(t, one.Bytes(), receiptKey().Bytes())
	for name, change := range map[string]func(*reserve.ReceiptKey){
		"rail":      func(k *reserve.ReceiptKey) { k.Rail = "other-rail" },
		"account":   func(k *reserve.ReceiptKey) { k.Account = "b-collect" },
		"date":      func(k *reserve.ReceiptKey) { k.BookingDate++ },
		"reference": func(k *reserve.ReceiptKey) { k.EntryReference = "E-0002" },
		"a letter that moves from rail to account": func(k *reserve.ReceiptKey) {
			k.Rail, k.Account = k.Rail[:len(k.Rail)-1], k.Rail[len(k.Rail)-1:]+k.Account
		},
	} {
		t.Run(name, func(t *testing.T) {
			other := receiptKey()
			change(&other)
			require.NotEqual(t, one.Bytes(), other.Bytes())
		})
	}
}

var alice, bob = []byte("alice"), []byte("bob")

type statement struct {
	member      uint32
	beneficiary []byte
	amount      uint64
}

// receiptStatements is what a statement does to a receipt in each status.
var receiptStatements = map[string]struct {
	status       reserve.IssuanceStatus
	before       []statement
	next         statement
	want         reserve.IssuanceStatus
	contradicted bool
	recorded     bool
	err          error
}{
	"the first statement is recorded": {
		status: reserve.ISSUANCE_STATUS_PENDING, next: statement{1, alice, 100},
		want: reserve.ISSUANCE_STATUS_PENDING, recorded: true,
	},
	"a second member agrees": {
		status: reserve.ISSUANCE_STATUS_PENDING, before: []statement{{1, alice, 100}}, next: statement{2, alice, 100},
		want: reserve.ISSUANCE_STATUS_PENDING, recorded: true,
	},
	"the same member again is refused": {
		status: reserve.ISSUANCE_STATUS_PENDING, before: []statement{{1, alice, 100}}, next: statement{1, alice, 100},
		want: reserve.ISSUANCE_STATUS_PENDING, err: reserve.ErrAlreadyAttested,
	},
	"the same member with other words is refused": {
		status: reserve.ISSUANCE_STATUS_PENDING, before: []statement{{1, alice, 100}}, next: statement{1, bob, 100},
		want: reserve.ISSUANCE_STATUS_PENDING, err: reserve.ErrAlreadyAttested,
	},
	"another amount before the mint holds it": {
		status: reserve.ISSUANCE_STATUS_PENDING, before: []statement{{1, alice, 100}}, next: statement{2, alice, 101},
		want: reserve.ISSUANCE_STATUS_ON_HOLD, contradicted: true, recorded: true,
	},
	"another beneficiary before the mint holds it": {
		status: reserve.ISSUANCE_STATUS_PENDING, before: []statement{{1, alice, 100}}, next: statement{2, bob, 100},
		want: reserve.ISSUANCE_STATUS_ON_HOLD, contradicted: true, recorded: true,
	},
	"what agrees with the first does not lift a hold": {
		status: reserve.ISSUANCE_STATUS_ON_HOLD, before: []statement{{1, alice, 100}, {2, bob, 100}}, next: statement{3, alice, 100},
		want: reserve.ISSUANCE_STATUS_ON_HOLD, recorded: true,
	},
	"on hold a member may think again": {
		status: reserve.ISSUANCE_STATUS_ON_HOLD, before: []statement{{1, alice, 100}, {2, bob, 100}}, next: statement{2, alice, 100},
		want: reserve.ISSUANCE_STATUS_ON_HOLD, recorded: true,
	},
	"waiting for its mint it is held by a contradiction": {
		status: reserve.ISSUANCE_STATUS_ATTESTED, before: []statement{{1, alice, 100}, {2, alice, 100}}, next: statement{3, bob, 100},
		want: reserve.ISSUANCE_STATUS_ON_HOLD, contradicted: true, recorded: true,
	},
	"waiting for its mint a third member agrees": {
		status: reserve.ISSUANCE_STATUS_ATTESTED, before: []statement{{1, alice, 100}, {2, alice, 100}}, next: statement{3, alice, 100},
		want: reserve.ISSUANCE_STATUS_ATTESTED, recorded: true,
	},
	"dropped it takes no statement": {
		status: reserve.ISSUANCE_STATUS_DROPPED, before: []statement{{1, alice, 100}}, next: statement{3, alice, 100},
		want: reserve.ISSUANCE_STATUS_DROPPED, err: reserve.ErrReceiptDropped,
	},
	"after the mint a third member agrees": {
		status: reserve.ISSUANCE_STATUS_MINTED, before: []statement{{1, alice, 100}, {2, alice, 100}}, next: statement{3, alice, 100},
		want: reserve.ISSUANCE_STATUS_MINTED, recorded: true,
	},
	"after the mint the same member again is refused": {
		status: reserve.ISSUANCE_STATUS_MINTED, before: []statement{{1, alice, 100}, {2, alice, 100}}, next: statement{2, alice, 100},
		want: reserve.ISSUANCE_STATUS_MINTED, err: reserve.ErrAlreadyAttested,
	},
	"after the mint a contradiction is kept apart": {
		status: reserve.ISSUANCE_STATUS_MINTED, before: []statement{{1, alice, 100}, {2, alice, 100}}, next: statement{3, alice, 99},
		want: reserve.ISSUANCE_STATUS_MINTED, contradicted: true,
	},
	"after the mint a member may contradict itself": {
		status: reserve.ISSUANCE_STATUS_MINTED, before: []statement{{1, alice, 100}, {2, alice, 100}}, next: statement{2, alice, 99},
		want: reserve.ISSUANCE_STATUS_MINTED, contradicted: true,
	},
}

func TestIssuanceAttest(t *testing.T) {
	for name, tc := range receiptStatements {
		t.Run(name, func(t *testing.T) {
			// ARRANGE
			issuance := reserve.IssuanceRecord{Beneficiary: alice, Amount: 100, Status: tc.status}
			for _, s := range tc.before {
				issuance.Attestations = append(issuance.Attestations, &reserve.ReceiptAttestationRecord{
					Member: s.member, Beneficiary: s.beneficiary, Amount: s.amount,
				})
			}

			// ACT
			did, err := issuance.Attest(tc.next.member, reserve.Statement{Beneficiary: tc.next.beneficiary, Amount: tc.next.amount}, 7)

			// ASSERT
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, issuance.Status)
			require.Equal(t, tc.contradicted, did.Contradicted)
			require.Equal(t, tc.recorded, did.Recorded)
			want := len(tc.before)
			if tc.recorded {
				want++
			}
			require.Len(t, issuance.Attestations, want)
		})
	}
}
