// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func moveMany(names ...string) *reserve.MsgMoveCustomers {
	msg := &reserve.MsgMoveCustomers{Operator: text("operationsB"), Member: "bank-a"}
	for _, name := range names {
		msg.Wallets = append(msg.Wallets, text(name))
	}
	return msg
}

func setPlan(percent uint32) *reserve.MsgSetResolutionPlan {
	return &reserve.MsgSetResolutionPlan{Authority: text("authority"), Member: "bank-a", Denom: "cny", Percent: percent}
}

func complete() *reserve.MsgCompleteExit {
	return &reserve.MsgCompleteExit{Signer: text("authority"), Member: "bank-a"}
}

// exits lets bank A exit with bank B as its successor, which has accepted.
func (f *fixture) exits() {
	f.consortium.setStatus(bankA, consortium.MEMBER_STATUS_EXITING)
	f.consortium.successors = map[uint32]uint32{bankA: bankB}
}

// short takes a tenth of bank A's reserve away.
func (f *fixture) short() { f.anchor(900, yesterday) }

func TestSuccessorTakesCustomersInPortions(t *testing.T) {
	for name, status := range map[string]consortium.MemberStatus{
		"exiting": consortium.MEMBER_STATUS_EXITING, "suspended": consortium.MEMBER_STATUS_SUSPENDED,
	} {
		t.Run(name, func(t *testing.T) {
			f := redemptionAt(t, requested)
			f.exits()
			f.consortium.setStatus(bankA, status)

			res, err := deliver(f, f.msgs.MoveCustomers, moveMany("alice", "bob", "nobody", "suspenseA"))
			require.NoError(t, err)
			require.Equal(t, uint32(2), res.Moved)
			require.Equal(t, []string{"EventCustodyCoverMoved", "EventCustomersMoved"}, f.events)
			require.Equal(t, []reserve.CustomerMove{
				{Wallet: text("alice"), Moved: true, Cover: []reserve.MovedCover{{Denom: "cny", Amount: 1_000, Reserve: 1_000}}},
				{Wallet: text("bob"), Moved: true},
				{Wallet: text("nobody"), Codespace: wallet.ModuleName, Code: 3},
				{Wallet: text("suspenseA"), Codespace: wallet.ModuleName, Code: 35},
			}, res.Results)
			require.Equal(t, bankB, f.wallets[string(raw("alice"))].Custodian)
			require.Zero(t, f.reserveOf("bank-a").Coverage.Figures.Liability)
			require.Equal(t, uint64(1_000), f.reserveOf("bank-b").Coverage.Figures.Liability)
			require.Zero(t, f.reserveOf("bank-b").Coverage.Surplus)

			// Sent again it changes nothing.
			before := f.export()
			res, err = deliver(f, f.msgs.MoveCustomers, moveMany("alice"))
			require.NoError(t, err)
			require.Equal(t, []reserve.CustomerMove{{Wallet: text("alice"), Moved: true}}, res.Results)
			require.Equal(t, before, f.export())
		})
	}
}

func TestWalletThatCannotMoveHoldsNobodyUp(t *testing.T) {
	cases := map[string]struct {
		from    reserve.RedemptionStatus
		arrange func(*fixture)
		space   string
		code    uint32
	}{
		"with money in flight":           {inFlight, func(*fixture) {}, reserve.ModuleName, 35},
		"where the cover is short":       {requested, (*fixture).short, reserve.ModuleName, 36},
		"that its owner gave to another": {requested, func(f *fixture) { f.ownerAsks() }, wallet.ModuleName, 34},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := redemptionAt(t, tc.from)
			f.exits()
			tc.arrange(f)
			before, book := f.export(), f.book.clone()
			res, err := deliver(f, f.msgs.MoveCustomers, moveMany("alice", "bob"))
			require.NoError(t, err)
			require.Equal(t, uint32(1), res.Moved)
			require.Equal(t, reserve.CustomerMove{Wallet: text("alice"), Codespace: tc.space, Code: tc.code}, res.Results[0])
			require.Equal(t, []string{"EventCustomersMoved"}, f.events)
			require.Equal(t, before, f.export())
			require.True(t, book.equal(f.book))
		})
	}
}

func (f *fixture) ownerAsks() {
	f.holders.moves[string(raw("alice"))] = wallet.CustodyMove{Wallet: raw("alice"), From: bankA, To: centralBank, AskedBy: wallet.CUSTODY_ASKER_OWNER}
}

