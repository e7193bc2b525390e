// SPDX-License-Identifier: Apache-2.0

package compliance

// Decision is the answer to a Movement. An allowed one carries the usage records to be written when the money moves.
type Decision struct {
	// Reason is ReasonNone if the movement may happen, else why it may not: what the first row says that binds.
	Reason Reason
	// StepUp is the weakest strength at which the refused movement would pass all limits, 0 if there is none.
	StepUp Strength

	weights [2]Weight
	persons *[2]Weight
}

// Weight is the usage record that one wallet or person has after the movement; without a record there is nothing to
// write.
type Weight struct {
	// Wallet is the raw address; for the counters of a person it is empty.
	Wallet []byte
	// Person is the key of a person's counters; for a wallet it is empty.
	Person []byte
	// Usage is the encoded record.
	Usage Usage
}

// MaxWeights is how many records one movement changes at most: two wallets, and the counters of the payer as a person at
// its custodian and over all.
const MaxWeights = 4

// Allow returns a decision that lets the movement happen and weighs it on at most MaxWeights records; the first two are
// those of wallets.
func Allow(weights ...Weight) Decision {
	var d Decision
	n := copy(d.weights[:], weights)
	if rest := weights[n:]; len(rest) > 0 {
		d.persons = new([2]Weight)
		copy(d.persons[:], rest)
	}
	return d
}

// Refuse returns a decision that forbids the movement.
func Refuse(reason Reason) Decision { return Decision{Reason: reason} }

// Allowed says whether the movement may happen.
func (d Decision) Allowed() bool { return d.Reason == ReasonNone }

// Weights returns the usage records of wallets to write; those without a record are to be skipped.
func (d Decision) Weights() (first, second Weight) { return d.weights[0], d.weights[1] }

// PersonWeights returns the usage records of a person to write; those without a record are to be skipped.
func (d Decision) PersonWeights() (atMember, overAll Weight) {
	if d.persons == nil {
		return Weight{}, Weight{}
	}
	return d.persons[0], d.persons[1]
}
