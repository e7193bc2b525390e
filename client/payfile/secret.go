// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"encoding/hex"
	"fmt"
)

// Secret is 32 bytes that no log shows: it prints as ***.
type Secret [32]byte

// String hides the secret.
func (Secret) String() string { return "***" }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return "***" }

// MarshalText writes 64 hex characters, for the file that holds the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(s[:])), nil }

// UnmarshalText reads 64 lower-case hex characters. The error does not show what came.
func (s *Secret) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	if err != nil || len(raw) != len(s) || hex.EncodeToString(raw) != string(text) {
		return fmt.Errorf("expected a secret of %d lower-case hex characters, got %d characters", 2*len(s), len(text))
	}
	*s = Secret(raw)
	return nil
}
