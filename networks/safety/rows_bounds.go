// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"fmt"
	"strconv"

	"github.com/taelnet/tael/networks"
)

// slack is how many times the network's value an operator may set where a bound protects his own machine only.
const slack = 4

// boundRows are about how much a caller or a peer can make the node do.
func boundRows() []Row {
	rows := []Row{
		bound("B01", fileApp, "query-gas-limit", networks.QueryGasLimit*slack, "without a bound one query scans the whole state",
			func(h *Home) int64 { return int64(min(h.App.QueryGasLimit, 1<<62)) }),
		bound("B02", fileApp, "grpc.max-recv-msg-size", networks.MaxRequestBytes*slack, "a request is held in memory before it is judged",
			func(h *Home) int64 { return int64(h.App.GRPC.MaxRecvMsgSize) }),
		bound("B03", fileApp, "grpc.max-send-msg-size", networks.MaxResponseBytes*slack, "an answer is held in memory; the SDK's default is 2 GiB",
			func(h *Home) int64 { return int64(h.App.GRPC.MaxSendMsgSize) }),
		bound("B04", fileComet, "rpc.max_body_bytes", networks.MaxRequestBytes*slack, "a request is held in memory before it is judged",
			func(h *Home) int64 { return h.Comet.RPC.MaxBodyBytes }),
		bound("B05", fileComet, "rpc.max_header_bytes", 1<<20, "a header is held in memory before it is judged",
			func(h *Home) int64 { return int64(h.Comet.RPC.MaxHeaderBytes) }),
		bound("B06", fileComet, "rpc.max_open_connections", 10_000, "each connection holds a file and memory; 0 is no bound",
			func(h *Home) int64 { return int64(h.Comet.RPC.MaxOpenConnections) }),
		bound("B07", fileComet, "rpc.max_request_batch_size", 100, "a batch multiplies one request; 0 is no bound",
			func(h *Home) int64 { return int64(h.Comet.RPC.MaxRequestBatchSize) }),
		bound("B08", fileComet, "rpc.max_subscription_clients", 1_000, "each subscriber is sent every event",
			func(h *Home) int64 { return int64(h.Comet.RPC.MaxSubscriptionClients) }),
		bound("B09", fileComet, "rpc.max_subscriptions_per_client", 100, "each subscription is sent every event",
			func(h *Home) int64 { return int64(h.Comet.RPC.MaxSubscriptionsPerClient) }),
		bound("B10", fileApp, "api.max-open-connections", 10_000, "each connection holds a file and memory; 0 is no bound",
			func(h *Home) int64 { return int64(min(h.App.API.MaxOpenConnections, 1<<31)) }),
		bound("B11", fileApp, "api.rpc-read-timeout", 300, "a caller who sends a byte a minute holds a connection for ever",
			func(h *Home) int64 { return int64(min(h.App.API.RPCReadTimeout, 1<<31)) }),
		bound("B12", fileApp, "api.rpc-max-body-bytes", networks.MaxRequestBytes*slack, "a request is held in memory before it is judged",
			func(h *Home) int64 { return int64(min(h.App.API.RPCMaxBodyBytes, 1<<31)) }),
		bound("B13", fileComet, "mempool.size", networks.GossipTxs*slack, "what waits is checked anew after every block",
			func(h *Home) int64 { return int64(h.Comet.Mempool.Size) }),
		bound("B14", fileComet, "mempool.max_txs_bytes", networks.GossipBytes, "what waits is held in memory; the SDK's default is 1 GiB",
			func(h *Home) int64 { return h.Comet.Mempool.MaxTxsBytes }),
	}
	return append(rows, admissionRows()...)
}

// bound is a row that demands a number from 1 to most.
func bound(id, file, key string, most int64, why string, get func(*Home) int64) Row {
	return Row{
		ID: id, File: file, Key: key, Demand: fmt.Sprintf("1 to %d", most), Why: why,
		Do: "set it to a number in these bounds; `taeld config limits` prints the network's", Grade: Refuse,
		look: func(h *Home) (string, bool) {
			n := get(h)
			return strconv.FormatInt(n, 10), n >= 1 && n <= most
		},
	}
}

func admissionRows() []Row {
	return []Row{
		{
			ID: "B15", File: fileComet, Key: "mempool.max_tx_bytes",
			Demand: fmt.Sprintf("%d to %d", networks.MaxTxBytes, networks.MaxBlockBytes),
			Why:    "a full batch must pass, and no larger transaction fits a block", Do: fmt.Sprintf("set it to %d", networks.MaxTxBytes),
			Grade: Refuse, look: func(h *Home) (string, bool) {
				n := h.Comet.Mempool.MaxTxBytes
				return strconv.Itoa(n), n >= networks.MaxTxBytes && n <= networks.MaxBlockBytes
			},
		},
		{
			ID: "B16", File: fileComet, Key: "mempool.recheck", Demand: "true",
			Why: "only a recheck frees the place of what a block has made invalid", Do: "set it to true", Grade: Refuse,
			look: func(h *Home) (string, bool) { return is(h.Comet.Mempool.Recheck, true) },
		},
		{
			ID: "B17", File: fileComet, Key: "mempool.type", Demand: "as the network's nodes have it",
			Why: "another mempool drops or keeps other transactions than the rest", Do: "set it as `taeld init` writes it",
			Grade: Refuse, look: func(h *Home) (string, bool) {
				return quoted(h.Comet.Mempool.Type), h.Comet.Mempool.Type == networks.NodeConfig(h.Role).Mempool.Type
			},
		},
		{
			ID: "B18", File: fileApp, Key: "minimum-gas-prices", Demand: "a price of zero",
			Why: "there are no fees here: a node with a price refuses every payment", Do: `set it to "0cny"`, Grade: Refuse,
			look: func(h *Home) (string, bool) { return quoted(h.App.MinGasPrices), noPrice(h.App.MinGasPrices) },
		},
	}
}
