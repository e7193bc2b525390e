// SPDX-License-Identifier: Apache-2.0

package reserve

// Decide ends the act: DONE for reason 0, else REFUSED for that compliance reason.
func (a *ActRecord) Decide(reason uint32, at int64) {
	a.Status = ACT_STATUS_DONE
	if reason != 0 {
		a.Status = ACT_STATUS_REFUSED
	}
	a.Reason = reason
	a.At = at
}

// validateTarget checks that the act names what its kind credits or burns from. Error: ErrFieldInvalid.
func (a Act) validateTarget() error {
	hasMember, hasWallet, hasGround := a.Member != "", a.Wallet != "", len(a.Ground) != 0
	fits := false
	switch a.Kind {
	case ACT_KIND_ISSUE:
		fits = hasMember != hasWallet && !hasGround
	case ACT_KIND_BURN:
		fits = hasWallet && !hasMember && !hasGround
	case ACT_KIND_CORRECT:
		fits = hasMember && !hasWallet && len(a.Ground) == DigestLength
	}
	fits = fits && (!a.Reserve || hasMember)
	if !fits {
		return ErrFieldInvalid.Wrapf("act %s: kind %s does not fit member %q, wallet %q and a ground of %d bytes",
			a.Uetr, a.Kind, a.Member, a.Wallet, len(a.Ground))
	}
	return nil
}
