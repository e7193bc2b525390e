// SPDX-License-Identifier: Apache-2.0

package wallet

// DormantFrom is the unix second from which a wallet with a notice counts as dormant; 0 without a notice. term is in
// seconds.
func (w Wallet) DormantFrom(term uint64) int64 {
	if w.DormantNoticeAt == 0 {
		return 0
	}
	return w.DormantNoticeAt + int64(term)
}

// DormantAt says whether the term of a notice is over at a unix second and the wallet is still open. Whether anything
// moved since is asked of compliance.
func (w Wallet) DormantAt(now int64, term uint64) bool {
	return w.DormantNoticeAt != 0 && !w.Closed() && now >= w.DormantFrom(term)
}

// GiveDormancyNotice notes the notice at a unix second. Errors: ErrWalletClosed; ErrDormancyNotice if the wallet is no
// customer's or has one.
func (w *Wallet) GiveDormancyNotice(now int64) error {
	switch {
	case w.Closed():
		return ErrWalletClosed.Wrap("a closed wallet is not dormant")
	case !w.Customer():
		return ErrDormancyNotice.Wrapf("expected a customer's wallet, got kind %s", w.Kind)
	case w.DormantNoticeAt != 0:
		return ErrDormancyNotice.Wrapf("expected a wallet without notice, got one of %d", w.DormantNoticeAt)
	}
	w.DormantNoticeAt = now
	return nil
}

// WithdrawDormancyNotice removes the notice. Errors: ErrDormancyNotice if there is none.
func (w *Wallet) WithdrawDormancyNotice() error {
	if w.DormantNoticeAt == 0 {
		return ErrDormancyNotice.Wrap("expected a wallet with a notice, got none")
	}
	w.DormantNoticeAt = 0
	return nil
}
