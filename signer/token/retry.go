// SPDX-License-Identifier: Apache-2.0

package token

import (
	"fmt"
	"time"
)

const (
	shortestRetry = 250 * time.Millisecond
	longestRetry  = 10 * time.Second
)

// retry says when a lost token may be logged in to again: at once, and after each failure twice as late as before. A
// token that refused the PIN is never tried again, since it locks itself after a few wrong ones.
type retry struct {
	wait    time.Duration
	next    time.Time
	refused error
}

// due returns why no login is tried at the moment.
func (r *retry) due(now time.Time) error {
	if r.refused != nil {
		return fmt.Errorf("no login is tried again, so that the token does not lock itself; restart the signer with the right PIN: %w", r.refused)
	}
	if left := r.next.Sub(now); left > 0 && left <= longestRetry {
		return fmt.Errorf("the next login is in %s", left.Round(time.Millisecond))
	}
	return nil
}

// failed puts the next login off; for good, if the PIN was refused.
func (r *retry) failed(now time.Time, err error, pinRefused bool) {
	if pinRefused {
		r.refused = err
	}
	r.wait = min(max(2*r.wait, shortestRetry), longestRetry)
	r.next = now.Add(r.wait)
}
