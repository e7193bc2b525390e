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
	authority      collections.Item[[]byte]
	threshold      collections.Item[uint32]
	// seats are the keys of the authority's multisig by place.
	seats    collections.Map[uint16, []byte]
	eip155ID collections.Item[uint64]
	dataZone collections.Item[string]
	// quotas of whoever has no other, of roles and of members, and what institutions have used of them.
	quotaBase    collections.Item[consortium.Quota]
	quotaRoles   collections.Map[uint16, consortium.Quota]
	quotaMembers collections.Map[uint16, consortium.Quota]
	quotaUses    collections.Map[uint16, consortium.QuotaUse]
}

// NewKeeper opens the state. The matrix is the chain's access policy; the app proves it complete before it starts.
// It panics if two collections share a prefix.
func NewKeeper(cdc codec.BinaryCodec, ss corestore.KVStoreService, accounts consortium.AccountKeeper, matrix consortium.Matrix) Keeper {
	sb := collections.NewSchemaBuilder(ss)
	k := Keeper{
		accounts:       accounts,
		matrix:         matrix,
		members:        collections.NewMap(sb, consortium.MembersPrefix, "members", collections.Uint16Key, codec.CollValue[consortium.Member](cdc)),
		membersByID:    collections.NewMap(sb, consortium.MembersByIDPrefix, "members_by_id", collections.StringKey, collections.Uint16Value),
		membersByLEI:   collections.NewMap(sb, consortium.MembersByLEIPrefix, "members_by_lei", collections.StringKey, collections.Uint16Value),
		membersByBIC:   collections.NewMap(sb, consortium.MembersByBICPrefix, "members_by_bic", collections.StringKey, collections.Uint16Value),
		actors:         collections.NewMap(sb, consortium.ActorsPrefix, "actors", collections.BytesKey, consortium.ActorValue),
		actorsByMember: collections.NewKeySet(sb, consortium.ActorsByMemberPrefix, "actors_by_member", collections.PairKeyCodec(collections.Uint16Key, collections.BytesKey)),
		validators:     collections.NewMap(sb, consortium.ValidatorsPrefix, "validators", collections.BytesKey, codec.CollValue[consortium.Validator](cdc)),
		validatorRoles: collections.NewKeySet(sb, consortium.ValidatorRolesPrefix, "validator_roles", collections.Uint16Key),
		authority:      collections.NewItem(sb, consortium.AuthorityPrefix, "authority", collections.BytesValue),
		threshold:      collections.NewItem(sb, consortium.AuthorityThresholdPrefix, "authority_threshold", collections.Uint32Value),
		seats:          collections.NewMap(sb, consortium.AuthoritySeatsPrefix, "authority_seats", collections.Uint16Key, collections.BytesValue),
		eip155ID:       collections.NewItem(sb, consortium.EIP155IDPrefix, "eip155_id", collections.Uint64Value),
		dataZone:       collections.NewItem(sb, consortium.DataZonePrefix, "data_zone", collections.StringValue),
		quotaBase:      collections.NewItem(sb, consortium.QuotaBasePrefix, "quota_base", codec.CollValue[consortium.Quota](cdc)),
		quotaRoles:     collections.NewMap(sb, consortium.QuotaRolesPrefix, "quota_roles", collections.Uint16Key, codec.CollValue[consortium.Quota](cdc)),
		quotaMembers:   collections.NewMap(sb, consortium.QuotaMembersPrefix, "quota_members", collections.Uint16Key, codec.CollValue[consortium.Quota](cdc)),
		quotaUses:      collections.NewMap(sb, consortium.QuotaUsesPrefix, "quota_uses", collections.Uint16Key, consortium.QuotaUseValue),
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
