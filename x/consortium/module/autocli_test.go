// SPDX-License-Identifier: Apache-2.0

package module_test

import (
	"context"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	"cosmossdk.io/client/v2/autocli/flag"

	"github.com/cosmos/cosmos-sdk/codec/address"

	"github.com/taelnet/tael/x/consortium/module"
)

// Every rpc has a command with an example that a person can type, and every argument is a field of its request.
func TestCommandsFitTheServices(t *testing.T) {
	options := module.AppModule{}.AutoCLIOptions()
	for _, service := range []*autocliv1.ServiceCommandDescriptor{options.Query, options.Tx} {
		found, err := proto.HybridResolver.FindDescriptorByName(protoreflect.FullName(service.Service))
		require.NoError(t, err)
		methods := found.(protoreflect.ServiceDescriptor).Methods()
		require.Len(t, service.RpcCommandOptions, methods.Len())

		for _, command := range service.RpcCommandOptions {
			t.Run(command.RpcMethod, func(t *testing.T) {
				method := methods.ByName(protoreflect.Name(command.RpcMethod))
				require.NotNil(t, method)
				if command.Skip {
					return
				}
				require.NotEmpty(t, command.Short)
				require.Contains(t, command.Example, " consortium "+strings.Fields(command.Use)[0])
				require.Len(t, strings.Fields(command.Use)[1:], len(command.PositionalArgs))
				for _, arg := range command.PositionalArgs {
					require.NotNil(t, method.Input().Fields().ByName(protoreflect.Name(arg.ProtoField)), arg.ProtoField)
				}
				parseExample(t, method.Input(), command)
			})
		}
	}
}

// parseExample reads the example as the command would and holds what it says to the message's own rules.
func parseExample(t *testing.T, input protoreflect.MessageDescriptor, command *autocliv1.RpcCommandOptions) {
	t.Helper()
	builder := flag.Builder{
		TypeResolver: protoregistry.GlobalTypes, FileResolver: proto.HybridResolver, AddressCodec: address.NewBech32Codec("tael"),
		ValidatorAddressCodec: address.NewBech32Codec("taelvaloper"), ConsensusAddressCodec: address.NewBech32Codec("taelvalcons"),
	}
	require.NoError(t, builder.ValidateAndComplete())
	flags := pflag.NewFlagSet("example", pflag.ContinueOnError)
	// Added by the transaction command itself.
	flags.String("from", "", "")
	flags.Bool("generate-only", false, "")
	ctx := context.Background()
	binder, err := builder.AddMessageFlags(&ctx, flags, dynamicpb.NewMessageType(input), command)
	require.NoError(t, err)

	require.NoError(t, flags.Parse(words(command.Example)[4:]))
	require.Len(t, flags.Args(), len(command.PositionalArgs))
	dynamic, err := binder.BuildMessage(flags.Args())
	require.NoError(t, err)

	raw, err := protov2.Marshal(dynamic.Interface())
	require.NoError(t, err)
	msg := reflect.New(proto.MessageType(string(input.FullName())).Elem()).Interface().(proto.Message)
	require.NoError(t, proto.Unmarshal(raw, msg))
	setSigner(t, msg)
	if checked, ok := msg.(interface{ ValidateBasic() error }); ok {
		require.NoError(t, checked.ValidateBasic())
	}
}

// setSigner does what --from does.
func setSigner(t *testing.T, msg proto.Message) {
	t.Helper()
	for _, name := range []string{"Authority", "Operator", "Proposer", "Voter", "Officer"} {
		if field := reflect.ValueOf(msg).Elem().FieldByName(name); field.IsValid() {
			field.SetString(accountOf(9))
		}
	}
}

// words splits a command line; quotes of both kinds hold a word together.
func words(line string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`'([^']*)'|"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		out = append(out, m[1]+m[2]+m[3])
	}
	return out
}
