// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/taelnet/tael/networks/dashboard"
)

const (
	flagOnce  = "once"
	flagASCII = "ascii"
	// onceWatches is how long --once counts blocks: one full second between two that are cut.
	onceWatches = 2 * time.Second
)

func topCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "top",
		Short: "Watch a network in the terminal: payments per second, results, positions, cycles, alarms",
		Long: `Watches a network and refreshes every second: payments per second, blocks, transactions and instructions by result
since it was started, positions against min(cover, cap), cycles with the time to their cut-off, who signs, and alarms.

Keys: q quits, c shows the next currency, p pauses. Into a pipe or file it prints one line per second, or one JSON
document per line with --output json.

Without --node it asks the nodes of the local network in --home, or the node that the client.toml of that home names.`,
		Example: `taeld top
taeld top --node http://127.0.0.1:27001 --ascii
taeld top --once --output json | jq .rates`,
		Args: cobra.NoArgs,
		// Reading the default home here would make it.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE:              watchNetwork,
	}
	addNetworkFlags(cmd)
	cmd.Flags().Bool(flagOnce, false, "print one frame after two seconds and exit")
	cmd.Flags().Bool(flagASCII, false, "draw with ASCII characters only")
	return cmd
}

func watchNetwork(cmd *cobra.Command, _ []string) error {
	asJSON, err := wantsJSON(cmd)
	if err != nil {
		return err
	}
	observer, err := observer(cmd)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	feed, err := dashboard.Start(ctx, observer)
	if err != nil {
		return noNode(err)
	}
	look := dashboard.Look{Width: dashboard.MinWidth, Height: dashboard.MinHeight}
	look.ASCII, _ = cmd.Flags().GetBool(flagASCII)
	once, _ := cmd.Flags().GetBool(flagOnce)
	out, isFile := cmd.OutOrStdout().(*os.File)
	terminal := isFile && term.IsTerminal(int(out.Fd()))
	if terminal {
		if width, height, err := term.GetSize(int(out.Fd())); err == nil {
			look.Width, look.Height = width, height-1 // the prompt needs a line
		}
	}
	switch {
	case once:
		return printFrame(ctx, cmd, feed, look, asJSON)
	case terminal && !asJSON:
		return dashboard.Show(ctx, cmd.InOrStdin(), out, feed.Moment, look)
	default:
		return printLines(ctx, cmd, feed, asJSON)
	}
}

func printFrame(ctx context.Context, cmd *cobra.Command, feed *dashboard.Feed, look dashboard.Look, asJSON bool) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(onceWatches):
	}
	if asJSON {
		return writeJSON(cmd.OutOrStdout(), feed.Moment(), "  ")
	}
	return printLine(cmd, dashboard.Frame(feed.Moment(), look))
}

// printLines prints a line per second until it is interrupted or nobody reads it any more.
func printLines(ctx context.Context, cmd *cobra.Command, feed *dashboard.Feed, asJSON bool) error {
	tick := time.NewTicker(dashboard.Refresh)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if asJSON {
			if err := writeJSON(cmd.OutOrStdout(), feed.Moment(), ""); err != nil {
				return err
			}
			continue
		}
		if err := printLine(cmd, dashboard.Line(feed.Moment())); err != nil {
			return err
		}
	}
}
