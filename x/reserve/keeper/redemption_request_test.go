// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func TestRedemptionRefusedIsAResult(t *testing.T) {
	cases := map[string]struct {
		arrange func(*fixture)
		amount  uint64
		reason  compliance.Reason
	}{
		"by a restriction": {func(f *fixture) { f.compliance.refused[string(raw("alice"))] = compliance.ReasonPayerFrozen }, 400, compliance.ReasonPayerFrozen},
		"by a limit, before the balance": {
			func(f *fixture) { f.compliance.refused[string(raw("alice"))] = compliance.ReasonLimitDayOut }, money + 1, compliance.ReasonLimitDayOut,
		},
		"by the balance": {func(*fixture) {}, money + 1, compliance.ReasonBalance},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.fund()
			tc.arrange(f)
			weighed := f.compliance.weighed
			msg := request(func(m *reserve.MsgRequestRedemption) { m.Amount = tc.amount })

			res, err := deliver(f, f.msgs.RequestRedemption, msg)
			require.NoError(t, err)
			require.Equal(t, &reserve.MsgRequestRedemptionResponse{Status: refused, Reason: uint32(tc.reason)}, res)
			require.Equal(t, []string{"EventRedemptionRefused"}, f.events)
			require.Equal(t, money, f.balance("alice", "cny"))
			require.Equal(t, weighed, f.compliance.weighed)

			// Its UETR is spent, whatever becomes possible later.
			f.compliance.refused = map[string]compliance.Reason{}
			res, err = deliver(f, f.msgs.RequestRedemption, msg)
			require.NoError(t, err)
			require.Equal(t, &reserve.MsgRequestRedemptionResponse{Status: refused, Reason: uint32(tc.reason), Replay: true}, res)
			require.Empty(t, f.events)
		})
	}
}

func TestRedemptionErrors(t *testing.T) {
	f := newFixture(t)
	f.fund()
	cases := map[string]struct {
		change func(*reserve.MsgRequestRedemption)
		err    error
	}{
		"by another":                    {func(m *reserve.MsgRequestRedemption) { m.Owner = text("bob") }, reserve.ErrNotOwner},
		"by the custodian":              {func(m *reserve.MsgRequestRedemption) { m.Owner = text("operationsA") }, reserve.ErrNotOwner},
		"of no wallet":                  {func(m *reserve.MsgRequestRedemption) { m.Owner, m.Wallet = text("nobody"), text("nobody") }, wallet.ErrWalletUnknown},
		"of central-bank money":         {func(m *reserve.MsgRequestRedemption) { m.Denom = "ecny" }, reserve.ErrAssetClass},
		"of no asset":                   {func(m *reserve.MsgRequestRedemption) { m.Denom = "hkd" }, reserve.ErrAssetUnknown},
		"over no rail":                  {func(m *reserve.MsgRequestRedemption) { m.Rail = "no-rail" }, reserve.ErrRailUnknown},
		"from suspense by another bank": {func(m *reserve.MsgRequestRedemption) { m.Owner, m.Wallet = text("operationsB"), text("suspenseA") }, reserve.ErrNotCustodian},
		"from suspense by a customer":   {func(m *reserve.MsgRequestRedemption) { m.Wallet = text("suspenseA") }, consortium.ErrUnauthorized},
		"from a central bank's wallet": {
			func(m *reserve.MsgRequestRedemption) { m.Owner, m.Wallet = text("treasuryCB"), text("treasuryCB") }, reserve.ErrAccountUnknown,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f.t = t
			fails(f, f.msgs.RequestRedemption, request(tc.change), tc.err)
		})
	}
}

func TestRedemptionStepsErrors(t *testing.T) {
	f := redemptionAt(t, inFlight)
	open, free := f.attempt(), release()
	open.Operator, free.Operator = text("operationsB"), text("operationsB")
	fails(f, f.msgs.OpenAttempt, open, reserve.ErrNotCustodian)
	fails(f, f.msgs.ReleaseRedemption, free, reserve.ErrNotCustodian)
	open.Operator, free.Operator = text("alice"), text("alice")
	fails(f, f.msgs.OpenAttempt, open, consortium.ErrUnauthorized)
	fails(f, f.msgs.ReleaseRedemption, free, consortium.ErrUnauthorized)
	open, free = f.attempt(), release()
	open.Uetr, free.Uetr = uetr("other"), uetr("other")
	fails(f, f.msgs.OpenAttempt, open, reserve.ErrRedemptionUnknown)
	fails(f, f.msgs.ReleaseRedemption, free, reserve.ErrRedemptionUnknown)

	fails(f, f.msgs.AttestOutcome, outcome("alice", reserve.OUTCOME_EXECUTED), consortium.ErrUnauthorized)
	fails(f, f.msgs.AttestOutcome, outcome("attestorX", reserve.OUTCOME_EXECUTED), reserve.ErrNotAttestor)
	second := outcome("attestorA", reserve.OUTCOME_EXECUTED)
	second.Attempt = 2
	fails(f, f.msgs.AttestOutcome, second, reserve.ErrAttemptUnknown)
	second.Uetr = uetr("other")
	fails(f, f.msgs.AttestOutcome, second, reserve.ErrRedemptionUnknown)
}

func TestUetrIsTheWalletsOwn(t *testing.T) {
	f := redemptionAt(t, requested)
	f.book.balances[account{string(raw("bob")), "cny"}] = 0

	// Bob may use alice's UETR: it is unique per wallet, so that nobody can spend another's.
	res, err := deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) {
		m.Owner, m.Wallet = text("bob"), text("bob")
	}))
	require.NoError(t, err)
	require.Equal(t, refused, res.Status)
	require.Equal(t, uint32(compliance.ReasonBalance), res.Reason)
	require.Equal(t, requested, f.redemption().Status)
}

func TestAnAddressIsItsBytes(t *testing.T) {
	f := newFixture(t)
	f.fund()
	res, err := deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) { m.Owner = strings.ToUpper(m.Owner) }))
	require.NoError(t, err)
	require.Equal(t, requested, res.Status)
	res, err = deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) { m.Wallet = strings.ToUpper(m.Wallet) }))
	require.NoError(t, err)
	require.True(t, res.Replay)
}

func TestSuspenseLeavesByRedemption(t *testing.T) {
	f := newFixture(t)
	for _, attestor := range []string{"attestorA", "attestorB"} {
		_, err := deliver(f, f.msgs.AttestReceipt, receipt(attestor, func(m *reserve.MsgAttestReceipt) { m.Beneficiary = "" }))
		require.NoError(t, err)
	}
	out := request(func(m *reserve.MsgRequestRedemption) {
		m.Owner, m.Wallet, m.Amount = text("operationsA"), text("suspenseA"), money
	})
	_, err := deliver(f, f.msgs.RequestRedemption, out)
	require.NoError(t, err)
	attempt := f.attempt()
	attempt.Wallet = text("suspenseA")
	_, err = deliver(f, f.msgs.OpenAttempt, attempt)
	require.NoError(t, err)
	for _, attestor := range []string{"attestorA", "attestorC"} {
		msg := outcome(attestor, reserve.OUTCOME_EXECUTED)
		msg.Wallet = text("suspenseA")
		_, err = deliver(f, f.msgs.AttestOutcome, msg)
		require.NoError(t, err)
	}
	require.Zero(t, f.book.sum("cny"))
}
