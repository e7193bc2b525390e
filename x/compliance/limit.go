// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"cmp"
	"slices"

	"github.com/taelnet/tael/x/wallet"
)

// MaxLimitRows bounds the limit table, so that replacing it costs a known amount.
const MaxLimitRows = 512

// Validate returns ErrLimitInvalid unless the row can be held: a kind that has limits, a window with a measure and a scope
// that go with it, a denom, a strength, a known channel, and a time in which it binds.
func (l Limit) Validate() error {
	switch l.Kind {
	case wallet.WALLET_KIND_PERSON, wallet.WALLET_KIND_MERCHANT, wallet.WALLET_KIND_CORPORATE:
	default:
		return ErrLimitInvalid.Wrapf("expected kind PERSON, MERCHANT or CORPORATE, got %s", l.Kind)
	}
	switch l.Window {
	case WINDOW_TX, WINDOW_DAY, WINDOW_MONTH, WINDOW_YEAR, WINDOW_LIFETIME:
		if l.Measure != MEASURE_OUT && l.Measure != MEASURE_IN {
			return ErrLimitInvalid.Wrapf("expected measure OUT or IN with %s, got %s", l.Window, l.Measure)
		}
	case WINDOW_BALANCE:
		if l.Measure != MEASURE_BALANCE {
			return ErrLimitInvalid.Wrapf("expected measure BALANCE with %s, got %s", l.Window, l.Measure)
		}
	default:
		return ErrLimitInvalid.Wrapf("expected a window from TX to BALANCE, got %s", l.Window)
	}
	if !validDenom(l.Denom) {
		return ErrLimitInvalid.Wrapf("expected a denom, got %q", l.Denom)
	}
	if l.Strength < STRENGTH_NONE || l.Strength > STRENGTH_CERT {
		return ErrLimitInvalid.Wrapf("expected a strength from NONE to CERT, got %s", l.Strength)
	}
	if l.Channel < wallet.CHANNEL_UNSPECIFIED || l.Channel > wallet.CHANNEL_IN_PERSON {
		return ErrLimitInvalid.Wrapf("expected a channel or none, got %s", l.Channel)
	}
	if l.From < 0 || l.Until < 0 || l.Until != 0 && l.Until <= l.From {
		return ErrLimitInvalid.Wrapf("expected a time from which and a later one until which it binds, got %d and %d", l.From, l.Until)
	}
	return l.validateScope()
}

// validateScope: a person is known by what it pays in a calendar year, and by nothing before or after it.
func (l Limit) validateScope() error {
	switch l.Scope.stated() {
	case SCOPE_WALLET:
		return nil
	case SCOPE_PERSON_AT_MEMBER, SCOPE_PERSON:
		if l.Measure == MEASURE_OUT && l.Window >= WINDOW_DAY && l.Window <= WINDOW_YEAR {
			return nil
		}
		return ErrLimitInvalid.Wrapf("expected measure OUT and window DAY, MONTH or YEAR with %s, got %s and %s", l.Scope, l.Measure, l.Window)
	default:
		return ErrLimitInvalid.Wrapf("expected scope WALLET, PERSON_AT_MEMBER or PERSON, got %s", l.Scope)
	}
}

// stated returns the scope as limits read it: what is not stated is WALLET.
func (s Scope) stated() Scope {
	if s == SCOPE_UNSPECIFIED {
		return SCOPE_WALLET
	}
	return s
}

// compareLimits orders rows by everything that makes two of them the same row at one time.
func compareLimits(a, b *Limit) int {
	return cmp.Or(
		cmp.Compare(a.Tier, b.Tier),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Window, b.Window),
		cmp.Compare(a.Measure, b.Measure),
		cmp.Compare(a.Denom, b.Denom),
		cmp.Compare(a.Strength, b.Strength),
		cmp.Compare(a.Channel, b.Channel),
		cmp.Compare(a.Scope.stated(), b.Scope.stated()),
		cmp.Compare(excluded(a), excluded(b)),
	)
}

func excluded(l *Limit) int {
	if l.ExcludeOwn {
		return 1
	}
	return 0
}

// overlaps says whether a row still binds when the next one begins.
func (l *Limit) overlaps(next *Limit) bool { return l.Until == 0 || l.Until > next.From }

// SortLimits returns the rows in the order of the table. It returns ErrLimitInvalid if there are more than MaxLimitRows,
// if a row is invalid, or if two rows say different amounts of the same thing at one time.
func SortLimits(limits []Limit) ([]Limit, error) {
	if len(limits) > MaxLimitRows {
		return nil, ErrLimitInvalid.Wrapf("expected at most %d rows, got %d", MaxLimitRows, len(limits))
	}
	for i, l := range limits {
		if err := l.Validate(); err != nil {
			return nil, ErrLimitInvalid.Wrapf("row %d: %s", i, err)
		}
	}
	sorted := slices.Clone(limits)
	slices.SortFunc(sorted, func(a, b Limit) int { return cmp.Or(compareLimits(&a, &b), cmp.Compare(a.From, b.From)) })
	for i := 1; i < len(sorted); i++ {
		if compareLimits(&sorted[i-1], &sorted[i]) == 0 && sorted[i-1].overlaps(&sorted[i]) {
			return nil, ErrLimitInvalid.Wrapf("expected one row at a time of tier %d, %s, %s, %s, %s, got two",
				sorted[i].Tier, sorted[i].Kind, sorted[i].Window, sorted[i].Measure, sorted[i].Denom)
		}
	}
	return sorted, nil
}
