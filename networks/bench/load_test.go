// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

// fakeNode answers broadcasts as a test says, and knows one sequence.
type fakeNode struct {
	txtypes.UnimplementedServiceServer
	authtypes.UnimplementedQueryServer
	mu       sync.Mutex
	answer   *sdk.TxResponse
	before   func(raw []byte) // runs before the answer
	sequence uint64
}

func (f *fakeNode) BroadcastTx(_ context.Context, req *txtypes.BroadcastTxRequest) (*txtypes.BroadcastTxResponse, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.before != nil {
		f.before(req.TxBytes)
	}
	return &txtypes.BroadcastTxResponse{TxResponse: f.answer}, nil
}

func (f *fakeNode) AccountInfo(context.Context, *authtypes.QueryAccountInfoRequest) (*authtypes.QueryAccountInfoResponse, error) {
	return &authtypes.QueryAccountInfoResponse{Info: &authtypes.BaseAccount{Sequence: f.sequence}}, nil
}

// newFakeLoad is a load of one account on one node, whose transactions carry the account's sequence and nothing else.
func newFakeLoad(t *testing.T) (*Load, *fakeNode, *Account) {
	t.Helper()
	node := &fakeNode{answer: &sdk.TxResponse{}}
	listener, server := bufconn.Listen(1<<16), grpc.NewServer()
	txtypes.RegisterServiceServer(server, node)
	authtypes.RegisterQueryServer(server, node)
	go func() { _ = server.Serve(listener) }()
	conn, err := grpc.NewClient("passthrough:node", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }))
	require.NoError(t, err)
	account := &Account{address: "a"}
	subject := &Subject{
		Accounts: []*Account{account}, Size: 1, InFlight: 1,
		compose: func(a *Account, payments int) ([]byte, error) {
			return fmt.Appendf(nil, "%d/%d", a.sequence, payments), nil
		},
	}
	l := &Load{
		subject: subject, conns: []*grpc.ClientConn{conn}, idle: make(chan *Account, 1), LostAfter: lostAfter, Patience: lostAfter,
		flying: map[[32]byte]*flight{}, refusals: map[string]int{},
	}
	t.Cleanup(func() { l.close(); server.Stop() })
	return l, node, account
}

func block(raw ...string) Block {
	b := Block{Height: 1, Seen: time.Now()}
	for _, tx := range raw {
		b.Hashes = append(b.Hashes, sha256.Sum256([]byte(tx)))
	}
	return b
}

func plain() flight { return flight{due: time.Now(), measured: true, landed: func() {}} }

func TestAnAccountPaysAgainOnceABlockShowsItsTransaction(t *testing.T) {
	l, _, account := newFakeLoad(t)
	require.NoError(t, l.send(t.Context(), account, 3, plain()))
	require.Empty(t, l.idle)
	require.EqualValues(t, 1, account.sequence)

	l.settle(block("7/1", "0/3"))

	require.Len(t, l.idle, 1)
	require.Len(t, l.samples, 3, "each payment of the transaction counts")
	require.Zero(t, l.inFlight())
}

func TestABlockMayBeQuickerThanTheAnswer(t *testing.T) {
	l, node, account := newFakeLoad(t)
	node.before = func(raw []byte) { l.settle(block(string(raw))) }
	require.NoError(t, l.send(t.Context(), account, 1, plain()))
	require.Len(t, l.idle, 1)
	require.EqualValues(t, 1, account.sequence)
}

func TestWhoFindsNoRoomTriesAgainWithTheSameSequence(t *testing.T) {
	l, node, account := newFakeLoad(t)
	node.answer = &sdk.TxResponse{Codespace: "ante", Code: 16}
	landed := false
	require.NoError(t, l.send(t.Context(), account, 5, flight{due: time.Now(), landed: func() { landed = true }}))
	require.True(t, landed)
	_, err := l.take(t.Context())
	require.NoError(t, err)
	require.Zero(t, account.sequence)
	_, _, refusals := l.figures()
	require.Equal(t, map[string]int{refusedFull: 5}, refusals)
}

func TestWhoHasAnotherSequenceAsksForIt(t *testing.T) {
	l, node, account := newFakeLoad(t)
	node.answer, node.sequence = &sdk.TxResponse{Codespace: "sdk", Code: 32}, 9
	require.NoError(t, l.send(t.Context(), account, 1, plain()))
	_, err := l.take(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 9, account.sequence)
}

func TestWhatFliesTooLongIsLost(t *testing.T) {
	l, node, account := newFakeLoad(t)
	node.sequence = 4
	require.NoError(t, l.send(t.Context(), account, 2, plain()))
	l.sweep(t.Context(), time.Now().Add(l.LostAfter/2))
	require.Equal(t, 1, l.inFlight())

	l.sweep(t.Context(), time.Now().Add(2*l.LostAfter))

	_, err := l.take(t.Context())
	require.NoError(t, err)
	_, lost, _ := l.figures()
	require.Equal(t, 2, lost)
	require.EqualValues(t, 4, account.sequence)
}

func TestAnOpenLoadIsOfferedWhateverBecomesOfIt(t *testing.T) {
	l, node, account := newFakeLoad(t)
	node.before = func(raw []byte) { l.settle(block(string(raw))) }
	l.idle <- account
	offer := l.pace(t.Context(), 100, 10, 200*time.Millisecond, true)
	require.Equal(t, Offer{PerSecond: 100, Offered: 20}, offer)
	require.Len(t, l.samples, 20)
}

func TestRefusals(t *testing.T) {
	cases := map[string]struct {
		codespace string
		code      uint32
		want      string
	}{
		"taken":                    {"", 0, ""},
		"CometBFT's pool is full":  {"sdk", 20, refusedFull},
		"our pool fills":           {"ante", 16, refusedFull},
		"an institution's share":   {"ante", 17, refusedFull},
		"an institution's quota":   {"consortium", 45, refusedFull},
		"the SDK's sequence":       {"sdk", 32, refusedSequence},
		"our sequence":             {"ante", 13, refusedSequence},
		"another one waits":        {"ante", 18, refusedSequence},
		"a signature that is none": {"ante", 12, "ante/12: why"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, refused(tc.codespace, tc.code, "why")) })
	}
}
