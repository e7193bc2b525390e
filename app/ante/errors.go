// SPDX-License-Identifier: Apache-2.0

package ante

import errorsmod "cosmossdk.io/errors"

// Codespace is the codespace of everything a transaction is refused for before its messages run.
const Codespace = "ante"

// Errors of admission. Codes are stable and never reused; README.md of app/ lists them.
var (
	ErrEnvelope       = errorsmod.Register(Codespace, 2, "transaction envelope not accepted")
	ErrTooLarge       = errorsmod.Register(Codespace, 3, "transaction too large")
	ErrTooMany        = errorsmod.Register(Codespace, 4, "too many messages in one transaction")
	ErrNotAlone       = errorsmod.Register(Codespace, 5, "payment message must be alone in its transaction")
	ErrSignMode       = errorsmod.Register(Codespace, 6, "sign mode not accepted")
	ErrSignerUnknown  = errorsmod.Register(Codespace, 7, "signer unknown")
	ErrSignerInactive = errorsmod.Register(Codespace, 8, "signer not active")
	ErrNotPermitted   = errorsmod.Register(Codespace, 9, "message not permitted to signer")
	ErrGasLimit       = errorsmod.Register(Codespace, 10, "gas limit outside the price list")
	ErrKey            = errorsmod.Register(Codespace, 11, "public key not accepted")
	ErrSignature      = errorsmod.Register(Codespace, 12, "signature does not verify")
	ErrSequence       = errorsmod.Register(Codespace, 13, "sequence out of step")
	ErrTimedOut       = errorsmod.Register(Codespace, 14, "transaction timed out")
	ErrAuditNode      = errorsmod.Register(Codespace, 15, "audit node takes no transactions")
	ErrPoolFilling    = errorsmod.Register(Codespace, 16, "pool is filling")
	ErrPoolShare      = errorsmod.Register(Codespace, 17, "institution's share of the pool is used up")
	ErrPoolTaken      = errorsmod.Register(Codespace, 18, "another transaction waits with this sequence")
)
