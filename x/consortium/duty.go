// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"bytes"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Limits of a member's duty holders; they bound what a change of status rewrites.
const (
	// MaxSubmitters is how many submitter lanes a member may have.
	MaxSubmitters = 64
	// MaxOfficers is how many addresses may hold the other duties of a member.
	MaxOfficers = 64
	// AddressLength is the length of an account address in state, in bytes.
	AddressLength = 20
)

// DutySet is a set of duties: bit 1<<duty.
type DutySet uint16

// Has says whether the duty is in the set.
func (s DutySet) Has(duty Duty) bool {
	return ValidateDuty(duty) == nil && s&(1<<duty) != 0
}

// HasAny says whether one of the duties is in the set.
func (s DutySet) HasAny(duties []Duty) bool {
	return slices.ContainsFunc(duties, s.Has)
}

// Duties lists the set, ascending.
func (s DutySet) Duties() []Duty {
	var duties []Duty
	for duty := DUTY_GOVERNANCE; duty <= DUTY_SUBMITTER; duty++ {
		if s.Has(duty) {
			duties = append(duties, duty)
		}
	}
	return duties
}

// NewDutySet gathers duties; those that do not exist are left out.
func NewDutySet(duties ...Duty) DutySet {
	var set DutySet
	for _, duty := range duties {
		if ValidateDuty(duty) == nil {
			set |= 1 << duty
		}
	}
	return set
}

// ValidateDuty returns ErrDutyInvalid for a duty that does not exist.
func ValidateDuty(duty Duty) error {
	if duty < DUTY_GOVERNANCE || duty > DUTY_SUBMITTER {
		return ErrDutyInvalid.Wrapf("expected a known duty, got %s", duty)
	}
	return nil
}

// ValidateOfficerDuty returns ErrDutyInvalid for a duty that the authority does not give or take: the member's own
// OPERATIONS opens and closes its lanes, since a lane can do no more than carry what devices signed.
func ValidateOfficerDuty(duty Duty) error {
	if err := ValidateDuty(duty); err != nil {
		return err
	}
	if duty == DUTY_SUBMITTER {
		return ErrDutyInvalid.Wrapf("expected a duty other than %s, which AddSubmitter and RemoveSubmitter change", duty)
	}
	return nil
}

// ParseAddress reads a bech32 account address of 20 bytes; it returns ErrAddressInvalid.
func ParseAddress(text string) (sdk.AccAddress, error) {
	addr, err := sdk.AccAddressFromBech32(text)
	if err != nil {
		return nil, ErrAddressInvalid.Wrapf("expected a bech32 account address, got %q: %s", text, err)
	}
	if len(addr) != AddressLength {
		return nil, ErrAddressInvalid.Wrapf("expected an address of %d bytes, got %d in %q", AddressLength, len(addr), text)
	}
	return addr, nil
}

// Holder is an address and what it is to the consortium.
type Holder struct {
	// Address is the account, 20 bytes.
	Address sdk.AccAddress
	// Actor is what the account is.
	Actor Actor
}

// Actors gathers the member's duty holders by address, ascending. It returns an error for a bad address or duty, a duty
// that comes twice, a submitter with another duty, or more holders than a member may have.
func (m Member) Actors() ([]Holder, error) {
	var holders []Holder
	for _, duty := range m.Duties {
		addr, err := ParseAddress(duty.Address)
		if err != nil {
			return nil, err
		}
		if holders, err = m.assign(holders, addr, duty.Duty); err != nil {
			return nil, err
		}
	}
	return holders, nil
}

// assign gives the address one more duty of the member, whose holders so far are ascending by address.
func (m Member) assign(holders []Holder, addr sdk.AccAddress, duty Duty) ([]Holder, error) {
	at, found := slices.BinarySearchFunc(holders, addr, func(h Holder, a sdk.AccAddress) int { return bytes.Compare(h.Address, a) })
	if !found {
		if err := m.Room(holders, duty); err != nil {
			return nil, err
		}
		actor, err := m.NewActor()
		if err != nil {
			return nil, err
		}
		holders = slices.Insert(holders, at, Holder{Address: addr, Actor: actor})
	}

	actor, err := holders[at].Actor.Assign(duty)
	if err != nil {
		return nil, err
	}
	holders[at].Actor = actor
	return holders, nil
}

// Room returns ErrDutiesFull if the holders leave no place for one more address with the duty.
func (m Member) Room(holders []Holder, duty Duty) error {
	submitters := 0
	for _, h := range holders {
		if h.Actor.Duties.Has(DUTY_SUBMITTER) {
			submitters++
		}
	}

	if duty == DUTY_SUBMITTER {
		if submitters >= MaxSubmitters {
			return ErrDutiesFull.Wrapf("expected at most %d submitters of member %s, it has %d", MaxSubmitters, m.Id, submitters)
		}
		return nil
	}
	if officers := len(holders) - submitters; officers >= MaxOfficers {
		return ErrDutiesFull.Wrapf("expected at most %d officers of member %s, it has %d", MaxOfficers, m.Id, officers)
	}
	return nil
}
