// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"io"
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
hold, and otherwise with 1 and, for each that does not, file, line, element and rule.

With --schemas each file is validated by the official schema of its message as well, a second opinion. The folder holds
each schema in a file that is named as its message, for example pacs.008.001.08.xsd.`,
		Example: `taeld iso20022 check payments-0001.xml
taeld iso20022 check --output json statements/*.xml
taeld iso20022 check --schemas schemas answers/*.xml`,
		Args: cobra.MinimumNArgs(1),
		RunE: checkMessages,
	}
	cmd.Flags().String(flagSchemas, "", "folder of the official schemas by which each file is validated too")
	cmd.Flags().StringP(flagOutput, "o", outputText, "text or json")
	return cmd
}

func checkMessages(cmd *cobra.Command, args []string) error {
	format, err := outputFormat(cmd)
	if err != nil {
		return err
	}
	schemas, err := loadSchemas(cmd)
	if err != nil {
		return err
	}
	now := time.Now()
	views := []fileView{}
	var refused []error
	for _, file := range args {
		summary, err := checkMessage(file, now, schemas)
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

func checkMessage(file string, now time.Time, schemas *iso20022.Schemas) (iso20022.Summary, error) {
	f, err := os.Open(file)
	if err != nil {
		return iso20022.Summary{}, err
	}
	defer func() { _ = f.Close() }() // only read from
	summary, err := iso20022.Check(f, iso20022.Options{File: file, Now: now})
	if err != nil || schemas == nil {
		return summary, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return iso20022.Summary{}, err
	}
	return summary, brokenSchema(file, schemas.Validate(summary.Message, f))
}

// brokenSchema writes what a schema refuses as everything else that a file is refused for.
func brokenSchema(file string, err error) error {
	var broken *iso20022.SchemaError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &broken):
		return fmt.Errorf("%s: %w", file, err)
	}
	more := ""
	if broken.More > 0 {
		more = fmt.Sprintf(", and %d more", broken.More)
	}
	return fmt.Errorf("%s:%d: %s: %s (schema of %s%s)", file, broken.Line, broken.Element, broken.Rule, broken.Message, more)
}

// loadSchemas loads the folder that the flags name, nil if they name none.
func loadSchemas(cmd *cobra.Command) (*iso20022.Schemas, error) {
	folder, _ := cmd.Flags().GetString(flagSchemas)
	if folder == "" {
		return nil, nil
	}
	schemas, err := iso20022.LoadSchemas(folder)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flagSchemas, err)
	}
	return schemas, nil
}
