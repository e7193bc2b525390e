// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
)

const (
	deadline = int64(1_000)
	maxTerm  = uint64(100)
)

// at is a redemption in each status of the table, with one attempt where there can be one.
func at(status reserve.RedemptionStatus) reserve.RedemptionRecord {
	r := reserve.RedemptionRecord{Status: status, Amount: 100}
	switch status {
	case reserve.REDEMPTION_STATUS_UNKNOWN:
		r.Status, r.Attempt, r.Deadline = reserve.REDEMPTION_STATUS_IN_FLIGHT, 1, deadline
	case reserve.REDEMPTION_STATUS_REQUESTED, reserve.REDEMPTION_STATUS_REFUSED:
	default:
		r.Attempt, r.Deadline = 1, deadline
	}
	return r
}

// clock is a time at which the status of the table reads as named.
func clock(status reserve.RedemptionStatus) int64 {
	if status == reserve.REDEMPTION_STATUS_IN_FLIGHT {
		return deadline - 1
	}
	return deadline
}

func TestRedemptionReadsUnknownFromItsDeadlineOn(t *testing.T) {
	open := at(reserve.REDEMPTION_STATUS_IN_FLIGHT)
	require.Equal(t, reserve.REDEMPTION_STATUS_IN_FLIGHT, open.StatusAt(deadline-1))
	require.Equal(t, reserve.REDEMPTION_STATUS_UNKNOWN, open.StatusAt(deadline))
	require.Equal(t, reserve.REDEMPTION_STATUS_UNKNOWN, open.StatusAt(deadline+1))

	rejected := at(reserve.REDEMPTION_STATUS_REJECTED)
	require.Equal(t, reserve.REDEMPTION_STATUS_REJECTED, rejected.StatusAt(deadline+1), "only an open attempt has a deadline")
}

func TestAttemptLock(t *testing.T) {
	cases := map[reserve.RedemptionStatus]error{
		reserve.REDEMPTION_STATUS_REQUESTED: nil,
		reserve.REDEMPTION_STATUS_IN_FLIGHT: reserve.ErrAttemptLocked,
		reserve.REDEMPTION_STATUS_UNKNOWN:   reserve.ErrAttemptLocked,
		reserve.REDEMPTION_STATUS_REJECTED:  nil,
		reserve.REDEMPTION_STATUS_CONFIRMED: reserve.ErrRedemptionEnded,
		reserve.REDEMPTION_STATUS_RELEASED:  reserve.ErrRedemptionEnded,
		reserve.REDEMPTION_STATUS_REFUSED:   reserve.ErrRedemptionEnded,
		reserve.REDEMPTION_STATUS_RETURNED:  reserve.ErrRedemptionEnded,
	}
	for status, want := range cases {
		now := clock(status)
		t.Run("an attempt from "+status.Name(), func(t *testing.T) {
			r := at(status)
			before := r
			require.ErrorIs(t, r.OpenAttempt(7, "OUT-2", now+1, now, maxTerm), want)
			if want != nil {
				require.Equal(t, before, r)
				return
			}
			require.Equal(t, reserve.REDEMPTION_STATUS_IN_FLIGHT, r.Status)
			require.Equal(t, before.Attempt+1, r.Attempt)
			require.Empty(t, r.Attestations)
			require.Equal(t, uint32(7), r.Custodians[len(r.Custodians)-1])
		})
		t.Run("a release from "+status.Name(), func(t *testing.T) {
			r := at(status)
			before := r
			require.ErrorIs(t, r.Release(now), want)
			if want != nil {
				require.Equal(t, before, r)
				return
			}
			require.Equal(t, reserve.REDEMPTION_STATUS_RELEASED, r.Status)
			require.False(t, r.Open())
		})
	}
}

func TestAttemptDeadline(t *testing.T) {
	cases := map[string]struct {
		deadline int64
		err      error
	}{
		"a second ahead":              {deadline: 501},
		"at the block time":           {deadline: 500, err: reserve.ErrDeadlineInvalid},
		"before the block time":       {deadline: 499, err: reserve.ErrDeadlineInvalid},
		"at the longest term":         {deadline: 600},
		"a second past the term":      {deadline: 601, err: reserve.ErrDeadlineInvalid},
		"as far as a number can go":   {deadline: 1<<63 - 1, err: reserve.ErrDeadlineInvalid},
		"as far back as a number can": {deadline: -1 << 63, err: reserve.ErrDeadlineInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			r := at(reserve.REDEMPTION_STATUS_REQUESTED)
			require.ErrorIs(t, r.OpenAttempt(7, "OUT-1", tc.deadline, 500, maxTerm), tc.err)
		})
	}
}

func TestDigestCoversAllThatWasAsked(t *testing.T) {
	asked := reserve.RedemptionRecord{Wallet: []byte("w"), Uetr: []byte("u"), Denom: "cny", Amount: 5, Rail: "city-rail", Creditor: digest}
	for name, change := range map[string]func(*reserve.RedemptionRecord){
		"wallet":   func(r *reserve.RedemptionRecord) { r.Wallet = []byte("x") },
		"uetr":     func(r *reserve.RedemptionRecord) { r.Uetr = []byte("x") },
		"denom":    func(r *reserve.RedemptionRecord) { r.Denom = "hkd" },
		"amount":   func(r *reserve.RedemptionRecord) { r.Amount++ },
		"rail":     func(r *reserve.RedemptionRecord) { r.Rail = "other-rail" },
		"creditor": func(r *reserve.RedemptionRecord) { r.Creditor = []byte("x") },
	} {
		t.Run("another "+name+" is another request", func(t *testing.T) {
			other := asked
			change(&other)
			require.NotEqual(t, asked.Digest(), other.Digest())
		})
	}
	later := asked
	later.Status, later.Attempt, later.ChangedAt = reserve.REDEMPTION_STATUS_CONFIRMED, 3, 9
	require.Equal(t, asked.Digest(), later.Digest(), "what came of it is not what was asked")
}
