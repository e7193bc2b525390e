// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cometbft/cometbft/crypto/tmhash"
	"github.com/cometbft/cometbft/libs/bytes"
	"github.com/cometbft/cometbft/p2p"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
)

// blockTime is the time of every block of the fake network.
var blockTime = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

const cyclePath = "/tael.netting.v1.Query/Cycle"

// fakeNode answers as a node of a network of two members would, all in memory.
type fakeNode struct {
	name, chain string
	height      int64
	down        error
	catchingUp  bool
	absent      string // the moniker of a validator that did not sign
	answers     map[string]proto.Message
}

func (f *fakeNode) Status(context.Context) (*coretypes.ResultStatus, error) {
	if f.down != nil {
		return nil, f.down
	}
	return &coretypes.ResultStatus{
		NodeInfo: p2p.DefaultNodeInfo{Network: f.chain, Moniker: f.name},
		SyncInfo: coretypes.SyncInfo{LatestBlockHeight: f.height, CatchingUp: f.catchingUp},
	}, nil
}

func (f *fakeNode) ABCIInfo(context.Context) (*coretypes.ResultABCIInfo, error) {
	if f.down != nil {
		return nil, f.down
	}
	return &coretypes.ResultABCIInfo{Response: abci.ResponseInfo{LastBlockHeight: f.height, Version: "v1"}}, nil
}

func (f *fakeNode) Header(_ context.Context, height *int64) (*coretypes.ResultHeader, error) {
	return &coretypes.ResultHeader{Header: &cmttypes.Header{ChainID: f.chain, Height: *height, Time: blockTime}}, nil
}

func (f *fakeNode) Commit(_ context.Context, height *int64) (*coretypes.ResultCommit, error) {
	commit := &cmttypes.Commit{Height: *height}
	for _, v := range validators() {
		s := cmttypes.CommitSig{BlockIDFlag: cmttypes.BlockIDFlagCommit, ValidatorAddress: tmhash.SumTruncated(v.PubKey)}
		if v.Moniker == f.absent {
			s = cmttypes.NewCommitSigAbsent()
		}
		commit.Signatures = append(commit.Signatures, s)
	}
	return &coretypes.ResultCommit{SignedHeader: cmttypes.SignedHeader{Commit: commit}}, nil
}

func (f *fakeNode) ABCIQueryWithOptions(_ context.Context, path string, data bytes.HexBytes, o rpcclient.ABCIQueryOptions) (*coretypes.ResultABCIQuery, error) {
	if o.Height != f.height {
		return nil, fmt.Errorf("expected a query at height %d, got %d", f.height, o.Height)
	}
	if path == cyclePath {
		var question netting.QueryCycleRequest
		if err := proto.Unmarshal(data, &question); err != nil {
			return nil, err
		}
		path = fmt.Sprintf("%s %d", path, question.Number)
	}
	answer, ok := f.answers[path]
	if !ok {
		return &coretypes.ResultABCIQuery{Response: abci.ResponseQuery{Codespace: "sdk", Code: 6, Log: "unknown query path"}}, nil
	}
	value, err := proto.Marshal(answer)
	return &coretypes.ResultABCIQuery{Response: abci.ResponseQuery{Value: value}}, err
}

func validators() []consortium.ValidatorEntry {
	return []consortium.ValidatorEntry{
		{Member: "north-bank", Moniker: "north-1", PubKey: []byte("north key of thirty-two bytes..."), Power: 10},
		{Member: "clearing", Moniker: "clearing-1", PubKey: []byte("clearing key of thirty-two bytes"), Power: 10},
	}
}

