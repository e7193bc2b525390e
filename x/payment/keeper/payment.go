// SPDX-License-Identifier: Apache-2.0

package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// order is one authentic instruction on its way, by an owner's key or by devices.
type order struct {
	content  *wallet.Content
	extras   *wallet.Extras
	strength compliance.Strength

	key          payment.Key
	digest       [payment.DigestLength]byte
	payer, payee *wallet.Wallet
	settlement   payment.Settlement
	// fees are the wallets and amounts of the fee legs.
	fees []compliance.Fee
	// suspense takes what comes back to an e-money wallet that is closed; nil if the payee itself receives.
	suspense *wallet.Wallet
	// originalKey and originalRecord are what is remembered of original; nil if nothing is.
	originalKey    payment.Key
	originalRecord *payment.Record
}

func newOrder(content *wallet.Content, extras *wallet.Extras, strength compliance.Strength) *order {
	digest := content.Digest()
	return &order{
		content: content, extras: extras, strength: strength,
		key:    payment.NewKey(content.Payer, content.UETR),
		digest: [payment.DigestLength]byte(digest[:payment.DigestLength]),
	}
}

// run executes the orders of one message. What no payment can change is read once per message.
type run struct {
	Keeper
	records   book
	params    payment.Params
	now       int64
	wallets   map[[20]byte]*wallet.Wallet
	settling  map[string]bool
	standings map[uint32]compliance.Reason
}

func (k Keeper) newRun(ctx context.Context) (*run, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &run{
		Keeper: k, records: k.book(ctx), params: params, now: sdk.UnwrapSDKContext(ctx).BlockTime().Unix(),
		wallets: make(map[[20]byte]*wallet.Wallet), settling: make(map[string]bool), standings: make(map[uint32]compliance.Reason),
	}, nil
}

// failure is an error after money began to move: the whole transaction must fail, whatever its mode.
type failure struct{ cause error }

func (f failure) Error() string { return f.cause.Error() }

// execute takes an order from its UETR to its result. An error leaves nothing written, unless it is a failure.
func (r *run) execute(ctx context.Context, o *order) (payment.Result, error) {
	if result, replay, err := r.replay(o); replay || err != nil {
		return result, err
	}
	if err := r.prepare(ctx, o); err != nil {
		return payment.Result{}, err
	}
	decision, err := r.judge(ctx, o)
	if err != nil {
		return payment.Result{}, err
	}
	if decision.StepUp != compliance.STRENGTH_UNSPECIFIED {
		return payment.Result{}, payment.StepUpError(o.strength, decision.StepUp, decision.Reason)
	}
	if !decision.Allowed() {
		return r.refuse(o, decision.Reason, 0)
	}
	return r.apply(ctx, o, decision)
}

// replay answers from the record if the payer has used the UETR before: with the payment's present state if the content
// is the same, with ErrUetrConflict and both digests if it is not.
func (r *run) replay(o *order) (payment.Result, bool, error) {
	record, known, err := r.records.record(o.key, r.now, r.params.Retention)
	if !known || err != nil {
		return payment.Result{}, false, err
	}
	if record.Digest != o.digest {
		if record.Amount != o.content.Amount {
			return payment.Result{}, true, payment.ErrUetrConflict.Wrapf("%s: expected content %x over %d, got %x over %d",
				o.content.UETR, record.Digest, record.Amount, o.digest, o.content.Amount)
		}
		return payment.Result{}, true, payment.ErrUetrConflict.Wrapf("%s: expected content %x, got %x", o.content.UETR, record.Digest, o.digest)
	}
	result := record.Result()
	result.Replay = true
	return result, true, nil
}

// prepare holds an order to everything that is an error and not a refusal: its time, its wallets, its denom, those whom its
// fees go to, and, for a refund, that it restates a payment as it was, within the refund window.
func (r *run) prepare(ctx context.Context, o *order) error {
	if err := payment.CheckTime(o.content.ValidUntil, r.now, r.params.ValidAhead); err != nil {
		return err
	}
	var err error
	if o.payer, err = r.wallet(ctx, o.content.Payer); err != nil {
		return err
	}
	if o.payee, err = r.wallet(ctx, o.content.Payee); err != nil {
		return err
	}
	settling, err := r.settlingDenom(ctx, o.content.Denom)
	if err != nil {
		return err
	}
	o.settlement = payment.SettlementOf(settling, o.payer.Custodian, o.payee.Custodian)
	if o.extras.Original != nil {
		return r.prepareRefund(ctx, o)
	}
	return r.findFeePayees(ctx, o)
}

