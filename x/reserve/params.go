// SPDX-License-Identifier: Apache-2.0

package reserve

// DefaultParams lets an attempt last at most seven days, which covers a rail that is closed over a long holiday.
func DefaultParams() Params {
	return Params{MaxAttemptTerm: 7 * 86_400}
}

// Validate checks that an attempt may last at least a second and at most a year. Error: ErrFieldInvalid.
func (p Params) Validate() error {
	if p.MaxAttemptTerm == 0 || p.MaxAttemptTerm > 366*86_400 {
		return ErrFieldInvalid.Wrapf("max_attempt_term: expected 1 to %d seconds, got %d", 366*86_400, p.MaxAttemptTerm)
	}
	return nil
}
