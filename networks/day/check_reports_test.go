// SPDX-License-Identifier: Apache-2.0

package day

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/wallet"
)

func TestAStatementIsHeldAgainstThePaymentsEntryByEntry(t *testing.T) {
	payer, payee := [20]byte{1}, [20]byte{2}
	lunch, dinner := wallet.NewUETRFromSHA256([32]byte{1}), wallet.NewUETRFromSHA256([32]byte{2})
	both := map[side]int{{lunch.String(), 70, false}: 1}
	cases := map[string]struct {
		payer, payee   map[side]int
		missing, extra int
	}{
		"both sides stand once":               {both, map[side]int{{lunch.String(), 70, true}: 1}, 0, 0},
		"the credit is missing":               {both, map[side]int{}, 1, 0},
		"the credit stands twice":             {both, map[side]int{{lunch.String(), 70, true}: 2}, 0, 1},
		"the credit is of another amount":     {both, map[side]int{{lunch.String(), 71, true}: 1}, 1, 1},
		"the debit stands as a credit":        {map[side]int{{lunch.String(), 70, true}: 1}, map[side]int{{lunch.String(), 70, true}: 1}, 1, 1},
		"what is no payment is not looked at": {both, map[side]int{{lunch.String(), 70, true}: 1, {dinner.String(), 5, true}: 1}, 0, 0},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			d := &Day{cashier: &cashier{tally: newTally()}, inbox: &inbox{customers: []Customer{
				{Custodian: genesis.BankA, Wallet: sdk.AccAddress(payer[:])}, {Custodian: genesis.BankA, Wallet: sdk.AccAddress(payee[:])},
			}}}
			d.cashier.tally.movements = []movement{{lunch, payer, payee, "cny", 70, 0}}
			missing, extra := d.compareEntries(&correspondent{member: genesis.BankA}, map[books.Holding]*account{
				{Account: payer, Denom: "cny"}: {entries: copied(tc.payer)}, {Account: payee, Denom: "cny"}: {entries: copied(tc.payee)},
			})
			require.Equal(t, [2]int{tc.missing, tc.extra}, [2]int{missing, extra})
		})
	}
}

func copied(from map[side]int) map[side]int {
	to := map[side]int{}
	for s, n := range from {
		to[s] = n
	}
	return to
}

func TestEveryOutcomeHasAStatus(t *testing.T) {
	for outcome, status := range map[string]string{
		"PAID NET": "ACCC", "PAID NET again": "ACCC", "PAID INTRA": "ACSC", "PAID DIRECT": "ACSC",
		"REFUSED LIMIT_TX_OUT": "RJCT", "ERROR payment/2": "RJCT", "NOT SENT PAYEE_UNKNOWN": "RJCT",
	} {
		require.Equal(t, status, statusFor(outcome), outcome)
	}
}
