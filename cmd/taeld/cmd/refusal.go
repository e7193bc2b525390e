// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"fmt"

	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/encoding"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// answers is the codec of the client's context. It remembers what a node said of the transaction that was printed last:
// the SDK prints a refusal as it prints anything else, and every way there is to send a transaction ends in this codec.
type answers struct {
	codec.Codec
	last *sdk.TxResponse
}

// MarshalJSON writes a message as JSON.
func (a *answers) MarshalJSON(msg proto.Message) ([]byte, error) { //nolint:govet // the name is the codec's
	if answer, is := msg.(*sdk.TxResponse); is {
		a.last = answer
	}
	return a.Codec.MarshalJSON(msg)
}

// GRPCCodec is what queries through the node's RPC are read with; without it they would lose interfaces.
func (a *answers) GRPCCodec() encoding.Codec {
	return a.Codec.(codec.GRPCCodecProvider).GRPCCodec()
}

// failRefused makes the commands below tx end with an error if the node did not take what they sent. What they print
// stays as it is.
func (a *answers) failRefused(tx *cobra.Command) {
	for _, sub := range tx.Commands() {
		a.failRefused(sub)
	}
	run := tx.RunE
	if run == nil || tx.HasSubCommands() {
		return
	}
	tx.RunE = func(cmd *cobra.Command, args []string) error {
		a.last = nil
		if err := run(cmd, args); err != nil || a.last == nil || a.last.Code == 0 {
			return err
		}
		return refused(a.last)
	}
}

// refused is a broadcast that the node did not take, or a transaction that failed in its block.
func refused(answer *sdk.TxResponse) error {
	said := answer.RawLog
	if said == "" {
		said = errorsmod.ABCIError(answer.Codespace, answer.Code, "nothing was done").Error()
	}
	return fmt.Errorf("the node refused the transaction: %s (%s %d)", said, answer.Codespace, answer.Code)
}
