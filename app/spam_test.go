// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/app/gas"
	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/wallet"
)

// sequenced is a junk batch of a lane with a given sequence and gas wanted.
func (n *mill) sequenced(lane *secp256k1.PrivKey, sequence, wanted uint64) []byte {
	return n.Craft(lane, func(d *apptest.Draft) {
		d.Auth.SignerInfos[0].Sequence, d.Auth.Fee.GasLimit = sequence, wanted
	}, junk(lane, 1))
}

// left is what the quota of a member holds now.
func (n *mill) left(member string) uint64 {
	n.t.Helper()
	m, err := n.App.Keepers.Consortium.MemberByID(n.Context(), member)
	require.NoError(n.t, err)
	policy, err := n.App.Keepers.Consortium.QuotaPolicy(n.Context())
	require.NoError(n.t, err)
	quota, _ := policy.Of(m.Number, m.Roles)
	state, err := n.App.Keepers.Consortium.ExportGenesis(n.Context())
	require.NoError(n.t, err)
	for _, use := range state.QuotaUses {
		if use.Member == m.Number {
			return use.Left(quota, consortium.QuotaTime(n.Time))
		}
	}
	return quota.Burst
}

// Whoever may not send is refused with its own error, costs no place in the pool and nobody any quota.
func TestS14_StrangersTakeNoPlace(t *testing.T) {
	n := newMill(t)
	owner := n.openOwner(genesis.BankA, 1, "leaver")
	operator := n.Keys.Account(genesis.BankA, genesis.KeyOperations, 0)
	res := n.commit(n.Sign(operator, &wallet.MsgCloseWallet{Operator: address(operator), Address: owner.address.String()}))
	require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
	stranger := secp256k1.GenPrivKeyFromSecret([]byte("nobody"))
	lane := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
	before := n.left(genesis.BankA)

	cases := map[string]struct {
		raw  func(i uint64) []byte
		want interface {
			Codespace() string
			ABCICode() uint32
		}
	}{
		"an unknown key": {func(i uint64) []byte { return n.sequenced(stranger, i, gas.FullBatch) }, ante.ErrSignerUnknown},
		"a closed owner": {func(i uint64) []byte {
			return n.Craft(owner.owner, nil, &wallet.MsgRevokeDevice{Signer: owner.address.String(), Wallet: owner.address.String(), DeviceId: strings.Repeat("0", 40)})
		}, ante.ErrSignerInactive},
		"huge gas wanted":       {func(i uint64) []byte { return n.sequenced(lane, 0, 1<<63+i) }, ante.ErrGasLimit},
		"gas below the price":   {func(i uint64) []byte { return n.sequenced(lane, 0, 1+i) }, ante.ErrGasLimit},
		"a gap in the sequence": {func(i uint64) []byte { return n.sequenced(lane, 1+i, gas.FullBatch) }, ante.ErrSequence},
		"a forged signature": {func(i uint64) []byte {
			return n.Craft(lane, func(d *apptest.Draft) { d.Spoil = func(s [][]byte) [][]byte { s[0][i] ^= 1; return s } }, junk(lane, 1))
		}, ante.ErrSignature},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			for i := range uint64(20) {
				res := n.offer(tc.raw(i))
				require.Equal(t, tc.want.Codespace(), res.Codespace, res.Log)
				require.Equal(t, tc.want.ABCICode(), res.Code, res.Log)
				require.GreaterOrEqual(t, res.GasWanted, int64(0))
			}
			require.Zero(t, n.App.Pool().CountTx())
		})
	}
	require.Equal(t, before, n.left(genesis.BankA))
}

