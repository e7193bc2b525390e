// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"bytes"
	"context"
	"math"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

// weigh tests the limits that a movement is measured by and prepares the usage records that it leaves behind.
func (k Keeper) weigh(ctx context.Context, r records, m *compliance.Movement, now int64) (compliance.Decision, error) {
	switch m.Kind {
	case compliance.MovementPay, compliance.MovementIssue, compliance.MovementRedeem:
	case compliance.MovementGiveBack, compliance.MovementRelease:
		return r.giveBack(m, now)
	default:
		return compliance.Decision{}, nil
	}
	params, err := r.params()
	if err != nil {
		return compliance.Decision{}, err
	}
	s, err := newScale(r, m, now, params.Periods(now))
	if err != nil {
		return compliance.Decision{}, err
	}
	reason, err := s.identify(r)
	if err != nil || reason != compliance.ReasonNone {
		return compliance.Refuse(reason), err
	}
	strength := m.Strength.Stated()
	if reason, err = s.test(ctx, &k, strength); err != nil {
		return compliance.Decision{}, err
	}
	if reason != compliance.ReasonNone {
		refused := compliance.Refuse(reason)
		refused.StepUp, err = s.stepUp(ctx, &k)
		return refused, err
	}
	return s.decide(), nil
}

// limited says whether limits apply to a side: SUSPENSE and MEMBER wallets and what is not a wallet have none.
func limited(w *wallet.Wallet) bool {
	return w != nil && w.Kind != wallet.WALLET_KIND_SUSPENSE && w.Kind != wallet.WALLET_KIND_MEMBER
}

// giveBack takes off the counters what the original still weighs there: OUT of whoever gets the money back and IN of
// whoever gives it, in each period that the original lies in and that still runs, never below zero.
func (r records) giveBack(m *compliance.Movement, now int64) (compliance.Decision, error) {
	if m.OriginalAt <= 0 {
		return compliance.Decision{}, nil
	}
	params, err := r.params()
	if err != nil {
		return compliance.Decision{}, err
	}
	l := lightening{
		records: r, today: params.Periods(now), original: params.Periods(m.OriginalAt),
		flow: compliance.Flow{
			Measure: compliance.MEASURE_OUT, Denom: m.Denom, Amount: m.Amount,
			Strength: m.OriginalStrength.Stated(), Channel: m.OriginalChannel, Own: m.Own(),
		},
	}
	out, atMember, overall, err := l.out(m.Payee)
	if err != nil {
		return compliance.Decision{}, err
	}
	var in compliance.Weight
	if m.Kind == compliance.MovementGiveBack && limited(m.Payer) {
		if bytes.Equal(m.Payer.Address, m.Payee.Address) {
			out, err = l.in(m.Payer, out.Usage)
		} else {
			in, err = l.in(m.Payer, nil)
		}
	}
	if err != nil || atMember.Usage == nil && overall.Usage == nil {
		return compliance.Allow(out, in), err
	}
	return compliance.Allow(out, in, atMember, overall), nil
}

// lightening takes one original off records.
type lightening struct {
	records
	today, original compliance.Periods
	flow            compliance.Flow
}

// out takes the original off its payer's record, and off those of the payer as a person. A weight is empty if nothing
// changes.
func (l *lightening) out(w *wallet.Wallet) (own, atMember, overall compliance.Weight, err error) {
	if !limited(w) {
		return own, atMember, overall, nil
	}
	usage, err := l.usage(w.Address)
	if err != nil {
		return own, atMember, overall, err
	}
	if next, changed := usage.Take(l.today, l.original, &l.flow); changed {
		own = compliance.Weight{Wallet: w.Address, Usage: next}
	}
	// A tag is of one year: what was paid before it was weighed under another.
	opened := usage.Opened(l.today)
	if opened.Member == 0 || l.original.Year != l.today.Year {
		return own, atMember, overall, nil
	}
	if atMember, err = l.person(opened.Person.Key(opened.Member)); err != nil {
		return own, atMember, overall, err
	}
	overall, err = l.person(opened.Person.Key(0))
	return own, atMember, overall, err
}

func (l *lightening) person(key []byte) (compliance.Weight, error) {
	usage, err := l.personUsage(key)
	if err != nil {
		return compliance.Weight{}, err
	}
	next, changed := usage.Take(l.today, l.original, &l.flow)
	if !changed {
		return compliance.Weight{}, nil
	}
	return compliance.Weight{Person: key, Usage: next}, nil
}

// in takes the original off its payee's record, or off one that is to be written already.
func (l *lightening) in(w *wallet.Wallet, usage compliance.Usage) (compliance.Weight, error) {
	pending := usage != nil
	if !pending {
		var err error
		if usage, err = l.usage(w.Address); err != nil {
			return compliance.Weight{}, err
		}
	}
	flow := l.flow
	flow.Measure = compliance.MEASURE_IN
	next, changed := usage.Take(l.today, l.original, &flow)
	if !changed && !pending {
		return compliance.Weight{}, nil
	}
	if !changed {
		next = usage
	}
	return compliance.Weight{Wallet: w.Address, Usage: next}, nil
}

// holding returns what a wallet holds together with its escrows; what exceeds 2^64-1 counts as 2^64-1.
func (k Keeper) holding(ctx context.Context, addr []byte, denom string) (uint64, error) {
	held, err := k.bank.Balance(ctx, addr, denom)
	if err != nil {
		return 0, err
	}
	for _, module := range wallet.EscrowModules() {
		escrowed, err := k.bank.Balance(ctx, wallet.EscrowAddress(module, addr), denom)
		if err != nil {
			return 0, err
		}
		if escrowed > math.MaxUint64-held {
			return math.MaxUint64, nil
		}
		held += escrowed
	}
	return held, nil
}
