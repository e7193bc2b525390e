// SPDX-License-Identifier: Apache-2.0

package wallet

import "encoding/hex"

// UETR is the unique end-to-end transaction reference of a payment: a UUID of version 4 (ISO 20022), 16 bytes on the
// wire and in state, 36 lower-case characters for people.
type UETR [16]byte

const uetrTextLength = 36

// ParseUETR reads the 36-character lower-case text form. Errors: ErrUETRInvalid for any other form, version or variant.
func ParseUETR(text string) (UETR, error) {
	var u UETR
	if len(text) != uetrTextLength || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return UETR{}, ErrUETRInvalid.Wrapf("expected xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx, got %q", clip(text))
	}
	digits := text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:]
	for i := range len(digits) {
		if c := digits[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return UETR{}, ErrUETRInvalid.Wrapf("expected lower-case hex digits, got %q", text)
		}
	}
	if _, err := hex.Decode(u[:], []byte(digits)); err != nil {
		return UETR{}, ErrUETRInvalid.Wrap(err.Error())
	}
	return u, ValidateUETR(u)
}

// ValidateUETR checks version 4 and the RFC 9562 variant. Errors: ErrUETRInvalid.
func ValidateUETR(u UETR) error {
	if version := u[6] >> 4; version != 4 {
		return ErrUETRInvalid.Wrapf("expected UUID version 4, got %d", version)
	}
	if variant := u[8] >> 6; variant != 0b10 {
		return ErrUETRInvalid.Wrapf("expected UUID variant bits 10, got %02b", variant)
	}
	return nil
}

// NewUETRFromSHA256 makes a UETR of a digest: its first 16 bytes with version and variant set. The same digest gives
// the same UETR, so that what is derived from a file's own references is derived again on a second reading.
func NewUETRFromSHA256(digest [32]byte) UETR {
	u := UETR(digest[:16])
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u
}

// String is the 36-character lower-case text form.
func (u UETR) String() string {
	var text [uetrTextLength]byte
	hex.Encode(text[:8], u[:4])
	text[8] = '-'
	hex.Encode(text[9:13], u[4:6])
	text[13] = '-'
	hex.Encode(text[14:18], u[6:8])
	text[18] = '-'
	hex.Encode(text[19:23], u[8:10])
	text[23] = '-'
	hex.Encode(text[24:], u[10:])
	return string(text[:])
}

// clip keeps a stranger's text short in an error.
func clip(text string) string {
	if len(text) > 64 {
		return text[:64] + "..."
	}
	return text
}