func TestMoveCustomersIsRefused(t *testing.T) {
	cases := map[string]struct {
		arrange func(*fixture)
		change  func(*reserve.MsgMoveCustomers)
		err     error
	}{
		"by who is not the successor": {func(f *fixture) { f.consortium.successors[bankA] = centralBank }, nil, consortium.ErrSuccessionUnknown},
		"of a member that is active":  {func(f *fixture) { f.consortium.setStatus(bankA, consortium.MEMBER_STATUS_ACTIVE) }, nil, consortium.ErrMemberState},
		"of a member that left":       {func(f *fixture) { f.consortium.setStatus(bankA, consortium.MEMBER_STATUS_LEFT) }, nil, consortium.ErrMemberState},
		"by the member itself":        {nil, func(m *reserve.MsgMoveCustomers) { m.Operator = text("operationsA") }, consortium.ErrSuccessionUnknown},
		"by another duty":             {nil, func(m *reserve.MsgMoveCustomers) { m.Operator = text("treasuryB") }, consortium.ErrUnauthorized},
		"of nobody's customers":       {nil, func(m *reserve.MsgMoveCustomers) { m.Member = "bank-z" }, consortium.ErrMemberUnknown},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := redemptionAt(t, requested)
			f.exits()
			if tc.arrange != nil {
				tc.arrange(f)
			}
			msg := moveMany("alice")
			if tc.change != nil {
				tc.change(msg)
			}
			fails(f, f.msgs.MoveCustomers, msg, tc.err)
		})
	}
}

// While everybody is covered a member that winds down pays out; below that nothing leaves without a plan.
func TestPayOutsOfAMemberThatWindsDown(t *testing.T) {
	for name, status := range map[string]consortium.MemberStatus{
		"suspended": consortium.MEMBER_STATUS_SUSPENDED, "exiting": consortium.MEMBER_STATUS_EXITING,
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.fund()
			f.consortium.setStatus(bankA, status)
			res, err := deliver(f, f.msgs.RequestRedemption, request(nil))
			require.NoError(t, err)
			require.Equal(t, requested, res.Status)

			f.short()
			fails(f, f.msgs.OpenAttempt, f.attempt(), reserve.ErrPayOutStopped)
			res, err = deliver(f, f.msgs.RequestRedemption, request(func(m *reserve.MsgRequestRedemption) { m.Uetr, m.Amount = uetr("late"), 1 }))
			require.NoError(t, err)
			require.Equal(t, &reserve.MsgRequestRedemptionResponse{Status: refused, Reason: uint32(compliance.ReasonMemberUncovered)}, res)
			require.Equal(t, []string{"EventRedemptionRefused"}, f.events)

			// An ACTIVE member goes on, however short it is.
			f.consortium.setStatus(bankA, consortium.MEMBER_STATUS_ACTIVE)
			_, err = deliver(f, f.msgs.OpenAttempt, f.attempt())
			require.NoError(t, err)
		})
	}
}

func TestPlanLetsEachCustomerTakeItsPart(t *testing.T) {
	f := newFixture(t)
	f.fund()
	fails(f, f.msgs.SetResolutionPlan, setPlan(40), consortium.ErrMemberState)
	f.suspendA()
	_, err := deliver(f, f.msgs.RequestRedemption, request(nil))
	require.NoError(t, err)
	f.short()
	fails(f, f.msgs.SetResolutionPlan, setPlan(0), reserve.ErrPlanUnknown)
	stranger := setPlan(40)
	stranger.Authority = text("operationsB")
	fails(f, f.msgs.SetResolutionPlan, stranger, consortium.ErrUnauthorized)
	central := setPlan(40)
	central.Denom = "ecny"
	fails(f, f.msgs.SetResolutionPlan, central, reserve.ErrAssetClass)

	set, err := deliver(f, f.msgs.SetResolutionPlan, setPlan(40))
	require.NoError(t, err)
	require.Equal(t, uint64(1), set.Number)
	require.Equal(t, []string{"EventResolutionPlanSet"}, f.events)
	share := f.share()
	require.Equal(t, &reserve.QueryResolutionShareResponse{Plan: 1, Base: 1_000, Left: 400}, share)

	// What was requested before counts with its attempt, once, whatever becomes of the attempt.
	_, err = deliver(f, f.msgs.OpenAttempt, f.attempt())
	require.NoError(t, err)
	require.Equal(t, &reserve.QueryResolutionShareResponse{Plan: 1, Base: 1_000, Taken: 400}, f.share())
	f.decide(reserve.OUTCOME_REJECTED)
	_, err = deliver(f, f.msgs.OpenAttempt, f.attempt())
	require.NoError(t, err)
	require.Equal(t, uint64(400), f.share().Taken)
	more := func(name string) *reserve.MsgRequestRedemption {
		return request(func(m *reserve.MsgRequestRedemption) { m.Uetr, m.Amount = uetr(name), 1 })
	}
	res, err := deliver(f, f.msgs.RequestRedemption, more("one more"))
	require.NoError(t, err)
	require.Equal(t, uint32(compliance.ReasonPlanExceeded), res.Reason)

	// Released it counts no more, and the next may take it.
	for _, attestor := range []string{"attestorA", "attestorC"} {
		msg := outcome(attestor, reserve.OUTCOME_REJECTED)
		msg.Attempt = 2
		_, err = deliver(f, f.msgs.AttestOutcome, msg)
		require.NoError(t, err)
	}
	_, err = deliver(f, f.msgs.ReleaseRedemption, f.release())
	require.NoError(t, err)
	require.Equal(t, &reserve.QueryResolutionShareResponse{Plan: 1, Base: 1_000, Left: 400}, f.share())
	res, err = deliver(f, f.msgs.RequestRedemption, more("now"))
	require.NoError(t, err)
	require.Equal(t, requested, res.Status)

	// A new plan counts from nothing, a withdrawn one lets nothing leave.
	_, err = deliver(f, f.msgs.SetResolutionPlan, setPlan(10))
	require.NoError(t, err)
	require.Equal(t, &reserve.QueryResolutionShareResponse{Plan: 2, Base: 1_000, Left: 100}, f.share())
	plan, err := f.queries.ResolutionPlan(f.ctx, &reserve.QueryResolutionPlanRequest{Member: "bank-a", Denom: "cny"})
	require.NoError(t, err)
	require.Equal(t, reserve.ResolutionPlanView{Member: "bank-a", Denom: "cny", Number: 2, Percent: 10, SetAt: noon, Liability: 1_000}, plan.Plan)
	_, err = deliver(f, f.msgs.SetResolutionPlan, setPlan(0))
	require.NoError(t, err)
	res, err = deliver(f, f.msgs.RequestRedemption, more("too late"))
	require.NoError(t, err)
	require.Equal(t, uint32(compliance.ReasonMemberUncovered), res.Reason)
}

