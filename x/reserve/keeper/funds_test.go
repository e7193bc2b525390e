// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func fundsIn(treasury string, amount uint64) *reserve.MsgFundsIn {
	return &reserve.MsgFundsIn{Treasury: text(treasury), Denom: "ecny", Amount: amount}
}

func fundsOut(treasury string, amount uint64) *reserve.MsgFundsOut {
	return &reserve.MsgFundsOut{Treasury: text(treasury), Denom: "ecny", Amount: amount}
}

// funded has 300 in bank A's treasury wallet and 200 in its settlement account.
func funded(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	_, err := deliver(f, f.msgs.IssueCbdc, issueTo("", text("treasuryA"), "wallet", 300))
	require.NoError(t, err)
	_, err = deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "account", 200))
	require.NoError(t, err)
	f.netting.moved = nil
	return f
}

func TestFundsInAndOut(t *testing.T) {
	f := funded(t)
	_, err := deliver(f, f.msgs.FundsIn, fundsIn("treasuryA", 300))
	require.NoError(t, err)
	require.Equal(t, []string{"EventFundsMovedIn"}, f.events)
	require.Equal(t, uint64(500), f.settlementA())
	require.Equal(t, compliance.MovementFunds, f.compliance.lastAsked().Kind)

	_, err = deliver(f, f.msgs.FundsOut, fundsOut("treasuryA", 500))
	require.NoError(t, err)
	require.Equal(t, []string{"EventFundsMovedOut"}, f.events)
	require.Equal(t, uint64(500), f.balance("treasuryA", "ecny"))
	require.Equal(t, []fundsMoved{{bankA, "ecny", false}, {bankA, "ecny", false}}, f.netting.moved)
}

func TestFundsInHeals(t *testing.T) {
	f := funded(t)
	f.netting.refuse = compliance.ReasonOutboundBlocked
	f.suspendA()
	_, err := deliver(f, f.msgs.FundsIn, fundsIn("treasuryA", 1))
	require.NoError(t, err)
}

func TestFundsRefusedIsAnErrorWithTheReasonsName(t *testing.T) {
	f := funded(t)
	refusals := func(msg *reserve.MsgFundsOut, name string) {
		t.Helper()
		fails(f, f.msgs.FundsOut, msg, reserve.ErrFundsOutRefused)
		_, err := deliver(f, f.msgs.FundsOut, msg)
		require.ErrorContains(t, err, name)
	}
	refusals(fundsOut("treasuryA", 201), "BALANCE")
	f.netting.refuse = compliance.ReasonLiquidity
	refusals(fundsOut("treasuryA", 1), "LIQUIDITY")
	f.netting.refuse = compliance.ReasonCap
	refusals(fundsOut("treasuryA", 1), "CAP")
	f.compliance.refused[string(raw("treasuryA"))] = compliance.ReasonPayeeDeepFrozen
	refusals(fundsOut("treasuryA", 1), "PAYEE_DEEP_FROZEN")
	f.suspendA()
	refusals(fundsOut("treasuryA", 1), "MEMBER_SUSPENDED")

	fails(f, f.msgs.FundsIn, fundsIn("treasuryA", 1), reserve.ErrFundsInRefused)
	f.compliance.refused = nil
	fails(f, f.msgs.FundsIn, fundsIn("treasuryA", 301), reserve.ErrFundsInRefused)
}

func TestFundsErrors(t *testing.T) {
	f := funded(t)
	fails(f, f.msgs.FundsIn, fundsIn("operationsA", 1), consortium.ErrUnauthorized)
	fails(f, f.msgs.FundsOut, fundsOut("alice", 1), consortium.ErrUnauthorized)
	fails(f, f.msgs.FundsIn, fundsIn("treasuryFar", 1), wallet.ErrWalletUnknown)
	fails(f, f.msgs.FundsOut, fundsOut("treasuryB", 1), reserve.ErrTreasuryWallet)

	in, out := fundsIn("treasuryA", 1), fundsOut("treasuryA", 1)
	in.Denom, out.Denom = "cny", "cny"
	fails(f, f.msgs.FundsIn, in, reserve.ErrAssetClass)
	fails(f, f.msgs.FundsOut, out, reserve.ErrAssetClass)
	in.Denom = "hkd"
	fails(f, f.msgs.FundsIn, in, netting.ErrCurrencyUnknown)
}
