// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/privval"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/x/consortium"
)

// validatorsBasePort keeps this network off the other's ports.
const validatorsBasePort = 27_400

// evidenceWithin is how many blocks a proven double vote may go on voting.
const evidenceWithin = 20

// The life of validators on a network of processes: a stopped one is jailed and comes back, a key is rotated under
// load, and a double vote ends one for good.
func TestValidators(t *testing.T) {
	network := newValidatorsNetwork(t)
	backend := newTeller(t, network)

	t.Run("a stopped validator is jailed, the chain goes on, and it comes back", func(t *testing.T) { jailAndBack(t, network, backend) })
	t.Run("a key is rotated under load and the node signs with the new one", func(t *testing.T) { rotateUnderLoad(t, network, backend) })
	t.Run("a double vote takes the power within twenty blocks, and the chain goes on", func(t *testing.T) { doubleVote(t, network, backend) })
}

// newValidatorsNetwork starts a network on which 45 of the last 60 blocks jail for five seconds.
func newValidatorsNetwork(t *testing.T) *localnet.Localnet {
	t.Helper()
	described, err := genesis.Local("tael-local-1", time.Now())
	require.NoError(t, err)
	described.ValidatorPolicy.Window, described.ValidatorPolicy.MaxMissed, described.ValidatorPolicy.JailTerm = 60, 45, 5
	document, err := described.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
	require.NoError(t, err)
	network, err := localnet.Init(localnet.Options{
		Dir: filepath.Join(t.TempDir(), "localnet"), Binary: binary, BasePort: validatorsBasePort, Genesis: document,
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		if t.Failed() {
			showLogs(t, network)
		}
		require.NoError(t, network.Down())
	})
	require.NoError(t, network.Up(patiently(t)))
	return network
}

func jailAndBack(t *testing.T, network *localnet.Localnet, d *teller) {
	addr := addressOf(d.keys.Validator(genesis.WalletOp))
	require.NoError(t, network.Kill(genesis.WalletOp))
	at := highest(t, network)
	d.waitStatus(t, addr, consortium.VALIDATOR_STATUS_JAILED)
	jailedAt := highest(t, network)
	t.Logf("jailed %d blocks after it was killed", jailedAt-at)
	waitPower(t, network, addr, 0)
	require.NoError(t, network.WaitHeight(patiently(t), genesis.BankA, jailedAt+5))

	require.NoError(t, network.StartNode(genesis.WalletOp))
	require.NoError(t, network.WaitHeight(patiently(t), genesis.WalletOp, jailedAt+5))
	time.Sleep(6 * time.Second) // its term
	d.act(t, genesis.WalletOp, genesis.KeyOperations, &consortium.MsgUnjailValidator{
		Operator: d.address(genesis.WalletOp, genesis.KeyOperations), Validator: addr.String(),
	})
	waitPower(t, network, addr, 10)
	waitSignature(t, network, addr)
}

func rotateUnderLoad(t *testing.T, network *localnet.Localnet, d *teller) {
	stop := d.load(t)
	d.waitMore(t, 100)
	old := addressOf(d.keys.Validator(genesis.BankB))
	key := cmted25519.GenPrivKeyFromSecret([]byte("the second consensus key of bank B"))
	m := d.member(t, genesis.BankB)
	body, err := consortium.ProofBody(network.ChainID, m.Number, key.PubKey().Bytes())
	require.NoError(t, err)
	proof, err := key.Sign(body)
	require.NoError(t, err)
	d.act(t, genesis.BankB, genesis.KeyOperations, &consortium.MsgRotateValidatorKey{
		Operator: d.address(genesis.BankB, genesis.KeyOperations), Validator: old.String(), PubKey: key.PubKey().Bytes(), Proof: proof,
	})
	waitPower(t, network, old, 0)
	waitPower(t, network, addressOf(key), 10)

	// The machine gets its new key. What it signed last stays: heights only go up.
	n, err := network.Node(genesis.BankB)
	require.NoError(t, err)
	require.NoError(t, network.Stop(genesis.BankB))
	keyFile := filepath.Join(n.Home, "config", "priv_validator_key.json")
	state := filepath.Join(n.Home, "data", "priv_validator_state.json")
	before, err := os.ReadFile(state)
	require.NoError(t, err)
	privval.NewFilePV(key, keyFile, filepath.Join(t.TempDir(), "state.json")).Key.Save()
	require.NoError(t, network.StartNode(genesis.BankB))
	waitSignature(t, network, addressOf(key))
	d.waitMore(t, 300)
	stop()

	after, err := os.ReadFile(state)
	require.NoError(t, err)
	require.NotEqual(t, before, after)
	requireOneState(t, network)
	d.requireBooks(t)
	d.requireNothingPaidTwice(t)
}

