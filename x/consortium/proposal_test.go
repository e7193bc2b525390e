// SPDX-License-Identifier: Apache-2.0

package consortium_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/taelnet/tael/x/consortium"
)

// proposal takes votes from 1,000 to 2,000.
func proposal(id uint64) consortium.Proposal {
	c := consortium.DefaultCharter()
	c.VotingTerm = 1_000
	return consortium.NewProposal(id, 1, address(11), []*codectypes.Any{{TypeUrl: "/a.Msg", Value: []byte{1}}}, nil, c, 1_000)
}

func accepted(p consortium.Proposal) consortium.Proposal {
	p, err := p.Accept(1_500, 100)
	if err != nil {
		panic(err)
	}
	return p
}

func executed(p consortium.Proposal) consortium.Proposal {
	p, err := accepted(p).Execute(1_600)
	if err != nil {
		panic(err)
	}
	return p
}

// Every move from every status, before and after the time at which it matters.
func TestProposalMoves(t *testing.T) {
	type move = func(consortium.Proposal) (consortium.Proposal, error)
	moves := map[string]move{
		"accept at 1999":   func(p consortium.Proposal) (consortium.Proposal, error) { return p.Accept(1_999, 0) },
		"accept at 2000":   func(p consortium.Proposal) (consortium.Proposal, error) { return p.Accept(2_000, 0) },
		"reject at 1999":   func(p consortium.Proposal) (consortium.Proposal, error) { return p.Reject(1_999) },
		"reject at 2000":   func(p consortium.Proposal) (consortium.Proposal, error) { return p.Reject(2_000) },
		"withdraw at 1999": func(p consortium.Proposal) (consortium.Proposal, error) { return p.Withdraw(1_999) },
		"withdraw at 2000": func(p consortium.Proposal) (consortium.Proposal, error) { return p.Withdraw(2_000) },
		"expire at 1999":   func(p consortium.Proposal) (consortium.Proposal, error) { return p.Expire(1_999) },
		"expire at 2000":   func(p consortium.Proposal) (consortium.Proposal, error) { return p.Expire(2_000) },
		"veto at 1599":     func(p consortium.Proposal) (consortium.Proposal, error) { return p.Veto(1_599) },
		"veto at 1600":     func(p consortium.Proposal) (consortium.Proposal, error) { return p.Veto(1_600) },
		"execute at 1600":  func(p consortium.Proposal) (consortium.Proposal, error) { return p.Execute(1_600) },
		"fail at 1600": func(p consortium.Proposal) (consortium.Proposal, error) {
			return p.Fail(1_600, consortium.Failure{Message: 1, Codespace: "consortium", Code: 7})
		},
	}
	open := map[string]consortium.ProposalStatus{
		"accept at 1999": consortium.PROPOSAL_STATUS_ACCEPTED, "reject at 1999": consortium.PROPOSAL_STATUS_REJECTED,
		"withdraw at 1999": consortium.PROPOSAL_STATUS_WITHDRAWN, "expire at 2000": consortium.PROPOSAL_STATUS_EXPIRED,
	}
	waits := map[string]consortium.ProposalStatus{
		"veto at 1599": consortium.PROPOSAL_STATUS_VETOED, "execute at 1600": consortium.PROPOSAL_STATUS_EXECUTED,
		"fail at 1600": consortium.PROPOSAL_STATUS_FAILED,
	}
	for status := range consortium.ProposalStatus_name {
		status := consortium.ProposalStatus(status)
		for name, do := range moves {
			t.Run(status.String()+": "+name, func(t *testing.T) {
				p := proposal(7)
				if status == consortium.PROPOSAL_STATUS_ACCEPTED {
					p = accepted(p)
				}
				p.Status = status
				allowed := map[consortium.ProposalStatus]map[string]consortium.ProposalStatus{
					consortium.PROPOSAL_STATUS_OPEN: open, consortium.PROPOSAL_STATUS_ACCEPTED: waits,
					// What is swept already may be swept again: the record does not change.
					consortium.PROPOSAL_STATUS_EXPIRED: {"expire at 1999": status, "expire at 2000": status},
				}[status]

				got, err := do(p)
				if to, may := allowed[name]; may {
					require.NoError(t, err)
					require.Equal(t, to, got.Status)
					require.NoError(t, got.Validate())
					return
				}
				require.ErrorIs(t, err, consortium.ErrProposalState)
				require.Equal(t, p, got)
			})
		}
	}
}

