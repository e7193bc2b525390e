// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

const suspendURL = "/tael.consortium.v1.MsgSuspendMember"

func TestTimeLock(t *testing.T) {
	f := newAssembly(t, nil)
	id := f.propose(first, suspend("bank-2"))
	f.votes(id, first, second, third, fourth)
	require.Empty(t, f.end())
	f.after(99)
	require.Empty(t, f.end())
	f.after(1)
	require.Equal(t, []string{"EventMemberSuspended", "EventProposalExecuted"}, f.end())
	require.Equal(t, consortium.MEMBER_STATUS_SUSPENDED, f.status("bank-2"))
	p := f.is(id, consortium.PROPOSAL_STATUS_EXECUTED)
	require.Equal(t, uint64(start.Unix())+100, p.FinishedAt)
	f.after(10_000)
	require.Empty(t, f.end())
	require.Equal(t, 1, f.router.ran, "what has run runs no more")
}

// What a message may do that it should not, and what is on record of it. Nothing of the first message, which suspends
// a member, remains.
func TestFailuresStayInsideTheirProposal(t *testing.T) {
	type act = func(sdk.Context, sdk.Msg) (*sdk.Result, error)
	emitting := func(ctx sdk.Context, err error) (*sdk.Result, error) {
		ctx.EventManager().EmitEvent(sdk.NewEvent("tael.consortium.v1.EventNoise"))
		return nil, err
	}
	tests := map[string]struct {
		act     act
		failure consortium.Failure
	}{
		"an error of its room": {
			func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) {
				return emitting(ctx, consortium.ErrMemberState.Wrap("text"))
			},
			consortium.Failure{Message: 1, Codespace: "consortium", Code: 7},
		},
		"an error nobody registered": {
			func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) { return emitting(ctx, errors.New("secret text")) },
			consortium.Failure{Message: 1, Codespace: "undefined", Code: 1},
		},
		"a panic": {
			func(sdk.Context, sdk.Msg) (*sdk.Result, error) { panic("no") },
			consortium.Failure{Message: 1, Codespace: "consortium", Code: 28},
		},
		"a panic with an error": {
			func(sdk.Context, sdk.Msg) (*sdk.Result, error) { panic(consortium.ErrMemberState) },
			consortium.Failure{Message: 1, Codespace: "consortium", Code: 28},
		},
		"a read through a nil map": {
			func(sdk.Context, sdk.Msg) (*sdk.Result, error) { var m map[string]int; m["x"] = 1; return nil, nil }, //nolint:staticcheck // it shall panic
			consortium.Failure{Message: 1, Codespace: "consortium", Code: 28},
		},
		"gas without end": {
			func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) {
				for {
					ctx.GasMeter().ConsumeGas(1_000, "burn")
				}
			},
			consortium.Failure{Message: 1, Codespace: "sdk", Code: 11},
		},
		"a gas overflow": {
			func(sdk.Context, sdk.Msg) (*sdk.Result, error) { panic(storetypes.ErrorGasOverflow{Descriptor: "x"}) },
			consortium.Failure{Message: 1, Codespace: "sdk", Code: 11},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newAssembly(t, atOnce)
			f.router.acts = map[string]act{"/tael.consortium.v1.MsgChangeMember": tc.act}
			id := f.propose(first, suspend("bank-2"), &consortium.MsgChangeMember{Authority: address(authority), Member: "bank-3", Name: "New Name"})
			f.votes(id, first, second, third, fourth)

			require.Equal(t, []string{"EventProposalFailed"}, f.end(), "events of what did not happen are not told")
			require.Equal(t, consortium.MEMBER_STATUS_ACTIVE, f.status("bank-2"))
			p := f.is(id, consortium.PROPOSAL_STATUS_FAILED)
			require.Equal(t, tc.failure, *p.Failure)
			require.Empty(t, f.end())
			require.Equal(t, 2, f.router.ran, "each message was handed on once")
		})
	}
}

// Store accesses cost gas inside a proposal, although a transaction's are free.
func TestStoreAccessesCostGasInAProposal(t *testing.T) {
	f := newAssembly(t, atOnce)
	f.ctx = f.ctx.WithKVGasConfig(storetypes.GasConfig{}).WithTransientKVGasConfig(storetypes.GasConfig{})
	f.router.acts = map[string]func(sdk.Context, sdk.Msg) (*sdk.Result, error){
		suspendURL: func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) {
			for {
				if _, err := f.k.Members(ctx); err != nil {
					return nil, err
				}
			}
		},
	}
	id := f.propose(first, suspend("bank-2"))
	f.votes(id, first, second, third, fourth)
	require.Equal(t, []string{"EventProposalFailed"}, f.end())
	require.Equal(t, consortium.Failure{Codespace: "sdk", Code: 11}, *f.is(id, consortium.PROPOSAL_STATUS_FAILED).Failure)
}

