// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"os/signal"
	"syscall"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/p2p"
	"github.com/spf13/cobra"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/signer"
)

func signerStart() *cobra.Command {
	return &cobra.Command{
		Use:   "start",
		Short: "Sign for the node until stopped",
		Long: `Takes the key for this process alone, dials the node and answers it, again and again if the line breaks. It refuses to
start beside another process with the same key, without its high-water mark, or with a damaged or rolled-back one.`,
		Example: "taeld signer start --home signer",
		Args:    cobra.NoArgs,
		RunE:    runSigner,
	}
}

func runSigner(cmd *cobra.Command, _ []string) (err error) {
	dir, err := signerHome(cmd)
	if err != nil {
		return err
	}
	c, err := dir.Config()
	if err != nil {
		return err
	}
	if c.Key.File != "" {
		if err := genesis.CheckValidatorKey(dir.Path(c.Key.File), c.ChainID); err != nil {
			return err
		}
	}
	address, err := signer.ParseAddress(c.Node)
	if err != nil {
		return err
	}
	connection, err := p2p.LoadOrGenNodeKey(dir.ConnectionFile())
	if err != nil {
		return err
	}
	running, err := dir.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	if err := running.Lock.Serve(c.Node, false); err != nil {
		return err
	}
	logger := log.NewLogger(cmd.ErrOrStderr())
	logger.Info("signing", "chain", c.ChainID, "node", c.Node, "address", running.Signer.PubKey().Address().String(),
		"mark", running.Signer.Mark().Place.String(), "connection_id", string(connection.ID()))
	running.Signer.Renewed = func(cause error) { logger.Info("the token was away and is logged in to again", "cause", cause.Error()) }
	ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	connected := false
	session := &signer.Session{
		Signer: running.Signer, Dial: address.Dialer(connection.PrivKey), Log: logger,
		Connected: func(now bool) {
			if now == connected {
				return
			}
			connected = now
			logger.Info("node", "connected", now)
			if err := running.Lock.Serve(c.Node, now); err != nil {
				logger.Error("the state is not written down; signing goes on", "why", err)
			}
		},
	}
	return session.Run(ctx)
}
