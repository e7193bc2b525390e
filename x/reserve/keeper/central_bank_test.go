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

func issueTo(member, holder, name string, amount uint64) *reserve.MsgIssueCbdc {
	return &reserve.MsgIssueCbdc{Treasury: text("treasuryCB"), Uetr: uetr(name), Member: member, Wallet: holder, Denom: "ecny", Amount: amount}
}

func burnOf(name string, amount uint64) *reserve.MsgBurnCbdc {
	return &reserve.MsgBurnCbdc{Treasury: text("treasuryCB"), Uetr: uetr(name), Denom: "ecny", Amount: amount}
}

func correction(name string, amount uint64) *reserve.MsgCorrectSettlementBalance {
	return &reserve.MsgCorrectSettlementBalance{
		Treasury: text("treasuryCB"), Uetr: uetr(name), Member: "bank-a", Denom: "ecny", Amount: amount, Ground: digest("ground"),
	}
}

func TestIssueToASettlementAccount(t *testing.T) {
	f := newFixture(t)
	res, err := deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "one", 500))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE}, res)
	require.Equal(t, []string{"EventCbdcIssued"}, f.events)
	require.Equal(t, uint64(500), f.settlementA())
	require.Equal(t, []fundsMoved{{bankA, "ecny", false}}, f.netting.moved, "new funds may settle what waits")
	require.Equal(t, []reserve.MemberTotal{{Member: "central-bank", Denom: "ecny", Issued: 500}}, f.export().MemberTotals)

	// The same once more has no second effect.
	res, err = deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "one", 500))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_DONE, Replay: true}, res)
	require.Empty(t, f.events)
	require.Equal(t, uint64(500), f.settlementA())
	require.Len(t, f.netting.moved, 1)
}

func TestIssueToAWallet(t *testing.T) {
	f := newFixture(t)
	_, err := deliver(f, f.msgs.IssueCbdc, issueTo("", text("alice"), "one", 500))
	require.NoError(t, err)
	require.Equal(t, uint64(500), f.balance("alice", "ecny"))
	require.Equal(t, 1, f.compliance.weighed)
	require.Empty(t, f.netting.moved)

	f.compliance.refused[string(raw("alice"))] = compliance.ReasonPayeeSanctioned
	res, err := deliver(f, f.msgs.IssueCbdc, issueTo("", text("alice"), "two", 500))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgIssueCbdcResponse{Status: reserve.ACT_STATUS_REFUSED, Reason: uint32(compliance.ReasonPayeeSanctioned)}, res)
	require.Equal(t, []string{"EventActRefused"}, f.events)
	require.Equal(t, uint64(500), f.book.sum("ecny"))

	f.compliance.refused = nil
	res, err = deliver(f, f.msgs.IssueCbdc, issueTo("", text("alice"), "two", 500))
	require.NoError(t, err)
	require.True(t, res.Replay, "the UETR is spent")
	require.Equal(t, reserve.ACT_STATUS_REFUSED, res.Status)
}

