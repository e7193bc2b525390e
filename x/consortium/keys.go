// SPDX-License-Identifier: Apache-2.0

package consortium

import "cosmossdk.io/collections"

const (
	// ModuleName names the module, its error codespace and its account, which holds nothing.
	ModuleName = "consortium"
	// StoreKey names the module's store; names and key layout are part of the clients' interface (proofs).
	StoreKey = ModuleName
	// ModuleNumber names the module in packed results of payments.
	ModuleNumber = 1
)

// Key prefixes of the store, one byte each, never reused. Numbers are big-endian, addresses 20 raw bytes.
var (
	// MembersPrefix: number (2) -> Member without duties.
	MembersPrefix = collections.NewPrefix(1)
	// MembersByIDPrefix: id -> number (2).
	MembersByIDPrefix = collections.NewPrefix(2)
	// MembersByLEIPrefix: LEI -> number (2).
	MembersByLEIPrefix = collections.NewPrefix(3)
	// MembersByBICPrefix: BIC in its form of 11 characters -> number (2).
	MembersByBICPrefix = collections.NewPrefix(4)
	// ActorsPrefix: address (20) -> Actor in its fixed form of 7 bytes.
	ActorsPrefix = collections.NewPrefix(5)
	// ActorsByMemberPrefix: number (2), address (20).
	ActorsByMemberPrefix = collections.NewPrefix(6)
	// ValidatorsPrefix: consensus address (20) -> Validator.
	ValidatorsPrefix = collections.NewPrefix(7)
	// ValidatorRolesPrefix: role (2).
	ValidatorRolesPrefix = collections.NewPrefix(8)
	// 9 to 11 were used before the consortium decided by proposals.

	// EIP155IDPrefix -> the chain's id (8) in EIP-712 domains.
	EIP155IDPrefix = collections.NewPrefix(12)
	// DataZonePrefix -> name of the data-residency zone.
	DataZonePrefix = collections.NewPrefix(13)

	// CharterPrefix -> Charter.
	CharterPrefix = collections.NewPrefix(20)
	// ProposalsPrefix: proposal (8) -> Proposal.
	ProposalsPrefix = collections.NewPrefix(21)
	// VotesPrefix: proposal (8), member (2) -> Vote.
	VotesPrefix = collections.NewPrefix(22)
	// NextProposalPrefix -> number (8) of the next proposal.
	NextProposalPrefix = collections.NewPrefix(23)
	// OpenByExpiryPrefix: expiry in unix seconds (8), proposal (8), of proposals that take votes.
	OpenByExpiryPrefix = collections.NewPrefix(24)
	// AcceptedByTimePrefix: end of the time-lock in unix seconds (8), proposal (8), of proposals that will run.
	AcceptedByTimePrefix = collections.NewPrefix(25)
	// OpenByMemberPrefix: member (2), proposal (8), of proposals that take votes.
	OpenByMemberPrefix = collections.NewPrefix(26)
	// ProposalsByStatusPrefix: status (2), proposal (8).
	ProposalsByStatusPrefix = collections.NewPrefix(27)
)
