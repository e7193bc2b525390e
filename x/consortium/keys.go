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
	// ValidatorsPrefix: consensus address (20) -> Validator that is ACTIVE or JAILED.
	ValidatorsPrefix = collections.NewPrefix(7)
	// ValidatorRolesPrefix: role (2).
	ValidatorRolesPrefix = collections.NewPrefix(8)
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
	// RetiredKeysPrefix: consensus address (20) of a key that was rotated away -> RetiredKey.
	RetiredKeysPrefix = collections.NewPrefix(30)
	// RemovedValidatorsPrefix: consensus address (20) -> Validator that is REMOVED.
	RemovedValidatorsPrefix = collections.NewPrefix(31)
	// LivenessPrefix: consensus address (20) -> Liveness.
	LivenessPrefix = collections.NewPrefix(32)
	// PowerChangesPrefix: number (8) -> PowerChange.
	PowerChangesPrefix = collections.NewPrefix(33)
	// ValidatorPolicyPrefix -> ValidatorPolicy.
	ValidatorPolicyPrefix = collections.NewPrefix(34)
	// ConsensusSetPrefix: Ed25519 consensus key (32) -> power (8), as consensus was last told.
	ConsensusSetPrefix = collections.NewPrefix(35)
	// ValidatorsChangedAtPrefix -> height (8) at which the validator set last changed.
	ValidatorsChangedAtPrefix = collections.NewPrefix(36)
	// MemberPolicyPrefix -> MemberPolicy.
	MemberPolicyPrefix = collections.NewPrefix(40)
	// SuspensionOrdersPrefix: number of the member (2), number of the regulator (2) -> SuspensionOrder.
	SuspensionOrdersPrefix = collections.NewPrefix(41)
	// SuccessionsPrefix: number of the member (2) -> Succession.
	SuccessionsPrefix = collections.NewPrefix(42)
	// QuotaBasePrefix -> Quota of whoever has no other.
	QuotaBasePrefix = collections.NewPrefix(45)
	// QuotaRolesPrefix: role (2) -> Quota of each member with the role.
	QuotaRolesPrefix = collections.NewPrefix(46)
	// QuotaMembersPrefix: number (2) -> Quota of one member.
	QuotaMembersPrefix = collections.NewPrefix(47)
	// QuotaUsesPrefix: number (2), 0 for the authority -> QuotaUse in its fixed form of 16 bytes.
	QuotaUsesPrefix = collections.NewPrefix(48)
)
