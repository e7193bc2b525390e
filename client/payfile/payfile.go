// SPDX-License-Identifier: Apache-2.0

// Package payfile turns a customer's payment file into instructions that devices sign: a Directory says which wallet
// and device stand behind an account, a Planner makes the content of each payment, a Keystore holds development keys.
// Everything here is a function of file, directory and chain id, so that the same file read again, today or after a
// crash, gives the same contents and pays nothing twice.
//
// Pay does the whole of it for one file over a client's lanes, with a journal beside the file; Forecast says before what
// it would do.
//
// Generate writes such files, with directory and keys, from a seed.
package payfile

import errorsmod "cosmossdk.io/errors"

// Codespace names this package's errors.
const Codespace = "payfile"

// The errors, with stable codes. Everything that says no to one transfer is a Reason instead.
var (
	ErrDirectory   = errorsmod.Register(Codespace, 2, "the directory file is malformed")
	ErrExposed     = errorsmod.Register(Codespace, 3, "a file with a secret can be read by others")
	ErrNotLocal    = errorsmod.Register(Codespace, 4, "development keys are for chains tael-local-* only")
	ErrKeyMissing  = errorsmod.Register(Codespace, 5, "the keystore has no key of this device")
	ErrKey         = errorsmod.Register(Codespace, 6, "the key file is malformed")
	ErrOptions     = errorsmod.Register(Codespace, 7, "the generator's options do not fit together")
	ErrNotPlanned  = errorsmod.Register(Codespace, 8, "a refused transfer has no instruction")
	ErrWrongDevice = errorsmod.Register(Codespace, 9, "the signer is not the payer's device")
	ErrJournal     = errorsmod.Register(Codespace, 10, "the journal is not one of this file and chain")
	ErrJournalHeld = errorsmod.Register(Codespace, 11, "another run holds the journal")
	ErrUnknown     = errorsmod.Register(Codespace, 12, "transfers have no final answer; run again to go on")
)
