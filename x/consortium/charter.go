// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"slices"
	"strings"
)

// Bounds of a charter. They keep a mistaken charter from deciding by a minority, for ever, or in a block without end.
const (
	// MaxProposalMessages is the most messages that a charter may allow a proposal.
	MaxProposalMessages = 20
	// MaxProposalBytes is how many bytes the messages of a proposal may have together.
	MaxProposalBytes = 64 * 1024
	// MaxOpenProposals is the most open proposals that a charter may allow a member.
	MaxOpenProposals = 64
	// MaxExecutions is the most proposals that a charter may let run in a block.
	MaxExecutions = 16
	// MaxMessageRules is how many message types may have rules of their own.
	MaxMessageRules = 200

	maxDenominator   = 1_000
	minVotingTerm    = 60                // a minute, in seconds
	maxVotingTerm    = 90 * 24 * 60 * 60 // 90 days, in seconds
	maxTimeLock      = 90 * 24 * 60 * 60
	minExecutionGas  = 1_000_000
	maxExecutionGas  = 1_000_000_000
	defaultVotesTerm = 7 * 24 * 60 * 60
	// DefaultTimeLock is how long an accepted proposal waits unless a network says otherwise: a day, in seconds.
	DefaultTimeLock = 24 * 60 * 60
)

// DefaultCharter decides by two thirds of the banks, clearing houses, wallet operators and central banks, in a week,
// with a day for a regulator's veto.
func DefaultCharter() Charter {
	return Charter{
		VotingRoles: []Role{ROLE_BANK, ROLE_CLEARING, ROLE_WALLET_OPERATOR, ROLE_CENTRAL_BANK},
		Threshold:   Fraction{Numerator: 2, Denominator: 3}, VotingTerm: defaultVotesTerm, TimeLock: DefaultTimeLock,
		ExecutionGas: 50_000_000, MaxOpen: 8, MaxMessages: MaxProposalMessages, MaxExecutions: 4,
	}
}

// Validate returns ErrCharterInvalid for rules out of bounds.
func (c Charter) Validate() error {
	if _, err := NewRoleSet(c.VotingRoles); err != nil {
		return ErrCharterInvalid.Wrapf("voting_roles: %s", err)
	}
	if len(c.VotingRoles) == 0 || !slices.IsSorted(c.VotingRoles) {
		return ErrCharterInvalid.Wrapf("expected voting_roles ascending and at least one, got %v", c.VotingRoles)
	}
	if err := c.Threshold.Validate(); err != nil {
		return err
	}
	for _, bound := range []struct {
		name            string
		value, min, max uint64
	}{
		{"voting_term", c.VotingTerm, minVotingTerm, maxVotingTerm},
		{"time_lock", c.TimeLock, 0, maxTimeLock},
		{"execution_gas", c.ExecutionGas, minExecutionGas, maxExecutionGas},
		{"max_open", uint64(c.MaxOpen), 1, MaxOpenProposals},
		{"max_messages", uint64(c.MaxMessages), 1, MaxProposalMessages},
		{"max_executions", uint64(c.MaxExecutions), 1, MaxExecutions},
	} {
		if bound.value < bound.min || bound.value > bound.max {
			return ErrCharterInvalid.Wrapf("expected %s from %d to %d, got %d", bound.name, bound.min, bound.max, bound.value)
		}
	}
	return c.validateRules()
}

func (c Charter) validateRules() error {
	if len(c.MessageRules) > MaxMessageRules {
		return ErrCharterInvalid.Wrapf("expected at most %d message rules, got %d", MaxMessageRules, len(c.MessageRules))
	}
	for i, r := range c.MessageRules {
		if !strings.HasPrefix(r.TypeUrl, "/") || i > 0 && c.MessageRules[i-1].TypeUrl >= r.TypeUrl {
			return ErrCharterInvalid.Wrapf("expected message rules ascending by type URL, each once, got %q at place %d", r.TypeUrl, i+1)
		}
		if err := r.Threshold.Validate(); err != nil {
			return err
		}
		if r.TimeLock > maxTimeLock {
			return ErrCharterInvalid.Wrapf("expected a time_lock of at most %d for %s, got %d", maxTimeLock, r.TypeUrl, r.TimeLock)
		}
	}
	return nil
}

// Validate returns ErrCharterInvalid for a fraction that is no majority: two proposals that contradict each other must
// never both be accepted.
func (f Fraction) Validate() error {
	if f.Denominator == 0 || f.Denominator > maxDenominator || f.Numerator > f.Denominator || 2*f.Numerator <= f.Denominator {
		return ErrCharterInvalid.Wrapf("expected a threshold above 1/2 and at most 1, with a denominator of at most %d, got %d/%d",
			maxDenominator, f.Numerator, f.Denominator)
	}
	return nil
}

// Of is the share of n members, rounded up.
func (f Fraction) Of(n uint32) uint32 {
	part := uint64(n) * uint64(f.Numerator)
	return uint32((part + uint64(f.Denominator) - 1) / uint64(f.Denominator)) //nolint:gosec // at most n: a fraction is at most 1
}

// above says whether the fraction is larger than another.
func (f Fraction) above(other Fraction) bool {
	return uint64(f.Numerator)*uint64(other.Denominator) > uint64(other.Numerator)*uint64(f.Denominator)
}

// MayVote says whether an address may cast its member's vote: it holds GOVERNANCE of an ACTIVE member with a voting role.
func (c Charter) MayVote(a Actor) bool {
	return a.Duties.Has(DUTY_GOVERNANCE) && a.Status == MEMBER_STATUS_ACTIVE && len(c.VotingRoles) > 0 && a.Roles.HasAny(c.VotingRoles)
}

// Strictest returns the largest threshold and the longest time-lock (in seconds) that messages of these types ask for.
func (c Charter) Strictest(typeURLs []string) (Fraction, uint64) {
	var threshold Fraction
	var timeLock uint64
	for i, url := range typeURLs {
		share, lock := c.ruleOf(url)
		if i == 0 || share.above(threshold) {
			threshold = share
		}
		timeLock = max(timeLock, lock)
	}
	return threshold, timeLock
}

// ruleOf returns what one message type asks for.
func (c Charter) ruleOf(typeURL string) (Fraction, uint64) {
	at, found := slices.BinarySearchFunc(c.MessageRules, typeURL, func(r MessageRule, url string) int { return strings.Compare(r.TypeUrl, url) })
	if !found {
		return c.Threshold, c.TimeLock
	}
	return c.MessageRules[at].Threshold, c.MessageRules[at].TimeLock
}
