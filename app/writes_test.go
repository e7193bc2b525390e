// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
)

// listener keeps the change set of the last commit: every key that a block wrote or deleted, once.
type listener struct{ changes []*storetypes.StoreKVPair }

func (l *listener) ListenFinalizeBlock(context.Context, abci.RequestFinalizeBlock, abci.ResponseFinalizeBlock) error {
	return nil
}

func (l *listener) ListenCommit(_ context.Context, _ abci.ResponseCommit, changes []*storetypes.StoreKVPair) error {
	l.changes = changes
	return nil
}

// listen hears of every write to every store of an application.
func listen(a *app.App) *listener {
	l := &listener{}
	var keys []storetypes.StoreKey
	for _, key := range persistent(a) {
		keys = append(keys, key)
	}
	a.CommitMultiStore().AddListeners(keys)
	a.SetStreamingManager(storetypes.StreamingManager{ABCIListeners: []storetypes.ABCIListener{l}})
	return l
}

// counts is how many keys of each kind a block wrote: store/first byte of the key.
func (l *listener) counts() map[string]int {
	counts := map[string]int{}
	for _, c := range l.changes {
		counts[fmt.Sprintf("%s/%d", c.StoreKey, c.Key[0])]++
	}
	return counts
}

func (l *listener) writes() int { return len(l.changes) }

// A block without transactions writes nothing, whatever the clock says.
func TestAnEmptyBlockWritesNothing(t *testing.T) {
	w := newTown(t, 2, []genesis.Balance{{Denom: "cny", Amount: 10_000}}, withCover(10_000))
	l := listen(w.App)
	require.Len(t, persistent(w.App), 11)
	w.commit(w.carried(0, payment.BATCH_MODE_EACH, w.signed(w.customers[0], w.payment(w.customers[0], w.customers[2], "cny", 5), nil)))
	require.NotZero(t, l.writes(), "the listener hears of writes")
	operator := w.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
	w.commit(w.Sign(operator, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"}))

	for hours := range 60 {
		if hours > 0 {
			w.Advance(3600e9)
		}
		before := w.App.LastCommitID().Hash
		w.commit()
		require.Zero(t, l.writes(), "%d hours later: %v", hours, l.counts())
		require.Equal(t, before, w.App.LastCommitID().Hash, "and the app hash stays")
	}
}

// persistent are the keys of the stores that are hashed, by name.
func persistent(a *app.App) map[string]storetypes.StoreKey {
	all := a.CommitMultiStore().(interface {
		StoreKeysByName() map[string]storetypes.StoreKey
	}).StoreKeysByName()
	kept := map[string]storetypes.StoreKey{}
	for name, key := range all {
		if _, hashed := key.(*storetypes.KVStoreKey); hashed {
			kept[name] = key
		}
	}
	return kept
}

// What a block of net payments between distinct customers writes: per payment two balances, two usage records and one
// record of the payment; per block one position per touched member, one total per touched pair, one expiry entry, and
// the sequence of the lane that carried it. Nothing else.
func TestAPaidPaymentWritesFiveKeys(t *testing.T) {
	const n = 20
	w := newTown(t, n, []genesis.Balance{{Denom: "cny", Amount: 10_000}}, withCover(10_000))
	l := listen(w.App)
	// The first obligation of a cycle also opens it; balances that stay above zero leave their index alone.
	w.commit(w.carried(0, payment.BATCH_MODE_EACH, w.signed(w.customers[0], w.payment(w.customers[0], w.customers[n], "cny", 1), nil)))

	var batch [][]byte
	for i := range n {
		from, to := w.customers[i], w.customers[n+i]
		batch = append(batch, w.signed(from, w.payment(from, to, "cny", uint64(1+i)), nil))
	}
	res := w.commit(w.carried(0, payment.BATCH_MODE_EACH, batch...))
	require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)

	require.Equal(t, map[string]int{
		"bank/2":       2 * n, // balances
		"compliance/4": 2 * n, // usage records
		"uetr/1":       n,     // records of payments
		"netting/2":    2,     // positions of the two members
		"netting/3":    1,     // total of the pair
		"payment/2":    1,     // expiry entry
		"acc/1":        1,     // sequence of the lane
	}, l.counts())
	t.Logf("%d payments wrote %d keys: %.2f each", n, l.writes(), float64(l.writes())/n)
}

// Many payments of the same two customers write their balances and usage once; a refused one writes its record alone;
// one that fails or is answered again writes nothing but the sequence of whoever carried it.
func TestWhatOtherInstructionsWrite(t *testing.T) {
	w := newTown(t, 2, []genesis.Balance{{Denom: "cny", Amount: 10_000}}, withCover(10_000))
	alice, bob, shop := w.customers[0], w.customers[1], w.customers[2]
	pay := func(from, to *customer, amount uint64) []byte {
		return w.signed(from, w.payment(from, to, "cny", amount), nil)
	}
	first := pay(alice, shop, 1)
	w.commit(w.carried(0, payment.BATCH_MODE_EACH, first))
	forged := slices.Clone(pay(alice, shop, 1))
	forged[len(forged)-1] ^= 1
	l := listen(w.App)

	cases := map[string]struct {
		batch [][]byte
		want  string
	}{
		"ten inside one custodian": {times(10, func() []byte { return pay(alice, bob, 2) }), "acc/1:1 bank/2:2 compliance/4:2 payment/2:1 uetr/1:10"},
		"ten between custodians": {
			times(10, func() []byte { return pay(alice, shop, 2) }),
			"acc/1:1 bank/2:2 compliance/4:2 netting/2:2 netting/3:1 payment/2:1 uetr/1:10",
		},
		"refused for balance":    {[][]byte{pay(bob, shop, 900_000)}, "acc/1:1 payment/2:1 uetr/1:1"},
		"answered again":         {[][]byte{first}, "acc/1:1"},
		"a forged signature":     {[][]byte{forged}, "acc/1:1"},
		"what is no instruction": {[][]byte{{1}}, "acc/1:1"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			res := w.commit(w.carried(0, payment.BATCH_MODE_EACH, tc.batch...))
			require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
			var have []string
			for kind, n := range l.counts() {
				have = append(have, fmt.Sprintf("%s:%d", kind, n))
			}
			slices.Sort(have)
			require.Equal(t, tc.want, strings.Join(have, " "))
		})
	}
}

func times(n int, next func() []byte) [][]byte {
	var all [][]byte
	for range n {
		all = append(all, next())
	}
	return all
}
