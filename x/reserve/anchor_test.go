// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

func stated(member uint32, amount uint64, date uint32) reserve.ReserveStatementRecord {
	return reserve.ReserveStatementRecord{Member: member, Rail: "city-rail", Amount: amount, BookingDate: date, Digest: digest, At: 7}
}

func TestReserveStatements(t *testing.T) {
	rail := reserve.RailRecord{Id: "city-rail", Attestors: []uint32{1, 2, 3, 4}, Threshold: 2}
	anchored := reserve.ReserveAnchorRecord{Amount: 100, BookingDate: 20270110, Digest: digest, Rail: "city-rail", AttestedAt: 3, Attestors: []uint32{2, 3}}
	cases := map[string]struct {
		anchor reserve.ReserveAnchorRecord
		before []reserve.ReserveStatementRecord
		next   reserve.ReserveStatementRecord
		want   reserve.Anchoring
		amount uint64
		kept   int
		err    error
	}{
		"one of two is kept": {next: stated(2, 100, 20270110), kept: 1},
		"two of the same are a fact, and the first differs from nothing": {
			before: []reserve.ReserveStatementRecord{stated(2, 100, 20270110)}, next: stated(3, 100, 20270110),
			want: reserve.Anchoring{Anchored: true, Moved: true}, amount: 100,
		},
		"the member and one other are a fact": {
			before: []reserve.ReserveStatementRecord{stated(1, 100, 20270110)}, next: stated(3, 100, 20270110),
			want: reserve.Anchoring{Anchored: true, Moved: true}, amount: 100,
		},
		"two that differ are none": {
			before: []reserve.ReserveStatementRecord{stated(2, 100, 20270110)}, next: stated(3, 101, 20270110), kept: 2,
		},
		"the same for other days is none": {
			before: []reserve.ReserveStatementRecord{stated(2, 100, 20270110)}, next: stated(3, 100, 20270111), kept: 2,
		},
		"who is no attestor any more does not count": {
			before: []reserve.ReserveStatementRecord{stated(9, 100, 20270110)}, next: stated(3, 100, 20270110), kept: 2,
		},
		"the same again is refused": {
			before: []reserve.ReserveStatementRecord{stated(2, 100, 20270110)}, next: stated(2, 100, 20270110), kept: 1, err: reserve.ErrAlreadyAttested,
		},
		"another takes its place": {
			before: []reserve.ReserveStatementRecord{stated(2, 100, 20270110)}, next: stated(2, 99, 20270110), kept: 1,
		},
		"a third agrees later": {
			anchor: anchored, next: stated(4, 100, 20270110), want: reserve.Anchoring{Anchored: true}, amount: 100,
		},
		"who stated the fact is refused": {anchor: anchored, next: stated(3, 100, 20270110), amount: 100, err: reserve.ErrAlreadyAttested},
		"a day before the last is refused": {
			anchor: anchored, next: stated(4, 100, 20270109), amount: 100, err: reserve.ErrBookingDateInvalid,
		},
		"the same day may be corrected by as many": {
			anchor: anchored, before: []reserve.ReserveStatementRecord{stated(2, 90, 20270110)}, next: stated(4, 90, 20270110),
			want: reserve.Anchoring{Anchored: true, Moved: true, Difference: -10}, amount: 90,
		},
		"a later day begins anew and forgets older statements": {
			anchor: anchored, before: []reserve.ReserveStatementRecord{stated(2, 140, 20270112), stated(4, 100, 20270111)}, next: stated(3, 140, 20270112),
			want: reserve.Anchoring{Anchored: true, Moved: true, Difference: 20}, amount: 140,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := reserve.ReserveRecord{Member: 1, Anchor: tc.anchor, Statements: tc.before}
			if tc.anchor.BookingDate != 0 {
				require.NoError(t, r.Receive(20270111, 20, 1))
				require.NoError(t, r.Receive(20270113, 5, 1))
			}
			before := r
			did, err := r.Attest(rail, tc.next)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, did)
			require.Equal(t, tc.amount, r.Anchor.Amount)
			require.Len(t, r.Statements, tc.kept)
			if err != nil {
				require.Equal(t, before, r)
			}
		})
	}
}
