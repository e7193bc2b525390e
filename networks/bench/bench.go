// SPDX-License-Identifier: Apache-2.0

// Package bench measures what a payment costs on a Tael network, on a stock chain of the same SDK and in a database, on
// one machine and in one run, and says whether the ratios hold that are claimed. Every figure of a payment is of one
// that a block shows as paid; what was only submitted counts nothing.
package bench

// Kind names what is measured.
type Kind string

// What is measured. Every batch has one signature of one device per payment.
const (
	// Vanilla is the stock chain: one MsgSend per transaction, signed with secp256k1.
	Vanilla Kind = "vanilla"
	// Single is Tael with one MsgPay per transaction, signed with the owner's secp256k1 key.
	Single Kind = "tael-single"
	// BatchEd25519 is Tael's batch lane with Ed25519 devices.
	BatchEd25519 Kind = "tael-batch-ed25519"
	// BatchSecp256k1 is Tael's batch lane with secp256k1 devices.
	BatchSecp256k1 Kind = "tael-batch-secp256k1"
	// BatchP256 is Tael's batch lane with P-256 devices.
	BatchP256 Kind = "tael-batch-p256"
	// Postgres is double entry in PostgreSQL with an idempotency key.
	Postgres Kind = "postgresql"
)

// Say tells people how far a run is.
type Say func(format string, args ...any)
