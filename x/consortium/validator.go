// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmttypes "github.com/cometbft/cometbft/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const maxMonikerLength = 70

// MayRunValidator says whether a member in this status may have a validator at all. A suspension stops business, not
// consensus: the consortium decides by itself about the validator of a SUSPENDED member. A member that has left has
// none.
func (s MemberStatus) MayRunValidator() bool {
	return s.Stored() && s != MEMBER_STATUS_LEFT
}

// MayValidate says whether one of the member's roles may run a validator, and its status does not forbid it.
func MayValidate(m Member, validatorRoles RoleSet) bool {
	if !m.Status.MayRunValidator() {
		return false
	}
	for _, role := range m.Roles {
		if validatorRoles.Has(role) {
			return true
		}
	}
	return false
}

// Validate checks the form of the validator; whether its member may run one, the genesis checks. It returns
// ErrValidatorInvalid.
func (v Validator) Validate() error {
	if _, err := Number(v.Member); err != nil {
		return ErrValidatorInvalid.Wrapf("member: %s", err)
	}
	if err := ValidateConsensusKey(v.PubKey); err != nil {
		return err
	}
	if err := v.validateStatus(); err != nil {
		return err
	}
	return validateMoniker(v.Moniker)
}

func (v Validator) validateStatus() error {
	if v.Status == VALIDATOR_STATUS_REMOVED {
		if v.Power != 0 || v.JailedUntil != 0 {
			return ErrValidatorInvalid.Wrapf("expected power 0 and no jail of the REMOVED %q, got %d until %d", v.Moniker, v.Power, v.JailedUntil)
		}
		return nil
	}
	if v.Status < VALIDATOR_STATUS_UNSPECIFIED || v.Status > VALIDATOR_STATUS_REMOVED {
		return ErrValidatorInvalid.Wrapf("expected status ACTIVE, JAILED or REMOVED of %q, got %d", v.Moniker, v.Status)
	}
	if v.Punished {
		return ErrValidatorInvalid.Wrapf("expected %q to be REMOVED since it was punished, it is %s", v.Moniker, v.Status)
	}
	if jailed := v.Status == VALIDATOR_STATUS_JAILED; jailed && v.JailedUntil <= 0 || !jailed && v.JailedUntil != 0 {
		return ErrValidatorInvalid.Wrapf("expected jailed_until above zero when JAILED and 0 otherwise, %q is %s until %d", v.Moniker, v.Status, v.JailedUntil)
	}
	return ValidatePower(v.Power)
}

// ValidateConsensusKey checks the form of a consensus key; it returns ErrValidatorInvalid.
func ValidateConsensusKey(pubKey []byte) error {
	if len(pubKey) != ed25519.PubKeySize {
		return ErrValidatorInvalid.Wrapf("expected an Ed25519 key of %d bytes, got %d", ed25519.PubKeySize, len(pubKey))
	}
	return nil
}

// ValidatePower checks the power of a validator that votes or may vote again: 1 to what CometBFT can count in total.
func ValidatePower(power int64) error {
	if power <= 0 {
		return ErrValidatorInvalid.Wrapf("expected a power above zero, got %d", power)
	}
	// CometBFT panics above its total, so no single power may come near an overflow of the sum.
	if power > cmttypes.MaxTotalVotingPower {
		return ErrValidatorInvalid.Wrapf("expected a power of at most %d, got %d", cmttypes.MaxTotalVotingPower, power)
	}
	return nil
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

// Record returns the validator as the state keeps it: a status that is unset means ACTIVE.
func (v Validator) Record() Validator {
	if v.Status == VALIDATOR_STATUS_UNSPECIFIED {
		v.Status = VALIDATOR_STATUS_ACTIVE
	}
	return v
}

// Active says whether the validator votes.
func (v Validator) Active() bool {
	return v.Status == VALIDATOR_STATUS_ACTIVE || v.Status == VALIDATOR_STATUS_UNSPECIFIED
}

// Jail takes the validator out of consensus for at least the term.
func (v Validator) Jail(now time.Time, term uint64) Validator {
	v.Status = VALIDATOR_STATUS_JAILED
	v.JailedUntil = now.Unix() + int64(term) //nolint:gosec // the policy holds the term to years
	return v
}

// Unjail lets the validator vote again. It returns ErrValidatorState unless it is JAILED, and ErrJailTerm before the
// term is over.
func (v Validator) Unjail(now time.Time) (Validator, error) {
	if v.Status != VALIDATOR_STATUS_JAILED {
		return v, ErrValidatorState.Wrapf("expected %s to be JAILED, it is %s", v.ConsensusAddress(), v.Status)
	}
	if now.Unix() < v.JailedUntil {
		return v, ErrJailTerm.Wrapf("expected a block time of at least %d, it is %d", v.JailedUntil, now.Unix())
	}
	v.Status, v.JailedUntil = VALIDATOR_STATUS_ACTIVE, 0
	return v, nil
}

// Remove takes the validator out for good.
func (v Validator) Remove() Validator {
	v.Status, v.Power, v.JailedUntil = VALIDATOR_STATUS_REMOVED, 0, 0
	return v
}

// Punish takes the validator out for good, for what it did.
func (v Validator) Punish() Validator {
	v = v.Remove()
	v.Punished = true
	return v
}

// ConsensusAddress is the address of the consensus key as CometBFT names it in votes and evidence.
func (v Validator) ConsensusAddress() sdk.ConsAddress { return ConsensusAddressOf(v.PubKey) }

// ConsensusAddressOf is the address of an Ed25519 consensus key.
func ConsensusAddressOf(pubKey []byte) sdk.ConsAddress {
	return sdk.ConsAddress(ed25519.PubKey(pubKey).Address())
}

// ParseConsensusAddress reads the bech32 text of a consensus address; it returns ErrAddressInvalid.
func ParseConsensusAddress(text string) (sdk.ConsAddress, error) {
	addr, err := sdk.ConsAddressFromBech32(text)
	if err != nil {
		return nil, ErrAddressInvalid.Wrapf("expected a consensus address, got %q: %s", text, err)
	}
	if len(addr) != AddressLength {
		return nil, ErrAddressInvalid.Wrapf("expected a consensus address of %d bytes, got %d", AddressLength, len(addr))
	}
	return addr, nil
}

// Update is the validator as consensus takes it.
func (v Validator) Update() abci.ValidatorUpdate {
	return abci.Ed25519ValidatorUpdate(v.PubKey, v.Power)
}

// RetiredKey is what stays of the validator's present key when a new one takes its place.
func (v Validator) RetiredKey(successor []byte, height int64) RetiredKey {
	return RetiredKey{PubKey: v.PubKey, Member: v.Member, Successor: successor, Height: height}
}

// Validate checks the form of the record; it returns ErrValidatorInvalid.
func (k RetiredKey) Validate() error {
	if _, err := Number(k.Member); err != nil {
		return ErrValidatorInvalid.Wrapf("retired key: member: %s", err)
	}
	if len(k.PubKey) != ed25519.PubKeySize || len(k.Successor) != ed25519.PubKeySize {
		return ErrValidatorInvalid.Wrapf("expected a retired key and a successor of %d bytes, got %d and %d", ed25519.PubKeySize, len(k.PubKey), len(k.Successor))
	}
	if k.Height < 0 {
		return ErrValidatorInvalid.Wrapf("expected the height of a rotation, got %d", k.Height)
	}
	return nil
}
