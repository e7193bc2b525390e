// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/taelnet/tael/networks/genesis"
	signerhome "github.com/taelnet/tael/signer/home"
	"github.com/taelnet/tael/signer/mark"
)

const flagHeight = "height"

// setUp is what init has made.
type setUp struct {
	Home    string            `json:"home"`
	Config  signerhome.Config `json:"config"`
	Floor   int64             `json:"floor"`
	Counter bool              `json:"counter"`
}

func signerInit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Set up a signer for one key, one chain and one node, and say from which height on it may sign",
		Long: `Sets up the home of a signer for a key that keygen made or that was moved there, and writes its first high-water mark.
--height is the floor: nothing at it or below is ever signed. Zero is for a key that has never signed. For a key that
has, state a height that nothing signed with it lies above: of a node's file, the height in priv_validator_state.json;
if that is lost, a height that the network has not reached yet.`,
		Example: `taeld signer init --home signer --chain-id tael-1 --node unix:///run/tael/signer.sock --height 0
taeld signer init --home signer --chain-id tael-1 --node tcp://4b1a2c3d4e5f60718293a4b5c6d7e8f901234567@10.0.0.2:26659 --height 812000
taeld signer init --home signer --chain-id tael-1 --node unix:///run/tael/signer.sock --height 0 --module /usr/lib/softhsm/libsofthsm2.so --token tael --pin-file pin`,
		Args: cobra.NoArgs,
		RunE: runSignerInit,
	}
	addKeyFlags(cmd)
	cmd.Flags().String(flagChainID, "", "chain id of the network, the only one this signer will sign for")
	cmd.Flags().String(flagNode, "", "where the node waits: unix:///path/of/socket or tcp://<node id>@host:port")
	cmd.Flags().Int64(flagHeight, 0, "floor: the highest height at which the key may have signed; 0 if it never has")
	for _, name := range []string{flagChainID, flagNode, flagHeight} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // the flag is defined three lines above
		}
	}
	return addOutput(cmd)
}

func runSignerInit(cmd *cobra.Command, _ []string) error {
	dir, err := signerHome(cmd)
	if err != nil {
		return err
	}
	source, err := keySource(cmd)
	if err != nil {
		return err
	}
	height, err := cmd.Flags().GetInt64(flagHeight)
	if err != nil {
		return err
	}
	if height < 0 {
		return errors.New("--height: expected 0 for a key that never signed, or the height above which it may sign")
	}
	chainID, _ := cmd.Flags().GetString(flagChainID)
	node, _ := cmd.Flags().GetString(flagNode)
	if source.File != "" {
		if err := genesis.CheckValidatorKey(dir.Path(source.File), chainID); err != nil {
			return err
		}
	}
	if err := dir.Init(signerhome.Config{ChainID: chainID, Node: node, Key: source}, mark.Floor(height)); err != nil {
		return err
	}
	made, err := dir.Config()
	if err != nil {
		return err
	}
	counter := "none: only the file witnesses what was signed"
	if made.Key.Token != nil && made.Key.Token.Counter {
		counter = "in the token: a mark file that is rolled back is refused"
	}
	return printRecord(cmd, setUp{string(dir), made, height, made.Key.Token != nil && made.Key.Token.Counter},
		row{"home", string(dir)}, row{"chain", chainID}, row{"node", node},
		row{"signs", "above height " + strconv.FormatInt(height, 10)}, row{"counter", counter},
		row{"next", fmt.Sprintf("taeld signer start --home %s", dir)})
}
