// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/taelnet/tael/networks/localnet"
)

// advice is what to do next, by a piece of an error's text. It is for errors of the SDK and of CometBFT, which say
// what happened and not what helps; our own errors say both.
var advice = []struct{ text, next string }{
	{"key not found", "see `taeld keys list`; add the key with `taeld keys add NAME`, or name another with --from"},
	{"set the chain id", "add --chain-id, or set chain-id in config/client.toml of the home"},
	{"chain ID required", "add --chain-id, or set chain-id in config/client.toml of the home"},
	{"post failed", "is a node running at --node? see `taeld localnet status`"},
	{"account sequence mismatch", "another transaction of this account came first: send it again"},
	{"resource temporarily unavailable", "another process uses this home: stop it first"},
	{"transaction indexing is disabled", "this node keeps no index of transactions: ask the audit node or a full node with --node"},
	{"sequence out of step", "another transaction of this account came first: send it again"},
	{"another transaction waits with this sequence", "wait for its block, then send yours again"},
	{"tx already in mempool", "it was sent before and waits: see `taeld query wait-tx HASH`"},
	{"mempool is full", "the network is busy: send it again in a moment"},
	{"pool is filling", "the network is busy: send it again in a moment"},
	{"share of the pool is used up", "too much of your institution waits already: send it again in a moment"},
	{"quota is used up", "gas comes back by the second: see `taeld query consortium quota MEMBER`"},
	{"gas limit outside the price list", "add --gas auto, or --gas with a figure in those bounds"},
	{"out of gas", "add --gas auto --gas-adjustment 1.5"},
	{"signature does not verify", "is --chain-id that of the network? see `taeld status`"},
	{"transaction timed out", "send it again; if that does not help, the machine's clock is wrong"},
	{"audit node takes no transactions", "send it to a validator or a full node with --node"},
	{"message not permitted to signer", "see what an address may send with `taeld query consortium actor ADDRESS`; what the members decide begins with `taeld governance draft`"},
	{"failed to read in", "repair the file, or move it away to have a new one written"},
}

// Advise adds to an error what the user can do next, where that is known.
func Advise(err error) error {
	switch {
	case errors.Is(err, localnet.ErrNotInitialised), errors.Is(err, localnet.ErrPort):
		return err
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("%w\nnext: is a node running at --node? see `taeld localnet status`", err)
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%w\nnext: another process listens there: stop it, or change the address in config.toml or app.toml", err)
	}
	for _, a := range advice {
		if strings.Contains(err.Error(), a.text) {
			return fmt.Errorf("%w\nnext: %s", err, a.next)
		}
	}
	return err
}
