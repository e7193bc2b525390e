// SPDX-License-Identifier: Apache-2.0

package custody_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client/custody"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// fakeChain lists wallets by address and takes those off that move.
type fakeChain struct {
	wallets []wallet.WalletView
	locked  map[string]bool
	sent    []int
	// failAt is the portion, from 1, with which the connection is lost after it was executed.
	failAt int
}

var errLost = errors.New("connection lost")

func newChain(count int) *fakeChain {
	c := &fakeChain{locked: map[string]bool{}}
	for i := range count {
		c.wallets = append(c.wallets, wallet.WalletView{Address: fmt.Sprintf("wallet-%04d", i), Kind: wallet.WALLET_KIND_PERSON})
	}
	return c
}

func (c *fakeChain) Page(_ context.Context, custodian string, key []byte, limit uint64) (page []wallet.WalletView, next []byte, err error) {
	if custodian != "bank-a" {
		return nil, nil, errLost
	}
	for _, w := range c.wallets {
		if w.Address < string(key) {
			continue
		}
		if uint64(len(page)) == limit {
			return page, []byte(w.Address), nil
		}
		page = append(page, w)
	}
	return page, nil, nil
}

func (c *fakeChain) Move(_ context.Context, _ string, wallets []string) (*reserve.MsgMoveCustomersResponse, error) {
	res := &reserve.MsgMoveCustomersResponse{}
	c.sent = append(c.sent, len(wallets))
	for _, addr := range wallets {
		if c.locked[addr] {
			res.Results = append(res.Results, reserve.CustomerMove{Wallet: addr, Codespace: "reserve", Code: 35})
			continue
		}
		c.wallets = slices.DeleteFunc(c.wallets, func(w wallet.WalletView) bool { return w.Address == addr })
		res.Results = append(res.Results, reserve.CustomerMove{Wallet: addr, Moved: true})
		res.Moved++
	}
	if c.failAt == len(c.sent) {
		return nil, errLost
	}
	return res, nil
}

func TestEverybodyMovesInPortions(t *testing.T) {
	chain := newChain(250)
	chain.wallets[3].Kind = wallet.WALLET_KIND_MEMBER
	var told []int
	report, err := custody.MoveAll(t.Context(), chain, custody.Options{From: "bank-a", Progress: func(r custody.Report) { told = append(told, r.Moved) }})
	require.NoError(t, err)
	require.Equal(t, custody.Report{From: "bank-a", Portions: 3, Moved: 249, Own: 1, Stayed: []custody.Stay{}}, report)
	require.Equal(t, []int{99, 100, 50}, chain.sent)
	require.Equal(t, []int{99, 199, 249}, told)
	require.Len(t, chain.wallets, 1)
}

func TestARunThatWasCutOffIsContinued(t *testing.T) {
	chain := newChain(70)
	chain.failAt = 3
	report, err := custody.MoveAll(t.Context(), chain, custody.Options{From: "bank-a", Portion: 10})
	require.ErrorIs(t, err, errLost)
	require.Equal(t, 20, report.Moved, "what is certain")
	report, err = custody.MoveAll(t.Context(), chain, custody.Options{From: "bank-a", Portion: 10})
	require.NoError(t, err)
	require.Equal(t, 40, report.Moved)
	require.Empty(t, chain.wallets)
	report, err = custody.MoveAll(t.Context(), chain, custody.Options{From: "bank-a"})
	require.NoError(t, err)
	require.Zero(t, report.Portions)
}

func TestWhoStaysHoldsNobodyUpAndIsNamed(t *testing.T) {
	chain := newChain(5)
	chain.locked["wallet-0001"] = true
	report, err := custody.MoveAll(t.Context(), chain, custody.Options{From: "bank-a", Portion: 2})
	require.ErrorIs(t, err, custody.ErrStayed)
	require.Equal(t, 4, report.Moved)
	require.Len(t, report.Stayed, 1)
	require.Equal(t, "wallet-0001", report.Stayed[0].Wallet)
	require.Contains(t, report.Stayed[0].Reason, "wallet has a redemption in flight")
}

func TestPortionsAreBounded(t *testing.T) {
	for _, portion := range []int{-1, reserve.MaxPortion + 1} {
		_, err := custody.MoveAll(t.Context(), newChain(1), custody.Options{From: "bank-a", Portion: portion})
		require.ErrorContains(t, err, "expected a portion")
	}
	_, err := custody.MoveAll(t.Context(), newChain(1), custody.Options{From: "bank-z"})
	require.ErrorIs(t, err, errLost)
}
