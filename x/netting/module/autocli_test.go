// SPDX-License-Identifier: Apache-2.0

package module

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/taelnet/tael/x/netting"
)

// Every rpc has a command with an example, and its arguments are fields of its request.
func TestEveryRPCHasACommand(t *testing.T) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	options := AppModule{}.AutoCLIOptions()
	for _, service := range []struct {
		name     string
		commands map[string][]string
	}{
		{options.Query.Service, commandsOf(t, true)},
		{options.Tx.Service, commandsOf(t, false)},
	} {
		descriptor, err := files.FindDescriptorByName(protoreflect.FullName(service.name))
		require.NoError(t, err)
		methods := descriptor.(protoreflect.ServiceDescriptor).Methods()
		require.Equal(t, methods.Len(), len(service.commands))
		for i := range methods.Len() {
			method := methods.Get(i)
			fields, known := service.commands[string(method.Name())]
			require.True(t, known, method.Name())
			for _, field := range fields {
				require.NotNil(t, method.Input().Fields().ByName(protoreflect.Name(field)), field)
			}
		}
	}
}

func commandsOf(t *testing.T, queries bool) map[string][]string {
	t.Helper()
	list := AppModule{}.AutoCLIOptions().Tx.RpcCommandOptions
	if queries {
		list = queryOptions()
	}
	commands := map[string][]string{}
	for _, command := range list {
		if !command.Skip {
			require.Contains(t, command.Example, "taeld ", command.RpcMethod)
			require.NotEmpty(t, command.Short, command.RpcMethod)
		}
		fields := []string{}
		for _, arg := range command.PositionalArgs {
			fields = append(fields, arg.ProtoField)
		}
		commands[command.RpcMethod] = fields
	}
	return commands
}

func TestTableCommands(t *testing.T) {
	root := queryCommand()
	require.Equal(t, netting.ModuleName, root.Use)
	for _, cmd := range root.Commands() {
		require.NotEmpty(t, cmd.Example)
		require.NotNil(t, cmd.Flags().Lookup("output"), cmd.Name())
	}
	number, err := optionalNumber([]string{"CNY"}, 1)
	require.NoError(t, err)
	require.Zero(t, number)
	_, err = optionalNumber([]string{"CNY", "three"}, 1)
	require.ErrorIs(t, err, netting.ErrMessageInvalid)
}
