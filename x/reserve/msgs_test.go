// SPDX-License-Identifier: Apache-2.0

package reserve_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

type message interface{ ValidateBasic() error }

func attestReceipt(change func(*reserve.MsgAttestReceipt)) message {
	m := &reserve.MsgAttestReceipt{
		Attestor: address("attestor"), Rail: "city-rail", Account: "a-collect", BookingDate: 20261123,
		EntryReference: "E-0001", Beneficiary: address("alice"), Denom: "cny", Amount: 100,
	}
	change(m)
	return m
}

func requestRedemption(change func(*reserve.MsgRequestRedemption)) message {
	m := &reserve.MsgRequestRedemption{
		Owner: address("alice"), Wallet: address("alice"), Uetr: uetrOne, Denom: "cny", Amount: 1, Rail: "city-rail", Creditor: digest,
	}
	change(m)
	return m
}

func openAttempt(change func(*reserve.MsgOpenAttempt)) message {
	m := &reserve.MsgOpenAttempt{Operator: address("op"), Wallet: address("alice"), Uetr: uetrOne, Reference: "OUT-1", Deadline: 1}
	change(m)
	return m
}

func attestOutcome(change func(*reserve.MsgAttestOutcome)) message {
	m := &reserve.MsgAttestOutcome{Attestor: address("op"), Wallet: address("alice"), Uetr: uetrOne, Attempt: 1, Outcome: reserve.OUTCOME_ABSENT}
	change(m)
	return m
}

func issueCbdc(change func(*reserve.MsgIssueCbdc)) message {
	m := &reserve.MsgIssueCbdc{Treasury: address("t"), Uetr: uetrOne, Member: "bank-a", Denom: "ecny", Amount: 1}
	change(m)
	return m
}

func correct(change func(*reserve.MsgCorrectSettlementBalance)) message {
	m := &reserve.MsgCorrectSettlementBalance{Treasury: address("t"), Uetr: uetrOne, Member: "bank-a", Denom: "ecny", Amount: 1, Ground: digest}
	change(m)
	return m
}

func attestReserve(change func(*reserve.MsgAttestReserve)) message {
	m := &reserve.MsgAttestReserve{
		Attestor: address("attestor"), Rail: "city-rail", Member: "bank-a", Amount: 100, BookingDate: 20261123, Digest: digest,
	}
	change(m)
	return m
}

func decideReceipt(change func(*reserve.MsgDecideReceipt)) message {
	m := &reserve.MsgDecideReceipt{
		Authority: address("authority"), Rail: "city-rail", Account: "a-collect", BookingDate: 20261123, EntryReference: "E-0001",
		Mint: true, Attestor: "bank-a",
	}
	change(m)
	return m
}

// returned makes a receipt the return of a redemption.
func returned(m *reserve.MsgAttestReceipt) {
	m.Beneficiary, m.ReturnWallet, m.ReturnUetr = "", address("alice"), uetrOne
}

