// SPDX-License-Identifier: Apache-2.0

package wallet_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/wallet"
)

// instructionVector is one instruction as another implementation would build, sign and encode it.
type instructionVector struct {
	Name       string            `json:"name"`
	ChainID    string            `json:"chain_id"`
	EIP155     uint64            `json:"eip155_id"`
	Kind       uint32            `json:"kind"`
	UETR       string            `json:"uetr"`
	Payer      string            `json:"payer"`
	Payee      string            `json:"payee"`
	Denom      string            `json:"denom,omitempty"`
	Amount     uint64            `json:"amount,omitempty"`
	Purpose    string            `json:"purpose,omitempty"`
	Reference  string            `json:"reference,omitempty"`
	ValidUntil uint64            `json:"valid_until"`
	Extras     string            `json:"extras,omitempty"`
	Content    string            `json:"content"`
	Digest     string            `json:"content_sha256"`
	Signatures []deviceSignature `json:"signatures"`
	Encoded    string            `json:"encoded"`
}

type deviceSignature struct {
	Algorithm uint32 `json:"algorithm"`
	PublicKey string `json:"public_key"`
	Device    string `json:"device"`
	Form      uint32 `json:"form"`
	Signed    string `json:"signed_digest"`
	Signature string `json:"signature"`
}

func newInstructionVector(t *testing.T, name string, c wallet.Content, extras []byte, forms ...wallet.SignatureForm) instructionVector {
	t.Helper()
	ins := signed(t, c, extras, forms...)
	digest := ins.Digest()
	v := instructionVector{
		Name: name, ChainID: ins.ChainID, EIP155: testEIP155, Kind: uint32(ins.Kind), UETR: ins.UETR.String(),
		Payer: hex.EncodeToString(ins.Payer[:]), Payee: hex.EncodeToString(ins.Payee[:]), Denom: ins.Denom, Amount: ins.Amount,
		Purpose: ins.Purpose, ValidUntil: ins.ValidUntil, Extras: hex.EncodeToString(extras),
		Content: hex.EncodeToString(ins.Bytes()), Digest: hex.EncodeToString(digest[:]), Encoded: hex.EncodeToString(ins.Encode()),
	}
	if ins.Reference != ([32]byte{}) {
		v.Reference = hex.EncodeToString(ins.Reference[:])
	}
	for i, form := range forms {
		s := ins.Signatures[i]
		signer := newSigner(t, form.Algorithm(), form.String())
		over := wallet.FormDigest(form, ins.Content, s.Device, testEIP155)
		v.Signatures = append(v.Signatures, deviceSignature{
			Algorithm: uint32(signer.Algorithm()), PublicKey: hex.EncodeToString(signer.PublicKey()), Device: hex.EncodeToString(s.Device[:]),
			Form: uint32(form), Signed: hex.EncodeToString(over[:]), Signature: hex.EncodeToString(s.Signature[:]),
		})
	}
	return v
}

func instructionVectors(t *testing.T) []instructionVector {
	t.Helper()
	refund, extras := refundContent()
	bare := payContent()
	bare.Purpose, bare.Reference = "", [32]byte{}
	return []instructionVector{
		newInstructionVector(t, "PAY, secp256k1", payContent(), nil, wallet.SIGNATURE_FORM_RAW_SECP256K1),
		newInstructionVector(t, "PAY, P-256", payContent(), nil, wallet.SIGNATURE_FORM_RAW_P256),
		newInstructionVector(t, "PAY, Ed25519", payContent(), nil, wallet.SIGNATURE_FORM_RAW_ED25519),
		newInstructionVector(t, "PAY, secp256k1 by EIP-712", payContent(), nil, wallet.SIGNATURE_FORM_EIP712_SECP256K1),
		newInstructionVector(t, "PAY without purpose and reference", bare, nil, wallet.SIGNATURE_FORM_EIP712_SECP256K1),
		newInstructionVector(t, "PAY, two devices", payContent(), nil, wallet.SIGNATURE_FORM_RAW_P256, wallet.SIGNATURE_FORM_EIP712_SECP256K1),
		newInstructionVector(t, "REFUND, Ed25519", refund, extras, wallet.SIGNATURE_FORM_RAW_ED25519),
		newInstructionVector(t, "REFUND by EIP-712", refund, extras, wallet.SIGNATURE_FORM_EIP712_SECP256K1),
		newInstructionVector(t, "CONTEST, P-256", contestContent(), nil, wallet.SIGNATURE_FORM_RAW_P256),
		newInstructionVector(t, "PAY with a fee, Ed25519", payContent(), wallet.Extras{Fees: fullExtras().Fees[:1]}.Encode(), wallet.SIGNATURE_FORM_RAW_ED25519),
		newInstructionVector(t, "PAY by a static code, P-256", payContent(), wallet.Extras{Channel: wallet.CHANNEL_STATIC_CODE}.Encode(), wallet.SIGNATURE_FORM_RAW_P256),
		newInstructionVector(t, "PAY with the payer's tag, secp256k1", payContent(), wallet.Extras{Person: fullExtras().Person}.Encode(), wallet.SIGNATURE_FORM_RAW_SECP256K1),
		newInstructionVector(t, "PAY with every extra by EIP-712 and Ed25519", payContent(), fullExtras().Encode(),
			wallet.SIGNATURE_FORM_EIP712_SECP256K1, wallet.SIGNATURE_FORM_RAW_ED25519),
	}
}

