// SPDX-License-Identifier: Apache-2.0

package fakenet

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/p2p"
	ctypes "github.com/cometbft/cometbft/rpc/core/types"
	rpctypes "github.com/cometbft/cometbft/rpc/jsonrpc/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/taelnet/tael/app/ante"
)

// Node is one node: a mempool, a gRPC server and an RPC server on addresses that stay when it restarts.
type Node struct {
	txtypes.UnimplementedServiceServer
	authtypes.UnimplementedQueryServer
	// GRPC and RPC are the addresses, host:port.
	GRPC, RPC string
	// Lag is how many blocks it does not show yet, Base the lowest height it shows. Change them within Set.
	Lag, Base int
	// Gossips says whether it passes on what it takes, ChainID whose node it says it is. Change them within Set.
	Gossips bool
	ChainID string

	ledger *Ledger
	// The ledger's lock guards these.
	down    bool
	script  Script // what it does with its n-th broadcast
	asked   int
	mempool [][]byte
	known   map[[32]byte]bool
	check   map[string]uint64

	grpc *grpc.Server
	http *http.Server
}

func newNode(ledger *Ledger) *Node {
	return &Node{
		ledger: ledger, GRPC: "127.0.0.1:0", RPC: "127.0.0.1:0", Gossips: true, ChainID: ChainID,
		known: map[[32]byte]bool{}, check: map[string]uint64{}, script: Always(Honest),
	}
}

// Start listens, on the addresses of before if there were any.
func (n *Node) Start(t testing.TB) {
	t.Helper()
	grpcListener, err := net.Listen("tcp", n.GRPC)
	require.NoError(t, err)
	rpcListener, err := net.Listen("tcp", n.RPC)
	require.NoError(t, err)
	n.GRPC, n.RPC = grpcListener.Addr().String(), rpcListener.Addr().String()
	n.grpc, n.http = grpc.NewServer(), &http.Server{Handler: http.HandlerFunc(n.serve)}
	txtypes.RegisterServiceServer(n.grpc, n)
	authtypes.RegisterQueryServer(n.grpc, n)
	go func() { _ = n.grpc.Serve(grpcListener) }()
	go func() { _ = n.http.Serve(rpcListener) }()

	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	n.down = false
}

// Kill ends the node at once: what lay in its mempool is gone.
func (n *Node) Kill() {
	n.ledger.mu.Lock()
	n.down, n.mempool = true, nil
	clear(n.known)
	clear(n.check)
	n.ledger.mu.Unlock()
	n.grpc.Stop()
	_ = n.http.Close()
}

// Does scripts the node's answers to broadcasts.
func (n *Node) Does(script Script) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	n.script, n.asked = script, 0
}

// Set changes the node between two of its answers.
func (n *Node) Set(change func(*Node)) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	change(n)
}

// BroadcastTx takes a transaction as the script has it.
func (n *Node) BroadcastTx(_ context.Context, req *txtypes.BroadcastTxRequest) (*txtypes.BroadcastTxResponse, error) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	n.asked++
	lost := status.Error(codes.Unavailable, "connection lost")
	answer := func(codespace string, code uint32, log string) (*txtypes.BroadcastTxResponse, error) {
		return &txtypes.BroadcastTxResponse{TxResponse: &sdk.TxResponse{Codespace: codespace, Code: code, RawLog: log}}, nil
	}
	todo := n.script(n.asked, req.TxBytes)
	switch todo {
	case Drop:
		return nil, lost
	case Swallow:
		return answer("", 0, "")
	case Full:
		return answer("sdk", 20, "")
	case Rechecking:
		return nil, errors.New("mempool is still rechecking after a new committed block, so it is considered as full")
	case Audit:
		return answer(ante.Codespace, ante.ErrAuditNode.ABCICode(), "send the transaction to a validator")
	case Forbid:
		return answer(ante.Codespace, ante.ErrNotPermitted.ABCICode(), "not permitted")
	}
	if n.known[sha256.Sum256(req.TxBytes)] {
		return answer("sdk", 19, "") // the SDK's answer has no log
	}
	code, log := n.take(req.TxBytes)
	if code == 0 && n.Gossips {
		for _, other := range n.ledger.Nodes {
			if other != n && !other.down && !other.known[sha256.Sum256(req.TxBytes)] {
				other.take(req.TxBytes)
			}
		}
	}
	if todo == Lose {
		return nil, lost
	}
	if code != 0 {
		return answer(ante.Codespace, code, log)
	}
	return answer("", 0, "")
}

