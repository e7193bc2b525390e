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

const (
	requested = reserve.REDEMPTION_STATUS_REQUESTED
	inFlight  = reserve.REDEMPTION_STATUS_IN_FLIGHT
	unknown   = reserve.REDEMPTION_STATUS_UNKNOWN
	rejected  = reserve.REDEMPTION_STATUS_REJECTED
	confirmed = reserve.REDEMPTION_STATUS_CONFIRMED
	released  = reserve.REDEMPTION_STATUS_RELEASED
	refused   = reserve.REDEMPTION_STATUS_REFUSED

	term = int64(3_600)
)

func request(change func(*reserve.MsgRequestRedemption)) *reserve.MsgRequestRedemption {
	msg := &reserve.MsgRequestRedemption{
		Owner: text("alice"), Wallet: text("alice"), Uetr: uetr("out"), Denom: "cny", Amount: 400, Rail: "city-rail", Creditor: digest("creditor"),
	}
	if change != nil {
		change(msg)
	}
	return msg
}

func (f *fixture) attempt() *reserve.MsgOpenAttempt {
	return &reserve.MsgOpenAttempt{
		Operator: text("operationsA"), Wallet: text("alice"), Uetr: uetr("out"), Reference: "OUT-1", Deadline: f.ctx.BlockTime().Unix() + term,
	}
}

func outcome(attestor string, o reserve.Outcome) *reserve.MsgAttestOutcome {
	return &reserve.MsgAttestOutcome{Attestor: text(attestor), Wallet: text("alice"), Uetr: uetr("out"), Attempt: 1, Outcome: o}
}

func release() *reserve.MsgReleaseRedemption {
	return &reserve.MsgReleaseRedemption{Operator: text("operationsA"), Wallet: text("alice"), Uetr: uetr("out")}
}

func (f *fixture) redemption() reserve.Redemption {
	f.t.Helper()
	res, err := f.queries.Redemption(f.ctx, &reserve.QueryRedemptionRequest{Wallet: text("alice"), Uetr: uetr("out")})
	require.NoError(f.t, err)
	return res.Redemption
}

// decide states an outcome by two members, which decides.
func (f *fixture) decide(o reserve.Outcome) {
	f.t.Helper()
	for _, attestor := range []string{"attestorA", "attestorB"} {
		_, err := deliver(f, f.msgs.AttestOutcome, outcome(attestor, o))
		require.NoError(f.t, err)
	}
}

// redemptionAt brings alice's redemption of 400 of her 1,000 to a status, by messages and time alone.
func redemptionAt(t *testing.T, status reserve.RedemptionStatus) *fixture {
	t.Helper()
	f := newFixture(t)
	f.fund()
	if status == refused {
		f.compliance.refused[string(raw("alice"))] = compliance.ReasonPayerFrozen
	}
	_, err := deliver(f, f.msgs.RequestRedemption, request(nil))
	require.NoError(t, err)
	if status == inFlight || status == unknown || status == rejected || status == confirmed || status == released {
		_, err = deliver(f, f.msgs.OpenAttempt, f.attempt())
		require.NoError(t, err)
	}
	switch status {
	case unknown:
		f.advance(term)
	case confirmed:
		f.decide(reserve.OUTCOME_EXECUTED)
	case rejected:
		f.decide(reserve.OUTCOME_REJECTED)
	case released:
		f.decide(reserve.OUTCOME_REJECTED)
		_, err = deliver(f, f.msgs.ReleaseRedemption, release())
		require.NoError(t, err)
	}
	require.Equal(t, status, f.redemption().Status)
	return f
}