// Refusing a hundred thousand transactions leaves the heap as it was.
func TestS14_RefusalsTakeNoMemory(t *testing.T) {
	n := newMill(t)
	stranger := n.sequenced(secp256k1.GenPrivKeyFromSecret([]byte("nobody")), 0, gas.FullBatch)
	lane := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
	gap, huge := n.sequenced(lane, 9, gas.FullBatch), n.sequenced(lane, 0, 1<<40)
	flood := func(times int) {
		for range times {
			n.offer(stranger)
			n.offer(gap)
			n.offer(huge)
		}
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	flood(500)
	before := heap()
	flood(5_000)
	after := heap()
	t.Logf("heap %d KiB before, %d KiB after 15,000 refusals", before>>10, after>>10)
	require.Less(t, after, before+4<<20)
}

// A transaction whose message fails has signed, and pays: what cannot succeed is not free.
func TestS14_FailingIsCharged(t *testing.T) {
	n := newMill(t)
	operator := n.Keys.Account(genesis.BankA, genesis.KeyOperations, 0)
	start := n.left(genesis.BankA)
	raw := n.Craft(operator, func(d *apptest.Draft) { d.Auth.Fee.GasLimit = 20_000_000 },
		&wallet.MsgCloseWallet{Operator: address(operator), Address: address(operator)})
	n.enters(raw)
	res := n.commits(n.propose(networks.MaxBlockBytes)...)
	require.Len(t, res.TxResults, 1)
	require.NotZero(t, res.TxResults[0].Code)
	require.Equal(t, "wallet", res.TxResults[0].Codespace)
	require.EqualValues(t, 20_000_000, res.TxResults[0].GasWanted)
	require.Equal(t, start-20_000_000, n.left(genesis.BankA), "gas wanted, not gas used")

	owner := n.openOwner(genesis.BankB, 2, "owner")
	before := n.left(genesis.BankB)
	res = n.commit(n.Craft(owner.owner, func(d *apptest.Draft) { d.Auth.Fee.GasLimit = 1_000_000 },
		&wallet.MsgRevokeDevice{Signer: owner.address.String(), Wallet: owner.address.String(), DeviceId: strings.Repeat("0", 40)}))
	require.NotZero(t, res.TxResults[0].Code)
	require.NotEqual(t, ante.Codespace, res.TxResults[0].Codespace, res.TxResults[0].Log)
	refill := uint64(apptest.BlockTime/time.Second) * 25_000_000
	require.Equal(t, min(before+refill, 250_000_000)-1_000_000, n.left(genesis.BankB), "an owner's transaction is its custodian's")
}

// One institution sends ten times its quota; it is cut to it, and others get all that they ask for.
func TestS14_OneInstitutionAtTenTimesItsQuota(t *testing.T) {
	n := newMill(t)
	noisy, quiet := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0), n.Keys.Account(genesis.BankB, genesis.KeySubmitter, 0)
	noisySequence, quietSequence := uint64(0), uint64(0)
	var noisyGas, quietGas, cut int
	const seconds = 30
	for range seconds {
		for range 10 { // ten full batches a second, ten times the rate
			raw := n.sequenced(noisy, noisySequence, gas.FullBatch)
			res := n.offer(raw)
			switch {
			case res.Code == 0:
				noisySequence++
			case res.Codespace == consortium.ModuleName:
				require.Equal(t, consortium.ErrQuota.ABCICode(), res.Code, res.Log)
				require.Contains(t, res.Log, "try again in 1 s")
				cut++
			default:
				t.Fatal(res.Log)
			}
		}
		n.enters(n.sequenced(quiet, quietSequence, gas.FullBatch))
		quietSequence++
		for _, result := range n.commits(n.propose(networks.MaxBlockBytes)...).TxResults {
			require.Zero(t, result.Code, result.Log)
		}
		noisyGas, quietGas = int(sequence(n.Chain, noisy)), int(sequence(n.Chain, quiet))
		require.Equal(t, int(quietSequence), quietGas, "the quiet one is in the next block, always")
	}
	t.Logf("of %d batches of the noisy one %d were taken and %d cut; of %d of the quiet one all", seconds*10, noisyGas, cut, quietGas)
	require.LessOrEqual(t, noisyGas, 10+seconds+1, "its burst, and its rate")
	require.GreaterOrEqual(t, cut, 240)
}

// One institution has as much waiting as it may: the next block takes a quarter of its gas, or of its bytes, from it,
// whatever room is left, and all that others have; a block with more of it is refused by those who judge it.
func TestS14_OneInstitutionTakesItsShareOfABlock(t *testing.T) {
	for name, tc := range map[string]struct {
		gas   uint64
		bytes int
		share int
	}{
		"by gas":                            {20_000_000, 1, 3},
		"by bytes":                          {10_000_000, 240_000, 2},
		"one transaction, whatever it asks": {networks.FullBatchGas, 1, 2},
	} {
		t.Run(name, func(t *testing.T) {
			n := newMill(t, unlimited)
			noisy := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
			var waiting [][]byte
			for len(waiting) < 8 {
				waiting = append(waiting, n.Craft(noisy, func(d *apptest.Draft) {
					d.Auth.Fee.GasLimit, d.Auth.SignerInfos[0].Sequence = tc.gas, uint64(len(waiting))
				}, junk(noisy, tc.bytes)))
				n.enters(waiting[len(waiting)-1])
			}
			quiet := n.Keys.Account(genesis.BankB, genesis.KeySubmitter, 0)
			beside := [][]byte{n.sequenced(quiet, 0, 1_000_000), n.sequenced(quiet, 1, 1_000_000)}
			n.enters(beside[0])
			n.enters(beside[1])

			held := n.propose(networks.MaxBlockBytes)
			require.ElementsMatch(t, append(waiting[:tc.share:tc.share], beside...), held)
			judged := func(txs ...[]byte) bool {
				res, err := n.other.App.ProcessProposal(&abci.RequestProcessProposal{Height: n.Height + 1, Time: n.Time.Add(apptest.BlockTime), Txs: txs})
				require.NoError(t, err)
				return res.IsAccepted()
			}
			require.True(t, judged(waiting[:tc.share]...))
			require.False(t, judged(waiting[:tc.share+1]...), "one more")
			require.False(t, judged(append([][]byte{beside[0]}, waiting[:tc.share+1]...)...), "somebody between changes nothing")
		})
	}
}

