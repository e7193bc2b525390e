// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"flag"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
)

// rewrite writes the golden files anew: go test ./cmd/taeld/cmd -run Governance -rewrite.
var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// fakeNode answers the queries that proposals are read with. Queries it does not know are Unimplemented.
type fakeNode struct {
	*consortium.UnimplementedQueryServer
	proposals []consortium.Proposal
	tallies   []consortium.Tally
	votes     []consortium.Vote
	// asked counts the looks at a proposal: each look sees the next state of it, and the last one stays.
	asked int
}

type fakeNetting struct {
	*netting.UnimplementedQueryServer
}

func (fakeNetting) Position(_ context.Context, r *netting.QueryPositionRequest) (*netting.QueryPositionResponse, error) {
	if r.Member != "bank-a" {
		return nil, status.Errorf(codes.NotFound, "expected a member, got %q", r.Member)
	}
	return &netting.QueryPositionResponse{Position: netting.PositionView{Cap: 500_000}}, nil
}

func (f *fakeNode) Charter(context.Context, *consortium.QueryCharterRequest) (*consortium.QueryCharterResponse, error) {
	return &consortium.QueryCharterResponse{
		Charter: consortium.Charter{
			Threshold: consortium.Fraction{Numerator: 2, Denominator: 3}, VotingTerm: 86_400, TimeLock: 3600, MaxMessages: 3,
		},
		VotingMembers: []string{"bank-a", "bank-b", "clearing"},
		Proposable: []string{
			"/tael.consortium.v1.MsgRegisterMember", "/tael.consortium.v1.MsgAssignDuty", "/tael.consortium.v1.MsgSuspendMember",
			"/tael.netting.v1.MsgSetCap",
		},
	}, nil
}

func (f *fakeNode) Members(context.Context, *consortium.QueryMembersRequest) (*consortium.QueryMembersResponse, error) {
	active := consortium.MEMBER_STATUS_ACTIVE
	return &consortium.QueryMembersResponse{Members: []consortium.Member{
		{Number: 1, Id: "bank-a", Status: active, Roles: []consortium.Role{consortium.ROLE_BANK}, Duties: []consortium.DutyHolder{
			{Duty: consortium.DUTY_TREASURY, Address: anAddress},
		}},
		{Number: 2, Id: "bank-b", Status: active, Roles: []consortium.Role{consortium.ROLE_BANK}},
		{Number: 3, Id: "clearing", Status: active, Roles: []consortium.Role{consortium.ROLE_CLEARING}},
		{Number: 4, Id: "regulator", Status: active, Roles: []consortium.Role{consortium.ROLE_REGULATOR}},
	}}, nil
}

func (f *fakeNode) Proposal(_ context.Context, r *consortium.QueryProposalRequest) (*consortium.QueryProposalResponse, error) {
	if r.Proposal != 7 || len(f.proposals) == 0 {
		return nil, status.Errorf(codes.NotFound, "no proposal %d", r.Proposal)
	}
	at := min(f.asked, len(f.proposals)-1)
	f.asked++
	return &consortium.QueryProposalResponse{Proposal: f.proposals[at], Tally: f.tallies[at]}, nil
}

func (f *fakeNode) Proposals(context.Context, *consortium.QueryProposalsRequest) (*consortium.QueryProposalsResponse, error) {
	return &consortium.QueryProposalsResponse{Proposals: f.proposals}, nil
}

func (f *fakeNode) Votes(context.Context, *consortium.QueryVotesRequest) (*consortium.QueryVotesResponse, error) {
	return &consortium.QueryVotesResponse{Votes: f.votes}, nil
}

// serve starts the node and returns the flags that lead to it.
func (f *fakeNode) serve(t *testing.T) []string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	consortium.RegisterQueryServer(server, f)
	netting.RegisterQueryServer(server, fakeNetting{})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return []string{"--grpc-addr", listener.Addr().String(), "--grpc-insecure", "--home", t.TempDir()}
}

// capCut is proposal 7 of bank-a: it cuts its own cap and names another treasurer.
func capCut(t *testing.T, now consortium.ProposalStatus) consortium.Proposal {
	t.Helper()
	authority := consortium.AuthorityAddress().String()
	p := consortium.Proposal{Id: 7, Member: 1, Proposer: anAddress, Status: now, SubmittedAt: 1_795_000_000, ExpiresAt: 1_795_086_400}
	for _, msg := range []proto.Message{
		&netting.MsgSetCap{Authority: authority, Member: "bank-a", Currency: "CNY", Cap: 200_000},
		&consortium.MsgAssignDuty{Authority: authority, Member: "bank-a", Duty: consortium.DUTY_TREASURY, Address: authority},
	} {
		packed, err := codectypes.NewAnyWithValue(msg)
		require.NoError(t, err)
		p.Messages = append(p.Messages, packed)
	}
	switch now {
	case consortium.PROPOSAL_STATUS_OPEN:
	case consortium.PROPOSAL_STATUS_EXPIRED:
		p.FinishedAt = p.ExpiresAt
	default:
		p.AcceptedAt, p.ExecuteAt = 1_795_000_060, 1_795_003_660
		if now != consortium.PROPOSAL_STATUS_ACCEPTED {
			p.FinishedAt = 1_795_003_661
		}
	}
	if now == consortium.PROPOSAL_STATUS_FAILED {
		p.Failure = &consortium.Failure{Message: 1, Codespace: "consortium", Code: 11}
	}
	return p
}

