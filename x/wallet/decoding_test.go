// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/wallet"
)

func TestDecodeReadsWhatEncodeWrote(t *testing.T) {
	refund, extras := refundContent()
	bare := payContent()
	bare.Purpose, bare.Reference = "", [32]byte{}
	for name, ins := range map[string]wallet.SignedInstruction{
		"a PAY":                     signed(t, payContent(), nil, allForms[0]),
		"a PAY by two devices":      signed(t, payContent(), nil, allForms[1:3]...),
		"a PAY with nothing beside": signed(t, bare, nil, allForms[3]),
		"a PAY with every extra":    signed(t, payContent(), fullExtras().Encode(), allForms[2]),
		"a REFUND":                  signed(t, refund, extras, allForms[2]),
		"a CONTEST":                 signed(t, contestContent(), nil, allForms[2]),
	} {
		t.Run(name, func(t *testing.T) {
			b := ins.Encode()
			got, err := wallet.DecodeInstruction(b, testChain)
			require.NoError(t, err)
			require.Equal(t, len(b), got.RawLength)
			got.RawLength = 0
			require.Equal(t, ins, got)

			// The generated message has the same canonical bytes.
			var message wallet.Instruction
			require.NoError(t, message.Unmarshal(b))
			again, err := message.Marshal()
			require.NoError(t, err)
			require.Equal(t, b, again)
		})
	}
}

// message makes the generated message, which a test may break before it is encoded.
func message(t *testing.T, ins wallet.SignedInstruction) *wallet.Instruction {
	t.Helper()
	m := &wallet.Instruction{}
	require.NoError(t, m.Unmarshal(ins.Encode()))
	return m
}

func TestDecodeRefusesBadFields(t *testing.T) {
	pay := signed(t, payContent(), nil, allForms[0])
	cases := map[string]struct {
		edit func(*wallet.Instruction)
		err  error
	}{
		"no version":                      {func(m *wallet.Instruction) { m.Version = 0 }, wallet.ErrInstructionMalformed},
		"version 2":                       {func(m *wallet.Instruction) { m.Version = 2 }, wallet.ErrInstructionMalformed},
		"no kind":                         {func(m *wallet.Instruction) { m.Kind = 0 }, wallet.ErrInstructionMalformed},
		"an unknown kind":                 {func(m *wallet.Instruction) { m.Kind = 4 }, wallet.ErrInstructionMalformed},
		"a negative kind":                 {func(m *wallet.Instruction) { m.Kind = -1 }, wallet.ErrInstructionMalformed},
		"no uetr":                         {func(m *wallet.Instruction) { m.Uetr = nil }, wallet.ErrInstructionMalformed},
		"a uetr of 15 bytes":              {func(m *wallet.Instruction) { m.Uetr = m.Uetr[:15] }, wallet.ErrInstructionMalformed},
		"a uetr of version 0":             {func(m *wallet.Instruction) { m.Uetr = make([]byte, 16) }, wallet.ErrUETRInvalid},
		"no payer":                        {func(m *wallet.Instruction) { m.Payer = nil }, wallet.ErrInstructionMalformed},
		"a payer of 32 bytes":             {func(m *wallet.Instruction) { m.Payer = make([]byte, 32) }, wallet.ErrInstructionMalformed},
		"no payee":                        {func(m *wallet.Instruction) { m.Payee = nil }, wallet.ErrInstructionMalformed},
		"no denom":                        {func(m *wallet.Instruction) { m.Denom = "" }, wallet.ErrInstructionMalformed},
		"a denom of 17 characters":        {func(m *wallet.Instruction) { m.Denom = "abcdefghijklmnopq" }, wallet.ErrInstructionMalformed},
		"a denom with a zero byte":        {func(m *wallet.Instruction) { m.Denom = "cny\x00" }, wallet.ErrInstructionMalformed},
		"no amount":                       {func(m *wallet.Instruction) { m.Amount = 0 }, wallet.ErrInstructionMalformed},
		"an amount over the cap":          {func(m *wallet.Instruction) { m.Amount = wallet.MaxAmount + 1 }, wallet.ErrInstructionMalformed},
		"a purpose of 5 characters":       {func(m *wallet.Instruction) { m.Purpose = "GDDSX" }, wallet.ErrInstructionMalformed},
		"a purpose of spaces":             {func(m *wallet.Instruction) { m.Purpose = "    " }, wallet.ErrInstructionMalformed},
		"a zero reference":                {func(m *wallet.Instruction) { m.Reference = make([]byte, 32) }, wallet.ErrInstructionMalformed},
		"a reference of 16 bytes":         {func(m *wallet.Instruction) { m.Reference = m.Reference[:16] }, wallet.ErrInstructionMalformed},
		"an original on a PAY":            {func(m *wallet.Instruction) { m.Extras = wallet.OriginalExtras(payContent()) }, wallet.ErrInstructionMalformed},
		"extras over the limit":           {func(m *wallet.Instruction) { m.Extras = make([]byte, wallet.MaxExtras+1) }, wallet.ErrInstructionMalformed},
		"a REFUND without the original":   {func(m *wallet.Instruction) { m.Kind = wallet.INSTRUCTION_KIND_REFUND }, wallet.ErrInstructionMalformed},
		"a CONTEST with money":            {func(m *wallet.Instruction) { m.Kind = wallet.INSTRUCTION_KIND_CONTEST }, wallet.ErrInstructionMalformed},
		"no signature":                    {func(m *wallet.Instruction) { m.Signatures = nil }, wallet.ErrInstructionMalformed},
		"one device twice":                {func(m *wallet.Instruction) { m.Signatures = append(m.Signatures, m.Signatures[0]) }, wallet.ErrInstructionMalformed},
		"three signatures":                {func(m *wallet.Instruction) { m.Signatures = append(m.Signatures, m.Signatures[0], m.Signatures[0]) }, wallet.ErrInstructionMalformed},
		"a signature without device":      {func(m *wallet.Instruction) { m.Signatures[0].Device = nil }, wallet.ErrInstructionMalformed},
		"a signature without form":        {func(m *wallet.Instruction) { m.Signatures[0].Form = 0 }, wallet.ErrInstructionMalformed},
		"a signature in a reserved form":  {func(m *wallet.Instruction) { m.Signatures[0].Form = 5 }, wallet.ErrInstructionMalformed},
		"a signature of 65 bytes":         {func(m *wallet.Instruction) { m.Signatures[0].Signature = make([]byte, 65) }, wallet.ErrInstructionMalformed},
		"a signature of 63 bytes":         {func(m *wallet.Instruction) { m.Signatures[0].Signature = make([]byte, 63) }, wallet.ErrInstructionMalformed},
		"an empty entry among signatures": {func(m *wallet.Instruction) { m.Signatures[0] = &wallet.InstructionSignature{} }, wallet.ErrInstructionMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			m := message(t, pay)
			tc.edit(m)
			b, err := m.Marshal()
			require.NoError(t, err)
			got, err := wallet.DecodeInstruction(b, testChain)
			require.ErrorIs(t, err, tc.err)
			require.Zero(t, got)
		})
	}
}

