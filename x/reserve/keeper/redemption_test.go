// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/reserve"
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
	after := f.export()
	require.Len(t, after.Redemptions[0].Contradictions, 1, "one word is kept and is no fact")
	after.Redemptions[0].Contradictions = nil
	require.Equal(t, before, after)
	require.True(t, book.equal(f.book))
	require.Empty(t, f.compliance.cases)
}

func TestFactAgainstADecidedAttemptIsACase(t *testing.T) {
	cases := map[string]struct {
		from    reserve.RedemptionStatus
		outcome reserve.Outcome
		lowered string
	}{
		"executed and released":           {released, reserve.OUTCOME_EXECUTED, "EventMintingStopped"},
		"executed and rejected":           {rejected, reserve.OUTCOME_EXECUTED, "EventMintingStopped"},
		"rejected and confirmed and gone": {confirmed, reserve.OUTCOME_REJECTED, "EventMintingStopped"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := redemptionAt(t, tc.from)
			book, running := f.book.clone(), f.running()
			f.decide(tc.outcome)
			require.Equal(t, []string{"EventFactContradicted", "EventOutcomeContested", "EventReserveLowered", tc.lowered}, f.events)
			require.Equal(t, tc.from, f.redemption().Status)
			require.Equal(t, []uint32{1}, f.redemption().ContestedAttempts)
			require.True(t, book.equal(f.book))
			require.Equal(t, running-400, f.running())
			require.Equal(t, compliance.CASE_KIND_CONTRADICTED_OUTCOME, f.compliance.cases[0].Kind)
			require.Equal(t, bankA, f.compliance.cases[0].Member)

			// A third opposes as well, and nothing is lowered twice.
			_, err := deliver(f, f.msgs.AttestOutcome, outcome("attestorC", tc.outcome))
			require.NoError(t, err)
			require.Equal(t, []string{"EventFactContradicted"}, f.events)
			require.Equal(t, running-400, f.running())
		})
	}
}

func TestPayOutCountsOnItsBookingDay(t *testing.T) {
	f := redemptionAt(t, inFlight)
	late := outcome("attestorA", reserve.OUTCOME_EXECUTED)
	late.BookingDate = 20270117
	fails(f, f.msgs.AttestOutcome, late, reserve.ErrBookingDateInvalid)
	for _, attestor := range []string{"attestorA", "attestorB"} {
		m := outcome(attestor, reserve.OUTCOME_EXECUTED)
		m.BookingDate = 20270113
		_, err := deliver(f, f.msgs.AttestOutcome, m)
		require.NoError(t, err)
	}
	require.Equal(t, []reserve.DayAmount{{BookingDate: 20270113, Amount: 400}}, f.export().Reserves[0].Paid)
	require.Equal(t, int64(600), f.running())
}

func TestNothingStopsAFactOrAReturn(t *testing.T) {
	f := redemptionAt(t, inFlight)
	f.compliance.refused[string(raw("alice"))] = compliance.ReasonPayerSanctioned
	f.suspendA()
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
