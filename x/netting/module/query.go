// SPDX-License-Identifier: Apache-2.0

package module

import (
	"context"
	"io"
	"strconv"

	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/taelnet/tael/x/netting"
)

// queryCommand holds the queries that print tables; with --output json they print what AutoCLI would.
func queryCommand() *cobra.Command {
	root := &cobra.Command{
		Use: netting.ModuleName, Short: "Querying commands for the netting module",
		DisableFlagParsing: true, SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd,
	}
	for _, cmd := range []*cobra.Command{positionsCommand(), cycleCommand(), statementCommand(), intradayCommand()} {
		flags.AddQueryFlagsToCmd(cmd)
		root.AddCommand(cmd)
	}
	return root
}

func positionsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "positions [currency]", Short: "List the positions of all members in a currency", Args: cobra.ExactArgs(1),
		Example: "taeld query netting positions CNY",
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			page, err := client.ReadPageRequest(cmd.Flags())
			if err != nil {
				return err
			}
			res, err := netting.NewQueryClient(clientCtx).Positions(cmd.Context(), &netting.QueryPositionsRequest{Currency: args[0], Pagination: page})
			return show(cmd.Context(), clientCtx, args[0], res, err, func(w io.Writer, m money) error { return writePositions(w, m, res) })
		},
	}
	flags.AddPaginationFlagsToCmd(cmd, "positions")
	return cmd
}

func cycleCommand() *cobra.Command {
	return &cobra.Command{
		Use: "cycle [currency] [number]", Short: "Show a cycle, what netting saved in it, and its settlement; without a number the open one",
		Args: cobra.RangeArgs(1, 2), Example: "taeld query netting cycle CNY 3",
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			number, err := optionalNumber(args, 1)
			if err != nil {
				return err
			}
			res, err := netting.NewQueryClient(clientCtx).Cycle(cmd.Context(), &netting.QueryCycleRequest{Currency: args[0], Number: number})
			return show(cmd.Context(), clientCtx, args[0], res, err, func(w io.Writer, m money) error { return writeCycle(w, m, res) })
		},
	}
}

func statementCommand() *cobra.Command {
	return &cobra.Command{
		Use: "statement [member] [currency] [cycle]", Short: "Show a member's statement for a cycle; without a number that of the open one",
		Args: cobra.RangeArgs(2, 3), Example: "taeld query netting statement north-bank CNY 3",
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			cycle, err := optionalNumber(args, 2)
			if err != nil {
				return err
			}
			res, err := netting.NewQueryClient(clientCtx).Statement(cmd.Context(),
				&netting.QueryStatementRequest{Member: args[0], Currency: args[1], Cycle: cycle})
			return show(cmd.Context(), clientCtx, args[1], res, err, func(w io.Writer, m money) error { return writeStatement(w, m, res) })
		},
	}
}

func intradayCommand() *cobra.Command {
	return &cobra.Command{
		Use: "intraday [member] [currency]", Short: "Show a member's liquidity on the present settlement day",
		Args: cobra.ExactArgs(2), Example: "taeld query netting intraday north-bank CNY",
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			res, err := netting.NewQueryClient(clientCtx).Intraday(cmd.Context(), &netting.QueryIntradayRequest{Member: args[0], Currency: args[1]})
			return show(cmd.Context(), clientCtx, args[1], res, err, func(w io.Writer, m money) error { return writeIntraday(w, m, res) })
		},
	}
}

// show prints an answer as JSON if that was asked for, else as a table with amounts of the currency.
func show(
	ctx context.Context, clientCtx client.Context, code string, res proto.Message, err error, table func(io.Writer, money) error,
) error {
	if err != nil {
		return err
	}
	if clientCtx.OutputFormat == flags.OutputFormatJSON {
		return clientCtx.PrintProto(res)
	}
	m, err := moneyOf(ctx, clientCtx, code)
	if err != nil {
		return err
	}
	return table(outputOf(clientCtx), m)
}

// optionalNumber is the cycle number at a place of the arguments, 0 (the open cycle) if there is none.
func optionalNumber(args []string, at int) (uint64, error) {
	if len(args) <= at {
		return 0, nil
	}
	number, err := strconv.ParseUint(args[at], 10, 64)
	if err != nil {
		return 0, netting.ErrMessageInvalid.Wrapf("expected the number of a cycle, got %q", args[at])
	}
	return number, nil
}
