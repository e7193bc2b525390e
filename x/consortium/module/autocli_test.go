// SPDX-License-Identifier: Apache-2.0

package module_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/module"
)

// Every rpc has a command with an example that a person can type, and every argument is a field of its request.
func TestCommandsFitTheServices(t *testing.T) {
	options := module.AppModule{}.AutoCLIOptions()
	for _, service := range []*autocliv1.ServiceCommandDescriptor{options.Query, options.Tx} {
		found, err := proto.HybridResolver.FindDescriptorByName(protoreflect.FullName(service.Service))
		require.NoError(t, err)
		methods := found.(protoreflect.ServiceDescriptor).Methods()
		require.Equal(t, methods.Len(), len(service.RpcCommandOptions))

		for _, command := range service.RpcCommandOptions {
			t.Run(command.RpcMethod, func(t *testing.T) {
				method := methods.ByName(protoreflect.Name(command.RpcMethod))
				require.NotNil(t, method)
				require.NotEmpty(t, command.Short)
				require.Contains(t, command.Example, " consortium "+strings.Fields(command.Use)[0])
				require.Len(t, strings.Fields(command.Use)[1:], len(command.PositionalArgs))
				for _, arg := range command.PositionalArgs {
					require.NotNil(t, method.Input().Fields().ByName(protoreflect.Name(arg.ProtoField)), arg.ProtoField)
				}
				checkExample(t, command.Example)
			})
		}
	}
}

// checkExample holds the addresses and identifiers of an example to their own rules.
func checkExample(t *testing.T, example string) {
	t.Helper()
	for _, addr := range regexp.MustCompile(`tael1\w+`).FindAllString(example, -1) {
		_, err := consortium.ParseAddress(addr)
		require.NoError(t, err)
	}
	for _, lei := range regexp.MustCompile(`\b[0-9A-Z]{20}\b`).FindAllString(example, -1) {
		require.NoError(t, consortium.ValidateLEI(lei))
	}
}