func TestExpiryIsJudgedOnRead(t *testing.T) {
	p := proposal(7)
	require.NoError(t, p.TakesVotes(1_999))
	require.ErrorIs(t, p.TakesVotes(2_000), consortium.ErrProposalState)
	require.Equal(t, consortium.PROPOSAL_STATUS_OPEN, p.AsOf(1_999).Status)
	seen := p.AsOf(2_345)
	require.Equal(t, consortium.PROPOSAL_STATUS_EXPIRED, seen.Status)
	require.EqualValues(t, 2_000, seen.FinishedAt)
	swept, err := p.Expire(9_999)
	require.NoError(t, err)
	require.Equal(t, seen, swept, "sweeping late changes nothing")
}

func TestProposalContent(t *testing.T) {
	some := func(n, size int) []*codectypes.Any {
		var all []*codectypes.Any
		for range n {
			all = append(all, &codectypes.Any{TypeUrl: "/a", Value: make([]byte, size)})
		}
		return all
	}
	atLimit := some(1, consortium.MaxProposalBytes)
	atLimit[0].Value = atLimit[0].Value[:len(atLimit[0].Value)-(atLimit[0].Size()-consortium.MaxProposalBytes)]
	require.Equal(t, consortium.MaxProposalBytes, atLimit[0].Size())
	above := []*codectypes.Any{{TypeUrl: "/a", Value: make([]byte, len(atLimit[0].Value)+1)}}
	tests := map[string]struct {
		messages  []*codectypes.Any
		reference []byte
		valid     bool
	}{
		"one message":             {some(1, 1), nil, true},
		"20 messages":             {some(20, 1), nil, true},
		"64 KiB":                  {atLimit, nil, true},
		"a reference of 32 bytes": {some(1, 1), make([]byte, 32), true},
		"no message":              {nil, nil, false},
		"21 messages":             {some(21, 1), nil, false},
		"64 KiB and a byte":       {above, nil, false},
		"an empty place":          {[]*codectypes.Any{nil}, nil, false},
		"a message without type":  {[]*codectypes.Any{{Value: []byte{1}}}, nil, false},
		"a reference of 31 bytes": {some(1, 1), make([]byte, 31), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			err := consortium.ValidateContent(tc.messages, tc.reference, 20)
			if tc.valid {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, consortium.ErrProposalInvalid)
		})
	}
}

func TestProposalRecordsThatContradictThemselves(t *testing.T) {
	failed := func(p *consortium.Proposal) {
		f, err := accepted(*p).Fail(1_600, consortium.Failure{Codespace: "consortium", Code: 7})
		if err != nil {
			panic(err)
		}
		*p = f
	}
	tests := map[string]func(*consortium.Proposal){
		"number 0":                          func(p *consortium.Proposal) { p.Id = 0 },
		"an end before its start":           func(p *consortium.Proposal) { p.ExpiresAt = 1_000 },
		"no status":                         func(p *consortium.Proposal) { p.Status = 0 },
		"an unknown status":                 func(p *consortium.Proposal) { p.Status = 9 },
		"accepted without a time":           func(p *consortium.Proposal) { p.Status = consortium.PROPOSAL_STATUS_ACCEPTED },
		"open with a time of acceptance":    func(p *consortium.Proposal) { p.AcceptedAt, p.ExecuteAt = 1, 1 },
		"executed without an end":           func(p *consortium.Proposal) { *p = executed(*p); p.FinishedAt = 0 },
		"open with an end":                  func(p *consortium.Proposal) { p.FinishedAt = 5 },
		"failed without a failure":          func(p *consortium.Proposal) { failed(p); p.Failure = nil },
		"failed of nothing":                 func(p *consortium.Proposal) { failed(p); p.Failure.Codespace = "" },
		"executed with a failure":           func(p *consortium.Proposal) { *p = executed(*p); p.Failure = &consortium.Failure{Codespace: "x"} },
		"a reference of half a digest":      func(p *consortium.Proposal) { p.Reference = bytes.Repeat([]byte{1}, 16) },
		"a time-lock that ends in the past": func(p *consortium.Proposal) { *p = accepted(*p); p.ExecuteAt = p.AcceptedAt - 1 },
	}
	require.NoError(t, proposal(7).Validate())
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			p := proposal(7)
			spoil(&p)
			require.ErrorIs(t, p.Validate(), consortium.ErrProposalInvalid)
		})
	}
}
