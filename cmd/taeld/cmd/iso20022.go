// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/taelnet/tael/gateway/iso20022"
)

// iso20022Command holds what is done with messages of banks without a network.
func iso20022Command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "iso20022",
		Short: "Look at ISO 20022 messages, without a network",
		// A file is judged by itself: reading the default home here would make one.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.AddCommand(checkMessagesCommand())
	return cmd
}

func checkMessagesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Read files whole and print what each is, or why it is refused",
		Long: `Read files whole and print what each is, or why it is refused.

Every file is read as strictly as before a payment: form, types, counts and sums. The command ends with 0 if all files
hold, and otherwise with 1 and, for each that does not, file, line, element and rule.`,
		Example: `taeld iso20022 check payments-0001.xml
taeld iso20022 check --output json statements/*.xml`,
		Args: cobra.MinimumNArgs(1),
		RunE: checkMessages,
	}
	cmd.Flags().StringP(flagOutput, "o", outputText, "text or json")
	return cmd
}

func checkMessages(cmd *cobra.Command, args []string) error {
	format, err := outputFormat(cmd)
	if err != nil {
		return err
	}
	now := time.Now()
	views := []fileView{}
	var refused []error
	for _, file := range args {
		summary, err := checkMessage(file, now)
		if err != nil {
			refused = append(refused, err)
			continue
		}
		v := viewFile(file, summary)
		views = append(views, v)
		if format == outputText {
			if err := printLine(cmd, v.line()); err != nil {
				return err
			}
		}
	}
	if format == outputJSON {
		if err := printJSON(cmd, views); err != nil {
			return err
		}
	}
	if len(refused) > 0 {
		return fmt.Errorf("%d of %d files refused:\n%w", len(refused), len(args), errors.Join(refused...))
	}
	return nil
}

func checkMessage(file string, now time.Time) (iso20022.Summary, error) {
	f, err := os.Open(file)
	if err != nil {
		return iso20022.Summary{}, err
	}
	defer func() { _ = f.Close() }() // only read from
	return iso20022.Check(f, iso20022.Options{File: file, Now: now})
}
