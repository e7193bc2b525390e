// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

const (
	executed = reserve.OUTCOME_EXECUTED
	rejected = reserve.OUTCOME_REJECTED
	absent   = reserve.OUTCOME_ABSENT
)

// oneSuffices is a rail on which member 2 alone makes a fact about customers of member 1.
var oneSuffices = reserve.RailRecord{Attestors: []uint32{1, 2, 3}, Threshold: 1}

func said(member, attempt uint32, o reserve.Outcome, at int64) reserve.OutcomeAttestationRecord {
	return reserve.OutcomeAttestationRecord{Member: member, Attempt: attempt, Outcome: o, At: at}
}

// TestOutcomeTable is every status against every outcome, stated once by a member that suffices.
func TestOutcomeTable(t *testing.T) {
	const (
		requested = reserve.REDEMPTION_STATUS_REQUESTED
		inFlight  = reserve.REDEMPTION_STATUS_IN_FLIGHT
		unknown   = reserve.REDEMPTION_STATUS_UNKNOWN
		reject    = reserve.REDEMPTION_STATUS_REJECTED
		confirmed = reserve.REDEMPTION_STATUS_CONFIRMED
		released  = reserve.REDEMPTION_STATUS_RELEASED
		refused   = reserve.REDEMPTION_STATUS_REFUSED
		returned  = reserve.REDEMPTION_STATUS_RETURNED
	)
	decided := reserve.Verdict{Recorded: true, Decided: true}
	agreed := reserve.Verdict{Recorded: true}
	opposed := reserve.Verdict{Against: true, Contradicted: true, Contested: true}
	cases := []struct {
		from    reserve.RedemptionStatus
		outcome reserve.Outcome
		to      reserve.RedemptionStatus
		verdict reserve.Verdict
		err     error
	}{
		{requested, executed, requested, reserve.Verdict{}, reserve.ErrAttemptUnknown},
		{requested, rejected, requested, reserve.Verdict{}, reserve.ErrAttemptUnknown},
		{requested, absent, requested, reserve.Verdict{}, reserve.ErrAttemptUnknown},
		{inFlight, executed, confirmed, decided, nil},
		{inFlight, rejected, reject, decided, nil},
		{inFlight, absent, inFlight, reserve.Verdict{}, reserve.ErrAbsentTooEarly},
		{unknown, executed, confirmed, decided, nil},
		{unknown, rejected, reject, decided, nil},
		{unknown, absent, reject, decided, nil},
		{reject, executed, reject, opposed, nil},
		{reject, rejected, reject, agreed, nil},
		{reject, absent, reject, agreed, nil},
		{confirmed, executed, confirmed, agreed, nil},
		{confirmed, rejected, confirmed, opposed, nil},
		{confirmed, absent, confirmed, opposed, nil},
		{released, executed, released, opposed, nil},
		{released, rejected, released, agreed, nil},
		{released, absent, released, agreed, nil},
		{returned, executed, returned, agreed, nil},
		{returned, rejected, returned, opposed, nil},
		{returned, absent, returned, opposed, nil},
		{refused, executed, refused, reserve.Verdict{}, reserve.ErrAttemptUnknown},
		{refused, rejected, refused, reserve.Verdict{}, reserve.ErrAttemptUnknown},
		{refused, absent, refused, reserve.Verdict{}, reserve.ErrAttemptUnknown},
	}
	for _, tc := range cases {
		t.Run(tc.from.Name()+" and "+tc.outcome.String(), func(t *testing.T) {
			r, now := at(tc.from), clock(tc.from)
			verdict, err := r.Attest(oneSuffices, 1, said(2, 1, tc.outcome, now))
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.verdict, verdict)
			require.Equal(t, tc.to, r.StatusAt(now))
		})
	}
}

func TestOutcomeFacts(t *testing.T) {
	type statement struct {
		member  uint32
		outcome reserve.Outcome
	}
	rail := reserve.RailRecord{Attestors: []uint32{1, 2, 3, 4}, Threshold: 2}
	cases := map[string]struct {
		before []statement
		next   statement
		now    int64
		want   reserve.RedemptionStatus
		oppose bool
		err    error
	}{
		"one of two leaves it open": {
			next: statement{2, executed}, now: 1, want: reserve.REDEMPTION_STATUS_IN_FLIGHT,
		},
		"two of the same decide": {
			before: []statement{{2, executed}}, next: statement{3, executed}, now: 1, want: reserve.REDEMPTION_STATUS_CONFIRMED,
		},
		"the custodian and one other decide": {
			before: []statement{{1, executed}}, next: statement{3, executed}, now: 1, want: reserve.REDEMPTION_STATUS_CONFIRMED,
		},
		"rejected and absent both say that nothing left": {
			before: []statement{{2, rejected}}, next: statement{3, absent}, now: deadline, want: reserve.REDEMPTION_STATUS_REJECTED,
		},
		"a contradiction decides nothing": {
			before: []statement{{2, executed}}, next: statement{3, rejected}, now: 1, want: reserve.REDEMPTION_STATUS_IN_FLIGHT, oppose: true,
		},
		"the third decides between two that contradict": {
			before: []statement{{2, executed}, {3, rejected}}, next: statement{4, executed}, now: 1, want: reserve.REDEMPTION_STATUS_CONFIRMED, oppose: true,
		},
		"one member twice is refused": {
			before: []statement{{2, executed}}, next: statement{2, executed}, now: 1, want: reserve.REDEMPTION_STATUS_IN_FLIGHT, err: reserve.ErrAlreadyAttested,
		},
		"one member on both sides is refused": {
			before: []statement{{2, executed}}, next: statement{2, rejected}, now: 1, want: reserve.REDEMPTION_STATUS_IN_FLIGHT, err: reserve.ErrAlreadyAttested,
		},
		"a fact ends it at its deadline as before": {
			before: []statement{{2, executed}}, next: statement{3, executed}, now: deadline, want: reserve.REDEMPTION_STATUS_CONFIRMED,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := at(reserve.REDEMPTION_STATUS_IN_FLIGHT)
			for _, s := range tc.before {
				_, err := r.Attest(rail, 1, said(s.member, 1, s.outcome, tc.now))
				require.NoError(t, err)
			}
			verdict, err := r.Attest(rail, 1, said(tc.next.member, 1, tc.next.outcome, tc.now))
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, r.Status)
			require.Equal(t, tc.oppose, verdict.Contradicted)
		})
	}
}