func doubleVote(t *testing.T, network *localnet.Localnet, d *teller) {
	key := d.keys.Validator(genesis.Clearing)
	addr := addressOf(key)
	rpc := rpcOf(t, network, genesis.BankA)
	height := highest(t, network) - 1
	block, err := rpc.Block(patiently(t), &height)
	require.NoError(t, err)
	set, err := rpc.Validators(patiently(t), &height, nil, nil)
	require.NoError(t, err)

	evidence, err := cmttypes.NewDuplicateVoteEvidence(
		forgedVote(t, network.ChainID, key, height, "one block"), forgedVote(t, network.ChainID, key, height, "another"),
		block.Block.Time, cmttypes.NewValidatorSet(set.Validators))
	require.NoError(t, err)
	from := highest(t, network)
	_, err = rpc.BroadcastEvidence(patiently(t), evidence)
	require.NoError(t, err)

	took := waitPower(t, network, addr, 0) - from
	t.Logf("power 0 in consensus %d blocks after the evidence was handed over", took)
	require.LessOrEqual(t, took, int64(evidenceWithin))
	d.waitStatus(t, addr, consortium.VALIDATOR_STATUS_REMOVED)

	stop := d.load(t)
	d.waitMore(t, 300)
	stop()
	requireOneState(t, network)
	d.requireBooks(t)
	d.requireNothingPaidTwice(t)
}

// forgedVote is a precommit for a block that does not exist.
func forgedVote(t *testing.T, chainID string, key cmted25519.PrivKey, height int64, block string) *cmttypes.Vote {
	t.Helper()
	hash := sha256.Sum256([]byte(block))
	vote := &cmttypes.Vote{
		Type: cmtproto.PrecommitType, Height: height, Timestamp: time.Now().UTC(), ValidatorAddress: key.PubKey().Address(),
		BlockID: cmttypes.BlockID{Hash: hash[:], PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: hash[:]}},
	}
	signature, err := key.Sign(cmttypes.VoteSignBytes(chainID, vote.ToProto()))
	require.NoError(t, err)
	vote.Signature = signature
	return vote
}

func addressOf(key cmted25519.PrivKey) sdk.ConsAddress {
	return consortium.ConsensusAddressOf(key.PubKey().Bytes())
}

func rpcOf(t *testing.T, network *localnet.Localnet, member string) *rpchttp.HTTP {
	t.Helper()
	n, err := network.Node(member)
	require.NoError(t, err)
	rpc, err := rpchttp.New(n.RPC(), "/websocket")
	require.NoError(t, err)
	return rpc
}

// waitPower waits until the set of a height, as consensus keeps it, has the key with this power, and returns the height.
func waitPower(t *testing.T, network *localnet.Localnet, addr sdk.ConsAddress, power int64) int64 {
	t.Helper()
	rpc := rpcOf(t, network, genesis.BankA)
	var at int64
	require.Eventually(t, func() bool {
		set, err := rpc.Validators(t.Context(), nil, nil, nil)
		if err != nil {
			return false
		}
		var now int64
		for _, v := range set.Validators {
			if addr.Equals(sdk.ConsAddress(v.Address)) {
				now = v.VotingPower
			}
		}
		at = set.BlockHeight
		return now == power
	}, patience, 10*time.Millisecond, "power of %s", addr)
	return at
}

// waitSignature waits until a commit carries a signature of the key.
func waitSignature(t *testing.T, network *localnet.Localnet, addr sdk.ConsAddress) {
	t.Helper()
	rpc := rpcOf(t, network, genesis.BankA)
	require.Eventually(t, func() bool {
		height := highest(t, network) - 1
		commit, err := rpc.Commit(t.Context(), &height)
		if err != nil {
			return false
		}
		for _, s := range commit.Commit.Signatures {
			if s.BlockIDFlag == cmttypes.BlockIDFlagCommit && addr.Equals(sdk.ConsAddress(s.ValidatorAddress)) {
				return true
			}
		}
		return false
	}, patience, 20*time.Millisecond, "a signature of %s", addr)
}

// waitStatus waits until the module says so of the validator with this key.
func (d *teller) waitStatus(t *testing.T, addr sdk.ConsAddress, status consortium.ValidatorStatus) {
	t.Helper()
	require.Eventually(t, func() bool {
		found := false
		err := d.client.Query(patiently(t), func(ctx context.Context, conn grpc.ClientConnInterface) error {
			res, err := consortium.NewQueryClient(conn).Validators(ctx, &consortium.QueryValidatorsRequest{
				Removed: status == consortium.VALIDATOR_STATUS_REMOVED,
			})
			if err != nil {
				return err
			}
			for _, v := range res.Validators {
				found = found || v.ConsensusAddress == addr.String() && v.Status == status
			}
			return nil
		})
		return err == nil && found
	}, patience, 50*time.Millisecond, fmt.Sprint(status))
}

func (d *teller) member(t *testing.T, id string) consortium.Member {
	t.Helper()
	var m consortium.Member
	require.NoError(t, d.client.Query(patiently(t), func(ctx context.Context, conn grpc.ClientConnInterface) error {
		res, err := consortium.NewQueryClient(conn).Member(ctx, &consortium.QueryMemberRequest{Id: id})
		if err == nil {
			m = res.Member
		}
		return err
	}))
	return m
}
