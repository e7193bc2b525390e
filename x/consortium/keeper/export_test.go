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
func ValidatorsOf(k Keeper) collections.Map[[]byte, consortium.Validator] { return k.validators }

// AuthorityOf opens the authority's account.
func AuthorityOf(k Keeper) collections.Item[[]byte] { return k.authority }

// ThresholdOf opens the authority's threshold.
func ThresholdOf(k Keeper) collections.Item[uint32] { return k.threshold }

// QuotaRolesOf opens the quotas of roles.
func QuotaRolesOf(k Keeper) collections.Map[uint16, consortium.Quota] { return k.quotaRoles }

// QuotaMembersOf opens the quotas of members.
func QuotaMembersOf(k Keeper) collections.Map[uint16, consortium.Quota] { return k.quotaMembers }

// QuotaUsesOf opens what institutions have used.
func QuotaUsesOf(k Keeper) collections.Map[uint16, consortium.QuotaUse] { return k.quotaUses }

// EIP155IDOf opens the id in EIP-712 domains.
func EIP155IDOf(k Keeper) collections.Item[uint64] { return k.eip155ID }
