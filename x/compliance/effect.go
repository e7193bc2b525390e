// SPDX-License-Identifier: Apache-2.0

package compliance

// RefusesOut returns why a wallet under this effect may not pay, or ReasonNone.
func (e Effect) RefusesOut(kind MovementKind) Reason {
	if !kind.Stoppable() {
		return ReasonNone
	}
	switch e {
	case EFFECT_FROZEN:
		return ReasonPayerFrozen
	case EFFECT_DEEP_FROZEN:
		return ReasonPayerDeepFrozen
	case EFFECT_SANCTIONED:
		return ReasonPayerSanctioned
	default:
		return ReasonNone
	}
}

// RefusesIn returns why a wallet under this effect may not receive, or ReasonNone. Money enters a frozen wallet.
func (e Effect) RefusesIn(kind MovementKind) Reason {
	if !kind.Stoppable() {
		return ReasonNone
	}
	switch e {
	case EFFECT_DEEP_FROZEN:
		return ReasonPayeeDeepFrozen
	case EFFECT_SANCTIONED:
		return ReasonPayeeSanctioned
	default:
		return ReasonNone
	}
}

// Validate returns ErrRequestInvalid unless the effect restricts something.
func (e Effect) Validate() error {
	if e < EFFECT_FROZEN || e > EFFECT_SANCTIONED {
		return ErrRequestInvalid.Wrapf("expected effect FROZEN, DEEP_FROZEN or SANCTIONED, got %s", e)
	}
	return nil
}
