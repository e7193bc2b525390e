// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/input"
	"github.com/cosmos/cosmos-sdk/client/tx"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

// commitWait is how long a transaction may take to be in a block, and blockPause how often a node is asked for one.
const (
	commitWait = 30 * time.Second
	blockPause = 300 * time.Millisecond
)

func governanceSubmitCommand() *cobra.Command {
	return sending(&cobra.Command{
		Use: "submit FILE", Short: "Put a file of messages to the vote; prints the proposal's number (by GOVERNANCE of a voting member)",
		Example: "taeld governance submit cap.yaml --from bank-a-governance", Args: cobra.ExactArgs(1), RunE: governanceSubmit,
	})
}

func governanceVoteCommand() *cobra.Command {
	return sending(&cobra.Command{
		Use: "vote NUMBER yes|no", Short: "Say yes or no to an open proposal (by GOVERNANCE of a voting member)",
		Example: "taeld governance vote 7 yes --from bank-a-governance", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			option, known := map[string]consortium.VoteOption{"yes": consortium.VOTE_OPTION_YES, "no": consortium.VOTE_OPTION_NO}[strings.ToLower(args[1])]
			if !known {
				return fmt.Errorf("expected yes or no, got %q", args[1])
			}
			return move(cmd, args[0], func(signer string, number uint64) sdk.Msg {
				return &consortium.MsgVote{Voter: signer, Proposal: number, Option: option}
			})
		},
	})
}

func governanceVetoCommand() *cobra.Command {
	return sending(&cobra.Command{
		Use: "veto NUMBER", Short: "Stop an accepted proposal within its time-lock (by GOVERNANCE of a regulator)",
		Example: "taeld governance veto 7 --from regulator-governance", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return move(cmd, args[0], func(signer string, number uint64) sdk.Msg {
				return &consortium.MsgVeto{Officer: signer, Proposal: number}
			})
		},
	})
}

func governanceWithdrawCommand() *cobra.Command {
	return sending(&cobra.Command{
		Use: "withdraw NUMBER", Short: "Take an open proposal of your member back (by its GOVERNANCE)",
		Example: "taeld governance withdraw 7 --from bank-a-governance", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return move(cmd, args[0], func(signer string, number uint64) sdk.Msg {
				return &consortium.MsgWithdrawProposal{Proposer: signer, Proposal: number}
			})
		},
	})
}

// sending adds the flags of a transaction. Gas is measured by default: proposals differ much. What they print is for
// people by default.
func sending(cmd *cobra.Command) *cobra.Command {
	flags.AddTxFlagsToCmd(cmd)
	gas := cmd.Flags().Lookup(flags.FlagGas)
	gas.DefValue = flags.GasFlagAuto
	_ = gas.Value.Set(flags.GasFlagAuto) // any text is one
	output := cmd.Flags().Lookup(flagOutput)
	output.DefValue = outputText
	_ = output.Value.Set(outputText) // any text is one
	adjustment := cmd.Flags().Lookup(flags.FlagGasAdjustment)
	adjustment.DefValue = "1.5"
	_ = adjustment.Value.Set("1.5") // a number
	return cmd
}

func proposalNumber(text string) (uint64, error) {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number == 0 {
		return 0, fmt.Errorf("expected the number of a proposal, got %q; see `taeld governance list`", text)
	}
	return number, nil
}

func governanceSubmit(cmd *cobra.Command, args []string) error {
	ctx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	messages, effect, err := readDraft(cmd, ctx, args[0])
	if err != nil {
		return err
	}
	if err := effect.Write(cmd.ErrOrStderr()); err != nil {
		return err
	}
	if !ctx.SkipConfirm {
		sure, err := input.GetConfirmation("put this to the vote", bufio.NewReader(cmd.InOrStdin()), cmd.ErrOrStderr())
		if err != nil {
			return fmt.Errorf("%w\nnext: answer y, or add --yes", err)
		}
		if !sure {
			return errors.New("nothing was sent: you did not agree")
		}
	}
	packed := make([]*codectypes.Any, len(messages))
	for i, msg := range messages {
		if packed[i], err = codectypes.NewAnyWithValue(msg); err != nil {
			return err
		}
	}
	result, err := send(cmd, ctx, &consortium.MsgSubmitProposal{Proposer: ctx.GetFromAddress().String(), Messages: packed})
	if err != nil {
		return err
	}
	number, err := submitted(result)
	if err != nil {
		return err
	}
	return show(cmd, ctx, number)
}

