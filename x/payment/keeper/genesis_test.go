// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/payment/keeper"
	"github.com/taelnet/tael/x/wallet"
)

// busy is a state in which every key is used: paid, refused and refunded payments, and an entry half pruned.
func busy(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	f.payMany("old", 7)
	f.endBlock(retention)
	original := f.content("original", f.alice, f.bob)
	_, err := f.pay(original)
	require.NoError(t, err)
	refused := f.content("refused", f.alice, f.bob)
	refused.Amount = 5_000
	_, err = f.pay(refused)
	require.NoError(t, err)
	f.endBlock(10)
	c, _ := f.giveBack("back", original, 30)
	_, err = f.refund(c, original)
	require.NoError(t, err)
	require.NoError(t, f.keeper.EndBlocker(f.ctx))
	return f
}

func TestGenesisExportsEveryKey(t *testing.T) {
	f := busy(t)
	f.endBlock(0)
	f.payMany("more", 1)
	f.endBlock(0)
	exported, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.NoError(t, exported.Validate())

	copied := newFixture(t)
	require.NoError(t, copied.keeper.InitGenesis(copied.ctx, exported))
	again, err := copied.keeper.ExportGenesis(copied.ctx)

	require.NoError(t, err)
	require.Equal(t, exported, again)
	require.NoError(t, copied.keeper.Invariants(copied.ctx.WithBlockTime(f.ctx.BlockTime())))
	for _, schema := range []collections.Schema{f.keeper.Schema, f.keeper.UETRSchema} {
		for _, collection := range schema.ListCollections() {
			require.Contains(t, []string{"params", "expiries", "pruned", "records"}, collection.GetName(), "export it, then name it here")
		}
	}
	require.Equal(t, f.keys(payment.UETRStoreKey), copied.keys(payment.UETRStoreKey))
}

func TestGenesisLeavesOutWhatIsPruned(t *testing.T) {
	f := newFixture(t)
	f.payMany("old", 7)
	f.endBlock(retention)
	f.payMany("new", 1)
	f.endBlock(0)
	_, _, pruned := f.counts()
	require.Equal(t, uint64(2), pruned)

	exported, err := f.keeper.ExportGenesis(f.ctx)

	require.NoError(t, err)
	require.Len(t, exported.Expiries[0].Keys, 5*payment.KeyLength)
	require.Len(t, exported.Records, 6)
}

// keys are the stored entries of one store.
func (f *fixture) keys(store string) map[string]string {
	all := f.state()
	for name := range all {
		if len(name) < len(store) || name[:len(store)] != store {
			delete(all, name)
		}
	}
	return all
}