// TestRedemptionTable is every status against every message. The last attestor completes no fact alone, so that each
// outcome is stated by two; where the first of them is refused already, so is the second.
func TestRedemptionTable(t *testing.T) {
	type step struct {
		to  reserve.RedemptionStatus
		err error
	}
	same := func(s reserve.RedemptionStatus) step { return step{to: s} }
	table := map[reserve.RedemptionStatus]map[string]step{
		requested: {
			"request again": same(requested), "request other content": {requested, reserve.ErrUetrConflict},
			"open": {inFlight, nil}, "release": {released, nil},
			"executed": {requested, reserve.ErrAttemptUnknown}, "rejected": {requested, reserve.ErrAttemptUnknown}, "absent": {requested, reserve.ErrAttemptUnknown},
		},
		inFlight: {
			"request again": same(inFlight), "request other content": {inFlight, reserve.ErrUetrConflict},
			"open": {inFlight, reserve.ErrAttemptLocked}, "release": {inFlight, reserve.ErrAttemptLocked},
			"executed": {confirmed, nil}, "rejected": {rejected, nil}, "absent": {inFlight, reserve.ErrAbsentTooEarly},
		},
		unknown: {
			"request again": same(unknown), "request other content": {unknown, reserve.ErrUetrConflict},
			"open": {unknown, reserve.ErrAttemptLocked}, "release": {unknown, reserve.ErrAttemptLocked},
			"executed": {confirmed, nil}, "rejected": {rejected, nil}, "absent": {rejected, nil},
		},
		rejected: {
			"request again": same(rejected), "request other content": {rejected, reserve.ErrUetrConflict},
			"open": {inFlight, nil}, "release": {released, nil},
			"executed": same(rejected), "rejected": {rejected, reserve.ErrAlreadyAttested}, "absent": {rejected, reserve.ErrAbsentTooEarly},
		},
		confirmed: {
			"request again": same(confirmed), "request other content": {confirmed, reserve.ErrUetrConflict},
			"open": {confirmed, reserve.ErrRedemptionEnded}, "release": {confirmed, reserve.ErrRedemptionEnded},
			"executed": {confirmed, reserve.ErrAlreadyAttested}, "rejected": same(confirmed), "absent": {confirmed, reserve.ErrAbsentTooEarly},
		},
		released: {
			"request again": same(released), "request other content": {released, reserve.ErrUetrConflict},
			"open": {released, reserve.ErrRedemptionEnded}, "release": {released, reserve.ErrRedemptionEnded},
			"executed": same(released), "rejected": {released, reserve.ErrAlreadyAttested}, "absent": {released, reserve.ErrAbsentTooEarly},
		},
		refused: {
			"request again": same(refused), "request other content": {refused, reserve.ErrUetrConflict},
			"open": {refused, reserve.ErrRedemptionEnded}, "release": {refused, reserve.ErrRedemptionEnded},
			"executed": {refused, reserve.ErrAttemptUnknown}, "rejected": {refused, reserve.ErrAttemptUnknown}, "absent": {refused, reserve.ErrAttemptUnknown},
		},
	}
	for from, messages := range table {
		require.Len(t, messages, 7)
		for message, want := range messages {
			t.Run(from.Name()+" and "+message, func(t *testing.T) {
				f := redemptionAt(t, from)
				before := f.export()
				err := f.send(message)
				require.ErrorIs(t, err, want.err)
				require.Equal(t, want.to, f.redemption().Status)
				f.requireMoney(want.to)
				if want.err != nil {
					require.Equal(t, before, f.export())
					require.Empty(t, f.events)
				}
			})
		}
	}
}

func (f *fixture) send(message string) error {
	attest := func(o reserve.Outcome) error {
		for _, attestor := range []string{"attestorA", "attestorB"} {
			if _, err := deliver(f, f.msgs.AttestOutcome, outcome(attestor, o)); err != nil {
				return err
			}
		}
		return nil
	}
	var err error
	switch message {
	case "request again":
		_, err = deliver(f, f.msgs.RequestRedemption, request(nil))
	case "request other content":
		_, err = deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) { m.Amount++ }))
	case "open":
		_, err = deliver(f, f.msgs.OpenAttempt, f.attempt())
	case "release":
		_, err = deliver(f, f.msgs.ReleaseRedemption, release())
	case "executed":
		err = attest(reserve.OUTCOME_EXECUTED)
	case "rejected":
		err = attest(reserve.OUTCOME_REJECTED)
	case "absent":
		err = attest(reserve.OUTCOME_ABSENT)
	}
	return err
}

// requireMoney says where alice's 1,000 are in each status of a redemption of 400.
func (f *fixture) requireMoney(status reserve.RedemptionStatus) {
	f.t.Helper()
	want := struct{ alice, escrow, supply uint64 }{alice: 600, escrow: 400, supply: 1_000}
	switch status {
	case confirmed:
		want.escrow, want.supply = 0, 600
	case released, refused:
		want.alice, want.escrow = 1_000, 0
	}
	require.Equal(f.t, want.alice, f.balance("alice", "cny"))
	require.Equal(f.t, want.escrow, f.escrow("alice"))
	require.Equal(f.t, want.supply, f.book.sum("cny"))
}

func TestRedemptionFromRequestToBurn(t *testing.T) {
	f := newFixture(t)
	f.fund()

	res, err := deliver(f, f.msgs.RequestRedemption, request(nil))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgRequestRedemptionResponse{Status: requested}, res)
	require.Equal(t, []string{"EventRedemptionRequested"}, f.events)
	require.Equal(t, compliance.MovementRedeem, f.compliance.lastAsked().Kind)

	attempt, err := deliver(f, f.msgs.OpenAttempt, f.attempt())
	require.NoError(t, err)
	require.Equal(t, uint32(1), attempt.Attempt)
	require.Equal(t, []string{"EventAttemptOpened"}, f.events)

	_, err = deliver(f, f.msgs.AttestOutcome, outcome("attestorB", reserve.OUTCOME_EXECUTED))
	require.NoError(t, err)
	require.Equal(t, []string{"EventOutcomeAttested"}, f.events)
	ended, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorC", reserve.OUTCOME_EXECUTED))
	require.NoError(t, err)
	require.Equal(t, confirmed, ended.Status)
	require.Equal(t, []string{"EventOutcomeAttested", "EventRedemptionConfirmed"}, f.events)
	require.Equal(t, []reserve.MemberTotal{{Member: "bank-a", Denom: "cny", Issued: 1_000, Redeemed: 400}}, f.export().MemberTotals)

	replay, err := deliver(f, f.msgs.RequestRedemption, request(nil))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgRequestRedemptionResponse{Status: confirmed, Replay: true}, replay)
	require.Empty(t, f.events)
}

