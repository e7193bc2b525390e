// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/taelnet/tael/networks"
)

// requestTimeout bounds one question to a node.
const requestTimeout = 2 * time.Second

// Status is what runs where.
type Status struct {
	Member  string            `json:"member"`
	Role    networks.NodeRole `json:"role"`
	Home    string            `json:"home"`
	RPC     string            `json:"rpc"`
	GRPC    string            `json:"grpc"`
	P2P     string            `json:"p2p"`
	Pid     int               `json:"pid"`
	Running bool              `json:"running"`
	Height  int64             `json:"height"`
	AppHash string            `json:"app_hash"`
}

// Status asks every node how far it is. A node that does not answer has height 0.
func (l *Localnet) Status(ctx context.Context) []Status {
	all := make([]Status, 0, len(l.Nodes))
	for _, n := range l.Nodes {
		s := Status{
			Member: n.Name, Role: n.Role, Home: n.Home, RPC: n.RPC(), GRPC: n.GRPC(),
			P2P: fmt.Sprintf("127.0.0.1:%d", n.Ports.P2P),
		}
		if s.Pid, s.Running = n.Pid(); s.Running {
			if sync, err := n.SyncInfo(ctx); err == nil {
				s.Height, s.AppHash = sync.Height, sync.AppHash
			}
		} else {
			s.Pid = 0
		}
		all = append(all, s)
	}
	return all
}

// SyncInfo is how far a node is.
type SyncInfo struct {
	// Height is the latest committed block.
	Height int64
	// AppHash is the application hash in that block's header: the state after the block before it.
	AppHash string
	// CatchingUp says that the node still fetches blocks from its peers.
	CatchingUp bool
}

// SyncInfo asks a node how far it is.
func (n Node) SyncInfo(ctx context.Context) (SyncInfo, error) {
	var answer struct {
		SyncInfo struct {
			Height     string `json:"latest_block_height"`
			AppHash    string `json:"latest_app_hash"`
			CatchingUp bool   `json:"catching_up"`
		} `json:"sync_info"`
	}
	if err := n.ask(ctx, "/status", &answer); err != nil {
		return SyncInfo{}, err
	}
	height, err := strconv.ParseInt(answer.SyncInfo.Height, 10, 64)
	if err != nil {
		return SyncInfo{}, fmt.Errorf("%s: height: %w", n.Name, err)
	}
	return SyncInfo{Height: height, AppHash: answer.SyncInfo.AppHash, CatchingUp: answer.SyncInfo.CatchingUp}, nil
}

// AppHash is the application hash in the header of the block at a height: the state after the block before it.
func (n Node) AppHash(ctx context.Context, height int64) (string, error) {
	var answer struct {
		SignedHeader struct {
			Header struct {
				AppHash string `json:"app_hash"`
			} `json:"header"`
		} `json:"signed_header"`
	}
	if err := n.ask(ctx, fmt.Sprintf("/commit?height=%d", height), &answer); err != nil {
		return "", err
	}
	return answer.SignedHeader.Header.AppHash, nil
}

// State is what the node's application has computed itself: its last height and the hash of its state after it.
func (n Node) State(ctx context.Context) (height int64, hash string, err error) {
	var answer struct {
		Response struct {
			Height string `json:"last_block_height"`
			Hash   []byte `json:"last_block_app_hash"`
		} `json:"response"`
	}
	if err := n.ask(ctx, "/abci_info", &answer); err != nil {
		return 0, "", err
	}
	height, err = strconv.ParseInt(answer.Response.Height, 10, 64)
	if err != nil {
		return 0, "", fmt.Errorf("%s: height: %w", n.Name, err)
	}
	return height, fmt.Sprintf("%X", answer.Response.Hash), nil
}

// ask calls one method of the node's RPC and reads its result.
func (n Node) ask(ctx context.Context, path string, result any) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, n.RPC()+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	var envelope struct {
		Result json.RawMessage `json:"result"`
		Error  *struct {
			Message string `json:"message"`
			Data    string `json:"data"`
		} `json:"error"`
	}
	if err := json.NewDecoder(response.Body).Decode(&envelope); err != nil {
		return fmt.Errorf("%s%s: %w", n.RPC(), path, err)
	}
	if envelope.Error != nil {
		return fmt.Errorf("%s%s: %s: %s", n.RPC(), path, envelope.Error.Message, envelope.Error.Data)
	}
	return json.Unmarshal(envelope.Result, result)
}
