// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
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

// text is the counts, sorted.
func (l *listener) text() string {
	var all []string
	for kind, n := range l.counts() {
		all = append(all, fmt.Sprintf("%s:%d", kind, n))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
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
// for each lane that carried them its sequence, and for each member what it has used of its quota. Nothing else.
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
		"bank/2":        2 * n, // balances
		"compliance/4":  2 * n, // usage records
		"uetr/1":        n,     // records of payments
		"netting/2":     2,     // positions of the two members
		"netting/3":     1,     // total of the pair
		"payment/2":     1,     // expiry entry
		"acc/1":         1,     // sequence of the lane
		"consortium/48": 1,     // use of the member's quota
	}, l.counts())
	t.Logf("%d payments wrote %d keys: %.2f each", n, l.writes(), float64(l.writes())/n)
}

// Many payments of the same two customers write their balances and usage once; a refused one writes its record alone;
// one that fails or is answered again writes nothing but the sequence of whoever carried it and the use of its quota: a
// failed message keeps the charge.
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
		"ten inside one custodian": {times(10, func() []byte { return pay(alice, bob, 2) }), "acc/1:1 bank/2:2 compliance/4:2 consortium/48:1 payment/2:1 uetr/1:10"},
		"ten between custodians": {
			times(10, func() []byte { return pay(alice, shop, 2) }),
			"acc/1:1 bank/2:2 compliance/4:2 consortium/48:1 netting/2:2 netting/3:1 payment/2:1 uetr/1:10",
		},
		"refused for balance":    {[][]byte{pay(bob, shop, 900_000)}, "acc/1:1 consortium/48:1 payment/2:1 uetr/1:1"},
		"answered again":         {[][]byte{first}, "acc/1:1 consortium/48:1"},
		"a forged signature":     {[][]byte{forged}, "acc/1:1 consortium/48:1"},
		"what is no instruction": {[][]byte{{1}}, "acc/1:1 consortium/48:1"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			res := w.commit(w.carried(0, payment.BATCH_MODE_EACH, tc.batch...))
			require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
			require.Equal(t, tc.want, l.text())
		})
	}
}

// What a payment carries costs no key more, except for whom it pays besides: one balance a fee wallet, and, if the fee
// crosses to another custodian of a payment that does not, the positions and the total that it touches.
func TestWhatExtrasWrite(t *testing.T) {
	w := newTown(t, 2, []genesis.Balance{{Denom: "cny", Amount: 10_000}}, withCover(10_000), secondDevices(t), feeWallets)
	feesA := wallet.FeeLeg{Payee: [20]byte(feeWallet(genesis.BankA)), Amount: 3}
	feesB := wallet.FeeLeg{Payee: [20]byte(feeWallet(genesis.BankB)), Amount: 2}
	alice, bob, shop := w.customers[0], w.customers[1], w.customers[2]
	both := []wallet.FeeLeg{feesA, feesB}
	if bytes.Compare(feesA.Payee[:], feesB.Payee[:]) > 0 {
		slices.Reverse(both)
	}
	l := listen(w.App)
	const net = "compliance/4:2 consortium/48:1 netting/2:2 netting/3:1 payment/2:1 uetr/1:1"

	cases := map[string]struct {
		to     *customer
		extras wallet.Extras
		two    bool
		want   string
	}{
		"between custodians":              {to: shop, want: "acc/1:1 bank/2:2 " + net},
		"with a channel":                  {to: shop, extras: wallet.Extras{Channel: wallet.CHANNEL_STATIC_CODE}, want: "acc/1:1 bank/2:2 " + net},
		"with two factors":                {to: shop, two: true, want: "acc/1:1 bank/2:2 " + net},
		"with a fee at home":              {to: shop, extras: wallet.Extras{Fees: []wallet.FeeLeg{feesA}}, want: "acc/1:1 bank/2:3 " + net},
		"with a fee that crosses too":     {to: shop, extras: wallet.Extras{Fees: []wallet.FeeLeg{feesB}}, want: "acc/1:1 bank/2:3 " + net},
		"with two fees":                   {to: shop, extras: wallet.Extras{Fees: both}, want: "acc/1:1 bank/2:4 " + net},
		"inside one custodian":            {to: bob, want: "acc/1:1 bank/2:2 compliance/4:2 consortium/48:1 payment/2:1 uetr/1:1"},
		"inside, with a fee at home":      {to: bob, extras: wallet.Extras{Fees: []wallet.FeeLeg{feesA}}, want: "acc/1:1 bank/2:3 compliance/4:2 consortium/48:1 payment/2:1 uetr/1:1"},
		"inside, with a fee that crosses": {to: bob, extras: wallet.Extras{Fees: []wallet.FeeLeg{feesB}}, want: "acc/1:1 bank/2:3 " + net},
	}
	// The first obligation of a cycle also opens it, and the first money of a wallet its index.
	first, extras := w.payment(alice, shop, "cny", 1), wallet.Extras{Fees: both}.Encode()
	first.ExtrasDigest = wallet.ExtrasDigest(extras)
	w.commit(w.carried(0, payment.BATCH_MODE_EACH, w.signed(alice, first, extras)))
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			content, extras := w.payment(alice, tc.to, "cny", 1), tc.extras.Encode()
			content.ExtrasDigest = wallet.ExtrasDigest(extras)
			res := w.commit(w.carried(0, payment.BATCH_MODE_EACH, w.signed(alice, content, extras, tc.two)))
			results, err := client.Outcome{Data: res.TxResults[0].Data}.Payments()
			require.NoError(t, err)
			require.Equal(t, payment.ResultPaid, results[0].Status, results[0])
			require.Equal(t, tc.want, l.text())
		})
	}
}

