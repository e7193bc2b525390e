// SPDX-License-Identifier: Apache-2.0

package wallet

import "encoding/binary"

// Field keys of the Instruction message: field number << 3 | wire type. All are one byte.
const (
	keyVersion    = 1<<3 | wireVarint
	keyKind       = 2<<3 | wireVarint
	keyUETR       = 3<<3 | wireBytes
	keyPayer      = 4<<3 | wireBytes
	keyPayee      = 5<<3 | wireBytes
	keyDenom      = 6<<3 | wireBytes
	keyAmount     = 7<<3 | wireVarint
	keyPurpose    = 8<<3 | wireBytes
	keyReference  = 9<<3 | wireBytes
	keyValidUntil = 10<<3 | wireVarint
	keyExtras     = 11<<3 | wireBytes
	keySignatures = 12<<3 | wireBytes

	keySignatureDevice = 1<<3 | wireBytes
	keySignatureForm   = 2<<3 | wireVarint
	keySignatureBytes  = 3<<3 | wireBytes

	wireVarint = 0
	wireBytes  = 2

	// signatureLength is the length of one encoded InstructionSignature: device, form, signature, each with its key.
	signatureLength = 2 + AddressLength + 2 + 2 + 64
)

// Encode is the canonical encoding of the Instruction message, which DecodeInstruction reads back.
func (i *SignedInstruction) Encode() []byte {
	b := make([]byte, 0, MaxInstructionTwo+len(i.Extras)+3)
	b = append(b, keyVersion, contentVersion)
	b = appendUint(b, keyKind, uint64(i.Kind))
	b = appendBytes(b, keyUETR, i.UETR[:])
	b = appendBytes(b, keyPayer, i.Payer[:])
	b = appendBytes(b, keyPayee, i.Payee[:])
	b = appendText(b, keyDenom, i.Denom)
	b = appendUint(b, keyAmount, i.Amount)
	b = appendText(b, keyPurpose, i.Purpose)
	if i.Reference != ([32]byte{}) {
		b = appendBytes(b, keyReference, i.Reference[:])
	}
	b = appendUint(b, keyValidUntil, i.ValidUntil)
	if len(i.Extras) > 0 {
		b = appendBytes(b, keyExtras, i.Extras)
	}
	for s := range i.Signatures {
		b = appendSignature(b, &i.Signatures[s])
	}
	return b
}

func appendSignature(b []byte, s *DeviceSignature) []byte {
	b = append(b, keySignatures, signatureLength)
	b = appendBytes(b, keySignatureDevice, s.Device[:])
	b = append(b, keySignatureForm, byte(s.Form))
	return appendBytes(b, keySignatureBytes, s.Signature[:])
}

func appendUint(b []byte, key byte, v uint64) []byte {
	if v == 0 {
		return b
	}
	return binary.AppendUvarint(append(b, key), v)
}

func appendBytes(b []byte, key byte, v []byte) []byte {
	return append(binary.AppendUvarint(append(b, key), uint64(len(v))), v...)
}

func appendText(b []byte, key byte, v string) []byte {
	if v == "" {
		return b
	}
	return append(binary.AppendUvarint(append(b, key), uint64(len(v))), v...)
}
