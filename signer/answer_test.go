// SPDX-License-Identifier: Apache-2.0

package signer_test

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/libs/protoio"
	privvalproto "github.com/cometbft/cometbft/proto/tendermint/privval"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/mark"
)

func voteRequest(chain string, v *cmtproto.Vote) privvalproto.Message {
	return privvalproto.Message{Sum: &privvalproto.Message_SignVoteRequest{
		SignVoteRequest: &privvalproto.SignVoteRequest{Vote: v, ChainId: chain},
	}}
}

func proposalRequest(chain string, p *cmtproto.Proposal) privvalproto.Message {
	return privvalproto.Message{Sum: &privvalproto.Message_SignProposalRequest{
		SignProposalRequest: &privvalproto.SignProposalRequest{Proposal: p, ChainId: chain},
	}}
}

func keyRequest(chain string) privvalproto.Message {
	return privvalproto.Message{Sum: &privvalproto.Message_PubKeyRequest{PubKeyRequest: &privvalproto.PubKeyRequest{ChainId: chain}}}
}

func TestRefusalsSayWhy(t *testing.T) {
	cases := map[string]struct {
		request privvalproto.Message
		fail    error
		code    int32
	}{
		"a vote for another chain":     {voteRequest("tael-2", precommit(9, 1)), signer.ErrChain, signer.CodeChain},
		"a proposal for another chain": {proposalRequest("tael-2", proposal(9, 1)), signer.ErrChain, signer.CodeChain},
		"the key of another chain":     {keyRequest("tael-2"), signer.ErrChain, signer.CodeChain},
		"no vote at all":               {voteRequest(chainID, nil), signer.ErrMalformed, signer.CodeMalformed},
		"a conflicting vote":           {voteRequest(chainID, precommit(5, 2)), mark.ErrConflict, signer.CodeConflict},
		"a vote below the mark":        {voteRequest(chainID, precommit(4, 1)), mark.ErrBehind, signer.CodeBehind},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			require.NoError(t, f.signer.SignVote(precommit(5, 1)))
			before := f.signer.Mark()
			answer, refused, err := f.signer.Answer(&tc.request)
			require.NoError(t, err)
			require.ErrorIs(t, refused, tc.fail)
			told := answer.GetSignedVoteResponse().GetError()
			if told == nil {
				told = answer.GetSignedProposalResponse().GetError()
			}
			if told == nil {
				told = answer.GetPubKeyResponse().GetError()
			}
			require.Equal(t, tc.code, told.GetCode())
			require.Equal(t, refused.Error(), told.GetDescription())
			require.Empty(t, answer.GetSignedVoteResponse().GetVote().Signature)
			require.Equal(t, before, f.signer.Mark())
		})
	}
}

func TestTheKeyAndTheMarkAreTold(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.signer.SignVote(precommit(5, 1)))
	request := keyRequest(chainID)
	answer, refused, err := f.signer.Answer(&request)
	require.NoError(t, err)
	require.NoError(t, refused)
	require.Nil(t, answer.GetPubKeyResponse().Error)
	_, err = signer.ReadAnnouncement(answer.GetPubKeyResponse())
	require.ErrorIs(t, err, signer.ErrNoAnnouncement)

	request = signer.AskMark(chainID)
	answer, refused, err = f.signer.Answer(&request)
	require.NoError(t, err)
	require.NoError(t, refused)
	told, err := signer.ReadAnnouncement(answer.GetPubKeyResponse())
	require.NoError(t, err)
	require.Equal(t, f.signer.Mark().Count(), told)
}

func TestWhatIsNoRequestCutsTheLine(t *testing.T) {
	cases := map[string]privvalproto.Message{
		"nothing":  {},
		"a answer": {Sum: &privvalproto.Message_PingResponse{PingResponse: &privvalproto.PingResponse{}}},
	}
	for name, message := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := newFixture(t).signer.Answer(&message)
			require.ErrorIs(t, err, signer.ErrRequest)
		})
	}
	refusal := signer.TellRefusal("it is behind")
	_, _, err := newFixture(t).signer.Answer(&refusal)
	require.ErrorIs(t, err, signer.ErrRefused)
	require.ErrorContains(t, err, "it is behind")
}

// wire is a line whose other end sends what is given and then hangs up.
type wire struct {
	io.Reader
	io.Writer
}

func (wire) Close() error                     { return nil }
func (wire) LocalAddr() net.Addr              { return nil }
func (wire) RemoteAddr() net.Addr             { return nil }
func (wire) SetDeadline(time.Time) error      { return nil }
func (wire) SetReadDeadline(time.Time) error  { return nil }
func (wire) SetWriteDeadline(time.Time) error { return nil }

func frame(t testing.TB, message privvalproto.Message) []byte {
	t.Helper()
	raw, err := protoio.MarshalDelimited(&message)
	require.NoError(t, err)
	return raw
}

// Hostile bytes end a line and nothing else: no panic, no signature over anything but a vote or a proposal of the
// chain, never two for one place.
func FuzzLine(f *testing.F) {
	hostile := precommit(5, 1)
	hostile.BlockID.Hash = []byte{1}
	for _, message := range []privvalproto.Message{
		keyRequest(chainID), signer.AskMark(chainID), voteRequest(chainID, precommit(5, 1)), voteRequest(chainID, hostile),
		voteRequest("tael-2", precommit(5, 1)), proposalRequest(chainID, proposal(5, 1)),
		{},
		{Sum: &privvalproto.Message_PingRequest{PingRequest: &privvalproto.PingRequest{}}},
	} {
		f.Add(frame(f, message))
		f.Add(append(frame(f, voteRequest(chainID, precommit(5, 1))), frame(f, message)...))
	}
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, sent []byte) {
		fix := newFixture(t)
		session := &signer.Session{Signer: fix.signer, Log: log.NewNopLogger()}
		var got bytes.Buffer
		require.Error(t, session.Serve(wire{bytes.NewReader(sent), &got}))

		signed := map[mark.Place][]byte{}
		reader := protoio.NewDelimitedReader(&got, signer.MaxMessageBytes)
		for {
			var answer privvalproto.Message
			if _, err := reader.ReadMsg(&answer); err != nil {
				return
			}
			if response := answer.GetSignedVoteResponse(); response != nil && response.Error == nil {
				at, err := signer.VotePlace(&response.Vote)
				require.NoError(t, err)
				if had, twice := signed[at]; twice {
					require.Equal(t, had, response.Vote.Signature)
				}
				signed[at] = response.Vote.Signature
			}
		}
	})
}
