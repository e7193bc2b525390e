// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"slices"
	"strings"
)

// AccessRule says who may send a message type: any of the authority, the owner's key of a wallet, or a duty holder.
// The message's own handler still checks that the signer is the right one for this wallet, member or record.
type AccessRule struct {
	// Authority opens the message to the consortium's authority.
	Authority bool
	// WalletOwner opens the message to the owner's key of a wallet.
	WalletOwner bool
	// Duties open the message to the holders of any of them.
	Duties []Duty
	// Roles narrow Duties to members with any of these roles; empty narrows nothing.
	Roles []Role
	// Lane is the place of the message type's transactions in a block; every message type has one.
	Lane Lane
}

// AllowsActor says whether the duties and roles of an actor open the message. The status is the handler's to judge.
func (r AccessRule) AllowsActor(a Actor) bool {
	return a.Duties.HasAny(r.Duties) && a.Roles.HasAny(r.Roles)
}

// HasLane says whether the rule names a lane that exists.
func (r AccessRule) HasLane() bool {
	_, known := Lane_name[int32(r.Lane)]
	return known && r.Lane != LANE_UNSPECIFIED
}

// Matrix is the access policy of the chain, by type URL ("/tael.payment.v1.MsgPay").
type Matrix map[string]AccessRule

// Complete compares the policy with the registered message types and returns ErrMatrixIncomplete, which names every
// type without a rule, every rule without a type and every rule without a lane or open to nobody, sorted.
func (m Matrix) Complete(typeURLs []string) error {
	var missing, unknown, partial []string
	for _, url := range typeURLs {
		if _, ok := m[url]; !ok {
			missing = append(missing, url)
		}
	}
	for _, url := range m.TypeURLs() {
		if !slices.Contains(typeURLs, url) {
			unknown = append(unknown, url)
		}
		if rule := m[url]; !rule.HasLane() || !rule.Authority && !rule.WalletOwner && len(rule.Duties) == 0 {
			partial = append(partial, url)
		}
	}
	if len(missing) == 0 && len(unknown) == 0 && len(partial) == 0 {
		return nil
	}

	slices.Sort(missing)
	return ErrMatrixIncomplete.Wrapf("expected one rule with a lane per message type, missing [%s], unknown [%s], without a lane or open to nobody [%s]",
		strings.Join(slices.Compact(missing), " "), strings.Join(unknown, " "), strings.Join(partial, " "))
}

// LaneOf is the lane of a transaction with these messages: the last of theirs, so that nothing rides along in an
// earlier one. A message without a rule has none.
func (m Matrix) LaneOf(typeURLs ...string) Lane {
	last := LANE_UNSPECIFIED
	for _, url := range typeURLs {
		lane := m[url].Lane
		if lane == LANE_UNSPECIFIED {
			return LANE_UNSPECIFIED
		}
		last = max(last, lane)
	}
	return last
}

// TypeURLs lists the message types with a rule, sorted.
func (m Matrix) TypeURLs() []string {
	urls := make([]string, 0, len(m))
	for url := range m {
		urls = append(urls, url)
	}
	slices.Sort(urls)
	return urls
}

// OpenTo lists the message types that the policy opens to an actor, or to the authority, sorted.
func (m Matrix) OpenTo(a Actor, authority bool) []string {
	var urls []string
	for _, url := range m.TypeURLs() {
		if rule := m[url]; rule.Authority && authority || rule.AllowsActor(a) {
			urls = append(urls, url)
		}
	}
	return urls
}
