// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"fmt"
	"time"

	"github.com/taelnet/tael/x/consortium"
)

// SafeTimeLock is the shortest time-lock of a network that is not local: a regulator must be able to read what was
// decided before it runs.
const SafeTimeLock = time.Hour

// localVotingTerm is how long a proposal of a local network takes votes.
const localVotingTerm = time.Hour

// LocalCharter is how the members of a local network decide: two thirds of those with a voting role, within an hour,
// at once, so that a person who tries the network need not wait a day.
func LocalCharter() consortium.Charter {
	c := consortium.DefaultCharter()
	c.VotingTerm, c.TimeLock = uint64(localVotingTerm/time.Second), 0
	return c
}

// validateCharter demands a time-lock of every network that is not local, also of message types with rules of their own.
func (n Network) validateCharter() error {
	if IsLocal(n.ChainID) {
		return nil
	}
	shortest := n.Charter.TimeLock
	for _, r := range n.Charter.MessageRules {
		shortest = min(shortest, r.TimeLock)
	}
	if shortest < uint64(SafeTimeLock/time.Second) {
		return fmt.Errorf("charter: expected time-locks of at least %s on %s, got %ds", SafeTimeLock, n.ChainID, shortest)
	}
	return nil
}