// A message that writes to the very state that decides on it changes what is decided later, never what is on record.
func TestMessagesThatChangeTheGroundTheyStandOn(t *testing.T) {
	tests := map[string]struct {
		meddle func(*fixture, sdk.Context) error
	}{
		"the record of this proposal": {func(f *fixture, ctx sdk.Context) error {
			return keeper.ProposalsOf(f.k).Remove(ctx, 1)
		}},
		"its status": {func(f *fixture, ctx sdk.Context) error {
			p, err := keeper.ProposalsOf(f.k).Get(ctx, 1)
			if err != nil {
				return err
			}
			p.Status = consortium.PROPOSAL_STATUS_OPEN
			return keeper.ProposalsOf(f.k).Set(ctx, 1, p)
		}},
		"the charter": {func(f *fixture, ctx sdk.Context) error {
			c := consortium.DefaultCharter()
			c.MaxExecutions, c.TimeLock = 1, 77
			return keeper.CharterOf(f.k).Set(ctx, c)
		}},
		"its voters": {func(f *fixture, ctx sdk.Context) error {
			for _, id := range []string{"bank-1", "bank-2", "bank-3", "bank-4"} {
				if _, err := f.msgs.SuspendMember(ctx, suspend(id).(*consortium.MsgSuspendMember)); err != nil {
					return err
				}
			}
			return nil
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := newAssembly(t, atOnce)
			f.router.acts = map[string]func(sdk.Context, sdk.Msg) (*sdk.Result, error){
				suspendURL: func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) { return nil, tc.meddle(f, ctx) },
			}
			f.votes(f.propose(first, suspend("bank-5")), first, second, third, fourth)
			require.NoError(t, f.k.ExecuteProposals(f.ctx))
			p := f.is(1, consortium.PROPOSAL_STATUS_EXECUTED)
			require.Equal(t, uint64(start.Unix()), p.FinishedAt)
			ran := f.router.ran
			require.NoError(t, f.k.ExecuteProposals(f.ctx))
			require.Equal(t, ran, f.router.ran)
		})
	}
}

// Consent is asked again when a proposal is to run: by who votes then, and by the charter as it is then.
func TestConsentIsAskedAgain(t *testing.T) {
	lost := consortium.Failure{Codespace: "consortium", Code: 27}
	t.Run("voters were suspended by a proposal that ran before it", func(t *testing.T) {
		f := newAssembly(t, atOnce)
		f.votes(f.propose(first, suspend("bank-1"), suspend("bank-2")), first, second, third, fourth)
		f.votes(f.propose(first, suspend("bank-5")), first, second, third, fourth)
		require.Equal(t, []string{"EventMemberSuspended", "EventMemberSuspended", "EventProposalExecuted", "EventProposalExecuted"}, withoutSuspension(f.end()))
		// Two of the three that are left had agreed: 2/3 of three are two.
		require.Equal(t, consortium.MEMBER_STATUS_SUSPENDED, f.status("bank-5"))
	})
	t.Run("the threshold was raised meanwhile", func(t *testing.T) {
		f := newAssembly(t, nil)
		f.votes(f.propose(first, suspend("bank-5")), first, second, third, fourth)
		c, err := f.k.Charter(f.ctx)
		require.NoError(t, err)
		c.Threshold = consortium.Fraction{Numerator: 1, Denominator: 1}
		require.NoError(t, keeper.CharterOf(f.k).Set(f.ctx, c))
		f.after(100)
		require.Equal(t, []string{"EventProposalFailed"}, f.end())
		require.Equal(t, lost, *f.is(1, consortium.PROPOSAL_STATUS_FAILED).Failure)
		require.Equal(t, consortium.MEMBER_STATUS_ACTIVE, f.status("bank-5"))
	})
	t.Run("its voters were suspended and others vote", func(t *testing.T) {
		f := newAssembly(t, func(g *consortium.Genesis) {
			g.Charter.Threshold = consortium.Fraction{Numerator: 51, Denominator: 100}
		})
		f.votes(f.propose(first, suspend("bank-5")), first, second, third)
		for _, id := range []string{"bank-1", "bank-2"} {
			_, err := f.msgs.SuspendMember(f.ctx, suspend(id).(*consortium.MsgSuspendMember))
			require.NoError(t, err)
		}
		f.after(100)
		require.Equal(t, []string{"EventProposalFailed"}, f.end())
		require.Equal(t, lost, *f.is(1, consortium.PROPOSAL_STATUS_FAILED).Failure)
	})
}