// voted is a node on which bank-a said yes and clearing no; proposal 7 goes through the states given.
func voted(t *testing.T, states ...consortium.ProposalStatus) *fakeNode {
	t.Helper()
	f := &fakeNode{votes: []consortium.Vote{
		{Proposal: 7, Member: 1, Option: consortium.VOTE_OPTION_YES}, {Proposal: 7, Member: 3, Option: consortium.VOTE_OPTION_NO},
	}}
	for _, now := range states {
		f.proposals = append(f.proposals, capCut(t, now))
		tally := consortium.Tally{Yes: 1, No: 1, Needed: 2, Voting: 3}
		if now != consortium.PROPOSAL_STATUS_OPEN && now != consortium.PROPOSAL_STATUS_EXPIRED {
			tally.Yes = 2
		}
		f.tallies = append(f.tallies, tally)
	}
	return f
}

const draftOfTwo = `- "@type": MsgSetCap
  member: bank-a
  currency: CNY
  cap: 200000
- "@type": MsgRegisterMember
  number: 9
  id: north-bank
  name: North Bank Co., Ltd.
  lei: 5299000000000000NB55
  bic: NOBACNBJ
  jurisdiction: CN
  roles: [BANK]
`

func TestGovernancePrintsWhatPeopleRead(t *testing.T) {
	open, accepted, executed := consortium.PROPOSAL_STATUS_OPEN, consortium.PROPOSAL_STATUS_ACCEPTED, consortium.PROPOSAL_STATUS_EXECUTED
	file := filepath.Join(t.TempDir(), "draft.yaml")
	require.NoError(t, os.WriteFile(file, []byte(draftOfTwo), 0o600))
	cases := map[string]struct {
		node *fakeNode
		args []string
		fail string
	}{
		"draft":            {voted(t), []string{"draft", file}, ""},
		"draft-list":       {voted(t), []string{"draft", "--list"}, ""},
		"draft-template":   {voted(t), []string{"draft", "--template", "MsgRegisterMember"}, ""},
		"show-open":        {voted(t, open), []string{"show", "7"}, ""},
		"show-accepted":    {voted(t, accepted), []string{"show", "7"}, ""},
		"show-json":        {voted(t, open), []string{"show", "7", "--output", "json"}, ""},
		"list":             {voted(t, open, executed), []string{"list"}, ""},
		"list-json":        {voted(t, open), []string{"list", "--output", "json"}, ""},
		"list-none":        {voted(t), []string{"list"}, ""},
		"follow-executed":  {voted(t, open, accepted, executed), []string{"follow", "7"}, ""},
		"follow-json":      {voted(t, accepted, executed), []string{"follow", "7", "--output", "json"}, ""},
		"follow-vetoed":    {voted(t, accepted, consortium.PROPOSAL_STATUS_VETOED), []string{"follow", "7"}, "proposal 7 was not executed, it is VETOED"},
		"follow-expired":   {voted(t, open, consortium.PROPOSAL_STATUS_EXPIRED), []string{"follow", "7"}, "proposal 7 was not executed, it is EXPIRED"},
		"follow-failed":    {voted(t, consortium.PROPOSAL_STATUS_FAILED), []string{"follow", "7"}, "proposal 7 was not executed, it is FAILED at message 2: consortium error 11"},
		"show-nothing":     {voted(t), []string{"show", "7"}, "rpc error: code = NotFound desc = no proposal 7"},
		"show-no-number":   {voted(t), []string{"show", "seven"}, "expected the number of a proposal, got \"seven\"; see `taeld governance list`"},
		"draft-of-nothing": {voted(t), []string{"draft"}, "expected FILE, --template MESSAGE or --list"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, err := apart(t, append(append([]string{"governance"}, tc.args...), tc.node.serve(t)...)...)
			if tc.fail != "" {
				require.EqualError(t, err, tc.fail)
			} else {
				require.NoError(t, err)
			}
			golden(t, filepath.Join("testdata", "governance", name+".txt"), stdout+stderr)
		})
	}
}

