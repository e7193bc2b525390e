// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"testing"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/consortium/keeper"
)

// changeValidator changes the record of the first bank's validator and tells consensus nothing.
func changeValidator(change func(*consortium.Validator)) func(*network) error {
	return func(n *network) error {
		one := consortium.ConsensusAddressOf(publicKey(1, 0))
		v, err := keeper.ValidatorsOf(n.k).Get(n.ctx, one)
		if err != nil {
			return err
		}
		change(&v)
		return keeper.ValidatorsOf(n.k).Set(n.ctx, one, v)
	}
}

// hasMissed sets liveness under an address after a change.
func hasMissed(addr []byte, change func(*consortium.Liveness)) func(*network) error {
	return func(n *network) error {
		l := consortium.Liveness{}.Miss(9, testPolicy().Window)
		l.ConsensusAddress = addr
		change(&l)
		return keeper.LivenessOf(n.k).Set(n.ctx, addr, l)
	}
}

func TestInvariantsOfTheValidatorSet(t *testing.T) {
	one := consortium.ConsensusAddressOf(publicKey(1, 0))
	tests := map[string]struct {
		breakIt func(*network) error
		text    string
	}{
		"no policy":              {func(n *network) error { return keeper.PolicyOf(n.k).Remove(n.ctx) }, "validator policy"},
		"a policy out of bounds": {func(n *network) error { return keeper.PolicyOf(n.k).Set(n.ctx, consortium.ValidatorPolicy{}) }, "validator policy"},
		"more validators than there may be": {func(n *network) error {
			p := testPolicy()
			p.MaxValidators = 3
			return keeper.PolicyOf(n.k).Set(n.ctx, p)
		}, "expected at most 3"},
		"a power that consensus was not told": {changeValidator(func(v *consortium.Validator) { v.Power++ }), "consensus was not told of 1 changes"},
		"a removed one among those that vote": {changeValidator(func(v *consortium.Validator) { *v = v.Remove() }), "among those that may vote"},
		"a power that CometBFT cannot count":  {changeValidator(func(v *consortium.Validator) { v.Power = cmttypes.MaxTotalVotingPower }), "total power"},
		"no height of the last change":        {func(n *network) error { return keeper.ChangedAtOf(n.k).Remove(n.ctx) }, "height of the last change"},
		"a removed one that may vote": {func(n *network) error {
			v, err := keeper.ValidatorsOf(n.k).Get(n.ctx, one)
			require.NoError(n.tb, err)
			return keeper.RemovedOf(n.k).Set(n.ctx, one, v.Remove())
		}, "may vote: true"},
		"a removed one that is not": {func(n *network) error {
			v, err := keeper.ValidatorsOf(n.k).Get(n.ctx, one)
			require.NoError(n.tb, err)
			return keeper.RemovedOf(n.k).Set(n.ctx, one, v)
		}, "is VALIDATOR_STATUS_ACTIVE"},
		"a retired key that votes": {func(n *network) error {
			return keeper.RetiredOf(n.k).Set(n.ctx, one, consortium.RetiredKey{PubKey: publicKey(1, 0), Member: 1, Successor: publicKey(2, 0)})
		}, "is a validator's"},
		"a retired key that leads nowhere": {func(n *network) error {
			key := consortium.RetiredKey{PubKey: publicKey(1, 8), Member: 1, Successor: publicKey(1, 9)}
			return keeper.RetiredOf(n.k).Set(n.ctx, consortium.ConsensusAddressOf(key.PubKey), key)
		}, "which nobody ever had"},
		"a retired key under another's address": {func(n *network) error {
			key := consortium.RetiredKey{PubKey: publicKey(1, 8), Member: 1, Successor: publicKey(1, 0)}
			return keeper.RetiredOf(n.k).Set(n.ctx, consortium.ConsensusAddressOf(publicKey(1, 7)), key)
		}, "is stored under"},
		"a retired key that breaks its form": {func(n *network) error {
			return keeper.RetiredOf(n.k).Set(n.ctx, one, consortium.RetiredKey{PubKey: publicKey(1, 0)})
		}, "retired key"},
		"misses of nobody":          {hasMissed(consortium.ConsensusAddressOf(publicKey(9, 9)), func(*consortium.Liveness) {}), "liveness of"},
		"misses that do not add up": {hasMissed(one, func(l *consortium.Liveness) { l.Count = 2 }), "to count its missed blocks"},
		"a power change under another number": {func(n *network) error {
			return keeper.PowerChangesOf(n.k).Set(n.ctx, 4, consortium.PowerChange{Number: 3, Height: 5, Time: 1_000, Amount: 2, Total: 17})
		}, "power change 4 says 3"},
		"more power changes than are kept": {func(n *network) error {
			for i := range uint64(consortium.MaxPowerChanges + 1) {
				c := consortium.PowerChange{Number: i + 1, Height: 5, Time: 1_000, Amount: 2, Total: 17}
				if err := keeper.PowerChangesOf(n.k).Set(n.ctx, c.Number, c); err != nil {
					return err
				}
			}
			return nil
		}, "power changes are kept"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			n := newValidators(t, testPolicy(), 10, 10, 10, 10)
			require.NoError(t, n.k.Invariants(n.ctx))
			require.NoError(t, tc.breakIt(n))
			err := n.k.Invariants(n.ctx)
			require.ErrorIs(t, err, consortium.ErrInvariantBroken)
			require.ErrorContains(t, err, tc.text)
		})
	}
}