// withoutSuspension drops the last of three suspensions, so that the order of the others shows.
func withoutSuspension(names []string) []string {
	var kept []string
	suspensions := 0
	for _, n := range names {
		if n == "EventMemberSuspended" {
			if suspensions++; suspensions > 2 {
				continue
			}
		}
		kept = append(kept, n)
	}
	return kept
}

// Vetting is repeated: what the chain no longer lets a proposal carry does not run.
func TestMessagesAreVettedAgain(t *testing.T) {
	f := newAssembly(t, atOnce)
	f.votes(f.propose(first, suspend("bank-5")), first, second, third, fourth)
	f.router.vets = consortium.ErrConsensusParams
	require.Equal(t, []string{"EventProposalFailed"}, f.end())
	require.Equal(t, consortium.Failure{Codespace: "consortium", Code: 29}, *f.is(1, consortium.PROPOSAL_STATUS_FAILED).Failure)
	require.Zero(t, f.router.ran)
}

// A proposal whose message type is gone after an upgrade stays readable and fails.
func TestATypeThatIsGoneFailsItsProposal(t *testing.T) {
	f := newAssembly(t, atOnce)
	f.votes(f.propose(first, suspend("bank-5")), first, second, third, fourth)
	p, err := keeper.ProposalsOf(f.k).Get(f.ctx, 1)
	require.NoError(t, err)
	p.Messages[0].TypeUrl = "/tael.consortium.v1.MsgOfThePast"
	require.NoError(t, keeper.ProposalsOf(f.k).Set(f.ctx, 1, p))
	require.Equal(t, []string{"EventProposalFailed"}, f.end())
	require.Equal(t, consortium.Failure{Codespace: "consortium", Code: 20}, *f.is(1, consortium.PROPOSAL_STATUS_FAILED).Failure)
}

func TestExecutionsOfABlockAreBounded(t *testing.T) {
	f := newAssembly(t, atOnce)
	for range 9 {
		f.votes(f.propose(second, suspend("bank-1")), first, second, third, fourth)
	}
	ran := 0
	f.router.acts = map[string]func(sdk.Context, sdk.Msg) (*sdk.Result, error){
		suspendURL: func(sdk.Context, sdk.Msg) (*sdk.Result, error) { ran++; return nil, nil },
	}
	for _, expected := range []int{4, 8, 9, 9} {
		f.end()
		require.Equal(t, expected, ran)
	}
}

func TestSweepingIsBoundedAndChangesNothingThatIsRead(t *testing.T) {
	f := newAssembly(t, nil)
	for range 8 {
		f.propose(first, suspend("bank-5"))
		f.propose(second, suspend("bank-5"))
		f.propose(third, suspend("bank-5"))
	}
	f.after(1_000)
	for id := range uint64(24) {
		f.is(id+1, consortium.PROPOSAL_STATUS_EXPIRED)
	}
	open, err := f.queries.Proposals(f.ctx, &consortium.QueryProposalsRequest{Status: consortium.PROPOSAL_STATUS_OPEN})
	require.NoError(t, err)
	require.Empty(t, open.Proposals)
	require.Len(t, f.end(), 16)
	require.Len(t, f.end(), 8)
	require.Empty(t, f.end())
	expired, err := f.queries.Proposals(f.ctx, &consortium.QueryProposalsRequest{Status: consortium.PROPOSAL_STATUS_EXPIRED})
	require.NoError(t, err)
	require.Len(t, expired.Proposals, 24)
	require.Equal(t, uint64(start.Unix())+1_000, expired.Proposals[23].FinishedAt)
}

// A block reads the indexes of what is not finished, and an idle block writes nothing.
func TestIndexesOfABlockDoNotGrowWithHistory(t *testing.T) {
	f := newAssembly(t, atOnce)
	for range 20 {
		f.votes(f.propose(first, &consortium.MsgChangeMember{Authority: address(authority), Member: "bank-5", Name: "Bank Five"}), first, second, third, fourth)
		f.end()
	}
	for _, prefix := range []byte{24, 25, 26} {
		require.False(t, hasPrefix(f.dump(), []byte{prefix}), "prefix %d", prefix)
	}
	before := f.dump()
	require.Empty(t, f.end())
	require.Equal(t, before, f.dump())
}
