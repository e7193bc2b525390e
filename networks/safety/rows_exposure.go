// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cast"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/signer"
)

var (
	validators = []networks.NodeRole{networks.RoleValidator}
	followers  = []networks.NodeRole{networks.RoleFull, networks.RoleAudit}
	auditors   = []networks.NodeRole{networks.RoleAudit}
	untrusted  = []networks.NodeRole{networks.RoleValidator, networks.RoleFull}
)

const (
	whyNoQueries   = "validators serve no public queries: whoever can ask a validator can slow the chain"
	whyProxy       = "a node asks nobody who he is; an authenticating proxy in front of it does"
	doLoopback     = "bind it to 127.0.0.1"
	doPrivate      = "bind it to 127.0.0.1 or to an address of a private network"
	demandLoopback = "loopback or a socket file"
	demandPrivate  = "loopback, a socket file or a private network"
)

func quoted(s string) string { return strconv.Quote(s) }

// exposureRows are about who can reach the node.
func exposureRows() []Row {
	return slices.Concat(queryBinds(), otherBinds(), origins(), peerRows())
}

func queryBinds() []Row {
	return []Row{
		{
			ID: "E01", File: fileComet, Key: "rpc.laddr", Demand: demandLoopback, Why: whyNoQueries, Do: doLoopback,
			Grade: Refuse, Roles: validators, look: func(h *Home) (string, bool) { return within(h.Comet.RPC.ListenAddress) },
		},
		{
			ID: "E02", File: fileComet, Key: "rpc.laddr", Demand: demandPrivate, Why: whyProxy, Do: doPrivate,
			Grade: Refuse, Roles: followers, look: func(h *Home) (string, bool) { return within(h.Comet.RPC.ListenAddress, reachPrivate) },
		},
		{
			ID: "E03", File: fileApp, Key: "grpc.address", Demand: demandLoopback, Why: whyNoQueries, Do: doLoopback,
			Grade: Refuse, Roles: validators, look: func(h *Home) (string, bool) { return served(h.App.GRPC.Enable, h.App.GRPC.Address) },
		},
		{
			ID: "E04", File: fileApp, Key: "grpc.address", Demand: demandPrivate, Why: whyProxy, Do: doPrivate,
			Grade: Refuse, Roles: followers,
			look: func(h *Home) (string, bool) { return served(h.App.GRPC.Enable, h.App.GRPC.Address, reachPrivate) },
		},
		{
			ID: "E05", File: fileApp, Key: "api.enable", Demand: "false", Why: whyNoQueries, Do: "set it to false; full and audit nodes serve REST",
			Grade: Refuse, Roles: validators, look: func(h *Home) (string, bool) { return is(h.App.API.Enable, false) },
		},
		{
			ID: "E06", File: fileApp, Key: "api.address", Demand: demandPrivate, Why: whyProxy, Do: doPrivate,
			Grade: Refuse, Roles: followers,
			look: func(h *Home) (string, bool) { return served(h.App.API.Enable, h.App.API.Address, reachPrivate) },
		},
		{
			ID: "E07", File: fileApp, Key: "grpc-web.enable", Demand: "false", Why: "browsers have no business with a validator",
			Do: "set it to false", Grade: Refuse, Roles: validators,
			look: func(h *Home) (string, bool) { return is(h.App.GRPCWeb.Enable, false) },
		},
		{
			ID: "E08", File: fileComet, Key: "rpc.grpc_laddr", Demand: "empty",
			Why: "the engine's old broadcast service has no limits of its own", Do: `set it to ""`, Grade: Refuse,
			look: func(h *Home) (string, bool) {
				return quoted(h.Comet.RPC.GRPCListenAddress), h.Comet.RPC.GRPCListenAddress == ""
			},
		},
	}
}

func otherBinds() []Row {
	return []Row{
		{
			ID: "E09", File: fileComet, Key: "rpc.pprof_laddr", Demand: "empty or loopback",
			Why: "profiles show memory, and taking one slows the node", Do: `set it to ""`, Grade: Refuse,
			look: func(h *Home) (string, bool) { return within(h.Comet.RPC.PprofListenAddress) },
		},
		{
			ID: "E10", File: fileComet, Key: "instrumentation.prometheus_listen_addr", Demand: demandPrivate,
			Why: "metrics tell who pays how much and which peers there are", Do: doPrivate, Grade: Refuse,
			look: func(h *Home) (string, bool) {
				i := h.Comet.Instrumentation
				return served(i.Prometheus, i.PrometheusListenAddr, reachPrivate)
			},
		},
		{
			ID: "E11", File: fileApp, Key: "telemetry.statsd-addr", Demand: demandPrivate,
			Why: "metrics leave the node in clear text", Do: "name a collector on this machine or in a private network", Grade: Refuse,
			look: func(h *Home) (string, bool) {
				return served(cast.ToBool(h.Flags.Get("telemetry.enabled")), h.Flags.GetString("telemetry.statsd-addr"), reachPrivate)
			},
		},
		{
			ID: "E12", File: fileComet, Key: "p2p.laddr", Demand: "loopback or a private network",
			Why: "only the members' own nodes may reach a validator, through a private network or a tunnel", Do: doPrivate,
			Grade: Refuse, Roles: validators, look: func(h *Home) (string, bool) { return within(h.Comet.P2P.ListenAddress, reachPrivate) },
		},
		{
			ID: "E13", File: fileComet, Key: "priv_validator_laddr", Demand: "empty, a socket file, or a private network with the signer's id",
			Why: "whoever connects there is taken for the signer", Do: `empty it where the key is a file; else name a socket file, or tcp://<connection id>@host:port`,
			Grade: Refuse, look: signerAddress,
		},
	}
}

