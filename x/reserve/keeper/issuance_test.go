// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func TestReceiptIsMintedByTwoOfThree(t *testing.T) {
	f := newFixture(t)

	// ACT: the custodian's word alone mints nothing.
	res, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorA", nil))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_PENDING}, res)
	require.Equal(t, []string{"EventReceiptAttested"}, f.events)
	require.Zero(t, f.balance("alice", "cny"))

	// ACT: the second word does.
	res, err = deliver(f, f.msgs.AttestReceipt, receipt("attestorB", nil))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text("alice")}, res)
	require.Equal(t, []string{"EventReceiptAttested", "EventIssuanceMinted"}, f.events)
	require.Equal(t, money, f.balance("alice", "cny"))
	require.Equal(t, compliance.MovementIssue, f.compliance.lastAsked().Kind)
	require.Equal(t, 1, f.compliance.weighed)

	// ACT: the third agrees, and mints nothing more.
	_, err = deliver(f, f.msgs.AttestReceipt, receipt("attestorC", nil))
	require.NoError(t, err)
	require.Equal(t, []string{"EventReceiptAttested"}, f.events)
	require.Equal(t, money, f.book.sum("cny"))
	require.Equal(t, []reserve.Supply{{Denom: "cny", Issued: money}}, f.export().Supplies)
	require.Equal(t, []reserve.MemberTotal{{Member: "bank-a", Denom: "cny", Issued: money}}, f.export().MemberTotals)
}

func TestOneMemberAttestsOnce(t *testing.T) {
	f := newFixture(t)
	f.consortium.duties[text("attestorB2")] = holder{bankB, consortium.DUTY_ATTESTATION}
	_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorB", nil))
	require.NoError(t, err)

	fails(f, f.msgs.AttestReceipt, receipt("attestorB", nil), reserve.ErrAlreadyAttested)
	fails(f, f.msgs.AttestReceipt, receipt("attestorB2", nil), reserve.ErrAlreadyAttested)
}

func TestReceiptContradictedBeforeTheMintIsHeld(t *testing.T) {
	f := newFixture(t)
	_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorA", nil))
	require.NoError(t, err)

	res, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorB", func(m *reserve.MsgAttestReceipt) { m.Amount++ }))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_ON_HOLD, Contradicted: true}, res)
	require.Equal(t, []string{"EventReceiptAttested", "EventFactContradicted", "EventIssuanceHeld"}, f.events)

	// Two of three agree by now, and still nothing is minted.
	res, err = deliver(f, f.msgs.AttestReceipt, receipt("attestorC", nil))
	require.NoError(t, err)
	require.Equal(t, reserve.ISSUANCE_STATUS_ON_HOLD, res.Status)
	require.Zero(t, f.book.sum("cny"))
}

func TestReceiptContradictedAfterTheMintMovesNothing(t *testing.T) {
	f := newFixture(t)
	f.fund()
	before, book := f.export(), f.book.clone()

	res, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorA", func(m *reserve.MsgAttestReceipt) { m.Beneficiary = text("bob") }))
	require.NoError(t, err)
	require.True(t, res.Contradicted)
	require.Equal(t, reserve.ISSUANCE_STATUS_MINTED, res.Status)
	require.Equal(t, []string{"EventFactContradicted", "EventRailStopped"}, f.events)
	require.True(t, book.equal(f.book))
	after := f.export()
	require.Equal(t, before.MemberTotals, after.MemberTotals)
	require.Equal(t, before.Reserves, after.Reserves, "nothing is said to be missing")
	require.True(t, after.Rails[0].MintingStopped)
	require.Equal(t, compliance.CASE_KIND_CONTRADICTED_RECEIPT, f.compliance.cases[0].Kind)
	issuance := after.Issuances[0]
	require.Equal(t, "bank-a", issuance.Contradictions[0].Member)
	issuance.Contradictions = nil
	require.Equal(t, before.Issuances[0], issuance)
}

