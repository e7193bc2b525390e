// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"math"
	"math/big"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/taelnet/tael/x/netting"
)

func TestAlarms(t *testing.T) {
	calm := func() Overview {
		return Overview{
			ChainID: "tael-local-1", SeenAt: blockTime.Add(time.Second), BlockTime: blockTime, Height: 10,
			Nodes:      []Node{{Name: "north", Up: true, Height: 10}},
			Members:    []Member{{ID: "north-bank", Status: "ACTIVE"}},
			Consensus:  Consensus{SignedHeight: 9, TotalPower: 10, Validators: []Validator{{Moniker: "north-1", Power: 10, Signed: true}}},
			Currencies: []Currency{{Code: "CNY", Exponent: 2, AlarmPercents: []uint32{50, 90}, Positions: []Position{{Member: "north-bank"}}}},
		}
	}
	cases := map[string]struct {
		trouble func(*Overview)
		want    []Alarm
	}{
		"nothing": {func(*Overview) {}, []Alarm{}},
		"the last block is old": {
			func(o *Overview) { o.SeenAt = blockTime.Add(11 * time.Second) },
			[]Alarm{{Critical, NetworkStands, "tael-local-1", "the last block is 11 s old"}},
		},
		"the clock here runs behind": {func(o *Overview) { o.SeenAt = blockTime.Add(-time.Hour) }, []Alarm{}},
		"a node without a name is down": {
			func(o *Overview) { o.Nodes = append(o.Nodes, Node{Address: "http://x:1", Problem: "gone"}) },
			[]Alarm{{Warning, NodeDown, "http://x:1", "gone"}},
		},
		"a node is as far behind as may be": {func(o *Overview) { o.Nodes[0].Lag = MaxLag }, []Alarm{}},
		"a node is further behind": {
			func(o *Overview) { o.Nodes[0].Lag = MaxLag + 1 },
			[]Alarm{{Warning, NodeLags, "north", "11 blocks behind, at 10"}},
		},
		"a node catches up": {
			func(o *Overview) { o.Nodes[0].CatchingUp = true },
			[]Alarm{{Warning, NodeLags, "north", "still fetches blocks, at 10"}},
		},
		"a validator did not sign": {
			func(o *Overview) { o.Consensus.Validators[0].Signed = false },
			[]Alarm{{Warning, ValidatorAbsent, "north-1", "no vote for block 9; power 10 of 10"}},
		},
		"a validator's clock is a second ahead": {
			func(o *Overview) { o.Consensus.Validators[0].ClockAhead = time.Second },
			[]Alarm{{Warning, ClockOff, "north-1", "its clock is 1s ahead"}},
		},
		"a validator's clock is five seconds behind": {
			func(o *Overview) { o.Consensus.Validators[0].ClockAhead = -5 * time.Second },
			[]Alarm{{Warning, ClockOff, "north-1", "its clock is 5s behind"}},
		},
		"a validator's clock is just below": {func(o *Overview) { o.Consensus.Validators[0].ClockAhead = time.Second - 1 }, []Alarm{}},
		"a validator's votes hide its clock": {
			func(o *Overview) {
				o.Consensus.Validators[0].ClockAhead, o.Consensus.Validators[0].ClockBehind = -130*time.Millisecond, true
			},
			[]Alarm{{Warning, ClockOff, "north-1", "its clock is behind by 130ms or more: its vote bears the earliest time allowed"}},
		},
		"nobody could sign before the second block": {
			func(o *Overview) { o.Consensus.SignedHeight, o.Consensus.Validators[0].Signed = 0, false }, []Alarm{},
		},
		"a member is suspended": {
			func(o *Overview) { o.Members[0].Status = "SUSPENDED" },
			[]Alarm{{Warning, MemberSuspended, "north-bank", "status SUSPENDED"}},
		},
		"a position just below an alarm": {func(o *Overview) { o.Currencies[0].Positions[0] = position(4999, 10000, 20000) }, []Alarm{}},
		"a position at an alarm": {
			func(o *Overview) { o.Currencies[0].Positions[0] = position(5000, 20000, 10000) },
			[]Alarm{{Warning, PositionHigh, "north-bank", "50 % of 100.00 CNY used, past 50 %"}},
		},
		"a position with no cover": {
			func(o *Overview) { o.Currencies[0].Positions[0] = position(1, 0, 10000) },
			[]Alarm{{Warning, PositionHigh, "north-bank", "999 % of 0.00 CNY used, past 90 %"}},
		},
		"a blocked member, before warnings": {
			func(o *Overview) {
				o.Members[0].Status = "SUSPENDED"
				o.Currencies[0].Positions[0].Blocked = true
			},
			[]Alarm{
				{Critical, OutboundBlocked, "north-bank", "CNY: nothing is accepted that raises its position"},
				{Warning, MemberSuspended, "north-bank", "status SUSPENDED"},
			},
		},
		"a cycle that waits for money": {
			func(o *Overview) { o.Currencies[0].WaitingCount, o.Currencies[0].SettledCycle = 2, 5 },
			[]Alarm{{Critical, CycleShort, "CNY", "2 closed cycle(s) from 6 on wait for a debtor's settlement money"}},
		},
		"minting is stopped": {
			func(o *Overview) { o.MintingStops = []MintingStop{{"north-bank", "cny", "STALE"}} },
			[]Alarm{{Critical, MintingStopped, "north-bank", "receipts in cny wait: STALE"}},
		},
		"cases are open": {
			func(o *Overview) { o.OpenCases = []OpenCases{{"north-bank", 2, 7}} },
			[]Alarm{{Warning, CasesOpen, "north-bank", "2 open case(s), the oldest is 7"}},
		},
		"a flagged cycle": {
			func(o *Overview) { o.Currencies[0].WaitingCount, o.Currencies[0].Flagged = 1, true },
			[]Alarm{{Critical, CycleFlagged, "CNY", "work on a cycle failed and waits for the next attempt"}},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			o := calm()
			tc.trouble(&o)
			require.Equal(t, tc.want, o.judge())
		})
	}
}

