// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
)

func TestInvariantsFindWhatIsBroken(t *testing.T) {
	today := compliance.DefaultParams().Day(noon.Unix())
	const emergency = 1 // the order of bankA on alice in the populated state
	order := func(f *fixture) compliance.Order {
		o, err := f.keeper.Orders.Get(f.ctx, collections.Join(alice, uint64(emergency)))
		require.NoError(t, err)
		return o
	}
	cases := map[string]func(f *fixture) error{
		"a limit row that none would accept": func(f *fixture) error {
			return f.keeper.Limits.Set(f.ctx, collections.Join(uint32(1), uint16(1)), compliance.NewRows([]compliance.Limit{{Denom: "cny"}}))
		},
		"a usage record that is cut": func(f *fixture) error { return f.keeper.Usages.Set(f.ctx, alice, []byte{1}) },
		"a usage record of tomorrow": func(f *fixture) error {
			return f.keeper.Usages.Set(f.ctx, alice, compliance.NewUsage(today+1, nil, compliance.Opened{}))
		},
		"a person's usage record that is cut": func(f *fixture) error {
			return f.keeper.PersonUsages.Set(f.ctx, compliance.PersonDigest{1}.Key(0), []byte{1})
		},
		"a person's usage under half a key": func(f *fixture) error {
			return f.keeper.PersonUsages.Set(f.ctx, []byte{1}, compliance.NewUsage(today, nil, compliance.Opened{}))
		},
		"a case beyond the sequence":            func(f *fixture) error { return f.keeper.CaseID.Set(f.ctx, 0) },
		"a case that is not indexed":            func(f *fixture) error { return f.keeper.CaseMembers.Remove(f.ctx, collections.Join(bankB, uint64(2))) },
		"a case of another status":              func(f *fixture) error { return f.keeper.CaseMembers.Set(f.ctx, collections.Join(bankB, uint64(2)), 2) },
		"an index of a case that isn't":         func(f *fixture) error { return f.keeper.CaseMembers.Set(f.ctx, collections.Join(bankB, uint64(9)), 1) },
		"a live order that is not in the index": func(f *fixture) error { return f.keeper.Lives.Remove(f.ctx, alice) },
		"an index that shows another effect": func(f *fixture) error {
			o := order(f)
			o.Effect = compliance.EFFECT_SANCTIONED
			live, err := compliance.Live(nil).With(o, noon.Unix())
			require.NoError(t, err)
			return f.keeper.Lives.Set(f.ctx, alice, live)
		},
		"an index of an order that was lifted": func(f *fixture) error {
			o := order(f)
			o.Status = compliance.ORDER_STATUS_LIFTED
			return f.keeper.Orders.Set(f.ctx, collections.Join(alice, uint64(emergency)), o)
		},
		"an index of a wallet without that order": func(f *fixture) error {
			live, err := compliance.Live(nil).With(order(f), noon.Unix())
			require.NoError(t, err)
			return f.keeper.Lives.Set(f.ctx, shop, live)
		},
		"an index that is cut":              func(f *fixture) error { return f.keeper.Lives.Set(f.ctx, shop, []byte{1}) },
		"an index of 33 orders":             func(f *fixture) error { return f.keeper.Lives.Set(f.ctx, shop, make([]byte, 33*33)) },
		"an order beyond the sequence":      func(f *fixture) error { return f.keeper.OrderID.Set(f.ctx, 0) },
		"an order id that leads elsewhere":  func(f *fixture) error { return f.keeper.OrderWallets.Set(f.ctx, emergency, bob) },
		"an order id that leads to nothing": func(f *fixture) error { return f.keeper.OrderWallets.Set(f.ctx, 77, bob) },
	}
	for name, destroy := range cases {
		t.Run(name, func(t *testing.T) {
			f := populated(t)
			require.NoError(t, destroy(f))
			require.ErrorIs(t, f.keeper.Invariants(f.ctx), compliance.ErrInvariantBroken)
		})
	}
}
