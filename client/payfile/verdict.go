// SPDX-License-Identifier: Apache-2.0

package payfile

// Verdict says what would become of one transfer.
type Verdict string

// The verdicts.
const (
	// VerdictPay: it would be sent, and nothing is known against it.
	VerdictPay Verdict = "PAY"
	// VerdictAnswered: the journal has its answer.
	VerdictAnswered Verdict = "ANSWERED"
	// VerdictPaidBefore: the chain has paid it, though the journal does not say so.
	VerdictPaidBefore Verdict = "PAID_BEFORE"
	// VerdictNotSent: it is not for the chain; Detail names the Reason.
	VerdictNotSent Verdict = "NOT_SENT"
	// VerdictKeyMissing: no signer for the payer's device; the run would stop there.
	VerdictKeyMissing Verdict = "KEY_MISSING"
	// VerdictConflict: its UETR names another payment.
	VerdictConflict Verdict = "CONFLICT"
	// VerdictExpired: its execution day is over.
	VerdictExpired Verdict = "EXPIRED"
	// VerdictWalletMissing: a wallet of the directory is not on the chain.
	VerdictWalletMissing Verdict = "WALLET_MISSING"
	// VerdictDeviceIdle: the device is not the wallet's, or does not count yet or any more.
	VerdictDeviceIdle Verdict = "DEVICE_IDLE"
	// VerdictRefused: the chain would refuse it, or has.
	VerdictRefused Verdict = "REFUSED"
	// VerdictLimit: the limit row that binds payer or payee would leave less at its turn.
	VerdictLimit Verdict = "LIMIT"
	// VerdictBalance: the payer would not hold enough at its turn.
	VerdictBalance Verdict = "BALANCE"
)

// Verdicts are all of them, in the order of README.md.
func Verdicts() []Verdict {
	return []Verdict{
		VerdictPay, VerdictAnswered, VerdictPaidBefore, VerdictNotSent, VerdictKeyMissing, VerdictConflict, VerdictExpired,
		VerdictWalletMissing, VerdictDeviceIdle, VerdictRefused, VerdictLimit, VerdictBalance,
	}
}
