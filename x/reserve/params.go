// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"slices"

	"github.com/taelnet/tael/x/consortium"
)

const (
	maxTerm = 366 * 86_400
	// minUTCOffset and maxUTCOffset are the offsets in civil use.
	minUTCOffset = -12 * 3_600
	maxUTCOffset = 14 * 3_600
)

// keepingRoles are the roles that keep customers, and so owe e-money.
var keepingRoles = []consortium.Role{consortium.ROLE_BANK, consortium.ROLE_WALLET_OPERATOR, consortium.ROLE_CENTRAL_BANK}

// DefaultParams lets an attempt and a waiting receipt last at most seven days, which covers a rail that is closed over a
// long holiday, asks 100 percent of everybody, and sets no age to statements.
func DefaultParams() Params {
	return Params{MaxAttemptTerm: 7 * 86_400, AttestedTerm: 7 * 86_400, UtcOffsetSeconds: 8 * 3_600}
}

// Validate checks that terms last at least a second and at most a year, that percentages name roles that keep customers,
// ascending, and that the offset is one in civil use. Error: ErrFieldInvalid.
func (p Params) Validate() error {
	if p.MaxAttemptTerm == 0 || p.MaxAttemptTerm > maxTerm {
		return ErrFieldInvalid.Wrapf("max_attempt_term: expected 1 to %d seconds, got %d", maxTerm, p.MaxAttemptTerm)
	}
	if p.AttestedTerm == 0 || p.AttestedTerm > maxTerm {
		return ErrFieldInvalid.Wrapf("attested_term: expected 1 to %d seconds, got %d", maxTerm, p.AttestedTerm)
	}
	if p.MaxAttestationAge > maxTerm {
		return ErrFieldInvalid.Wrapf("max_attestation_age: expected at most %d seconds, got %d", maxTerm, p.MaxAttestationAge)
	}
	if p.UtcOffsetSeconds < minUTCOffset || p.UtcOffsetSeconds > maxUTCOffset {
		return ErrFieldInvalid.Wrapf("utc_offset_seconds: expected %d to %d, got %d", minUTCOffset, maxUTCOffset, p.UtcOffsetSeconds)
	}
	for n, c := range p.CoveragePercents {
		if !slices.Contains(keepingRoles, c.Role) || (n > 0 && p.CoveragePercents[n-1].Role >= c.Role) {
			return ErrFieldInvalid.Wrapf("coverage_percents: expected roles that keep customers, ascending, got %s", c.Role)
		}
		if c.Percent > MaxPercent {
			return ErrFieldInvalid.Wrapf("coverage of %s: expected at most %d percent, got %d", c.Role, MaxPercent, c.Percent)
		}
	}
	return nil
}

// PercentOf is the coverage asked of a member: the largest of its roles that keep customers. A role that is not listed
// asks 100 percent, and so does a member without such a role.
func (p Params) PercentOf(m consortium.Member) uint32 {
	asked, keeps := uint32(0), false
	for _, role := range keepingRoles {
		if !m.HasRole(role) {
			continue
		}
		keeps = true
		asked = max(asked, p.percentOf(role))
	}
	if !keeps {
		return 100
	}
	return asked
}

func (p Params) percentOf(role consortium.Role) uint32 {
	for _, c := range p.CoveragePercents {
		if c.Role == role {
			return c.Percent
		}
	}
	return 100
}

// Follow says whether these parameters may replace others while the chain runs: the offset stays, because booking dates
// that changed their meaning would count an entry twice, or never. Error: ErrParamsInvalid.
func (p Params) Follow(before Params) error {
	if err := p.Validate(); err != nil {
		return ErrParamsInvalid.Wrap(err.Error())
	}
	if p.UtcOffsetSeconds != before.UtcOffsetSeconds {
		return ErrParamsInvalid.Wrapf("expected utc_offset_seconds to stay %d, got %d", before.UtcOffsetSeconds, p.UtcOffsetSeconds)
	}
	return nil
}
