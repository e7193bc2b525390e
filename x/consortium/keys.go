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
	// AuthorityPrefix -> address (20) of the authority.
	AuthorityPrefix = collections.NewPrefix(9)
	// AuthorityThresholdPrefix -> m (4) of the authority's multisig.
	AuthorityThresholdPrefix = collections.NewPrefix(10)
	// AuthoritySeatsPrefix: place (2) in the multisig, from 0 -> address (20).
	AuthoritySeatsPrefix = collections.NewPrefix(11)
	// EIP155IDPrefix -> the chain's id (8) in EIP-712 domains.
	EIP155IDPrefix = collections.NewPrefix(12)
	// DataZonePrefix -> name of the data-residency zone.
	DataZonePrefix = collections.NewPrefix(13)

	// QuotaBasePrefix -> Quota of whoever has no other.
	QuotaBasePrefix = collections.NewPrefix(45)
	// QuotaRolesPrefix: role (2) -> Quota of each member with the role.
	QuotaRolesPrefix = collections.NewPrefix(46)
	// QuotaMembersPrefix: number (2) -> Quota of one member.
	QuotaMembersPrefix = collections.NewPrefix(47)
	// QuotaUsesPrefix: number (2), 0 for the authority -> QuotaUse in its fixed form of 16 bytes.
	QuotaUsesPrefix = collections.NewPrefix(48)
)
