// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"os"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/spf13/cobra"

	signerhome "github.com/taelnet/tael/signer/home"
	"github.com/taelnet/tael/signer/lock"
	"github.com/taelnet/tael/signer/mark"
)

// signerState is what status says.
type signerState struct {
	ChainID string `json:"chain_id"`
	Node    string `json:"node"`
	// Key says where the key lives.
	Key string `json:"key"`
	// Address is the consensus address in hex.
	Address string `json:"address"`
	// ConnectionID is what a node's priv_validator_laddr over tcp names; empty before the first start.
	ConnectionID string     `json:"connection_id,omitempty"`
	Mark         mark.Place `json:"mark"`
	Running      bool       `json:"running"`
	// Holder is the process that holds the key, if one does.
	Holder *lock.Holder `json:"holder,omitempty"`
}

func signerStatus() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the high-water mark, who holds the key and whether the node is connected",
		Long: `Reads the signer's home, beside a running signer or without one. It opens no key and asks for no PIN. A missing or
damaged mark is an error.`,
		Example: "taeld signer status --home signer --output json",
		Args:    cobra.NoArgs,
		RunE:    runSignerStatus,
	}
	return addOutput(cmd)
}

func runSignerStatus(cmd *cobra.Command, _ []string) error {
	dir, err := signerHome(cmd)
	if err != nil {
		return err
	}
	state, err := readSigner(dir)
	if err != nil {
		return err
	}
	holder := "nobody: start it with `taeld signer start`"
	if state.Running {
		holder = fmt.Sprintf("process %d since %s", state.Holder.Pid, state.Holder.Since.Format("2006-01-02 15:04:05Z"))
	}
	connected := "no"
	if state.Running && state.Holder.Connected {
		connected = "yes"
	}
	return printRecord(cmd, state,
		row{"chain", state.ChainID}, row{"node", state.Node}, row{"key", state.Key}, row{"address", state.Address},
		row{"signed", state.Mark.String()}, row{"held by", holder}, row{"connected", connected},
		row{"connection id", state.ConnectionID})
}

func readSigner(dir signerhome.Home) (signerState, error) {
	c, err := dir.Config()
	if err != nil {
		return signerState{}, err
	}
	owner, last, err := mark.Read(dir.MarkFile())
	if err != nil {
		return signerState{}, err
	}
	state := signerState{
		ChainID: c.ChainID, Node: c.Node, Key: c.Key.File, Mark: last.Place,
		Address: ed25519.PubKey(owner.PubKey).Address().String(),
	}
	if t := c.Key.Token; t != nil {
		state.Key = fmt.Sprintf("%s in token %s", t.Where.Label, t.Where.Token)
	}
	connection, err := p2p.LoadNodeKey(dir.ConnectionFile())
	if err == nil {
		state.ConnectionID = string(connection.ID())
	} else if !errors.Is(err, os.ErrNotExist) {
		return state, err
	}
	holder, running, err := lock.Look(dir.LockFile())
	if err != nil {
		return state, err
	}
	if state.Running = running; running {
		state.Holder = &holder
	}
	return state, nil
}