func TestDecodeRefusesOtherEncodings(t *testing.T) {
	pay := signed(t, payContent(), nil, allForms[0])
	b := pay.Encode()
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	cases := map[string][]byte{
		"nothing":                      {},
		"a field cut short":            b[:len(b)-1],
		"a byte after the end":         join(b, []byte{0}),
		"an unknown field":             join(b, []byte{13 << 3, 1}),
		"the version twice":            join(b[:2], b),
		"kind before version":          join(b[2:4], b[:2], b[4:]),
		"a version in two bytes":       join([]byte{8, 0x81, 0}, b[2:]),
		"a kind of value zero":         join(b[:2], []byte{16, 0}, b[4:]),
		"an endless varint":            join([]byte{8}, bytes.Repeat([]byte{0xff}, 11), b[2:]),
		"a varint of 65 bits":          join([]byte{8}, bytes.Repeat([]byte{0xff}, 9), []byte{2}, b[2:]),
		"a varint that ends the bytes": {8, 0x80},
		"a length past the end":        join(b[:4], []byte{26, 0xff, 0xff, 0xff, 0xff, 0x0f}),
		"a huge length":                join(b[:4], []byte{26}, bytes.Repeat([]byte{0xff}, 9), []byte{1}),
		"a length in two bytes":        join(b[:4], []byte{26, 0x90, 0}, b[6:]),
		"a group":                      join(b[:2], []byte{19, 20}, b[2:]),
		"an empty field":               join(b[:4], []byte{26, 0}, b[4:]),
		"a kilobyte of zeros":          make([]byte, 1024),
	}
	for name, raw := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := wallet.DecodeInstruction(raw, testChain)
			require.ErrorIs(t, err, wallet.ErrInstructionMalformed)
			require.Zero(t, got)
		})
	}
	for name, chain := range map[string]string{"an empty chain id": "", "a chain id of 33": "tael-local-1234567890123456789012"} {
		t.Run(name, func(t *testing.T) {
			_, err := wallet.DecodeInstruction(b, chain)
			require.ErrorIs(t, err, wallet.ErrInstructionMalformed)
		})
	}
}

