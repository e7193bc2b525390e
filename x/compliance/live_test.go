// SPDX-License-Identifier: Apache-2.0

package compliance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
)

func liveOrder(id uint64, denom string, effect compliance.Effect, expires int64) compliance.Order {
	return compliance.Order{Id: id, Denom: denom, Effect: effect, Status: compliance.ORDER_STATUS_LIVE, ExpiresAt: expires}
}

func with(t *testing.T, l compliance.Live, now int64, orders ...compliance.Order) compliance.Live {
	t.Helper()
	for _, o := range orders {
		next, err := l.With(o, now)
		require.NoError(t, err)
		require.NoError(t, next.Validate())
		l = next
	}
	return l
}

func TestLiveTellsTheStrictest(t *testing.T) {
	l := with(t, nil, 0,
		liveOrder(3, "cny", compliance.EFFECT_SANCTIONED, 100),
		liveOrder(1, "", compliance.EFFECT_FROZEN, 0),
		liveOrder(2, "ecny", compliance.EFFECT_DEEP_FROZEN, 200),
	)
	require.Equal(t, []uint64{1, 2, 3}, l.IDs())
	require.Equal(t, compliance.EFFECT_SANCTIONED, l.Strictest("cny", 99), "one second before its end")
	require.Equal(t, compliance.EFFECT_FROZEN, l.Strictest("cny", 100), "at its end")
	require.Equal(t, compliance.EFFECT_DEEP_FROZEN, l.Strictest("ecny", 100))
	require.Equal(t, compliance.EFFECT_FROZEN, l.Strictest("hkd", 0), "every asset")
	require.Equal(t, compliance.EFFECT_SANCTIONED, l.StrictestOfAny(99))
	require.Equal(t, compliance.EFFECT_DEEP_FROZEN, l.StrictestOfAny(199))
	require.Equal(t, compliance.EFFECT_FROZEN, l.StrictestOfAny(200))
	require.Equal(t, compliance.EFFECT_UNSPECIFIED, compliance.Live(nil).Strictest("cny", 0))
}

func TestLiveDropsWhatLapsed(t *testing.T) {
	l := with(t, nil, 0, liveOrder(1, "", compliance.EFFECT_FROZEN, 100), liveOrder(2, "", compliance.EFFECT_FROZEN, 0))
	require.Equal(t, []uint64{1, 2, 3}, with(t, l, 99, liveOrder(3, "", compliance.EFFECT_FROZEN, 0)).IDs())
	require.Equal(t, []uint64{2, 3}, with(t, l, 100, liveOrder(3, "", compliance.EFFECT_FROZEN, 0)).IDs())
	require.Equal(t, []uint64{2}, l.Without(9, 100).IDs())
	require.Empty(t, l.Without(2, 100))
}

func TestLiveHoldsAtMost32(t *testing.T) {
	var l compliance.Live
	for id := uint64(1); id <= compliance.MaxLiveOrders; id++ {
		l = with(t, l, 0, liveOrder(id, "", compliance.EFFECT_FROZEN, int64(99+id)))
	}
	_, err := l.With(liveOrder(33, "", compliance.EFFECT_FROZEN, 0), 99)
	require.ErrorIs(t, err, compliance.ErrOrderTooMany, "33 live")
	next, err := l.With(liveOrder(33, "", compliance.EFFECT_FROZEN, 0), 100)
	require.NoError(t, err, "one has lapsed")
	require.Len(t, next.IDs(), compliance.MaxLiveOrders)
	same, err := l.With(liveOrder(32, "", compliance.EFFECT_SANCTIONED, 0), 99)
	require.NoError(t, err, "an order takes its own place again")
	require.Len(t, same.IDs(), compliance.MaxLiveOrders)
}

func TestLiveShowsAnOrderExactly(t *testing.T) {
	o := liveOrder(1, "cny", compliance.EFFECT_FROZEN, 100)
	l := with(t, nil, 0, o)
	require.True(t, l.Shows(o))
	o.ExpiresAt++
	require.False(t, l.Shows(o))
	require.False(t, l.Shows(liveOrder(2, "cny", compliance.EFFECT_FROZEN, 100)))
}

func TestLiveValidate(t *testing.T) {
	l := with(t, nil, 0, liveOrder(1, "", compliance.EFFECT_FROZEN, 0), liveOrder(2, "", compliance.EFFECT_FROZEN, 0))
	half := len(l) / 2
	require.ErrorIs(t, compliance.Live{}.Validate(), compliance.ErrRecordCorrupt, "empty")
	require.ErrorIs(t, l[1:].Validate(), compliance.ErrRecordCorrupt, "cut")
	require.ErrorIs(t, append(append(compliance.Live{}, l[half:]...), l[:half]...).Validate(), compliance.ErrRecordCorrupt, "descending")
	require.ErrorIs(t, append(append(compliance.Live{}, l[:half]...), l[:half]...).Validate(), compliance.ErrRecordCorrupt, "twice")
	require.ErrorIs(t, make(compliance.Live, half*33).Validate(), compliance.ErrRecordCorrupt, "33 entries")
}
