// SPDX-License-Identifier: Apache-2.0

package token

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestALoginIsTriedLaterAndLater(t *testing.T) {
	var r retry
	now := time.Unix(1_000, 0)
	require.NoError(t, r.due(now), "the first at once")
	var waits []time.Duration
	for range 8 {
		r.failed(now, errors.New("away"), false)
		waits = append(waits, r.wait)
		require.ErrorContains(t, r.due(now.Add(r.wait-time.Millisecond)), "the next login is in 1ms")
		now = now.Add(r.wait)
		require.NoError(t, r.due(now))
	}
	const ms = time.Millisecond
	require.Equal(t, []time.Duration{250 * ms, 500 * ms, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, longestRetry, longestRetry}, waits)
	r.failed(now, errors.New("away"), false)
	require.NoError(t, r.due(now.Add(-time.Hour)), "a clock that was set back keeps nobody waiting")
}

func TestARefusedPINIsNotTriedAgain(t *testing.T) {
	var r retry
	wrong := errors.New("CKR_PIN_INCORRECT")
	r.failed(time.Unix(1_000, 0), wrong, true)
	for _, later := range []int64{1_001, 1_000_000} {
		require.ErrorIs(t, r.due(time.Unix(later, 0)), wrong)
	}
}
