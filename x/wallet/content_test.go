// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

func TestContentLayout(t *testing.T) {
	c := payContent()
	b := c.Bytes()
	require.Len(t, b, wallet.ContentLength)
	require.Equal(t, 209, wallet.ContentLength)

	// The layout spelled out a second time: offsets are what other implementations depend on.
	require.Equal(t, "tael/instruction/v1", string(b[:19]))
	require.Equal(t, []byte{1, 1}, b[19:21])
	require.Equal(t, append([]byte(testChain), make([]byte, 32-len(testChain))...), b[21:53])
	require.Equal(t, c.UETR[:], b[53:69])
	require.Equal(t, c.Payer[:], b[69:89])
	require.Equal(t, c.Payee[:], b[89:109])
	require.Equal(t, append([]byte("cny"), make([]byte, 13)...), b[109:125])
	require.Equal(t, c.Amount, binary.BigEndian.Uint64(b[125:133]))
	require.Equal(t, "GDDS", string(b[133:137]))
	require.Equal(t, c.Reference[:], b[137:169])
	require.Equal(t, make([]byte, 32), b[169:201])
	require.Equal(t, c.ValidUntil, binary.BigEndian.Uint64(b[201:209]))
	require.Equal(t, b[19:], c.UntaggedBytes())
}

func TestParseContentReadsWhatBytesWrote(t *testing.T) {
	refund, extras := refundContent()
	refund.ExtrasDigest = wallet.ExtrasDigest(extras)
	bare := payContent()
	bare.Purpose, bare.Reference = "", [32]byte{}
	for _, c := range []wallet.Content{payContent(), bare, refund, contestContent()} {
		tagged, err := wallet.ParseContent(c.Bytes())
		require.NoError(t, err)
		require.Equal(t, c, tagged)
		untagged, err := wallet.ParseContent(c.UntaggedBytes())
		require.NoError(t, err)
		require.Equal(t, c, untagged)
	}
}

func TestParseContentRefuses(t *testing.T) {
	change := func(at int, to ...byte) func([]byte) []byte {
		return func(b []byte) []byte { copy(b[at:], to); return b }
	}
	cases := map[string]struct {
		edit func([]byte) []byte
		err  error
	}{
		"nothing":                          {func([]byte) []byte { return nil }, wallet.ErrInstructionMalformed},
		"one byte less":                    {func(b []byte) []byte { return b[:len(b)-1] }, wallet.ErrInstructionMalformed},
		"one byte more":                    {func(b []byte) []byte { return append(b, 0) }, wallet.ErrInstructionMalformed},
		"another tag":                      {change(18, '2'), wallet.ErrInstructionMalformed},
		"another version":                  {change(19, 2), wallet.ErrInstructionMalformed},
		"an unknown kind":                  {change(20, 4), wallet.ErrInstructionMalformed},
		"kind zero":                        {change(20, 0), wallet.ErrInstructionMalformed},
		"no chain id":                      {change(21, make([]byte, 32)...), wallet.ErrInstructionMalformed},
		"a byte after the chain id's end":  {change(52, 'x'), wallet.ErrInstructionMalformed},
		"a UETR of version 1":              {change(59, 0x14), wallet.ErrUETRInvalid},
		"a denom with a capital":           {change(109, 'C'), wallet.ErrInstructionMalformed},
		"a denom with a gap":               {change(110, 0), wallet.ErrInstructionMalformed},
		"no denom":                         {change(109, 0, 0, 0), wallet.ErrInstructionMalformed},
		"amount zero":                      {change(125, make([]byte, 8)...), wallet.ErrInstructionMalformed},
		"an amount over the cap":           {change(125, 0x00, 0x03, 0x8d, 0x7e, 0xa4, 0xc6, 0x80, 0x01), wallet.ErrInstructionMalformed},
		"a purpose of three characters":    {change(136, 0), wallet.ErrInstructionMalformed},
		"a purpose in lower case":          {change(133, 'g'), wallet.ErrInstructionMalformed},
		"a CONTEST with an amount":         {change(20, 3), wallet.ErrInstructionMalformed},
		"a REFUND without extras' digest":  {change(20, 2), wallet.ErrInstructionMalformed},
		"a chain id with a control letter": {change(21, 7), wallet.ErrInstructionMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := wallet.ParseContent(tc.edit(payContent().Bytes()))
			require.ErrorIs(t, err, tc.err)
		})
	}
	t.Run("a PAY's extras digest is read", func(t *testing.T) {
		c := payContent()
		c.ExtrasDigest = seed("extras")
		got, err := wallet.ParseContent(c.Bytes())
		require.NoError(t, err)
		require.Equal(t, c, got)
	})
	t.Run("the cap itself is read", func(t *testing.T) {
		c := payContent()
		c.Amount = wallet.MaxAmount
		_, err := wallet.ParseContent(c.Bytes())
		require.NoError(t, err)
	})
}

func TestEveryFieldChangesTheDigests(t *testing.T) {
	device := address("device")
	base := payContent()
	for name, edit := range map[string]func(*wallet.Content){
		"kind":        func(c *wallet.Content) { c.Kind = wallet.INSTRUCTION_KIND_REFUND },
		"chain id":    func(c *wallet.Content) { c.ChainID = "tael-local-2" },
		"uetr":        func(c *wallet.Content) { c.UETR[0]++ },
		"payer":       func(c *wallet.Content) { c.Payer[0]++ },
		"payee":       func(c *wallet.Content) { c.Payee[0]++ },
		"denom":       func(c *wallet.Content) { c.Denom = "hkd" },
		"amount":      func(c *wallet.Content) { c.Amount++ },
		"purpose":     func(c *wallet.Content) { c.Purpose = "SALA" },
		"reference":   func(c *wallet.Content) { c.Reference[0]++ },
		"extras":      func(c *wallet.Content) { c.ExtrasDigest[0]++ },
		"valid until": func(c *wallet.Content) { c.ValidUntil++ },
	} {
		t.Run(name, func(t *testing.T) {
			c := base
			edit(&c)
			require.NotEqual(t, base.Digest(), c.Digest())
			require.NotEqual(t, wallet.RawDigest(base, device), wallet.RawDigest(c, device))
			require.NotEqual(t, wallet.EIP712Digest(base, device, testEIP155), wallet.EIP712Digest(c, device, testEIP155))
		})
	}
	require.NotEqual(t, wallet.RawDigest(base, device), wallet.RawDigest(base, address("other")))
	require.NotEqual(t, wallet.EIP712Digest(base, device, testEIP155), wallet.EIP712Digest(base, address("other"), testEIP155))
	require.NotEqual(t, wallet.EIP712Digest(base, device, testEIP155), wallet.EIP712Digest(base, device, testEIP155+1))
}

func FuzzParseContent(f *testing.F) {
	refund, extras := refundContent()
	refund.ExtrasDigest = wallet.ExtrasDigest(extras)
	for _, c := range []wallet.Content{payContent(), refund, contestContent()} {
		f.Add(c.Bytes())
		f.Add(c.UntaggedBytes())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := wallet.ParseContent(b)
		if err != nil {
			return
		}
		if !bytes.Equal(b, c.Bytes()) && !bytes.Equal(b, c.UntaggedBytes()) {
			t.Fatalf("%x reads as a content that writes %x", b, c.Bytes())
		}
	})
}
