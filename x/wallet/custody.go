// SPDX-License-Identifier: Apache-2.0

package wallet

// ExpiredAt says whether the request counts no more at a unix second.
func (m CustodyMove) ExpiredAt(now int64) bool { return now >= m.ExpiresAt }

// Validate checks a request on its own: a wallet, two members, who asked, times in order. Errors: ErrCustodyMoveInvalid.
func (m CustodyMove) Validate() error {
	switch {
	case len(m.Wallet) != AddressLength:
		return ErrCustodyMoveInvalid.Wrapf("expected a wallet of %d bytes, got %d", AddressLength, len(m.Wallet))
	case m.From == 0 || m.From > 0xffff || m.To == 0 || m.To > 0xffff || m.From == m.To:
		return ErrCustodyMoveInvalid.Wrapf("expected two members numbered from 1 to 65535, got %d and %d", m.From, m.To)
	case m.AskedBy < CUSTODY_ASKER_OWNER || m.AskedBy > CUSTODY_ASKER_CONSORTIUM:
		return ErrCustodyMoveInvalid.Wrapf("expected OWNER, CUSTODIAN or CONSORTIUM to ask, got %s", m.AskedBy)
	case m.AskedAt < 0 || m.ExpiresAt <= m.AskedAt:
		return ErrCustodyMoveInvalid.Wrapf("expected an expiry after the request, got %d after %d", m.ExpiresAt, m.AskedAt)
	}
	return nil
}

// Movable says whether a wallet may change its custodian: an open one of a customer, for SUSPENSE and MEMBER money is
// its member's own. Errors: ErrWalletClosed, ErrCustodyMoveInvalid.
func (w Wallet) Movable() error {
	if w.Closed() {
		return ErrWalletClosed.Wrap("a closed wallet does not change its custodian")
	}
	if !w.Customer() {
		return ErrCustodyMoveInvalid.Wrapf("expected a customer's wallet, got kind %s", w.Kind)
	}
	return nil
}
