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
	f.state.settlements[last] = Settlement{ValueDate: 20261124, SettlementView: netting.SettlementView{
		FirstCycle: first, LastCycle: last, SettledAt: f.block.Time.Unix(), Amount: 60, Denom: "ecny",
		Movements: []netting.MovementView{{Member: "bank-a", Paid: 60}, {Member: "bank-b", Received: 20}, {Member: "bank-c", Received: 40}},
	}}
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
	for _, e := range f.entries {
		require.EqualValues(t, 20261124, e.ValueDate, "the cycle's business day")
	}
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

func TestFees(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ann")
	extras := wallet.Extras{Fees: []wallet.FeeLeg{{Payee: person("fees"), Amount: 2}}, Channel: wallet.CHANNEL_ONLINE}.Encode()
	msg := payMsg("p", "ann", "ben", 30)
	msg.Extras = extras
	f.with(msg, &payment.MsgPayResponse{Results: results(paidNet)})
	f.with(&payment.MsgPayBatch{
		Carrier: text(person("lane")), Mode: payment.BATCH_MODE_EACH,
		Instructions: [][]byte{f.instruction(content(wallet.INSTRUCTION_KIND_PAY, "q", "ann", "ben", 10), extras)},
	}, &payment.MsgPayBatchResponse{Results: results(paidIntra)})
	require.Equal(t, []string{
		"2-0-0 PAY -30cny =70", "2-0-1 PAY +30cny =30", "2-0-2 FEE -2cny =68", "2-0-3 FEE +2cny =2",
		"2-1-0 PAY -10cny =58", "2-1-1 PAY +10cny =40", "2-1-2 FEE -2cny =56", "2-1-3 FEE +2cny =4",
	}, f.apply())
	require.EqualValues(t, 4, f.balance("fees", "cny"))
}

func TestRefundToAClosedWallet(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ben")
	f.state.custodians[person("ann")] = 2
	f.state.suspense[settlementAccount(2, "cny")] = person("suspense of b")
	f.with(&wallet.MsgCloseWallet{Address: text(person("ann"))}, &wallet.MsgCloseWalletResponse{})
	original := content(wallet.INSTRUCTION_KIND_PAY, "p", "ann", "ben", 30)
	f.with(&payment.MsgRefund{
		Payee: text(person("ben")), Uetr: uetrOf("r").String(), Original: original.UntaggedBytes(), Amount: 10, ValidUntil: uint64(noon.Unix()) + 60,
	}, &payment.MsgRefundResponse{Results: results(paidNet)})
	require.Equal(t, []string{"2-1-0 REFUND -10cny =90", "2-1-1 REFUND +10cny =10"}, f.apply())
	require.EqualValues(t, 10, f.balance("suspense of b", "cny"))
	require.Zero(t, f.balance("ann", "cny"))
}

