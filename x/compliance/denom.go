// SPDX-License-Identifier: Apache-2.0

package compliance

// paddedDenom is a denom as compact records keep it: zero-padded on the right. All zero stands for every asset.
type paddedDenom [DenomLength]byte

// padDenom returns the padded form; a longer denom was refused before.
func padDenom(denom string) (p paddedDenom) {
	copy(p[:], denom)
	return p
}

// unpadDenom returns the denom of a padded form.
func unpadDenom(b []byte) string {
	n := len(b)
	for n > 0 && b[n-1] == 0 {
		n--
	}
	return string(b[:n])
}

// validDenom says whether the text is a denom of this chain: [a-z][a-z0-9]*, 1 to 16 characters.
func validDenom(denom string) bool {
	if len(denom) == 0 || len(denom) > DenomLength || denom[0] < 'a' || denom[0] > 'z' {
		return false
	}
	for _, c := range []byte(denom) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
