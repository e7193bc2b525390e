// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"fmt"

	kmultisig "github.com/cosmos/cosmos-sdk/crypto/keys/multisig"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Key is the multisig's public key. It fails if the threshold does not fit the seats or a key sits twice.
func (a Authority) Key() (*kmultisig.LegacyAminoPubKey, error) {
	if a.Threshold < 1 || a.Threshold > len(a.Seats) {
		return nil, fmt.Errorf("authority: expected a threshold of 1 to %d seats, got %d", len(a.Seats), a.Threshold)
	}
	for i, seat := range a.Seats {
		if _, nested := seat.(*kmultisig.LegacyAminoPubKey); nested {
			return nil, fmt.Errorf("authority: seat %d: expected a single key, got a multisig", i)
		}
		for _, other := range a.Seats[:i] {
			if other.Equals(seat) {
				return nil, fmt.Errorf("authority: seat %d: expected each key once, got one twice", i)
			}
		}
	}
	return kmultisig.NewLegacyAminoPubKey(a.Threshold, a.Seats), nil
}

// Address is the account that acts for the consortium.
func (a Authority) Address() (sdk.AccAddress, error) {
	key, err := a.Key()
	if err != nil {
		return nil, err
	}
	return sdk.AccAddress(key.Address()), nil
}

// seatAddresses are the officers' own accounts, in the order of the seats.
func (a Authority) seatAddresses() []string {
	addresses := make([]string, 0, len(a.Seats))
	for _, seat := range a.Seats {
		addresses = append(addresses, sdk.AccAddress(seat.Address()).String())
	}
	return addresses
}
