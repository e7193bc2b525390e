// SPDX-License-Identifier: Apache-2.0

package fakenet

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
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// ChainID is the network's.
const ChainID = "tael-local-7"

// Ledger is what the nodes of a network agree on: blocks, sequences, and what became of each UETR.
type Ledger struct {
	mu       sync.Mutex
	blocks   []block // height i+1
	sequence map[string]uint64
	records  map[wallet.UETR]record
	executed map[[32]byte]int
	refuse   map[uint64]compliance.Reason
	paused   bool
	// Nodes are fixed once the network runs.
	Nodes []*Node
}

// record is what the ledger keeps of an instruction.
type record struct {
	content  [32]byte
	moved    int // how often it moved money
	answered int // how often it came
}

type block struct {
	time    time.Time
	txs     [][]byte
	results []*abci.ExecTxResult
}

// Tx is a transaction as the ledger reads it.
type Tx struct {
	Raw      []byte
	Signer   string
	Sequence uint64
	Expires  time.Time
	Batch    *payment.MsgPayBatch
}

// DecodeTx reads a transaction of one MsgPayBatch. It panics on any other.
func DecodeTx(raw []byte) Tx {
	var envelope tx.TxRaw
	var body tx.TxBody
	var auth tx.AuthInfo
	must(proto.Unmarshal(raw, &envelope))
	must(proto.Unmarshal(envelope.BodyBytes, &body))
	must(proto.Unmarshal(envelope.AuthInfoBytes, &auth))
	var batch payment.MsgPayBatch
	must(proto.Unmarshal(body.Messages[0].Value, &batch))
	return Tx{
		Raw: raw, Signer: batch.Carrier, Sequence: auth.SignerInfos[0].Sequence, Expires: *body.TimeoutTimestamp, Batch: &batch,
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// produce makes a block of what the first node that lives has in its mempool.
func (l *Ledger) produce() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.paused {
		return
	}
	made := block{time: time.Now()}
	height := len(l.blocks)
	for i := range l.Nodes {
		proposer := l.Nodes[(height+i)%len(l.Nodes)]
		if proposer.down {
			continue
		}
		for _, raw := range proposer.mempool {
			if t := DecodeTx(raw); !made.time.After(t.Expires) && t.Sequence == l.sequence[t.Signer] {
				l.sequence[t.Signer]++
				l.executed[sha256.Sum256(raw)]++
				made.txs = append(made.txs, raw)
				made.results = append(made.results, l.pay(t))
			}
		}
		break
	}
	l.blocks = append(l.blocks, made)
	for _, n := range l.Nodes {
		n.recheck(made.time)
	}
}

// pay executes a batch: an instruction whose UETR is known answers and moves nothing, another one under the same UETR is
// an error.
func (l *Ledger) pay(t Tx) *abci.ExecTxResult {
	var results []payment.Result
	for _, raw := range t.Batch.Instructions {
		ins, err := wallet.DecodeInstruction(raw, ChainID)
		must(err)
		known := l.records[ins.UETR]
		result := payment.Result{Status: payment.ResultPaid, Settlement: payment.SETTLEMENT_INTRA, Replay: known.moved > 0}
		reason, refused := l.refuse[ins.Amount]
		switch {
		case refused:
			result = payment.Result{Status: payment.ResultRefused, Code: uint16(reason)}
		case result.Replay && known.content != ins.Digest():
			result, _ = payment.ErrorResult(payment.ErrUetrConflict)
		case !result.Replay:
			known.content = ins.Digest()
			known.moved++
		}
		known.answered++
		l.records[ins.UETR] = known
		results = append(results, result)
	}
	response, err := codectypes.NewAnyWithValue(&payment.MsgPayBatchResponse{Results: payment.EncodeResults(results)})
	must(err)
	data, err := proto.Marshal(&sdk.TxMsgData{MsgResponses: []*codectypes.Any{response}})
	must(err)
	return &abci.ExecTxResult{Data: data, GasUsed: 1}
}

// Network is a ledger with running nodes and a block every few milliseconds.
type Network struct {
	*Ledger
	stop chan struct{}
	done sync.WaitGroup
}

// Interval is the time from block to block.
const Interval = 5 * time.Millisecond

// New starts a network that ends with the test.
func New(t testing.TB, nodes int) *Network {
	t.Helper()
	n := &Network{Ledger: &Ledger{
		sequence: map[string]uint64{}, records: map[wallet.UETR]record{}, executed: map[[32]byte]int{},
		refuse: map[uint64]compliance.Reason{},
	}, stop: make(chan struct{})}
	for range nodes {
		n.Nodes = append(n.Nodes, newNode(n.Ledger))
	}
	for range 3 {
		n.produce()
	}
	for _, node := range n.Nodes {
		node.Start(t)
	}
	n.done.Go(func() {
		ticker := time.NewTicker(Interval)
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
		for _, node := range n.Nodes {
			node.Kill()
		}
	})
	return n
}

// Pause stops the making of blocks, or lets it go on.
func (n *Network) Pause(paused bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.paused = paused
}

// Refuse has instructions of one amount refused.
func (n *Network) Refuse(amount uint64, reason compliance.Reason) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.refuse[amount] = reason
}

// Effects are how often each UETR moved money. No transaction may have been executed twice.
func (n *Network) Effects(t testing.TB) map[wallet.UETR]int {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	for hash, times := range n.executed {
		require.Equal(t, 1, times, "executions of %X", hash)
	}
	all := map[wallet.UETR]int{}
	for uetr, r := range n.records {
		if r.moved > 0 {
			all[uetr] = r.moved
		}
	}
	return all
}

// Answers are how often instructions came, all together.
func (n *Network) Answers() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	answers := 0
	for _, r := range n.records {
		answers += r.answered
	}
	return answers
}

// Height is that of the last block.
func (n *Network) Height() int64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return int64(len(n.blocks))
}

// Transactions are all transactions in blocks.
func (n *Network) Transactions() []Tx {
	n.mu.Lock()
	defer n.mu.Unlock()
	var all []Tx
	for _, b := range n.blocks {
		for _, raw := range b.txs {
			all = append(all, DecodeTx(raw))
		}
	}
	return all
}

// checked is a node's own judgement of a transaction before its mempool takes it.
func (l *Ledger) checked(t Tx, next uint64) (uint32, string) {
	switch {
	case l.blocks[len(l.blocks)-1].time.After(t.Expires):
		return ante.ErrTimedOut.ABCICode(), "timed out"
	case t.Sequence != next:
		return ante.ErrSequence.ABCICode(), fmt.Sprintf("expected %d, got %d", next, t.Sequence)
	}
	return 0, ""
}
