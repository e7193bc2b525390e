// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// coverPerMember is the central-bank money each custodian begins the day with, in minor units.
const coverPerMember = 12_000_000 * yuan

// uetrOf names an act of the day.
func (d *Day) uetrOf(act string) wallet.UETR {
	return wallet.NewUETRFromSHA256(sha256.Sum256([]byte("tael day/" + strconv.FormatUint(d.Seed, 10) + "/" + act)))
}

func digest(text string) []byte {
	h := sha256.Sum256([]byte(text))
	return h[:]
}

// openForBusiness opens the wallets, issues central-bank money to the settlement accounts and opening money to the
// customers, and restricts whom the day's scenes want restricted.
func (d *Day) openForBusiness(ctx context.Context) error {
	d.inbox.customers = append(d.inbox.customers, d.treasurer())
	if err := d.openOutbox(ctx); err != nil {
		return err
	}
	if err := d.institutions.openWallets(ctx, d.inbox.customers); err != nil {
		return err
	}
	d.say("opened %d wallets at %d custodians", len(d.inbox.customers), len(genesis.LocalCustodians()))

	if err := d.fillSettlementAccounts(ctx); err != nil {
		return err
	}
	issued, err := d.institutions.fund(ctx, d.inbox.customers, bookingDate(d.Now), [2]string{genesis.BankA, genesis.BankB})
	if err != nil {
		return err
	}
	d.report.issued, d.report.redeemed = issued, map[string]uint64{}
	for _, m := range markets() {
		d.say("%s %s issued against receipts attested by two of three", amount(issued[m.emoney]), m.currency)
	}
	if err := d.restrictActors(ctx); err != nil {
		return err
	}
	d.cashier, err = newCashier(d.institutions, d.inbox, d.outbox, d.Now)
	return err
}

// fillSettlementAccounts has the central bank issue its money, of each currency, to every custodian.
func (d *Day) fillSettlementAccounts(ctx context.Context) error {
	for _, m := range markets() {
		for _, member := range custodians() {
			_, err := d.institutions.act(ctx, genesis.CentralBank, genesis.KeyTreasury, &reserve.MsgIssueCbdc{
				Treasury: d.institutions.address(genesis.CentralBank, genesis.KeyTreasury),
				Uetr:     d.uetrOf("cover " + m.central + " " + member).String(), Member: member, Denom: m.central, Amount: coverPerMember,
			})
			if err != nil {
				return err
			}
		}
	}
	d.say("central bank filled %d settlement accounts in each of %d currencies", len(custodians()), len(markets()))
	return nil
}

// treasurer is a company with a transaction key of its own: it has money paid out, which a device alone cannot ask for.
func (d *Day) treasurer() Customer {
	key := d.institutions.keys.Account("customer", "owner", 0)
	signer, err := wallet.NewSigner(wallet.KEY_ALGORITHM_P256, d.institutions.keys.Device("customer", 0))
	if err != nil {
		panic(err) // only for an unknown algorithm
	}
	return Customer{
		Name: "treasurer", Market: yuanMarket(), Custodian: genesis.BankA, Wallet: sdk.AccAddress(key.PubKey().Address()),
		Kind: wallet.WALLET_KIND_CORPORATE, Tier: genesis.TierFull, Owner: key.PubKey(),
		Device: wallet.DeviceKey{Algorithm: signer.Algorithm(), PublicKey: signer.PublicKey()},
	}
}

func (d *Day) restrictActors(ctx context.Context) error {
	restricted := 0
	for _, a := range actors() {
		if a.effect == compliance.EFFECT_UNSPECIFIED {
			continue
		}
		customer, err := d.inbox.customer(a.market.name(a.name))
		if err != nil {
			return err
		}
		if err := d.restrict(ctx, a, customer.Wallet.String()); err != nil {
			return err
		}
		restricted++
	}
	d.say("%d wallets restricted: EMERGENCY by their custodian, CONFIRMED by regulator and custodian", restricted)
	return nil
}