// The table of the README names every kind with its severity; TestAlarms shows when each one rings.
func TestTheReadmeListsTheKinds(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	listed := map[Kind]Severity{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\| ([A-Z]+) \\|").FindAllStringSubmatch(string(raw), -1) {
		listed[Kind(row[1])] = Severity(row[2])
	}
	require.Equal(t, map[Kind]Severity{
		NetworkStands: Critical, CycleFlagged: Critical, CycleShort: Critical, OutboundBlocked: Critical, MintingStopped: Critical,
		PositionHigh: Warning, NodeDown: Warning, NodeLags: Warning, ValidatorAbsent: Warning, CasesOpen: Warning, MemberSuspended: Warning, ClockOff: Warning,
	}, listed)
}

func position(owed int64, cover, limit uint64) Position {
	return newPosition(netting.PositionView{Member: "north-bank", Position: owed, Cover: cover, Cap: limit})
}

func TestThePercentIsThatOfExactArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		used, limit := rapid.Uint64().Draw(t, "used"), rapid.Uint64().Draw(t, "limit")
		want := int64(MaxPercent)
		switch {
		case used == 0:
			want = 0
		case limit > 0:
			share := new(big.Int).SetUint64(used)
			share.Mul(share, big.NewInt(100)).Div(share, new(big.Int).SetUint64(limit))
			if share.IsInt64() {
				want = min(share.Int64(), MaxPercent)
			}
		}
		if got := percent(used, limit); int64(got) != want {
			t.Fatalf("%d of %d: expected %d, got %d", used, limit, want, got)
		}
	})
	require.EqualValues(t, uint64(math.MaxUint64), newPosition(netting.PositionView{Position: math.MaxInt64, Reserved: math.MaxUint64}).Used)
}

func TestFiguresReadAsPeopleWriteThem(t *testing.T) {
	cny, jpy := Currency{Code: "CNY", Exponent: 2}, Currency{Code: "JPY"}
	cases := map[string]struct{ have, want string }{
		"less than one":             {cny.Money(7), "0.07 CNY"},
		"thousands":                 {cny.Money(123456789), "1,234,567.89 CNY"},
		"the largest":               {cny.Amount(math.MaxUint64), "184,467,440,737,095,516.15"},
		"no decimals":               {jpy.Money(1234), "1,234 JPY"},
		"below zero":                {cny.Signed(-100000), "-1,000.00"},
		"the lowest":                {jpy.Signed(math.MinInt64), "-9,223,372,036,854,775,808"},
		"a share":                   {Share(52), "52 %"},
		"a share beyond measure":    {Share(MaxPercent), "> 998 %"},
		"no time":                   {Stamp(time.Time{}), "-"},
		"milliseconds":              {Age(139 * time.Millisecond), "139 ms"},
		"a time to come is now":     {Age(-time.Second), "0 ms"},
		"seconds":                   {Age(1500 * time.Millisecond), "1.5 s"},
		"many seconds":              {Age(95 * time.Second), "95 s"},
		"hours":                     {Age(3700 * time.Second), "01:01:40"},
		"a countdown":               {Countdown(3725 * time.Second), "01:02:05"},
		"a countdown of days":       {Countdown(50 * time.Hour), "2d 02:00:00"},
		"a countdown that is over":  {Countdown(-time.Hour), "00:00:00"},
		"a question without answer": {plain(errRefused), "connect: connection refused"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.have) })
	}
}