func TestRedemptionAtItsDeadline(t *testing.T) {
	f := redemptionAt(t, inFlight)

	f.advance(term - 1)
	require.Equal(t, inFlight, f.redemption().Status)
	fails(f, f.msgs.AttestOutcome, outcome("attestorA", reserve.OUTCOME_ABSENT), reserve.ErrAbsentTooEarly)

	f.advance(1)
	require.Equal(t, unknown, f.redemption().Status)
	fails(f, f.msgs.OpenAttempt, f.attempt(), reserve.ErrAttemptLocked)
	fails(f, f.msgs.ReleaseRedemption, release(), reserve.ErrAttemptLocked)
	res, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorA", reserve.OUTCOME_ABSENT))
	require.NoError(t, err)
	require.Equal(t, unknown, res.Status)

	// It stays locked for as long as nobody knows.
	f.advance(400 * 86_400)
	fails(f, f.msgs.ReleaseRedemption, release(), reserve.ErrAttemptLocked)
	res, err = deliver(f, f.msgs.AttestOutcome, outcome("attestorB", reserve.OUTCOME_ABSENT))
	require.NoError(t, err)
	require.Equal(t, rejected, res.Status)
	require.Equal(t, []string{"EventOutcomeAttested", "EventRedemptionRejected"}, f.events)
}

func TestAttemptTerm(t *testing.T) {
	f := redemptionAt(t, requested)
	deadline := func(ahead int64) *reserve.MsgOpenAttempt {
		m := f.attempt()
		m.Deadline = f.ctx.BlockTime().Unix() + ahead
		return m
	}
	longest := int64(reserve.DefaultParams().MaxAttemptTerm)
	fails(f, f.msgs.OpenAttempt, deadline(0), reserve.ErrDeadlineInvalid)
	fails(f, f.msgs.OpenAttempt, deadline(longest+1), reserve.ErrDeadlineInvalid)
	_, err := deliver(f, f.msgs.OpenAttempt, deadline(longest))
	require.NoError(t, err)
}

func TestSecondAttempt(t *testing.T) {
	f := redemptionAt(t, rejected)
	attempt, err := deliver(f, f.msgs.OpenAttempt, f.attempt())
	require.NoError(t, err)
	require.Equal(t, uint32(2), attempt.Attempt)
	require.Empty(t, f.redemption().Attestations)

	// What is said of the first attempt now burns nothing and ends nothing.
	res, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorC", reserve.OUTCOME_EXECUTED))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestOutcomeResponse{Status: inFlight, Contradicted: true}, res)
	require.Equal(t, []string{"EventFactContradicted"}, f.events)
	f.requireMoney(inFlight)
}

func TestContradictedAttempt(t *testing.T) {
	f := redemptionAt(t, inFlight)
	_, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorA", reserve.OUTCOME_EXECUTED))
	require.NoError(t, err)
	fails(f, f.msgs.AttestOutcome, outcome("attestorA", reserve.OUTCOME_REJECTED), reserve.ErrAlreadyAttested)

	res, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorB", reserve.OUTCOME_REJECTED))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestOutcomeResponse{Status: inFlight, Contradicted: true}, res)
	require.Equal(t, []string{"EventOutcomeAttested", "EventFactContradicted"}, f.events)
	f.requireMoney(inFlight)

	res, err = deliver(f, f.msgs.AttestOutcome, outcome("attestorC", reserve.OUTCOME_REJECTED))
	require.NoError(t, err)
	require.Equal(t, rejected, res.Status)
	f.requireMoney(rejected)
}

func TestFactAgainstAnEndedRedemptionMovesNothing(t *testing.T) {
	f := redemptionAt(t, released)
	before, book := f.export(), f.book.clone()
	res, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorA", reserve.OUTCOME_EXECUTED))
	require.NoError(t, err)
	require.Equal(t, &reserve.MsgAttestOutcomeResponse{Status: released, Contradicted: true}, res)
	require.Equal(t, []string{"EventFactContradicted"}, f.events)
	require.Equal(t, before, f.export())
	require.True(t, book.equal(f.book))
}

func TestNothingStopsAFactOrAReturn(t *testing.T) {
	f := redemptionAt(t, inFlight)
	f.compliance.refused[string(raw("alice"))] = compliance.ReasonPayerSanctioned
	f.suspend(bankA)
	f.decide(reserve.OUTCOME_REJECTED)

	weighed := f.compliance.weighed
	_, err := deliver(f, f.msgs.ReleaseRedemption, release())
	require.NoError(t, err)
	f.requireMoney(released)
	require.Equal(t, []string{"EventRedemptionReleased"}, f.events)
	require.Equal(t, compliance.MovementRelease, f.compliance.lastAsked().Kind)
	require.Equal(t, noon, f.compliance.lastAsked().OriginalAt, "limits get back what the request weighs")
	require.Equal(t, weighed+1, f.compliance.weighed)
}

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
