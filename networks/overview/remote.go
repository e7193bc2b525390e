// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cometbft/cometbft/libs/bytes"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	jsonrpc "github.com/cometbft/cometbft/rpc/jsonrpc/client"
	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// requestTimeout bounds one question to a node.
const requestTimeout = 2 * time.Second

// remote is what is asked of a node, all of it over its RPC, so that one address per node is enough.
type remote interface {
	Status(ctx context.Context) (*coretypes.ResultStatus, error)
	ABCIInfo(ctx context.Context) (*coretypes.ResultABCIInfo, error)
	Header(ctx context.Context, height *int64) (*coretypes.ResultHeader, error)
	Commit(ctx context.Context, height *int64) (*coretypes.ResultCommit, error)
	ABCIQueryWithOptions(ctx context.Context, path string, data bytes.HexBytes, opts rpcclient.ABCIQueryOptions) (*coretypes.ResultABCIQuery, error)
}

func dial(address string) (remote, error) {
	plain, err := jsonrpc.DefaultHTTPClient(address)
	if err != nil {
		return nil, err
	}
	return rpchttp.NewWithClient(address, "/websocket", plain)
}

// Address is a node's RPC address as it is asked: a bare host:port is taken as http.
func Address(given string) string {
	if given != "" && !strings.Contains(given, "://") {
		return "http://" + given
	}
	return given
}

// state answers queries of the modules as of one height of one node.
type state struct {
	node   remote
	height int64
}

var _ grpc.ClientConnInterface = state{}

// Invoke asks the node's application over its RPC.
func (s state) Invoke(ctx context.Context, method string, args, reply any, _ ...grpc.CallOption) error {
	question, ok := args.(proto.Message)
	answer, fits := reply.(proto.Message)
	if !ok || !fits {
		return fmt.Errorf("%s: expected protobuf messages, got %T and %T", method, args, reply)
	}
	data, err := proto.Marshal(question)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	result, err := s.node.ABCIQueryWithOptions(ctx, method, data, rpcclient.ABCIQueryOptions{Height: s.height})
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if r := result.Response; !r.IsOK() {
		return status.Errorf(grpcCode(r.Codespace, r.Code), "%s: %s/%d: %s", method, r.Codespace, r.Code, r.Log)
	}
	return proto.Unmarshal(result.Response.Value, answer)
}

// NewStream is refused: the modules have no streams.
func (s state) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, errors.New("streams are not served over RPC")
}

// grpcCode tells a query that the node does not know from one that failed.
func grpcCode(codespace string, code uint32) codes.Code {
	const sdk, unknownRequest = "sdk", 6
	if codespace == sdk && code == unknownRequest {
		return codes.Unimplemented
	}
	return codes.Unknown
}