func (d *Day) restrict(ctx context.Context, a actor, address string) error {
	officer := d.institutions.address(a.custodian, genesis.KeyCompliance)
	if !a.confirmed {
		_, err := d.institutions.act(ctx, a.custodian, genesis.KeyCompliance, &compliance.MsgRestrict{
			Officer: officer, Wallet: address, Effect: a.effect, Ground: digest("ground " + a.name),
		})
		return err
	}
	outcome, err := d.institutions.act(ctx, genesis.Regulator, genesis.KeyCompliance, &compliance.MsgProposeRestriction{
		Officer: d.institutions.address(genesis.Regulator, genesis.KeyCompliance), Wallet: address, Effect: a.effect,
		Ground: digest("ground " + a.name),
	})
	if err != nil {
		return err
	}
	var proposed compliance.MsgProposeRestrictionResponse
	if err := response(outcome, &proposed); err != nil {
		return err
	}
	_, err = d.institutions.act(ctx, a.custodian, genesis.KeyCompliance, &compliance.MsgConfirmRestriction{
		Officer: officer, Order: proposed.Order,
	})
	return err
}

// morning pays the first half of the files, with all nodes at work, and then some payments singly.
func (d *Day) morning(ctx context.Context) error {
	d.meter = newMeter(d.net)
	if err := d.meter.during(func() error { return d.payFiles(ctx, "morning", d.inbox.morning) }); err != nil {
		return err
	}
	d.report.metered = len(d.cashier.tally.movements)
	return d.paySomeSingly(ctx)
}

func (d *Day) payFiles(ctx context.Context, part string, files []string) error {
	paths := make([]string, len(files))
	for i, name := range files {
		paths[i] = d.inbox.path(name)
	}
	var shown atomic.Int64
	start, before := time.Now(), d.cashier.tally.done
	err := d.cashier.payFiles(ctx, paths, func(done int) {
		if step := int64(done / progressStep); step > shown.Load() {
			shown.Store(step)
			d.say("%s: %d transfers dealt with", part, done)
		}
	})
	if err != nil {
		return err
	}
	d.say("%s: %d files read, %d transfers dealt with in %.1f s", part, len(files), d.cashier.tally.done-before, time.Since(start).Seconds())
	return d.tell(ctx)
}

const progressStep = 2_500

// firstCycle and secondCycle have the clearing house close the open cycle of each currency.
func (d *Day) firstCycle(ctx context.Context) error { return d.closeCycles(ctx) }

func (d *Day) secondCycle(ctx context.Context) error { return d.closeCycles(ctx) }

