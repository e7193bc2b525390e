// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// now is the block time in unix seconds.
func now(ctx context.Context) uint64 {
	return uint64(max(sdk.UnwrapSDKContext(ctx).BlockTime().Unix(), 0)) //nolint:gosec // not negative
}

// Proposal returns a proposal as of now; it returns ErrProposalUnknown.
func (k Keeper) Proposal(ctx context.Context, id uint64) (consortium.Proposal, error) {
	p, err := k.proposals.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return p, consortium.ErrProposalUnknown.Wrapf("number %d", id)
	}
	return p, err
}

// submit opens a proposal of the member for votes.
func (k Keeper) submit(ctx context.Context, m consortium.Member, msg *consortium.MsgSubmitProposal) (consortium.Proposal, error) {
	charter, err := k.Charter(ctx)
	if err != nil {
		return consortium.Proposal{}, err
	}
	if err := consortium.ValidateContent(msg.Messages, msg.Reference, charter.MaxMessages); err != nil {
		return consortium.Proposal{}, err
	}
	for i, packed := range msg.Messages {
		if err := k.vet(ctx, packed); err != nil {
			return consortium.Proposal{}, errorsmod.Wrapf(err, "message %d, %s", i, packed.TypeUrl)
		}
	}
	if err := k.requirePlace(ctx, m, charter.MaxOpen); err != nil {
		return consortium.Proposal{}, err
	}

	id, err := k.nextProposal.Get(ctx)
	if err != nil {
		return consortium.Proposal{}, err
	}
	if err := k.nextProposal.Set(ctx, id+1); err != nil {
		return consortium.Proposal{}, err
	}
	p := consortium.NewProposal(id, m.Number, msg.Proposer, msg.Messages, msg.Reference, charter, now(ctx))
	return p, k.putProposal(ctx, p)
}

// vet returns why no proposal may carry the message: its type is unknown or not the authority's alone to send, it has
// another signer, or it would fail whenever it ran.
func (k Keeper) vet(ctx context.Context, packed *codectypes.Any) error {
	msg, err := k.unpack(packed)
	if err != nil {
		return err
	}
	if rule, listed := k.matrix[packed.TypeUrl]; !listed || !rule.Authority {
		return consortium.ErrProposalMessage.Wrap("expected a message that the authority may send, see `taeld query consortium charter`")
	}
	if k.router.Handler(msg) == nil {
		return consortium.ErrProposalMessage.Wrap("expected a message that is served")
	}
	signers, _, err := k.cdc.GetMsgV1Signers(msg)
	if err != nil {
		return consortium.ErrProposalMessage.Wrapf("signer: %s", err)
	}
	if len(signers) != 1 || !bytes.Equal(signers[0], consortium.AuthorityAddress()) {
		return consortium.ErrProposalMessage.Wrapf("expected the authority %s as its only signer", consortium.AuthorityAddress())
	}
	if checked, ok := msg.(sdk.HasValidateBasic); ok {
		if err := checked.ValidateBasic(); err != nil {
			return err
		}
	}
	return k.router.Vet(sdk.UnwrapSDKContext(ctx), msg)
}

// unpack returns the message inside; ErrProposalMessage if its type is not registered or it does not decode.
func (k Keeper) unpack(packed *codectypes.Any) (sdk.Msg, error) {
	// The bytes are what was put to the vote: a value that came along unpacked is not trusted to be them.
	var msg sdk.Msg
	if err := k.cdc.InterfaceRegistry().UnpackAny(&codectypes.Any{TypeUrl: packed.TypeUrl, Value: packed.Value}, &msg); err != nil {
		return nil, consortium.ErrProposalMessage.Wrapf("expected a registered message: %s", err)
	}
	return msg, nil
}

// requirePlace returns ErrProposalsFull if the member has as many open proposals as it may. Those past their term are
// swept here: they must not keep the member from proposing. The index holds at most MaxOpenProposals of a member.
func (k Keeper) requirePlace(ctx context.Context, m consortium.Member, most uint32) error {
	number, err := consortium.Number(m.Number)
	if err != nil {
		return err
	}
	it, err := k.openByMember.Iterate(ctx, collections.NewPrefixedPairRange[uint16, uint64](number))
	if err != nil {
		return err
	}
	keys, err := it.Keys()
	if err != nil {
		return err
	}

	open := uint32(0)
	for _, key := range keys {
		p, err := k.Proposal(ctx, key.K2())
		if err != nil {
			return err
		}
		if p.TakesVotes(now(ctx)) == nil {
			open++
		}
	}
	if open >= most {
		return consortium.ErrProposalsFull.Wrapf("expected at most %d open proposals of member %s, it has %d", most, m.Id, open)
	}
	return nil
}

// putProposal stores a proposal and keeps it in the indexes of its status and no other.
func (k Keeper) putProposal(ctx context.Context, p consortium.Proposal) error {
	before, err := k.proposals.Get(ctx, p.Id)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	if err == nil {
		for _, x := range k.proposalIndexes(before) {
			if err := x.remove(ctx); err != nil {
				return err
			}
		}
	}
	for _, x := range k.proposalIndexes(p) {
		if err := x.set(ctx); err != nil {
			return err
		}
	}
	return k.proposals.Set(ctx, p.Id, p)
}

// proposalEntry is one entry of an index of proposals.
type proposalEntry struct {
	name        string
	set, remove func(context.Context) error
	has         func(context.Context) (bool, error)
}

// proposalIndexes are the entries that a proposal has by its stored status.
func (k Keeper) proposalIndexes(p consortium.Proposal) []proposalEntry {
	entries := []proposalEntry{entryOf("status", k.proposalsByStatus, collections.Join(uint16(p.Status), p.Id))} //nolint:gosec // a known status
	switch p.Status {
	case consortium.PROPOSAL_STATUS_OPEN:
		entries = append(entries,
			entryOf("expiry", k.openByExpiry, collections.Join(p.ExpiresAt, p.Id)),
			entryOf("member", k.openByMember, collections.Join(uint16(p.Member), p.Id))) //nolint:gosec // a member's number
	case consortium.PROPOSAL_STATUS_ACCEPTED:
		entries = append(entries, entryOf("execution", k.acceptedByTime, collections.Join(p.ExecuteAt, p.Id)))
	}
	return entries
}

func entryOf[K any](name string, index collections.KeySet[K], key K) proposalEntry {
	return proposalEntry{
		name:   name,
		set:    func(ctx context.Context) error { return index.Set(ctx, key) },
		remove: func(ctx context.Context) error { return index.Remove(ctx, key) },
		has:    func(ctx context.Context) (bool, error) { return index.Has(ctx, key) },
	}
}

// NextProposal is the number that the next proposal gets.
func (k Keeper) NextProposal(ctx context.Context) (uint64, error) { return k.nextProposal.Get(ctx) }