func TestInvariantsFindWhatIsBroken(t *testing.T) {
	cases := map[string]struct {
		broken func(*testing.T, *fixture, wallet.Content)
		want   string
	}{
		"more given back than paid": {func(t *testing.T, f *fixture, c wallet.Content) {
			r := f.record(c)
			r.Refunded = r.Amount + 1
			require.NoError(t, f.keeper.Records.Set(f.ctx, payment.NewKey(c.Payer, c.UETR), r))
		}, "101 of 100"},
		"a record without an entry": {func(t *testing.T, f *fixture, c wallet.Content) {
			require.NoError(t, f.keeper.Expiries.Clear(f.ctx, nil))
		}, "expected an expiry entry"},
		"a record that changed without an entry": {func(t *testing.T, f *fixture, c wallet.Content) {
			r := f.record(c)
			r.ChangedAt++
			require.NoError(t, f.keeper.Records.Set(f.ctx, payment.NewKey(c.Payer, c.UETR), r))
		}, "expected an expiry entry"},
		"a refusal without a reason": {func(t *testing.T, f *fixture, c wallet.Content) {
			r := f.record(c)
			r.Status, r.Settlement, r.Reason = payment.PAYMENT_STATUS_REFUSED, 0, compliance.ReasonNone
			require.NoError(t, f.keeper.Records.Set(f.ctx, payment.NewKey(c.Payer, c.UETR), r))
		}, "expected a reason"},
		"an entry that is no list of keys": {func(t *testing.T, f *fixture, c wallet.Content) {
			require.NoError(t, f.keeper.Expiries.Set(f.ctx, collections.Join(uint64(1), uint64(1)), []byte{1}))
		}, "expected one or more keys"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			c := f.content("p1", f.alice, f.bob)
			_, err := f.pay(c)
			require.NoError(t, err)
			require.NoError(t, f.keeper.Invariants(f.ctx), "within the block")
			f.endBlock(0)

			tc.broken(t, f, c)

			err = f.keeper.Invariants(f.ctx)
			require.ErrorIs(t, err, payment.ErrInvariantBroken)
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestGenesisRefusesBrokenState(t *testing.T) {
	f := newFixture(t)
	broken := payment.DefaultGenesis()
	broken.Params.Retention = 1
	before := f.state()
	require.ErrorIs(t, f.keeper.InitGenesis(f.ctx, broken), payment.ErrParamsInvalid)
	require.Equal(t, before, f.state())
}

func TestQueryPayment(t *testing.T) {
	f := newFixture(t)
	original := paidOriginal(f)
	c, _ := f.giveBack("back", original, 30)
	_, err := f.refund(c, original)
	require.NoError(t, err)
	refused := f.content("refused", f.alice, f.bob)
	refused.Amount = 5_000
	_, err = f.pay(refused)
	require.NoError(t, err)
	queries := keeper.NewQueryServer(f.keeper)

	answer, err := queries.Payment(f.ctx, &payment.QueryPaymentRequest{Payer: f.alice.String(), Uetr: original.UETR.String()})
	require.NoError(t, err)
	require.Equal(t, payment.Payment{
		Payer: f.alice.String(), Uetr: original.UETR.String(), Status: payment.PAYMENT_STATUS_PAID, Settlement: payment.SETTLEMENT_NET,
		Cycle: openCycle, Amount: 100, Refunded: 30, PaidAt: noon, ChangedAt: noon + 3_600, Digest: digestText(original),
		Strength: compliance.STRENGTH_ONE,
	}, answer.Payment)

	answer, err = queries.Payment(f.ctx, &payment.QueryPaymentRequest{Payer: f.alice.String(), Uetr: refused.UETR.String()})
	require.NoError(t, err)
	require.Equal(t, "BALANCE", answer.Payment.ReasonName)
	require.Equal(t, uint32(compliance.ReasonBalance), answer.Payment.Reason)

	params, err := queries.Params(f.ctx, &payment.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, payment.DefaultParams(), params.Params)
}

func TestQueryPaymentFails(t *testing.T) {
	f := newFixture(t)
	c := f.content("p1", f.alice, f.bob)
	_, err := f.pay(c)
	require.NoError(t, err)
	forgotten := f.ctx.WithBlockTime(f.ctx.BlockTime().Add(retention * 1e9))
	cases := map[string]struct {
		req  *payment.QueryPaymentRequest
		late bool
		want error
	}{
		"nothing asked":            {nil, false, payment.ErrPaymentMalformed},
		"no address":               {&payment.QueryPaymentRequest{Payer: "alice", Uetr: c.UETR.String()}, false, wallet.ErrAddressInvalid},
		"no uetr":                  {&payment.QueryPaymentRequest{Payer: f.alice.String(), Uetr: "p1"}, false, wallet.ErrUETRInvalid},
		"another payer's uetr":     {&payment.QueryPaymentRequest{Payer: f.bob.String(), Uetr: c.UETR.String()}, false, payment.ErrPaymentUnknown},
		"a payment past retention": {&payment.QueryPaymentRequest{Payer: f.alice.String(), Uetr: c.UETR.String()}, true, payment.ErrPaymentUnknown},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			ctx := f.ctx
			if tc.late {
				ctx = forgotten
			}
			_, err := keeper.NewQueryServer(f.keeper).Payment(ctx, tc.req)
			require.ErrorIs(t, err, tc.want)
		})
	}
}
