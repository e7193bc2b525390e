// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
)

// OpenCase opens a case and returns its id; id, time and status of the one given are not read. It returns ErrCaseInvalid
// and the consortium's ErrMemberUnknown, with nothing written.
func (k Keeper) OpenCase(ctx context.Context, c compliance.Case) (uint64, error) {
	if err := c.Validate(); err != nil {
		return 0, err
	}
	member, err := k.consortium.Member(ctx, c.Member)
	if err != nil {
		return 0, err
	}
	last, err := k.lastCase(ctx)
	if err != nil {
		return 0, err
	}
	c = c.Open(last+1, blockTime(ctx))
	if err := k.CaseID.Set(ctx, c.Id); err != nil {
		return 0, err
	}
	if err := k.saveCase(ctx, c); err != nil {
		return 0, err
	}
	return c.Id, emit(ctx, &compliance.EventCaseOpened{
		Case: c.Id, Member: member.Id, Kind: c.Kind, Wallet: optionalAddress(c.Wallet), Denom: c.Denom, Amount: c.Amount,
	})
}

// Case returns a case. It returns ErrCaseUnknown.
func (k Keeper) Case(ctx context.Context, id uint64) (compliance.Case, error) {
	c, err := k.Cases.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return compliance.Case{}, compliance.ErrCaseUnknown.Wrapf("expected the id of a case, got %d", id)
	}
	return c, err
}

// closeCase writes down how a case was resolved.
func (k Keeper) closeCase(ctx context.Context, id uint64, resolution []byte, by consortium.Member) error {
	c, err := k.Case(ctx, id)
	if err != nil {
		return err
	}
	member, err := k.consortium.Member(ctx, c.Member)
	if err != nil {
		return err
	}
	if c, err = c.Close(by, resolution, blockTime(ctx)); err != nil {
		return err
	}
	if err := k.saveCase(ctx, c); err != nil {
		return err
	}
	return emit(ctx, &compliance.EventCaseClosed{Case: c.Id, Member: member.Id, ClosedBy: by.Id})
}

// saveCase writes a case with the entry by which it is found for its member.
func (k Keeper) saveCase(ctx context.Context, c compliance.Case) error {
	if err := k.CaseMembers.Set(ctx, collections.Join(c.Member, c.Id), uint32(c.Status)); err != nil {
		return err
	}
	open := collections.Join(c.Member, c.Id)
	if c.Status == compliance.CASE_STATUS_OPEN {
		if err := k.OpenCases.Set(ctx, open); err != nil {
			return err
		}
	} else if err := k.OpenCases.Remove(ctx, open); err != nil {
		return err
	}
	return k.Cases.Set(ctx, c.Id, c)
}

// CountOpenCases counts the cases of a member that nobody has closed yet, up to a limit.
func (k Keeper) CountOpenCases(ctx context.Context, member uint32, limit int) (int, error) {
	count := 0
	err := k.OpenCases.Walk(ctx, collections.NewPrefixedPairRange[uint32, uint64](member), func(collections.Pair[uint32, uint64]) (bool, error) {
		count++
		return count >= limit, nil
	})
	return count, err
}

// lastCase returns the id of the last case, 0 if there was none.
func (k Keeper) lastCase(ctx context.Context) (uint64, error) {
	last, err := k.CaseID.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return last, err
}

func optionalAddress(addr []byte) string {
	if len(addr) == 0 {
		return ""
	}
	return sdk.AccAddress(addr).String()
}
