// SPDX-License-Identifier: Apache-2.0

package module

import (
	"encoding/hex"
	"os"
	"strings"
	"testing"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/wallet"
	"github.com/taelnet/tael/x/wallet/keeper"
)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

func newCodec() codec.Codec {
	registry := codectypes.NewInterfaceRegistry()
	cryptocodec.RegisterInterfaces(registry)
	AppModule{}.RegisterInterfaces(registry)
	return codec.NewProtoCodec(registry)
}

func TestDefaultGenesisIsValid(t *testing.T) {
	cdc := newCodec()
	m := NewAppModule(cdc, keeper.Keeper{})
	require.NoError(t, m.ValidateGenesis(cdc, nil, m.DefaultGenesis(cdc)))
	require.Error(t, m.ValidateGenesis(cdc, nil, []byte(`{"unknown":1}`)))
	require.ErrorIs(t, m.ValidateGenesis(cdc, nil, []byte(`{}`)), wallet.ErrGenesisInvalid)
}

// Every rpc has a command with an example, described or written by hand.
func TestEveryRPCHasACommandWithAnExample(t *testing.T) {
	options := NewAppModule(newCodec(), keeper.Keeper{}).AutoCLIOptions()
	byHand := map[string]bool{"OpenWallet": true, "BindDevice": true}
	described := func(commands []*autocliv1.RpcCommandOptions) map[string]*autocliv1.RpcCommandOptions {
		byName := map[string]*autocliv1.RpcCommandOptions{}
		for _, c := range commands {
			byName[c.RpcMethod] = c
		}
		return byName
	}
	tx, query := described(options.Tx.RpcCommandOptions), described(options.Query.RpcCommandOptions)
	for _, rpc := range []string{
		"OpenWallet", "CloseWallet", "ChangeTier", "BindDevice", "RevokeDevice", "ContestDevice",
		"CommitPerson", "RequestCustodyMove", "CancelCustodyMove", "GiveDormancyNotice", "WithdrawDormancyNotice",
	} {
		require.Contains(t, tx, rpc)
		require.Equal(t, byHand[rpc], tx[rpc].Skip, rpc)
		if !tx[rpc].Skip {
			require.True(t, strings.HasPrefix(tx[rpc].Example, "taeld tx wallet "+strings.Fields(tx[rpc].Use)[0]), rpc)
		}
	}
	for _, rpc := range []string{"Wallet", "Wallets", "Device", "Devices", "Suspense", "CustodyMove", "CustodyMoves", "Params"} {
		require.Contains(t, query, rpc)
		require.True(t, strings.HasPrefix(query[rpc].Example, "taeld query wallet "+strings.Fields(query[rpc].Use)[0]), rpc)
	}
	for _, cmd := range (AppModule{}).GetTxCmd().Commands() {
		require.Contains(t, cmd.Example, "taeld tx wallet "+cmd.Name())
	}
	_, err := wallet.ParseAddress(exampleWallet)
	require.NoError(t, err)
	_, err = wallet.ParseDeviceID(exampleDevice)
	require.NoError(t, err)
	_, err = parseDeviceKey("secp256k1:" + exampleKey)
	require.NoError(t, err)
}

func TestOpenMessage(t *testing.T) {
	owner := secp256k1.GenPrivKeyFromSecret([]byte("alice")).PubKey()
	cdc := newCodec()
	ownerJSON, err := cdc.MarshalInterfaceJSON(owner)
	require.NoError(t, err)
	salt := make([]byte, 32)
	signer, err := wallet.NewSigner(wallet.KEY_ALGORITHM_P256, [32]byte{1})
	require.NoError(t, err)
	device := "p256:" + hex.EncodeToString(signer.PublicKey())
	cases := map[string]struct {
		kind  string
		flags []string
		addr  string
		err   error
	}{
		"the owner key gives the address": {"person", []string{"--owner-key", string(ownerJSON), "--tier", "2"}, sdk.AccAddress(owner.Address()).String(), nil},
		"the salt gives the address":      {"merchant", []string{"--salt", hex.EncodeToString(salt), "--device", device}, exampleWallet, nil},
		"a treasury wallet":               {"corporate", []string{"--address", exampleWallet}, exampleWallet, nil},
		"a suspense wallet":               {"suspense", []string{"--salt", hex.EncodeToString(salt), "--currency", "cny"}, exampleWallet, nil},
		"no address at all":               {"person", nil, "", wallet.ErrAddressUnproven},
		"a kind that is none":             {"pupil", []string{"--address", exampleWallet}, "", wallet.ErrWalletInvalid},
		"an owner key that is none":       {"person", []string{"--owner-key", "{}"}, "", wallet.ErrOwnerKeyInvalid},
		"a salt not in hex":               {"person", []string{"--salt", "xyz"}, "", wallet.ErrAddressUnproven},
		"a salt cut short":                {"person", []string{"--salt", "00"}, "", wallet.ErrAddressUnproven},
		"a device without colon":          {"person", []string{"--address", exampleWallet, "--device", "p256"}, "", wallet.ErrDeviceInvalid},
		"a device not in hex":             {"person", []string{"--address", exampleWallet, "--device", "p256:xyz"}, "", wallet.ErrDeviceInvalid},
		"a certified first device":        {"person", []string{"--salt", hex.EncodeToString(salt), "--device", device, "--certificate", exampleDigest}, exampleWallet, nil},
		"a certificate not in hex":        {"person", []string{"--salt", hex.EncodeToString(salt), "--device", device, "--certificate", "xyz"}, "", wallet.ErrDeviceInvalid},
		"a member's own wallet":           {"member", []string{"--salt", hex.EncodeToString(salt)}, exampleWallet, nil},
		"a device of another curve":       {"person", []string{"--address", exampleWallet, "--device", strings.Replace(device, "p256", "ed25519", 1)}, "", wallet.ErrDeviceInvalid},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			cmd := openCommand()
			require.NoError(t, cmd.ParseFlags(tc.flags))
			clientCtx := client.Context{}.WithCodec(cdc).WithFromAddress(sdk.MustAccAddressFromBech32(exampleWallet))
			msg, err := openMessage(clientCtx, cmd.Flags(), tc.kind)
			require.ErrorIs(t, err, tc.err)
			if tc.err == nil {
				require.Equal(t, tc.addr, msg.Address)
			}
		})
	}
}
