// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/ethereum/go-ethereum/crypto"
)

// The typed data of EIP-712 for the one type that Tael signs. Field order is part of the type hash.
const (
	eip712DomainType      = "EIP712Domain(string name,string version,uint256 chainId,bytes32 salt)"
	eip712InstructionType = "Instruction(uint8 kind,bytes16 uetr,bytes32 payer,bytes32 payee,string denom,uint128 amount," +
		"string purpose,bytes32 reference,bytes32 extras,uint64 validUntil,bytes32 device)"
	eip712Name    = "Tael"
	eip712Version = "1"
)

var (
	eip712DomainTypeHash      = crypto.Keccak256Hash([]byte(eip712DomainType))
	eip712InstructionTypeHash = crypto.Keccak256Hash([]byte(eip712InstructionType))
	eip712NameHash            = crypto.Keccak256Hash([]byte(eip712Name))
	eip712VersionHash         = crypto.Keccak256Hash([]byte(eip712Version))
)

// EIP712Digest is what a secp256k1 device signs in the EIP712 form: keccak256(0x1901 || domain separator || struct
// hash), for the domain of this chain (chainId = eip155, salt = SHA-256 of the chain id) and the Instruction type.
// Payer, payee and device are left-padded to 32 bytes; an absent reference or extras digest is zero.
func EIP712Digest(c Content, device [20]byte, eip155 uint64) [32]byte {
	domain := eip712DomainSeparator(c.ChainID, eip155)
	structure := eip712StructHash(&c, device)
	return crypto.Keccak256Hash([]byte{0x19, 0x01}, domain[:], structure[:])
}

func eip712DomainSeparator(chainID string, eip155 uint64) [32]byte {
	salt := sha256.Sum256([]byte(chainID))
	id := word64(eip155)
	return crypto.Keccak256Hash(eip712DomainTypeHash[:], eip712NameHash[:], eip712VersionHash[:], id[:], salt[:])
}

func eip712StructHash(c *Content, device [20]byte) [32]byte {
	const words = 12
	b := make([]byte, 0, words*32)
	add := func(word [32]byte) { b = append(b, word[:]...) }
	add(eip712InstructionTypeHash)
	add(word64(uint64(c.Kind)))
	add(wordRight(c.UETR[:])) // bytesN is padded behind, numbers in front
	add(wordLeft(c.Payer[:]))
	add(wordLeft(c.Payee[:]))
	add(crypto.Keccak256Hash([]byte(c.Denom)))
	add(word64(c.Amount))
	add(crypto.Keccak256Hash([]byte(c.Purpose)))
	add(c.Reference)
	add(c.ExtrasDigest)
	add(word64(c.ValidUntil))
	add(wordLeft(device[:]))
	return crypto.Keccak256Hash(b)
}

func word64(v uint64) (w [32]byte) {
	binary.BigEndian.PutUint64(w[24:], v)
	return w
}

func wordLeft(b []byte) (w [32]byte) {
	copy(w[32-len(b):], b)
	return w
}

func wordRight(b []byte) (w [32]byte) {
	copy(w[:], b)
	return w
}
