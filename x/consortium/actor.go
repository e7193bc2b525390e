// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	collcodec "cosmossdk.io/collections/codec"
)

// Actor is what an address is to the consortium: whose it is and what it may do. Status and roles repeat the member's
// record, so that judging a signer costs one read; they are kept in step by the keeper.
type Actor struct {
	// Member is the number of the member it acts for.
	Member uint32
	// Duties are what it may do.
	Duties DutySet
	// Roles are the member's roles.
	Roles RoleSet
	// Status is the member's status.
	Status MemberStatus
}

// NewActor returns an actor of the member that holds no duty yet.
func (m Member) NewActor() (Actor, error) {
	roles, err := NewRoleSet(m.Roles)
	if err != nil {
		return Actor{}, err
	}
	return Actor{Member: m.Number, Roles: roles, Status: m.Status}, nil
}

// Assign gives the actor one more duty. It returns ErrDutyInvalid for an unknown duty and ErrDutyHeld if the actor
// holds it already or if a submitter would hold a second duty: a key that lies in a hot machine must open nothing else.
func (a Actor) Assign(duty Duty) (Actor, error) {
	if err := ValidateDuty(duty); err != nil {
		return a, err
	}
	if a.Duties.Has(duty) {
		return a, ErrDutyHeld.Wrapf("expected an address without %s, it holds it", duty)
	}
	if a.Duties.Has(DUTY_SUBMITTER) || duty == DUTY_SUBMITTER && a.Duties != 0 {
		return a, ErrDutyHeld.Wrapf("expected a submitter to hold nothing else, address holds %v and would get %s", a.Duties.Duties(), duty)
	}
	a.Duties |= 1 << duty
	return a, nil
}

// Withdraw takes a duty from the actor; it returns ErrDutyUnknown if the actor does not hold it.
func (a Actor) Withdraw(duty Duty) (Actor, error) {
	if !a.Duties.Has(duty) {
		return a, ErrDutyUnknown.Wrapf("expected an address with %s, it holds %v", duty, a.Duties.Duties())
	}
	a.Duties &^= 1 << duty
	return a, nil
}

// actorLength: member (2), duties (2), roles (2), status (1), big-endian.
const actorLength = 7

// ActorValue is the fixed form in which the state keeps an actor: member, duties and roles as two big-endian bytes
// each, then the status as one byte.
var ActorValue collcodec.ValueCodec[Actor] = actorValue{}

type actorValue struct{}

func (actorValue) Encode(a Actor) ([]byte, error) {
	member, err := Number(a.Member)
	if err != nil {
		return nil, err
	}
	if a.Status < 0 || a.Status > math.MaxUint8 {
		return nil, fmt.Errorf("%w: expected a status of one byte, got %d", collcodec.ErrEncoding, a.Status)
	}
	b := make([]byte, actorLength)
	binary.BigEndian.PutUint16(b, member)
	binary.BigEndian.PutUint16(b[2:], uint16(a.Duties))
	binary.BigEndian.PutUint16(b[4:], uint16(a.Roles))
	b[6] = byte(a.Status)
	return b, nil
}

func (actorValue) Decode(b []byte) (Actor, error) {
	if len(b) != actorLength {
		return Actor{}, fmt.Errorf("%w: expected an actor of %d bytes, got %d", collcodec.ErrEncoding, actorLength, len(b))
	}
	return Actor{
		Member: uint32(binary.BigEndian.Uint16(b)),
		Duties: DutySet(binary.BigEndian.Uint16(b[2:])),
		Roles:  RoleSet(binary.BigEndian.Uint16(b[4:])),
		Status: MemberStatus(b[6]),
	}, nil
}

func (actorValue) EncodeJSON(a Actor) ([]byte, error) { return json.Marshal(a) }

func (actorValue) DecodeJSON(b []byte) (Actor, error) {
	var a Actor
	err := json.Unmarshal(b, &a)
	return a, err
}

func (actorValue) Stringify(a Actor) string {
	return fmt.Sprintf("member %d duties %v roles %v %s", a.Member, a.Duties.Duties(), a.Roles.Roles(), a.Status)
}

func (actorValue) ValueType() string { return "tael.consortium.v1.Actor" }
