// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func TestParseExtras(t *testing.T) {
	original := wallet.OriginalExtras(payContent())
	require.Len(t, original, 193)
	refund, extras := refundContent()
	refund.ExtrasDigest = wallet.ExtrasDigest(extras)
	cases := map[string]struct {
		extras []byte
		err    error
	}{
		"none are none":                    {nil, nil},
		"an original is read":              {original, nil},
		"a header cut short is refused":    {original[:2], wallet.ErrInstructionMalformed},
		"a value cut short is refused":     {original[:len(original)-1], wallet.ErrInstructionMalformed},
		"an original twice is refused":     {append(append([]byte{}, original...), original...), wallet.ErrInstructionMalformed},
		"an unknown type is refused":       {[]byte{2, 0, 1, 7}, wallet.ErrInstructionMalformed},
		"type zero is refused":             {[]byte{0, 0, 0}, wallet.ErrInstructionMalformed},
		"a tagged original is refused":     {append([]byte{1, 0, 209}, payContent().Bytes()...), wallet.ErrInstructionMalformed},
		"an original REFUND is refused":    {wallet.OriginalExtras(refund), wallet.ErrInstructionMalformed},
		"an original CONTEST is refused":   {wallet.OriginalExtras(contestContent()), wallet.ErrInstructionMalformed},
		"bytes after the end are refused":  {append(append([]byte{}, original...), 0), wallet.ErrInstructionMalformed},
		"more than the limit are refused":  {make([]byte, wallet.MaxExtras+1), wallet.ErrInstructionMalformed},
		"an empty original is refused":     {[]byte{1, 0, 0}, wallet.ErrInstructionMalformed},
		"a length past the end is refused": {[]byte{1, 0xff, 0xff, 1}, wallet.ErrInstructionMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := wallet.ParseExtras(tc.extras)
			if tc.err != nil {
				require.ErrorIs(t, err, tc.err)
				return
			}
			require.NoError(t, err)
			if tc.extras != nil {
				require.Equal(t, payContent(), *got.Original)
			}
		})
	}
}

func TestExtrasDigestOfNoneIsZero(t *testing.T) {
	require.Zero(t, wallet.ExtrasDigest(nil))
	require.Zero(t, wallet.ExtrasDigest([]byte{}))
	require.NotZero(t, wallet.ExtrasDigest([]byte{0}))
}
