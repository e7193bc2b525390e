// SPDX-License-Identifier: Apache-2.0

package keeper_test

import (
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/core/comet"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/x/consortium"
)

const (
	chainID     = "tael-local-1"
	firstHeight = 100
	agePeriod   = 50 // blocks and, at a second a block, seconds
)

// consensusKey is the n-th consensus key of a member.
func consensusKey(member uint32, n int) ed25519.PrivKey {
	return ed25519.GenPrivKeyFromSecret(fmt.Appendf(nil, "consensus key %d of member %d", n, member))
}

func publicKey(member uint32, n int) []byte { return consensusKey(member, n).PubKey().Bytes() }

func consensusAddress(member uint32, n int) string {
	return consortium.ConsensusAddressOf(publicKey(member, n)).String()
}

func proofOf(tb testing.TB, member uint32, n int) []byte {
	tb.Helper()
	body, err := consortium.ProofBody(chainID, member, publicKey(member, n))
	require.NoError(tb, err)
	proof, err := consensusKey(member, n).Sign(body)
	require.NoError(tb, err)
	return proof
}

// governanceOf and operationsOf are who acts for the banks of the validators' network.
func governanceOf(member uint32) byte { return byte(100 + 2*member) }
func operationsOf(member uint32) byte { return byte(101 + 2*member) }

func testPolicy() consortium.ValidatorPolicy {
	return consortium.ValidatorPolicy{
		MinActive: 3, MaxValidators: 8, Window: 10, MaxMissed: 4, JailTerm: 20, ChangeNumerator: 1, ChangeDenominator: 3,
	}
}

// banksThatValidate has ten banks, of which the first so many validate with these powers.
func banksThatValidate(policy consortium.ValidatorPolicy, powers ...int64) consortium.Genesis {
	g := smallNetwork()
	g.Members, g.Validators, g.ValidatorPolicy = g.Members[3:], nil, &policy
	g.Quotas, g.QuotaUses = consortium.DefaultQuotaPolicy(), nil
	g.MemberProcedures = &consortium.MemberProcedures{}
	for n := uint32(1); n <= 10; n++ {
		m := member(n, fmt.Sprintf("bank-%d", n), fmt.Sprintf("BANKCN%02d", n), consortium.ROLE_BANK,
			holds(consortium.DUTY_GOVERNANCE, governanceOf(n)), holds(consortium.DUTY_OPERATIONS, operationsOf(n)))
		g.Members = append(g.Members, m)
	}
	for i, power := range powers {
		n := uint32(i + 1) //nolint:gosec // a handful
		g.Validators = append(g.Validators, consortium.Validator{Member: n, PubKey: publicKey(n, 0), Power: power, Moniker: fmt.Sprintf("bank-%d-0", n)})
	}
	return g
}

// withHistory adds to a genesis what validators leave behind.
func withHistory(g consortium.Genesis) consortium.Genesis {
	policy := testPolicy()
	policy.MinActive = 1
	g.ValidatorPolicy = &policy
	g.Validators = append(g.Validators, consortium.Validator{
		Member: 1, PubKey: publicKey(1, 7), Moniker: "north-0", Status: consortium.VALIDATOR_STATUS_REMOVED, Punished: true,
	})
	g.RetiredKeys = []consortium.RetiredKey{{PubKey: publicKey(1, 6), Member: 1, Successor: publicKey(1, 7), Height: 5}}
	l := consortium.Liveness{}.Miss(9, policy.Window)
	l.ConsensusAddress = g.Validators[0].ConsensusAddress()
	g.Liveness = []consortium.Liveness{l}
	g.PowerChanges = []consortium.PowerChange{{Number: 3, Height: 5, Time: 1_000, Amount: 2, Total: 17}}
	g.ValidatorsChangedAt = 5
	return g
}

// network is a chain of the module alone, with consensus as CometBFT keeps it: what a block returns takes effect two
// blocks later.
type network struct {
	*fixture
	sets    map[int64]*cmttypes.ValidatorSet
	updates []abci.ValidatorUpdate // of the last block
}

func newValidators(tb testing.TB, policy consortium.ValidatorPolicy, powers ...int64) *network {
	tb.Helper()
	n := &network{fixture: emptyFixture(tb), sets: map[int64]*cmttypes.ValidatorSet{}}
	updates, err := n.k.InitGenesis(n.ctx, banksThatValidate(policy, powers...))
	require.NoError(tb, err)
	changes, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(tb, err)
	set := cmttypes.NewValidatorSet(changes)
	for h := int64(firstHeight - 2); h <= firstHeight; h++ {
		n.sets[h] = set
	}
	n.ctx = n.ctx.WithChainID(chainID).WithBlockHeight(firstHeight - 1).WithBlockTime(time.Unix(1_000_000, 0)).
		WithConsensusParams(cmtproto.ConsensusParams{
			Evidence: &cmtproto.EvidenceParams{MaxAgeNumBlocks: agePeriod, MaxAgeDuration: agePeriod * time.Second},
		})
	return n
}

// news is what consensus reports to a block: who did not sign the one before, by address, and who misbehaved.
type news struct {
	absent  []string
	doubles []string
}

