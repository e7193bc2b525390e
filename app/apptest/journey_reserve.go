// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"bytes"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// localDay is the day on the wall clock of the next block and so many days later, as a rail writes it.
func (j *Journey) localDay(later int) uint32 {
	year, month, day := j.Time.Add(BlockTime).In(zone).AddDate(0, 0, later).Date()
	return uint32(year*10_000 + int(month)*100 + day)
}

// bookedOn is the day on which a rail booked an entry: that on which a script first names it.
func (j *Journey) bookedOn(account, entry string) uint32 {
	key := account + " " + entry
	if _, known := j.booked[key]; !known {
		j.booked[key] = j.localDay(0)
	}
	return j.booked[key]
}

// issue: issue alice amount=100.00: a receipt attested by two of three, in one step.
func (j *Journey) issue(a *args) string {
	j.entries++
	entry := fmt.Sprintf("ENTRY-%d", j.entries)
	out := j.attestReceipt(a, a.person(a.first()), "bank-a", entry, a.amount())
	return out + j.attestReceipt(a, a.person(a.first()), "bank-b", entry, a.amount())
}

// attest: attest alice by=bank-a entry=E1 amount=100.00 [account=bank-b]: one institution's word on one booked entry.
func (j *Journey) attest(a *args) string {
	return j.attestReceipt(a, a.person(a.first()), a.text("by", required), a.text("entry", required), a.amount())
}

func (j *Journey) attestReceipt(a *args, p *Person, by, entry string, amount uint64) string {
	if a.err != nil {
		return ""
	}
	denom := a.denom()
	account := a.text("account", p.Bank) + "-" + denom
	return j.deliver(j.officer(by, genesis.KeyAttestation), &reserve.MsgAttestReceipt{
		Attestor: j.Keys.Address(by, genesis.KeyAttestation, 0).String(), Rail: "rail-" + denom, Account: account,
		BookingDate: j.bookedOn(account, entry), EntryReference: entry, Beneficiary: p.Address.String(), Denom: denom, Amount: amount,
	})
}

func (j *Journey) treasurer(member string) (string, func(sdk.Msg) string) {
	return j.Keys.Address(member, genesis.KeyTreasury, 0).String(), func(msg sdk.Msg) string {
		return j.deliver(j.officer(member, genesis.KeyTreasury), msg)
	}
}

// issueCbdc: cbdc member=bank-a amount=1000.00 [from-reserve], or cbdc wallet=alice amount=5.00 [by=central-bank]
func (j *Journey) issueCbdc(a *args) string {
	treasury, send := j.treasurer(a.text("by", "central-bank"))
	msg := &reserve.MsgIssueCbdc{
		Treasury: treasury, Uetr: a.uetr().String(), Denom: a.text("denom", "ecny"), Amount: a.amount(), Member: a.text("member", ""),
		FromReserve: a.has("from-reserve"),
	}
	if a.has("wallet") {
		msg.Wallet = a.person(a.text("wallet", required)).Address.String()
	}
	if a.err != nil {
		return ""
	}
	return send(msg)
}

// burnCbdc: burn amount=5.00 [by=central-bank]
func (j *Journey) burnCbdc(a *args) string {
	treasury, send := j.treasurer(a.text("by", "central-bank"))
	return send(&reserve.MsgBurnCbdc{Treasury: treasury, Uetr: a.uetr().String(), Denom: a.text("denom", "ecny"), Amount: a.amount()})
}

// correct: correct member=bank-a amount=10.00 [to-reserve]: the central bank corrects a settlement balance downwards.
func (j *Journey) correct(a *args) string {
	treasury, send := j.treasurer(a.text("by", "central-bank"))
	return send(&reserve.MsgCorrectSettlementBalance{
		Treasury: treasury, Uetr: a.uetr().String(), Member: a.text("member", required), Denom: a.text("denom", "ecny"),
		Amount: a.amount(), Ground: ground("correction"), ToReserve: a.has("to-reserve"),
	})
}