// One transaction is within the share, however small the block is.
func TestS14_OneTransactionIsAlwaysWithinTheShare(t *testing.T) {
	n := newMill(t, unlimited)
	n.Chain = n.withBlocksOf(networks.MaxBlockBytes, 2*networks.FullBatchGas)
	n.other = n.withBlocksOf(networks.MaxBlockBytes, 2*networks.FullBatchGas)
	lane := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
	n.enters(n.sequenced(lane, 0, 20_000_000))
	n.enters(n.sequenced(lane, 1, 20_000_000))
	require.Equal(t, n.gossip[:1], n.propose(networks.MaxBlockBytes), "two would fit into the block")
}

// Another transaction with a sequence that waits is refused, in the state of checks and by the pool.
func TestS14_NothingIsReplaced(t *testing.T) {
	n := newMill(t)
	lane := n.Keys.Account(genesis.BankA, genesis.KeySubmitter, 0)
	n.enters(n.sequenced(lane, 0, 5_000_000))
	for wanted := range uint64(10) {
		res := n.offer(n.sequenced(lane, 0, 6_000_000+wanted))
		requireCode(t, ante.ErrSequence, res.Codespace, res.Code, res.Log)
	}
	require.Equal(t, 1, n.App.Pool().CountTx())
	held := n.propose(networks.MaxBlockBytes)
	require.Equal(t, n.gossip, held, "the first stays")
	n.commits(held...)
	require.Zero(t, n.App.Pool().CountTx())
}

// generous is a quota that no test uses up.
func generous(g *genesis.Network) {
	g.Quotas = consortium.QuotaPolicy{Base: consortium.Quota{Rate: 1_000_000_000, Burst: 1_000_000_000_000}}
}

// The pool is full of payments of everybody who may pay, to the share of each and to the fill of all: an order enters,
// is first in the next block, and holds in it: what its wallet would pay is refused.
func TestS15_AnOrderPassesAFullPool(t *testing.T) {
	n := newMill(t, unlimited, generous)
	fill := func(key *secp256k1.PrivKey, want interface{ ABCICode() uint32 }) (entered int) {
		for {
			res := n.offer(n.sequenced(key, uint64(entered), 1_000_000))
			if res.Code != 0 {
				require.Equal(t, ante.Codespace, res.Codespace, res.Log)
				require.Equal(t, want.ABCICode(), res.Code, res.Log)
				return entered
			}
			entered++
		}
	}
	alice := n.customers[0]
	drain := n.carried(0, 1, n.signed(alice, n.payment(alice, n.customers[2], "cny", 100), nil))
	n.enters(drain)
	for i, bank := range []string{genesis.BankA, genesis.BankB, genesis.WalletOp} {
		entered := fill(n.Keys.Account(bank, genesis.KeySubmitter, 1), ante.ErrPoolShare)
		require.InDelta(t, 1_250, entered, 1, "bank %d takes its share and no more", i)
	}
	require.Equal(t, 3_750, n.App.Pool().CountTx())

	officer := n.Keys.Account(genesis.Regulator, genesis.KeyCompliance, 0)
	order := n.Sign(officer, n.order(alice))
	n.enters(order)
	held := n.propose(networks.MaxBlockBytes)
	require.Less(t, len(held), 252, "a block holds a fifteenth of them")
	require.Equal(t, order, held[0], "the order is first")
	require.Contains(t, held, drain, "and what it stops is in the same block, behind it")
	res := n.commits(held...)
	require.Zero(t, res.TxResults[0].Code, res.TxResults[0].Log)
	require.EqualValues(t, 10_000, n.App.Keepers.Bank.GetBalance(n.Context(), alice.address, "cny").Amount.Int64(), "not a cent left")
	t.Logf("3,751 transactions waited, 15 blocks of them; the order and %d payments were in the next", len(held)-1)

	sent := &compliance.MsgLiftRestriction{Officer: address(officer), Order: 1}
	n.enters(n.Sign(officer, sent))
	require.Equal(t, consortium.LANE_ORDER, n.lanesOf(n.propose(networks.MaxBlockBytes))[0], "a lift is an order as well")
}
