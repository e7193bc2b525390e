// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/cmd/taeld/governance"
	"github.com/taelnet/tael/x/consortium"
)

// proposalView is a proposal as people read it.
type proposalView struct {
	Number    uint64 `json:"number"`
	Status    string `json:"status"`
	Proposer  string `json:"proposer"`
	Submitted string `json:"submitted_at"`
	Expires   string `json:"expires_at"`
	Executes  string `json:"execute_at,omitempty"`
	Finished  string `json:"finished_at,omitempty"`
	// Failure says what kept an accepted proposal from taking effect.
	Failure  string   `json:"failure,omitempty"`
	Messages []string `json:"messages"`
	// Tally and Votes are not counted for a list.
	Tally *consortium.Tally `json:"tally,omitempty"`
	Votes map[string]string `json:"votes,omitempty"`
	// Effect is against the state of now; left out once the proposal has ended.
	Effect *governance.Effect `json:"effect,omitempty"`
	// Unclear says why there is no effect.
	Unclear string `json:"unclear,omitempty"`

	order []string
}

func governanceShowCommand() *cobra.Command {
	return asking(&cobra.Command{
		Use: "show NUMBER", Short: "Show a proposal: where it stands, what it would change now, who voted",
		Example: "taeld governance show 7", Args: cobra.ExactArgs(1),
	}, func(cmd *cobra.Command, ctx client.Context, args []string) error {
		number, err := proposalNumber(args[0])
		if err != nil {
			return err
		}
		return show(cmd, ctx, number)
	})
}

func governanceListCommand() *cobra.Command {
	return asking(&cobra.Command{
		Use: "list", Short: "List the proposals and where they stand", Example: "taeld governance list --output json", Args: cobra.NoArgs,
	}, func(cmd *cobra.Command, ctx client.Context, _ []string) error {
		page, err := client.ReadPageRequest(cmd.Flags())
		if err != nil {
			return err
		}
		answer, err := consortium.NewQueryClient(ctx).Proposals(cmd.Context(), &consortium.QueryProposalsRequest{Pagination: page})
		if err != nil {
			return err
		}
		views := make([]proposalView, 0, len(answer.Proposals))
		for _, p := range answer.Proposals {
			views = append(views, outline(p))
		}
		if asJSON, err := wantsJSON(cmd); asJSON || err != nil {
			return errors.Join(err, writeJSON(cmd.OutOrStdout(), views, "  "))
		}
		if len(views) == 0 {
			fmt.Fprintln(cmd.ErrOrStderr(), "no proposal was made yet")
		}
		for _, v := range views {
			if err := printLine(cmd, fmt.Sprintf("%4d  %-9s  %s  %s", v.Number, v.Status, v.Submitted, strings.Join(v.Messages, ", "))); err != nil {
				return err
			}
		}
		return nil
	})
}

func governanceFollowCommand() *cobra.Command {
	return asking(&cobra.Command{
		Use: "follow NUMBER", Short: "Wait until a proposal ends; fails unless it was executed",
		Example: "taeld governance follow 7", Args: cobra.ExactArgs(1),
	}, func(cmd *cobra.Command, ctx client.Context, args []string) error {
		number, err := proposalNumber(args[0])
		if err != nil {
			return err
		}
		last := ""
		for {
			answer, err := consortium.NewQueryClient(ctx).Proposal(cmd.Context(), &consortium.QueryProposalRequest{Proposal: number})
			if err != nil {
				return err
			}
			v := outline(answer.Proposal)
			line := fmt.Sprintf("proposal %d is %s: %d yes, %d no, %d needed", number, v.Status, answer.Tally.Yes, answer.Tally.No, answer.Tally.Needed)
			if line != last {
				fmt.Fprintln(cmd.ErrOrStderr(), line)
			}
			last = line
			if answer.Proposal.FinishedAt != 0 {
				if err := show(cmd, ctx, number); err != nil || answer.Proposal.Status == consortium.PROPOSAL_STATUS_EXECUTED {
					return err
				}
				return fmt.Errorf("proposal %d was not executed, it is %s", number, v.standing())
			}
			select {
			case <-cmd.Context().Done():
				return cmd.Context().Err()
			case <-time.After(time.Second):
			}
		}
	})
}

