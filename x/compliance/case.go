// SPDX-License-Identifier: Apache-2.0

package compliance

import (
	"slices"

	"github.com/taelnet/tael/x/consortium"
)

// MaxReference is the most bytes of a case's reference.
const MaxReference = 32

// Validate returns ErrCaseInvalid unless the case says what it is about: a kind, a member, no wallet or one of 20 bytes, no
// denom or a valid one, and a reference of at most MaxReference bytes.
func (c Case) Validate() error {
	switch {
	case c.Kind < CASE_KIND_CONTRADICTED_RECEIPT || c.Kind > CASE_KIND_DORMANT_WALLET:
		return ErrCaseInvalid.Wrapf("expected a kind from 1 to %d, got %s", CASE_KIND_DORMANT_WALLET, c.Kind)
	case c.Member == 0:
		return ErrCaseInvalid.Wrap("expected the number of a member, got 0")
	case len(c.Wallet) != 0 && len(c.Wallet) != AddressLength:
		return ErrCaseInvalid.Wrapf("expected no wallet or an address of %d bytes, got %d", AddressLength, len(c.Wallet))
	case c.Denom != "" && !validDenom(c.Denom):
		return ErrCaseInvalid.Wrapf("expected a denom or none, got %q", c.Denom)
	case len(c.Reference) > MaxReference:
		return ErrCaseInvalid.Wrapf("expected a reference of at most %d bytes, got %d", MaxReference, len(c.Reference))
	}
	return nil
}

// Open returns the case as it starts: with its id, open since now, and whatever was said about its end taken off.
func (c Case) Open(id uint64, now int64) Case {
	c.Id, c.OpenedAt, c.Status = id, now, CASE_STATUS_OPEN
	c.ClosedAt, c.ClosedBy, c.Resolution = 0, 0, nil
	return c
}

// Close returns the case closed by an officer of a member. It returns ErrCaseStatus if it is closed already and
// ErrOfficerNotEntitled unless the member bears the case or is a regulator.
func (c Case) Close(by consortium.Member, resolution []byte, now int64) (Case, error) {
	if c.Status != CASE_STATUS_OPEN {
		return Case{}, ErrCaseStatus.Wrapf("expected case %d OPEN, got %s", c.Id, c.Status)
	}
	if by.Number != c.Member && !slices.Contains(by.Roles, consortium.ROLE_REGULATOR) {
		return Case{}, ErrOfficerNotEntitled.Wrapf("expected an officer of member %d or of a regulator, got %s", c.Member, by.Id)
	}
	c.Status, c.ClosedAt, c.ClosedBy, c.Resolution = CASE_STATUS_CLOSED, now, by.Number, resolution
	return c, nil
}

// validateStored returns ErrGenesisInvalid unless the case is one that state could hold.
func (c Case) validateStored() error {
	closed := c.Status == CASE_STATUS_CLOSED
	switch err := c.Validate(); {
	case err != nil:
		return ErrGenesisInvalid.Wrapf("case %d: %s", c.Id, err)
	case c.Id == 0:
		return ErrGenesisInvalid.Wrap("expected case ids from 1, got 0")
	case c.Status != CASE_STATUS_OPEN && !closed:
		return ErrGenesisInvalid.Wrapf("case %d: expected status OPEN or CLOSED, got %s", c.Id, c.Status)
	case (c.ClosedAt != 0) != closed || (c.ClosedBy != 0) != closed || (len(c.Resolution) == DigestLength) != closed || !closed && len(c.Resolution) != 0:
		return ErrGenesisInvalid.Wrapf("case %d: expected who closed it, when and how exactly if it is closed", c.Id)
	}
	return nil
}
