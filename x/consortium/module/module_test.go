// SPDX-License-Identifier: Apache-2.0

package module_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkmodule "github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
	"github.com/taelnet/tael/x/consortium/module"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

func accountOf(n byte) string {
	return sdk.AccAddress(bytes.Repeat([]byte{n}, consortium.AddressLength)).String()
}

// oneBank is the smallest genesis that starts.
func oneBank() *consortium.Genesis {
	return &consortium.Genesis{
		Members: []consortium.Member{{
			Number: 7, Id: "north-bank", Name: "North Bank Co., Ltd.", Lei: "5299000000000000NB55", Bic: "NOBACNBJ", Jurisdiction: "CN",
			Roles: []consortium.Role{consortium.ROLE_BANK}, Status: consortium.MEMBER_STATUS_ACTIVE,
			Duties: []consortium.DutyHolder{{Duty: consortium.DUTY_GOVERNANCE, Address: accountOf(1)}},
		}},
		Validators:          []consortium.Validator{{Member: 7, PubKey: bytes.Repeat([]byte{1}, 32), Power: 10, Moniker: "north-1"}},
		ValidatorRoles:      []consortium.Role{consortium.ROLE_BANK},
		Authority:           accountOf(99),
		AuthorityThreshold:  1,
		GovernanceAddresses: []string{accountOf(1)},
		Eip155Id:            7_001,
		DataZone:            "cn-mainland",
		Quotas:              consortium.DefaultQuotaPolicy(),
	}
}

func newModule(t *testing.T) (sdk.Context, codec.Codec, module.AppModule) {
	t.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec: address.NewBech32Codec("tael"), ValidatorAddressCodec: address.NewBech32Codec("taelvaloper"),
		},
	})
	require.NoError(t, err)
	cdc := codec.NewProtoCodec(registry)

	key := storetypes.NewKVStoreKey(consortium.StoreKey)
	ctx := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient")).Ctx
	m := module.NewAppModule(cdc, keeper.NewKeeper(cdc, runtime.NewKVStoreService(key), fakeAccounts{}, consortium.Matrix{}))
	m.RegisterInterfaces(registry)
	return ctx, cdc, m
}

func TestGenesisGoesThroughTheModule(t *testing.T) {
	ctx, cdc, m := newModule(t)
	text := json.RawMessage(cdc.MustMarshalJSON(oneBank()))
	require.NoError(t, m.ValidateGenesis(cdc, nil, text))

	updates := m.InitGenesis(ctx, cdc, text)
	require.Len(t, updates, 1)
	require.Equal(t, int64(10), updates[0].Power)
	require.JSONEq(t, string(text), string(m.ExportGenesis(ctx, cdc)))
}

func TestGenesisThatIsRefused(t *testing.T) {
	ctx, cdc, m := newModule(t)
	require.ErrorIs(t, m.ValidateGenesis(cdc, nil, m.DefaultGenesis(cdc)), consortium.ErrValidatorInvalid, "the default names nobody")
	require.Panics(t, func() { m.InitGenesis(ctx, cdc, m.DefaultGenesis(cdc)) })

	for name, text := range map[string]string{"no JSON": `{`, "an unknown field": `{"colour":"red"}`, "a wrong kind": `{"eip155_id":{}}`} {
		t.Run(name, func(t *testing.T) {
			require.Error(t, m.ValidateGenesis(cdc, nil, json.RawMessage(text)))
			require.Panics(t, func() { m.InitGenesis(ctx, cdc, json.RawMessage(text)) })
		})
	}
}

func TestEveryMessageHasItsSigner(t *testing.T) {
	_, cdc, m := newModule(t)
	require.NoError(t, cdc.InterfaceRegistry().SigningContext().Validate())

	messages := []sdk.Msg{
		&consortium.MsgRegisterMember{Authority: accountOf(1)},
		&consortium.MsgAssignDuty{Authority: accountOf(1)},
		&consortium.MsgWithdrawDuty{Authority: accountOf(1)},
		&consortium.MsgAddSubmitter{Operator: accountOf(1)},
		&consortium.MsgRemoveSubmitter{Operator: accountOf(1)},
		&consortium.MsgSuspendMember{Authority: accountOf(1)},
		&consortium.MsgReinstateMember{Authority: accountOf(1)},
		&consortium.MsgSetQuota{Authority: accountOf(1)},
	}
	require.Len(t, messages, len(m.AutoCLIOptions().Tx.RpcCommandOptions))
	for _, msg := range messages {
		signers, _, err := cdc.GetMsgV1Signers(msg)
		require.NoError(t, err)
		require.Equal(t, [][]byte{bytes.Repeat([]byte{1}, consortium.AddressLength)}, signers)
	}
}

func TestServicesAndRoutesRegister(t *testing.T) {
	_, cdc, m := newModule(t)
	messages, queries := baseapp.NewMsgServiceRouter(), baseapp.NewGRPCQueryRouter()
	messages.SetInterfaceRegistry(cdc.InterfaceRegistry())
	queries.SetInterfaceRegistry(cdc.InterfaceRegistry())

	m.RegisterServices(sdkmodule.NewConfigurator(cdc, messages, queries))
	m.RegisterGRPCGatewayRoutes(client.Context{}, gwruntime.NewServeMux())

	require.NotNil(t, messages.HandlerByTypeURL("/tael.consortium.v1.MsgAssignDuty"))
	require.NotNil(t, queries.Route("/tael.consortium.v1.Query/Actor"))
	require.Equal(t, "consortium", m.Name())
	require.Equal(t, uint64(1), m.ConsensusVersion())
}