// take puts a transaction into the mempool if it fits behind what is there.
func (n *Node) take(raw []byte) (uint32, string) {
	t := DecodeTx(raw)
	next := max(n.check[t.Signer], n.ledger.sequence[t.Signer])
	if code, log := n.ledger.checked(t, next); code != 0 {
		return code, log
	}
	n.check[t.Signer] = next + 1
	n.known[sha256.Sum256(raw)] = true
	n.mempool = append(n.mempool, raw)
	return 0, ""
}

// recheck drops from the mempool what a new block made invalid.
func (n *Node) recheck(now time.Time) {
	waiting := n.mempool
	n.mempool = nil
	clear(n.check)
	for _, raw := range waiting {
		t := DecodeTx(raw)
		next := max(n.check[t.Signer], n.ledger.sequence[t.Signer])
		if now.After(t.Expires) || t.Sequence != next {
			if t.Sequence >= n.ledger.sequence[t.Signer] {
				delete(n.known, sha256.Sum256(raw)) // it was not executed: the node would take it again
			}
			continue
		}
		n.check[t.Signer] = next + 1
		n.mempool = append(n.mempool, raw)
	}
}

// Account answers with the sequence of the committed state.
func (n *Node) Account(_ context.Context, req *authtypes.QueryAccountRequest) (*authtypes.QueryAccountResponse, error) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	packed, err := codectypes.NewAnyWithValue(&authtypes.BaseAccount{
		Address: req.Address, AccountNumber: 4, Sequence: n.ledger.sequence[req.Address],
	})
	return &authtypes.QueryAccountResponse{Account: packed}, err
}

// serve answers CometBFT's JSON-RPC: status, block and block_results.
func (n *Node) serve(w http.ResponseWriter, r *http.Request) {
	var question struct {
		ID     json.RawMessage   `json:"id"`
		Method string            `json:"method"`
		Params map[string]string `json:"params"`
	}
	must(json.NewDecoder(r.Body).Decode(&question))
	height, _ := strconv.ParseInt(question.Params["height"], 10, 64)

	var id int
	must(json.Unmarshal(question.ID, &id))
	answer := rpctypes.RPCResponse{JSONRPC: "2.0", ID: rpctypes.JSONRPCIntID(id)}
	if result, err := n.answer(question.Method, height); err != nil {
		answer.Error = &rpctypes.RPCError{Code: -32603, Message: "Internal error", Data: err.Error()}
	} else {
		raw, err := cmtjson.Marshal(result)
		must(err)
		answer.Result = raw
	}
	_ = json.NewEncoder(w).Encode(answer) // a client that died does not read it
}

func (n *Node) answer(method string, height int64) (any, error) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	top := int64(len(n.ledger.blocks) - n.Lag)
	if method == "status" {
		return &ctypes.ResultStatus{
			NodeInfo: p2p.DefaultNodeInfo{Network: n.ChainID}, SyncInfo: ctypes.SyncInfo{LatestBlockHeight: top},
		}, nil
	}
	switch {
	case height > top:
		return nil, fmt.Errorf("height %d must be less than or equal to the current blockchain height %d", height, top)
	case height < int64(n.Base):
		return nil, fmt.Errorf("height %d is not available, lowest height is %d", height, n.Base)
	}
	b := n.ledger.blocks[height-1]
	if method == "block_results" {
		return &ctypes.ResultBlockResults{Height: height, TxsResults: slices.Clone(b.results)}, nil
	}
	block := &cmttypes.Block{Header: cmttypes.Header{ChainID: n.ChainID, Height: height, Time: b.time}}
	for _, raw := range b.txs {
		block.Txs = append(block.Txs, raw)
	}
	return &ctypes.ResultBlock{Block: block}, nil
}