func (f *fixture) share() *reserve.QueryResolutionShareResponse {
	f.t.Helper()
	res, err := f.queries.ResolutionShare(f.ctx, &reserve.QueryResolutionShareRequest{Wallet: text("alice"), Denom: "cny"})
	require.NoError(f.t, err)
	return res
}

func (f *fixture) release() *reserve.MsgReleaseRedemption {
	a := f.attempt()
	return &reserve.MsgReleaseRedemption{Operator: a.Operator, Wallet: a.Wallet, Uetr: a.Uetr}
}

func TestVouchedCustomersMoveWithoutCoverForAll(t *testing.T) {
	f := newFixture(t)
	f.fund()
	f.exits()
	f.short()
	_, err := deliver(f, f.msgs.SetResolutionPlan, setPlan(99))
	require.NoError(t, err)
	res, err := deliver(f, f.msgs.MoveCustomers, moveMany("alice"))
	require.NoError(t, err)
	require.Zero(t, res.Moved, "at 99 percent nobody vouches")
	w := f.wallets[string(raw("alice"))]
	w.Custodian = bankA // what the cache context undoes in a store
	f.wallets[string(raw("alice"))] = w
	f.settle(100)
	f.netting.positions[bankA] = netting.Position{OpenOwed: 50}
	_, err = deliver(f, f.msgs.SetResolutionPlan, setPlan(100))
	require.NoError(t, err)
	res, err = deliver(f, f.msgs.MoveCustomers, moveMany("alice"))
	require.NoError(t, err)
	require.Equal(t, uint32(1), res.Moved)
	require.Equal(t, []reserve.MovedCover{{Denom: "cny", Amount: 1_000, Settlement: 100, Reserve: 900}}, res.Results[0].Cover)
}

func TestExitNamesEverythingThatIsOpen(t *testing.T) {
	f := redemptionAt(t, inFlight)
	f.settle(300)
	f.netting.positions[bankA] = netting.Position{OpenOwed: 7, ClosedDue: 5, Reserved: 3}
	f.consortium.validators = map[uint32]int{bankA: 1}
	f.compliance.cases = []compliance.Case{{Member: bankA}, {Member: bankB}}
	fails(f, f.msgs.CompleteExit, complete(), consortium.ErrMemberState)
	f.consortium.setStatus(bankA, consortium.MEMBER_STATUS_EXITING)

	res, err := f.queries.OpenItems(f.ctx, &reserve.QueryOpenItemsRequest{Member: "bank-a"})
	require.NoError(t, err)
	require.Equal(t, []reserve.OpenItem{
		{Kind: "LIABILITY", At: "cny", Amount: 1_000},
		{Kind: "POSITION_OWED", At: "CNY", Amount: 7},
		{Kind: "POSITION_DUE", At: "CNY", Amount: 5},
		{Kind: "RESERVED", At: "CNY", Amount: 3},
		{Kind: "SETTLEMENT", At: "ecny", Amount: 300},
		{Kind: "IN_FLIGHT", At: "cny", Amount: 400},
		{Kind: "RESERVE", At: "cny", Amount: 1_000},
		{Kind: "ATTESTOR", At: "city-rail", Amount: 1},
		{Kind: "ACCOUNT", At: "city-rail", Amount: 1},
		{Kind: "CASES", Amount: 1},
		{Kind: "WALLETS", Amount: 3},
		{Kind: "VALIDATORS", Amount: 1},
		{Kind: "SUCCESSOR", Amount: 1},
	}, res.Items)
	_, err = deliver(f, f.msgs.CompleteExit, complete())
	require.ErrorIs(t, err, reserve.ErrExitOpen)
	require.ErrorContains(t, err, "got LIABILITY cny 1000, POSITION_OWED CNY 7, POSITION_DUE CNY 5, RESERVED CNY 3, SETTLEMENT ecny 300, "+
		"IN_FLIGHT cny 400, RESERVE cny 1000, ATTESTOR city-rail 1, ACCOUNT city-rail 1, CASES 1, WALLETS 3, VALIDATORS 1, SUCCESSOR 1")
	require.Empty(t, f.consortium.left)
}

