// SPDX-License-Identifier: Apache-2.0

package app

// restrictSends chains bank's send restrictions, in the one place where that happens: compliance denies every send
// of x/bank that does not carry the movement it authorised.
func restrictSends(k Keepers) {
	k.Bank.AppendSendRestriction(k.Compliance.SendRestriction)
}