// answers are those of a network in which north-bank has used 80 % of what it may, east-pay is blocked, and cycle 3 waits.
func answers() map[string]proto.Message {
	return map[string]proto.Message{
		"/tael.consortium.v1.Query/Members": &consortium.QueryMembersResponse{Members: []consortium.Member{
			{Number: 1, Id: "north-bank", Name: "North Bank", Roles: []consortium.Role{consortium.ROLE_BANK}, Status: consortium.MEMBER_STATUS_ACTIVE},
			{
				Number: 2, Id: "clearing", Name: "Clearing House", Status: consortium.MEMBER_STATUS_SUSPENDED,
				Roles: []consortium.Role{consortium.ROLE_CLEARING, consortium.ROLE_RAIL},
			},
		}},
		"/tael.consortium.v1.Query/Validators": &consortium.QueryValidatorsResponse{Validators: validators(), TotalPower: 20},
		"/tael.netting.v1.Query/Currencies": &netting.QueryCurrenciesResponse{Currencies: []netting.Currency{{
			Code: "CNY", EmoneyDenom: "cny", SettlingDenom: "ecny", CycleInterval: 3600, NextCutOff: blockTime.Unix() + 1800,
			OpenCycle: 4, SettledCycle: 2, StatedCycle: 3, AlarmPercents: []uint32{60, 80},
		}}},
		cyclePath + " 3": &netting.QueryCycleResponse{Cycle: netting.CycleView{
			Currency: "CNY", Number: 3, Status: netting.CYCLE_STATUS_CLOSED, OpenedAt: blockTime.Unix() - 5400, ClosedAt: blockTime.Unix() - 1800,
			Obligations: 17, Gross: 990000, Net: 210000, Saved: 780000,
		}},
		cyclePath + " 4": &netting.QueryCycleResponse{Cycle: netting.CycleView{
			Currency: "CNY", Number: 4, Status: netting.CYCLE_STATUS_OPEN, ValueDate: 20261123, OpenedAt: blockTime.Unix() - 60, Obligations: 1234,
			Gross: 123456789, Net: 456700, Saved: 123000089,
		}},
		"/tael.netting.v1.Query/Positions": &netting.QueryPositionsResponse{Positions: []netting.PositionView{
			{Member: "north-bank", Currency: "CNY", Owed: 100000, Due: 20000, Position: 80000, Cover: 100000, Earmark: 5000, Cap: 500000, Available: 20000},
			{Member: "east-pay", Currency: "CNY", Due: 80000, Position: -80000, Cover: 700, Cap: 500000, OutboundBlocked: true},
		}},
		"/tael.reserve.v1.Query/Coverage": &reserve.QueryCoverageResponse{Coverages: []reserve.MemberCoverage{
			{Member: "north-bank", Denom: "cny", Covered: true}, {Member: "east-pay", Denom: "cny", Stopped: reserve.STOP_CAUSE_COVERAGE},
		}},
		"/tael.compliance.v1.Query/Cases": &compliance.QueryCasesResponse{Cases: []compliance.CaseView{
			{Id: 7, Member: "north-bank"}, {Id: 8, Member: "east-pay"}, {Id: 9, Member: "north-bank"},
		}},
		"/tael.reserve.v1.Query/Assets": &reserve.QueryAssetsResponse{Assets: []reserve.Asset{{Denom: "cny", Currency: "CNY", Exponent: 2}}},
	}
}

func newFakeNode(name string, height int64) *fakeNode {
	return &fakeNode{name: name, chain: "tael-local-1", height: height, answers: answers()}
}

// observe is an observer over fakes, a fifth of a second after the last block.
func observe(t *testing.T, nodes ...*fakeNode) *Observer {
	t.Helper()
	require.NotEmpty(t, nodes)
	o := &Observer{now: func() time.Time { return blockTime.Add(200 * time.Millisecond) }}
	for _, n := range nodes {
		o.nodes = append(o.nodes, n)
		o.endpoints = append(o.endpoints, Endpoint{RPC: "http://" + n.name + ":26657", Name: n.name})
	}
	return o
}

var errRefused = errors.New("post failed: Post \"http://south:26657\": dial tcp 127.0.0.1:26657: connect: connection refused")