func TestDecodedDoesNotAliasItsBytes(t *testing.T) {
	refund, extras := refundContent()
	ins := signed(t, refund, extras, allForms[0])
	b := ins.Encode()
	got, err := wallet.DecodeInstruction(b, testChain)
	require.NoError(t, err)
	clear(b)
	require.Equal(t, ins.Encode(), got.Encode())
}

func TestDecodeOfAnyContentIsExact(t *testing.T) {
	signature := wallet.DeviceSignature{Device: address("device"), Form: wallet.SIGNATURE_FORM_RAW_ED25519}
	rapid.Check(t, func(t *rapid.T) {
		bytesOf := func(n int, name string) []byte { return rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, name) }
		ins, err := wallet.NewInstruction(wallet.Content{
			Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: testChain,
			UETR:  wallet.NewUETRFromSHA256([32]byte(bytesOf(32, "uetr"))),
			Payer: [20]byte(bytesOf(20, "payer")), Payee: [20]byte(bytesOf(20, "payee")),
			Denom:      rapid.StringMatching(`[a-z][a-z0-9]{0,15}`).Draw(t, "denom"),
			Amount:     rapid.Uint64Range(1, wallet.MaxAmount).Draw(t, "amount"),
			Purpose:    rapid.StringMatching(`([A-Z0-9]{4})?`).Draw(t, "purpose"),
			Reference:  [32]byte(bytesOf(32, "reference")),
			ValidUntil: rapid.Uint64().Draw(t, "valid until"),
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		ins.Signatures = []wallet.DeviceSignature{signature}
		b := ins.Encode()
		got, err := wallet.DecodeInstruction(b, testChain)
		if err != nil || got.Content != ins.Content || !bytes.Equal(got.Encode(), b) {
			t.Fatalf("%+v reads back as %+v: %v", ins, got, err)
		}
		parsed, err := wallet.ParseContent(ins.Bytes())
		if err != nil || parsed != ins.Content {
			t.Fatalf("content %+v reads back as %+v: %v", ins.Content, parsed, err)
		}
	})
}

func TestDecodeOfDamagedBytesIsRefusedOrExact(t *testing.T) {
	refund, extras := refundContent()
	one, two := signed(t, payContent(), nil, allForms[0]), signed(t, refund, extras, allForms[1:3]...)
	carrying := signed(t, payContent(), fullExtras().Encode(), allForms[0])
	sound := [][]byte{one.Encode(), two.Encode(), carrying.Encode()}
	rapid.Check(t, func(t *rapid.T) {
		b := bytes.Clone(rapid.SampledFrom(sound).Draw(t, "instruction"))
		for range rapid.IntRange(1, 3).Draw(t, "edits") {
			at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
			switch value := rapid.Byte().Draw(t, "value"); rapid.IntRange(0, 2).Draw(t, "edit") {
			case 0:
				b[at] = value
			case 1:
				b = append(b[:at:at], append([]byte{value}, b[at:]...)...)
			default:
				b = append(b[:at:at], b[at+1:]...)
			}
		}
		ins, err := wallet.DecodeInstruction(b, testChain)
		if err == nil && !bytes.Equal(ins.Encode(), b) {
			t.Fatalf("%x reads as an instruction that writes %x", b, ins.Encode())
		}
		if err != nil && !errors.Is(err, wallet.ErrInstructionMalformed) && !errors.Is(err, wallet.ErrUETRInvalid) {
			t.Fatalf("%x: %v", b, err)
		}
	})
}

func FuzzDecodeInstruction(f *testing.F) {
	refund, extras := refundContent()
	for _, ins := range []wallet.SignedInstruction{
		signed(f, payContent(), nil, allForms[0]), signed(f, payContent(), nil, allForms[1:3]...),
		signed(f, payContent(), fullExtras().Encode(), allForms[0]), signed(f, refund, extras, allForms[3]), signed(f, contestContent(), nil, allForms[2]),
	} {
		f.Add(ins.Encode())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		ins, err := wallet.DecodeInstruction(b, testChain)
		if err != nil {
			return
		}
		if again := ins.Encode(); !bytes.Equal(b, again) {
			t.Fatalf("%x reads as an instruction that writes %x", b, again)
		}
		if c, err := wallet.ParseContent(ins.Bytes()); err != nil || c != ins.Content {
			t.Fatalf("content of %x does not read back: %v", b, err)
		}
	})
}
