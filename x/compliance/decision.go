// SPDX-License-Identifier: Apache-2.0

package compliance

// Decision is the answer to a Movement. An allowed one carries the usage records to be written when the money moves.
type Decision struct {
	// Reason is ReasonNone if the movement may happen, else why it may not.
	Reason Reason

	first, second Weight
}

// Weight is the usage record that one wallet has after the movement; without a record there is nothing to write.
type Weight struct {
	// Wallet is the raw address.
	Wallet []byte
	// Usage is the encoded record.
	Usage Usage
}

// Allow returns a decision that lets the movement happen and weighs it on at most two wallets.
func Allow(first, second Weight) Decision { return Decision{first: first, second: second} }

// Refuse returns a decision that forbids the movement.
func Refuse(reason Reason) Decision { return Decision{Reason: reason} }

// Allowed says whether the movement may happen.
func (d Decision) Allowed() bool { return d.Reason == ReasonNone }

// Weights returns the usage records to write; those without a record are to be skipped.
func (d Decision) Weights() (first, second Weight) { return d.first, d.second }
