// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/baseapp"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/safety"
)

func genesisCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "genesis",
		Short: "Make and check the state a network starts from",
		// These commands read no home, so that they make none.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:     "validate FILE",
			Short:   "Check a genesis file by starting a chain from it in memory",
			Example: "taeld genesis validate genesis.json",
			Args:    cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				if err := validateGenesis(args[0]); err != nil {
					return fmt.Errorf("%s: %w", args[0], err)
				}
				return printLine(cmd, args[0]+" is a valid genesis")
			},
		},
		&cobra.Command{
			Use:     "local CHAIN-ID",
			Short:   "Print the genesis of a local network with development keys",
			Example: "taeld genesis local tael-local-1 > genesis.json",
			Args:    cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				gen, err := localGenesis(args[0])
				if err != nil {
					return err
				}
				document, err := json.MarshalIndent(gen, "", "  ")
				if err != nil {
					return err
				}
				return printLine(cmd, string(document))
			},
		},
		genesisLimitsCommand(),
	)
	return cmd
}

// localGenesis is the genesis of a local network that starts now.
func localGenesis(chainID string) (*genutiltypes.AppGenesis, error) {
	network, err := genesis.Local(chainID, time.Now())
	if err != nil {
		return nil, err
	}
	return network.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
}

// validateGenesis checks form, chain id, times and every module's part, then what a safe network demands of it, and
// then starts a chain from it in memory, which finds what does not fit across modules.
func validateGenesis(file string) error {
	gen, err := genesis.Read(file)
	if err != nil {
		return err
	}
	return checkGenesis(gen, time.Now())
}

// checkGenesis is what a genesis of the right form must keep, the cheap checks first. A panic of a module's own check
// is an error of the genesis.
func checkGenesis(gen *genutiltypes.AppGenesis, now time.Time) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a check of it panics: %w", asError(r))
		}
	}()
	if err := genesis.ValidateChainID(gen.ChainID); err != nil {
		return err
	}
	if err := genesis.CheckTimes(gen, now); err != nil {
		return err
	}
	if err := gen.ValidateAndComplete(); err != nil {
		return err
	}
	var state app.GenesisState
	if err := json.Unmarshal(gen.AppState, &state); err != nil {
		return fmt.Errorf("app_state: %w", err)
	}
	if err := everyModule(state); err != nil {
		return err
	}
	if err := app.ValidateGenesis(state); err != nil {
		return err
	}
	if err := safety.CheckGenesis(gen); err != nil {
		return err
	}
	return startInMemory(gen)
}

// everyModule refuses a state in which a module is missing: the SDK would start the chain without its part.
func everyModule(state app.GenesisState) error {
	for _, name := range slices.Sorted(maps.Keys(app.DefaultGenesis())) {
		if part, found := state[name]; !found || string(part) == "null" {
			return fmt.Errorf("app_state: expected the module %q, found none", name)
		}
	}
	return nil
}

// startInMemory runs InitChain; a panic of a module is an error of the genesis.
func startInMemory(gen *genutiltypes.AppGenesis) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a chain does not start from it: %w", asError(r))
		}
	}()
	params := gen.Consensus.Params.ToProto()
	a := app.New(log.NewNopLogger(), dbm.NewMemDB(), simtestutil.EmptyAppOptions{}, baseapp.SetChainID(gen.ChainID))
	defer func() { err = errors.Join(err, a.Close()) }()
	response, err := a.InitChain(&abci.RequestInitChain{
		Time: gen.GenesisTime, ChainId: gen.ChainID, InitialHeight: gen.InitialHeight,
		ConsensusParams: &params, AppStateBytes: gen.AppState,
	})
	if err != nil {
		return fmt.Errorf("a chain does not start from it: %w", err)
	}
	if _, err := cmttypes.PB2TM.ValidatorUpdates(response.Validators); err != nil {
		return fmt.Errorf("validators: %w", err)
	}
	ctx := a.NewContext(false).WithBlockTime(gen.GenesisTime).WithChainID(gen.ChainID)
	if err := a.Invariants(ctx); err != nil {
		return fmt.Errorf("a chain that starts from it breaks its promises: %w", err)
	}
	return nil
}

// asError is what a module panicked with: its own error where it was one.
func asError(r any) error {
	if err, ok := r.(error); ok {
		return err
	}
	return fmt.Errorf("%v", r)
}