// signerAddress judges where the node waits for a signer of its key, by the same reading as its start. No address is a
// node whose key is a file, or that has none.
func signerAddress(h *Home) (string, bool) {
	text := h.Comet.PrivValidatorListenAddr
	if text == "" {
		return quoted(text) + ", " + string(reachNobody), true
	}
	address, err := signer.ParseAddress(text)
	if err != nil {
		return err.Error(), false
	}
	if address.Network == "unix" {
		return quoted(text) + ", " + string(reachFile), true
	}
	_, kept := within(address.Where, reachPrivate)
	return quoted(text) + ", " + string(reachOf(address.Where)), kept
}

// served is the reach of an address behind a switch.
func served(on bool, address string, allowed ...reach) (string, bool) {
	if !on {
		return "off", true
	}
	return within(address, allowed...)
}

func is(found, demanded bool) (string, bool) { return strconv.FormatBool(found), found == demanded }

func origins() []Row {
	return []Row{
		{
			ID: "E14", File: fileComet, Key: "rpc.unsafe", Demand: "false",
			Why: "unsafe calls let anybody flush the mempool and dial peers", Do: "set it to false", Grade: Refuse,
			look: func(h *Home) (string, bool) { return is(h.Comet.RPC.Unsafe, false) },
		},
		{
			ID: "E15", File: fileComet, Key: "rpc.cors_allowed_origins", Demand: "no wildcard, and none on a validator",
			Why: "with * every web page that an operator opens can ask his node", Do: "name the origins, or none", Grade: Refuse,
			look: func(h *Home) (string, bool) {
				all := h.Comet.RPC.CORSAllowedOrigins
				wild := slices.ContainsFunc(all, func(o string) bool { return strings.Contains(o, "*") })
				return fmt.Sprintf("%q", all), !wild && (h.Role != networks.RoleValidator || len(all) == 0)
			},
		},
		{
			ID: "E16", File: fileApp, Key: "api.enabled-unsafe-cors", Demand: "false",
			Why: "it lets every web page ask the node", Do: "set it to false", Grade: Refuse,
			look: func(h *Home) (string, bool) { return is(h.App.API.EnableUnsafeCORS, false) },
		},
	}
}

func peerRows() []Row {
	const whyNamed = "peers of a permissioned network are named, never discovered"
	return []Row{
		{
			ID: "E17", File: fileComet, Key: "p2p.pex", Demand: "false", Why: whyNamed, Do: "set it to false", Grade: Refuse,
			look: func(h *Home) (string, bool) { return is(h.Comet.P2P.PexReactor, false) },
		},
		{
			ID: "E18", File: fileComet, Key: "p2p.seed_mode", Demand: "false", Why: whyNamed, Do: "set it to false", Grade: Refuse,
			look: func(h *Home) (string, bool) { return is(h.Comet.P2P.SeedMode, false) },
		},
		{
			ID: "E19", File: fileComet, Key: "p2p.seeds", Demand: "empty", Why: whyNamed, Do: "name persistent_peers instead", Grade: Refuse,
			look: func(h *Home) (string, bool) { return quoted(h.Comet.P2P.Seeds), h.Comet.P2P.Seeds == "" },
		},
		{
			ID: "E20", File: fileComet, Key: "p2p.libp2p.enabled", Demand: "false",
			Why: "the engine's makers advise against it on validators", Do: "set it to false", Grade: Refuse,
			look: func(h *Home) (string, bool) { return is(h.Comet.P2P.LibP2PConfig.Enabled, false) },
		},
		{
			ID: "E21", File: fileComet, Key: "p2p.allow_duplicate_ip", Demand: "false", Local: true,
			Why: "one machine could take every place for peers", Do: "set it to false", Grade: Warn,
			look: func(h *Home) (string, bool) { return is(h.Comet.P2P.AllowDuplicateIP, false) },
		},
	}
}
