// SPDX-License-Identifier: Apache-2.0

package day

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

func paidFrom(payer, payee byte, amount uint64, result payment.Result) client.Paid {
	return client.Paid{
		Instruction: wallet.SignedInstruction{Content: wallet.Content{Payer: [20]byte{payer}, Payee: [20]byte{payee}, Denom: "cny", Amount: amount}},
		Result:      result,
	}
}

func TestTallyCountsAMovementOnce(t *testing.T) {
	tally := newTally()
	net := payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_NET, Cycle: 1}
	again := net
	again.Replay = true
	tally.paid("", paidFrom(1, 2, 70, net))
	tally.paid("", paidFrom(1, 2, 70, again))
	tally.paid("", paidFrom(2, 1, 20, net))
	tally.paid("over", paidFrom(1, 2, 9, payment.Result{Status: payment.ResultRefused, Code: uint16(compliance.ReasonLimitTxOut)}))
	tally.paid("", client.Paid{Err: errors.New("unknown")})

	require.Len(t, tally.movements, 2)
	require.Equal(t, 5, tally.done)
	require.Len(t, tally.failures, 1)
	require.Equal(t, map[string]int{
		"PAID NET": 2, "PAID NET again": 1, "REFUSED LIMIT_TX_OUT": 1, "FAILED": 1,
	}, tally.outcomes)
	require.Equal(t, []string{"REFUSED LIMIT_TX_OUT"}, tally.cases["over"])
	require.Equal(t, map[string]int{"FAILED": 1}, tally.drawnBad)

	opening := map[[20]byte]uint64{{1}: 100}
	require.Equal(t, map[[20]byte]uint64{{1}: 50, {2}: 50}, tally.balances(opening))

	custodian := map[[20]byte]string{{1}: "bank-a", {2}: "bank-b"}
	require.Equal(t, map[string]flow{"bank-a": {owed: 70, due: 20}, "bank-b": {owed: 20, due: 70}}, tally.nets("cny", 1, custodian))
	require.Empty(t, tally.nets("cny", 2, custodian))
}

func TestTallyKnowsNoObligationWithinACustodian(t *testing.T) {
	tally := newTally()
	tally.paid("", paidFrom(1, 2, 70, payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA}))
	require.Empty(t, tally.nets("cny", 1, map[[20]byte]string{{1}: "bank-a", {2}: "bank-a"}))
}

func TestPercentileIsTheSmallestThatCoversItsShare(t *testing.T) {
	values := []time.Duration{5, 1, 4, 2, 3}
	for p, want := range map[int]time.Duration{1: 1, 20: 1, 21: 2, 50: 3, 99: 5, 100: 5} {
		require.Equalf(t, want, percentile(values, p), "p%d", p)
	}
	require.Zero(t, percentile(nil, 50))
}

func TestAmountsAreWrittenForPeople(t *testing.T) {
	for minor, want := range map[uint64]string{0: "0.00", 5: "0.05", 123_456: "1,234.56", 1_000_000_00: "1,000,000.00"} {
		require.Equal(t, want, amount(minor))
	}
	require.Equal(t, "-1,234.56", signed(-123_456))
}

func TestEverySceneHasItsActorsAndAnOutcomeForEachTransfer(t *testing.T) {
	known := map[string]bool{}
	for _, a := range actors() {
		known[a.name] = true
	}
	seen := map[string]bool{}
	for _, s := range scenes() {
		require.Falsef(t, seen[s.plant.Case], "scene %s twice", s.plant.Case)
		seen[s.plant.Case] = true
		require.Lenf(t, s.expect, max(s.plant.Count, 1), "scene %s", s.plant.Case)
		require.NotEmpty(t, s.meant)
	}
}

func TestOutcomesOfTheBooksAreToldApart(t *testing.T) {
	for outcome, want := range map[string]string{
		"PAID NET": "PAID", "PAID INTRA again": "PAID again", "REFUSED CAP": "REFUSED CAP", "ERROR payment/2": "ERROR payment/2",
	} {
		require.Equal(t, want, withoutSettlement(outcome))
	}
}

func TestAReportFailsWithItsChecks(t *testing.T) {
	var r findings
	r.check("holds", true, "%d", 1)
	require.Zero(t, r.failed())
	r.check("does not", false, "%d", 2)
	require.Equal(t, 1, r.failed())
}
