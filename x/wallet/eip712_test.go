// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

// typedField is a field of typed data as EIP-712 describes it; a struct's value is its []typedField.
type typedField struct {
	kind, name string
	value      any
}

// hashStruct is hashStruct of EIP-712 for any type, written from the standard with a Keccak of its own.
func hashStruct(name string, fields []typedField) []byte {
	encoded := keccak256([]byte(encodeType(name, fields)))
	for _, f := range fields {
		encoded = append(encoded, encodeValue(f)...)
	}
	return keccak256(encoded)
}

func encodeType(name string, fields []typedField) string {
	own, referenced := describe(name, fields), ""
	for _, f := range fields {
		if inner, ok := f.value.([]typedField); ok && !strings.Contains(referenced, f.kind+"(") {
			referenced += describe(f.kind, inner)
		}
	}
	return own + referenced
}

func describe(name string, fields []typedField) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = f.kind + " " + f.name
	}
	return name + "(" + strings.Join(parts, ",") + ")"
}

func encodeValue(f typedField) []byte {
	switch v := f.value.(type) {
	case []typedField:
		return hashStruct(f.kind, v)
	case string:
		return keccak256([]byte(v))
	case *big.Int: // numbers and addresses
		return v.FillBytes(make([]byte, 32))
	case []byte: // bytesN
		return append(append([]byte{}, v...), make([]byte, 32-len(v))...)
	default:
		panic(f.kind)
	}
}

func number(v uint64) *big.Int { return new(big.Int).SetUint64(v) }

func leftPadded(b []byte) []byte { return append(make([]byte, 32-len(b)), b...) }

// The standard's own example anchors the encoder that judges ours.
func TestTypedDataEncoderGivesTheStandardsExample(t *testing.T) {
	contract := func(digits string) *big.Int { v, _ := new(big.Int).SetString(digits, 16); return v }
	domain := hashStruct("EIP712Domain", []typedField{
		{"string", "name", "Ether Mail"},
		{"string", "version", "1"},
		{"uint256", "chainId", number(1)},
		{"address", "verifyingContract", contract("CcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC")},
	})
	mail := hashStruct("Mail", []typedField{
		{"Person", "from", []typedField{{"string", "name", "Cow"}, {"address", "wallet", contract("CD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826")}}},
		{"Person", "to", []typedField{{"string", "name", "Bob"}, {"address", "wallet", contract("bBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB")}}},
		{"string", "contents", "Hello, Bob!"},
	})
	require.Equal(t, "f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f", hex.EncodeToString(domain))
	require.Equal(t, "c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e", hex.EncodeToString(mail))
	require.Equal(t, "be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2",
		hex.EncodeToString(keccak256([]byte{0x19, 0x01}, domain, mail)))
}

func typedDigest(c wallet.Content, device [20]byte, eip155 uint64) []byte {
	salt := sha256.Sum256([]byte(c.ChainID))
	domain := hashStruct("EIP712Domain", []typedField{
		{"string", "name", "Tael"},
		{"string", "version", "1"},
		{"uint256", "chainId", number(eip155)},
		{"bytes32", "salt", salt[:]},
	})
	instruction := hashStruct("Instruction", []typedField{
		{"uint8", "kind", number(uint64(c.Kind))},
		{"bytes16", "uetr", c.UETR[:]},
		{"bytes32", "payer", leftPadded(c.Payer[:])},
		{"bytes32", "payee", leftPadded(c.Payee[:])},
		{"string", "denom", c.Denom},
		{"uint128", "amount", number(c.Amount)},
		{"string", "purpose", c.Purpose},
		{"bytes32", "reference", c.Reference[:]},
		{"bytes32", "extras", c.ExtrasDigest[:]},
		{"uint64", "validUntil", number(c.ValidUntil)},
		{"bytes32", "device", leftPadded(device[:])},
	})
	return keccak256([]byte{0x19, 0x01}, domain, instruction)
}

func TestEIP712DigestIsTheStandards(t *testing.T) {
	refund, extras := refundContent()
	refund.ExtrasDigest = wallet.ExtrasDigest(extras)
	bare := payContent()
	bare.Purpose, bare.Reference = "", [32]byte{}
	for name, c := range map[string]wallet.Content{
		"a PAY": payContent(), "a PAY with nothing beside": bare, "a REFUND": refund, "a CONTEST": contestContent(),
	} {
		t.Run(name, func(t *testing.T) {
			for _, eip155 := range []uint64{1, testEIP155, 1<<64 - 1} {
				device := address("device")
				got := wallet.EIP712Digest(c, device, eip155)
				require.Equal(t, hex.EncodeToString(typedDigest(c, device, eip155)), hex.EncodeToString(got[:]))
			}
		})
	}
}
