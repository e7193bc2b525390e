// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	sdkclient "github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/custody"
	"github.com/taelnet/tael/x/consortium"
)

const (
	flagTo      = "to"
	flagSigner  = "signer"
	flagPortion = "portion"
)

// custodyCommand holds what a successor does with a member's customers.
func custodyCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "custody", Short: "Take over the customers of a member that is suspended or leaves"}
	cmd.AddCommand(moveAllCommand())
	return cmd
}

func moveAllCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "move-all --from MEMBER --to MEMBER --signer KEY",
		Short: "Take over all customers of a member, in portions, while they pay",
		Long: `Take over all customers of a member that is SUSPENDED or EXITING, in portions, while they pay.

--to is the member's successor, which has accepted, and --signer a key of this home with its duty OPERATIONS. The open
wallets of --from are read page by page and sent in portions. A wallet that cannot move now stays, holds nobody up and is
named with the reason: money in flight to a bank, cover that is short, its owner's own request.

A run that was cut off is continued by the same command: who was moved is no longer listed, and nobody moves twice. The
command ends with 0 once nobody is left who can move, and with 1 if somebody stayed.`,
		Example: `taeld custody move-all --from bank-a --to bank-b --signer bank-b-operations --home .tael/localnet/bank-b
taeld custody move-all --from bank-a --to bank-b --signer bank-b-operations --home .tael/localnet/bank-b --portion 20 --output json`,
		Args: cobra.NoArgs,
		RunE: moveAll,
	}
	f := cmd.Flags()
	f.String(flagFrom, "", "id of the member whose customers move")
	f.String(flagTo, "", "id of its successor")
	f.String(flagSigner, "", "key of this home with the duty OPERATIONS of the successor")
	f.Int(flagPortion, 0, "wallets of one transaction (default: the most there may be)")
	f.StringSlice(flagNode, nil, "RPC addresses of the nodes (default: the node of client.toml)")
	f.StringSlice(flagGRPC, nil, "gRPC addresses of the same nodes, in the same order (default: that of this home's app.toml)")
	f.String(flagTLS, "", "certificate of the authority that the nodes' gRPC servers are held to (default: plain text, for loopback)")
	f.String(flags.FlagChainID, "", "chain id (default: that of client.toml)")
	f.String(flags.FlagKeyringBackend, "", "keyring of the signer (default: that of client.toml)")
	f.StringP(flagOutput, "o", outputText, "text or json")
	return cmd
}

func moveAll(cmd *cobra.Command, _ []string) error {
	format, err := outputFormat(cmd)
	if err != nil {
		return err
	}
	f := cmd.Flags()
	from, _ := f.GetString(flagFrom)
	to, _ := f.GetString(flagTo)
	name, _ := f.GetString(flagSigner)
	if from == "" || to == "" || name == "" {
		return fmt.Errorf("expected --%s MEMBER, --%s MEMBER and --%s KEY", flagFrom, flagTo, flagSigner)
	}
	home := sdkclient.GetClientContextFromCmd(cmd)
	if home.ChainID == "" {
		return errors.New("set the chain id")
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c, err := dialNodes(ctx, cmd, home)
	if err != nil {
		return err
	}
	defer c.Close()
	lanes, err := openLanes(home, c, []string{name})
	if err != nil {
		return err
	}
	if err := requireOperations(ctx, c, lanes[0].Address().String(), to); err != nil {
		return err
	}
	portion, _ := f.GetInt(flagPortion)
	report, err := custody.MoveAll(ctx, custody.Network{Client: c, Lane: lanes[0]}, custody.Options{
		From: from, Portion: portion, Progress: progressTo(cmd.ErrOrStderr()),
	})
	return errors.Join(err, printMoves(cmd.OutOrStdout(), format, to, report))
}

// requireOperations holds the signer to the successor's OPERATIONS before anything is sent, so that a slip of --to is
// told in words.
func requireOperations(ctx context.Context, c *client.Client, address, member string) error {
	return c.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := consortium.NewQueryClient(conn).Actor(ctx, &consortium.QueryActorRequest{Address: address})
		if err != nil {
			return err
		}
		for _, duty := range res.Duties {
			if duty == consortium.DUTY_OPERATIONS && res.Member == member {
				return nil
			}
		}
		return fmt.Errorf("expected a key with the duty OPERATIONS of %s, --%s holds %v of %s", member, flagSigner, res.Duties, res.Member)
	})
}

func progressTo(w io.Writer) func(custody.Report) {
	return func(r custody.Report) {
		fmt.Fprintf(w, "%d moved, %d stayed, %d portions\n", r.Moved, len(r.Stayed), r.Portions)
	}
}

func printMoves(w io.Writer, format, to string, report custody.Report) error {
	if format == outputJSON {
		return json.NewEncoder(w).Encode(struct {
			To string `json:"to"`
			custody.Report
		}{to, report})
	}
	for _, s := range report.Stayed {
		if _, err := fmt.Fprintf(w, "stayed %s %s/%d %s\n", s.Wallet, s.Codespace, s.Code, s.Reason); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d customers of %s moved to %s in %d portions, %d stayed, %d wallets are its own\n",
		report.Moved, report.From, to, report.Portions, len(report.Stayed), report.Own)
	return err
}
