// SPDX-License-Identifier: Apache-2.0

package client

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

// act is what a node does with a broadcast instead of taking it and saying so.
type act int

const (
	honest     act = iota
	lose           // takes it and never answers
	drop           // neither takes it nor answers
	swallow        // says it took it and forgets it
	full           // says that its mempool is full
	rechecking     // the same in the words of a mempool that rechecks
	audit          // says that it takes no transactions
	forbid         // refuses it for what it asks
)

// fakeNode is one node: a mempool, a gRPC server and an RPC server on addresses that stay when it restarts.
type fakeNode struct {
	txtypes.UnimplementedServiceServer
	authtypes.UnimplementedQueryServer
	name                    string
	ledger                  *fakeLedger
	grpcAddress, rpcAddress string

	// The ledger's lock guards these.
	down    bool
	lag     int // blocks it does not show yet
	base    int // lowest height it shows
	gossips bool
	chainID string
	script  func(n int, raw []byte) act // what it does with its n-th broadcast
	asked   int
	mempool [][]byte
	known   map[[32]byte]bool
	check   map[string]uint64

	grpc *grpc.Server
	http *http.Server
}

func newFakeNode(t *testing.T, ledger *fakeLedger, name string) *fakeNode {
	t.Helper()
	return &fakeNode{
		name: name, ledger: ledger, grpcAddress: "127.0.0.1:0", rpcAddress: "127.0.0.1:0", gossips: true, chainID: fakeChainID,
		known: map[[32]byte]bool{}, check: map[string]uint64{}, script: func(int, []byte) act { return honest },
	}
}

func (n *fakeNode) start(t *testing.T) {
	t.Helper()
	grpcListener, err := net.Listen("tcp", n.grpcAddress)
	require.NoError(t, err)
	rpcListener, err := net.Listen("tcp", n.rpcAddress)
	require.NoError(t, err)
	n.grpcAddress, n.rpcAddress = grpcListener.Addr().String(), rpcListener.Addr().String()
	n.grpc, n.http = grpc.NewServer(), &http.Server{Handler: http.HandlerFunc(n.serve)}
	txtypes.RegisterServiceServer(n.grpc, n)
	authtypes.RegisterQueryServer(n.grpc, n)
	go func() { _ = n.grpc.Serve(grpcListener) }()
	go func() { _ = n.http.Serve(rpcListener) }()

	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	n.down = false
}

// kill ends the node at once: what lay in its mempool is gone.
func (n *fakeNode) kill() {
	n.ledger.mu.Lock()
	n.down, n.mempool = true, nil
	clear(n.known)
	clear(n.check)
	n.ledger.mu.Unlock()
	n.grpc.Stop()
	_ = n.http.Close()
}

// does scripts the node's answers to broadcasts.
func (n *fakeNode) does(script func(n int, raw []byte) act) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	n.script, n.asked = script, 0
}

func (n *fakeNode) set(change func(*fakeNode)) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	change(n)
}

func (n *fakeNode) BroadcastTx(_ context.Context, req *txtypes.BroadcastTxRequest) (*txtypes.BroadcastTxResponse, error) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	n.asked++
	lost := status.Error(codes.Unavailable, "connection lost")
	answer := func(codespace string, code uint32, log string) (*txtypes.BroadcastTxResponse, error) {
		return &txtypes.BroadcastTxResponse{TxResponse: &sdk.TxResponse{Codespace: codespace, Code: code, RawLog: log}}, nil
	}
	todo := n.script(n.asked, req.TxBytes)
	switch todo {
	case drop:
		return nil, lost
	case swallow:
		return answer("", 0, "")
	case full:
		return answer("sdk", 20, "")
	case rechecking:
		return nil, errors.New("mempool is still rechecking after a new committed block, so it is considered as full")
	case audit:
		return answer(ante.Codespace, ante.ErrAuditNode.ABCICode(), "send the transaction to a validator")
	case forbid:
		return answer(ante.Codespace, ante.ErrNotPermitted.ABCICode(), "not permitted")
	}
	if n.known[sha256.Sum256(req.TxBytes)] {
		return answer("sdk", 19, "") // the SDK's answer has no log
	}
	code, log := n.take(req.TxBytes)
	if code == 0 && n.gossips {
		for _, other := range n.ledger.nodes {
			if other != n && !other.down && !other.known[sha256.Sum256(req.TxBytes)] {
				other.take(req.TxBytes)
			}
		}
	}
	if todo == lose {
		return nil, lost
	}
	if code != 0 {
		return answer(ante.Codespace, code, log)
	}
	return answer("", 0, "")
}

// take puts a transaction into the mempool if it fits behind what is there.
func (n *fakeNode) take(raw []byte) (uint32, string) {
	t := decodeFakeTx(raw)
	next := max(n.check[t.signer], n.ledger.sequence[t.signer])
	if code, log := n.ledger.checked(t, next); code != 0 {
		return code, log
	}
	n.check[t.signer] = next + 1
	n.known[sha256.Sum256(raw)] = true
	n.mempool = append(n.mempool, raw)
	return 0, ""
}

// recheck drops from the mempool what a new block made invalid.
func (n *fakeNode) recheck(now time.Time) {
	waiting := n.mempool
	n.mempool = nil
	clear(n.check)
	for _, raw := range waiting {
		t := decodeFakeTx(raw)
		next := max(n.check[t.signer], n.ledger.sequence[t.signer])
		if now.After(t.expires) || t.sequence != next {
			if t.sequence >= n.ledger.sequence[t.signer] {
				delete(n.known, sha256.Sum256(raw)) // it was not executed: the node would take it again
			}
			continue
		}
		n.check[t.signer] = next + 1
		n.mempool = append(n.mempool, raw)
	}
}

func (n *fakeNode) Account(_ context.Context, req *authtypes.QueryAccountRequest) (*authtypes.QueryAccountResponse, error) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	packed, err := codectypes.NewAnyWithValue(&authtypes.BaseAccount{
		Address: req.Address, AccountNumber: 4, Sequence: n.ledger.sequence[req.Address],
	})
	return &authtypes.QueryAccountResponse{Account: packed}, err
}

// serve answers CometBFT's JSON-RPC: status, block and block_results.
func (n *fakeNode) serve(w http.ResponseWriter, r *http.Request) {
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
	must(json.NewEncoder(w).Encode(answer))
}

func (n *fakeNode) answer(method string, height int64) (any, error) {
	n.ledger.mu.Lock()
	defer n.ledger.mu.Unlock()
	top := int64(len(n.ledger.blocks) - n.lag)
	if method == "status" {
		return &ctypes.ResultStatus{
			NodeInfo: p2p.DefaultNodeInfo{Network: n.chainID}, SyncInfo: ctypes.SyncInfo{LatestBlockHeight: top},
		}, nil
	}
	switch {
	case height > top:
		return nil, fmt.Errorf("height %d must be less than or equal to the current blockchain height %d", height, top)
	case height < int64(n.base):
		return nil, fmt.Errorf("height %d is not available, lowest height is %d", height, n.base)
	}
	b := n.ledger.blocks[height-1]
	if method == "block_results" {
		return &ctypes.ResultBlockResults{Height: height, TxsResults: slices.Clone(b.results)}, nil
	}
	block := &cmttypes.Block{Header: cmttypes.Header{ChainID: n.chainID, Height: height, Time: b.time}}
	for _, raw := range b.txs {
		block.Txs = append(block.Txs, raw)
	}
	return &ctypes.ResultBlock{Block: block}, nil
}
