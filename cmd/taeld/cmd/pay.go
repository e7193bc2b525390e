// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
)

const (
	flagDirectory = "directory"
	flagKeystore  = "keystore"
	flagFrom      = "from"
	flagGRPC      = "grpc-addr"
	flagTLS       = "tls-ca"
	flagDryRun    = "dry-run"
	flagJournal   = "journal"
	flagReport    = "report"
	flagSchemas   = "schemas"
	flagBatch     = "batch"
)

// payCommand holds what pays over lanes of this home's keyring.
func payCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "pay", Short: "Pay what a file asks for"}
	cmd.AddCommand(payFileCommand())
	return cmd
}

func payFileCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "file FILE --directory FILE --keystore DIR --from LANE[,LANE]",
		Short: "Pay a customer's file (pain.001) or an interbank file (pacs.008)",
		Long: `Pay a customer's file (pain.001) or an interbank file (pacs.008).

The whole file is checked first: a file with one fault is refused, and nothing of it is paid. Then every transfer is
planned with the directory, signed with the payer's development key of the keystore, and sent in batches over the lanes,
which are keys of this home with the duty SUBMITTER.

Answers are kept in a journal beside the file. A run that was cut off is continued by the same command: what has its
answer is left alone, the rest is sent again under the same UETRs, which pay nothing twice.

With --report the sender's answer is written: a status for every transfer, with the reason where it is no. With --schemas
it is validated by the official schemas of that folder first (pain.002.001.10.xsd, pacs.002.001.10.xsd): the file of the
report is a valid message, or it is not there.

The command ends with 0 once every transfer has its answer, also where the answer is no, and otherwise with 1.`,
		Example: `taeld pay file files/payments-0001.xml --directory directory.json --keystore keystore --from bank-a-submitter-0 --dry-run
taeld pay file files/payments-0001.xml --directory directory.json --keystore keystore --from bank-a-submitter-0,bank-a-submitter-1 --home .tael/localnet/bank-a --report answers/payments-0001.xml --schemas schemas`,
		Args: cobra.ExactArgs(1),
		RunE: payFile,
	}
	f := cmd.Flags()
	f.String(flagDirectory, "", "directory of accounts, wallets and devices")
	f.String(flagKeystore, "", "folder of the devices' development keys")
	f.StringSlice(flagFrom, nil, "keys of this home that carry the batches, each with the duty SUBMITTER")
	f.StringSlice(flagNode, nil, "RPC addresses of the nodes (default: the node of client.toml)")
	f.StringSlice(flagGRPC, nil, "gRPC addresses of the same nodes, in the same order (default: that of this home's app.toml)")
	f.String(flagTLS, "", "certificate of the authority that the nodes' gRPC servers are held to (default: plain text, for loopback)")
	f.String(flags.FlagChainID, "", "chain id (default: that of client.toml)")
	f.String(flags.FlagKeyringBackend, "", "keyring of the lanes (default: that of client.toml)")
	f.Bool(flagDryRun, false, "say what would happen; sign, send and write nothing")
	f.String(flagJournal, "", "journal of the file (default: FILE.journal)")
	f.String(flagReport, "", "file for the answer to the sender: a pain.002 or pacs.002, also of a refused file")
	f.String(flagSchemas, "", "folder of the official schemas by which the report is validated")
	f.Int(flagBatch, 500, "most instructions of one transaction")
	f.StringP(flagOutput, "o", outputText, "text or json")
	return cmd
}
