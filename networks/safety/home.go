// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/cast"
	"github.com/spf13/viper"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks"
)

// Home is a node's directory as the node would read it.
type Home struct {
	// Dir is the directory itself.
	Dir string
	// Role is the node's role and ChainID its network's id, from the genesis.
	Role    networks.NodeRole
	ChainID string
	// Comet and App are config.toml and app.toml with the defaults of what they leave out.
	Comet *cmtcfg.Config
	App   serverconfig.Config
	// Flags holds the start flags, beside all the rest.
	Flags *viper.Viper
	// KeyringBackend and ClientChainID are of client.toml; empty if the home has none.
	KeyringBackend, ClientChainID string

	genesis document
}

// Open reads a home. cfg is its config.toml with the root directory set, v all of its settings and the command's
// flags. It fails if there is no genesis, since without one the network is not known, or if a file cannot be read.
func Open(cfg *cmtcfg.Config, v *viper.Viper) (*Home, error) {
	role, err := networks.ParseNodeRole(cast.ToString(v.Get(networks.NodeRoleOption)))
	if err != nil {
		return nil, fmt.Errorf("app.toml: %w", err)
	}
	application, err := serverconfig.GetConfig(v)
	if err != nil {
		return nil, fmt.Errorf("app.toml: %w", err)
	}
	gen, err := genutiltypes.AppGenesisFromFile(cfg.GenesisFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no genesis at %s: put the network's genesis there, or try `taeld localnet up`", cfg.GenesisFile())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cfg.GenesisFile(), err)
	}
	h := &Home{Dir: cfg.RootDir, Role: role, ChainID: gen.ChainID, Comet: cfg, App: application, Flags: v}
	if h.genesis, err = decode(gen); err != nil {
		return nil, fmt.Errorf("%s: %w", cfg.GenesisFile(), err)
	}
	return h, h.readClient()
}

// readClient reads client.toml, which a node need not have.
func (h *Home) readClient() error {
	file := filepath.Join(h.Dir, "config", fileClient)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	v := viper.New()
	v.SetConfigFile(file)
	if err := v.ReadInConfig(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	h.KeyringBackend, h.ClientChainID = v.GetString("keyring-backend"), v.GetString("chain-id")
	return nil
}