// block runs one block and holds the module's set to that of consensus.
func (n *network) block(report news, acts ...func(sdk.Context) error) []sdk.Event {
	n.tb.Helper()
	n.begin(report)
	for _, act := range acts {
		cached, write := n.ctx.CacheContext()
		if err := act(cached); err == nil {
			write()
		}
	}
	n.end()
	return n.ctx.EventManager().Events()
}

func (n *network) begin(report news) {
	n.tb.Helper()
	height := n.ctx.BlockHeight() + 1
	n.ctx = n.ctx.WithBlockHeight(height).WithBlockTime(n.ctx.BlockTime().Add(time.Second)).WithEventManager(sdk.NewEventManager())
	n.ctx = n.ctx.WithCometInfo(n.info(height, report))
	n.k.BeginBlock(n.ctx)
}

func (n *network) end() {
	n.tb.Helper()
	updates, err := n.k.ValidatorUpdates(n.ctx)
	require.NoError(n.tb, err)
	n.updates = updates
	n.tell(n.ctx.BlockHeight(), updates)
	require.NoError(n.tb, n.k.Invariants(n.ctx))
}

// tell applies what a block returned as CometBFT does.
func (n *network) tell(height int64, updates []abci.ValidatorUpdate) {
	n.tb.Helper()
	changes, err := cmttypes.PB2TM.ValidatorUpdates(updates)
	require.NoError(n.tb, err)
	next := n.sets[height+1]
	if next == nil {
		next = n.sets[height]
		n.sets[height+1] = next
	}
	next = next.Copy()
	require.NoError(n.tb, next.UpdateWithChangeSet(changes))
	next.IncrementProposerPriority(1)
	n.sets[height+2] = next

	validators, err := n.k.Validators(n.ctx)
	require.NoError(n.tb, err)
	own := map[string]int64{}
	for _, v := range validators {
		if v.Active() {
			own[v.ConsensusAddress().String()] = v.Power
		}
	}
	consensus := map[string]int64{}
	for _, v := range next.Validators {
		consensus[sdk.ConsAddress(v.Address).String()] = v.VotingPower
	}
	require.Equal(n.tb, own, consensus, "the set of block %d", height+2)
}

// info is what CometBFT says at a height: the votes of those who were in the set one block ago.
func (n *network) info(height int64, report news) cometInfo {
	var info cometInfo
	absent := map[string]bool{}
	for _, a := range report.absent {
		absent[a] = true
	}
	for _, v := range n.sets[height-1].Validators {
		flag := comet.BlockIDFlagCommit
		if absent[sdk.ConsAddress(v.Address).String()] {
			flag = comet.BlockIDFlagAbsent
		}
		info.votes = append(info.votes, vote{key: key{v.Address, v.VotingPower}, flag: flag})
	}
	for _, text := range report.doubles {
		addr, err := sdk.ConsAddressFromBech32(text)
		require.NoError(n.tb, err)
		info.evidence = append(info.evidence, item{key: key{addr, 1}, kind: comet.DuplicateVote, height: height - 1})
	}
	return info
}

// statusOf is the status of the validator with this key, REMOVED ones included.
func (n *network) statusOf(addr string) consortium.ValidatorStatus {
	n.tb.Helper()
	for _, removed := range []bool{false, true} {
		resp, err := n.queries.Validators(n.ctx, &consortium.QueryValidatorsRequest{Removed: removed})
		require.NoError(n.tb, err)
		for _, v := range resp.Validators {
			if v.ConsensusAddress == addr {
				return v.Status
			}
		}
	}
	return consortium.VALIDATOR_STATUS_UNSPECIFIED
}

// cometInfo is what CometBFT tells a block.
type cometInfo struct {
	votes    votes
	evidence evidence
}

func (cometInfo) GetValidatorsHash() []byte         { return nil }
func (cometInfo) GetProposerAddress() []byte        { return nil }
func (c cometInfo) GetEvidence() comet.EvidenceList { return c.evidence }
func (c cometInfo) GetLastCommit() comet.CommitInfo { return c }
func (cometInfo) Round() int32                      { return 0 }
func (c cometInfo) Votes() comet.VoteInfos          { return c.votes }

type key struct {
	address []byte
	power   int64
}

func (k key) Address() []byte { return k.address }
func (k key) Power() int64    { return k.power }

type votes []vote

func (v votes) Len() int                 { return len(v) }
func (v votes) Get(i int) comet.VoteInfo { return v[i] }

type vote struct {
	key  key
	flag comet.BlockIDFlag
}

func (v vote) Validator() comet.Validator        { return v.key }
func (v vote) GetBlockIDFlag() comet.BlockIDFlag { return v.flag }

type evidence []item

func (e evidence) Len() int                 { return len(e) }
func (e evidence) Get(i int) comet.Evidence { return e[i] }

type item struct {
	key    key
	kind   comet.MisbehaviorType
	height int64
}

func (i item) Type() comet.MisbehaviorType { return i.kind }
func (i item) Validator() comet.Validator  { return i.key }
func (i item) Height() int64               { return i.height }
func (item) Time() time.Time               { return time.Time{} }
func (item) TotalVotingPower() int64       { return 0 }
