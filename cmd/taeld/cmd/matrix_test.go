// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/client/v2/autocli/flag"

	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"

	"github.com/taelnet/tael/app"
)

// ownCommands are those that have code of their own, because flags do not serve people there.
var ownCommands = map[string]string{
	"/tael.consortium.v1.MsgSubmitProposal": "taeld governance submit",
	"/tael.wallet.v1.MsgOpenWallet":         "taeld tx wallet open-wallet",
	"/tael.wallet.v1.MsgBindDevice":         "taeld tx wallet bind-device",
	"/tael.payment.v1.MsgPay":               "taeld tx payment pay",
	"/tael.payment.v1.MsgRefund":            "taeld tx payment refund",
	"/tael.payment.v1.MsgPayBatch":          "taeld tx payment pay-batch",
}

// described are the options of the messages of every module of ours, by type URL.
func described(t *testing.T) (map[string]*autocliv1.RpcCommandOptions, *flag.Builder) {
	t.Helper()
	chain, err := app.Open(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.EmptyAppOptions{})
	require.NoError(t, err)
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	options := chain.AutoCLIOptions()
	builder := &flag.Builder{
		TypeResolver: protoregistry.GlobalTypes, FileResolver: files, AddressCodec: options.AddressCodec,
		ValidatorAddressCodec: options.ValidatorAddressCodec, ConsensusAddressCodec: options.ConsensusAddressCodec,
	}
	require.NoError(t, builder.ValidateAndComplete())
	all := map[string]*autocliv1.RpcCommandOptions{}
	for _, name := range modules {
		tx := options.Modules[name].(autocli.HasAutoCLIConfig).AutoCLIOptions().Tx
		for _, rpc := range tx.RpcCommandOptions {
			all["/"+strings.TrimSuffix(tx.Service, ".Msg")+".Msg"+rpc.RpcMethod] = rpc
		}
	}
	return all, builder
}

// A command that nobody can send with success misleads: what only the members decide begins with `governance draft`.
func TestEveryoneHasACommandForWhatTheyMaySend(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("contest.bin", []byte{1}, 0o600)) // an example names it
	root, err := NewRoot()
	require.NoError(t, err)
	options, builder := described(t)
	matrix := app.AccessMatrix()
	for _, url := range matrix.TypeURLs() {
		t.Run(url, func(t *testing.T) {
			rule, option := matrix[url], options[url]
			if !strings.HasPrefix(url, "/tael.") {
				require.True(t, rule.Authority, "the SDK's messages have no commands")
				require.Nil(t, option)
				return
			}
			require.NotNil(t, option)
			own, hasOwn := ownCommands[url]
			alone := rule.Authority && !rule.WalletOwner && len(rule.Duties) == 0
			require.Equal(t, alone || hasOwn, option.Skip)
			switch {
			case alone:
				room := strings.Split(url, ".")[1]
				name := strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(option.RpcMethod, "$1-$2"))
				found, rest, err := root.Find([]string{"tx", room, name})
				require.True(t, err != nil || len(rest) > 0, "%s is offered", found.CommandPath())
			case hasOwn:
				require.Equal(t, own, parsed(t, root, exampleOf(t, root, own)).CommandPath())
			default:
				for _, line := range strings.Split(option.Example, "\n") {
					parsed(t, root, line)
					built(t, builder, url, option, line)
				}
			}
		})
	}
}

func exampleOf(t *testing.T, root *cobra.Command, path string) string {
	t.Helper()
	cmd, _, err := root.Find(strings.Fields(path)[1:])
	require.NoError(t, err)
	return strings.Split(cmd.Example, "\n")[0]
}

// wordsOf splits a command line; quotes of both kinds hold a word together.
func wordsOf(line string) []string {
	var words []string
	for _, m := range regexp.MustCompile(`'([^']*)'|"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		words = append(words, m[1]+m[2]+m[3])
	}
	return words
}

// parsed is the command that takes an example: its flags are known, and its arguments as many as expected.
func parsed(t *testing.T, root *cobra.Command, line string) *cobra.Command {
	t.Helper()
	words := wordsOf(line)
	require.Equal(t, "taeld", words[0], line)
	cmd, rest, err := root.Find(words[1:])
	require.NoError(t, err, line)
	require.NoError(t, cmd.ParseFlags(rest), line)
	require.NoError(t, cmd.ValidateArgs(cmd.Flags().Args()), line)
	return cmd
}

// built reads every value of an example into the message.
func built(t *testing.T, builder *flag.Builder, url string, option *autocliv1.RpcCommandOptions, line string) {
	t.Helper()
	found, err := builder.FileResolver.FindDescriptorByName(protoreflect.FullName(url[1:]))
	require.NoError(t, err)
	flags := pflag.NewFlagSet("example", pflag.ContinueOnError)
	flags.String("from", "", "") // the command adds it itself
	ctx := context.Background()
	binder, err := builder.AddMessageFlags(&ctx, flags, dynamicpb.NewMessageType(found.(protoreflect.MessageDescriptor)), option)
	require.NoError(t, err)
	require.NoError(t, flags.Parse(wordsOf(line)[4:]), line)
	_, err = binder.BuildMessage(flags.Args())
	require.NoError(t, err, line)
}
