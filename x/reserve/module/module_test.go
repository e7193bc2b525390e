// SPDX-License-Identifier: Apache-2.0

package module_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/cosmos/gogoproto/proto"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/reserve/keeper"
	"github.com/taelnet/tael/x/reserve/module"
)

func newModule() (module.AppModule, codec.Codec) {
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	return module.NewAppModule(cdc, keeper.Keeper{}), cdc
}

func TestGenesisOfStrangers(t *testing.T) {
	am, cdc := newModule()
	require.NoError(t, am.ValidateGenesis(cdc, nil, am.DefaultGenesis(cdc)))
	require.ErrorContains(t, am.ValidateGenesis(cdc, nil, []byte(`{"params":`)), "genesis of reserve")
	require.ErrorContains(t, am.ValidateGenesis(cdc, nil, []byte(`{"wages":[]}`)), "genesis of reserve")
	require.ErrorIs(t, am.ValidateGenesis(cdc, nil, []byte(`{}`)), reserve.ErrFieldInvalid)
	require.Panics(t, func() { am.InitGenesis(sdk.Context{}, cdc, []byte(`{`)) })
}

// TestCommandsCoverTheServices: each rpc has one command, each argument is a field that a person types, and each
// example begins with the command itself.
func TestCommandsCoverTheServices(t *testing.T) {
	am, _ := newModule()
	options := am.AutoCLIOptions()
	cases := map[string]struct {
		service *autocliv1.ServiceCommandDescriptor
		file    string
		prefix  string
	}{
		"queries":  {options.Query, "tael/reserve/v1/query.proto", "taeld query reserve "},
		"messages": {options.Tx, "tael/reserve/v1/tx.proto", "taeld tx reserve "},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			methods := serviceMethods(t, tc.file)
			require.Len(t, tc.service.RpcCommandOptions, methods.Len())
			for _, command := range tc.service.RpcCommandOptions {
				method := methods.ByName(protoreflect.Name(command.RpcMethod))
				require.NotNil(t, method, command.RpcMethod)
				if command.Skip {
					continue
				}
				verb, _, _ := strings.Cut(command.Use, " ")
				require.True(t, strings.HasPrefix(command.Example, tc.prefix+verb), command.Example)
				require.NotEmpty(t, command.Short)
				require.Len(t, command.PositionalArgs, strings.Count(command.Use, "["))
				for _, arg := range command.PositionalArgs {
					require.NotNil(t, method.Input().Fields().ByName(protoreflect.Name(arg.ProtoField)), "%s: %s", command.RpcMethod, arg.ProtoField)
				}
			}
		})
	}
}

func serviceMethods(t *testing.T, path string) protoreflect.MethodDescriptors {
	t.Helper()
	file, err := proto.HybridResolver.FindFileByPath(path)
	require.NoError(t, err)
	return file.Services().Get(0).Methods()
}
