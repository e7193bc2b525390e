// SPDX-License-Identifier: Apache-2.0

package books

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func TestEntryOfAPayment(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ann")
	f.with(payMsg("p", "ann", "ben", 30), &payment.MsgPayResponse{Results: results(paidNet)})
	require.NoError(t, f.books.Apply(t.Context(), f.block))

	debit := Entry{
		Account: person("ann"), Denom: "cny", Amount: 30, Balance: 70, Height: 2, Tx: 0, Ordinal: 0, Time: f.block.Time,
		Kind: KindPay, UETR: uetrOf("p"), Counterparty: person("ben"), Cycle: 7,
	}
	credit := debit
	credit.Account, credit.Counterparty, credit.Credit, credit.Balance, credit.Ordinal = person("ben"), person("ann"), true, 30, 1
	require.Equal(t, []Entry{debit, credit}, f.entries)
	require.Equal(t, "2-0-1", credit.ID())
}

func TestWhatMovesNothing(t *testing.T) {
	tests := map[string]func(f *fixture){
		"a refused payment": func(f *fixture) {
			f.with(payMsg("p", "ann", "ben", 30), &payment.MsgPayResponse{Results: results(refused)})
		},
		"a payment answered from its record": func(f *fixture) {
			f.with(payMsg("p", "ann", "ben", 30), &payment.MsgPayResponse{Results: results(replayed)})
		},
		"a transaction that failed": func(f *fixture) {
			f.with(payMsg("p", "ann", "ben", 30), &payment.MsgPayResponse{Results: results(paidNet)})
			f.block.Txs[0].Outcome.Code = 5
		},
		"bytes that are no transaction": func(f *fixture) {
			f.block.Txs = append(f.block.Txs, client.Tx{Raw: []byte("junk"), Outcome: client.Outcome{Code: 2}})
		},
		"a refused redemption": func(f *fixture) {
			f.with(redeemMsg("ann", "out", 30), &reserve.MsgRequestRedemptionResponse{Status: reserve.REDEMPTION_STATUS_REFUSED, Reason: 40})
		},
		"a redemption asked again": func(f *fixture) {
			f.with(redeemMsg("ann", "out", 30), &reserve.MsgRequestRedemptionResponse{Status: reserve.REDEMPTION_STATUS_REQUESTED, Replay: true})
		},
		"a receipt of which one member speaks": func(f *fixture) {
			f.with(receiptMsg("R1", "ann", 30), &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_PENDING})
		},
		"a statement of a receipt minted before": func(f *fixture) {
			f.with(receiptMsg("OPENING-ann", "ann", 100), &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ann"))})
		},
		"a refused issue of a central bank": func(f *fixture) {
			f.with(&reserve.MsgIssueCbdc{Uetr: uetrOf("i").String(), Member: "bank-a", Denom: "ecny", Amount: 9}, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_REFUSED})
		},
		"a burn done before": func(f *fixture) {
			f.with(&reserve.MsgBurnCbdc{Uetr: uetrOf("i").String(), Treasury: text(person("cb")), Denom: "ecny", Amount: 9}, &reserve.MsgBurnCbdcResponse{Status: reserve.ACT_STATUS_DONE, Replay: true})
		},
		"a refused correction": func(f *fixture) {
			f.with(&reserve.MsgCorrectSettlementBalance{Uetr: uetrOf("i").String(), Member: "bank-a", Denom: "ecny", Amount: 9}, &reserve.MsgCorrectSettlementBalanceResponse{Status: reserve.ACT_STATUS_REFUSED})
		},
		"a message about something else": func(f *fixture) {
			f.with(&wallet.MsgOpenWallet{Operator: text(person("op"))}, &wallet.MsgOpenWalletResponse{})
		},
		"an empty block": func(*fixture) {},
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).fund("cny", 100, "ann")
			prepare(f)
			before := f.books.Snapshot()
			require.Empty(t, f.apply())
			before.Height++
			require.Equal(t, before, f.books.Snapshot())
		})
	}
}

func TestBlocksInOrder(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ann")
	first := f.block
	f.with(payMsg("p", "ann", "ben", 30), &payment.MsgPayResponse{Results: results(paidIntra)})
	second := f.block
	f.apply()
	require.EqualValues(t, 2, f.books.Height())

	f.entries = nil
	require.NoError(t, f.books.Apply(t.Context(), second), "a block again has no effect")
	require.NoError(t, f.books.Apply(t.Context(), first))
	require.Empty(t, f.entries)
	require.EqualValues(t, 70, f.balance("ann", "cny"))

	f.block.Height = 4
	f.refuse(ErrGap)
}

