// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/payment"
)

func TestASeedFixesItsSchedule(t *testing.T) {
	for seed := range uint64(20) {
		require.Equal(t, Schedule(seed, 90*time.Second), Schedule(seed, 90*time.Second))
	}
	require.NotEqual(t, Schedule(1, 90*time.Second), Schedule(3, 90*time.Second))
}

func TestALongerRunBeginsLikeAShorterOne(t *testing.T) {
	short, long := Schedule(5, 30*time.Second), Schedule(5, 90*time.Second)
	require.NotEmpty(t, short)
	require.Equal(t, short, long[:len(short)])
}

func TestTwentySeedsHoldEveryKind(t *testing.T) {
	count, one, all := map[Kind]int{}, 0, 0
	for seed := uint64(1); seed <= 20; seed++ {
		heavy := 0
		for _, f := range Schedule(seed, 90*time.Second) {
			count[f.Kind]++
			all++
			if f.faulty() <= 1 {
				one++
			} else {
				heavy++
			}
		}
		require.LessOrEqual(t, heavy, 2)
	}
	for _, kind := range Kinds() {
		require.Positive(t, count[kind], kind)
	}
	require.Greater(t, one*4, all*3, "at most one validator is faulty most of the time")
}

func TestASeedFixesItsWorkload(t *testing.T) {
	customers, err := newCustomers(7)
	require.NoError(t, err)
	first, second := newWorkload(7, "bank-a singles", customers[:8], customers), newWorkload(7, "bank-a singles", customers[:8], customers)
	for range 300 {
		a, mode := draw(first, 20)
		b, same := draw(second, 20)
		require.Equal(t, mode, same)
		require.Len(t, b, len(a))
		for i := range a {
			a[i].ValidUntil, b[i].ValidUntil = 0, 0
			require.Equal(t, a[i].UETR, b[i].UETR)
			require.Equal(t, a[i].Amount, b[i].Amount)
			require.Equal(t, a[i].Payee, b[i].Payee)
		}
		if mode == payment.BATCH_MODE_ATOMIC {
			require.Len(t, a, 3)
		}
	}
}

func TestWhichLinksAFaultConcerns(t *testing.T) {
	const audit = validatorCount
	cases := map[string]struct {
		fault Fault
		want  [][2]int // of directions between lower and higher places, both ways alike
	}{
		"one is alone":            {Fault{Kind: PartitionOne, Victims: []int{1}}, [][2]int{{0, 1}, {1, 2}, {1, 3}, {1, audit}}},
		"two halves":              {Fault{Kind: PartitionHalf, Victims: []int{0, 2}}, [][2]int{{0, 1}, {0, 3}, {1, 2}, {2, 3}, {0, audit}, {2, audit}}},
		"a ring":                  {Fault{Kind: Ring, Victims: []int{0, 1, 2, 3}}, [][2]int{{0, 2}, {1, 3}, {1, audit}, {2, audit}, {3, audit}}},
		"the audit node is alone": {Fault{Kind: CutAudit, Victims: []int{audit}}, [][2]int{{0, audit}, {1, audit}, {2, audit}, {3, audit}}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			want := map[[2]int]bool{}
			for _, pair := range tc.want {
				want[pair], want[[2]int{pair[1], pair[0]}] = true, true
			}
			for from := range validatorCount + 1 {
				for to := range validatorCount + 1 {
					if from != to {
						require.Equal(t, want[[2]int{from, to}], tc.fault.concerns(from, to), "from %d to %d", from, to)
					}
				}
			}
		})
	}
	deaf := Fault{Kind: OneWay, Victims: []int{2}}
	require.True(t, deaf.concerns(2, 0))
	require.False(t, deaf.concerns(0, 2))
}

func TestFormFollowsTheSchedule(t *testing.T) {
	slow := []Fault{{Kind: KillOne}, {Kind: SlowOne, Delay: time.Millisecond}}
	require.Equal(t, FormProxy, FormOf(slow, true))
	require.Equal(t, FormNamespaces, FormOf(slow[:1], true))
	require.Equal(t, FormProxy, FormOf(slow[:1], false))
}
