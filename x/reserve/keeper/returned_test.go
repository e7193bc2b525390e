// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// returns makes a receipt of 400 the return of alice's redemption.
func returns(m *reserve.MsgAttestReceipt) {
	m.Beneficiary, m.ReturnWallet, m.ReturnUetr = "", text("alice"), uetr("out")
}

func TestReturnedRedemption(t *testing.T) {
	f := redemptionAt(t, confirmed)
	weighed := f.compliance.weighed
	res := f.receive("R-1", 400, returns)
	require.Equal(t, &reserve.MsgAttestReceiptResponse{Status: reserve.ISSUANCE_STATUS_MINTED, Credited: text("alice")}, res)
	require.Equal(t, []string{"EventReceiptAttested", "EventIssuanceMinted", "EventRedemptionReturned"}, f.events)
	require.Equal(t, reserve.REDEMPTION_STATUS_RETURNED, f.redemption().Status)
	require.Equal(t, uint64(400), f.redemption().ReturnedAmount)
	require.Equal(t, money, f.balance("alice", "cny"))
	require.Equal(t, int64(1_000), f.running())
	require.Equal(t, compliance.MovementRelease, f.compliance.lastAsked().Kind)
	require.Equal(t, noon, f.compliance.lastAsked().OriginalAt, "limits get back what the request weighs")
	require.Equal(t, weighed+1, f.compliance.weighed)
	require.Equal(t, text("alice"), f.issuance("R-1").ReturnWallet)

	fails(f, f.msgs.OpenAttempt, f.attempt(), reserve.ErrRedemptionEnded)
	fails(f, f.msgs.ReleaseRedemption, release(), reserve.ErrRedemptionEnded)
	fails(f, f.msgs.AttestReceipt, statesMsg("attestorA", returns), reserve.ErrReturnInvalid)
}

func TestReturnIsNotStoppedByCoverage(t *testing.T) {
	f := redemptionAt(t, confirmed)
	f.anchor(100, yesterday)
	require.Equal(t, reserve.ISSUANCE_STATUS_MINTED, f.receive("R-1", 150, returns).Status)
	require.Equal(t, uint64(150), f.redemption().ReturnedAmount, "a part of it")
}

func TestReturnGoesToSuspense(t *testing.T) {
	cases := map[string]struct {
		arrange func(*fixture)
		reason  compliance.Reason
	}{
		"when the wallet is closed": {func(f *fixture) {
			w := f.wallets[string(raw("alice"))]
			w.Status = wallet.WALLET_STATUS_CLOSED
			f.wallets[string(raw("alice"))] = w
		}, compliance.ReasonPayeeClosed},
		"when the wallet may not receive": {func(f *fixture) {
			f.compliance.effects[string(raw("alice"))] = compliance.EFFECT_DEEP_FROZEN
		}, compliance.ReasonPayeeDeepFrozen},
		"when another member keeps the wallet by now": {func(f *fixture) {
			w := f.wallets[string(raw("alice"))]
			w.Custodian = bankB
			f.wallets[string(raw("alice"))] = w
		}, compliance.ReasonCustodianMismatch},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := redemptionAt(t, confirmed)
			tc.arrange(f)
			require.Equal(t, text("suspenseA"), f.receive("R-1", 400, returns).Credited)
			require.Equal(t, uint64(400), f.balance("suspenseA", "cny"))
			require.Equal(t, reserve.SUSPENSE_CAUSE_REFUSED, f.issuance("R-1").SuspenseCause)
			require.Equal(t, uint32(tc.reason), f.issuance("R-1").Reason)
			require.Equal(t, reserve.REDEMPTION_STATUS_RETURNED, f.redemption().Status)
			if tc.reason != compliance.ReasonPayeeClosed {
				require.Empty(t, f.compliance.cases)
				return
			}
			issuance := f.issuance("R-1")
			require.Equal(t, []compliance.Case{{
				Kind: compliance.CASE_KIND_CLOSED_WALLET, Member: bankA, Wallet: raw("alice"), Denom: "cny", Amount: 400,
				Reference: issuance.Key().Bytes(),
			}}, f.compliance.cases)
		})
	}
}

func TestARedemptionComesBackOnce(t *testing.T) {
	f := redemptionAt(t, confirmed)
	second := func(m *reserve.MsgAttestReceipt) {
		returns(m)
		m.BookingDate, m.EntryReference, m.Amount = today, "R-2", 400
	}
	_, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorB", second))
	require.NoError(t, err)
	f.receive("R-1", 400, returns)

	// The second receipt is booked, so its money must go somewhere.
	res, err := deliver(f, f.msgs.AttestReceipt, receipt("attestorC", second))
	require.NoError(t, err)
	require.Equal(t, text("suspenseA"), res.Credited)
	require.Equal(t, reserve.SUSPENSE_CAUSE_RETURNED_TWICE, f.issuance("R-2").SuspenseCause)
	require.Equal(t, money, f.balance("alice", "cny"))
}

func TestReturnErrors(t *testing.T) {
	f := redemptionAt(t, confirmed)
	fails(f, f.msgs.AttestReceipt, statesMsg("attestorB", func(m *reserve.MsgAttestReceipt) {
		returns(m)
		m.Amount = 401
	}), reserve.ErrReturnInvalid)
	fails(f, f.msgs.AttestReceipt, statesMsg("attestorB", func(m *reserve.MsgAttestReceipt) {
		returns(m)
		m.Account = "b-collect"
	}), reserve.ErrReturnInvalid)
	fails(f, f.msgs.AttestReceipt, statesMsg("attestorB", func(m *reserve.MsgAttestReceipt) {
		returns(m)
		m.ReturnUetr = uetr("other")
	}), reserve.ErrRedemptionUnknown)
	for _, status := range []reserve.RedemptionStatus{requested, inFlight, unknown, rejected, released, refused} {
		f := redemptionAt(t, status)
		fails(f, f.msgs.AttestReceipt, statesMsg("attestorB", returns), reserve.ErrReturnInvalid)
	}
}
