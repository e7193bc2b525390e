// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"os"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/spf13/cast"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/safety"
)

// startFailure is what newApp panics with: the SDK's start has no other way to hear of an error there.
type startFailure struct{ error }

func newApp(logger log.Logger, db dbm.DB, options servertypes.AppOptions) servertypes.Application {
	a, err := app.Open(logger, db, options, server.DefaultBaseappOptions(options)...)
	if err != nil {
		panic(startFailure{err})
	}
	return a
}

// plainly runs a command and returns a failure to assemble the application as its error.
func plainly(run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) (err error) {
		defer func() {
			if r := recover(); r != nil {
				failure, is := r.(startFailure)
				if !is {
					panic(r)
				}
				err = fmt.Errorf("the node does not start: %w", failure.error)
			}
		}()
		return run(cmd, args)
	}
}

// guardStart puts the checks of a node's role before the SDK's start command, and gives an audit node its own start.
func guardStart(root *cobra.Command) error {
	start, _, err := root.Find([]string{"start"})
	if err != nil {
		return err
	}
	runNode := plainly(start.RunE)
	runAudit := plainly(server.StartCmdWithOptions(newApp, app.DefaultNodeHome, server.StartCmdOptions{
		StartCommandHandler: startKeyless(noKey),
	}).RunE)
	runSigned := plainly(server.StartCmdWithOptions(newApp, app.DefaultNodeHome, server.StartCmdOptions{
		StartCommandHandler: startKeyless(remoteSigner),
	}).RunE)
	start.RunE = func(cmd *cobra.Command, args []string) error {
		svr := server.GetServerContextFromCmd(cmd)
		role, err := checkNode(svr)
		if err != nil {
			return err
		}
		if err := checkSafety(svr); err != nil {
			return err
		}
		if err := checkClock(svr); err != nil {
			return err
		}
		if svr.Config.PrivValidatorListenAddr != "" {
			return runSigned(cmd, args)
		}
		if role == networks.RoleAudit {
			return runAudit(cmd, args)
		}
		return runNode(cmd, args)
	}
	return nil
}

// checkNode refuses to start a node that could do harm: without genesis, with a development key on a real network,
// with a validator key but no signing state, or as an audit node that holds a validator key.
func checkNode(ctx *server.Context) (networks.NodeRole, error) {
	role, err := networks.ParseNodeRole(cast.ToString(ctx.Viper.Get(networks.NodeRoleOption)))
	if err != nil {
		return "", fmt.Errorf("app.toml: %w", err)
	}
	file := ctx.Config.GenesisFile()
	gen, err := genutiltypes.AppGenesisFromFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("no genesis at %s: put the network's genesis there, or try `taeld localnet up`", file)
	}
	if err != nil {
		return "", err
	}
	if ctx.Config.PrivValidatorListenAddr != "" {
		return role, checkRemoteSigner(ctx.Config, role)
	}
	key, state := ctx.Config.PrivValidatorKeyFile(), ctx.Config.PrivValidatorStateFile()
	if err := genesis.CheckValidatorKey(key, gen.ChainID); err != nil {
		return "", err
	}
	switch haveKey := exists(key); {
	case role == networks.RoleAudit && haveKey:
		return "", fmt.Errorf("%s: an audit node holds no validator key; remove it, or set node-role in app.toml", key)
	case role == networks.RoleValidator && !haveKey:
		return "", fmt.Errorf("no validator key at %s: put it there, or set node-role in app.toml to full", key)
	case haveKey && !exists(state):
		return "", fmt.Errorf("%s is missing beside the key %s: without the last signing state the validator could "+
			"sign twice; bring the file back, or write it by hand only if this key has never signed", state, key)
	}
	return role, nil
}

// checkSafety refuses to start a home that a row of networks/safety refuses, and logs what is only warned of.
func checkSafety(ctx *server.Context) error {
	home, err := safety.Open(ctx.Config, ctx.Viper)
	if err != nil {
		return err
	}
	findings := safety.Check(home)
	if err := safety.Err(findings); err != nil {
		return fmt.Errorf("%w\nnext: `taeld config check` shows every row", err)
	}
	for _, f := range findings {
		if f.Verdict == safety.Warn {
			ctx.Logger.Warn("a setting is not as it should be", "row", f.ID, "key", f.Key, "found", f.Found, "expected", f.Expected)
		}
	}
	return nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
