// SPDX-License-Identifier: Apache-2.0

package reserve

import (
	"bytes"
	"slices"
)

// Statement is what a member says that a rail booked: for whom, how much, and which redemption came back by it. A
// receipt without beneficiary and without redemption can be assigned to nobody.
type Statement struct {
	// Beneficiary is the raw address of the wallet to be credited, empty if none.
	Beneficiary []byte
	// Amount is in minor units.
	Amount uint64
	// Returns is the state key of the redemption that came back, empty if none.
	Returns []byte
}

func (s Statement) equal(other Statement) bool {
	return s.Amount == other.Amount && bytes.Equal(s.Beneficiary, other.Beneficiary) && bytes.Equal(s.Returns, other.Returns)
}

func (a ReceiptAttestationRecord) statement() Statement {
	return Statement{Beneficiary: a.Beneficiary, Amount: a.Amount, Returns: a.Returns}
}

// Statement is the content that counts: the first one stated, or the one that was decided.
func (i IssuanceRecord) Statement() Statement {
	return Statement{Beneficiary: i.Beneficiary, Amount: i.Amount, Returns: i.Returns}
}

// Hearing is what a statement about a receipt did.
type Hearing struct {
	// Recorded: the statement was kept with those that make the receipt a fact.
	Recorded bool
	// Contradicted: it says something else than the content that counts.
	Contradicted bool
	// Held: it put the receipt ON_HOLD.
	Held bool
	// Disputed: it is the first one against a minted receipt.
	Disputed bool
	// Lowered is by how much more the reserve has to be lowered for it, in minor units.
	Lowered uint64
}

// Attest hears what a member states about the receipt. Before the mint a contradiction puts the receipt ON_HOLD; there
// each member may state it once more. After the mint it is kept apart, and the reserve is lowered by what was minted
// above the stated amount. Errors: ErrAlreadyAttested, ErrReceiptDropped.
func (i *IssuanceRecord) Attest(member uint32, s Statement, at int64) (Hearing, error) {
	record := &ReceiptAttestationRecord{
		Member: member, Beneficiary: s.Beneficiary, Amount: s.Amount, Returns: s.Returns, At: at,
		Anew: i.Status == ISSUANCE_STATUS_ON_HOLD,
	}
	did := Hearing{Recorded: true, Contradicted: !s.equal(i.Statement())}
	switch {
	case i.Status == ISSUANCE_STATUS_DROPPED:
		return Hearing{}, ErrReceiptDropped.Wrapf("receipt %s: expected one that is not decided", i.EntryReference)
	case i.Status == ISSUANCE_STATUS_MINTED && did.Contradicted:
		return i.dispute(record)
	}
	spoken := func(a *ReceiptAttestationRecord) bool { return a.Member == member && (a.Anew || !record.Anew) }
	if slices.ContainsFunc(i.Attestations, spoken) {
		return Hearing{}, ErrAlreadyAttested.Wrapf("receipt %s: expected each member once, got member %d again", i.EntryReference, member)
	}
	i.Attestations = append(i.Attestations, record)
	if did.Contradicted && i.Status != ISSUANCE_STATUS_ON_HOLD {
		did.Held = true
		i.Status = ISSUANCE_STATUS_ON_HOLD
		i.AttestedAt, i.WaitingNumber, i.RetryAt = 0, 0, 0
	}
	return did, nil
}

// dispute keeps a statement against the minted receipt, once per member. What a member had stated before the receipt was
// decided is known and no news.
func (i *IssuanceRecord) dispute(record *ReceiptAttestationRecord) (Hearing, error) {
	again := func(a *ReceiptAttestationRecord) bool { return a.Member == record.Member }
	known := func(a *ReceiptAttestationRecord) bool { return again(a) && a.statement().equal(record.statement()) }
	if slices.ContainsFunc(i.Contradictions, again) || slices.ContainsFunc(i.Attestations, known) {
		return Hearing{}, ErrAlreadyAttested.Wrapf("receipt %s: expected each member once, got member %d again", i.EntryReference, record.Member)
	}
	did := Hearing{Contradicted: true, Disputed: len(i.Contradictions) == 0}
	i.Contradictions = append(i.Contradictions, record)
	if missing := i.Amount - min(record.Amount, i.Amount); missing > i.Lowered {
		did.Lowered, i.Lowered = missing-i.Lowered, missing
	}
	return did, nil
}

// Heard reports whether some member has stated this content before.
func (i IssuanceRecord) Heard(s Statement) bool {
	return slices.ContainsFunc(i.Attestations, func(a *ReceiptAttestationRecord) bool { return a.statement().equal(s) })
}

// Agreed returns the content that the rail's rule establishes, if it does: of a receipt that is PENDING all statements
// count, of one that is ON_HOLD those made since, where they say the same.
func (i IssuanceRecord) Agreed(rail RailRecord) (Statement, bool) {
	switch i.Status {
	case ISSUANCE_STATUS_PENDING:
		return i.Statement(), rail.Establishes(i.Attestors(), i.Member)
	case ISSUANCE_STATUS_ON_HOLD:
		for _, a := range i.Attestations {
			if a.Anew && rail.Establishes(i.sayingAnew(a.statement()), i.Member) {
				return a.statement(), true
			}
		}
	}
	return Statement{}, false
}

func (i IssuanceRecord) sayingAnew(s Statement) []uint32 {
	var members []uint32
	for _, a := range i.Attestations {
		if a.Anew && a.statement().equal(s) {
			members = append(members, a.Member)
		}
	}
	return members
}

// LastStatementOf returns what a member last said about a receipt ON_HOLD. Errors: ErrReceiptNotHeld, ErrNotAttestor.
func (i IssuanceRecord) LastStatementOf(member uint32) (Statement, error) {
	if err := i.RequireHeld(); err != nil {
		return Statement{}, err
	}
	for _, a := range slices.Backward(i.Attestations) {
		if a.Member == member {
			return a.statement(), nil
		}
	}
	return Statement{}, ErrNotAttestor.Wrapf("receipt %s: expected a member that stated it, got member %d", i.EntryReference, member)
}

// RequireHeld holds that the receipt is ON_HOLD. Error: ErrReceiptNotHeld.
func (i IssuanceRecord) RequireHeld() error {
	if i.Status != ISSUANCE_STATUS_ON_HOLD {
		return ErrReceiptNotHeld.Wrapf("receipt %s: expected ON_HOLD, got %s", i.EntryReference, i.Status.Name())
	}
	return nil
}
