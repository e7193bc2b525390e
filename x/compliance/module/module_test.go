// SPDX-License-Identifier: Apache-2.0

package module_test

import (
	"encoding/json"
	"testing"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/compliance/keeper"
	"github.com/taelnet/tael/x/compliance/module"
)

func newModule() (module.AppModule, codec.Codec) {
	registry := codectypes.NewInterfaceRegistry()
	am := module.NewAppModule(codec.NewProtoCodec(registry), keeper.Keeper{})
	am.RegisterInterfaces(registry)
	return am, codec.NewProtoCodec(registry)
}

func TestDefaultGenesisIsValid(t *testing.T) {
	am, cdc := newModule()
	require.Equal(t, compliance.ModuleName, am.Name())
	require.NoError(t, am.ValidateGenesis(cdc, nil, am.DefaultGenesis(cdc)))
}

func TestGenesisThatIsNotOneIsRefused(t *testing.T) {
	am, cdc := newModule()
	for name, raw := range map[string]string{
		"no JSON":          `{`,
		"an unknown field": `{"chain":"x"}`,
		"no terms":         `{}`,
	} {
		require.ErrorIs(t, am.ValidateGenesis(cdc, nil, json.RawMessage(raw)), compliance.ErrGenesisInvalid, name)
	}
}

func TestEveryMessageNamesItsSigner(t *testing.T) {
	files, err := gogoproto.MergedRegistry()
	require.NoError(t, err)
	require.NoError(t, msgservice.ValidateProtoAnnotations(files))
}

func TestEveryMethodHasACommandWithAnExample(t *testing.T) {
	am, _ := newModule()
	options := am.AutoCLIOptions()
	files, err := gogoproto.MergedRegistry()
	require.NoError(t, err)
	for _, service := range []*autocliv1.ServiceCommandDescriptor{options.Query, options.Tx} {
		found, err := files.FindDescriptorByName(protoreflect.FullName(service.Service))
		require.NoError(t, err)
		methods := found.(protoreflect.ServiceDescriptor).Methods()
		require.Len(t, service.RpcCommandOptions, methods.Len())
		for _, command := range service.RpcCommandOptions {
			if command.Skip {
				continue
			}
			method := methods.ByName(protoreflect.Name(command.RpcMethod))
			require.NotNil(t, method, command.RpcMethod)
			require.NotEmpty(t, command.Short, command.RpcMethod)
			require.Contains(t, command.Example, "taeld ", command.RpcMethod)
			for _, arg := range command.PositionalArgs {
				require.NotNil(t, method.Input().Fields().ByName(protoreflect.Name(arg.ProtoField)), "%s %s", command.RpcMethod, arg.ProtoField)
			}
		}
	}
}