func TestActsErrors(t *testing.T) {
	f := newFixture(t)
	_, err := deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "one", 500))
	require.NoError(t, err)

	fails(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "one", 501), reserve.ErrUetrConflict)
	fails(f, f.msgs.IssueCbdc, issueTo("bank-b", "", "one", 500), reserve.ErrUetrConflict)
	fails(f, f.msgs.IssueCbdc, issueTo("", text("alice"), "one", 500), reserve.ErrUetrConflict)
	fails(f, f.msgs.CorrectSettlementBalance, correction("one", 500), reserve.ErrUetrConflict)
	fails(f, f.msgs.BurnCbdc, burnOf("one", 500), reserve.ErrUetrConflict)
	fails(f, f.msgs.IssueCbdc, issueTo("no-bank", "", "two", 1), consortium.ErrMemberUnknown)
	fails(f, f.msgs.IssueCbdc, issueTo("", text("nobody"), "two", 1), wallet.ErrWalletUnknown)
	fails(f, f.msgs.IssueCbdc, issueTo("", text("suspenseA"), "two", 1), reserve.ErrAssetClass)

	issue, burn, correct := issueTo("bank-a", "", "two", 1), burnOf("two", 1), correction("two", 1)
	issue.Treasury, burn.Treasury, correct.Treasury = text("treasuryA"), text("treasuryA"), text("treasuryA")
	fails(f, f.msgs.IssueCbdc, issue, consortium.ErrUnauthorized)
	fails(f, f.msgs.BurnCbdc, burn, consortium.ErrUnauthorized)
	fails(f, f.msgs.CorrectSettlementBalance, correct, consortium.ErrUnauthorized)

	// Another central bank is one, but not of this money.
	issue.Treasury, burn.Treasury, correct.Treasury = text("treasuryFar"), text("treasuryFar"), text("treasuryFar")
	fails(f, f.msgs.IssueCbdc, issue, reserve.ErrNotIssuer)
	fails(f, f.msgs.BurnCbdc, burn, reserve.ErrNotIssuer)
	fails(f, f.msgs.CorrectSettlementBalance, correct, reserve.ErrNotIssuer)

	emoney := issueTo("bank-a", "", "two", 1)
	emoney.Denom = "cny"
	fails(f, f.msgs.IssueCbdc, emoney, reserve.ErrAssetClass)
	unknownMember := correction("two", 1)
	unknownMember.Member = "no-bank"
	fails(f, f.msgs.CorrectSettlementBalance, unknownMember, consortium.ErrMemberUnknown)
}

func TestBurnFromItsOwnTreasury(t *testing.T) {
	f := newFixture(t)
	_, err := deliver(f, f.msgs.IssueCbdc, issueTo("", text("treasuryCB"), "in", 500))
	require.NoError(t, err)

	_, err = deliver(f, f.msgs.BurnCbdc, burnOf("out", 200))
	require.NoError(t, err)
	require.Equal(t, []string{"EventCbdcBurnt"}, f.events)
	require.Equal(t, uint64(300), f.balance("treasuryCB", "ecny"))

	res, err := deliver(f, f.msgs.BurnCbdc, burnOf("out", 200))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgBurnCbdcResponse{Status: reserve.ACT_STATUS_DONE, Replay: true}, res)
	require.Equal(t, uint64(300), f.book.sum("ecny"))

	res, err = deliver(f, f.msgs.BurnCbdc, burnOf("more", 301))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgBurnCbdcResponse{Status: reserve.ACT_STATUS_REFUSED, Reason: uint32(compliance.ReasonBalance)}, res)
	require.Equal(t, []string{"EventActRefused"}, f.events)
	require.Equal(t, uint64(300), f.book.sum("ecny"))
}

func TestCorrectionIsForced(t *testing.T) {
	f := newFixture(t)
	_, err := deliver(f, f.msgs.IssueCbdc, issueTo("bank-a", "", "in", 500))
	require.NoError(t, err)

	_, err = deliver(f, f.msgs.CorrectSettlementBalance, correction("less", 500))
	require.NoError(t, err)
	require.Equal(t, []string{"EventSettlementBalanceCorrected"}, f.events)
	require.Zero(t, f.settlementA())
	require.Equal(t, fundsMoved{bankA, "ecny", true}, f.netting.moved[1])

	res, err := deliver(f, f.msgs.CorrectSettlementBalance, correction("less", 500))
	require.NoError(t, err)
	require.True(t, res.Replay)
	res, err = deliver(f, f.msgs.CorrectSettlementBalance, correction("more", 1))
	require.NoError(t, err)
	require.Equal(t, reserve.ACT_STATUS_REFUSED, res.Status)
	require.Equal(t, uint32(compliance.ReasonBalance), res.Reason)
	require.Len(t, f.netting.moved, 2, "what was refused moved no funds")
}
