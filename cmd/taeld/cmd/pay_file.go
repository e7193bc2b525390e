// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	sdkclient "github.com/cosmos/cosmos-sdk/client"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
)

func payFile(cmd *cobra.Command, args []string) error {
	format, err := outputFormat(cmd)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	home := sdkclient.GetClientContextFromCmd(cmd)
	o, err := payFileOptions(cmd, home, args[0])
	if err != nil {
		return err
	}
	reporting, err := payFileReport(cmd)
	if err != nil {
		return err
	}
	c, err := dialNodes(ctx, cmd, home)
	if err != nil {
		return err
	}
	defer c.Close()
	if dry, _ := cmd.Flags().GetBool(flagDryRun); dry {
		forecast, err := payfile.Preview(ctx, o, payfile.ChainView{Client: c})
		if err != nil {
			return err
		}
		return printForecast(cmd, format, o.File, forecast)
	}
	return payAndPrint(ctx, cmd, home, format, c, o, reporting)
}

// payFileOptions reads what does not need a node. The zero Payer and no Lanes do for a dry run.
func payFileOptions(cmd *cobra.Command, home sdkclient.Context, file string) (payfile.PayOptions, error) {
	f := cmd.Flags()
	directoryFile, _ := f.GetString(flagDirectory)
	folder, _ := f.GetString(flagKeystore)
	if directoryFile == "" || folder == "" {
		return payfile.PayOptions{}, errors.New("expected --directory FILE and --keystore DIR")
	}
	if home.ChainID == "" {
		return payfile.PayOptions{}, errors.New("set the chain id")
	}
	directory, err := payfile.LoadDirectory(directoryFile)
	if err != nil {
		return payfile.PayOptions{}, fmt.Errorf("%s: %w", directoryFile, err)
	}
	keys, err := payfile.OpenKeystore(folder, home.ChainID)
	if err != nil {
		return payfile.PayOptions{}, err
	}
	o := payfile.PayOptions{File: file, Planner: payfile.Planner{ChainID: home.ChainID, Directory: directory}, Signers: keys}
	o.Journal, _ = f.GetString(flagJournal)
	o.Payer.Batch, _ = f.GetInt(flagBatch)
	return o, nil
}

// payFileReport reads how the file is answered. Where the report goes and what it is validated by has to be there before
// anything is paid.
func payFileReport(cmd *cobra.Command) (payfile.ReportOptions, error) {
	path, _ := cmd.Flags().GetString(flagReport)
	if path != "" {
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return payfile.ReportOptions{}, fmt.Errorf("--%s: %w", flagReport, err)
		}
	}
	schemas, err := loadSchemas(cmd)
	if schemas == nil || err != nil {
		return payfile.ReportOptions{}, err
	}
	if path == "" {
		return payfile.ReportOptions{}, fmt.Errorf("--%s: expected --%s FILE, the report that it validates", flagSchemas, flagReport)
	}
	for _, answer := range []iso20022.Message{iso20022.Pain002, iso20022.Pacs002} {
		if !slices.Contains(schemas.Messages(), answer) {
			return payfile.ReportOptions{}, fmt.Errorf("--%s: %w of %s", flagSchemas, iso20022.ErrNoSchema, answer)
		}
	}
	return payfile.ReportOptions{Schemas: schemas}, nil
}

func payAndPrint(
	ctx context.Context, cmd *cobra.Command, home sdkclient.Context, format string, c *client.Client, o payfile.PayOptions,
	reporting payfile.ReportOptions,
) error {
	names, _ := cmd.Flags().GetStringSlice(flagFrom)
	lanes, err := openLanes(home, c, names)
	if err != nil {
		return err
	}
	meter := newMeter(cmd.ErrOrStderr())
	o.Lanes, o.Progress = lanes, meter.tell
	outcome, err := payfile.Pay(ctx, o)
	meter.end()
	if outcome.Answers == nil {
		var broken *iso20022.Error
		if !errors.As(err, &broken) {
			return err
		}
		return errors.Join(err, reportTo(cmd, func(w io.Writer) error { return payfile.ReportRefused(w, o, reporting, broken) }))
	}
	err = errors.Join(err, reportTo(cmd, func(w io.Writer) error { return outcome.Report(w, o, reporting) }))
	if printErr := printOutcome(cmd, format, o.File, outcome); printErr != nil {
		return errors.Join(err, printErr)
	}
	if errors.Is(err, payfile.ErrUnknown) {
		return fmt.Errorf("%w\nnext: run the same command again: it goes on from the journal and pays nothing twice", err)
	}
	return err
}

// reportTo writes the report that the flags ask for: whole, or not at all.
func reportTo(cmd *cobra.Command, write func(io.Writer) error) error {
	path, _ := cmd.Flags().GetString(flagReport)
	if path == "" {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("--%s: %w", flagReport, err)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("--%s: %w", flagReport, errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

func outputFormat(cmd *cobra.Command) (string, error) {
	format, _ := cmd.Flags().GetString(flagOutput)
	if format != outputText && format != outputJSON {
		return "", fmt.Errorf("--output: expected %s or %s, got %q", outputText, outputJSON, format)
	}
	return format, nil
}