func TestMessagesOfCoverValidate(t *testing.T) {
	field, addr, uetr := reserve.ErrFieldInvalid, wallet.ErrAddressInvalid, wallet.ErrUETRInvalid
	cases := map[string]struct {
		msg message
		err error
	}{
		"a return":                           {attestReceipt(returned), nil},
		"a return for somebody else":         {attestReceipt(func(m *reserve.MsgAttestReceipt) { returned(m); m.Beneficiary = address("bob") }), field},
		"a return of no wallet":              {attestReceipt(func(m *reserve.MsgAttestReceipt) { returned(m); m.ReturnWallet = "" }), addr},
		"a return of no redemption":          {attestReceipt(func(m *reserve.MsgAttestReceipt) { returned(m); m.ReturnUetr = "" }), uetr},
		"a pay-out with its day":             {attestOutcome(func(m *reserve.MsgAttestOutcome) { m.Outcome, m.BookingDate = reserve.OUTCOME_EXECUTED, 20261123 }), nil},
		"a pay-out on no day":                {attestOutcome(func(m *reserve.MsgAttestOutcome) { m.Outcome, m.BookingDate = reserve.OUTCOME_EXECUTED, 20261131 }), field},
		"a day of what did not leave":        {attestOutcome(func(m *reserve.MsgAttestOutcome) { m.BookingDate = 20261123 }), field},
		"an issue out of a member's reserve": {issueCbdc(func(m *reserve.MsgIssueCbdc) { m.FromReserve = true }), nil},
		"an issue out of a wallet's reserve": {issueCbdc(func(m *reserve.MsgIssueCbdc) { m.Member, m.Wallet, m.FromReserve = "", address("alice"), true }), field},
		"a rail that would be stopped":       {&reserve.MsgSetRail{Authority: address("t"), Rail: reserve.Rail{MintingStopped: true}}, field},
		"a statement of a reserve":           {attestReserve(func(*reserve.MsgAttestReserve) {}), nil},
		"a statement of nothing left":        {attestReserve(func(m *reserve.MsgAttestReserve) { m.Amount = 0 }), nil},
		"a statement out of range":           {attestReserve(func(m *reserve.MsgAttestReserve) { m.Amount = reserve.MaxFigure + 1 }), field},
		"a statement of no day":              {attestReserve(func(m *reserve.MsgAttestReserve) { m.BookingDate = 0 }), field},
		"a statement without digest":         {attestReserve(func(m *reserve.MsgAttestReserve) { m.Digest = nil }), field},
		"a statement of nobody":              {attestReserve(func(m *reserve.MsgAttestReserve) { m.Member = "" }), field},
		"a statement on no rail":             {attestReserve(func(m *reserve.MsgAttestReserve) { m.Rail = "" }), field},
		"a statement by nobody":              {attestReserve(func(m *reserve.MsgAttestReserve) { m.Attestor = "" }), addr},
		"a decision":                         {decideReceipt(func(*reserve.MsgDecideReceipt) {}), nil},
		"a decision against all":             {decideReceipt(func(m *reserve.MsgDecideReceipt) { m.Mint, m.Attestor = false, "" }), nil},
		"a decision for nobody":              {decideReceipt(func(m *reserve.MsgDecideReceipt) { m.Attestor = "" }), field},
		"a decision against one":             {decideReceipt(func(m *reserve.MsgDecideReceipt) { m.Mint = false }), field},
		"a decision about no receipt":        {decideReceipt(func(m *reserve.MsgDecideReceipt) { m.EntryReference = "" }), field},
		"a decision by nobody":               {decideReceipt(func(m *reserve.MsgDecideReceipt) { m.Authority = "" }), addr},
		"a rail that goes on":                {&reserve.MsgResumeRail{Authority: address("t"), Rail: "city-rail"}, nil},
		"no rail that goes on":               {&reserve.MsgResumeRail{Authority: address("t")}, field},
		"a rail that goes on by nobody":      {&reserve.MsgResumeRail{Rail: "city-rail"}, addr},
		"an accepted move":                   {&reserve.MsgAcceptCustodyMove{Operator: address("t"), Wallet: address("alice")}, nil},
		"an accepted move of nothing":        {&reserve.MsgAcceptCustodyMove{Operator: address("t")}, addr},
		"an accepted move by nobody":         {&reserve.MsgAcceptCustodyMove{Wallet: address("alice")}, addr},
		"a sweep":                            {&reserve.MsgSweepDormant{Operator: address("t"), Wallet: address("alice"), Denom: "cny"}, nil},
		"a sweep of no wallet":               {&reserve.MsgSweepDormant{Operator: address("t"), Denom: "cny"}, addr},
		"a sweep of no money":                {&reserve.MsgSweepDormant{Operator: address("t"), Wallet: address("alice")}, field},
		"a sweep by nobody":                  {&reserve.MsgSweepDormant{Wallet: address("alice"), Denom: "cny"}, addr},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}

func TestMessagesValidate(t *testing.T) {
	field, addr, uetr := reserve.ErrFieldInvalid, wallet.ErrAddressInvalid, wallet.ErrUETRInvalid
	cases := map[string]struct {
		msg message
		err error
	}{
		"a receipt":                          {attestReceipt(func(*reserve.MsgAttestReceipt) {}), nil},
		"a receipt that nobody claims":       {attestReceipt(func(m *reserve.MsgAttestReceipt) { m.Beneficiary = "" }), nil},
		"a receipt for no address":           {attestReceipt(func(m *reserve.MsgAttestReceipt) { m.Beneficiary = "alice" }), addr},
		"a receipt by nobody":                {attestReceipt(func(m *reserve.MsgAttestReceipt) { m.Attestor = "" }), addr},
		"a receipt without money":            {attestReceipt(func(m *reserve.MsgAttestReceipt) { m.Amount = 0 }), field},
		"a receipt above the cap":            {attestReceipt(func(m *reserve.MsgAttestReceipt) { m.Amount = reserve.MaxAmount + 1 }), field},
		"a receipt in no denom":              {attestReceipt(func(m *reserve.MsgAttestReceipt) { m.Denom = "" }), field},
		"a receipt of no day":                {attestReceipt(func(m *reserve.MsgAttestReceipt) { m.BookingDate = 20260230 }), field},
		"a redemption":                       {requestRedemption(func(*reserve.MsgRequestRedemption) {}), nil},
		"a redemption with a short creditor": {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Creditor = digest[:31] }), field},
		"a redemption without creditor":      {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Creditor = nil }), field},
		"a redemption with a capital UETR":   {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Uetr = "0F2C9D6E-5B7A-4C1D-9E3F-8A6B5C4D3E2F" }), uetr},
		"a redemption with a version 1 UUID": {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Uetr = "0f2c9d6e-5b7a-1c1d-9e3f-8a6b5c4d3e2f" }), uetr},
		"a redemption of no wallet":          {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Wallet = "" }), addr},
		"a redemption by nobody":             {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Owner = "" }), addr},
		"a redemption over no rail":          {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Rail = "" }), field},
		"a redemption without money":         {requestRedemption(func(m *reserve.MsgRequestRedemption) { m.Amount = 0 }), field},
		"an attempt":                         {openAttempt(func(*reserve.MsgOpenAttempt) {}), nil},
		"an attempt without deadline":        {openAttempt(func(m *reserve.MsgOpenAttempt) { m.Deadline = 0 }), field},
		"an attempt without reference":       {openAttempt(func(m *reserve.MsgOpenAttempt) { m.Reference = "" }), field},
		"an attempt without UETR":            {openAttempt(func(m *reserve.MsgOpenAttempt) { m.Uetr = "" }), uetr},
		"an outcome":                         {attestOutcome(func(*reserve.MsgAttestOutcome) {}), nil},
		"an outcome of no attempt":           {attestOutcome(func(m *reserve.MsgAttestOutcome) { m.Attempt = 0 }), field},
		"an outcome that is none":            {attestOutcome(func(m *reserve.MsgAttestOutcome) { m.Outcome = 0 }), field},
		"an outcome that nobody knows":       {attestOutcome(func(m *reserve.MsgAttestOutcome) { m.Outcome = 4 }), field},
		"a release":                          {&reserve.MsgReleaseRedemption{Operator: address("op"), Wallet: address("alice"), Uetr: uetrOne}, nil},
		"a release by nobody":                {&reserve.MsgReleaseRedemption{Wallet: address("alice"), Uetr: uetrOne}, addr},
		"an issue to a member":               {issueCbdc(func(*reserve.MsgIssueCbdc) {}), nil},
		"an issue to a wallet":               {issueCbdc(func(m *reserve.MsgIssueCbdc) { m.Member, m.Wallet = "", address("alice") }), nil},
		"an issue to both":                   {issueCbdc(func(m *reserve.MsgIssueCbdc) { m.Wallet = address("alice") }), field},
		"an issue to nobody":                 {issueCbdc(func(m *reserve.MsgIssueCbdc) { m.Member = "" }), field},
		"an issue to no address":             {issueCbdc(func(m *reserve.MsgIssueCbdc) { m.Member, m.Wallet = "", "alice" }), addr},
		"an issue to no slug":                {issueCbdc(func(m *reserve.MsgIssueCbdc) { m.Member = "Bank A" }), field},
		"a burn":                             {&reserve.MsgBurnCbdc{Treasury: address("t"), Uetr: uetrOne, Denom: "ecny", Amount: 1}, nil},
		"a burn without UETR":                {&reserve.MsgBurnCbdc{Treasury: address("t"), Denom: "ecny", Amount: 1}, uetr},
		"a correction":                       {correct(func(*reserve.MsgCorrectSettlementBalance) {}), nil},
		"a correction without ground":        {correct(func(m *reserve.MsgCorrectSettlementBalance) { m.Ground = nil }), field},
		"a correction of nobody":             {correct(func(m *reserve.MsgCorrectSettlementBalance) { m.Member = "" }), field},
		"funds in":                           {&reserve.MsgFundsIn{Treasury: address("t"), Denom: "ecny", Amount: 1}, nil},
		"funds in without money":             {&reserve.MsgFundsIn{Treasury: address("t"), Denom: "ecny"}, field},
		"funds out":                          {&reserve.MsgFundsOut{Treasury: address("t"), Denom: "ecny", Amount: 1}, nil},
		"funds out by nobody":                {&reserve.MsgFundsOut{Denom: "ecny", Amount: 1}, addr},
		"a rail":                             {&reserve.MsgSetRail{Authority: address("t"), Rail: cityRail()}, nil},
		"a rail that is empty":               {&reserve.MsgSetRail{Authority: address("t")}, field},
		"a rail by nobody":                   {&reserve.MsgSetRail{Rail: cityRail()}, addr},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}
