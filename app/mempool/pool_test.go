// SPDX-License-Identifier: Apache-2.0

package mempool_test

import (
	"fmt"
	"sync"
	"testing"

	"cosmossdk.io/log/v2"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkmempool "github.com/cosmos/cosmos-sdk/types/mempool"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/app/mempool"
	"github.com/taelnet/tael/x/consortium"
)

const (
	order = consortium.LANE_ORDER
	act   = consortium.LANE_ADMINISTRATION
	pay   = consortium.LANE_PAYMENT
)

// fakeTx has a signer and a sequence and nothing else.
type fakeTx struct {
	authsigning.Tx
	sender   string
	sequence uint64
}

func (f fakeTx) GetSigners() ([][]byte, error) { return [][]byte{[]byte(f.sender)}, nil }

func (f fakeTx) GetProtoTx() *txtypes.Tx {
	return &txtypes.Tx{AuthInfo: &txtypes.AuthInfo{SignerInfos: []*txtypes.SignerInfo{{Sequence: f.sequence}}}}
}

// senderOf is an address of 20 bytes.
func senderOf(name string) string { return fmt.Sprintf("%-20s", name) }

func newPool(limits mempool.Limits) *mempool.Pool {
	return mempool.New(limits, func(raw []byte) (sdk.Tx, error) { return fakeTx{sender: string(raw)}, nil })
}

func roomy() mempool.Limits { return mempool.Limits{Txs: 1_000, Bytes: 1 << 30, IdleBlocks: 3} }

// insert goes through both doors, as CheckTx does.
func insert(p *mempool.Pool, t ante.Ticket, gas uint64) error {
	if t.Bytes == 0 {
		t.Bytes = 100
	}
	t.Sender = senderOf(t.Sender)
	if err := p.Admit(t); err != nil {
		return err
	}
	ctx := sdk.NewContext(nil, cmtproto.Header{}, true, log.NewNopLogger()).
		WithTxBytes(fmt.Appendf(nil, "%s/%d", t.Sender[:4], t.Sequence))
	return p.Insert(ante.WithTicket(ctx, t), fakeTx{}, sdkmempool.InsertOption{GasWanted: gas})
}

// block are the transactions that a block would take, of those that accept says yes to.
func block(p *mempool.Pool, turn uint64, accept func(mempool.Candidate) bool) []string {
	var taken []string
	proposal := p.Propose(turn)
	for c, more := proposal.Next(); more; c, more = proposal.Next() {
		if !accept(c) {
			proposal.Skip()
			continue
		}
		proposal.Take()
		taken = append(taken, string(c.Raw))
	}
	return taken
}

func all(mempool.Candidate) bool { return true }

