// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"fmt"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
	consortiumkeeper "github.com/taelnet/tael/x/consortium/keeper"
	"github.com/taelnet/tael/x/netting"
)

// submit: submit raise-cap by=bank-a, with a message a line: puts them to the vote under a name.
func (j *Journey) submit(a *args) string {
	name := a.first()
	var msgs []sdk.Msg
	for line := range strings.Lines(a.d.Input) {
		inner := a.inner(strings.TrimSpace(line))
		msgs = append(msgs, j.proposable(inner))
		if inner.err != nil {
			a.fail(inner.err)
		}
	}
	key := j.Keys.Account(a.text("by", required), genesis.KeyGovernance, 0)
	if a.err != nil {
		return ""
	}
	id, err := j.App.Keepers.Consortium.NextProposal(j.Context())
	if err != nil {
		a.fail(err)
		return ""
	}
	j.proposals[name] = id
	return j.deliver(key, j.Proposal(sdk.AccAddress(key.PubKey().Address()).String(), msgs...))
}

// proposable is a message of the consortium, written as the command that has it act.
func (j *Journey) proposable(a *args) sdk.Msg {
	switch a.d.Cmd {
	case "suspend":
		return &consortium.MsgSuspendMember{Authority: j.Authority(), Member: a.first()}
	case "reinstate":
		return &consortium.MsgReinstateMember{Authority: j.Authority(), Member: a.first()}
	case "cap":
		return &netting.MsgSetCap{Authority: j.Authority(), Member: a.first(), Currency: "CNY", Cap: a.amount()}
	case "rename":
		return &consortium.MsgChangeMember{Authority: j.Authority(), Member: a.first(), Name: a.text("name", required)}
	default:
		a.fail(fmt.Errorf("submit: expected suspend, reinstate, cap or rename, got %q", a.d.Cmd))
		return nil
	}
}

// officerFor is the GOVERNANCE officer named by by=, and the proposal.
func (j *Journey) officerFor(a *args, build func(officer string, proposal uint64) sdk.Msg) string {
	id, known := j.proposals[a.first()]
	if !known {
		a.fail(fmt.Errorf("%s: no proposal %q was submitted", a.d.Cmd, a.first()))
	}
	by := a.text("by", required)
	if a.err != nil {
		return ""
	}
	key := j.Keys.Account(by, genesis.KeyGovernance, 0)
	return j.deliver(key, build(sdk.AccAddress(key.PubKey().Address()).String(), id))
}

// vote: vote raise-cap by=bank-a [option=no].
func (j *Journey) vote(a *args) string {
	option := consortium.VoteOption(a.enum("option", "VOTE_OPTION_", consortium.VoteOption_value, "yes"))
	return j.officerFor(a, func(officer string, proposal uint64) sdk.Msg {
		return &consortium.MsgVote{Voter: officer, Proposal: proposal, Option: option}
	})
}

// veto: veto raise-cap by=regulator.
func (j *Journey) veto(a *args) string {
	return j.officerFor(a, func(officer string, proposal uint64) sdk.Msg {
		return &consortium.MsgVeto{Officer: officer, Proposal: proposal}
	})
}

// withdraw: withdraw raise-cap by=bank-a.
func (j *Journey) withdraw(a *args) string {
	return j.officerFor(a, func(officer string, proposal uint64) sdk.Msg {
		return &consortium.MsgWithdrawProposal{Proposer: officer, Proposal: proposal}
	})
}

// charter: charter time-lock=1h: the consortium changes its time-lock.
func (j *Journey) charter(a *args) string {
	lock, err := time.ParseDuration(a.text("time-lock", "0s"))
	if err != nil {
		a.fail(err)
		return ""
	}
	rules, err := j.App.Keepers.Consortium.Charter(j.Context())
	if err != nil {
		a.fail(err)
		return ""
	}
	rules.TimeLock = uint64(lock / time.Second)
	return j.byAuthority(a, func(authority string) sdk.Msg { return &consortium.MsgSetCharter{Authority: authority, Charter: rules} })
}

// proposal shows where a proposal stands, how it was voted and why it failed.
func (j *Journey) proposal(a *args) string {
	resp, err := consortiumkeeper.NewQueryServer(j.App.Keepers.Consortium).Proposal(j.Context(), &consortium.QueryProposalRequest{Proposal: j.proposals[a.first()]})
	if err != nil {
		a.fail(err)
		return ""
	}
	t := resp.Tally
	line := fmt.Sprintf("%s, %d yes and %d no of %d, %d needed",
		strings.TrimPrefix(resp.Proposal.Status.String(), "PROPOSAL_STATUS_"), t.Yes, t.No, t.Voting, t.Needed)
	if f := resp.Proposal.Failure; f != nil {
		line += fmt.Sprintf(", message %d failed with %s/%d", f.Message, f.Codespace, f.Code)
	}
	return line + "\n"
}

// member shows what a member is.
func (j *Journey) member(a *args) string {
	m, err := j.App.Keepers.Consortium.MemberByID(j.Context(), a.first())
	if err != nil {
		a.fail(err)
		return ""
	}
	return fmt.Sprintf("%s %s\n", m.Name, strings.TrimPrefix(m.Status.String(), "MEMBER_STATUS_"))
}
