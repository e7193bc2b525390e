// SPDX-License-Identifier: Apache-2.0

package books

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func redeemMsg(owner, uetr string, amount uint64) *reserve.MsgRequestRedemption {
	return &reserve.MsgRequestRedemption{
		Owner: text(person(owner)), Wallet: text(person(owner)), Uetr: uetrOf(uetr).String(), Denom: "cny", Amount: amount, Rail: "rail-a",
	}
}

func outcomeMsg(owner, uetr string) *reserve.MsgAttestOutcome {
	return &reserve.MsgAttestOutcome{Wallet: text(person(owner)), Uetr: uetrOf(uetr).String(), Attempt: 1, Outcome: reserve.OUTCOME_EXECUTED}
}

func receiptMsg(reference, to string, amount uint64) *reserve.MsgAttestReceipt {
	return &reserve.MsgAttestReceipt{
		Rail: "rail-a", Account: "a-cny", BookingDate: 20261123, EntryReference: reference, Beneficiary: text(person(to)), Denom: "cny", Amount: amount,
	}
}

// instruction encodes what a device of the payer would have sent.
func (f *fixture) instruction(c wallet.Content, extras []byte) []byte {
	f.Helper()
	c.ChainID, c.ValidUntil = chainID, uint64(noon.Unix())+3600
	i, err := wallet.NewInstruction(c, extras)
	require.NoError(f, err)
	signer, err := wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, [32]byte{1})
	require.NoError(f, err)
	require.NoError(f, i.SignWith(signer, wallet.SIGNATURE_FORM_RAW_ED25519, 0))
	return i.Encode()
}

func content(kind wallet.InstructionKind, uetr, payer, payee string, amount uint64) wallet.Content {
	return wallet.Content{Kind: kind, ChainID: chainID, UETR: uetrOf(uetr), Payer: person(payer), Payee: person(payee), Denom: "cny", Amount: amount, ValidUntil: uint64(noon.Unix()) + 3600}
}

func TestBatch(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ann")
	original := content(wallet.INSTRUCTION_KIND_PAY, "p", "ann", "ben", 30)
	f.with(&payment.MsgPayBatch{
		Carrier: text(person("lane")), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{
			f.instruction(original, nil),
			[]byte("junk"),
			f.instruction(content(wallet.INSTRUCTION_KIND_PAY, "q", "ann", "cat", 1000), nil),
			f.instruction(content(wallet.INSTRUCTION_KIND_REFUND, "r", "ben", "ann", 10), wallet.OriginalExtras(original)),
		},
	}, &payment.MsgPayBatchResponse{Results: results(paidNet, payment.Result{Status: payment.ResultError, Module: 2, Code: 23}, refused, paidNet)})
	require.Equal(t, []string{
		"2-0-0 PAY -30cny =70", "2-0-1 PAY +30cny =30", "2-0-2 REFUND -10cny =20", "2-0-3 REFUND +10cny =80",
	}, f.apply())
}

func TestRefundNamesItsOriginal(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ben")
	original := content(wallet.INSTRUCTION_KIND_PAY, "p", "ann", "ben", 30)
	f.with(&payment.MsgRefund{
		Payee: text(person("ben")), Uetr: uetrOf("r").String(), Original: original.UntaggedBytes(), Amount: 10, ValidUntil: uint64(noon.Unix()) + 60,
	}, &payment.MsgRefundResponse{Results: results(paidNet)})
	require.NoError(t, f.books.Apply(t.Context(), f.block))
	require.Len(t, f.entries, 2)
	require.Equal(t, uetrOf("r"), f.entries[0].UETR)
	require.Equal(t, uetrOf("p").String(), f.entries[0].Reference)
	require.Equal(t, [2]Account{person("ben"), person("ann")}, [2]Account{f.entries[0].Account, f.entries[1].Account})
}

