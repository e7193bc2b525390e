// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app"
	_ "github.com/taelnet/tael/cmd/taeld/scope"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

var modules = []string{
	consortium.ModuleName, wallet.ModuleName, compliance.ModuleName, payment.ModuleName, netting.ModuleName, reserve.ModuleName,
}

func TestTheScopeIsNamedBeforeTheFirstLook(t *testing.T) {
	require.NotEmpty(t, os.Getenv(sdk.EnvConfigScope))
	require.Equal(t, app.AddressPrefix, sdk.GetConfig().GetBech32AccountAddrPrefix(), "the application's prefix is in the named scope")
}

func TestEveryModuleHasItsCommands(t *testing.T) {
	root, err := NewRoot()
	require.NoError(t, err)
	for _, group := range []string{"query", "tx"} {
		for _, module := range modules {
			t.Run(group+" "+module, func(t *testing.T) {
				cmd, _, err := root.Find([]string{group, module})
				require.NoError(t, err)
				require.Equal(t, module, cmd.Name())
				require.NotEmpty(t, cmd.Commands())
				for _, leaf := range cmd.Commands() {
					require.NotEmpty(t, leaf.Short, leaf.CommandPath())
					require.NotEmpty(t, leaf.Example, leaf.CommandPath())
				}
			})
		}
	}
}

func TestMessagesNobodyServesHaveNoCommand(t *testing.T) {
	root, err := NewRoot()
	require.NoError(t, err)
	tx, _, err := root.Find([]string{"tx"})
	require.NoError(t, err)
	for _, sub := range tx.Commands() {
		require.NotContains(t, []string{"auth", "bank", "consensus", "upgrade", "multisign", "multi-sign"}, sub.Name())
	}
}

// The SDK's modules have their own way; ours are the ones that promise help in every place.
func TestOurOwnCommandsSayWhatTheyDo(t *testing.T) {
	for _, cmd := range []*cobra.Command{genesisCommand(), configCommand(), localnetCommand(), txCommand(), queryCommand()} {
		require.NotEmpty(t, cmd.Short, cmd.Name())
		for _, sub := range cmd.Commands() {
			require.NotEmpty(t, sub.Short, sub.CommandPath())
		}
	}
}

func TestErrorsSayWhatToDoNext(t *testing.T) {
	cases := map[string]struct {
		err  error
		next string
	}{
		"nobody listens":           {fmt.Errorf("post: %w", syscall.ECONNREFUSED), "taeld localnet status"},
		"the port is taken":        {fmt.Errorf("listen: %w", syscall.EADDRINUSE), "config.toml or app.toml"},
		"a key is not there":       {errors.New("alice.info: key not found"), "taeld keys list"},
		"no chain id":              {errors.New("set the chain id with either the --chain-id flag or config file"), "add --chain-id"},
		"the home is in use":       {errors.New("resource temporarily unavailable"), "stop it first"},
		"a validator has no index": {errors.New("transaction indexing is disabled"), "audit node"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			advised := Advise(tc.err)
			require.ErrorIs(t, advised, tc.err)
			require.ErrorContains(t, advised, "next: ")
			require.ErrorContains(t, advised, tc.next)
		})
	}
	plain := errors.New("something else")
	require.Equal(t, plain, Advise(plain))
}
