// SPDX-License-Identifier: Apache-2.0

//determinism:allow reads a file for a transaction, in a client

package module

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"

	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// GetTxCmd returns the room's transaction commands.
func (AppModule) GetTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use: payment.ModuleName, Short: "Transactions of the payment module",
		DisableFlagParsing: true, SuggestionsMinimumDistance: 2, RunE: client.ValidateCmd,
	}
	cmd.AddCommand(payCommand(), refundCommand(), payBatchCommand())
	return cmd
}

func payCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "pay [payee] [amount]",
		Short: "Pay from your own wallet",
		Long: `Pay from the wallet of the --from key. The amount is written like "12.34 CNY"; bare coins like 1234cny are refused,
because nobody sees by them whether yuan or fen are meant. E-money is paid unless --settling asks for central-bank money.
The answer of the transaction is not the answer of the payment: ask with "query payment payment [payer] [uetr]".`,
		Example: `taeld tx payment pay ` + examplePayee + ` "12.34 CNY" --from alice
taeld tx payment pay ` + examplePayee + ` "5 CNY" --settling --purpose GDDS --uetr ` + exampleUETR + ` --from alice
taeld tx payment pay ` + examplePayee + ` "5 CNY" --fee ` + exampleFeePayee + `="0.01 CNY" --channel static_code --from alice
taeld tx payment pay ` + examplePayee + ` "12.34 CNY" --denom cny --exponent 2 --valid-until 1795449600 --generate-only --offline --from alice`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			terms, err := readTerms(cmd, clientCtx, args[1], "")
			if err != nil {
				return err
			}
			msg := &payment.MsgPay{
				Payer: clientCtx.GetFromAddress().String(), Uetr: terms.uetr, Payee: args[0], Denom: terms.denom, Amount: terms.amount,
				Purpose: terms.purpose, Reference: terms.reference, ValidUntil: terms.validUntil,
			}
			if msg.Extras, err = readExtras(cmd.Flags(), terms.exponent, args[1]); err != nil {
				return err
			}
			if err := msg.ValidateBasic(); err != nil {
				return err
			}
			cmd.PrintErrln("uetr:", msg.Uetr)
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	addTermFlags(cmd)
	addExtrasFlags(cmd)
	cmd.Flags().Bool(flagSettling, false, "pay central-bank money instead of e-money")
	return cmd
}

func refundCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "refund [original] [amount]",
		Short: "Give back all or part of a payment that your own wallet received",
		Long: `Give back to the payer of a payment, in the same money. original is the payment's canonical content in hex, as
its sender signed it; the chain remembers its digest and refuses any other.`,
		Example: `taeld tx payment refund 0101746165...6a "4.00 CNY" --from shop`,
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			raw, err := hex.DecodeString(args[0])
			if err != nil {
				return payment.ErrOriginalMalformed.Wrapf("expected the content in hex: %s", err)
			}
			original, err := wallet.ParseContent(raw)
			if err != nil {
				return payment.ErrOriginalMalformed.Wrap(err.Error())
			}
			terms, err := readTerms(cmd, clientCtx, args[1], original.Denom)
			if err != nil {
				return err
			}
			msg := &payment.MsgRefund{
				Payee: clientCtx.GetFromAddress().String(), Uetr: terms.uetr, Original: original.UntaggedBytes(), Amount: terms.amount,
				Purpose: terms.purpose, Reference: terms.reference, ValidUntil: terms.validUntil,
			}
			if err := msg.ValidateBasic(); err != nil {
				return err
			}
			cmd.PrintErrln("uetr:", msg.Uetr)
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	addTermFlags(cmd)
	return cmd
}

func payBatchCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "pay-batch [file]",
		Short: "Carry device-signed instructions (SUBMITTER)",
		Long:  `Carry the instructions of a file, one a line in base64, 1 to 1,000 of them.`,
		Example: `taeld tx payment pay-batch salaries.txt --mode each --from bank-a-submitter-1
taeld tx payment pay-batch legs.txt --mode atomic --from bank-a-submitter-1`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return err
			}
			mode, err := cmd.Flags().GetString(flagMode)
			if err != nil {
				return err
			}
			msg := &payment.MsgPayBatch{
				Carrier: clientCtx.GetFromAddress().String(),
				Mode:    payment.BatchMode(payment.BatchMode_value["BATCH_MODE_"+strings.ToUpper(mode)]),
			}
			if msg.Instructions, err = readInstructions(args[0]); err != nil {
				return err
			}
			if err := msg.ValidateBasic(); err != nil {
				return err
			}
			return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
		},
	}
	cmd.Flags().String(flagMode, "each", "each or atomic")
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// readInstructions reads one instruction a line; a line that is no base64 fails the whole file.
func readInstructions(path string) ([][]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := bytes.Split(bytes.TrimRight(content, "\n"), []byte("\n"))
	instructions := make([][]byte, len(lines))
	for i, line := range lines {
		if instructions[i], err = base64.StdEncoding.DecodeString(string(line)); err != nil {
			return nil, payment.ErrPaymentMalformed.Wrapf("line %d: expected an instruction in base64: %s", i+1, err)
		}
	}
	return instructions, nil
}
