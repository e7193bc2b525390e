// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/spf13/cobra"

	sdkmath "cosmossdk.io/math"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks/bench/vanilla"
)

// consensusConfig is CometBFT's default configuration.
func consensusConfig() *cmtcfg.Config { return cmtcfg.DefaultConfig() }

// applicationConfig is the SDK's default configuration with the price that its own example node has.
func applicationConfig() (template string, cfg serverconfig.Config) {
	cfg = *serverconfig.DefaultConfig()
	cfg.MinGasPrices = "0" + vanilla.Denom
	return serverconfig.DefaultConfigTemplate, cfg
}

func homesCommand() *cobra.Command {
	var dir string
	var validators, accounts, base int
	cmd := &cobra.Command{
		Use:               "homes",
		Short:             "Make the homes of a network on loopback",
		Example:           "vanillad homes --dir net --validators 4 --accounts 10000 --base-port 26000",
		Args:              cobra.NoArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil }, // reads no home, so that it makes none
		RunE: func(*cobra.Command, []string) error {
			return makeHomes(dir, validators, accounts, base)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "where the homes go")
	cmd.Flags().IntVar(&validators, "validators", 4, "how many nodes")
	cmd.Flags().IntVar(&accounts, "accounts", 10_000, "how many accounts with money")
	cmd.Flags().IntVar(&base, "base-port", 26_000, "first port")
	return cmd
}

func makeHomes(dir string, validators, accounts, base int) error {
	gen, err := newGenesis(accounts)
	if err != nil {
		return err
	}
	configs, peers := make([]*cmtcfg.Config, validators), make([]string, validators)
	for n := range validators {
		cfg, ports := consensusConfig(), vanilla.PortsOf(base, n)
		cfg.SetRoot(vanilla.Home(dir, n))
		cfg.Moniker = fmt.Sprintf("node%d", n)
		for _, folder := range []string{"config", "data"} {
			if err := os.MkdirAll(filepath.Join(cfg.RootDir, folder), 0o700); err != nil {
				return err
			}
		}
		id, key, err := genutil.InitializeNodeValidatorFiles(cfg)
		if err != nil {
			return err
		}
		consensusKey, err := cryptocodec.ToCmtPubKeyInterface(key)
		if err != nil {
			return err
		}
		gen.Consensus.Validators = append(gen.Consensus.Validators, cmttypes.GenesisValidator{
			Address: consensusKey.Address(), PubKey: consensusKey, Power: 10, Name: cfg.Moniker,
		})
		configs[n], peers[n] = cfg, fmt.Sprintf("%s@127.0.0.1:%d", id, ports.P2P)
	}
	for n, cfg := range configs {
		if err := writeHome(cfg, vanilla.PortsOf(base, n), peers, n, gen); err != nil {
			return err
		}
	}
	return nil
}

// writeHome writes the defaults with ports and peers; loopback needs the two settings of the address book.
func writeHome(cfg *cmtcfg.Config, ports vanilla.Ports, peers []string, n int, gen *genutiltypes.AppGenesis) error {
	cfg.P2P.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", ports.P2P)
	cfg.P2P.AddrBookStrict, cfg.P2P.AllowDuplicateIP = false, true
	others := append(append([]string{}, peers[:n]...), peers[n+1:]...)
	cfg.P2P.PersistentPeers = strings.Join(others, ",")
	cfg.RPC.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", ports.RPC)
	cfg.RPC.PprofListenAddress = ""
	cmtcfg.WriteConfigFile(filepath.Join(cfg.RootDir, "config", "config.toml"), cfg)

	template, application := applicationConfig()
	application.GRPC.Address = fmt.Sprintf("127.0.0.1:%d", ports.GRPC)
	serverconfig.SetConfigTemplate(template)
	serverconfig.WriteConfigFile(filepath.Join(cfg.RootDir, "config", "app.toml"), application)
	return gen.SaveAs(cfg.GenesisFile())
}

// newGenesis funds the accounts; everything else is the modules' default.
func newGenesis(accounts int) (*genutiltypes.AppGenesis, error) {
	cdc := newEncoding().codec
	state := basics().DefaultGenesis(cdc)
	coins := sdk.NewCoins(sdk.NewInt64Coin(vanilla.Denom, vanilla.Funds))
	book := banktypes.DefaultGenesisState()
	book.Supply = sdk.NewCoins(sdk.NewCoin(vanilla.Denom, sdkmath.NewInt(vanilla.Funds).MulRaw(int64(accounts))))
	var owners authtypes.GenesisAccounts
	for n := range accounts {
		addr := sdk.AccAddress(vanilla.Key(n).PubKey().Address())
		owners = append(owners, authtypes.NewBaseAccount(addr, nil, uint64(n), 0))
		book.Balances = append(book.Balances, banktypes.Balance{Address: addr.String(), Coins: coins})
	}
	packed, err := authtypes.PackAccounts(owners)
	if err != nil {
		return nil, err
	}
	who := authtypes.DefaultGenesisState()
	who.Accounts = packed
	state[authtypes.ModuleName], state[banktypes.ModuleName] = cdc.MustMarshalJSON(who), cdc.MustMarshalJSON(book)
	document, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	gen := genutiltypes.NewAppGenesisWithVersion(vanilla.ChainID, document)
	gen.GenesisTime, gen.InitialHeight = time.Now().UTC(), 1
	gen.Consensus.Params = cmttypes.DefaultConsensusParams()
	return gen, nil
}
