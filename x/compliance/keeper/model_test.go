// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
)

// model is the same policy written naively: maps instead of records, every rule spelled out once.
type model struct {
	limits   map[compliance.Window]map[compliance.Measure]uint64
	out, in  map[string]uint64 // by wallet, of the day
	day      int64
	orders   map[string][]modelOrder
	balances map[string]uint64
}

type modelOrder struct {
	effect compliance.Effect
	end    int64
}

func (m *model) roll(now int64) {
	if day := (now + 28_800) / 86_400; day != m.day {
		m.day, m.out, m.in = day, map[string]uint64{}, map[string]uint64{}
	}
}

func (m *model) effect(addr []byte, now int64) compliance.Effect {
	strictest := compliance.EFFECT_UNSPECIFIED
	for _, o := range m.orders[string(addr)] {
		if now < o.end && o.effect > strictest {
			strictest = o.effect
		}
	}
	return strictest
}

func (m *model) over(window compliance.Window, measure compliance.Measure, sum uint64) bool {
	limit, found := m.limits[window][measure]
	return found && sum > limit
}

// judge returns what the keeper must answer, and counts what is allowed.
func (m *model) judge(kind compliance.MovementKind, payer, payee []byte, amount uint64, originalAt, now int64) compliance.Reason {
	m.roll(now)
	from, to := string(payer), string(payee)
	if kind != compliance.MovementRelease {
		if payer != nil {
			switch m.effect(payer, now) {
			case compliance.EFFECT_FROZEN:
				return compliance.ReasonPayerFrozen
			case compliance.EFFECT_DEEP_FROZEN:
				return compliance.ReasonPayerDeepFrozen
			case compliance.EFFECT_SANCTIONED:
				return compliance.ReasonPayerSanctioned
			}
		}
		if payee != nil {
			switch m.effect(payee, now) {
			case compliance.EFFECT_DEEP_FROZEN:
				return compliance.ReasonPayeeDeepFrozen
			case compliance.EFFECT_SANCTIONED:
				return compliance.ReasonPayeeSanctioned
			}
		}
	}
	today := (originalAt+28_800)/86_400 == m.day
	switch kind {
	case compliance.MovementGiveBack:
		if today {
			m.out[to] -= min(amount, m.out[to])
			m.in[from] -= min(amount, m.in[from])
		}
		return compliance.ReasonNone
	case compliance.MovementRelease:
		if today {
			m.out[to] -= min(amount, m.out[to])
		}
		return compliance.ReasonNone
	}
	weighsOut, weighsIn := kind != compliance.MovementIssue, kind != compliance.MovementRedeem
	switch {
	case weighsOut && m.over(compliance.WINDOW_TX, compliance.MEASURE_OUT, amount):
		return compliance.ReasonLimitTxOut
	case weighsOut && m.over(compliance.WINDOW_DAY, compliance.MEASURE_OUT, m.out[from]+amount):
		return compliance.ReasonLimitDayOut
	case weighsIn && m.over(compliance.WINDOW_TX, compliance.MEASURE_IN, amount):
		return compliance.ReasonLimitTxIn
	case weighsIn && m.over(compliance.WINDOW_DAY, compliance.MEASURE_IN, m.in[to]+amount):
		return compliance.ReasonLimitDayIn
	case weighsIn && m.over(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, m.balances[to]+amount):
		return compliance.ReasonLimitBalance
	}
	if weighsOut {
		m.out[from] += amount
	}
	if weighsIn {
		m.in[to] += amount
	}
	return compliance.ReasonNone
}