func asking(cmd *cobra.Command, run func(*cobra.Command, client.Context, []string) error) *cobra.Command {
	flags.AddQueryFlagsToCmd(cmd)
	if cmd.Name() == "list" {
		flags.AddPaginationFlagsToCmd(cmd, "proposals")
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx, err := client.GetClientQueryContext(cmd)
		if err != nil {
			return err
		}
		return run(cmd, ctx, args)
	}
	return cmd
}

func outline(p consortium.Proposal) proposalView {
	v := proposalView{
		Number: p.Id, Status: strings.TrimPrefix(p.Status.String(), "PROPOSAL_STATUS_"), Proposer: p.Proposer,
		Submitted: clockOf(p.SubmittedAt), Expires: clockOf(p.ExpiresAt), Executes: clockOf(p.ExecuteAt), Finished: clockOf(p.FinishedAt),
		Messages: p.TypeURLs(),
	}
	if p.Failure != nil {
		v.Failure = fmt.Sprintf("at message %d: %s error %d", p.Failure.Message+1, p.Failure.Codespace, p.Failure.Code)
	}
	return v
}

// standing is its status, with what failed if something did.
func (v proposalView) standing() string { return strings.TrimSpace(v.Status + " " + v.Failure) }

func clockOf(unix uint64) string {
	if unix == 0 {
		return ""
	}
	return time.Unix(int64(unix), 0).UTC().Format(time.RFC3339) //nolint:gosec // a block's time
}

func show(cmd *cobra.Command, ctx client.Context, number uint64) error {
	v, err := look(cmd, ctx, number)
	if err != nil {
		return err
	}
	if asJSON, err := wantsJSON(cmd); asJSON || err != nil {
		return errors.Join(err, writeJSON(cmd.OutOrStdout(), v, "  "))
	}
	return v.write(cmd)
}

func look(cmd *cobra.Command, ctx client.Context, number uint64) (proposalView, error) {
	asked := consortium.NewQueryClient(ctx)
	answer, err := asked.Proposal(cmd.Context(), &consortium.QueryProposalRequest{Proposal: number})
	if err != nil {
		return proposalView{}, err
	}
	chain := governance.Chain{Conn: ctx}
	members, err := chain.Members(cmd.Context())
	if err != nil {
		return proposalView{}, err
	}
	votes, err := asked.Votes(cmd.Context(), &consortium.QueryVotesRequest{Proposal: number})
	if err != nil {
		return proposalView{}, err
	}
	v := outline(answer.Proposal)
	v.Tally, v.Votes = &answer.Tally, map[string]string{}
	for _, vote := range votes.Votes {
		for _, m := range members {
			if m.Number == vote.Member {
				v.Votes[m.Id] = strings.TrimPrefix(vote.Option.String(), "VOTE_OPTION_")
				v.order = append(v.order, m.Id)
			}
		}
	}
	if answer.Proposal.FinishedAt != 0 {
		return v, nil
	}
	messages := make([]sdk.Msg, len(answer.Proposal.Messages))
	for i, packed := range answer.Proposal.Messages {
		if err := ctx.InterfaceRegistry.UnpackAny(packed, &messages[i]); err != nil {
			return v, err
		}
	}
	effect, err := governance.Assess(cmd.Context(), chain, messages)
	if err != nil {
		v.Unclear = err.Error()
		return v, nil
	}
	v.Effect = &effect
	return v, nil
}

func (v proposalView) write(cmd *cobra.Command) error {
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "proposal %d is %s\nby %s at %s, takes votes until %s\n", v.Number, v.standing(), v.Proposer, v.Submitted, v.Expires)
	if v.Executes != "" {
		fmt.Fprintf(w, "time-lock ends %s\n", v.Executes)
	}
	if v.Finished != "" {
		fmt.Fprintf(w, "ended %s: %s\n", v.Finished, strings.Join(v.Messages, ", "))
	}
	fmt.Fprintf(w, "votes: %d yes, %d no, %d needed of %d\n", v.Tally.Yes, v.Tally.No, v.Tally.Needed, v.Tally.Voting)
	for _, id := range v.order {
		fmt.Fprintf(w, "  %s: %s\n", id, v.Votes[id])
	}
	if v.Unclear != "" {
		_, err := fmt.Fprintf(w, "what it would change cannot be told: %s\n", v.Unclear)
		return err
	}
	if v.Effect == nil {
		return nil
	}
	return v.Effect.Write(w)
}
