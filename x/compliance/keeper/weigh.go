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
	day := params.Day(now)
	if m.Kind == compliance.MovementPay && bytes.Equal(m.Payer.Address, m.Payee.Address) {
		return r.weighSelf(m, day)
	}
	var out, in compliance.Weight
	var rows compliance.Rows
	if m.Kind != compliance.MovementIssue && limited(m.Payer) {
		if rows, err = r.rows(m.Payer); err != nil {
			return compliance.Decision{}, err
		}
		var reason compliance.Reason
		if out, reason, err = r.weighOut(m, rows, day); err != nil || reason != compliance.ReasonNone {
			return compliance.Refuse(reason), err
		}
	}
	if m.Kind != compliance.MovementRedeem && limited(m.Payee) {
		if out.Usage == nil || m.Payer.Tier != m.Payee.Tier || m.Payer.Kind != m.Payee.Kind {
			if rows, err = r.rows(m.Payee); err != nil {
				return compliance.Decision{}, err
			}
		}
		var reason compliance.Reason
		if in, reason, err = k.weighIn(ctx, r, m, rows, day); err != nil || reason != compliance.ReasonNone {
			return compliance.Refuse(reason), err
		}
	}
	return compliance.Allow(out, in), nil
}

// limited says whether limits apply to a side: a SUSPENSE wallet and what is not a wallet have none.
func limited(w *wallet.Wallet) bool {
	return w != nil && w.Kind != wallet.WALLET_KIND_SUSPENSE
}

// weighOut tests what leaves the payer.
func (r records) weighOut(m *compliance.Movement, rows compliance.Rows, day uint32) (compliance.Weight, compliance.Reason, error) {
	usage, err := r.usage(m.Payer.Address)
	if err != nil {
		return compliance.Weight{}, compliance.ReasonNone, err
	}
	out, _ := usage.On(day, m.Denom)
	if reason := rows.Out(m.Denom, m.Amount, out); reason != compliance.ReasonNone {
		return compliance.Weight{}, reason, nil
	}
	next, fits := usage.Add(day, m.Denom, m.Amount, 0)
	if !fits {
		// A counter that cannot hold the sum could not be given back exactly: the day ends there.
		return compliance.Weight{}, compliance.ReasonLimitDayOut, nil
	}
	return compliance.Weight{Wallet: m.Payer.Address, Usage: next}, compliance.ReasonNone, nil
}

// weighIn tests what enters the payee and what it would then hold.
func (k Keeper) weighIn(ctx context.Context, r records, m *compliance.Movement, rows compliance.Rows, day uint32) (compliance.Weight, compliance.Reason, error) {
	usage, err := r.usage(m.Payee.Address)
	if err != nil {
		return compliance.Weight{}, compliance.ReasonNone, err
	}
	_, in := usage.On(day, m.Denom)
	if reason := rows.In(m.Denom, m.Amount, in); reason != compliance.ReasonNone {
		return compliance.Weight{}, reason, nil
	}
	if greatest, found := rows.Holding(m.Denom); found {
		held, err := k.holding(ctx, m.Payee.Address, m.Denom)
		if err != nil {
			return compliance.Weight{}, compliance.ReasonNone, err
		}
		if m.Amount > greatest || held > greatest-m.Amount {
			return compliance.Weight{}, compliance.ReasonLimitBalance, nil
		}
	}
	next, fits := usage.Add(day, m.Denom, 0, m.Amount)
	if !fits {
		return compliance.Weight{}, compliance.ReasonLimitDayIn, nil
	}
	return compliance.Weight{Wallet: m.Payee.Address, Usage: next}, compliance.ReasonNone, nil
}

// weighSelf weighs a payment of a wallet to itself on its one record. It changes nothing that is held.
func (r records) weighSelf(m *compliance.Movement, day uint32) (compliance.Decision, error) {
	if !limited(m.Payer) {
		return compliance.Decision{}, nil
	}
	rows, err := r.rows(m.Payer)
	if err != nil {
		return compliance.Decision{}, err
	}
	usage, err := r.usage(m.Payer.Address)
	if err != nil {
		return compliance.Decision{}, err
	}
	out, in := usage.On(day, m.Denom)
	if reason := rows.Out(m.Denom, m.Amount, out); reason != compliance.ReasonNone {
		return compliance.Refuse(reason), nil
	}
	if reason := rows.In(m.Denom, m.Amount, in); reason != compliance.ReasonNone {
		return compliance.Refuse(reason), nil
	}
	next, fits := usage.Add(day, m.Denom, m.Amount, m.Amount)
	if !fits {
		return compliance.Refuse(compliance.ReasonLimitDayOut), nil
	}
	return compliance.Allow(compliance.Weight{Wallet: m.Payer.Address, Usage: next}, compliance.Weight{}), nil
}

// giveBack takes off the counters what the original still weighs there: OUT of whoever gets the money back and IN of
// whoever gives it, in the original's own day, never below zero, and nothing once that day is over.
func (r records) giveBack(m *compliance.Movement, now int64) (compliance.Decision, error) {
	params, err := r.params()
	if err != nil {
		return compliance.Decision{}, err
	}
	day := params.Day(now)
	if m.OriginalAt <= 0 || params.Day(m.OriginalAt) != day {
		return compliance.Decision{}, nil
	}
	if m.Kind == compliance.MovementRelease {
		owner, err := r.lighten(m.Payee, day, m.Denom, m.Amount, 0)
		return compliance.Allow(owner, compliance.Weight{}), err
	}
	if bytes.Equal(m.Payer.Address, m.Payee.Address) {
		self, err := r.lighten(m.Payee, day, m.Denom, m.Amount, m.Amount)
		return compliance.Allow(self, compliance.Weight{}), err
	}
	originalPayer, err := r.lighten(m.Payee, day, m.Denom, m.Amount, 0)
	if err != nil {
		return compliance.Decision{}, err
	}
	originalPayee, err := r.lighten(m.Payer, day, m.Denom, 0, m.Amount)
	return compliance.Allow(originalPayer, originalPayee), err
}

// lighten prepares a record with sums taken off; it is empty if nothing changes.
func (r records) lighten(w *wallet.Wallet, day uint32, denom string, out, in uint64) (compliance.Weight, error) {
	if !limited(w) {
		return compliance.Weight{}, nil
	}
	usage, err := r.usage(w.Address)
	if err != nil {
		return compliance.Weight{}, err
	}
	next, changed := usage.Take(day, denom, out, in)
	if !changed {
		return compliance.Weight{}, nil
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