func TestLanesSendersAndInstitutionsInOrder(t *testing.T) {
	p := newPool(roomy())
	for _, tx := range []struct {
		ante.Ticket
		gas uint64
	}{
		{ante.Ticket{Sender: "p1", Sequence: 4, Institution: 1, Lane: pay}, 50},
		{ante.Ticket{Sender: "p1", Sequence: 5, Institution: 1, Lane: pay}, 50},
		{ante.Ticket{Sender: "p1", Sequence: 6, Institution: 1, Lane: pay}, 50},
		{ante.Ticket{Sender: "p2", Sequence: 0, Institution: 1, Lane: pay}, 10},
		{ante.Ticket{Sender: "q1", Sequence: 9, Institution: 2, Lane: pay}, 100},
		{ante.Ticket{Sender: "q1", Sequence: 10, Institution: 2, Lane: pay}, 100},
		{ante.Ticket{Sender: "a1", Sequence: 0, Institution: 1, Lane: act}, 10},
		{ante.Ticket{Sender: "o1", Sequence: 7, Institution: 3, Lane: order}, 10},
		{ante.Ticket{Sender: "o1", Sequence: 8, Institution: 3, Lane: act}, 10},
		{ante.Ticket{Sender: "o1", Sequence: 9, Institution: 3, Lane: order}, 10},
	} {
		require.NoError(t, insert(p, tx.Ticket, tx.gas))
	}
	require.Equal(t, []string{
		"o1  /7", "a1  /0", "o1  /8", // an order behind an act waits for the next block
		"p1  /4", "q1  /9", "p2  /0", "p1  /5", "q1  /10", "p1  /6",
	}, block(p, 0, all), "the least gas first: 50, 100, 60, 110, 200")
	require.Equal(t, "q1  /9", block(p, 1, all)[3], "another turn, another first")
	require.Equal(t, []string{"o1  /7", "a1  /0", "o1  /8", "p2  /0", "q1  /9", "q1  /10"},
		block(p, 0, func(c mempool.Candidate) bool { return string(c.Raw) != "p1  /4" }), "nothing follows what is skipped")
	require.Equal(t, 10, p.CountTx(), "a proposal takes nothing out")

	var selected int
	for i := p.Select(t.Context(), nil); i != nil; i = i.Next() {
		require.NotZero(t, i.Tx().GasWanted)
		selected++
	}
	require.Equal(t, 9, selected)
	p.SelectBy(t.Context(), nil, func(sdkmempool.PooledTx) bool { selected--; return selected > 7 })
	require.Equal(t, 7, selected, "the callback ends it")
	require.Nil(t, newPool(roomy()).Select(t.Context(), nil))
}

// However much one institution sends, the others get as much of a block as they ask for, up to an equal part.
func TestABlockIsSharedByGas(t *testing.T) {
	p := newPool(mempool.Limits{Txs: 10_000, Bytes: 1 << 30, IdleBlocks: 3})
	for i := range 2_000 {
		require.NoError(t, insert(p, ante.Ticket{Sender: fmt.Sprintf("n%d", i%16), Sequence: uint64(i), Institution: 1, Lane: pay}, 25))
	}
	for i := range 40 {
		require.NoError(t, insert(p, ante.Ticket{Sender: "quiet", Sequence: uint64(i), Institution: 2, Lane: pay}, 5))
		require.NoError(t, insert(p, ante.Ticket{Sender: "busy", Sequence: uint64(i), Institution: 3, Lane: pay}, 25))
	}
	for turn := range uint64(3) {
		left, gas := uint64(1_000), map[string]uint64{}
		block(p, turn, func(c mempool.Candidate) bool {
			if c.Gas > left {
				return false
			}
			left -= c.Gas
			gas[string(c.Raw[:1])] += c.Gas
			return true
		})
		require.EqualValues(t, 200, gas["q"], "all that it asked for")
		require.InDelta(t, 400, gas["n"], 25)
		require.InDelta(t, 400, gas["b"], 25)
	}
}

func TestLanesCloseOneAfterTheOther(t *testing.T) {
	p := newPool(roomy())
	n := uint64(0)
	fill := func(lane consortium.Lane, until int) {
		for p.CountTx() < until {
			n++
			require.NoError(t, insert(p, ante.Ticket{Sender: fmt.Sprint(n), Institution: uint32(n), Lane: lane}, 1))
		}
	}
	refused := func(want error, lane consortium.Lane) {
		t.Helper()
		before := p.CountTx()
		require.ErrorIs(t, insert(p, ante.Ticket{Sender: "late", Institution: 70_000, Lane: lane}, 1), want)
		require.Equal(t, before, p.CountTx())
	}
	fill(pay, 800)
	refused(ante.ErrPoolFilling, pay)
	err := p.Admit(ante.Ticket{Sender: senderOf("x"), Lane: pay, Bytes: 1})
	require.EqualError(t, err, "payments are refused from 80 % full on, 800 of 1000 transactions and 80000 of 1073741824 bytes wait: try again in 1 s: pool is filling")
	fill(act, 950)
	refused(ante.ErrPoolFilling, act)
	refused(ante.ErrPoolFilling, pay)
	fill(order, 1_000)
	refused(ante.ErrPoolFilling, order)
	refused(ante.ErrPoolFilling, consortium.LANE_UNSPECIFIED)
}

