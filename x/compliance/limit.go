// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"cmp"
	"slices"

	"github.com/taelnet/tael/x/wallet"
)

// MaxLimitRows bounds the limit table, so that replacing it costs a known amount.
const MaxLimitRows = 512

// Validate returns ErrLimitInvalid unless the row can be held: a kind that has limits, a window with a measure that goes
// with it, a denom, and the strength ONE. Other strengths are refused until they have a meaning.
func (l Limit) Validate() error {
	switch l.Kind {
	case wallet.WALLET_KIND_PERSON, wallet.WALLET_KIND_MERCHANT, wallet.WALLET_KIND_CORPORATE:
	default:
		return ErrLimitInvalid.Wrapf("expected kind PERSON, MERCHANT or CORPORATE, got %s", l.Kind)
	}
	switch l.Window {
	case WINDOW_TX, WINDOW_DAY:
		if l.Measure != MEASURE_OUT && l.Measure != MEASURE_IN {
			return ErrLimitInvalid.Wrapf("expected measure OUT or IN with %s, got %s", l.Window, l.Measure)
		}
	case WINDOW_BALANCE:
		if l.Measure != MEASURE_BALANCE {
			return ErrLimitInvalid.Wrapf("expected measure BALANCE with %s, got %s", l.Window, l.Measure)
		}
	default:
		return ErrLimitInvalid.Wrapf("expected window TX, DAY or BALANCE, got %s", l.Window)
	}
	if !validDenom(l.Denom) {
		return ErrLimitInvalid.Wrapf("expected a denom, got %q", l.Denom)
	}
	if l.Strength != STRENGTH_ONE {
		return ErrLimitInvalid.Wrapf("expected strength ONE, the only one with a meaning, got %s", l.Strength)
	}
	return nil
}

// compareLimits orders rows by everything that makes two of them the same row.
func compareLimits(a, b Limit) int {
	return cmp.Or(
		cmp.Compare(a.Tier, b.Tier),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Window, b.Window),
		cmp.Compare(a.Measure, b.Measure),
		cmp.Compare(a.Denom, b.Denom),
		cmp.Compare(a.Strength, b.Strength),
	)
}

// SortLimits returns the rows in the order of the table. It returns ErrLimitInvalid if there are more than MaxLimitRows,
// if a row is invalid, or if two rows say different amounts of the same thing.
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
	slices.SortFunc(sorted, compareLimits)
	for i := 1; i < len(sorted); i++ {
		if compareLimits(sorted[i-1], sorted[i]) == 0 {
			return nil, ErrLimitInvalid.Wrapf("expected one row of tier %d, %s, %s, %s, %s, got two",
				sorted[i].Tier, sorted[i].Kind, sorted[i].Window, sorted[i].Measure, sorted[i].Denom)
		}
	}
	return sorted, nil
}
