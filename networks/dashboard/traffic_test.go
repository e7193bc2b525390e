// SPDX-License-Identifier: Apache-2.0

package dashboard

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client"
)

func TestTrafficCountsWhatBlocksHold(t *testing.T) {
	r := traffic(t).Rates(start.Add(2 * time.Minute))
	require.EqualValues(t, 4*(59*60/2)+4, r.Payments, "four times 0 to 59, and four inside a custodian")
	require.EqualValues(t, 118, r.PaymentsPerSecond)
	require.Len(t, r.Minute, Minute)
	require.EqualValues(t, 1, r.Minute[0], "one inside a custodian")
	require.EqualValues(t, 2, r.Minute[1])
	require.EqualValues(t, 240+8, r.Transactions)
	require.Equal(t, []Count{{"sdk/32", 4}}, r.Failed)
	require.Equal(t, []Count{
		{"PAID NET", 7080}, {"ERROR payment/2", 4}, {"PAID INTRA", 4}, {"REFUSED LIMIT_DAY_OUT", 4},
	}, r.Results)
	require.EqualValues(t, 4, r.Replays, "a replay is no second payment")
	require.Equal(t, Spread{Median: 500, Max: 500}, r.BlockInterval)
	require.Equal(t, Spread{Median: 20, Max: 20}, r.BlockSeen)
	require.EqualValues(t, 339, r.Height)
}

func TestAQuietNetworkShowsNothing(t *testing.T) {
	tr := NewTraffic(start)
	require.Empty(t, tr.Rates(start).Minute)
	require.Equal(t, Spread{}, tr.Rates(start).BlockInterval)
	tr.Add(client.Block{Height: 5, Time: start.Add(time.Second), Txs: []client.Tx{batch(t, paidNet)}}, start)
	require.Equal(t, []int64{1, 0, 0}, tr.Rates(start.Add(3*time.Second)).Minute)
	require.Equal(t, Spread{}, tr.Rates(start).BlockSeen, "a clock that runs behind shows no negative time")
	later := tr.Rates(start.Add(time.Hour))
	require.Len(t, later.Minute, Minute)
	require.Zero(t, later.PaymentsPerSecond)
	require.NotContains(t, later.Minute, int64(1), "what is older than a minute is gone")

	tr.Add(client.Block{Height: 9, Time: start.Add(time.Minute)}, start)
	require.Equal(t, Spread{}, tr.Rates(start).BlockInterval, "between blocks that do not follow each other there is no interval")
}
