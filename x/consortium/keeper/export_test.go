// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/consortium"
)

// What tests of the invariants break on purpose.

// RecordsOf opens the members' records.
func RecordsOf(k Keeper) collections.Map[uint16, consortium.Member] { return k.members }

// IDsOf opens the index of members by id.
func IDsOf(k Keeper) collections.Map[string, uint16] { return k.membersByID }

// ActorsOf opens the actors.
func ActorsOf(k Keeper) collections.Map[[]byte, consortium.Actor] { return k.actors }

// ActorsByMemberOf opens the index of actors by member.
func ActorsByMemberOf(k Keeper) collections.KeySet[collections.Pair[uint16, []byte]] {
	return k.actorsByMember
}

// ValidatorsOf opens the validators.
func ValidatorsOf(k Keeper) collections.Map[[]byte, consortium.Validator] { return k.set.present }

// CharterOf opens the charter.
func CharterOf(k Keeper) collections.Item[consortium.Charter] { return k.charter }

// ProposalsOf opens the proposals.
func ProposalsOf(k Keeper) collections.Map[uint64, consortium.Proposal] { return k.proposals }

// VotesOf opens the votes.
func VotesOf(k Keeper) collections.Map[collections.Pair[uint64, uint16], consortium.Vote] {
	return k.votes
}

// AcceptedByTimeOf opens the index of proposals that will run.
func AcceptedByTimeOf(k Keeper) collections.KeySet[collections.Pair[uint64, uint64]] {
	return k.acceptedByTime
}

// OpenByExpiryOf opens the index of open proposals by the end of their term.
func OpenByExpiryOf(k Keeper) collections.KeySet[collections.Pair[uint64, uint64]] {
	return k.openByExpiry
}

// QuotaRolesOf opens the quotas of roles.
func QuotaRolesOf(k Keeper) collections.Map[uint16, consortium.Quota] { return k.quotaRoles }

// QuotaMembersOf opens the quotas of members.
func QuotaMembersOf(k Keeper) collections.Map[uint16, consortium.Quota] { return k.quotaMembers }

// QuotaUsesOf opens what institutions have used.
func QuotaUsesOf(k Keeper) collections.Map[uint16, consortium.QuotaUse] { return k.quotaUses }

// EIP155IDOf opens the id in EIP-712 domains.
func EIP155IDOf(k Keeper) collections.Item[uint64] { return k.eip155ID }

// PolicyOf opens the validator policy.
func PolicyOf(k Keeper) collections.Item[consortium.ValidatorPolicy] { return k.set.policy }

// WithoutStore is a keeper whose validators cannot be read: every look at them panics.
func WithoutStore(k Keeper) Keeper {
	k.set = validatorState{}
	return k
}

// RemovedOf opens the REMOVED validators.
func RemovedOf(k Keeper) collections.Map[[]byte, consortium.Validator] { return k.set.removed }

// RetiredOf opens the keys that were rotated away.
func RetiredOf(k Keeper) collections.Map[[]byte, consortium.RetiredKey] { return k.set.retired }

// LivenessOf opens what validators missed.
func LivenessOf(k Keeper) collections.Map[[]byte, consortium.Liveness] { return k.set.liveness }

// PowerChangesOf opens the changes of power of the last evidence period.
func PowerChangesOf(k Keeper) collections.Map[uint64, consortium.PowerChange] { return k.set.changes }

// ChangedAtOf opens the height of the last change of the set.
func ChangedAtOf(k Keeper) collections.Item[int64] { return k.set.changedAt }

// NextProposalOf opens the id of the next proposal.
func NextProposalOf(k Keeper) collections.Item[uint64] { return k.nextProposal }

// ProposalsByStatusOf opens the index of proposals by status.
func ProposalsByStatusOf(k Keeper) collections.KeySet[collections.Pair[uint16, uint64]] {
	return k.proposalsByStatus
}

// OpenByMemberOf opens the index of open proposals by member.
func OpenByMemberOf(k Keeper) collections.KeySet[collections.Pair[uint16, uint64]] {
	return k.openByMember
}

// MemberPolicyOf opens the figures of suspension and exit.
func MemberPolicyOf(k Keeper) collections.Item[consortium.MemberPolicy] { return k.memberPolicy }

// SuspensionOrdersOf opens the orders by member and regulator.
func SuspensionOrdersOf(k Keeper) collections.Map[collections.Pair[uint16, uint16], consortium.SuspensionOrder] {
	return k.suspensionOrders
}

// SuccessionsOf opens who takes whose customers.
func SuccessionsOf(k Keeper) collections.Map[uint16, consortium.Succession] { return k.successions }

// QuotaBaseOf opens the quota of whoever has no other.
func QuotaBaseOf(k Keeper) collections.Item[consortium.Quota] { return k.quotaBase }
