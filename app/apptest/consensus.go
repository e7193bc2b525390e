// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"github.com/stretchr/testify/require"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// consensus is what CometBFT keeps beside the application: the validator set of each height, in which what a block
// returns takes effect two blocks later, and what it has to report.
type consensus struct {
	sets      map[int64]*cmttypes.ValidatorSet
	silent    map[string]bool
	misbehave []abci.Misbehavior
}

// newConsensus starts at a height with the set that the application's genesis gave.
func newConsensus(first int64, genesis []abci.ValidatorUpdate) (consensus, error) {
	validators, err := cmttypes.PB2TM.ValidatorUpdates(genesis)
	if err != nil {
		return consensus{}, err
	}
	set := cmttypes.NewValidatorSet(validators)
	return consensus{
		sets:   map[int64]*cmttypes.ValidatorSet{first: set, first + 1: set.CopyIncrementProposerPriority(1)},
		silent: map[string]bool{},
	}, nil
}

// Silence lets the validator with this key sign no block, or sign again.
func (c *Chain) Silence(addr sdk.ConsAddress, silent bool) {
	if silent {
		c.consensus.silent[addr.String()] = true
	} else {
		delete(c.consensus.silent, addr.String())
	}
}

// Misbehave has consensus report with the next block that this key voted twice at the block before.
func (c *Chain) Misbehave(addr sdk.ConsAddress) {
	c.consensus.misbehave = append(c.consensus.misbehave, abci.Misbehavior{
		Type: abci.MisbehaviorType_DUPLICATE_VOTE, Validator: abci.Validator{Address: addr, Power: 1},
		Height: c.Height, Time: c.Time, TotalVotingPower: 1,
	})
}

// VotingPowers are the powers by consensus address in the set that the last block determined, which votes two blocks
// after it.
func (c *Chain) VotingPowers() map[string]int64 {
	powers := map[string]int64{}
	for _, v := range c.consensus.sets[c.Height+2].Validators {
		powers[sdk.ConsAddress(v.Address).String()] = v.VotingPower
	}
	return powers
}

// lastCommit is who of the set of the block before signed it.
func (c *Chain) lastCommit() abci.CommitInfo {
	var commit abci.CommitInfo
	set, known := c.consensus.sets[c.Height-1]
	if !known {
		return commit // the first block has none before it
	}
	for _, v := range set.Validators {
		flag := cmtproto.BlockIDFlagCommit
		if c.consensus.silent[sdk.ConsAddress(v.Address).String()] {
			flag = cmtproto.BlockIDFlagAbsent
		}
		commit.Votes = append(commit.Votes, abci.VoteInfo{
			Validator: abci.Validator{Address: v.Address, Power: v.VotingPower}, BlockIdFlag: flag,
		})
	}
	return commit
}

// report is what consensus tells the next block of misbehaviour.
func (c *Chain) report() []abci.Misbehavior {
	reported := c.consensus.misbehave
	c.consensus.misbehave = nil
	return reported
}

// follows applies what a block returned as CometBFT does and holds the resulting set to that of the module.
func (c *Chain) follows(updates []abci.ValidatorUpdate) {
	c.t.Helper()
	changes, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(c.t, err)
	next := c.consensus.sets[c.Height+1].Copy()
	require.NoError(c.t, next.UpdateWithChangeSet(changes), "CometBFT refuses the update")
	next.IncrementProposerPriority(1)
	c.consensus.sets[c.Height+2] = next
	delete(c.consensus.sets, c.Height-1)

	validators, err := c.App.Keepers.Consortium.Validators(c.Context())
	require.NoError(c.t, err)
	active := map[string]int64{}
	for _, v := range validators {
		if v.Active() {
			active[v.ConsensusAddress().String()] = v.Power
		}
	}
	require.Equal(c.t, active, c.VotingPowers(), "the set of block %d", c.Height+2)
}