func TestBytesCloseLanesToo(t *testing.T) {
	p := newPool(mempool.Limits{Txs: 1_000, Bytes: 10 << 20, IdleBlocks: 3})
	for i := range 32 {
		require.NoError(t, insert(p, ante.Ticket{Sender: fmt.Sprint(i), Institution: uint32(i), Lane: pay, Bytes: 256 << 10}, 1))
	}
	require.ErrorIs(t, insert(p, ante.Ticket{Sender: "late", Institution: 99, Lane: pay, Bytes: 1}, 1), ante.ErrPoolFilling)
	require.NoError(t, insert(p, ante.Ticket{Sender: "late", Institution: 99, Lane: order, Bytes: 256 << 10}, 1))
	require.Equal(t, 33*256<<10, p.Bytes())
}

func TestNobodyTakesMoreThanItsShare(t *testing.T) {
	for lane, most := range map[consortium.Lane]int{pay: 250, act: 38, order: 12} {
		t.Run(lane.String(), func(t *testing.T) {
			p := newPool(roomy())
			for i := range most {
				require.NoError(t, insert(p, ante.Ticket{Sender: fmt.Sprint(i), Institution: 1, Lane: lane}, 1))
			}
			err := insert(p, ante.Ticket{Sender: "more", Institution: 1, Lane: lane}, 1)
			require.ErrorIs(t, err, ante.ErrPoolShare)
			require.ErrorContains(t, err, fmt.Sprintf("of member 1: %d of at most %d transactions", most, most))
			require.NoError(t, insert(p, ante.Ticket{Sender: "other", Institution: 2, Lane: lane}, 1))
			for _, other := range []consortium.Lane{pay, act, order} {
				if other != lane {
					require.NoError(t, insert(p, ante.Ticket{Sender: "o" + other.String()[5:8], Institution: 1, Lane: other}, 1), "lanes do not share")
				}
			}
		})
	}
}

func TestWhatLeaves(t *testing.T) {
	ticket := func(sequence uint64) ante.Ticket {
		return ante.Ticket{Sender: senderOf("s"), Sequence: sequence, Institution: 1, Lane: pay, Bytes: 100}
	}
	tx := func(sequence uint64) sdk.Tx { return fakeTx{sender: senderOf("s"), sequence: sequence} }
	finalized := sdkmempool.RemoveReason{Caller: sdkmempool.CallerRunTxFinalize}
	rechecked := sdkmempool.RemoveReason{Caller: sdkmempool.CallerRunTxRecheck}
	cases := map[string]struct {
		change func(*mempool.Pool)
		left   []string
	}{
		"a block takes what it held and all before":          {func(p *mempool.Pool) { _ = p.RemoveWithReason(t.Context(), tx(6), finalized) }, []string{"s   /7"}},
		"a block with something unknown takes all before":    {func(p *mempool.Pool) { _ = p.RemoveWithReason(t.Context(), tx(9), finalized) }, nil},
		"a block of another sender takes nothing":            {func(p *mempool.Pool) { _ = p.RemoveWithReason(t.Context(), fakeTx{sender: "x"}, finalized) }, []string{"s   /5", "s   /6", "s   /7"}},
		"a recheck takes one":                                {func(p *mempool.Pool) { _ = p.RemoveWithReason(t.Context(), tx(6), rechecked) }, []string{"s   /5", "s   /7"}},
		"a recheck of something unknown":                     {func(p *mempool.Pool) { _ = p.Remove(tx(4)) }, []string{"s   /5", "s   /6", "s   /7"}},
		"one that failed admission in a block":               {func(p *mempool.Pool) { p.Forget(ticket(5)) }, []string{"s   /6", "s   /7"}},
		"three blocks without a recheck are allowed":         {func(p *mempool.Pool) { times(3, p.Committed) }, []string{"s   /5", "s   /6", "s   /7"}},
		"a fourth is not":                                    {func(p *mempool.Pool) { times(4, p.Committed) }, nil},
		"a recheck keeps what it passes":                     {func(p *mempool.Pool) { times(3, p.Committed); p.Keep(ticket(6)); p.Keep(ticket(8)); p.Committed() }, []string{"s   /6"}},
		"and for as long as any":                             {func(p *mempool.Pool) { times(3, p.Committed); p.Keep(ticket(6)); times(4, p.Committed) }, nil},
		"what has no signer is nobody's, and breaks nothing": {func(p *mempool.Pool) { _ = p.Remove(fakeless{}) }, []string{"s   /5", "s   /6", "s   /7"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			p := newPool(roomy())
			for s := range uint64(3) {
				require.NoError(t, insert(p, ante.Ticket{Sender: "s", Sequence: 5 + s, Institution: 1, Lane: pay}, 1))
			}
			tc.change(p)
			require.Equal(t, tc.left, block(p, 0, all))
			require.Equal(t, len(tc.left), p.CountTx())
			require.Equal(t, 100*len(tc.left), p.Bytes())
		})
	}
}

