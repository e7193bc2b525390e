// SPDX-License-Identifier: Apache-2.0

package client

import (
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx"

	"github.com/taelnet/tael/app/ante"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

const fakeChainID = "tael-local-7"

// fakeLedger is what the nodes of a fake network agree on: blocks, sequences, and how often each UETR moved money.
type fakeLedger struct {
	mu       sync.Mutex
	blocks   []fakeBlock // height i+1
	sequence map[string]uint64
	moved    map[wallet.UETR]int
	executed map[[32]byte]int
	refuse   map[uint64]uint16 // amounts that are refused, and why
	nodes    []*fakeNode
	paused   bool
}

type fakeBlock struct {
	time    time.Time
	txs     [][]byte
	results []*abci.ExecTxResult
}

// fakeTx is a transaction as the ledger reads it.
type fakeTx struct {
	raw      []byte
	signer   string
	sequence uint64
	expires  time.Time
	batch    *payment.MsgPayBatch
}

func decodeFakeTx(raw []byte) fakeTx {
	var envelope tx.TxRaw
	var body tx.TxBody
	var auth tx.AuthInfo
	must(proto.Unmarshal(raw, &envelope))
	must(proto.Unmarshal(envelope.BodyBytes, &body))
	must(proto.Unmarshal(envelope.AuthInfoBytes, &auth))
	var batch payment.MsgPayBatch
	must(proto.Unmarshal(body.Messages[0].Value, &batch))
	return fakeTx{
		raw: raw, signer: batch.Carrier, sequence: auth.SignerInfos[0].Sequence, expires: *body.TimeoutTimestamp, batch: &batch,
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// produce makes a block of what the first node that lives has in its mempool.
func (l *fakeLedger) produce() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.paused {
		return
	}
	block := fakeBlock{time: time.Now()}
	height := len(l.blocks)
	for i := range l.nodes {
		proposer := l.nodes[(height+i)%len(l.nodes)]
		if proposer.down {
			continue
		}
		for _, raw := range proposer.mempool {
			if t := decodeFakeTx(raw); !block.time.After(t.expires) && t.sequence == l.sequence[t.signer] {
				l.sequence[t.signer]++
				l.executed[sha256.Sum256(raw)]++
				block.txs = append(block.txs, raw)
				block.results = append(block.results, l.pay(t))
			}
		}
		break
	}
	l.blocks = append(l.blocks, block)
	for _, n := range l.nodes {
		n.recheck(block.time)
	}
}

// pay executes a batch: an instruction whose UETR is known answers and moves nothing.
func (l *fakeLedger) pay(t fakeTx) *abci.ExecTxResult {
	var results []payment.Result
	for _, raw := range t.batch.Instructions {
		ins, err := wallet.DecodeInstruction(raw, fakeChainID)
		must(err)
		result := payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA, Replay: l.moved[ins.UETR] > 0}
		if reason, refused := l.refuse[ins.Amount]; refused {
			result = payment.Result{Status: payment.ResultRefused, Code: reason}
		} else if !result.Replay {
			l.moved[ins.UETR]++
		}
		results = append(results, result)
	}
	response, err := codectypes.NewAnyWithValue(&payment.MsgPayBatchResponse{Results: payment.EncodeResults(results)})
	must(err)
	data, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{response}})
	must(err)
	return &abci.ExecTxResult{Data: data, GasUsed: 1}
}

// fakeNetwork is a ledger with running nodes and a block every few milliseconds.
type fakeNetwork struct {
	*fakeLedger
	stop chan struct{}
	done sync.WaitGroup
}

const fakeInterval = 5 * time.Millisecond

func newFakeNetwork(t *testing.T, nodes int) *fakeNetwork {
	t.Helper()
	n := &fakeNetwork{fakeLedger: &fakeLedger{
		sequence: map[string]uint64{}, moved: map[wallet.UETR]int{}, executed: map[[32]byte]int{}, refuse: map[uint64]uint16{},
	}, stop: make(chan struct{})}
	for i := range nodes {
		n.nodes = append(n.nodes, newFakeNode(t, n.fakeLedger, fmt.Sprintf("node-%d", i)))
	}
	for range 3 {
		n.produce()
	}
	for _, node := range n.nodes {
		node.start(t)
	}
	n.done.Go(func() {
		ticker := time.NewTicker(fakeInterval)
		defer ticker.Stop()
		for {
			select {
			case <-n.stop:
				return
			case <-ticker.C:
				n.produce()
			}
		}
	})
	t.Cleanup(func() {
		close(n.stop)
		n.done.Wait()
		for _, node := range n.nodes {
			node.kill()
		}
	})
	return n
}

// dial connects a client with a short timeout, so that the unknown becomes known quickly.
func (n *fakeNetwork) dial(t *testing.T, timeout time.Duration) *Client {
	t.Helper()
	cfg := Config{ChainID: fakeChainID, Timeout: timeout, Poll: 2 * time.Millisecond}
	for _, node := range n.nodes {
		cfg.Endpoints = append(cfg.Endpoints, Endpoint{GRPC: node.grpcAddress, RPC: "http://" + node.rpcAddress})
	}
	c, err := Dial(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

func (n *fakeNetwork) pause(paused bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.paused = paused
}

// effects are how often each UETR moved money, and whether any transaction was executed twice.
func (n *fakeNetwork) effects(t *testing.T) map[wallet.UETR]int {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	for hash, times := range n.executed {
		require.Equal(t, 1, times, "executions of %X", hash)
	}
	all := map[wallet.UETR]int{}
	for uetr, times := range n.moved {
		all[uetr] = times
	}
	return all
}

func (n *fakeNetwork) height() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return int64(len(n.blocks))
}

// checked is a node's own judgement of a transaction before its mempool takes it.
func (l *fakeLedger) checked(t fakeTx, next uint64) (uint32, string) {
	switch {
	case l.blocks[len(l.blocks)-1].time.After(t.expires):
		return ante.ErrTimedOut.ABCICode(), "timed out"
	case t.sequence != next:
		return ante.ErrSequence.ABCICode(), fmt.Sprintf("expected %d, got %d", next, t.sequence)
	}
	return 0, ""
}
