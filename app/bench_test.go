// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	nettingkeeper "github.com/taelnet/tael/x/netting/keeper"
	"github.com/taelnet/tael/x/payment"
)

// benchBatch is the number of payments of one measured block.
const benchBatch = 1_000

// rich customers and members never run short in a benchmark.
func benchTown(b *testing.B, perBank int) *town {
	b.Helper()
	return newTown(b, perBank, []genesis.Balance{{Denom: "cny", Amount: 1_000_000_000}}, withCover(1_000_000_000_000), highCaps, unlimited)
}

func highCaps(n *genesis.Network) {
	for i := range n.Currencies[0].Caps {
		n.Currencies[0].Caps[i].Amount = 1_000_000_000_000
	}
}

// spread pays from so many payers of bank A to wallets of bank A (shift 0) or bank B (shift perBank): other wallets
// every round, from all over the tree.
func (w *town) spread(perBank, shift, payers, round int) [][]byte {
	batch := make([][]byte, 0, benchBatch)
	for i := range benchBatch {
		n := (i%payers*(perBank/payers) + round*7) % perBank
		from, to := w.customers[n], w.customers[(n+perBank/2)%perBank+shift]
		batch = append(batch, w.signed(from, w.payment(from, to, "cny", 1), nil))
	}
	return batch
}

// payBlocks measures blocks of one batch of device-signed payments, verified and committed.
func payBlocks(b *testing.B, w *town, perBank, shift, payers int) {
	b.Helper()
	round := 0
	for b.Loop() {
		b.StopTimer()
		raw := w.carried(round%genesis.LocalSubmitters, payment.BATCH_MODE_EACH, w.spread(perBank, shift, payers, round)...)
		round++
		b.StartTimer()
		res := w.Block(raw)
		require.Zero(b, res.TxResults[0].Code, res.TxResults[0].Log)
	}
	perPayment(b)
}

func perPayment(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchBatch, "ns/payment")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkPayBatch is a thousand Ed25519-signed payments through FinalizeBlock and Commit, among 10,000 wallets.
func BenchmarkPayBatch(b *testing.B) {
	const perBank = 3_334
	w := benchTown(b, perBank)
	b.Run("intra", func(b *testing.B) { payBlocks(b, w, perBank, 0, benchBatch) })
	b.Run("net", func(b *testing.B) { payBlocks(b, w, perBank, perBank, benchBatch) })
	// The same work by x/bank alone, called in the keeper over the same stores and committed: no transaction, no
	// signature, no identifier, no limit, no obligation.
	b.Run("sendcoins", func(b *testing.B) { sendCoins(b, w, perBank) })
}

func sendCoins(b *testing.B, w *town, perBank int) {
	cms := w.App.CommitMultiStore()
	coins := sdk.NewCoins(sdk.NewInt64Coin("cny", 1))
	for round := 0; b.Loop(); round++ {
		branch := cms.CacheMultiStore()
		ctx := sdk.NewContext(branch, cmtproto.Header{Height: w.Height, Time: w.Time}, false, log.NewNopLogger())
		for i := range benchBatch {
			n := (i*(perBank/benchBatch) + round*7) % perBank
			from, to := w.customers[n].address, w.customers[(n+perBank/2)%perBank].address
			// The restriction passes what carries a movement: here it is given without asking.
			allowed := compliance.WithMovement(ctx.WithEventManager(sdk.NewEventManager()), compliance.Movement{
				Kind: compliance.MovementPay, Module: payment.ModuleName, From: from, To: to, Denom: "cny", Amount: 1,
			})
			require.NoError(b, w.App.Keepers.Bank.SendCoins(allowed, from, to, coins))
		}
		branch.Write()
		cms.Commit()
	}
	perPayment(b)
}

// BenchmarkPaySingle is a thousand payments by owners' keys, one transaction each: the price of not using batches.
func BenchmarkPaySingle(b *testing.B) {
	w := benchTown(b, 10)
	var owners []*customer
	for i := range 10 {
		owner := w.openOwner(genesis.BankA, 1, fmt.Sprintf("owner %d", i))
		from := w.customers[i]
		w.Block(w.carried(0, payment.BATCH_MODE_EACH, w.signed(from, w.payment(from, owner, "cny", 500_000_000), nil)))
		owners = append(owners, owner)
	}
	for b.Loop() {
		b.StopTimer()
		var raw [][]byte
		for i := range benchBatch {
			from, to := owners[i%10], w.customers[(i+1)%10]
			raw = append(raw, w.Sign(from.owner, &payment.MsgPay{
				Payer: from.address.String(), Uetr: w.newUETR().String(), Payee: to.address.String(), Denom: "cny", Amount: 1,
				ValidUntil: uint64(w.Time.Add(time.Hour).Unix()),
			}))
		}
		b.StartTimer()
		res := w.Block(raw...)
		require.Zero(b, res.TxResults[benchBatch-1].Code, res.TxResults[benchBatch-1].Log)
	}
	perPayment(b)
}

// BenchmarkWallets is the cost of one payment among few and among many wallets, with equally many payers in a block.
func BenchmarkWallets(b *testing.B) {
	for _, wallets := range []int{1_000, 100_000} {
		w := benchTown(b, wallets/3)
		b.Run(fmt.Sprintf("wallets=%d", wallets), func(b *testing.B) { payBlocks(b, w, wallets/3, wallets/3, 333) })
	}
}

// BenchmarkEmptyBlock is a block without transactions.
func BenchmarkEmptyBlock(b *testing.B) {
	w := benchTown(b, 1_000)
	for b.Loop() {
		w.Block()
	}
}

// BenchmarkCycleClose closes, states and settles a cycle: what it costs depends on the members that owe each other and
// not on how many payments made them do so.
func BenchmarkCycleClose(b *testing.B) {
	for _, obligations := range []int{10, 100_000} {
		b.Run(fmt.Sprintf("obligations=%d", obligations), func(b *testing.B) {
			w := benchTown(b, 1)
			k, cms := w.App.Keepers.Netting, w.App.CommitMultiStore()
			branch := cms.CacheMultiStore()
			ctx := sdk.NewContext(branch, cmtproto.Header{Height: w.Height, Time: w.Time}, false, log.NewNopLogger()).WithChainID(apptest.ChainID)
			for i := range obligations {
				from, to := custodians[i%3].number, custodians[(i+1)%3].number
				_, err := k.Record(ctx, netting.Obligation{Denom: "cny", From: from, To: to, Amount: uint64(1 + i%3)})
				require.NoError(b, err)
			}
			operator := w.Keys.Account(genesis.Clearing, genesis.KeyOperations, 0)
			_, err := nettingkeeper.NewMsgServer(k).OrderCycleClose(ctx, &netting.MsgOrderCycleClose{Operator: address(operator), Currency: "CNY"})
			require.NoError(b, err)
			branch.Write()
			cms.Commit()
			for b.Loop() {
				cached := ctx.WithMultiStore(cms.CacheMultiStore()).WithEventManager(sdk.NewEventManager())
				require.NoError(b, k.EndBlocker(cached))
			}
		})
	}
}