// submitted is the number that a committed transaction gave a proposal.
func submitted(result *abci.ExecTxResult) (uint64, error) {
	var data sdk.TxMsgData
	if err := proto.Unmarshal(result.Data, &data); err != nil {
		return 0, err
	}
	var response consortium.MsgSubmitProposalResponse
	if len(data.MsgResponses) != 1 {
		return 0, fmt.Errorf("expected one answer of the chain, got %d", len(data.MsgResponses))
	}
	err := proto.Unmarshal(data.MsgResponses[0].Value, &response)
	return response.Proposal, err
}

func move(cmd *cobra.Command, number string, message func(signer string, number uint64) sdk.Msg) error {
	proposal, err := proposalNumber(number)
	if err != nil {
		return err
	}
	ctx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	if _, err := send(cmd, ctx, message(ctx.GetFromAddress().String(), proposal)); err != nil {
		return err
	}
	return show(cmd, ctx, proposal)
}

// send signs and sends one message and waits until it is in a block. A refusal is an error.
func send(cmd *cobra.Command, ctx client.Context, msg sdk.Msg) (*abci.ExecTxResult, error) {
	factory, err := tx.NewFactoryCLI(ctx, cmd.Flags())
	if err != nil {
		return nil, err
	}
	if factory, err = factory.Prepare(ctx); err != nil {
		return nil, err
	}
	if factory.SimulateAndExecute() {
		_, gas, err := tx.CalculateGas(ctx, factory, msg)
		if err != nil {
			return nil, fmt.Errorf("the chain would refuse it: %w", err)
		}
		factory = factory.WithGas(gas)
	}
	builder, err := factory.BuildUnsignedTx(msg)
	if err != nil {
		return nil, err
	}
	if err := tx.Sign(cmd.Context(), factory, ctx.FromName, builder, true); err != nil {
		return nil, err
	}
	raw, err := ctx.TxConfig.TxEncoder()(builder.GetTx())
	if err != nil {
		return nil, err
	}
	from, err := ctx.Client.Status(cmd.Context())
	if err != nil {
		return nil, err
	}
	answer, err := ctx.WithBroadcastMode(flags.BroadcastSync).BroadcastTx(raw)
	if err != nil {
		return nil, err
	}
	if answer.Code != 0 {
		return nil, refused(answer)
	}
	return committed(cmd.Context(), ctx, raw, answer.TxHash, from.SyncInfo.LatestBlockHeight)
}

// committed waits for the block of a transaction, by reading the blocks: validators keep no index of transactions.
func committed(parent context.Context, ctx client.Context, raw []byte, hash string, height int64) (*abci.ExecTxResult, error) {
	wait, stop := context.WithTimeout(parent, commitWait)
	defer stop()
	for next := height + 1; ; {
		block, err := ctx.Client.Block(wait, &next)
		if err != nil {
			select {
			case <-wait.Done():
				return nil, fmt.Errorf("%s is in no block after %s: it may still come\nnext: see `taeld governance list` before you send it again", hash, commitWait)
			case <-time.After(blockPause):
				continue
			}
		}
		for i, other := range block.Block.Txs {
			if hex.EncodeToString(other) != hex.EncodeToString(raw) {
				continue
			}
			return resultOf(wait, ctx, next, i, hash)
		}
		next++
	}
}

func resultOf(wait context.Context, ctx client.Context, height int64, place int, hash string) (*abci.ExecTxResult, error) {
	for {
		results, err := ctx.Client.BlockResults(wait, &height)
		if err == nil {
			result := results.TxsResults[place]
			if result.Code != 0 {
				return nil, fmt.Errorf("%s failed in block %d: %s (%s %d)", hash, height, result.Log, result.Codespace, result.Code)
			}
			return result, nil
		}
		select {
		case <-wait.Done():
			return nil, err
		case <-time.After(blockPause):
		}
	}
}
