// SPDX-License-Identifier: Apache-2.0

package safety_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/spf13/viper"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/safety"
)

const (
	realChain  = "tael-1"
	localChain = "tael-local-1"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	sdk.GetConfig().SetBech32PrefixForAccount("tael", "taelpub")
	os.Exit(m.Run())
}

// builtGenesis is the local network's genesis, built once.
var builtGenesis = sync.OnceValues(func() (*genutiltypes.AppGenesis, error) {
	registry := codectypes.NewInterfaceRegistry()
	std.RegisterInterfaces(registry)
	authtypes.RegisterInterfaces(registry)
	banktypes.RegisterInterfaces(registry)
	network, err := genesis.Local(localChain, noon)
	if err != nil {
		return nil, err
	}
	return network.Build(codec.NewProtoCodec(registry), map[string]json.RawMessage{})
})

// localGenesis is a copy of the local network's genesis to edit.
func localGenesis(t *testing.T) *genutiltypes.AppGenesis {
	t.Helper()
	built, err := builtGenesis()
	require.NoError(t, err)
	gen, params := *built, *built.Consensus.Params
	gen.AppState = bytes.Clone(built.AppState)
	gen.Consensus = &genutiltypes.ConsensusGenesis{Params: &params}
	return &gen
}

var localAccounts = sync.OnceValue(func() map[string]string { return genesis.DevelopmentAccounts(1) })

// realGenesis is the same network as real institutions would declare it: none of its keys can be derived by anybody.
func realGenesis(t *testing.T) *genutiltypes.AppGenesis {
	t.Helper()
	gen := localGenesis(t)
	gen.ChainID = realChain
	for address := range localAccounts() {
		own := sha256.Sum256([]byte("own " + address))
		gen.AppState = bytes.ReplaceAll(gen.AppState, []byte(address), []byte(sdk.AccAddress(own[:20]).String()))
	}
	replaceConsortium(t, gen, func(c map[string]any) {
		c["eip155_id"] = "1234567"
		c["charter"].(map[string]any)["time_lock"] = "3600"
		for _, v := range c["validators"].([]any) {
			v.(map[string]any)["pub_key"] = cmted25519.GenPrivKey().PubKey().Bytes()
		}
	})
	return gen
}

// replacePart edits one module's part of the genesis.
func replacePart(t *testing.T, gen *genutiltypes.AppGenesis, module string, edit func(map[string]any)) {
	t.Helper()
	var state map[string]map[string]any
	require.NoError(t, json.Unmarshal(gen.AppState, &state))
	edit(state[module])
	raw, err := json.Marshal(state)
	require.NoError(t, err)
	gen.AppState = raw
}

func replaceConsortium(t *testing.T, gen *genutiltypes.AppGenesis, edit func(map[string]any)) {
	t.Helper()
	replacePart(t, gen, "consortium", edit)
}

// home is a directory under construction, as its files will be.
type home struct {
	t       *testing.T
	dir     string
	comet   *cmtcfg.Config
	app     networks.AppConfig
	client  map[string]string
	genesis *genutiltypes.AppGenesis
	flags   map[string]any
}

// goodHome keeps every row on a network that is not local.
func goodHome(t *testing.T, role networks.NodeRole) *home {
	t.Helper()
	h := &home{
		t: t, dir: t.TempDir(), comet: networks.NodeConfig(role), app: networks.NodeAppConfig(role),
		client: map[string]string{"chain-id": realChain, "keyring-backend": "os"}, genesis: realGenesis(t), flags: map[string]any{},
	}
	require.NoError(t, os.Chmod(h.dir, 0o700))
	h.comet.SetRoot(h.dir)
	h.comet.P2P.ListenAddress = "tcp://10.1.2.3:26656"
	h.comet.P2P.PersistentPeers = "0000000000000000000000000000000000000000@10.1.2.4:26656"
	for _, sub := range []string{"config", "data"} {
		require.NoError(t, os.MkdirAll(filepath.Join(h.dir, sub), 0o700))
	}
	require.NoError(t, (&p2p.NodeKey{PrivKey: cmted25519.GenPrivKey()}).SaveAs(h.comet.NodeKeyFile()))
	if role == networks.RoleValidator {
		privval.GenFilePV(h.comet.PrivValidatorKeyFile(), h.comet.PrivValidatorStateFile()).Save()
	}
	return h
}

// file is a path in the home.
func (h *home) file(names ...string) string {
	return filepath.Join(append([]string{h.dir}, names...)...)
}

// write puts bytes into the home with a mode, whatever the process' mask is.
func (h *home) write(text string, mode os.FileMode, names ...string) {
	h.t.Helper()
	require.NoError(h.t, os.MkdirAll(filepath.Dir(h.file(names...)), 0o700))
	require.NoError(h.t, os.WriteFile(h.file(names...), []byte(text), 0o600))
	require.NoError(h.t, os.Chmod(h.file(names...), mode))
}

// open writes the configuration and reads the home as the start command does.
func (h *home) open() *safety.Home {
	h.t.Helper()
	cmtcfg.WriteConfigFile(h.file("config", "config.toml"), h.comet)
	serverconfig.SetConfigTemplate(networks.AppConfigTemplate)
	serverconfig.WriteConfigFile(h.file("config", "app.toml"), h.app)
	var client bytes.Buffer
	for _, key := range []string{"chain-id", "keyring-backend"} {
		client.WriteString(key + " = \"" + h.client[key] + "\"\n")
	}
	h.write(client.String(), 0o600, "config", "client.toml")
	require.NoError(h.t, h.genesis.SaveAs(h.comet.GenesisFile()))

	v := viper.New()
	for _, name := range []string{"config.toml", "app.toml"} {
		v.SetConfigFile(h.file("config", name))
		require.NoError(h.t, v.MergeInConfig())
	}
	for key, value := range h.flags {
		v.Set(key, value)
	}
	cfg := cmtcfg.DefaultConfig()
	require.NoError(h.t, v.Unmarshal(cfg))
	cfg.SetRoot(h.dir)
	opened, err := safety.Open(cfg, v)
	require.NoError(h.t, err)
	return opened
}

// ids are the rows that gave a verdict, each once, in order.
func ids(findings []safety.Finding, verdict safety.Verdict) []string {
	found := []string{}
	for _, f := range findings {
		if f.Verdict == verdict && !slices.Contains(found, f.ID) {
			found = append(found, f.ID)
		}
	}
	return found
}

// homeAt reads a home that stands already, each time anew.
func homeAt(t *testing.T, dir string) func() *safety.Home {
	t.Helper()
	return func() *safety.Home {
		t.Helper()
		v := viper.New()
		for _, name := range []string{"config.toml", "app.toml"} {
			v.SetConfigFile(filepath.Join(dir, "config", name))
			require.NoError(t, v.MergeInConfig())
		}
		cfg := cmtcfg.DefaultConfig()
		require.NoError(t, v.Unmarshal(cfg))
		cfg.SetRoot(dir)
		opened, err := safety.Open(cfg, v)
		require.NoError(t, err)
		return opened
	}
}
