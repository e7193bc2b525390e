// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// countLimit is up to where open cases and wallets are counted.
const countLimit = 1_000

// completeExit ends a membership once nothing is open. Errors: consortium.ErrMemberState unless EXITING,
// reserve.ErrExitOpen, which names everything that is open, and those of the consortium's Leave.
func (k Keeper) completeExit(ctx context.Context, m consortium.Member) error {
	if _, err := m.Leave(); err != nil {
		return err
	}
	items, err := k.OpenItems(ctx, m)
	if err != nil {
		return err
	}
	if len(items) != 0 {
		return reserve.ErrExitOpen.Wrapf("expected nothing open of member %s, got %s", m.Id, describe(items))
	}
	if err := k.dropReserves(ctx, m.Number); err != nil {
		return err
	}
	return k.consortium.Leave(ctx, m.Number)
}

// dropReserves forgets figures that are all zero: no statement of them is awaited any more.
func (k Keeper) dropReserves(ctx context.Context, member uint32) error {
	assets, err := k.assets(ctx)
	if err != nil {
		return err
	}
	for _, a := range assets {
		key := reserve.MemberDenomKey(member, a.Denom)
		if err := errors.Join(k.Reserves.Remove(ctx, key), k.Plans.Remove(ctx, key)); err != nil {
			return err
		}
	}
	return nil
}

func describe(items []reserve.OpenItem) string {
	texts := make([]string, 0, len(items))
	for _, i := range items {
		texts = append(texts, strings.Join(strings.Fields(fmt.Sprintf("%s %s %d", i.Kind, i.At, i.Amount)), " "))
	}
	return strings.Join(texts, ", ")
}

// OpenItems lists everything that keeps a member from leaving: money that it owes, is owed or holds, redemptions and
// receipts under way, cases, wallets, rails and assets that name it, validators, and customers without a successor.
func (k Keeper) OpenItems(ctx context.Context, m consortium.Member) ([]reserve.OpenItem, error) {
	assets, err := k.assets(ctx)
	if err != nil {
		return nil, err
	}
	var items openItems
	for _, a := range assets {
		if a.Class == reserve.ASSET_CLASS_EMONEY {
			if err := k.openMoney(ctx, &items, m, a.Denom); err != nil {
				return nil, err
			}
		} else if a.Issuer == m.Number {
			items.add("ISSUER", a.Denom, 1)
		}
	}
	if err := k.openRails(ctx, &items, m); err != nil {
		return nil, err
	}
	if err := k.openStanding(ctx, &items, m); err != nil {
		return nil, err
	}
	return items, nil
}

type openItems []reserve.OpenItem

func (o *openItems) add(kind, at string, amount int64) {
	if amount != 0 {
		*o = append(*o, reserve.OpenItem{Kind: kind, At: at, Amount: amount})
	}
}

// openMoney lists what is left of a member's figures in a currency; they are bounded far below 2^63.
func (k Keeper) openMoney(ctx context.Context, items *openItems, m consortium.Member, denom string) error {
	r, err := k.Reserve(ctx, m.Number, denom)
	if err != nil {
		return err
	}
	coverage, err := k.coverageOf(ctx, r)
	if err != nil {
		return err
	}
	currency, _, err := k.netting.Currency(ctx, denom)
	if err != nil {
		return err
	}
	position, err := k.netting.Position(ctx, currency.Code, m.Number)
	if err != nil {
		return err
	}
	settlement, err := k.ledger.Balance(ctx, netting.SettlementAccount(m.Number, currency.SettlingDenom), currency.SettlingDenom)
	if err != nil {
		return err
	}
	items.add("LIABILITY", denom, int64(coverage.Liability))
	items.add("POSITION_OWED", currency.Code, int64(position.Owed()))
	items.add("POSITION_DUE", currency.Code, int64(position.Due()))
	items.add("RESERVED", currency.Code, int64(position.Reserved))
	items.add("SETTLEMENT", currency.SettlingDenom, int64(settlement))
	items.add("IN_FLIGHT", denom, int64(r.InFlight))
	items.add("WAITING", denom, int64(r.Waiting))
	items.add("RESERVE", denom, r.Running())
	return nil
}

// openRails lists the rails that still name the member: a rail must not lose an attestor or an account unawares.
func (k Keeper) openRails(ctx context.Context, items *openItems, m consortium.Member) error {
	rails, err := all(ctx, k.Rails, func(_ context.Context, r reserve.RailRecord) (reserve.RailRecord, error) { return r, nil })
	if err != nil {
		return err
	}
	for _, r := range rails {
		if r.Attests(m.Number) {
			items.add("ATTESTOR", r.Id, 1)
		}
		if r.Serves(m.Number) {
			items.add("ACCOUNT", r.Id, 1)
		}
	}
	return nil
}

func (k Keeper) openStanding(ctx context.Context, items *openItems, m consortium.Member) error {
	cases, err := k.compliance.CountOpenCases(ctx, m.Number, countLimit)
	if err != nil {
		return err
	}
	wallets, err := k.wallets.CountWallets(ctx, m.Number, countLimit)
	if err != nil {
		return err
	}
	validators, err := k.consortium.CountValidators(ctx, m.Number)
	if err != nil {
		return err
	}
	items.add("CASES", "", int64(cases))
	items.add("WALLETS", "", int64(wallets))
	items.add("VALIDATORS", "", int64(validators))
	if !m.KeepsCustomers() {
		return nil
	}
	// What comes back to a customer's closed wallet later goes to the successor's SUSPENSE wallet.
	succession, err := k.consortium.Succession(ctx, m.Number)
	if errors.Is(err, consortium.ErrSuccessionUnknown) || err == nil && !succession.Accepted() {
		items.add("SUCCESSOR", "", 1)
		return nil
	}
	return err
}