type fakeless struct{ sdk.Tx }

func times(n int, do func()) {
	for range n {
		do()
	}
}

func TestNothingIsReplaced(t *testing.T) {
	p := newPool(roomy())
	require.NoError(t, insert(p, ante.Ticket{Sender: "s", Sequence: 5, Institution: 1, Lane: pay}, 1))
	require.ErrorIs(t, insert(p, ante.Ticket{Sender: "s", Sequence: 5, Institution: 1, Lane: order}, 9), ante.ErrPoolTaken)
	require.NoError(t, insert(p, ante.Ticket{Sender: "s", Sequence: 4, Institution: 1, Lane: pay}, 1))
	require.Equal(t, []string{"s   /4", "s   /5"}, block(p, 0, all), "by sequence, not by arrival")
	require.ErrorContains(t, p.Insert(t.Context(), fakeTx{}, sdkmempool.InsertOption{}), "ticket")
}

// Many goroutines at once: nothing is lost, nothing is counted twice, and at the end it is empty.
func TestManyAtOnce(t *testing.T) {
	p := newPool(mempool.DefaultLimits())
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			name := fmt.Sprintf("w%d", worker)
			for i := range uint64(300) {
				if err := insert(p, ante.Ticket{Sender: name, Sequence: i, Institution: uint32(worker), Lane: pay}, 1); err != nil {
					t.Error(err)
				}
				p.Keep(ante.Ticket{Sender: senderOf(name), Sequence: i / 2})
				if i%10 == 9 {
					block(p, i, all)
					_ = p.RemoveWithReason(t.Context(), fakeTx{sender: senderOf(name), sequence: i}, sdkmempool.RemoveReason{Caller: sdkmempool.CallerRunTxFinalize})
				}
				p.CountTx()
			}
		})
	}
	wait.Wait()
	require.Zero(t, p.CountTx())
	require.Zero(t, p.Bytes())
	require.Empty(t, block(p, 0, all))
}

// Inserting and removing cost the same however many wait.
func BenchmarkInsertRemove(b *testing.B) {
	for _, waiting := range []int{10, 4_000} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			p := newPool(mempool.Limits{Txs: 100_000, Bytes: 1 << 40, IdleBlocks: 100})
			for i := range waiting {
				_ = insert(p, ante.Ticket{Sender: fmt.Sprint(i), Institution: uint32(i % 10), Lane: pay}, 1)
			}
			for i := uint64(0); b.Loop(); i++ {
				_ = insert(p, ante.Ticket{Sender: "s", Sequence: i, Institution: 11, Lane: pay}, 1)
				_ = p.RemoveWithReason(b.Context(), fakeTx{sender: senderOf("s"), sequence: i}, sdkmempool.RemoveReason{Caller: sdkmempool.CallerRunTxFinalize})
			}
		})
	}
}
