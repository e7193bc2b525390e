// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/cmd/taeld/governance"
)

const (
	flagTemplate = "template"
	flagList     = "list"
)

// governanceCommand is what people do with proposals.
func governanceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "governance", Aliases: []string{"gov"}, Short: "Propose, judge and follow what the consortium decides",
		SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd,
	}
	cmd.AddCommand(
		governanceDraftCommand(), governanceSubmitCommand(), governanceVoteCommand(), governanceVetoCommand(), governanceWithdrawCommand(),
		governanceShowCommand(), governanceListCommand(), governanceFollowCommand(),
	)
	return cmd
}

func governanceDraftCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "draft [FILE]",
		Short: "Show what a file of messages would change, without sending it",
		Long: `Shows what a file of messages would change, against the state of now, and what it takes to decide it. Nothing is sent.

FILE is a list in YAML or JSON of messages, each with "@type" and its fields; the authority fills itself in.`,
		Example: `taeld governance draft --list
taeld governance draft --template MsgSetCap > cap.yaml
taeld governance draft cap.yaml`,
		Args: cobra.MaximumNArgs(1), RunE: governanceDraft,
	}
	cmd.Flags().String(flagTemplate, "", "print a file to fill in for this message type")
	cmd.Flags().Bool(flagList, false, "list the messages that a proposal may carry")
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

func governanceDraft(cmd *cobra.Command, args []string) error {
	ctx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	reader := proposalReader(ctx)
	if list, _ := cmd.Flags().GetBool(flagList); list {
		return listProposable(cmd, reader)
	}
	if name, _ := cmd.Flags().GetString(flagTemplate); name != "" {
		text, err := reader.Template(name)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(cmd.OutOrStdout(), text)
		return err
	}
	if len(args) == 0 {
		return fmt.Errorf("expected FILE, --%s MESSAGE or --%s", flagTemplate, flagList)
	}
	_, effect, err := readDraft(cmd, ctx, args[0])
	if err != nil {
		return err
	}
	if asJSON, err := wantsJSON(cmd); asJSON || err != nil {
		if err != nil {
			return err
		}
		return writeJSON(cmd.OutOrStdout(), effect, "  ")
	}
	return effect.Write(cmd.OutOrStdout())
}

// proposalReader reads what this release lets a proposal carry.
func proposalReader(ctx client.Context) governance.Reader {
	reader := governance.Reader{Codec: ctx.Codec}
	for url, rule := range app.AccessMatrix() {
		if rule.Authority {
			reader.Proposable = append(reader.Proposable, url)
		}
	}
	slices.Sort(reader.Proposable)
	return reader
}

func listProposable(cmd *cobra.Command, reader governance.Reader) error {
	type line struct {
		Message string `json:"message"`
		Says    string `json:"says"`
	}
	var lines []line
	for _, url := range reader.Proposable {
		says, _ := governance.Known(url)
		lines = append(lines, line{url, says})
	}
	asJSON, err := wantsJSON(cmd)
	if err != nil {
		return err
	}
	if asJSON {
		return writeJSON(cmd.OutOrStdout(), lines, "  ")
	}
	for _, l := range lines {
		if err := printLine(cmd, fmt.Sprintf("%-45s %s", strings.TrimPrefix(l.Message, "/"), l.Says)); err != nil {
			return err
		}
	}
	return nil
}

func readDraft(cmd *cobra.Command, ctx client.Context, file string) ([]sdk.Msg, governance.Effect, error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, syscall.EISDIR) {
		return nil, governance.Effect{}, fmt.Errorf("%s: expected a file of messages, got a directory", file)
	}
	if err != nil {
		return nil, governance.Effect{}, err
	}
	messages, err := proposalReader(ctx).Read(raw)
	if err != nil {
		return nil, governance.Effect{}, fmt.Errorf("%s: %w", file, err)
	}
	effect, err := governance.Assess(cmd.Context(), governance.Chain{Conn: ctx}, messages)
	if err != nil {
		return nil, effect, fmt.Errorf("%s: %w", file, err)
	}
	return messages, effect, nil
}
