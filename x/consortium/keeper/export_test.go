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

// EIP155IDOf opens the id in EIP-712 domains.
func EIP155IDOf(k Keeper) collections.Item[uint64] { return k.eip155ID }