func (d *Day) closeCycles(ctx context.Context) error {
	for _, m := range markets() {
		if err := d.closeCycle(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (d *Day) closeCycle(ctx context.Context, m market) error {
	open, err := d.books.positions(ctx, m.currency)
	if err != nil {
		return err
	}
	before := settlementBalances(open)
	outcome, err := d.institutions.act(ctx, genesis.Clearing, genesis.KeyOperations, &netting.MsgOrderCycleClose{
		Operator: d.institutions.address(genesis.Clearing, genesis.KeyOperations), Currency: m.currency,
	})
	if err != nil {
		return err
	}
	var ordered netting.MsgOrderCycleCloseResponse
	if err := response(outcome, &ordered); err != nil {
		return err
	}
	view, err := d.books.cycle(ctx, m.currency, ordered.Cycle)
	if err != nil {
		return err
	}
	settled, err := d.books.positions(ctx, m.currency)
	if err != nil {
		return err
	}
	d.report.positions = append(d.report.positions, positionsAt{fmt.Sprintf("before %s cycle %d closed", m.currency, ordered.Cycle), open},
		positionsAt{"after it settled", settled})
	after := settlementBalances(settled)
	d.say("%s cycle %d %s: %d obligations, gross %s, settled with %s, %s saved", m.currency, view.Cycle.Number,
		statusName(view.Cycle.Status), view.Cycle.Obligations, amount(view.Cycle.Gross), amount(view.Cycle.Net), share(view.Cycle.Saved, view.Cycle.Gross))
	if err := d.checkCycle(ctx, m, view, before, after); err != nil {
		return err
	}
	if err := d.tell(ctx); err != nil {
		return err
	}
	if err := d.outbox.intraday(m, time.Now()); err != nil {
		return err
	}
	return d.checkIntraday(m, ordered.Cycle, after)
}

// afternoon kills a validator while payments go on, pays the rest, brings the validator back and hands in the first file
// a second time.
func (d *Day) afternoon(ctx context.Context) error {
	if err := d.net.Kill(victim); err != nil {
		return err
	}
	d.report.killedAt, _ = d.client.Height(ctx)
	d.say("validator %s killed (SIGKILL) at height %d; payments go on", victim, d.report.killedAt)
	if err := d.payFiles(ctx, "afternoon", d.inbox.afternoon); err != nil {
		return err
	}
	if err := d.net.StartNode(victim); err != nil {
		return err
	}
	d.say("validator %s started again", victim)
	return d.payAgain(ctx)
}

// payAgain hands in a file that was paid in the morning: every transfer answers, nothing moves.
func (d *Day) payAgain(ctx context.Context) error {
	moved := len(d.cashier.tally.movements)
	before := d.cashier.tally.outcomes["PAID NET again"] + d.cashier.tally.outcomes["PAID INTRA again"]
	d.cashier.pausedScenes(true)
	err := d.payFiles(ctx, "the first file again", []string{d.inbox.again})
	d.cashier.pausedScenes(false)
	if err != nil {
		return err
	}
	again := d.cashier.tally.outcomes["PAID NET again"] + d.cashier.tally.outcomes["PAID INTRA again"] - before
	d.report.check("the same file again pays nothing again", len(d.cashier.tally.movements) == moved && again > 0,
		"%d transfers answered, %d new movements", again, len(d.cashier.tally.movements)-moved)
	return nil
}

// singlePayments is how many payments go one to a transaction.
const singlePayments = 120

// paySomeSingly sends small payments one to a transaction, by devices and on one lane, each waited for.
func (d *Day) paySomeSingly(ctx context.Context) error {
	payer, err := d.inbox.customer("debtor-3")
	if err != nil {
		return err
	}
	payee, err := d.inbox.customer("creditor-1")
	if err != nil {
		return err
	}
	signer, err := d.cashier.keystore.Signer(wallet.DeviceID(payer.Device.Algorithm, payer.Device.PublicKey))
	if err != nil {
		return err
	}
	var instructions []wallet.SignedInstruction
	for n := range singlePayments {
		ins, err := wallet.NewInstruction(wallet.Content{
			Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: chainID, UETR: d.uetrOf(fmt.Sprintf("single %d", n)),
			Payer: [20]byte(payer.Wallet), Payee: [20]byte(payee.Wallet), Denom: payer.Market.emoney, Amount: uint64(n + 1),
			ValidUntil: uint64(time.Now().Add(time.Hour).Unix()),
		}, nil)
		if err != nil {
			return err
		}
		if err := ins.SignWith(signer, signer.Algorithm().RawForm(), 0); err != nil {
			return err
		}
		instructions = append(instructions, ins)
	}
	lane := d.institutions.lane(payer.Custodian, genesis.KeySubmitter, lanesPerCustodian)
	if err := d.cashier.paySingly(ctx, lane, instructions); err != nil {
		return err
	}
	d.say("%d payments singly, each final before the next", len(instructions))
	return nil
}

func bookingDate(now time.Time) uint32 {
	year, month, day := now.In(iso20022.China).Date()
	return uint32(year*10_000 + int(month)*100 + day)
}