func TestIssuerDoesNotLeave(t *testing.T) {
	f := newFixture(t)
	res, err := f.queries.OpenItems(f.ctx, &reserve.QueryOpenItemsRequest{Member: "central-bank"})
	require.NoError(t, err)
	require.Contains(t, res.Items, reserve.OpenItem{Kind: "ISSUER", At: "ecny", Amount: 1})
}

func TestMemberLeavesWithNothingOpen(t *testing.T) {
	f := newFixture(t)
	f.fund()
	f.exits()
	_, err := deliver(f, f.msgs.MoveCustomers, moveMany("alice"))
	require.NoError(t, err)
	for _, name := range []string{"treasuryA", "treasuryB"} {
		w := f.wallets[string(raw(name))]
		w.Status = wallet.WALLET_STATUS_CLOSED
		f.wallets[string(raw(name))] = w
	}
	rail := cityRail()
	rail.Attestors, rail.Accounts = []string{"bank-b", "clearing"}, rail.Accounts[1:]
	_, err = deliver(f, f.msgs.SetRail, &reserve.MsgSetRail{Authority: text("authority"), Rail: rail})
	require.NoError(t, err)
	f.consortium.duties[text("governanceB")] = holder{bankB, consortium.DUTY_GOVERNANCE}
	f.consortium.duties[text("governanceA")] = holder{bankA, consortium.DUTY_GOVERNANCE}
	msg := complete()
	msg.Signer = text("governanceB")
	fails(f, f.msgs.CompleteExit, msg, consortium.ErrUnauthorized)
	msg.Signer = text("operationsA")
	fails(f, f.msgs.CompleteExit, msg, consortium.ErrUnauthorized)

	msg.Signer = text("governanceA")
	_, err = deliver(f, f.msgs.CompleteExit, msg)
	require.NoError(t, err)
	require.Equal(t, []uint32{bankA}, f.consortium.left)
	for _, r := range f.export().Reserves {
		require.NotEqual(t, "bank-a", r.Member)
	}
	fails(f, f.msgs.CompleteExit, msg, consortium.ErrMemberState)
}

func TestFormsOfExitMessages(t *testing.T) {
	many := moveMany("alice")
	for range reserve.MaxPortion {
		many.Wallets = append(many.Wallets, sdk.AccAddress(raw(many.Wallets[len(many.Wallets)-1])).String())
	}
	cases := map[string]struct {
		msg interface{ ValidateBasic() error }
		err error
	}{
		"a portion":                {moveMany("alice", "bob"), nil},
		"a portion of nobody":      {moveMany(), reserve.ErrFieldInvalid},
		"a portion with one twice": {moveMany("alice", "alice"), reserve.ErrFieldInvalid},
		"a portion too many":       {many, reserve.ErrFieldInvalid},
		"a portion of no address":  {&reserve.MsgMoveCustomers{Operator: text("operationsB"), Member: "bank-a", Wallets: []string{"x"}}, wallet.ErrAddressInvalid},
		"a portion by nobody":      {&reserve.MsgMoveCustomers{Member: "bank-a"}, wallet.ErrAddressInvalid},
		"a plan":                   {setPlan(100), nil},
		"a plan of more than all":  {setPlan(101), reserve.ErrFieldInvalid},
		"an exit":                  {complete(), nil},
		"an exit of no member":     {&reserve.MsgCompleteExit{Signer: text("authority")}, reserve.ErrFieldInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if tc.err == nil {
				require.NoError(t, tc.msg.ValidateBasic())
				return
			}
			require.ErrorIs(t, tc.msg.ValidateBasic(), tc.err)
		})
	}
}
