// SPDX-License-Identifier: Apache-2.0

// Package gas is the price list of the chain: what a transaction costs is known before it runs and is the same on
// every node, whatever stores, caches or switches do. Clients price their transactions with the same functions.
package gas

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// The price list. One unit is about ten nanoseconds of one core of a validator.
const (
	PerTransaction = 5_000
	PerByte        = 10
	PerMessage     = 10_000
	PerPayment     = 6_000
	// PerMove is for a wallet that moves to another custodian with what covers its money.
	PerMove        = 20_000
	PerInstruction = 3_000
	// PerFeeLeg is for a fee leg of a payment: it moves money and may owe it.
	PerFeeLeg = 2_000
	// PerExtrasByte is on top of PerByte, for what extras lead to: records of a person, the record of an original.
	PerExtrasByte = 20

	Ed25519   = 3_000
	Secp256k1 = 3_500
	EIP712    = 3_800
	P256      = 7_000
)

// FullBatch covers the dearest batch there is: a full payload and the most instructions, with the dearest signatures and
// extras that fit. It caps the gas a transaction may ask for, and blocks hold ten of them.
const FullBatch = 25_000_000

// Price is the gas of a transaction of that many bytes (TxRaw). Instructions that do not decode cost an instruction
// and their bytes: they fail by themselves and their carrier has paid.
func Price(msgs []sdk.Msg, batch []payment.Decoded, bytes int) uint64 {
	price := uint64(PerTransaction) + PerByte*uint64(bytes)
	for _, msg := range msgs {
		price += ofMessage(msg)
	}
	for i := range batch {
		price += PerInstruction
		if batch[i].Err != nil {
			continue
		}
		for _, sig := range batch[i].Instruction.Signatures {
			price += ofSignature(sig.Form)
		}
		price += ofExtras(len(batch[i].Instruction.Extras), len(batch[i].Instruction.Carried.Fees))
	}
	return price
}

func ofMessage(msg sdk.Msg) uint64 {
	if moves, ok := msg.(*reserve.MsgMoveCustomers); ok {
		return PerMessage + PerMove*uint64(len(moves.Wallets))
	}
	if !IsPayment(msg) {
		return PerMessage
	}
	pay, ok := msg.(*payment.MsgPay)
	if !ok || len(pay.Extras) == 0 {
		return PerPayment
	}
	extras, err := wallet.ParseExtras(pay.Extras)
	if err != nil {
		return PerPayment // it fails by itself and its bytes are paid for
	}
	return PerPayment + ofExtras(len(pay.Extras), len(extras.Fees))
}

func ofExtras(bytes, legs int) uint64 {
	return PerExtrasByte*uint64(bytes) + PerFeeLeg*uint64(legs)
}

// ofSignature prices an unknown form like the dearest one; it is refused when its device is asked.
func ofSignature(form wallet.SignatureForm) uint64 {
	switch form {
	case wallet.SIGNATURE_FORM_RAW_ED25519:
		return Ed25519
	case wallet.SIGNATURE_FORM_RAW_SECP256K1:
		return Secp256k1
	case wallet.SIGNATURE_FORM_EIP712_SECP256K1:
		return EIP712
	default:
		return P256
	}
}

// IsPayment says whether a message moves value between wallets: such a message is alone in its transaction, and one
// event tells of it.
func IsPayment(msg sdk.Msg) bool {
	switch msg.(type) {
	case *payment.MsgPay, *payment.MsgPayBatch, *payment.MsgRefund:
		return true
	default:
		return false
	}
}
