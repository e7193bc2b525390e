// SPDX-License-Identifier: Apache-2.0

//determinism:allow prints for people, in a client

package module

import (
	"io"
	"os"

	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/wallet"
)

const (
	flagDenom    = "denom"
	flagStrength = "strength"
	flagChannel  = "channel"
)

// queryCommand holds the query that prints a table; AutoCLI adds the others.
func queryCommand() *cobra.Command {
	root := &cobra.Command{
		Use: compliance.ModuleName, Short: "Querying commands for the compliance module",
		DisableFlagParsing: true, SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd,
	}
	root.AddCommand(headroomCommand())
	return root
}

func headroomCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "headroom [wallet]", Short: "Show what a wallet may still pay, receive and hold now, and which row binds",
		Args: cobra.ExactArgs(1), Example: "taeld query compliance headroom " + exampleWallet + " --strength two --channel static-code",
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientQueryContext(cmd)
			if err != nil {
				return err
			}
			req, err := headroomRequest(cmd, args[0])
			if err != nil {
				return err
			}
			res, err := compliance.NewQueryClient(clientCtx).Headroom(cmd.Context(), req)
			if err != nil {
				return err
			}
			if clientCtx.OutputFormat == flags.OutputFormatJSON {
				return clientCtx.PrintProto(res)
			}
			units, err := unitsOf(cmd, banktypes.NewQueryClient(clientCtx), res)
			if err != nil {
				return err
			}
			return writeHeadroom(outputOf(clientCtx), res, units)
		},
	}
	cmd.Flags().String(flagDenom, "", "answer for this denom alone")
	cmd.Flags().String(flagStrength, "one", "how the payer would be authenticated: none, one, two or cert")
	cmd.Flags().String(flagChannel, "", "how the payment would be begun: online, static-code, dynamic-code, proximity or in-person")
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

// headroomRequest reads the flags.
func headroomRequest(cmd *cobra.Command, address string) (*compliance.QueryHeadroomRequest, error) {
	req := &compliance.QueryHeadroomRequest{Wallet: address}
	var err error
	if req.Denom, err = cmd.Flags().GetString(flagDenom); err != nil {
		return nil, err
	}
	strength, err := named(cmd, flagStrength, "STRENGTH_", compliance.Strength_value)
	if err != nil {
		return nil, err
	}
	channel, err := named(cmd, flagChannel, "CHANNEL_", wallet.Channel_value)
	req.Strength, req.Channel = compliance.Strength(strength), wallet.Channel(channel)
	return req, err
}

// unitsOf asks bank how people write the denoms of an answer.
func unitsOf(cmd *cobra.Command, bank banktypes.QueryClient, res *compliance.QueryHeadroomResponse) (map[string]unit, error) {
	units := map[string]unit{}
	for _, h := range res.Headroom {
		if _, known := units[h.Denom]; known {
			continue
		}
		answer, err := bank.DenomMetadata(cmd.Context(), &banktypes.QueryDenomMetadataRequest{Denom: h.Denom})
		switch {
		case status.Code(err) == codes.NotFound:
			units[h.Denom] = unit{name: h.Denom} // written in minor units, as the denom says
		case err != nil:
			return nil, err
		default:
			units[h.Denom] = unitOf(answer.Metadata)
		}
	}
	return units, nil
}

func outputOf(clientCtx client.Context) io.Writer {
	if clientCtx.Output != nil {
		return clientCtx.Output
	}
	return os.Stdout
}
