// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmttypes "github.com/cometbft/cometbft/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const maxMonikerLength = 70

// Validate checks the form of the validator; whether its member may run one, the genesis checks. It returns
// ErrValidatorInvalid.
func (v Validator) Validate() error {
	if _, err := Number(v.Member); err != nil {
		return ErrValidatorInvalid.Wrapf("member: %s", err)
	}
	if len(v.PubKey) != ed25519.PubKeySize {
		return ErrValidatorInvalid.Wrapf("expected an Ed25519 key of %d bytes of member %d, got %d", ed25519.PubKeySize, v.Member, len(v.PubKey))
	}
	if v.Power <= 0 {
		return ErrValidatorInvalid.Wrapf("expected a power above zero of member %d, got %d", v.Member, v.Power)
	}
	// CometBFT panics above its total, so no single power may come near an overflow of the sum.
	if v.Power > cmttypes.MaxTotalVotingPower {
		return ErrValidatorInvalid.Wrapf("expected a power of at most %d of member %d, got %d", cmttypes.MaxTotalVotingPower, v.Member, v.Power)
	}
	return validateMoniker(v.Moniker)
}

func validateMoniker(moniker string) error {
	if moniker == "" || len(moniker) > maxMonikerLength {
		return ErrValidatorInvalid.Wrapf("expected a moniker of 1 to %d characters, got %d", maxMonikerLength, len(moniker))
	}
	for _, c := range []byte(moniker) {
		if c < ' ' || c > '~' {
			return ErrValidatorInvalid.Wrapf("expected a moniker of printable ASCII, got %q", moniker)
		}
	}
	return nil
}

// ConsensusAddress is the address of the consensus key as CometBFT names it in votes and evidence.
func (v Validator) ConsensusAddress() sdk.ConsAddress {
	return sdk.ConsAddress(ed25519.PubKey(v.PubKey).Address())
}

// Update is the validator as consensus takes it.
func (v Validator) Update() abci.ValidatorUpdate {
	return abci.Ed25519ValidatorUpdate(v.PubKey, v.Power)
}