// apply moves the money of an order that passed every test, all legs of it, and remembers it.
func (r *run) apply(ctx context.Context, o *order, decision compliance.Decision) (payment.Result, error) {
	if err := r.moveMoney(ctx, o); err != nil {
		return payment.Result{}, failure{err}
	}
	if err := r.compliance.Weigh(ctx, decision); err != nil {
		return payment.Result{}, failure{err}
	}
	cycle, err := r.recordObligations(ctx, o)
	if err != nil {
		return payment.Result{}, failure{err}
	}
	if o.originalRecord != nil {
		o.originalRecord.GiveBack(o.content.Amount, r.now)
		if err := r.records.save(o.originalKey, o.originalRecord); err != nil {
			return payment.Result{}, failure{err}
		}
	}
	if err := r.openCase(ctx, o); err != nil {
		return payment.Result{}, failure{err}
	}
	record := o.newRecord(r.now, cycle)
	record.Status, record.Settlement = payment.PAYMENT_STATUS_PAID, o.settlement
	record.Own = o.extras.OwnSalt != nil // compliance has seen both openings
	if err := r.records.save(o.key, &record); err != nil {
		return payment.Result{}, failure{err}
	}
	return record.Result(), nil
}

// moveMoney moves the amount and the fees.
func (r *run) moveMoney(ctx context.Context, o *order) error {
	c := o.content
	if err := r.bank.Move(ctx, c.Payer[:], o.receiver().Address, c.Denom, c.Amount); err != nil {
		return err
	}
	for _, fee := range o.fees {
		if err := r.bank.Move(ctx, c.Payer[:], fee.Payee.Address, c.Denom, fee.Amount); err != nil {
			return err
		}
	}
	return nil
}

// refuse remembers that an order was refused, and why. index is the failing one of an atomic batch.
func (r *run) refuse(o *order, reason compliance.Reason, index uint64) (payment.Result, error) {
	record := o.newRecord(r.now, index)
	record.Status, record.Reason = payment.PAYMENT_STATUS_REFUSED, reason
	if err := r.records.save(o.key, &record); err != nil {
		return payment.Result{}, failure{err}
	}
	return record.Result(), nil
}

func (o *order) newRecord(now int64, cycle uint64) payment.Record {
	return payment.Record{
		Digest: o.digest, Strength: o.strength, Channel: o.extras.Channel,
		PaidAt: now, ChangedAt: now, Cycle: cycle, Amount: o.content.Amount,
	}
}

// wallet returns a wallet, read once per message: no payment changes one.
func (r *run) wallet(ctx context.Context, addr [20]byte) (*wallet.Wallet, error) {
	if w, ok := r.wallets[addr]; ok {
		return w, nil
	}
	w, err := r.Keeper.wallets.Wallet(ctx, addr[:])
	if err != nil {
		return nil, err
	}
	r.wallets[addr] = &w
	return &w, nil
}

// settlingDenom says whether denom is central-bank money; ErrDenomUnknown if no currency has it.
func (r *run) settlingDenom(ctx context.Context, denom string) (bool, error) {
	if settling, ok := r.settling[denom]; ok {
		return settling, nil
	}
	_, settling, err := r.netting.Currency(ctx, denom)
	if errors.Is(err, netting.ErrCurrencyUnknown) {
		return false, payment.ErrDenomUnknown.Wrapf("expected a denom of a currency, got %q", denom)
	}
	if err != nil {
		return false, err
	}
	r.settling[denom] = settling
	return settling, nil
}

// standing says why a member may owe nothing new, or none; it is asked once per message.
func (r *run) standing(ctx context.Context, number uint32) (compliance.Reason, error) {
	if reason, ok := r.standings[number]; ok {
		return reason, nil
	}
	member, err := r.consortium.Member(ctx, number)
	if err != nil {
		return compliance.ReasonNone, err
	}
	r.standings[number] = compliance.NewObligation(member.Status)
	return r.standings[number], nil
}
