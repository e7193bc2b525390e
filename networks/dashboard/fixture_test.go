// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/overview"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, have string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o700))
		require.NoError(t, os.WriteFile(file, []byte(have), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), have)
}

var start = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

var (
	paidNet   = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: 4}
	paidIntra = payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}
	refused   = payment.Result{Status: payment.ResultRefused, Code: uint16(compliance.ReasonLimitDayOut)}
	failed    = payment.Result{Status: payment.ResultError, Module: 4, Code: 2}
)

func replayed(r payment.Result) payment.Result {
	r.Replay = true
	return r
}

// batch is a transaction of x/payment that ran, with its results.
func batch(t *testing.T, results ...payment.Result) client.Tx {
	t.Helper()
	response, err := codectypes.NewAnyWithValue(&payment.MsgPayBatchResponse{Results: payment.EncodeResults(results)})
	require.NoError(t, err)
	data, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{response}})
	require.NoError(t, err)
	return client.Tx{Outcome: client.Outcome{Data: data}}
}

// traffic is two minutes of blocks, two a second, each with as many payments as its second of the minute.
func traffic(t *testing.T) *Traffic {
	t.Helper()
	tr := NewTraffic(start)
	for i := range 240 {
		at := start.Add(time.Duration(i) * 500 * time.Millisecond)
		var results []payment.Result
		for range i / 2 % 60 {
			results = append(results, paidNet)
		}
		b := client.Block{Height: int64(100 + i), Time: at.Add(-20 * time.Millisecond), Txs: []client.Tx{batch(t, results...)}}
		if i%60 == 0 {
			b.Txs = append(b.Txs, batch(t, paidIntra, refused, failed, replayed(paidNet)),
				client.Tx{Outcome: client.Outcome{Codespace: "sdk", Code: 32}}, client.Tx{})
		}
		tr.Add(b, at)
	}
	return tr
}

// moment is a network with trouble, two minutes after counting began.
func moment(t *testing.T) Moment {
	t.Helper()
	now := start.Add(2 * time.Minute)
	cny := overview.Currency{
		Code: "CNY", Exponent: 2, NextCutOff: now.Add(754 * time.Second), SettledCycle: 3, AlarmPercents: overview.DefaultAlarmPercents,
		Open: overview.Cycle{Number: 4, Status: "OPEN", Obligations: 3769, Gross: 102745293, Net: 5526657, Saved: 97218636},
		Positions: []overview.Position{
			{Member: "bank-a", Used: 52000000, Limit: 100000000, Percent: 52},
			{Member: "bank-b", Used: 0, Limit: 100000000},
			{Member: "wallet-op", Used: 46500000, Limit: 50000000, Percent: 93},
			{Member: "a-member-with-a-long-name", Used: 1, Limit: 250000000, Blocked: true},
		},
	}
	hkd := overview.Currency{
		Code: "HKD", Exponent: 2, SettledCycle: 1, WaitingCount: 2, Flagged: true, AlarmPercents: overview.DefaultAlarmPercents,
		Open: overview.Cycle{Number: 4, Status: "OPEN"},
	}
	return Moment{
		Now: now, Rates: traffic(t).Rates(now),
		Overview: overview.Overview{
			ChainID: "tael-local-1", Height: 339, SeenAt: now, BlockTime: now.Add(-120 * time.Millisecond),
			Nodes: []overview.Node{
				{Name: "bank-a", Up: true, Height: 339},
				{Name: "bank-b", Address: "http://127.0.0.1:27011", Problem: "connection refused"},
				{Name: "clearing", Up: true, Height: 338, Lag: 1},
				{Name: "wallet-op", Up: true, Height: 339},
				{Name: "regulator", Up: true, Height: 339},
			},
			Consensus: overview.Consensus{SignedHeight: 338, TotalPower: 40, SignedPower: 30, Validators: []overview.Validator{
				{Moniker: "bank-a", Signed: true}, {Moniker: "bank-b"}, {Moniker: "clearing", Signed: true}, {Moniker: "wallet-op", Signed: true},
			}},
			Currencies: []overview.Currency{cny, hkd},
			Alarms: []overview.Alarm{
				{Severity: overview.Critical, Kind: overview.CycleFlagged, Subject: "HKD", Text: "work on a cycle failed and waits for the next attempt"},
				{Severity: overview.Critical, Kind: overview.OutboundBlocked, Subject: "a-member-with-a-long-name", Text: "CNY: nothing is accepted"},
				{Severity: overview.Warning, Kind: overview.PositionHigh, Subject: "wallet-op", Text: "93 % of 500,000.00 CNY used, past 90 %"},
				{Severity: overview.Warning, Kind: overview.NodeDown, Subject: "bank-b", Text: "connection refused"},
				{Severity: overview.Warning, Kind: overview.ValidatorAbsent, Subject: "bank-b", Text: "no vote for block 338; power 10 of 40"},
			},
		},
	}
}
