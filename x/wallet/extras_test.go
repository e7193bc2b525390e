// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/wallet"
)

// join puts extras, each encoded alone, behind one another.
func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestParseExtras(t *testing.T) {
	original := wallet.OriginalExtras(payContent())
	require.Len(t, original, 193)
	full := fullExtras()
	fees, channel := wallet.Extras{Fees: full.Fees}.Encode(), wallet.Extras{Channel: full.Channel}.Encode()
	person, own := wallet.Extras{Person: full.Person}.Encode(), wallet.Extras{OwnSalt: full.OwnSalt}.Encode()
	require.Equal(t, join(fees, channel, person, own), full.Encode())
	require.Len(t, full.Encode(), 3+3*28+3+1+3+64+3+32)
	refund, extras := refundContent()
	refund.ExtrasDigest = wallet.ExtrasDigest(extras)
	cases := map[string]struct {
		extras []byte
		want   wallet.Extras
		err    error
	}{
		"none are none":                          {nil, wallet.Extras{}, nil},
		"an original is read":                    {original, *original1(), nil},
		"every extra of a PAY is read":           {full.Encode(), full, nil},
		"fees alone are read":                    {fees, wallet.Extras{Fees: full.Fees}, nil},
		"a channel alone is read":                {channel, wallet.Extras{Channel: full.Channel}, nil},
		"a person alone is read":                 {person, wallet.Extras{Person: full.Person}, nil},
		"own without person is refused":          {own, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an original with a channel is refused":  {join(original, channel), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"types out of order are refused":         {join(channel, fees), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a channel twice is refused":             {join(channel, channel), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"channel zero is refused":                {[]byte{3, 0, 1, 0}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"channel six is refused":                 {[]byte{3, 0, 1, 6}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a channel of two bytes is refused":      {[]byte{3, 0, 2, 0, 1}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"no fee leg is refused":                  {[]byte{2, 0, 0}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a leg cut short is refused":             {append([]byte{2, 0, 27}, fees[3:30]...), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"four legs are refused":                  {append([]byte{2, 0, 112}, make([]byte, 112)...), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a leg of nothing is refused":            {wallet.Extras{Fees: []wallet.FeeLeg{{Payee: address("a")}}}.Encode(), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a leg over the cap is refused":          {wallet.Extras{Fees: []wallet.FeeLeg{{Amount: wallet.MaxAmount + 1}}}.Encode(), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"legs over the cap together are refused": {wallet.Extras{Fees: []wallet.FeeLeg{{Amount: wallet.MaxAmount}, {Payee: address("a"), Amount: 1}}}.Encode(), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a payee twice is refused":               {wallet.Extras{Fees: []wallet.FeeLeg{full.Fees[0], full.Fees[0]}}.Encode(), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"payees out of order are refused":        {wallet.Extras{Fees: []wallet.FeeLeg{full.Fees[1], full.Fees[0]}}.Encode(), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a person of 63 bytes is refused":        {append([]byte{4, 0, 63}, make([]byte, 63)...), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a salt of 31 bytes is refused":          {join(person, append([]byte{5, 0, 31}, make([]byte, 31)...)), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a header cut short is refused":          {original[:2], wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a value cut short is refused":           {original[:len(original)-1], wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an original twice is refused":           {join(original, original), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an unknown type is refused":             {[]byte{6, 0, 1, 7}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"type zero is refused":                   {[]byte{0, 0, 0}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a tagged original is refused":           {append([]byte{1, 0, 209}, payContent().Bytes()...), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an original REFUND is refused":          {wallet.OriginalExtras(refund), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an original CONTEST is refused":         {wallet.OriginalExtras(contestContent()), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"bytes after the end are refused":        {join(original, []byte{0}), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"more than the limit are refused":        {make([]byte, wallet.MaxExtras+1), wallet.Extras{}, wallet.ErrInstructionMalformed},
		"an empty original is refused":           {[]byte{1, 0, 0}, wallet.Extras{}, wallet.ErrInstructionMalformed},
		"a length past the end is refused":       {[]byte{1, 0xff, 0xff, 1}, wallet.Extras{}, wallet.ErrInstructionMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := wallet.ParseExtras(tc.extras)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.want, got)
			if err == nil {
				require.Equal(t, tc.extras, got.Encode())
			}
		})
	}
}

func original1() *wallet.Extras {
	original := payContent()
	return &wallet.Extras{Original: &original}
}

func TestExtrasFitTheirPayment(t *testing.T) {
	pay := payContent()
	leg := func(payee [20]byte, amount uint64) wallet.Extras {
		return wallet.Extras{Fees: []wallet.FeeLeg{{Payee: payee, Amount: amount}}}
	}
	cases := map[string]struct {
		extras wallet.Extras
		err    error
	}{
		"nothing":                         {wallet.Extras{}, nil},
		"everything":                      {fullExtras(), nil},
		"a fee up to the cap":             {leg(address("fees"), wallet.MaxAmount-pay.Amount), nil},
		"a fee over the cap":              {leg(address("fees"), wallet.MaxAmount-pay.Amount+1), wallet.ErrInstructionMalformed},
		"a fee to the payer":              {leg(pay.Payer, 1), wallet.ErrInstructionMalformed},
		"a fee to the payee":              {leg(pay.Payee, 1), wallet.ErrInstructionMalformed},
		"an original":                     {*original1(), wallet.ErrInstructionMalformed},
		"a channel that is none":          {wallet.Extras{Channel: 6}, wallet.ErrInstructionMalformed},
		"a channel below zero":            {wallet.Extras{Channel: -1}, wallet.ErrInstructionMalformed},
		"four legs that nobody can write": {wallet.Extras{Fees: make([]wallet.FeeLeg, 4)}, wallet.ErrInstructionMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := wallet.NewInstruction(pay, tc.extras.Encode())
			require.ErrorIs(t, err, tc.err)
			if tc.err == nil {
				require.NoError(t, tc.extras.Validate())
				require.NoError(t, tc.extras.Fits(&pay))
			}
		})
	}
}

// drawExtras draws extras that are sound for a PAY, or an original.
func drawExtras(t *rapid.T) wallet.Extras {
	array := func(name string) (a [32]byte) {
		copy(a[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, name))
		return a
	}
	if rapid.IntRange(0, 4).Draw(t, "original") == 0 {
		original := payContent()
		original.Amount, original.ExtrasDigest = rapid.Uint64Range(1, wallet.MaxAmount).Draw(t, "amount"), array("digest")
		return wallet.Extras{Original: &original}
	}
	e := wallet.Extras{Channel: wallet.Channel(rapid.IntRange(0, 5).Draw(t, "channel"))}
	for range rapid.IntRange(0, wallet.MaxFeeLegs).Draw(t, "legs") {
		payee := array("payee")
		e.Fees = append(e.Fees, wallet.FeeLeg{Payee: [20]byte(payee[:20]), Amount: rapid.Uint64Range(1, wallet.MaxAmount/3).Draw(t, "fee")})
	}
	slices.SortFunc(e.Fees, func(a, b wallet.FeeLeg) int { return bytes.Compare(a.Payee[:], b.Payee[:]) })
	e.Fees = slices.CompactFunc(e.Fees, func(a, b wallet.FeeLeg) bool { return a.Payee == b.Payee })
	if rapid.Bool().Draw(t, "person") {
		e.Person = &wallet.PersonOpening{Tag: array("tag"), Salt: array("salt")}
		if rapid.Bool().Draw(t, "own") {
			salt := array("own salt")
			e.OwnSalt = &salt
		}
	}
	return e
}

func TestEncodeAndParseOfExtrasAreCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExtras(t)
		b := e.Encode()
		got, err := wallet.ParseExtras(b)
		require.NoError(t, err)
		require.Equal(t, e, got)
		require.Equal(t, b, got.Encode())

		// Damaged bytes are refused or read as what writes those very bytes: nothing has two encodings.
		if len(b) == 0 {
			return
		}
		b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] ^= rapid.ByteRange(1, 255).Draw(t, "flip")
		if damaged, err := wallet.ParseExtras(b); err == nil {
			require.Equal(t, b, damaged.Encode())
		}
	})
}

func FuzzParseExtras(f *testing.F) {
	full := fullExtras()
	f.Add([]byte{})
	f.Add(full.Encode())
	f.Add(wallet.OriginalExtras(payContent()))
	f.Add(wallet.Extras{Fees: full.Fees[:1], Channel: wallet.CHANNEL_IN_PERSON}.Encode())
	f.Add([]byte{3, 0, 1, 5})
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := wallet.ParseExtras(b)
		if err != nil {
			return
		}
		if again := e.Encode(); !bytes.Equal(b, again) {
			t.Fatalf("%x reads as extras that write %x", b, again)
		}
		if err := e.Validate(); err != nil || e.FeeTotal() > wallet.MaxAmount {
			t.Fatalf("%x reads as extras that are unsound: %v", b, err)
		}
	})
}

func TestExtrasDigestOfNoneIsZero(t *testing.T) {
	require.Zero(t, wallet.ExtrasDigest(nil))
	require.Zero(t, wallet.ExtrasDigest([]byte{}))
	require.NotZero(t, wallet.ExtrasDigest([]byte{0}))
	require.Nil(t, wallet.Extras{}.Encode())
}