// A tag of a person is remembered in the payer's own usage record; what the person has used has records of its own only
// where a row asks for them.
func TestWhatAPersonWrites(t *testing.T) {
	rows := func(scopes ...compliance.Scope) func(*genesis.Network) {
		return func(n *genesis.Network) {
			n.Limits = nil
			for _, scope := range scopes {
				n.Limits = append(n.Limits, compliance.Limit{
					Tier: genesis.TierKnown, Kind: wallet.WALLET_KIND_PERSON, Window: compliance.WINDOW_YEAR, Measure: compliance.MEASURE_OUT,
					Denom: "cny", Strength: compliance.STRENGTH_CERT, Scope: scope, Amount: 5_000,
				})
			}
		}
	}
	cases := map[string]struct {
		rows func(*genesis.Network)
		want string
	}{
		"no row of a person":         {rows(), "acc/1:1 bank/2:2 compliance/4:2 consortium/48:1 payment/2:1 uetr/1:1"},
		"a row at the member":        {rows(compliance.SCOPE_PERSON_AT_MEMBER), "acc/1:1 bank/2:2 compliance/13:1 compliance/4:2 consortium/48:1 payment/2:1 uetr/1:1"},
		"a row there and everywhere": {rows(compliance.SCOPE_PERSON_AT_MEMBER, compliance.SCOPE_PERSON), "acc/1:1 bank/2:2 compliance/13:2 compliance/4:2 consortium/48:1 payment/2:1 uetr/1:1"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, 2, []genesis.Balance{{Denom: "cny", Amount: 10_000}}, withCover(10_000), tc.rows)
			alice, bob := w.customers[0], w.customers[1]
			opening := wallet.PersonOpening{Tag: seedOf("tag"), Salt: seedOf("salt")}
			operator := w.Keys.Account(alice.bank, genesis.KeyOperations, 0)
			commitment := wallet.PersonCommitment(alice.address, 2026, opening.Tag, opening.Salt)
			res := w.commit(w.Sign(operator, &wallet.MsgCommitPerson{
				Operator: address(operator), Wallet: alice.address.String(), Year: 2026, Commitment: commitment[:],
			}))
			require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
			l := listen(w.App)
			content, extras := w.payment(alice, bob, "cny", 1), wallet.Extras{Person: &opening}.Encode()
			content.ExtrasDigest = wallet.ExtrasDigest(extras)
			w.commit(w.carried(0, payment.BATCH_MODE_EACH, w.signed(alice, content, extras)))
			require.Equal(t, tc.want, l.text())
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