func (j *Journey) fundsIn(a *args) string {
	treasury, send := j.treasurer(a.first())
	return send(&reserve.MsgFundsIn{Treasury: treasury, Denom: a.text("denom", "ecny"), Amount: a.amount()})
}

func (j *Journey) fundsOut(a *args) string {
	treasury, send := j.treasurer(a.first())
	return send(&reserve.MsgFundsOut{Treasury: treasury, Denom: a.text("denom", "ecny"), Amount: a.amount()})
}

// redeem: redeem alice amount=20.00 uetr=out; the custodian asks for a wallet without an owner key.
func (j *Journey) redeem(a *args) string {
	p := a.person(a.first())
	signer := p.Owner
	if signer == nil {
		signer = j.officer(p.Bank, genesis.KeyOperations)
	}
	return j.deliver(signer, &reserve.MsgRequestRedemption{
		Owner: sdk.AccAddress(signer.PubKey().Address()).String(), Wallet: p.Address.String(), Uetr: a.uetr().String(),
		Denom: a.denom(), Amount: a.amount(), Rail: "rail-" + a.denom(), Creditor: ground("creditor"),
	})
}

// attempt: attempt alice uetr=out deadline=1h
func (j *Journey) attempt(a *args) string {
	p := a.person(a.first())
	return j.deliver(j.officer(p.Bank, genesis.KeyOperations), &reserve.MsgOpenAttempt{
		Operator: j.Keys.Address(p.Bank, genesis.KeyOperations, 0).String(), Wallet: p.Address.String(),
		Uetr: a.uetr().String(), Reference: a.text("reference", "OUT-1"), Deadline: int64(a.until()),
	})
}

// outcome: outcome alice uetr=out by=bank-a is=executed [attempt=1]
func (j *Journey) outcome(a *args) string {
	p, by := a.person(a.first()), a.text("by", required)
	return j.deliver(j.officer(by, genesis.KeyAttestation), &reserve.MsgAttestOutcome{
		Attestor: j.Keys.Address(by, genesis.KeyAttestation, 0).String(), Wallet: p.Address.String(), Uetr: a.uetr().String(),
		Attempt: uint32(a.number("attempt", 1)), Outcome: reserve.Outcome(a.enum("is", "OUTCOME_", reserve.Outcome_value, "executed")),
	})
}

func (j *Journey) release(a *args) string {
	p := a.person(a.first())
	return j.deliver(j.officer(p.Bank, genesis.KeyOperations), &reserve.MsgReleaseRedemption{
		Operator: j.Keys.Address(p.Bank, genesis.KeyOperations, 0).String(), Wallet: p.Address.String(), Uetr: a.uetr().String(),
	})
}

// orderCycle: cycle [currency=CNY] [by=clearing]: closes the open cycle in this block.
func (j *Journey) orderCycle(a *args) string {
	by := a.text("by", "clearing")
	return j.deliver(j.officer(by, genesis.KeyOperations), &netting.MsgOrderCycleClose{
		Operator: j.Keys.Address(by, genesis.KeyOperations, 0).String(), Currency: a.text("currency", "CNY"),
	})
}

// restart opens the application anew over its data, as after a crash.
func (j *Journey) restart(*args) string {
	before := j.App.LastCommitID().Hash
	j.Restart()
	if after := j.App.LastCommitID().Hash; !bytes.Equal(before, after) {
		return fmt.Sprintf("app hash %x before, %x after\n", before, after)
	}
	return "the same state\n"
}

// reimport exports the state, starts a new chain from it and exports again: both exports must be the same.
func (j *Journey) reimport(a *args) string {
	before, after, err := j.Reimport()
	if err != nil {
		a.fail(err)
		return ""
	}
	for module, document := range before {
		if string(after[module]) != string(document) {
			return fmt.Sprintf("module %s: exported again as\n%s\ninstead of\n%s\n", module, after[module], document)
		}
	}
	return "the same state\n"
}
