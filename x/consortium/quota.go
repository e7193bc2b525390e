// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"math/bits"
	"slices"
	"time"

	errorsmod "cosmossdk.io/errors"
)

// Bounds of a quota.
const (
	// MinQuotaRate is the least gas a second: some administrative messages, so that no quota silences a member.
	MinQuotaRate = 100_000
	// MinQuotaBurst is the least burst: the most gas that one transaction may ask for, so that each can be sent.
	MinQuotaBurst = 25_000_000
)

// DefaultQuotaPolicy gives custodians a full batch in each second and everybody else a fifth of it, some hundred
// administrative messages a second; and everybody at once what fills one block, ten seconds of a custodian.
func DefaultQuotaPolicy() QuotaPolicy {
	custodian := Quota{Rate: 25_000_000, Burst: 250_000_000}
	return QuotaPolicy{
		Base:  Quota{Rate: 5_000_000, Burst: 250_000_000},
		Roles: []RoleQuota{{Role: ROLE_BANK, Quota: custodian}, {Role: ROLE_WALLET_OPERATOR, Quota: custodian}},
	}
}

// Validate returns ErrQuotaInvalid for a rate or burst below its bound.
func (q Quota) Validate() error {
	if q.Rate < MinQuotaRate {
		return ErrQuotaInvalid.Wrapf("expected a rate of at least %d gas a second, got %d", MinQuotaRate, q.Rate)
	}
	if q.Burst < MinQuotaBurst {
		return ErrQuotaInvalid.Wrapf("expected a burst of at least %d gas, got %d", MinQuotaBurst, q.Burst)
	}
	return nil
}

// largerThan compares two quotas by rate, then by burst.
func (q Quota) largerThan(other Quota) bool {
	return q.Rate > other.Rate || q.Rate == other.Rate && q.Burst > other.Burst
}

// Validate checks every row and that roles and members ascend.
func (p QuotaPolicy) Validate() error {
	if err := p.Base.Validate(); err != nil {
		return errorsmod.Wrap(err, "base")
	}
	previous := ROLE_UNSPECIFIED
	for _, row := range p.Roles {
		if _, known := Role_name[int32(row.Role)]; !known || row.Role <= previous {
			return ErrQuotaInvalid.Wrapf("expected known roles, ascending, got %s after %s", row.Role, previous)
		}
		previous = row.Role
		if err := row.Quota.Validate(); err != nil {
			return errorsmod.Wrap(err, row.Role.String())
		}
	}
	var before uint32
	for _, row := range p.Members {
		if _, err := Number(row.Member); err != nil || row.Member <= before {
			return ErrQuotaInvalid.Wrapf("expected member numbers, ascending, got %d after %d", row.Member, before)
		}
		before = row.Member
		if err := row.Quota.Validate(); err != nil {
			return errorsmod.Wrapf(err, "member %d", row.Member)
		}
	}
	return nil
}

// Of is the quota of a member: its own (true), else the largest of its roles', else the base.
func (p QuotaPolicy) Of(member uint32, roles []Role) (Quota, bool) {
	for _, row := range p.Members {
		if row.Member == member {
			return row.Quota, true
		}
	}
	var largest Quota
	for _, row := range p.Roles {
		if slices.Contains(roles, row.Role) && row.Quota.largerThan(largest) {
			largest = row.Quota
		}
	}
	if largest == (Quota{}) {
		return p.Base, false
	}
	return largest, false
}

// QuotaTime is a block time as uses of quotas count it: nanoseconds since 1970, 0 for what lies before.
func QuotaTime(t time.Time) uint64 {
	seconds := t.Unix()
	if seconds < 0 {
		return 0
	}
	return uint64(seconds)*uint64(time.Second) + uint64(t.Nanosecond()) //nolint:gosec // both are not negative
}

// UsedAt is the gas missing in the burst at a time: what was missing, less what came back since. It counts in 128 bits,
// so that no rate and no pause overflows.
func (u QuotaUse) UsedAt(q Quota, now uint64) uint64 {
	if now <= u.At {
		return u.Used
	}
	high, low := bits.Mul64(q.Rate, now-u.At)
	if high >= uint64(time.Second) {
		return 0
	}
	back, _ := bits.Div64(high, low, uint64(time.Second))
	if back >= u.Used {
		return 0
	}
	return u.Used - back
}

// Left is the gas that may be asked for at a time.
func (u QuotaUse) Left(q Quota, now uint64) uint64 {
	used := u.UsedAt(q, now)
	if used >= q.Burst {
		return 0
	}
	return q.Burst - used
}

// Charge takes gas out of the quota at a time. It returns ErrQuota if less is left; the error says when enough will be.
func (u QuotaUse) Charge(q Quota, now, gas uint64) (QuotaUse, error) {
	left := u.Left(q, now)
	if gas > left {
		return u, u.exhausted(q, now, gas, left)
	}
	return QuotaUse{Member: u.Member, Used: q.Burst - left + gas, At: max(now, u.At)}, nil
}

func (u QuotaUse) exhausted(q Quota, now, gas, left uint64) error {
	if gas > q.Burst {
		return ErrQuota.Wrapf("expected at most %d gas, the burst of member %d, got %d", q.Burst, u.Member, gas)
	}
	// The burst may have been lowered below what is used: then the excess comes back first.
	missing := u.UsedAt(q, now) - (q.Burst - gas)
	return ErrQuota.Wrapf("expected at most %d gas, got %d: member %d has used its quota, try again in %d s",
		left, gas, u.Member, secondsFor(missing, q.Rate))
}

// FullIn is the number of seconds until the whole burst is there again.
func (u QuotaUse) FullIn(q Quota, now uint64) uint64 { return secondsFor(u.UsedAt(q, now), q.Rate) }

// secondsFor rounds up.
func secondsFor(gas, rate uint64) uint64 {
	if gas%rate == 0 {
		return gas / rate
	}
	return gas/rate + 1
}