func TestReceiptGoesWholeToSuspense(t *testing.T) {
	cases := map[string]struct {
		arrange func(*fixture)
		change  func(*reserve.MsgAttestReceipt)
		cause   reserve.SuspenseCause
		reason  compliance.Reason
	}{
		"when a limit refuses the credit": {
			arrange: func(f *fixture) { f.compliance.refused[string(raw("alice"))] = compliance.ReasonLimitBalance },
			cause:   reserve.SUSPENSE_CAUSE_REFUSED, reason: compliance.ReasonLimitBalance,
		},
		"when the wallet is deep-frozen": {
			arrange: func(f *fixture) { f.compliance.refused[string(raw("alice"))] = compliance.ReasonPayeeDeepFrozen },
			cause:   reserve.SUSPENSE_CAUSE_REFUSED, reason: compliance.ReasonPayeeDeepFrozen,
		},
		"when the custodian is suspended": {
			arrange: func(f *fixture) { f.suspendA() },
			cause:   reserve.SUSPENSE_CAUSE_REFUSED, reason: compliance.ReasonMemberSuspended,
		},
		"when the beneficiary is another member's customer": {
			change: func(m *reserve.MsgAttestReceipt) { m.Beneficiary = text("bob") },
			cause:  reserve.SUSPENSE_CAUSE_REFUSED, reason: compliance.ReasonCustodianMismatch,
		},
		"when the beneficiary has no wallet": {
			change: func(m *reserve.MsgAttestReceipt) { m.Beneficiary = text("nobody") },
			cause:  reserve.SUSPENSE_CAUSE_WALLET_UNKNOWN,
		},
		"when nobody can be named": {
			change: func(m *reserve.MsgAttestReceipt) { m.Beneficiary = "" },
			cause:  reserve.SUSPENSE_CAUSE_NO_BENEFICIARY,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			// ARRANGE
			f := newFixture(t)
			if tc.arrange != nil {
				tc.arrange(f)
			}

			// ACT
			_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorA", tc.change))
			require.NoError(t, err)
			res, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorB", tc.change))
			require.NoError(t, err)

			// ASSERT
			require.Equal(t, text("suspenseA"), res.Credited)
			require.Equal(t, money, f.balance("suspenseA", "cny"))
			require.Zero(t, f.balance("alice", "cny"))
			require.Zero(t, f.compliance.weighed, "nobody's limits weigh it")
			issuance := f.export().Issuances[0]
			require.Equal(t, tc.cause, issuance.SuspenseCause)
			require.Equal(t, uint32(tc.reason), issuance.Reason)
			require.Equal(t, []reserve.MemberTotal{{Member: "bank-a", Denom: "cny", Issued: money}}, f.export().MemberTotals)
		})
	}
}

func TestReceiptErrors(t *testing.T) {
	cases := map[string]struct {
		attestor string
		change   func(*reserve.MsgAttestReceipt)
		err      error
	}{
		"who has no duty to attest":              {attestor: "alice", err: consortium.ErrUnauthorized},
		"who attests for other rails":            {attestor: "attestorX", err: reserve.ErrNotAttestor},
		"a rail that nobody knows":               {attestor: "attestorA", change: func(m *reserve.MsgAttestReceipt) { m.Rail = "no-rail" }, err: reserve.ErrRailUnknown},
		"an account that nobody knows":           {attestor: "attestorA", change: func(m *reserve.MsgAttestReceipt) { m.Account = "c-collect" }, err: reserve.ErrAccountUnknown},
		"money that the rail does not carry":     {attestor: "attestorA", change: func(m *reserve.MsgAttestReceipt) { m.Denom = "ecny" }, err: reserve.ErrDenomMismatch},
		"a member's word that was stated before": {attestor: "attestorC", err: reserve.ErrAlreadyAttested},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorC", nil))
			require.NoError(t, err)
			fails(f, f.msgs.AttestReceipt, receipt(tc.attestor, tc.change), tc.err)
		})
	}
}