func TestKeeperAgreesWithTheModel(t *testing.T) {
	seen := map[compliance.Reason]int{}
	rapid.Check(t, func(rt *rapid.T) {
		f := newFixture(t)
		m := &model{limits: map[compliance.Window]map[compliance.Measure]uint64{}, orders: map[string][]modelOrder{}, balances: map[string]uint64{}}
		drawLimits(rt, f, m)
		wallets := [][]byte{alice, bob}
		for _, addr := range wallets {
			m.balances[string(addr)] = rapid.Uint64Range(0, 30).Draw(rt, "balance")
			f.bank.balances[string(addr)+"cny"] = m.balances[string(addr)]
		}
		now := noon
		for range rapid.IntRange(10, 60).Draw(rt, "steps") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int64{0, 0, 1, 3_600, 43_199, 43_200}).Draw(rt, "wait")) * time.Second)
			f.at(now)
			if rapid.IntRange(0, 19).Draw(rt, "restrict") == 0 {
				drawOrder(rt, f, m, rapid.SampledFrom(wallets).Draw(rt, "restricted"))
			}
			payer, payee := alice, bob
			if rapid.Bool().Draw(rt, "other way") {
				payer, payee = bob, alice
			}
			kind := rapid.SampledFrom([]compliance.MovementKind{
				compliance.MovementPay, compliance.MovementPay, compliance.MovementPay, compliance.MovementGiveBack,
				compliance.MovementIssue, compliance.MovementRedeem, compliance.MovementRelease,
			}).Draw(rt, "kind")
			switch kind {
			case compliance.MovementIssue, compliance.MovementRelease:
				payer = nil
			case compliance.MovementRedeem:
				payee = nil
			}
			move := f.movement(kind, payer, payee, rapid.Uint64Range(1, 20).Draw(rt, "amount"))
			move.OriginalAt -= rapid.SampledFrom([]int64{0, 43_200, 86_400}).Draw(rt, "age")
			expected := m.judge(kind, payer, payee, move.Amount, move.OriginalAt, f.now())
			require.Equal(rt, expected, f.move(move), "%s of %d at %s", kind, move.Amount, now)
			seen[expected]++
			for _, addr := range wallets {
				out, in := f.counted(addr)
				require.Equal(rt, [2]uint64{m.out[string(addr)], m.in[string(addr)]}, [2]uint64{out, in})
			}
		}
	})
	for _, reason := range []compliance.Reason{
		compliance.ReasonNone, compliance.ReasonPayerFrozen, compliance.ReasonPayeeDeepFrozen, compliance.ReasonLimitTxOut,
		compliance.ReasonLimitTxIn, compliance.ReasonLimitDayOut, compliance.ReasonLimitDayIn, compliance.ReasonLimitBalance,
	} {
		require.NotZero(t, seen[reason], "the draws reach %s", reason)
	}
}

func drawLimits(rt *rapid.T, f *fixture, m *model) {
	var rows []compliance.Limit
	for _, l := range []compliance.Limit{
		row(compliance.WINDOW_TX, compliance.MEASURE_OUT, rapid.Uint64Range(5, 25).Draw(rt, "tx out")),
		row(compliance.WINDOW_TX, compliance.MEASURE_IN, rapid.Uint64Range(5, 25).Draw(rt, "tx in")),
		row(compliance.WINDOW_DAY, compliance.MEASURE_OUT, rapid.Uint64Range(20, 80).Draw(rt, "day out")),
		row(compliance.WINDOW_DAY, compliance.MEASURE_IN, rapid.Uint64Range(20, 80).Draw(rt, "day in")),
		row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, rapid.Uint64Range(20, 60).Draw(rt, "held")),
	} {
		if !rapid.Bool().Draw(rt, "in the table") {
			continue
		}
		rows = append(rows, l)
		if m.limits[l.Window] == nil {
			m.limits[l.Window] = map[compliance.Measure]uint64{}
		}
		m.limits[l.Window][l.Measure] = l.Amount
	}
	f.limits(rows...)
}

// drawOrder places an EMERGENCY order of the wallet's custodian or of the regulator, if it may.
func drawOrder(rt *rapid.T, f *fixture, m *model, addr []byte) {
	custodian := officerA
	if string(addr) == string(bob) {
		custodian = officerB
	}
	effect := rapid.SampledFrom([]compliance.Effect{
		compliance.EFFECT_FROZEN, compliance.EFFECT_DEEP_FROZEN, compliance.EFFECT_SANCTIONED,
	}).Draw(rt, "effect")
	_, err := f.msg.Restrict(f.ctx, &compliance.MsgRestrict{
		Officer: rapid.SampledFrom([]string{custodian, supervisor}).Draw(rt, "officer"),
		Wallet:  sdk.AccAddress(addr).String(), Denom: rapid.SampledFrom([]string{"", "cny"}).Draw(rt, "denom"),
		Effect: effect, Ground: ground,
	})
	if err == nil {
		m.orders[string(addr)] = append(m.orders[string(addr)], modelOrder{effect, f.now() + 72*3_600})
		return
	}
	require.ErrorIs(rt, err, compliance.ErrEmergencyPaused)
}
