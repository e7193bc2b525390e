// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/p2p"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/server"
	servercmtlog "github.com/cosmos/cosmos-sdk/server/log"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/signer"
	"github.com/taelnet/tael/signer/guard"
)

const (
	// firstSigner is how long a node that does not know its key yet waits for a signer.
	firstSigner = 60 * time.Second

	// knownSigner is how long a node that knows its key waits for its signer before it follows the chain without one.
	knownSigner = 10 * time.Second
)

// checkRemoteSigner refuses a node whose key is said to live in a remote signer and that holds one itself, or that
// needs none. Key and state files are not asked for.
func checkRemoteSigner(cfg *cmtcfg.Config, role networks.NodeRole) error {
	if role == networks.RoleAudit {
		return errors.New("an audit node holds no validator key: take priv_validator_laddr out of config.toml")
	}
	if _, err := signer.ParseAddress(cfg.PrivValidatorListenAddr); err != nil {
		return fmt.Errorf("priv_validator_laddr in config.toml: %w", err)
	}
	if key := cfg.PrivValidatorKeyFile(); exists(key) {
		return fmt.Errorf("%s is there although priv_validator_laddr names a remote signer: a key in two places signs twice; "+
			"move it into the signer's home, or take priv_validator_laddr out of config.toml", key)
	}
	return nil
}

// remoteSigner is the validator key of a node whose signer is a process of its own. It fails if the signer that
// connects is refused, and if the node has never had one and none comes.
func remoteSigner(ctx context.Context, svr *server.Context) (cmttypes.PrivValidator, error) {
	gen, err := genutiltypes.AppGenesisFromFile(svr.Config.GenesisFile())
	if err != nil {
		return nil, err
	}
	key, err := p2p.LoadOrGenNodeKey(svr.Config.NodeKeyFile())
	if err != nil {
		return nil, err
	}
	g, err := guard.Listen(svr.Config, gen.ChainID, *key, servercmtlog.CometLoggerWrapper{Logger: svr.Logger})
	if err != nil {
		return nil, err
	}
	patience := knownSigner
	if _, err := g.GetPubKey(); err != nil {
		patience = firstSigner
	}
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := g.WaitForSigner(waiting); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}
