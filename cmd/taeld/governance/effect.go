// SPDX-License-Identifier: Apache-2.0

package governance

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"cosmossdk.io/client/v2/autocli/flag"
	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// Known says whether there are words for a message type, and what it does.
func Known(url string) (string, bool) {
	w, known := wordOf(url)
	return w.Short, known
}

// Change is what one message would do.
type Change struct {
	// Type is its type URL.
	Type string `json:"type"`
	// Says is one plain sentence.
	Says string `json:"says"`
	// Fields are what changes against the state of now.
	Fields []Field `json:"fields"`
	// New is true if there is nothing yet that it would replace.
	New bool `json:"new,omitempty"`
}

// Effect is what a proposal would do, and what it takes to decide it.
type Effect struct {
	Changes []Change `json:"changes"`
	// Threshold is the share of the voting members, and Needed how many of Voters that is now.
	Threshold string `json:"threshold"`
	Needed    uint32 `json:"needed"`
	// VotingTerm and TimeLock are in seconds.
	VotingTerm uint64 `json:"voting_term"`
	TimeLock   uint64 `json:"time_lock"`
	// Voters are the ids of the members that vote now; Regulators of those that may veto.
	Voters     []string `json:"voters"`
	Regulators []string `json:"regulators"`
}

// Assess compares messages with the state of now. It refuses what the charter does not let a proposal carry.
func Assess(ctx context.Context, c Chain, messages []sdk.Msg) (Effect, error) {
	now, err := c.Charter(ctx)
	if err != nil {
		return Effect{}, err
	}
	if most := int(now.Charter.MaxMessages); len(messages) > most {
		return Effect{}, fmt.Errorf("expected at most %d messages by the charter, got %d: split the proposal", most, len(messages))
	}
	e := Effect{VotingTerm: now.Charter.VotingTerm, Voters: now.VotingMembers}
	var urls []string
	for i, msg := range messages {
		url := sdk.MsgTypeURL(msg)
		if !slices.Contains(now.Proposable, url) {
			return Effect{}, fmt.Errorf("messages[%d]: the node lets no proposal carry %s: does it run the same release?", i, url)
		}
		change, err := assess(ctx, c, url, msg)
		if err != nil {
			return Effect{}, fmt.Errorf("messages[%d] (%s): %w", i, shortName(url), err)
		}
		urls, e.Changes = append(urls, url), append(e.Changes, change)
	}
	threshold, lock := now.Charter.Strictest(urls)
	e.Threshold, e.TimeLock = fmt.Sprintf("%d/%d", threshold.Numerator, threshold.Denominator), lock
	e.Needed = max(threshold.Of(uint32(len(e.Voters))), 1) //nolint:gosec // members are at most 65535
	members, err := c.Members(ctx)
	for _, m := range members {
		if m.Status == consortium.MEMBER_STATUS_ACTIVE && slices.Contains(m.Roles, consortium.ROLE_REGULATOR) {
			e.Regulators = append(e.Regulators, m.Id)
		}
	}
	return e, err
}

func assess(ctx context.Context, c Chain, url string, msg sdk.Msg) (Change, error) {
	w, known := wordOf(url)
	if !known {
		return Change{}, fmt.Errorf("no words for %s", url)
	}
	change := Change{Type: url, Says: w.say(msg)}
	var err error
	if of, is := standings[url]; is {
		change.Fields, err = of(ctx, c, msg)
		return change, err
	}
	var was, is proto.Message = nil, msg
	if w.before != nil {
		if was, is, err = w.before(ctx, c, msg); err != nil {
			return change, err
		}
	}
	change.New = was == nil && is != nil
	change.Fields, err = diff(was, is)
	if descriptor, found := descriptorOf(url); found == nil && is == msg {
		signer := flag.GetSignerFieldName(descriptor)
		change.Fields = slices.DeleteFunc(change.Fields, func(f Field) bool { return f.Name == signer })
	}
	return change, err
}

// write prints a change for people: what there is and what there would be, or what is new.
func (c Change) write(w io.Writer) error {
	if len(c.Fields) == 0 {
		_, err := fmt.Fprintln(w, "   nothing changes: it is so already")
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if c.New {
		fmt.Fprintln(table, "   FIELD\tNEW")
	} else {
		fmt.Fprintln(table, "   FIELD\tNOW\tTHEN")
	}
	for _, f := range c.Fields {
		if c.New {
			fmt.Fprintf(table, "   %s\t%s\n", f.Name, f.After)
			continue
		}
		fmt.Fprintf(table, "   %s\t%s\t%s\n", f.Name, f.Before, f.After)
	}
	return table.Flush()
}

// Write prints the effect for people.
func (e Effect) Write(w io.Writer) error {
	for i, change := range e.Changes {
		fmt.Fprintf(w, "%d. %s\n", i+1, change.Says)
		if err := change.write(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "needs %d of %d votes (%s) within %s, then waits %s\nvote: %s\nmay veto: %s\n", e.Needed, len(e.Voters), e.Threshold,
		time.Duration(e.VotingTerm)*time.Second, time.Duration(e.TimeLock)*time.Second, //nolint:gosec // at most 90 days
		orNone(strings.Join(e.Voters, ", ")), orNone(strings.Join(e.Regulators, ", ")))
	return err
}
