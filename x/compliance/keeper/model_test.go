// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// model is the same policy written naively: it keeps every movement for ever, and every rule is spelled out once.
type model struct {
	limits   []compliance.Limit
	moves    []*modelMove
	orders   map[string][]modelOrder
	balances map[string]uint64
}

// modelMove is a movement that happened; left is what did not come back of it.
type modelMove struct {
	movement compliance.Movement
	at       time.Time
	own      bool
	left     uint64
}

type modelOrder struct {
	effect compliance.Effect
	end    int64
}

var china = time.FixedZone("China", 28_800)

// same says whether two moments lie in one period of a window.
func same(window compliance.Window, a, b time.Time) bool {
	a, b = a.In(china), b.In(china)
	switch window {
	case compliance.WINDOW_DAY:
		return a.Format(time.DateOnly) == b.Format(time.DateOnly)
	case compliance.WINDOW_MONTH:
		return a.Format("2006-01") == b.Format("2006-01")
	case compliance.WINDOW_YEAR:
		return a.Year() == b.Year()
	default:
		return window == compliance.WINDOW_LIFETIME
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

// restricted is what the orders on both sides say.
func (m *model) restricted(move *compliance.Movement, now int64) compliance.Reason {
	if move.Payer != nil {
		switch m.effect(move.Payer.Address, now) {
		case compliance.EFFECT_FROZEN:
			return compliance.ReasonPayerFrozen
		case compliance.EFFECT_DEEP_FROZEN:
			return compliance.ReasonPayerDeepFrozen
		case compliance.EFFECT_SANCTIONED:
			return compliance.ReasonPayerSanctioned
		}
	}
	if move.Payee != nil {
		switch m.effect(move.Payee.Address, now) {
		case compliance.EFFECT_DEEP_FROZEN:
			return compliance.ReasonPayeeDeepFrozen
		case compliance.EFFECT_SANCTIONED:
			return compliance.ReasonPayeeSanctioned
		}
	}
	return compliance.ReasonNone
}

// weighs says whether a row weighs a movement at all.
func weighs(l *compliance.Limit, move *compliance.Movement, own bool) bool {
	return (l.Measure != compliance.MEASURE_OUT || move.Strength <= l.Strength) && (l.Channel == 0 || l.Channel == move.Channel) && (!own || !l.ExcludeOwn)
}

// sides are the wallets of a movement by measure.
func sidesOf(move *compliance.Movement, measure compliance.Measure) *wallet.Wallet {
	if measure == compliance.MEASURE_OUT {
		return move.Payer
	}
	return move.Payee
}

// used is what a wallet moved in the ways that a row weighs, in the period of now.
func (m *model) used(l *compliance.Limit, addr []byte, now time.Time) (sum uint64) {
	for _, past := range m.moves {
		side := sidesOf(&past.movement, l.Measure)
		if side != nil && string(side.Address) == string(addr) && weighs(l, &past.movement, past.own) && same(l.Window, past.at, now) {
			sum += past.left
		}
	}
	return sum
}

// limited returns what the first row says that does not hold, those of OUT before those of IN before BALANCE.
func (m *model) limited(move *compliance.Movement, own bool, now time.Time) compliance.Reason {
	reasons := map[compliance.Window][2]compliance.Reason{
		compliance.WINDOW_TX:       {compliance.ReasonLimitTxOut, compliance.ReasonLimitTxIn},
		compliance.WINDOW_DAY:      {compliance.ReasonLimitDayOut, compliance.ReasonLimitDayIn},
		compliance.WINDOW_MONTH:    {compliance.ReasonLimitMonthOut, compliance.ReasonLimitMonthIn},
		compliance.WINDOW_YEAR:     {compliance.ReasonLimitYearOut, compliance.ReasonLimitYearIn},
		compliance.WINDOW_LIFETIME: {compliance.ReasonLimitLifetimeOut, compliance.ReasonLimitLifetimeIn},
	}
	for i, measure := range []compliance.Measure{compliance.MEASURE_OUT, compliance.MEASURE_IN} {
		for j := range m.limits {
			l, side := &m.limits[j], sidesOf(move, measure)
			if side != nil && l.Measure == measure && weighs(l, move, own) && m.used(l, side.Address, now)+move.Amount > l.Amount {
				return reasons[l.Window][i]
			}
		}
	}
	for j := range m.limits {
		if l := &m.limits[j]; move.Payee != nil && l.Measure == compliance.MEASURE_BALANCE && weighs(l, move, own) &&
			m.balances[string(move.Payee.Address)]+move.Amount > l.Amount {
			return compliance.ReasonLimitBalance
		}
	}
	return compliance.ReasonNone
}

// judge returns what the keeper must answer, and counts what is allowed.
func (m *model) judge(move compliance.Movement, now time.Time) (compliance.Reason, compliance.Strength) {
	if reason := m.restricted(&move, now.Unix()); reason != compliance.ReasonNone {
		return reason, 0
	}
	own := move.Kind == compliance.MovementRedeem
	reason := m.limited(&move, own, now)
	if reason == compliance.ReasonNone {
		m.moves = append(m.moves, &modelMove{move, now, own, move.Amount})
		return reason, 0
	}
	for s := move.Strength + 1; s <= compliance.STRENGTH_CERT && move.Kind != compliance.MovementIssue; s++ {
		stronger := move
		stronger.Strength = s
		if m.limited(&stronger, own, now) == compliance.ReasonNone {
			return reason, s
		}
	}
	return reason, 0
}

// giveBack draws a part of an earlier payment or redemption that comes back now.
func (m *model) giveBack(rt *rapid.T, f *fixture) (compliance.Reason, compliance.Movement, bool) {
	i := rapid.IntRange(0, len(m.moves)-1).Draw(rt, "original")
	original := m.moves[i]
	was := original.movement
	if original.left == 0 || was.Kind == compliance.MovementIssue {
		return 0, compliance.Movement{}, false
	}
	back := f.movement(compliance.MovementRelease, nil, was.Payer.Address, rapid.Uint64Range(1, original.left).Draw(rt, "part"))
	back.OriginalAt, back.OriginalStrength, back.OriginalChannel = original.at.Unix(), was.Strength, was.Channel
	reason := compliance.ReasonNone
	if was.Kind == compliance.MovementPay {
		back.Kind, back.Payer = compliance.MovementGiveBack, was.Payee
		reason = m.restricted(&back, f.now())
	}
	if reason == compliance.ReasonNone {
		original.left -= back.Amount
	}
	return reason, back, true
}

func TestKeeperAgreesWithTheModel(t *testing.T) {
	seen, stepped := map[compliance.Reason]int{}, map[compliance.Strength]int{}
	reached := []compliance.Reason{
		compliance.ReasonNone, compliance.ReasonPayerFrozen, compliance.ReasonPayeeDeepFrozen, compliance.ReasonLimitTxOut,
		compliance.ReasonLimitTxIn, compliance.ReasonLimitDayOut, compliance.ReasonLimitDayIn, compliance.ReasonLimitBalance,
		compliance.ReasonLimitMonthOut, compliance.ReasonLimitYearOut, compliance.ReasonLimitLifetimeOut,
	}
	property := func(rt *rapid.T) {
		f := newFixture(t)
		m := &model{orders: map[string][]modelOrder{}, balances: map[string]uint64{}}
		drawLimits(rt, f, m)
		wallets := [][]byte{alice, bob}
		for _, addr := range wallets {
			m.balances[string(addr)] = rapid.Uint64Range(0, 30).Draw(rt, "balance")
			f.bank.balances[string(addr)+"cny"] = m.balances[string(addr)]
		}
		now := time.Date(2027, 12, 20, 0, 0, 0, 0, china)
		for range rapid.IntRange(10, 60).Draw(rt, "steps") {
			wait := rapid.SampledFrom([]int64{0, 0, 0, 1, 3_600, 43_199, 43_200, 12 * 86_400, 29 * 86_400}).Draw(rt, "wait")
			now = now.Add(time.Duration(wait) * time.Second)
			f.at(now)
			if rapid.IntRange(0, 29).Draw(rt, "restrict") == 0 {
				drawOrder(rt, f, m, rapid.SampledFrom(wallets).Draw(rt, "restricted"))
			}
			if len(m.moves) > 0 && rapid.IntRange(0, 2).Draw(rt, "give back") == 0 {
				if expected, back, ok := m.giveBack(rt, f); ok {
					require.Equal(rt, expected, f.move(back), "%s of %d", back.Kind, back.Amount)
				}
			} else {
				move := drawMove(rt, f)
				expected, stepUp := m.judge(move, now)
				require.Equal(rt, stepUp, f.decide(move).StepUp)
				require.Equal(rt, expected, f.move(move), "%s of %d at %s", move.Kind, move.Amount, now)
				seen[expected]++
				stepped[stepUp]++
			}
			m.requireSums(rt, f, wallets, now)
		}
	}
	// One run of draws may miss a rare reason; five that all miss it would say that the draws do not reach it.
	missed := func(r compliance.Reason) bool { return seen[r] == 0 }
	for run := 0; run == 0 || run < 5 && slices.ContainsFunc(reached, missed); run++ {
		rapid.Check(t, property)
	}
	for _, reason := range reached {
		require.NotZero(t, seen[reason], "the draws reach %s", reason)
	}
	require.NotZero(t, stepped[compliance.STRENGTH_TWO])
	require.NotZero(t, stepped[compliance.STRENGTH_CERT])
}

// requireSums holds the counters of every window to what the movements still weigh.
func (m *model) requireSums(rt *rapid.T, f *fixture, wallets [][]byte, now time.Time) {
	windows := []compliance.Window{compliance.WINDOW_DAY, compliance.WINDOW_MONTH, compliance.WINDOW_YEAR, compliance.WINDOW_LIFETIME}
	for _, addr := range wallets {
		for _, measure := range []compliance.Measure{compliance.MEASURE_OUT, compliance.MEASURE_IN} {
			have := f.sums(addr, measure)
			for i, window := range windows {
				every := compliance.Limit{Measure: measure, Window: window, Strength: compliance.STRENGTH_CERT}
				require.Equal(rt, m.used(&every, addr, now), have[i], "%s %s", measure, window)
			}
		}
	}
}

func drawMove(rt *rapid.T, f *fixture) compliance.Movement {
	payer, payee := alice, bob
	if rapid.Bool().Draw(rt, "other way") {
		payer, payee = bob, alice
	}
	kind := rapid.SampledFrom([]compliance.MovementKind{
		compliance.MovementPay, compliance.MovementPay, compliance.MovementPay, compliance.MovementIssue, compliance.MovementRedeem,
	}).Draw(rt, "kind")
	switch kind {
	case compliance.MovementIssue:
		payer = nil
	case compliance.MovementRedeem:
		payee = nil
	}
	move := f.movement(kind, payer, payee, rapid.Uint64Range(1, 20).Draw(rt, "amount"))
	move.Strength = compliance.Strength(rapid.IntRange(1, 4).Draw(rt, "strength"))
	move.Channel = wallet.Channel(rapid.IntRange(0, 2).Draw(rt, "channel"))
	return move
}

func drawLimits(rt *rapid.T, f *fixture, m *model) {
	out, in := compliance.MEASURE_OUT, compliance.MEASURE_IN
	var rows []compliance.Limit
	for _, l := range []compliance.Limit{
		row(compliance.WINDOW_TX, out, rapid.Uint64Range(5, 25).Draw(rt, "tx out")),
		row(compliance.WINDOW_TX, in, rapid.Uint64Range(5, 25).Draw(rt, "tx in")),
		row(compliance.WINDOW_DAY, out, rapid.Uint64Range(20, 80).Draw(rt, "day out")),
		row(compliance.WINDOW_DAY, in, rapid.Uint64Range(20, 80).Draw(rt, "day in")),
		row(compliance.WINDOW_MONTH, out, rapid.Uint64Range(15, 80).Draw(rt, "month out")),
		row(compliance.WINDOW_YEAR, out, rapid.Uint64Range(15, 60).Draw(rt, "year out")),
		row(compliance.WINDOW_YEAR, in, rapid.Uint64Range(40, 120).Draw(rt, "year in")),
		row(compliance.WINDOW_LIFETIME, out, rapid.Uint64Range(20, 60).Draw(rt, "lifetime out")),
		row(compliance.WINDOW_BALANCE, compliance.MEASURE_BALANCE, rapid.Uint64Range(20, 60).Draw(rt, "held")),
	} {
		if !rapid.Bool().Draw(rt, "in the table") {
			continue
		}
		l.Strength = compliance.Strength(rapid.IntRange(1, 4).Draw(rt, "of strength"))
		if l.Measure != compliance.MEASURE_BALANCE {
			l.Channel = wallet.Channel(rapid.SampledFrom([]int{0, 0, 1}).Draw(rt, "of channel"))
		}
		l.ExcludeOwn = rapid.Bool().Draw(rt, "excludes own")
		rows = append(rows, l)
	}
	f.limits(rows...)
	m.limits = rows
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
