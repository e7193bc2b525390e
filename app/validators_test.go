// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

// validatorsChain is the local network with short periods: ten blocks and seconds of evidence, a window of ten blocks.
func validatorsChain(t *testing.T) *apptest.Chain {
	t.Helper()
	network, err := genesis.Local(apptest.ChainID, apptest.Start)
	require.NoError(t, err)
	network.ValidatorPolicy.MaxValidators = 6
	network.ValidatorPolicy.Window, network.ValidatorPolicy.MaxMissed, network.ValidatorPolicy.JailTerm = 10, 4, 5
	document, err := network.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
	require.NoError(t, err)
	document.Consensus.Params.Evidence.MaxAgeNumBlocks = 10
	document.Consensus.Params.Evidence.MaxAgeDuration = 10 * time.Second
	return apptest.FromGenesis(t, document)
}

// Over the whole application, with real transactions and proposals, the set that CometBFT keeps is the module's at
// every height (apptest.Chain compares them after each block), and all invariants hold.
func TestConsensusFollowsTheChainOfValidators(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			w := &validatorsWalk{t: t, Chain: validatorsChain(t), rnd: rand.New(rand.NewPCG(seed, 0)), seen: seen}
			for range 200 {
				w.step()
			}
			require.NoError(t, w.App.Invariants(w.Context()))
		})
	}
	for _, event := range []string{
		"Added", "Removed", "PowerChanged", "Rotated", "Jailed", "Kept", "Unjailed", "Punished",
	} {
		require.NotZero(t, seen["tael.consortium.v1.EventValidator"+event], "a walk that sees no validator %s: %v", event, seen)
	}
}

type validatorsWalk struct {
	*apptest.Chain
	t    *testing.T
	rnd  *rand.Rand
	keys int
	past []sdk.ConsAddress // keys that voted at some time
	seen map[string]int    // events
}

func (w *validatorsWalk) step() {
	validators, err := w.App.Keepers.Consortium.Validators(w.Context())
	require.NoError(w.t, err)
	for _, v := range validators {
		if !slices.ContainsFunc(w.past, func(a sdk.ConsAddress) bool { return a.Equals(v.ConsensusAddress()) }) {
			w.past = append(w.past, v.ConsensusAddress())
		}
		w.Silence(v.ConsensusAddress(), w.rnd.IntN(5) == 0)
	}
	if w.rnd.IntN(60) == 0 {
		w.Misbehave(w.past[w.rnd.IntN(len(w.past))])
	}
	if w.rnd.IntN(4) == 0 {
		w.Advance(15 * time.Second)
	}

	var raw [][]byte
	for range w.rnd.IntN(3) {
		raw = append(raw, w.act(validators[w.rnd.IntN(len(validators))])...)
	}
	res := w.Block(raw...)
	for _, e := range res.Events {
		w.seen[e.Type]++
	}
	for _, tx := range res.TxResults {
		for _, e := range tx.Events {
			w.seen[e.Type]++
		}
		require.Containsf(w.t, []string{"", consortium.ModuleName, "ante"}, tx.Codespace, "%d %s", tx.Code, tx.Log)
	}
}

// act is one transaction about a validator, or the votes that decide one.
func (w *validatorsWalk) act(v consortium.Validator) [][]byte {
	m, err := w.App.Keepers.Consortium.Member(w.Context(), v.Member)
	require.NoError(w.t, err)
	operations := w.Keys.Account(m.Id, genesis.KeyOperations, 0)
	operator := sdk.AccAddress(operations.PubKey().Address()).String()
	addr := v.ConsensusAddress().String()

	switch w.rnd.IntN(6) {
	case 0:
		pub, proof := w.key(v.Member)
		return w.Decide(w.Voters(), &consortium.MsgAddValidator{
			Authority: w.Authority(), Member: m.Id, PubKey: pub, Power: 1 + w.rnd.Int64N(14), Moniker: m.Id, Proof: proof,
		})
	case 1:
		return w.Decide(w.Voters(), &consortium.MsgRemoveValidator{Signer: w.Authority(), Validator: addr})
	case 2:
		return w.Decide(w.Voters(), &consortium.MsgSetValidatorPower{Authority: w.Authority(), Validator: addr, Power: 1 + w.rnd.Int64N(20)})
	case 3:
		governance := w.Keys.Account(m.Id, genesis.KeyGovernance, 0)
		signer := sdk.AccAddress(governance.PubKey().Address()).String()
		return [][]byte{w.Sign(governance, &consortium.MsgRemoveValidator{Signer: signer, Validator: addr})}
	case 4:
		pub, proof := w.key(v.Member)
		return [][]byte{w.Sign(operations, &consortium.MsgRotateValidatorKey{Operator: operator, Validator: addr, PubKey: pub, Proof: proof})}
	default:
		return [][]byte{w.Sign(operations, &consortium.MsgUnjailValidator{Operator: operator, Validator: addr})}
	}
}

// key is a fresh consensus key of a member with its proof.
func (w *validatorsWalk) key(member uint32) (pub, proof []byte) {
	w.keys++
	key := ed25519.GenPrivKeyFromSecret(fmt.Appendf(nil, "key %d of a walk", w.keys))
	body, err := consortium.ProofBody(apptest.ChainID, member, key.PubKey().Bytes())
	require.NoError(w.t, err)
	proof, err = key.Sign(body)
	require.NoError(w.t, err)
	return key.PubKey().Bytes(), proof
}

// What one block decides about one validator, by transactions and by a proposal at its end, is told once.
func TestABlockTellsOfEachKeyOnce(t *testing.T) {
	c := validatorsChain(t)
	w := &validatorsWalk{t: t, Chain: c, rnd: rand.New(rand.NewPCG(1, 1))}
	validators, err := c.App.Keepers.Consortium.Validators(c.Context())
	require.NoError(t, err)
	v := validators[0]
	m, err := c.App.Keepers.Consortium.Member(c.Context(), v.Member)
	require.NoError(t, err)
	operations := c.Keys.Account(m.Id, genesis.KeyOperations, 0)
	pub, proof := w.key(v.Member)

	// It is reported, rotated and to be removed in one block: the report comes first and is all there is to it.
	raw := [][]byte{c.Sign(operations, &consortium.MsgRotateValidatorKey{
		Operator: sdk.AccAddress(operations.PubKey().Address()).String(), Validator: v.ConsensusAddress().String(), PubKey: pub, Proof: proof,
	})}
	raw = append(raw, c.Decide(c.Voters(), &consortium.MsgRemoveValidator{Signer: c.Authority(), Validator: v.ConsensusAddress().String()})...)
	c.Misbehave(v.ConsensusAddress())
	res := c.Block(raw...)
	require.Len(t, res.ValidatorUpdates, 1)
	require.Zero(t, res.ValidatorUpdates[0].Power)
	require.NotContains(t, c.VotingPowers(), v.ConsensusAddress().String())
}

// A block that everybody signed changes no key of the consortium's store.
func TestASignedBlockChangesNothingOfTheConsortium(t *testing.T) {
	c := validatorsChain(t)
	before, err := c.App.Keepers.Consortium.ExportGenesis(c.Context())
	require.NoError(t, err)
	for range 5 {
		require.Empty(t, c.Block().ValidatorUpdates)
	}
	after, err := c.App.Keepers.Consortium.ExportGenesis(c.Context())
	require.NoError(t, err)
	require.Equal(t, before, after)
}