func TestReceipts(t *testing.T) {
	f := newFixture(t)
	suspense := reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("suspense"))}
	f.with(receiptMsg("R1", "ann", 50), &suspense)
	require.NoError(t, f.books.Apply(t.Context(), f.block))
	require.Equal(t, []Entry{{
		Account: person("suspense"), Denom: "cny", Credit: true, Amount: 50, Balance: 50, Height: 1, Time: f.block.Time,
		Kind: KindIssue, Reference: "rail-a a-cny 20261123 R1",
	}}, f.entries)
	require.EqualValues(t, 50, f.balance("suspense", "cny"), "where the response says it went")
}

func TestRedemptions(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ann")
	escrow := escrowOf(person("ann"))
	asked := &reserve.MsgRequestRedemptionResponse{Status: reserve.REDEMPTION_STATUS_REQUESTED}
	f.with(redeemMsg("ann", "one", 30), asked).with(redeemMsg("ann", "two", 20), asked)
	require.Equal(t, []string{
		"2-0-0 REDEEM -30cny =70", "2-0-1 REDEEM +30cny =30", "2-1-0 REDEEM -20cny =50", "2-1-1 REDEEM +20cny =50",
	}, f.apply())
	require.EqualValues(t, 50, f.books.Balance(escrow, "cny"))

	f.with(outcomeMsg("ann", "one"), &reserve.MsgAttestOutcomeResponse{Status: reserve.REDEMPTION_STATUS_IN_FLIGHT})
	f.with(outcomeMsg("ann", "one"), &reserve.MsgAttestOutcomeResponse{Status: reserve.REDEMPTION_STATUS_CONFIRMED})
	f.with(outcomeMsg("ann", "one"), &reserve.MsgAttestOutcomeResponse{Status: reserve.REDEMPTION_STATUS_CONFIRMED})
	require.Equal(t, []string{"3-1-0 BURN -30cny =20"}, f.apply(), "burnt once, however many agree later")

	f.with(&reserve.MsgReleaseRedemption{Wallet: text(person("ann")), Uetr: uetrOf("two").String()}, &reserve.MsgReleaseRedemptionResponse{})
	require.Equal(t, []string{"4-0-0 RELEASE -20cny =0", "4-0-1 RELEASE +20cny =70"}, f.apply())
}

func TestCentralBankMoney(t *testing.T) {
	f := newFixture(t)
	done := &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE}
	f.with(&reserve.MsgIssueCbdc{Uetr: uetrOf("1").String(), Member: "bank-a", Denom: "ecny", Amount: 100}, done)
	f.with(&reserve.MsgIssueCbdc{Uetr: uetrOf("2").String(), Wallet: text(person("treasury a")), Denom: "ecny", Amount: 10}, done)
	require.Equal(t, []string{"1-0-0 CBDC_ISSUE +100ecny =100", "1-1-0 CBDC_ISSUE +10ecny =10"}, f.apply())

	f.with(&reserve.MsgFundsIn{Treasury: text(person("treasury a")), Denom: "ecny", Amount: 4}, &reserve.MsgFundsInResponse{})
	f.with(&reserve.MsgFundsOut{Treasury: text(person("treasury a")), Denom: "ecny", Amount: 3}, &reserve.MsgFundsOutResponse{})
	require.Equal(t, []string{
		"2-0-0 FUNDS_IN -4ecny =6", "2-0-1 FUNDS_IN +4ecny =104", "2-1-0 FUNDS_OUT -3ecny =101", "2-1-1 FUNDS_OUT +3ecny =9",
	}, f.apply())

	f.with(&reserve.MsgBurnCbdc{Treasury: text(person("treasury a")), Uetr: uetrOf("3").String(), Denom: "ecny", Amount: 9}, &reserve.MsgBurnCbdcResponse{Status: reserve.ACT_STATUS_DONE})
	f.with(&reserve.MsgCorrectSettlementBalance{Member: "bank-a", Uetr: uetrOf("4").String(), Denom: "ecny", Amount: 1}, &reserve.MsgCorrectSettlementBalanceResponse{Status: reserve.ACT_STATUS_DONE})
	require.Equal(t, []string{"3-0-0 CBDC_BURN -9ecny =0", "3-1-0 CORRECTION -1ecny =100"}, f.apply())
	require.Equal(t, 2, f.state.asked, "a member and a treasury wallet are asked about once")
}

