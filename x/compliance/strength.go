// SPDX-License-Identifier: Apache-2.0

package compliance

// Stated returns the strength as limits read it: what is not stated is ONE, the owner's key or one device.
func (s Strength) Stated() Strength {
	if s == STRENGTH_UNSPECIFIED {
		return STRENGTH_ONE
	}
	return s
}