func TestBooksGoOnFromASnapshot(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ann", "ben")
	f.with(redeemMsg("ann", "out", 30), &reserve.MsgRequestRedemptionResponse{Status: reserve.REDEMPTION_STATUS_REQUESTED}).apply()
	f.open(f.books.Snapshot())
	require.EqualValues(t, 2, f.books.Height())
	require.Equal(t, []string{"3-0-0 BURN -30cny =0"},
		f.with(outcomeMsg("ann", "out"), &reserve.MsgAttestOutcomeResponse{Status: reserve.REDEMPTION_STATUS_CONFIRMED}).apply())
	require.Empty(t, f.with(receiptMsg("OPENING-ben", "ben", 100),
		&reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ben"))}).apply(), "minted before")
}

func TestBlockIsAppliedWholeOrNot(t *testing.T) {
	tests := map[string]struct {
		prepare func(f *fixture)
		want    error
	}{
		"the sink fails": {func(f *fixture) { f.full = true }, errSink},
		"a later payment overdraws": {func(f *fixture) {
			f.with(payMsg("q", "ann", "ben", 71), &payment.MsgPayResponse{Results: results(paidIntra)})
		}, ErrContradiction},
		"a message that nobody knows": {func(f *fixture) {
			f.with(&payment.MsgPay{}, &payment.MsgPayResponse{})
			f.block.Txs[1].Raw = []byte{0x0a, 0x08, 0x0a, 0x06, 0x0a, 0x04, '/', 'x', '.', 'Y'}
		}, ErrBlock},
		"a transaction of junk that did not fail": {func(f *fixture) {
			f.block.Txs = append(f.block.Txs, client.Tx{Raw: []byte("junk")})
		}, ErrBlock},
		"responses are missing": {func(f *fixture) {
			f.with(payMsg("q", "ann", "ben", 1), &payment.MsgPayResponse{Results: results(paidIntra)})
			f.block.Txs[1].Outcome.Data = nil
		}, ErrBlock},
		"too few results": {func(f *fixture) {
			f.with(payMsg("q", "ann", "ben", 1), &payment.MsgPayResponse{})
		}, ErrBlock},
		"results that are none": {func(f *fixture) {
			f.with(payMsg("q", "ann", "ben", 1), &payment.MsgPayResponse{Results: []byte("no")})
		}, ErrBlock},
		"a release of what was never asked": {func(f *fixture) {
			f.with(&reserve.MsgReleaseRedemption{Wallet: text(person("ann")), Uetr: uetrOf("out").String()}, &reserve.MsgReleaseRedemptionResponse{})
		}, ErrContradiction},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t).fund("cny", 100, "ann")
			f.with(payMsg("p", "ann", "ben", 30), &payment.MsgPayResponse{Results: results(paidIntra)})
			block := f.block
			tc.prepare(f)
			f.refuse(tc.want)

			f.full, f.entries = false, nil
			f.block = block
			f.block.Txs = f.block.Txs[:1]
			require.Equal(t, []string{"2-0-0 PAY -30cny =70", "2-0-1 PAY +30cny =30"}, f.apply())
		})
	}
}

func TestConfigIsHeldToItsForm(t *testing.T) {
	good := Config{ChainID: chainID, State: &fakeState{}, Sink: func(Entry) error { return nil }}
	tests := map[string]struct {
		spoil   func(*Config)
		opening Snapshot
	}{
		"no chain id":          {spoil: func(c *Config) { c.ChainID = "" }},
		"no state":             {spoil: func(c *Config) { c.State = nil }},
		"no sink":              {spoil: func(c *Config) { c.Sink = nil }},
		"a height below 0":     {opening: Snapshot{Height: -1}},
		"an account of nobody": {opening: Snapshot{Balances: []Balance{{"00", "cny", 1}}}},
		"a balance of nothing": {opening: Snapshot{Balances: []Balance{{"0101010101010101010101010101010101010101", "cny", 0}}}},
		"a balance twice": {opening: Snapshot{Balances: []Balance{
			{"0101010101010101010101010101010101010101", "cny", 1}, {"0101010101010101010101010101010101010101", "cny", 1},
		}}},
		"a receipt that is none":    {opening: Snapshot{Minted: []string{"xx"}}},
		"a redemption that is none": {opening: Snapshot{Redemptions: []Redemption{{Wallet: "01"}}}},
		"a wallet that is none":     {opening: Snapshot{Closed: []string{""}}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := good
			if tc.spoil != nil {
				tc.spoil(&cfg)
			}
			_, err := New(cfg, tc.opening)
			require.ErrorIs(t, err, ErrConfig)
		})
	}
}