func TestReceiptWithoutSuspenseWalletWaits(t *testing.T) {
	f := newFixture(t)
	unclaimed := func(m *reserve.MsgAttestReceipt) { m.Account, m.Beneficiary = "b-collect", "" }
	_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorA", unclaimed))
	require.NoError(t, err)

	fails(f, f.msgs.AttestReceipt, receipt("attestorC", unclaimed), wallet.ErrSuspenseMissing)

	f.wallets[string(raw("suspenseB"))] = wallet.Wallet{Address: raw("suspenseB"), Custodian: bankB, Kind: wallet.WALLET_KIND_SUSPENSE, Currency: "cny"}
	_, err = deliver(f, f.msgs.AttestReceipt, receipt("attestorC", unclaimed))
	require.NoError(t, err)
	require.Equal(t, money, f.balance("suspenseB", "cny"))
}

func TestReceiptIsUniqueForEver(t *testing.T) {
	f := newFixture(t)
	f.fund()
	for name, change := range map[string]func(*reserve.MsgAttestReceipt){
		"account":   func(m *reserve.MsgAttestReceipt) { m.Account = "b-collect" },
		"date":      func(m *reserve.MsgAttestReceipt) { m.BookingDate = 20261124 },
		"reference": func(m *reserve.MsgAttestReceipt) { m.EntryReference = "E-0002" },
	} {
		res, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorB", change))
		require.NoError(t, err, name)
		require.Equal(t, reserve.ISSUANCE_STATUS_PENDING, res.Status, "another %s is another receipt", name)
	}
	f.advance(10 * 365 * 86_400)
	fails(f, f.msgs.AttestReceipt, receipt("attestorB", nil), reserve.ErrAlreadyAttested)
	require.Equal(t, money, f.book.sum("cny"))
}

func TestSetRail(t *testing.T) {
	set := func(change func(*reserve.Rail)) *reserve.MsgSetRail {
		rail := cityRail()
		change(&rail)
		return &reserve.MsgSetRail{Authority: text("authority"), Rail: rail}
	}
	f := newFixture(t)
	by := set(func(*reserve.Rail) {})
	by.Authority = text("treasuryA")
	fails(f, f.msgs.SetRail, by, consortium.ErrUnauthorized)
	fails(f, f.msgs.SetRail, set(func(r *reserve.Rail) { r.Denom = "ecny" }), reserve.ErrAssetClass)
	fails(f, f.msgs.SetRail, set(func(r *reserve.Rail) { r.Denom = "hkd" }), reserve.ErrAssetUnknown)
	fails(f, f.msgs.SetRail, set(func(r *reserve.Rail) { r.Attestors[0] = "no-bank" }), consortium.ErrMemberUnknown)
	fails(f, f.msgs.SetRail, set(func(r *reserve.Rail) { r.Accounts[0].Member = "no-bank" }), consortium.ErrMemberUnknown)

	// An attestor that is not named any more does not count, and one that is named now does.
	_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorB", nil))
	require.NoError(t, err)
	_, err = deliver(f, f.msgs.SetRail, set(func(r *reserve.Rail) { r.Attestors = []string{"clearing", "central-bank"} }))
	require.NoError(t, err)
	require.Equal(t, []string{"EventRailSet"}, f.events)
	res, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorC", nil))
	require.NoError(t, err)
	require.Equal(t, reserve.ISSUANCE_STATUS_PENDING, res.Status)
	res, err = deliver(f, f.msgs.AttestReceipt, receipt("attestorX", nil))
	require.NoError(t, err)
	require.Equal(t, reserve.ISSUANCE_STATUS_MINTED, res.Status)
}

func TestRailKeepsItsDenom(t *testing.T) {
	f := newEmptyFixture(t)
	g := genesis()
	require.NoError(t, f.keeper.InitGenesis(f.ctx, g))
	require.NoError(t, f.keeper.Assets.Set(f.ctx, reserve.DenomKey("hkd"), reserve.AssetRecord{Denom: "hkd", Class: reserve.ASSET_CLASS_EMONEY}))
	rail := cityRail()
	rail.Denom = "hkd"
	_, err := f.msgs.SetRail(f.ctx, &reserve.MsgSetRail{Authority: text("authority"), Rail: rail})
	require.ErrorIs(t, err, reserve.ErrDenomMismatch)
}
