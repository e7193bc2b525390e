// SPDX-License-Identifier: Apache-2.0

//determinism:allow reads a file for a transaction, in a client

package module

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/taelnet/tael/x/netting"
)

// txCommand holds the transactions that read a file; AutoCLI adds the others.
func txCommand() *cobra.Command {
	root := &cobra.Command{
		Use: netting.ModuleName, Short: "Transactions of the netting module",
		DisableFlagParsing: true, SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd,
	}
	root.AddCommand(policyCommand())
	return root
}

// policyCommand has code of its own because AutoCLI cannot read a list of uint32, and a calendar is best kept in a file.
func policyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "set-currency-policy [currency] [file]",
		Short: "Set the inflow rule, the alarms and the settlement day of a currency (by the authority)",
		Long: `Set the whole policy of a currency out of a JSON file; what the file leaves out falls back to its default. For example:

  {
    "inflow": "INFLOW_PERCENT", "inflow_percent": 80, "alarm_percents": [60, 80, 95],
    "settlement_day": {
      "utc_offset_seconds": 28800, "cut_offs": [36000, 50400, 61200], "closed_weekdays": [6, 7], "holidays": [20270101]
    }
  }`,
		Example: "taeld tx netting set-currency-policy CNY policy.json --from authority", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			raw, err := os.ReadFile(args[1])
			if err != nil {
				return err
			}
			msg, err := readPolicy(clientCtx.Codec, raw, clientCtx.GetFromAddress().String(), args[0])
			if err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// readPolicy is the message of a policy file. ErrMessageInvalid if the file is no policy or names an authority or a
// currency, else what ValidateBasic reports.
func readPolicy(cdc codec.JSONCodec, raw []byte, authority, currency string) (*netting.MsgSetCurrencyPolicy, error) {
	msg := &netting.MsgSetCurrencyPolicy{}
	if err := cdc.UnmarshalJSON(raw, msg); err != nil {
		return nil, netting.ErrMessageInvalid.Wrapf("expected a policy in JSON: %s", err)
	}
	if msg.Authority != "" || msg.Currency != "" {
		return nil, netting.ErrMessageInvalid.Wrapf("expected a policy without authority and currency, got %q and %q", msg.Authority, msg.Currency)
	}
	msg.Authority, msg.Currency = authority, currency
	return msg, msg.ValidateBasic()
}