// settled is a settlement in which bank-a pays 60, bank-b receives 20 and bank-c 40.
func (f *fixture) settled(first, last uint64) {
	f.state.settlements[last] = netting.SettlementView{
		FirstCycle: first, LastCycle: last, SettledAt: f.block.Time.Unix(), Amount: 60, Denom: "ecny",
		Movements: []netting.MovementView{{Member: "bank-a", Paid: 60}, {Member: "bank-b", Received: 20}, {Member: "bank-c", Received: 40}},
	}
	f.hint(&netting.EventCycleClosed{Currency: "CNY", Cycle: last})
	f.hint(&netting.EventCycleSettled{Currency: "CNY", FirstCycle: first, LastCycle: last, Amount: 60})
}

func TestSettlement(t *testing.T) {
	f := newFixture(t)
	f.with(&reserve.MsgIssueCbdc{Uetr: uetrOf("1").String(), Member: "bank-a", Denom: "ecny", Amount: 160}, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE}).apply()
	f.settled(1, 1)
	require.Equal(t, []string{
		"2-end-0 SETTLEMENT -60ecny =100", "2-end-1 SETTLEMENT +60ecny =60",
		"2-end-2 SETTLEMENT -20ecny =40", "2-end-3 SETTLEMENT +20ecny =20",
		"2-end-4 SETTLEMENT -40ecny =0", "2-end-5 SETTLEMENT +40ecny =40",
	}, f.apply())
	f.settled(2, 4)
	require.NoError(t, f.books.Apply(t.Context(), f.block))
	require.Equal(t, "CNY 2-4", f.entries[0].Reference)
	require.EqualValues(t, 4, f.entries[0].Cycle)
	require.Equal(t, settlementAccount(1, "ecny"), f.entries[0].Account)
}

func TestSettlementThatStateDoesNotBear(t *testing.T) {
	tests := map[string]func(f *fixture){
		"a settlement was missed": func(f *fixture) { f.settled(2, 2) },
		"state settled more cycles": func(f *fixture) {
			f.settled(1, 1)
			s := f.state.settlements[1]
			s.LastCycle = 2
			f.state.settlements[1] = s
		},
		"state settled at another time": func(f *fixture) {
			f.settled(1, 1)
			s := f.state.settlements[1]
			s.SettledAt++
			f.state.settlements[1] = s
		},
		"the clearing account is not empty":   func(f *fixture) { f.settled(1, 1); f.state.settlements[1].Movements[2].Received = 39 },
		"a debtor has less":                   func(f *fixture) { f.settled(1, 1); f.state.settlements[1].Movements[0].Paid = 161 },
		"a member receives more than is paid": func(f *fixture) { f.settled(1, 1); f.state.settlements[1].Movements[1].Received = 30 },
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.with(&reserve.MsgIssueCbdc{Uetr: uetrOf("1").String(), Member: "bank-a", Denom: "ecny", Amount: 160}, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE}).apply()
			prepare(f)
			f.refuse(ErrContradiction)
		})
	}
}

func TestReceiptMintedByItself(t *testing.T) {
	f := newFixture(t)
	key := reserve.ReceiptKey{Rail: "rail-a", Account: "a-cny", BookingDate: 20261123, EntryReference: "R9"}
	minted := reserve.Issuance{
		Rail: key.Rail, Account: key.Account, BookingDate: key.BookingDate, EntryReference: key.EntryReference,
		Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ann")), Denom: "cny", Amount: 44, MintedAt: f.block.Time.Unix(),
	}
	f.state.issuances[receipt(key.Bytes())] = minted
	f.hint(&reserve.EventIssuanceMinted{Rail: "rail-a", Account: "a-cny", BookingDate: 20261123, EntryReference: "R9", Amount: 1})
	require.Equal(t, []string{"1-end-0 ISSUE +44cny =44"}, f.apply(), "the amount is state's, not the hint's")

	f.state.issuances[receipt(key.Bytes())] = reserve.Issuance{MintedAt: 5}
	f.hint(&reserve.EventIssuanceMinted{Rail: "rail-a", Account: "a-cny", BookingDate: 20261123, EntryReference: "R9", Amount: 1})
	f.refuse(ErrContradiction)
}
