// SPDX-License-Identifier: Apache-2.0

package possession_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer/possession"
)

func TestMessage(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	message, err := possession.Message("tael-1", 0x0102, key)
	require.NoError(t, err)
	require.Equal(t, "tael/validator/v1tael-1"+strings.Repeat("\x00", 26)+"\x01\x02"+string(key), string(message))
	require.Len(t, message, possession.Size)
	require.Less(t, len(message), int('t'), "no vote: its first byte says that more follows than does")

	for name, tc := range map[string]struct {
		chainID string
		member  uint16
		key     []byte
		text    string
	}{
		"no chain id":         {"", 1, key, "expected a chain id of 1 to 32 bytes"},
		"a chain id too long": {strings.Repeat("c", 33), 1, key, "expected a chain id of 1 to 32 bytes"},
		"member 0":            {"tael-1", 0, key, "expected the number of a member"},
		"a key of 31 bytes":   {"tael-1", 1, key[1:], "expected an Ed25519 key of 32 bytes, got 31"},
		"no key":              {"tael-1", 1, nil, "expected an Ed25519 key of 32 bytes, got 0"},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			_, err := possession.Message(tc.chainID, tc.member, tc.key)
			require.ErrorContains(t, err, tc.text)
		})
	}
}
