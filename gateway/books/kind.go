// SPDX-License-Identifier: Apache-2.0

package books

import "strconv"

// Kind is what a movement was. The numbers are stable: books that were written down keep their meaning.
type Kind uint8

// The kinds, in the order of their numbers.
const (
	// KindPay is a payment from wallet to wallet.
	KindPay Kind = iota + 1
	// KindRefund gives back all or part of a payment.
	KindRefund
	// KindFee is a fee, a leg of a payment.
	KindFee
	// KindIssue is e-money minted against a receipt.
	KindIssue
	// KindReturn is e-money minted again because a pay-out came back.
	KindReturn
	// KindRedeem is money of a wallet that goes into escrow to leave.
	KindRedeem
	// KindRelease is money of an escrow that goes back to its owner.
	KindRelease
	// KindBurn is an escrow burnt because its pay-out was made.
	KindBurn
	// KindCbdcIssue is central-bank money issued.
	KindCbdcIssue
	// KindCbdcBurn is central-bank money burnt from the central bank's own wallet.
	KindCbdcBurn
	// KindCorrection is central-bank money burnt from a settlement account.
	KindCorrection
	// KindFundsIn fills a settlement account from its member's wallet.
	KindFundsIn
	// KindFundsOut takes from a settlement account to its member's wallet.
	KindFundsOut
	// KindSettlement settles cycles between members.
	KindSettlement
	// KindCustody is settlement money that goes along with a wallet to its new custodian.
	KindCustody
	// KindSweep is money of a dormant wallet that goes to its custodian's SUSPENSE wallet.
	KindSweep
)

var kindNames = [...]string{
	"", "PAY", "REFUND", "FEE", "ISSUE", "RETURN", "REDEEM", "RELEASE", "BURN", "CBDC_ISSUE", "CBDC_BURN", "CORRECTION",
	"FUNDS_IN", "FUNDS_OUT", "SETTLEMENT", "CUSTODY", "SWEEP",
}

// Kinds returns every kind in the order of the numbers.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kindNames)-1)
	for k := range kindNames[1:] {
		all = append(all, Kind(k+1))
	}
	return all
}

// String is the name that does not change, for example SETTLEMENT.
func (k Kind) String() string {
	if k == 0 || int(k) >= len(kindNames) {
		return "KIND_" + strconv.Itoa(int(k))
	}
	return kindNames[k]
}
