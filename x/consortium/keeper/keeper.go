// SPDX-License-Identifier: Apache-2.0

// Package keeper holds the consortium's state.
package keeper

import (
	"cosmossdk.io/collections"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/taelnet/tael/x/consortium"
)

// Keeper is the consortium's state and the doorman of the other rooms.
type Keeper struct {
	accounts consortium.AccountKeeper
	router   consortium.MessageRouter
	cdc      codec.Codec
	matrix   consortium.Matrix

	// Schema lists every collection; genesis exports all of them.
	Schema collections.Schema
	// members are the records without duties.
	members      collections.Map[uint16, consortium.Member]
	membersByID  collections.Map[string, uint16]
	membersByLEI collections.Map[string, uint16]
	membersByBIC collections.Map[string, uint16]
	// actors say in one read what an address is.
	actors         collections.Map[[]byte, consortium.Actor]
	actorsByMember collections.KeySet[collections.Pair[uint16, []byte]]
	// validators are by consensus address.
	validators     collections.Map[[]byte, consortium.Validator]
	validatorRoles collections.KeySet[uint16]
	eip155ID       collections.Item[uint64]
	dataZone       collections.Item[string]

	charter      collections.Item[consortium.Charter]
	proposals    collections.Map[uint64, consortium.Proposal]
	votes        collections.Map[collections.Pair[uint64, uint16], consortium.Vote]
	nextProposal collections.Item[uint64]
	// openByExpiry, openByMember and acceptedByTime hold proposals that are not finished; blocks read no other index.
	openByExpiry      collections.KeySet[collections.Pair[uint64, uint64]]
	acceptedByTime    collections.KeySet[collections.Pair[uint64, uint64]]
	openByMember      collections.KeySet[collections.Pair[uint16, uint64]]
	proposalsByStatus collections.KeySet[collections.Pair[uint16, uint64]]
}

// NewKeeper opens the state. The router runs accepted proposals; it is asked for nothing before the first block. The
// matrix is the chain's access policy; the app proves it complete before it starts. It panics if two collections share
// a prefix.
func NewKeeper(
	cdc codec.Codec, ss corestore.KVStoreService, accounts consortium.AccountKeeper, router consortium.MessageRouter, matrix consortium.Matrix,
) Keeper {
	sb := collections.NewSchemaBuilder(ss)
	pair := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	byNumber := collections.PairKeyCodec(collections.Uint16Key, collections.Uint64Key)
	k := Keeper{
		accounts:       accounts,
		router:         router,
		cdc:            cdc,
		matrix:         matrix,
		members:        collections.NewMap(sb, consortium.MembersPrefix, "members", collections.Uint16Key, codec.CollValue[consortium.Member](cdc)),
		membersByID:    collections.NewMap(sb, consortium.MembersByIDPrefix, "members_by_id", collections.StringKey, collections.Uint16Value),
		membersByLEI:   collections.NewMap(sb, consortium.MembersByLEIPrefix, "members_by_lei", collections.StringKey, collections.Uint16Value),
		membersByBIC:   collections.NewMap(sb, consortium.MembersByBICPrefix, "members_by_bic", collections.StringKey, collections.Uint16Value),
		actors:         collections.NewMap(sb, consortium.ActorsPrefix, "actors", collections.BytesKey, consortium.ActorValue),
		actorsByMember: collections.NewKeySet(sb, consortium.ActorsByMemberPrefix, "actors_by_member", collections.PairKeyCodec(collections.Uint16Key, collections.BytesKey)),
		validators:     collections.NewMap(sb, consortium.ValidatorsPrefix, "validators", collections.BytesKey, codec.CollValue[consortium.Validator](cdc)),
		validatorRoles: collections.NewKeySet(sb, consortium.ValidatorRolesPrefix, "validator_roles", collections.Uint16Key),
		eip155ID:       collections.NewItem(sb, consortium.EIP155IDPrefix, "eip155_id", collections.Uint64Value),
		dataZone:       collections.NewItem(sb, consortium.DataZonePrefix, "data_zone", collections.StringValue),

		charter:           collections.NewItem(sb, consortium.CharterPrefix, "charter", codec.CollValue[consortium.Charter](cdc)),
		proposals:         collections.NewMap(sb, consortium.ProposalsPrefix, "proposals", collections.Uint64Key, codec.CollValue[consortium.Proposal](cdc)),
		votes:             collections.NewMap(sb, consortium.VotesPrefix, "votes", collections.PairKeyCodec(collections.Uint64Key, collections.Uint16Key), codec.CollValue[consortium.Vote](cdc)),
		nextProposal:      collections.NewItem(sb, consortium.NextProposalPrefix, "next_proposal", collections.Uint64Value),
		openByExpiry:      collections.NewKeySet(sb, consortium.OpenByExpiryPrefix, "open_by_expiry", pair),
		acceptedByTime:    collections.NewKeySet(sb, consortium.AcceptedByTimePrefix, "accepted_by_time", pair),
		openByMember:      collections.NewKeySet(sb, consortium.OpenByMemberPrefix, "open_by_member", byNumber),
		proposalsByStatus: collections.NewKeySet(sb, consortium.ProposalsByStatusPrefix, "proposals_by_status", byNumber),
	}

	schema, err := sb.Build()
	if err != nil {
		panic(err)
	}
	k.Schema = schema
	return k
}

// Matrix returns the chain's access policy.
func (k Keeper) Matrix() consortium.Matrix { return k.matrix }
