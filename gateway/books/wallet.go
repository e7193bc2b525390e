// SPDX-License-Identifier: Apache-2.0

package books

import (
	"fmt"

	"github.com/taelnet/tael/x/wallet"
)

// closeWallet remembers that nothing reaches the wallet any more: what is given back to it goes elsewhere.
func closeWallet(t *turn, msg *wallet.MsgCloseWallet, _ *wallet.MsgCloseWalletResponse) error {
	account, err := accountOf(msg.Address)
	if err != nil {
		return err
	}
	put(t, t.closed, account, struct{}{})
	return nil
}

// accountOf reads an address of a committed message.
func accountOf(text string) (Account, error) {
	address, err := wallet.ParseAddress(text)
	if err != nil {
		return Account{}, fmt.Errorf("%w: %w", ErrBlock, err)
	}
	return Account(address), nil
}