func TestRedemptionThatCameBack(t *testing.T) {
	f := newFixture(t)
	msg := receiptMsg("R1", "ann", 30)
	msg.Beneficiary, msg.ReturnWallet, msg.ReturnUetr = "", text(person("ann")), uetrOf("out").String()
	f.with(msg, &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ann"))})
	require.Equal(t, []string{"1-0-0 RETURN +30cny =30"}, f.apply())
}

func TestReceiptDecidedAfterAHold(t *testing.T) {
	f := newFixture(t)
	key := reserve.ReceiptKey{Rail: "rail-a", Account: "a-cny", BookingDate: 20261123, EntryReference: "R1"}
	f.state.issuances[receipt(key.Bytes())] = reserve.Issuance{
		Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ann")), Denom: "cny", Amount: 31, MintedAt: f.block.Time.Unix(),
	}
	decide := &reserve.MsgDecideReceipt{Rail: key.Rail, Account: key.Account, BookingDate: key.BookingDate, EntryReference: key.EntryReference, Mint: true}
	f.with(decide, &reserve.MsgDecideReceiptResponse{Status: reserve.ISSUANCE_STATUS_ATTESTED})
	f.with(decide, &reserve.MsgDecideReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ann"))})
	f.with(receiptMsg("R1", "ann", 30), &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ann")), Contradicted: true})
	require.Equal(t, []string{"1-1-0 ISSUE +31cny =31"}, f.apply())

	key.EntryReference = "R2"
	f.state.issuances[receipt(key.Bytes())] = reserve.Issuance{Credited: text(person("ann")), Denom: "cny", Amount: 8, MintedAt: f.block.Time.Unix()}
	f.with(receiptMsg("R2", "ann", 7), &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text(person("ann")), Contradicted: true})
	require.Equal(t, []string{"2-0-0 ISSUE +8cny =39"}, f.apply(), "what state has, where the statement differs")
}

func TestCustodyMove(t *testing.T) {
	f := newFixture(t)
	f.with(&reserve.MsgIssueCbdc{Uetr: uetrOf("1").String(), Member: "bank-a", Denom: "ecny", Amount: 100}, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE}).apply()
	moved := func(from uint32) *fixture {
		f.state.custodians[person("ann")] = from
		return f.with(&reserve.MsgAcceptCustodyMove{Wallet: text(person("ann"))}, &reserve.MsgAcceptCustodyMoveResponse{Moved: []reserve.MovedCover{
			{Denom: "chk", Amount: 5, Reserve: 5}, {Denom: "cny", Amount: 70, Settlement: 60, Reserve: 10},
		}})
	}
	f.state.moved[person("ann")] = custodyMove{f.block.Height, 2}
	require.Equal(t, []string{"2-0-0 CUSTODY -60ecny =40", "2-0-1 CUSTODY +60ecny =60"}, moved(1).apply())
	require.EqualValues(t, 60, f.books.Balance(settlementAccount(2, "ecny"), "ecny"))

	moved(2).refuse(ErrContradiction)
}

func TestTreasuryWalletIsAskedAgainAfterACustodyMove(t *testing.T) {
	f := newFixture(t)
	treasury := text(person("treasury a"))
	f.with(&reserve.MsgIssueCbdc{Uetr: uetrOf("2").String(), Wallet: treasury, Denom: "ecny", Amount: 10}, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE})
	f.with(&reserve.MsgFundsIn{Treasury: treasury, Denom: "ecny", Amount: 1}, &reserve.MsgFundsInResponse{}).apply()
	f.state.moved[person("treasury a")] = custodyMove{f.block.Height, 3}
	f.with(&reserve.MsgAcceptCustodyMove{Wallet: treasury}, &reserve.MsgAcceptCustodyMoveResponse{}).apply()
	f.with(&reserve.MsgFundsIn{Treasury: treasury, Denom: "ecny", Amount: 2}, &reserve.MsgFundsInResponse{}).apply()
	require.EqualValues(t, 1, f.books.Balance(settlementAccount(1, "ecny"), "ecny"))
	require.EqualValues(t, 2, f.books.Balance(settlementAccount(3, "ecny"), "ecny"))
}

func TestDormantMoneyIsSwept(t *testing.T) {
	f := newFixture(t).fund("cny", 100, "ann")
	f.state.custodians[person("ann")] = 1
	f.state.suspense[settlementAccount(1, "cny")] = person("suspense of a")
	f.with(&reserve.MsgSweepDormant{Wallet: text(person("ann")), Denom: "cny"}, &reserve.MsgSweepDormantResponse{Amount: 100, CaseId: 4})
	require.NoError(t, f.books.Apply(t.Context(), f.block))
	require.Len(t, f.entries, 2)
	require.Equal(t, KindSweep, f.entries[0].Kind)
	require.Equal(t, "case 4", f.entries[0].Reference)
	require.EqualValues(t, 100, f.balance("suspense of a", "cny"))
}