// vectorFile compares what the code makes with a committed file, or writes the file with -rewrite, and returns the file's.
func vectorFile[T any](t *testing.T, path string, made []T) []T {
	t.Helper()
	b, err := json.MarshalIndent(made, "", "  ")
	require.NoError(t, err)
	b = append(b, '\n')
	if *rewrite {
		require.NoError(t, os.WriteFile(path, b, 0o600))
	}
	committed, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(committed), string(b), "the code makes other vectors than %s", path)
	var read []T
	require.NoError(t, json.Unmarshal(committed, &read))
	return read
}

func TestVectorsOfInstructions(t *testing.T) {
	for _, v := range vectorFile(t, "testdata/instructions.json", instructionVectors(t)) {
		t.Run(v.Name, func(t *testing.T) {
			ins, err := wallet.DecodeInstruction(unhex(t, v.Encoded), v.ChainID)
			require.NoError(t, err)
			require.Equal(t, v.Encoded, hex.EncodeToString(ins.Encode()))
			require.Equal(t, v.Content, hex.EncodeToString(ins.Bytes()))
			require.Equal(t, v.Extras, hex.EncodeToString(ins.Carried.Encode()))
			require.Len(t, ins.Signatures, len(v.Signatures))
			for i, s := range v.Signatures {
				got := ins.Signatures[i]
				require.Equal(t, s.Device, hex.EncodeToString(got.Device[:]))
				over := wallet.FormDigest(got.Form, ins.Content, got.Device, v.EIP155)
				require.Equal(t, s.Signed, hex.EncodeToString(over[:]))
				if got.Form == wallet.SIGNATURE_FORM_EIP712_SECP256K1 {
					require.Equal(t, s.Signed, hex.EncodeToString(typedDigest(ins.Content, got.Device, v.EIP155)))
				}
				key := unhex(t, s.PublicKey)
				require.Equal(t, got.Device, wallet.DeviceID(wallet.KeyAlgorithm(s.Algorithm), key))
				require.NoError(t, wallet.VerifySignature(wallet.KeyAlgorithm(s.Algorithm), key, got.Form, over, got.Signature))
			}
		})
	}
}

func TestVectorsOfSignatures(t *testing.T) {
	for _, v := range vectorFile(t, "testdata/signatures.json", signatureVectors(t)) {
		t.Run(v.Algorithm+" "+v.Name, func(t *testing.T) {
			algorithm := wallet.KeyAlgorithm(wallet.KeyAlgorithm_value["KEY_ALGORITHM_"+v.Algorithm])
			key := unhex(t, v.PublicKey)
			err := wallet.VerifySignature(algorithm, key, algorithm.RawForm(), [32]byte(unhex(t, v.Digest)), [64]byte(unhex(t, v.Signature)))
			if v.Valid {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, wallet.ErrSignatureInvalid)
			}
			if err := wallet.ValidateKey(algorithm, key); v.Bindable {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, wallet.ErrDeviceInvalid)
			}
		})
	}
}

func unhex(t *testing.T, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(digits)
	require.NoError(t, err)
	return b
}
