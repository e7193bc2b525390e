// SPDX-License-Identifier: Apache-2.0

package module

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/netting"
)

// yuan has two decimals.
var yuan = money{code: "CNY", exponent: 2}

func TestAmountsAreWritten(t *testing.T) {
	minor := money{code: "CNY"}
	tests := map[string]struct{ have, want string }{
		"none":                      {yuan.amount(0), "0.00"},
		"one minor unit":            {yuan.amount(1), "0.01"},
		"less than one":             {yuan.amount(99), "0.99"},
		"one":                       {yuan.amount(100), "1.00"},
		"a thousand":                {yuan.amount(100_000), "1,000.00"},
		"of a million":              {yuan.amount(123_456_789), "1,234,567.89"},
		"the largest":               {yuan.amount(math.MaxUint64), "184,467,440,737,095,516.15"},
		"below zero":                {yuan.signed(-1234), "-12.34"},
		"the very lowest":           {yuan.signed(math.MinInt64), "-92,233,720,368,547,758.08"},
		"without decimals":          {minor.amount(1234567), "1,234,567"},
		"below zero without any":    {minor.signed(-1234), "-1,234"},
		"the legend":                {yuan.legend(), "amounts in CNY"},
		"the legend without any":    {minor.legend(), "amounts in minor units of CNY"},
		"a count":                   {count(12_000), "12,000"},
		"no time":                   {moment(0), "-"},
		"a time":                    {moment(1795392000), "2026-11-23 00:00:00Z"},
		"no date":                   {date(0), "-"},
		"a date":                    {date(2026_11_23), "2026-11-23"},
		"a status's words":          {statusName(netting.CYCLE_STATUS_SETTLED), "SETTLED"},
		"a state without news":      {stateName(false, 0), "ok"},
		"an alarm":                  {stateName(false, 75), "alarm 75%"},
		"a block says more than it": {stateName(true, 75), "OUTBOUND_BLOCKED"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.have) })
	}
}

func TestDecimalsAreThoseOfTheDisplayUnit(t *testing.T) {
	require.Equal(t, 2, exponentOf(banktypes.Metadata{
		Base: "cny", Display: "yuan", DenomUnits: []*banktypes.DenomUnit{{Denom: "cny"}, {Denom: "yuan", Exponent: 2}},
	}))
	require.Zero(t, exponentOf(banktypes.Metadata{}))
}

func TestTables(t *testing.T) {
	tests := map[string]struct {
		write func(*strings.Builder) error
		want  string
	}{
		"positions": {
			func(b *strings.Builder) error {
				return writePositions(b, yuan, &netting.QueryPositionsResponse{Positions: []netting.PositionView{
					{Member: "north-bank", Owed: 1234567, Due: 1000, Position: 1233567, Cover: 2000000, Cap: 5000000, Available: 766433},
					{Member: "east-pay", Due: 1233567, Position: -1233567, OutboundBlocked: true},
				}})
			},
			`
member           owed        due    position  reserved      cover        cap  available             state
north-bank  12,345.67      10.00   12,335.67      0.00  20,000.00  50,000.00   7,664.33                ok
east-pay         0.00  12,335.67  -12,335.67      0.00       0.00       0.00       0.00  OUTBOUND_BLOCKED
amounts in CNY; position = owed - what counts of due, cover = balance - earmark
`,
		},
		"a settled cycle": {
			func(b *strings.Builder) error {
				return writeCycle(b, yuan, &netting.QueryCycleResponse{
					Cycle: netting.CycleView{
						Currency: "CNY", Number: 3, Status: netting.CYCLE_STATUS_SETTLED, OpenedAt: 1795392000, ClosedAt: 1795395600,
						SettledAt: 1795395600, ValueDate: 2026_11_23, Obligations: 5000, Gross: 1700000, Bilateral: 300000, Net: 90000, Saved: 1610000,
					},
					Settlement: &netting.SettlementView{
						FirstCycle: 3, LastCycle: 3, Amount: 90000, Denom: "ecny",
						Movements: []netting.MovementView{{Member: "north-bank", Paid: 90000}, {Member: "east-pay", Received: 90000}},
					},
				})
			},
			`
cycle                            CNY 3
status                         SETTLED
value date                  2026-11-23
opened            2026-11-23 00:00:00Z
closed            2026-11-23 01:00:00Z
settled           2026-11-23 01:00:00Z
obligations                      5,000
gross                        17,000.00
bilateral nets                3,000.00
multilateral net                900.00
saved                        16,100.00

settlement of cycles 3 to 3: 900.00 in ecny
member        paid  received
north-bank  900.00      0.00
east-pay      0.00    900.00
amounts in CNY
`,
		},
		"a day of a member": {
			func(b *strings.Builder) error {
				return writeIntraday(b, yuan, &netting.QueryIntradayResponse{Intraday: netting.IntradayView{
					Member: "north-bank", Currency: "CNY", Day: 2026_11_23, Opening: 50_000_000, Balance: 51_234_500, Sent: 40_000_000,
					Received: 12_000_050, Peak: 39_000_000, PeakAt: 1795399200, Earmark: 1_000_000, Cover: 50_234_500, Cap: 60_000_000,
					Used: 27_999_950, Available: 22_234_550, PercentUsed: 55, AlarmPercent: 50,
				}})
			},
			`
member                     north-bank
settlement day         CNY 2026-11-23
opening balance            500,000.00
balance                    512,345.00
sent                       400,000.00
received                   120,000.50
peak used                  390,000.00
peak at          2026-11-23 02:00:00Z
earmark                     10,000.00
cover                      502,345.00
cap                        600,000.00
used                       279,999.50
available                  222,345.50
percent used                      55%
state                       alarm 50%
amounts in CNY
`,
		},
		"an open statement": {
			func(b *strings.Builder) error {
				return writeStatement(b, yuan, &netting.QueryStatementResponse{
					Member: "north-bank", Currency: "CNY", Cycle: 4, Status: netting.CYCLE_STATUS_OPEN, Owed: 100, Due: 2500, Net: 2400,
					Lines: []netting.StatementLine{
						{Counterparty: "east-pay", Owed: 100, OwedCount: 1, Net: -100},
						{Counterparty: "south-bank", Due: 2500, DueCount: 12, Net: 2500},
					},
				})
			},
			`
north-bank, CNY cycle 4, OPEN, value date -
closed -, settled -
counterparty  owed  count    due  count    net
east-pay      1.00      1   0.00      0  -1.00
south-bank    0.00      0  25.00     12  25.00
total         1.00      1  25.00     12  24.00
amounts in CNY; net = due - owed
digest none
`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			require.NoError(t, tc.write(&b))
			require.Equal(t, strings.TrimPrefix(tc.want, "\n"), b.String())
		})
	}
}