func TestOutcomeOfAnEarlierAttempt(t *testing.T) {
	r := at(reserve.REDEMPTION_STATUS_REJECTED)
	require.NoError(t, r.OpenAttempt(1, "OUT-2", deadline+50, deadline, maxTerm))

	verdict, err := r.Attest(oneSuffices, 1, said(2, 1, executed, deadline))
	require.NoError(t, err)
	require.Equal(t, reserve.Verdict{Against: true, Contradicted: true, Contested: true}, verdict, "it was rejected, and says now that it executed")
	require.Equal(t, []uint32{1}, r.ContestedAttempts)
	require.Empty(t, r.Contradictions, "a completed fact needs its statements no more")
	require.Equal(t, reserve.REDEMPTION_STATUS_IN_FLIGHT, r.Status)

	verdict, err = r.Attest(oneSuffices, 1, said(2, 1, rejected, deadline))
	require.NoError(t, err)
	require.Equal(t, reserve.Verdict{}, verdict)

	_, err = r.Attest(oneSuffices, 1, said(2, 3, rejected, deadline))
	require.ErrorIs(t, err, reserve.ErrAttemptUnknown)
}

func TestOutcomeAfterTheDecisionIsStatedOnceByEach(t *testing.T) {
	r := at(reserve.REDEMPTION_STATUS_IN_FLIGHT)
	_, err := r.Attest(oneSuffices, 1, said(2, 1, rejected, 1))
	require.NoError(t, err)
	require.Equal(t, reserve.REDEMPTION_STATUS_REJECTED, r.Status)

	_, err = r.Attest(oneSuffices, 1, said(2, 1, rejected, 1))
	require.ErrorIs(t, err, reserve.ErrAlreadyAttested)
	verdict, err := r.Attest(oneSuffices, 1, said(2, 1, executed, 1))
	require.NoError(t, err, "who was wrong can still say so")
	require.Equal(t, reserve.Verdict{Against: true, Contradicted: true, Contested: true}, verdict)
	require.Len(t, r.Attestations, 1)
	verdict, err = r.Attest(oneSuffices, 1, said(3, 1, executed, 1))
	require.NoError(t, err)
	require.Equal(t, reserve.Verdict{Contradicted: true}, verdict, "an attempt is contested once")
}

func TestContestNeedsAsManyAsAFact(t *testing.T) {
	rail := reserve.RailRecord{Attestors: []uint32{1, 2, 3, 4}, Threshold: 2}
	r := at(reserve.REDEMPTION_STATUS_RELEASED)
	r.Custodians = []uint32{9}

	one := said(2, 1, executed, 1)
	one.BookingDate = 20270110
	verdict, err := r.Attest(rail, 1, one)
	require.NoError(t, err)
	require.False(t, verdict.Contested)
	_, err = r.Attest(rail, 1, one)
	require.ErrorIs(t, err, reserve.ErrAlreadyAttested)

	two := said(3, 1, executed, 1)
	two.BookingDate = 20270109
	verdict, err = r.Attest(rail, 1, two)
	require.NoError(t, err)
	require.Equal(t, reserve.Verdict{Against: true, Contradicted: true, Contested: true, BookedOn: 20270110}, verdict)
	require.Equal(t, reserve.REDEMPTION_STATUS_RELEASED, r.Status)
	require.Equal(t, uint32(9), r.CustodianOf(1, 1), "who opened the attempt bears it")
	require.Equal(t, uint32(1), r.CustodianOf(2, 1))
}

func TestPaidOnTheLatestDayThatWasStated(t *testing.T) {
	r := reserve.RedemptionRecord{}
	require.Equal(t, uint32(20270115), r.PaidOn(20270115))
	r.Attestations = []*reserve.OutcomeAttestationRecord{
		{Outcome: executed, BookingDate: 20270110}, {Outcome: executed}, {Outcome: executed, BookingDate: 20270112}, {Outcome: rejected, BookingDate: 20270114},
	}
	require.Equal(t, uint32(20270112), r.PaidOn(20270115))
}
