// SPDX-License-Identifier: Apache-2.0

package wallet

// Factors is how strongly a signed instruction was authenticated. The second factor of a wallet is a second device.
type Factors struct {
	// Signatures is how many devices signed, one or two.
	Signatures int
	// Certified says that one of them has a certificate which the custodian checked.
	Certified bool
}

// Authentication is what the signatures of one instruction come to: how strong they are, or why they do not count.
type Authentication struct {
	Factors Factors
	Err     error
}