func TestAVoteIsYesOrNo(t *testing.T) {
	_, err := separate(t, "governance", "vote", "7", "perhaps", "--home", t.TempDir())
	require.EqualError(t, err, `expected yes or no, got "perhaps"`)
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *rewrite {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// setCap is a file with one message and the fields given.
func setCap(fields string) string {
	return `[{"@type":"MsgSetCap","member":"bank-a","currency":"CNY",` + fields + `}]`
}

func TestGovernanceSaysWhatIsWrongWithAFile(t *testing.T) {
	node := voted(t).serve(t)
	cases := map[string]struct{ file, fail string }{
		"neither JSON nor YAML":    {`{"messages": [`, "expected JSON or YAML: yaml: line 1: did not find expected node content"},
		"nothing":                  {"", "expected a list of messages, each with @type; print one with --template"},
		"words":                    {"cut the cap of bank-a", `line 1: messages: expected a list of messages, got "cut the cap of bank-a"`},
		"a list of words":          {"- cut the cap", `line 1: messages[0]: expected a message with @type, got "cut the cap"`},
		"no messages":              {`{"messages": []}`, "line 1: expected 1 to 20 messages, got 0"},
		"an empty list":            {"[]", "line 1: expected 1 to 20 messages, got 0"},
		"a message without a type": {`[{"member":"bank-a"}]`, "line 1: messages[0]: expected @type, the type of the message; see --list"},
		"an unknown type":          {`[{"@type":"MsgSetCaps"}]`, `line 1: messages[0]: expected a message that the consortium may decide, got "MsgSetCaps"; see --list`},
		"a type of one's own":      {`[{"@type":"/tael.payment.v1.MsgPay"}]`, `line 1: messages[0]: expected a message that the consortium may decide, got "/tael.payment.v1.MsgPay"; see --list`},
		"an unknown field":         {setCap(`"caps":1`), `line 1: messages[0]: expected a field of MsgSetCap (member, currency, cap), got "caps"`},
		"a field twice":            {setCap(`"cap":1,"cap":2`), "line 1: messages[0].cap: expected the field once, got it twice"},
		"another authority":        {setCap(`"cap":1,"authority":"` + anAddress + `"`), `line 1: messages[0].authority: expected the consortium's authority tael1wj6ghcm9xjg7kgpxuga65n54ycd7r6xwuc8wjy or nothing, got "tael1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnsqrc8h"`},
		"an amount in words":       {setCap(`"cap":"two million"`), `line 1: messages[0].cap: expected a whole number from 0, of 64 bits, got "two million"`},
		"an amount below zero":     {setCap(`"cap":-1`), `line 1: messages[0].cap: expected a whole number from 0, of 64 bits, got "-1"`},
		"an amount with cents":     {setCap(`"cap":"200000.00"`), `line 1: messages[0].cap: expected a whole number from 0, of 64 bits, got "200000.00"`},
		"a list for an amount":     {setCap(`"cap":[1]`), "line 1: messages[0].cap: expected a whole number from 0, of 64 bits, got a list"},
		"fields for an amount":     {setCap(`"cap":{"amount":1}`), "line 1: messages[0].cap: expected a whole number from 0, of 64 bits, got fields"},
		"nothing for an amount":    {setCap(`"cap":null`), `line 1: messages[0].cap: expected a whole number from 0, of 64 bits, got "null"`},
		"an unknown duty":          {`[{"@type":"MsgAssignDuty","member":"bank-a","duty":"BOSS","address":"` + anAddress + `"}]`, `line 1: messages[0].duty: expected one of DUTY_GOVERNANCE, DUTY_OPERATIONS, DUTY_TREASURY, DUTY_COMPLIANCE, DUTY_RISK, DUTY_ATTESTATION, DUTY_SUBMITTER, got "BOSS"`},
		"no address":               {`[{"@type":"MsgAssignDuty","member":"bank-a","duty":"TREASURY","address":"x"}]`, `line 1: messages[0] (MsgAssignDuty): expected a bech32 account address, got "x": decoding bech32 failed: invalid bech32 string length 1: address is invalid`},
		"a member that is none":    {`[{"@type":"MsgSuspendMember","member":"bank-z"}]`, "messages[0] (MsgSuspendMember): expected a member, got \"bank-z\"; see `taeld query consortium members`"},
		"more than the charter":    {"[" + strings.Repeat(`{"@type":"MsgSuspendMember","member":"bank-a"},`, 3) + `{"@type":"MsgSuspendMember","member":"bank-b"}]`, "expected at most 3 messages by the charter, got 4: split the proposal"},
		"of another release":       {`[{"@type":"MsgReinstateMember","member":"bank-a"}]`, "messages[0]: the node lets no proposal carry /tael.consortium.v1.MsgReinstateMember: does it run the same release?"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "draft.yaml")
			require.NoError(t, os.WriteFile(file, []byte(tc.file), 0o600))
			_, err := separate(t, append([]string{"governance", "draft", file}, node...)...)
			require.EqualError(t, err, file+": "+tc.fail)
		})
	}
	folder := t.TempDir()
	_, err := separate(t, append([]string{"governance", "draft", folder}, node...)...)
	require.EqualError(t, err, folder+": expected a file of messages, got a directory")
	_, err = separate(t, append([]string{"governance", "draft", "/no/such/draft.yaml"}, node...)...)
	require.EqualError(t, err, "open /no/such/draft.yaml: no such file or directory")
}
