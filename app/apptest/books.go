// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"context"
	"encoding/json"
	"maps"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/x/netting"
	nettingkeeper "github.com/taelnet/tael/x/netting/keeper"
	"github.com/taelnet/tael/x/reserve"
)

// KeepBooks has a gateway's books follow the chain from its genesis on, which has one empty block so far. After every
// block they must hold what bank holds, account by account. It returns a counter of the entries that were made.
func (c *Chain) KeepBooks() *int {
	c.t.Helper()
	document, err := json.Marshal(c.document)
	require.NoError(c.t, err)
	opening, err := books.Opening(document)
	require.NoError(c.t, err)
	entries := new(int)
	kept, err := books.New(books.Config{ChainID: c.ID, State: chainState{c}, Sink: func(books.Entry) error {
		*entries++
		return nil
	}}, opening)
	require.NoError(c.t, err)
	require.Equal(c.t, int64(1), c.Height, "books begin with the chain")
	require.NoError(c.t, kept.Apply(context.Background(), client.Block{Height: c.Height, Time: c.Time}))
	c.follow = func(raw [][]byte, res *abci.ResponseFinalizeBlock) {
		require.NoError(c.t, kept.Apply(context.Background(), c.shown(raw, res)), "height %d", c.Height)
		require.Equal(c.t, c.held(), maps.Collect(kept.Balances()), "height %d", c.Height)
	}
	return entries
}

// shown is the last block as a node shows it.
func (c *Chain) shown(raw [][]byte, res *abci.ResponseFinalizeBlock) client.Block {
	block := client.Block{Height: c.Height, Time: c.Time, EndEvents: res.Events}
	for i, tx := range res.TxResults {
		block.Txs = append(block.Txs, client.Tx{Raw: raw[i], Outcome: client.Outcome{
			Codespace: tx.Codespace, Code: tx.Code, Data: tx.Data, Height: c.Height, Time: c.Time,
		}})
	}
	return block
}

// held is what bank holds.
func (c *Chain) held() map[books.Holding]uint64 {
	held := map[books.Holding]uint64{}
	c.App.Keepers.Bank.IterateAllBalances(c.Context(), func(holder sdk.AccAddress, coin sdk.Coin) bool {
		if !coin.Amount.IsZero() {
			held[books.Holding{Account: books.Account(holder), Denom: coin.Denom}] = coin.Amount.Uint64()
		}
		return false
	})
	return held
}

// chainState answers the books from the committed state.
type chainState struct{ *Chain }

// Member implements books.State.
func (s chainState) Member(_ context.Context, id string) (uint32, error) {
	m, err := s.App.Keepers.Consortium.MemberByID(s.Context(), id)
	return m.Number, err
}

// Custodian implements books.State: as of a height, or of the present where a chain was started anew since.
func (s chainState) Custodian(_ context.Context, height int64, holder books.Account) (uint32, error) {
	ctx, err := s.App.CreateQueryContext(height, false)
	if err != nil {
		ctx = s.Context()
	}
	w, err := s.App.Keepers.Wallet.Wallet(ctx, holder[:])
	return w.Custodian, err
}

// Suspense implements books.State.
func (s chainState) Suspense(_ context.Context, member uint32, denom string) (books.Account, error) {
	addr, err := s.App.Keepers.Wallet.Suspense(s.Context(), member, denom)
	if err != nil {
		return books.Account{}, err
	}
	return books.Account(addr), nil
}

// SettlingDenom implements books.State.
func (s chainState) SettlingDenom(_ context.Context, emoney string) (string, error) {
	currency, _, err := s.App.Keepers.Netting.Currency(s.Context(), emoney)
	return currency.SettlingDenom, err
}

// Settlement implements books.State.
func (s chainState) Settlement(_ context.Context, currency string, cycle uint64) (books.Settlement, error) {
	res, err := nettingkeeper.NewQueryServer(s.App.Keepers.Netting).Cycle(s.Context(), &netting.QueryCycleRequest{Currency: currency, Number: cycle})
	if err != nil {
		return books.Settlement{}, err
	}
	return books.Settlement{SettlementView: *res.Settlement, ValueDate: res.Cycle.ValueDate}, nil
}

// Issuance implements books.State.
func (s chainState) Issuance(_ context.Context, receipt reserve.ReceiptKey) (reserve.Issuance, error) {
	res, err := s.query().reserve.Issuance(s.Context(), &reserve.QueryIssuanceRequest{
		Rail: receipt.Rail, Account: receipt.Account, BookingDate: receipt.BookingDate, EntryReference: receipt.EntryReference,
	})
	if err != nil {
		return reserve.Issuance{}, err
	}
	return res.Issuance, nil
}
