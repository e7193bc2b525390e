// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/netting"
)

// Currency is the currency of a denom by one read; settling says that the denom is its settling denom and not its
// e-money. ErrCurrencyUnknown if no currency has the denom.
func (k Keeper) Currency(ctx context.Context, denom string) (c netting.Currency, settling bool, err error) {
	c, err = k.Currencies.Get(ctx, denom)
	if errors.Is(err, collections.ErrNotFound) {
		return netting.Currency{}, false, netting.ErrCurrencyUnknown.Wrapf("expected a denom of a currency, got %q", denom)
	}
	if err != nil {
		return netting.Currency{}, false, err
	}
	return c, denom == c.SettlingDenom, nil
}

// settlingCurrency is the currency settled in a denom. ErrCurrencyUnknown, or ErrDenomNotSettling for e-money.
func (k Keeper) settlingCurrency(ctx context.Context, denom string) (netting.Currency, error) {
	c, settling, err := k.Currency(ctx, denom)
	if err == nil && !settling {
		err = netting.ErrDenomNotSettling.Wrapf("expected %s, got %s", c.SettlingDenom, denom)
	}
	return c, err
}

// emoneyCurrency is the currency whose e-money a denom is. ErrCurrencyUnknown, or ErrDenomNotEmoney for a settling
// denom.
func (k Keeper) emoneyCurrency(ctx context.Context, denom string) (netting.Currency, error) {
	c, settling, err := k.Currency(ctx, denom)
	if err == nil && settling {
		err = netting.ErrDenomNotEmoney.Wrapf("expected %s, got %s", c.EmoneyDenom, denom)
	}
	return c, err
}

// CurrencyByCode is the currency with a code. It looks through all currencies, so it is not for payments.
// ErrCurrencyUnknown if there is none.
func (k Keeper) CurrencyByCode(ctx context.Context, code string) (netting.Currency, error) {
	all, err := k.AllCurrencies(ctx)
	if err != nil {
		return netting.Currency{}, err
	}
	for _, c := range all {
		if c.Code == code {
			return c, nil
		}
	}
	return netting.Currency{}, netting.ErrCurrencyUnknown.Wrapf("expected the code of a currency, got %q", code)
}

// AllCurrencies are the currencies, by e-money denom.
func (k Keeper) AllCurrencies(ctx context.Context) ([]netting.Currency, error) {
	var all []netting.Currency
	err := k.Currencies.Walk(ctx, nil, func(denom string, c netting.Currency) (bool, error) {
		if denom == c.EmoneyDenom {
			all = append(all, c)
		}
		return false, nil
	})
	return all, err
}

// saveCurrency writes a currency under both its denoms. It happens at most a few times per cycle.
func (k Keeper) saveCurrency(ctx context.Context, c netting.Currency) error {
	if err := k.Currencies.Set(ctx, c.EmoneyDenom, c); err != nil {
		return err
	}
	return k.Currencies.Set(ctx, c.SettlingDenom, c)
}

// AddCurrency opens the books of a new currency with its first cycle. ErrCurrencyExists if its code or a denom of it is in
// use, ErrGenesisInvalid or ErrPolicyInvalid if its figures are out of range.
func (k Keeper) AddCurrency(ctx context.Context, c netting.Currency) error {
	c = c.Started()
	if err := c.Validate(); err != nil {
		return err
	}
	all, err := k.AllCurrencies(ctx)
	if err != nil {
		return err
	}
	for _, known := range all {
		if err := c.Apart(known); err != nil {
			return err
		}
	}
	return k.saveCurrency(ctx, c)
}
