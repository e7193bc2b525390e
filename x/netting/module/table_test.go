// SPDX-License-Identifier: Apache-2.0

package module

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/netting"
)

func TestAmountsAreGrouped(t *testing.T) {
	tests := map[string]struct{ have, want string }{
		"none":             {grouped(0), "0"},
		"three digits":     {grouped(999), "999"},
		"four digits":      {grouped(1000), "1 000"},
		"seven digits":     {grouped(1234567), "1 234 567"},
		"the largest":      {grouped(math.MaxUint64), "18 446 744 073 709 551 615"},
		"below zero":       {signed(-1234), "-1 234"},
		"the very lowest":  {signed(math.MinInt64), "-9 223 372 036 854 775 808"},
		"no time":          {moment(0), "-"},
		"a time":           {moment(1795392000), "2026-11-23 00:00:00Z"},
		"a status's words": {statusName(netting.CYCLE_STATUS_SETTLED), "SETTLED"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, tc.have) })
	}
}

func TestTables(t *testing.T) {
	tests := map[string]struct {
		write func(*strings.Builder) error
		want  string
	}{
		"positions": {
			func(b *strings.Builder) error {
				return writePositions(b, &netting.QueryPositionsResponse{Positions: []netting.PositionView{
					{Member: "north-bank", Owed: 1234567, Due: 1000, Position: 1233567, Cover: 2000000, Cap: 5000000, Available: 766433},
					{Member: "east-pay", Due: 1233567, Position: -1233567, OutboundBlocked: true},
				}})
			},
			`
member           owed        due    position  reserved      cover        cap  available             state
north-bank  1 234 567      1 000   1 233 567         0  2 000 000  5 000 000    766 433                ok
east-pay            0  1 233 567  -1 233 567         0          0          0          0  OUTBOUND_BLOCKED
amounts in minor units; position = owed - due
`,
		},
		"a settled cycle": {
			func(b *strings.Builder) error {
				return writeCycle(b, &netting.QueryCycleResponse{
					Cycle: netting.CycleView{
						Currency: "CNY", Number: 3, Status: netting.CYCLE_STATUS_SETTLED, OpenedAt: 1795392000, ClosedAt: 1795395600,
						SettledAt: 1795395600, Obligations: 5000, Gross: 1700000, Bilateral: 300000, Net: 90000, Saved: 1610000,
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
opened            2026-11-23 00:00:00Z
closed            2026-11-23 01:00:00Z
settled           2026-11-23 01:00:00Z
obligations                      5 000
gross                        1 700 000
bilateral nets                 300 000
multilateral net                90 000
saved                        1 610 000

settlement of cycles 3 to 3: 90 000 ecny
member        paid  received
north-bank  90 000         0
east-pay         0    90 000
amounts in minor units
`,
		},
		"an open statement": {
			func(b *strings.Builder) error {
				return writeStatement(b, &netting.QueryStatementResponse{
					Member: "north-bank", Currency: "CNY", Cycle: 4, Status: netting.CYCLE_STATUS_OPEN, Owed: 100, Due: 2500, Net: 2400,
					Lines: []netting.StatementLine{
						{Counterparty: "east-pay", Owed: 100, OwedCount: 1, Net: -100},
						{Counterparty: "south-bank", Due: 2500, DueCount: 12, Net: 2500},
					},
				})
			},
			`
north-bank, CNY cycle 4, OPEN, closed -, settled -
counterparty  owed  count    due  count    net
east-pay       100      1      0      0   -100
south-bank       0      0  2 500     12  2 500
total          100         2 500         2 400
amounts in minor units; net = due - owed
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
