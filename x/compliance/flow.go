// SPDX-License-Identifier: Apache-2.0

package compliance

import "github.com/taelnet/tael/x/wallet"

// Flow is one side of a movement as limits weigh it.
type Flow struct {
	// Measure is OUT or IN.
	Measure Measure
	// Denom is the asset that moves.
	Denom string
	// Amount is in minor units; of OUT it includes the fees.
	Amount uint64
	// Strength is how the payer was authenticated.
	Strength Strength
	// Channel is how the payment was begun.
	Channel wallet.Channel
	// Own says whether the other account is the same person's.
	Own bool
}

// way is how a flow moved, in one byte, by which the entries of a usage record are kept apart:
//
//	measure (1 bit, 1 is IN) | strength (3) | channel (3) | own (1)
type way byte

const (
	wayIn         way = 1 << 7
	wayOwn        way = 1
	strengthShift     = 4
	channelShift      = 1
	threeBits     way = 7
)

// way returns the way of the flow.
func (f *Flow) way() way {
	w := way(f.Strength.Stated())<<strengthShift | (way(f.Channel)&threeBits)<<channelShift
	if f.Measure == MEASURE_IN {
		w |= wayIn
	}
	if f.Own {
		w |= wayOwn
	}
	return w
}

func (w way) measure() Measure {
	if w&wayIn != 0 {
		return MEASURE_IN
	}
	return MEASURE_OUT
}

func (w way) strength() Strength { return Strength(w >> strengthShift & threeBits) }

func (w way) channel() wallet.Channel { return wallet.Channel(w >> channelShift & threeBits) }

func (w way) own() bool { return w&wayOwn != 0 }

// valid says whether a flow can have this way.
func (w way) valid() bool {
	return w.strength() >= STRENGTH_NONE && w.strength() <= STRENGTH_CERT && w.channel() <= wallet.CHANNEL_IN_PERSON
}
