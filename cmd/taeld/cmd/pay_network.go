// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc/credentials"

	sdkclient "github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/taelnet/tael/client"
)

// dialNodes connects to the nodes of the flags, or to the home's own.
func dialNodes(ctx context.Context, cmd *cobra.Command, home sdkclient.Context) (*client.Client, error) {
	endpoints, err := nodeEndpoints(cmd, home)
	if err != nil {
		return nil, err
	}
	cfg := client.Config{ChainID: home.ChainID, Endpoints: endpoints}
	if file, _ := cmd.Flags().GetString(flagTLS); file != "" {
		if cfg.TLS, err = credentials.NewClientTLSFromFile(file, ""); err != nil {
			return nil, fmt.Errorf("--%s: %w", flagTLS, err)
		}
	}
	return client.Dial(ctx, cfg)
}

func nodeEndpoints(cmd *cobra.Command, home sdkclient.Context) ([]client.Endpoint, error) {
	rpc, _ := cmd.Flags().GetStringSlice(flagNode)
	grpc, _ := cmd.Flags().GetStringSlice(flagGRPC)
	if len(rpc) == 0 {
		rpc = []string{home.NodeURI}
	}
	if len(grpc) == 0 {
		grpc = []string{server.GetServerContextFromCmd(cmd).Viper.GetString("grpc.address")}
	}
	if len(rpc) != len(grpc) {
		return nil, fmt.Errorf("expected as many addresses in --%s as in --%s, got %d and %d", flagNode, flagGRPC, len(rpc), len(grpc))
	}
	endpoints := make([]client.Endpoint, len(rpc))
	for i := range rpc {
		if rpc[i] == "" || grpc[i] == "" {
			return nil, fmt.Errorf("expected --%s RPC and --%s HOST:PORT, or a home whose files name them", flagNode, flagGRPC)
		}
		endpoints[i] = client.Endpoint{GRPC: grpc[i], RPC: strings.Replace(rpc[i], "tcp://", "http://", 1)}
	}
	return endpoints, nil
}

// openLanes opens a lane for each key of the home.
func openLanes(home sdkclient.Context, c *client.Client, names []string) ([]*client.Lane, error) {
	if len(names) == 0 {
		return nil, fmt.Errorf("expected --%s LANE[,LANE]: keys of this home with the duty SUBMITTER", flagFrom)
	}
	if home.Keyring == nil {
		return nil, errors.New("expected a keyring in this home: add --keyring-backend")
	}
	seen := map[string]bool{}
	lanes := make([]*client.Lane, len(names))
	for i, name := range names {
		if seen[name] {
			return nil, fmt.Errorf("--%s: expected every lane once, got %q again", flagFrom, name)
		}
		seen[name] = true
		key, err := publicKey(home, name)
		if err != nil {
			return nil, err
		}
		lanes[i] = c.Lane(keyringSigner{home.Keyring, name, key})
	}
	return lanes, nil
}

// keyringSigner signs transactions with one key of a keyring.
type keyringSigner struct {
	ring keyring.Keyring
	name string
	key  cryptotypes.PubKey
}

// PubKey is the account's key.
func (s keyringSigner) PubKey() cryptotypes.PubKey { return s.key }

// Sign asks the keyring.
func (s keyringSigner) Sign(message []byte) ([]byte, error) {
	signature, _, err := s.ring.Sign(s.name, message, signing.SignMode_SIGN_MODE_DIRECT)
	return signature, err
}
