// SPDX-License-Identifier: Apache-2.0

//go:build cgo

package token

import (
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/pkcs11"
)

// lostCodes are what modules answer when the session, the login or the token behind it is gone: after a restart of the
// smart-card service or of a network HSM, or when the token was pulled out and put back.
var lostCodes = []pkcs11.Error{
	pkcs11.CKR_SESSION_HANDLE_INVALID, pkcs11.CKR_SESSION_CLOSED, pkcs11.CKR_USER_NOT_LOGGED_IN, pkcs11.CKR_CRYPTOKI_NOT_INITIALIZED,
	pkcs11.CKR_DEVICE_REMOVED, pkcs11.CKR_DEVICE_ERROR, pkcs11.CKR_TOKEN_NOT_PRESENT, pkcs11.CKR_TOKEN_NOT_RECOGNIZED,
	pkcs11.CKR_KEY_HANDLE_INVALID, pkcs11.CKR_OBJECT_HANDLE_INVALID, pkcs11.CKR_GENERAL_ERROR, pkcs11.CKR_FUNCTION_FAILED,
}

var pinCodes = []pkcs11.Error{
	pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_LOCKED, pkcs11.CKR_PIN_EXPIRED, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE,
}

func says(err error, codes []pkcs11.Error) bool {
	var code pkcs11.Error
	return errors.As(err, &code) && slices.Contains(codes, code)
}

// lost says whether an error means that the session has to be opened anew.
func lost(err error) bool { return errors.Is(err, ErrLost) || says(err, lostCodes) }

// requireLogin fails with ErrLost unless the session is there and logged in. Without a login a token hides its private
// objects, so that a counter would look deleted.
func (t *Token) requireLogin() error {
	if t.module == nil {
		return ErrLost
	}
	info, err := t.module.GetSessionInfo(t.session)
	if err != nil {
		return err
	}
	if info.State != pkcs11.CKS_RW_USER_FUNCTIONS {
		return fmt.Errorf("%w: its session is not logged in any more", ErrLost)
	}
	return nil
}

// Renew opens the session anew if cause says that it was lost, and returns nil if the same key is there again. Whoever
// calls it begins what failed from its beginning: the token may have been used by somebody else, or restored, since. It
// returns cause if that says something else; ErrLost with cause and the reason while the token is away or not due to
// be tried; and ErrOtherKey if the token holds another key of that label now, which is never taken.
func (t *Token) Renew(cause error) error {
	if !lost(cause) {
		return cause
	}
	now := t.now()
	if err := t.retry.due(now); err != nil {
		return t.away(cause, err)
	}
	if err := t.reopen(); err != nil {
		t.retry.failed(now, err, says(err, pinCodes))
		return t.away(cause, err)
	}
	t.retry = retry{}
	return nil
}

func (t *Token) away(cause, err error) error {
	if errors.Is(cause, ErrLost) {
		return fmt.Errorf("%w: %w", cause, err)
	}
	return fmt.Errorf("%w: %w: %w", ErrLost, cause, err)
}

// reopen gives up what is left of the session, and the module with it if it is this token's, and logs in anew.
func (t *Token) reopen() error {
	t.giveUp()
	again, err := login(t.where, t.pin)
	if err != nil {
		return err
	}
	if err := again.findKey(); err != nil {
		return errors.Join(err, again.Close())
	}
	if !again.public.Equals(t.public) {
		return errors.Join(fmt.Errorf("%w: expected %X labelled %q, it has %X", ErrOtherKey, t.public.Bytes(), t.where.Label, again.public.Bytes()), again.Close())
	}
	t.module, t.session, t.opened, t.private = again.module, again.session, again.opened, again.private
	return nil
}

// giveUp closes what can be closed. Nothing of a lost session tells whether it could.
func (t *Token) giveUp() {
	if t.module != nil {
		_ = t.Close()
	}
}
