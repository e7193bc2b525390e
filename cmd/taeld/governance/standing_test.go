// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"context"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// fakeConn answers a query by the name of its method; what it does not hold is not found.
type fakeConn map[string]proto.Message

func (f fakeConn) Invoke(_ context.Context, method string, _, reply any, _ ...grpc.CallOption) error {
	answer, known := f[method]
	if !known {
		return status.Error(codes.NotFound, method)
	}
	raw, err := proto.Marshal(answer)
	if err != nil {
		return err
	}
	return proto.Unmarshal(raw, reply.(proto.Message))
}

func (fakeConn) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, status.Error(codes.Unimplemented, "stream")
}

func standingNow() fakeConn {
	return fakeConn{
		"/tael.consortium.v1.Query/Members": &consortium.QueryMembersResponse{Members: []consortium.Member{{
			Number: 1, Id: "bank-a", Status: consortium.MEMBER_STATUS_EXITING,
			Duties: []consortium.DutyHolder{{Duty: consortium.DUTY_RISK, Address: "a"}, {Duty: consortium.DUTY_RISK, Address: "b"}},
		}, {Number: 2, Id: "bank-b"}}},
		"/tael.consortium.v1.Query/Validators": &consortium.QueryValidatorsResponse{Validators: []consortium.ValidatorEntry{
			{ConsensusAddress: "v1", Moniker: "a-1", Power: 10, Status: consortium.VALIDATOR_STATUS_ACTIVE},
		}},
		"/tael.consortium.v1.Query/QuotaPolicy": &consortium.QueryQuotaPolicyResponse{Policy: consortium.QuotaPolicy{
			Base: consortium.Quota{Rate: 1, Burst: 2}, Members: []consortium.MemberQuota{{Member: 1, Quota: consortium.Quota{Rate: 5, Burst: 6}}},
		}},
		"/tael.consortium.v1.Query/Departure": &consortium.QueryDepartureResponse{Member: "bank-a", Status: consortium.MEMBER_STATUS_ACTIVE},
		"/tael.reserve.v1.Query/Rails":        &reserve.QueryRailsResponse{Rails: []reserve.Rail{{Id: "city-rail", MintingStopped: true}}},
		"/tael.reserve.v1.Query/Issuance": &reserve.QueryIssuanceResponse{Issuance: reserve.Issuance{
			Status: reserve.ISSUANCE_STATUS_ON_HOLD,
		}},
		"/tael.wallet.v1.Query/CustodyMove": &wallet.QueryCustodyMoveResponse{CustodyMove: wallet.CustodyMoveView{To: "bank-b"}},
	}
}

func TestWhatAProposalNamesIsShownAsItIsAndWouldBe(t *testing.T) {
	risk := consortium.DUTY_RISK
	cases := map[string]struct {
		msg  sdk.Msg
		want []Field
	}{
		"a duty is given":                  {&consortium.MsgAssignDuty{Member: "bank-a", Duty: risk, Address: "c"}, []Field{{"RISK of bank-a", "a, b", "a, b, c"}}},
		"a duty is held already":           {&consortium.MsgAssignDuty{Member: "bank-a", Duty: risk, Address: "b"}, nil},
		"a duty is taken":                  {&consortium.MsgWithdrawDuty{Member: "bank-a", Duty: risk, Address: "a"}, []Field{{"RISK of bank-a", "a, b", "b"}}},
		"power changes":                    {&consortium.MsgSetValidatorPower{Validator: "v1", Power: 12}, []Field{{"power of a-1", "10", "12"}}},
		"power stays":                      {&consortium.MsgSetValidatorPower{Validator: "v1", Power: 10}, nil},
		"a validator goes":                 {&consortium.MsgRemoveValidator{Validator: "v1"}, []Field{{"power of a-1", "10", "0"}, {"status of a-1", "VALIDATOR_STATUS_ACTIVE", "VALIDATOR_STATUS_REMOVED"}}},
		"the base quota":                   {&consortium.MsgSetQuota{Quota: &consortium.Quota{Rate: 3, Burst: 2}}, []Field{{"rate", "1", "3"}}},
		"a member's quota is taken away":   {&consortium.MsgSetQuota{Member: "bank-a"}, []Field{{"rate", "5", "-"}, {"burst", "6", "-"}}},
		"a role's first quota":             {&consortium.MsgSetQuota{Role: consortium.ROLE_BANK, Quota: &consortium.Quota{Rate: 3, Burst: 4}}, []Field{{"rate", "-", "3"}, {"burst", "-", "4"}}},
		"an exit begins":                   {&consortium.MsgBeginExit{Member: "bank-a", Successor: "bank-b"}, []Field{{"status of bank-a", "MEMBER_STATUS_ACTIVE", "MEMBER_STATUS_EXITING"}, {"successor", "-", "bank-b"}}},
		"a successor is named":             {&consortium.MsgNameSuccessor{Member: "bank-a", Successor: "bank-b"}, []Field{{"successor", "-", "bank-b"}}},
		"an exit ends":                     {&reserve.MsgCompleteExit{Member: "bank-a"}, []Field{{"status of bank-a", "MEMBER_STATUS_EXITING", "MEMBER_STATUS_LEFT"}}},
		"a first resolution plan":          {&reserve.MsgSetResolutionPlan{Member: "bank-a", Denom: "cny", Percent: 40}, []Field{{"percent of cny at bank-a", "-", "40"}}},
		"no resolution plan is taken away": {&reserve.MsgSetResolutionPlan{Member: "bank-a", Denom: "cny"}, nil},
		"a receipt is minted":              {&reserve.MsgDecideReceipt{EntryReference: "E-1", Mint: true, Attestor: "bank-b"}, []Field{{"receipt E-1", "ISSUANCE_STATUS_ON_HOLD", "minted as bank-b stated it"}}},
		"a receipt is dropped":             {&reserve.MsgDecideReceipt{EntryReference: "E-1"}, []Field{{"receipt E-1", "ISSUANCE_STATUS_ON_HOLD", "dropped"}}},
		"a rail goes on":                   {&reserve.MsgResumeRail{Rail: "city-rail"}, []Field{{"minting_stopped", "true", "false"}}},
		"another custodian is asked":       {&wallet.MsgRequestCustodyMove{Wallet: "w", To: "bank-c"}, []Field{{"asked to keep it", "bank-b", "bank-c"}}},
		"a custody move is called off":     {&wallet.MsgCancelCustodyMove{Wallet: "w"}, []Field{{"asked to keep it", "bank-b", "-"}}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			change, err := assess(t.Context(), Chain{standingNow()}, sdk.MsgTypeURL(tc.msg), tc.msg)
			require.NoError(t, err)
			require.False(t, change.New)
			require.ElementsMatch(t, tc.want, change.Fields)
		})
	}
}

func TestWhatAProposalNamesMustBeThere(t *testing.T) {
	cases := map[string]struct {
		msg  sdk.Msg
		fail string
	}{
		"a member":    {&consortium.MsgAssignDuty{Member: "bank-z"}, "expected a member, got \"bank-z\"; see `taeld query consortium members`"},
		"a validator": {&consortium.MsgRemoveValidator{Validator: "v9"}, "expected a validator, got \"v9\"; see `taeld query consortium validators`"},
		"a rail":      {&reserve.MsgResumeRail{Rail: "north-rail"}, "expected a rail, got \"north-rail\"; see `taeld query reserve rails`"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := assess(t.Context(), Chain{standingNow()}, sdk.MsgTypeURL(tc.msg), tc.msg)
			require.EqualError(t, err, tc.fail)
		})
	}
}
