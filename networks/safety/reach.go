// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"net"
	"net/netip"
	"slices"
	"strings"
)

// reach is who can connect to a listening address.
type reach string

const (
	reachNobody   reach = "off"
	reachFile     reach = "a socket file"
	reachLoopback reach = "loopback"
	reachPrivate  reach = "a private network"
	reachAnybody  reach = "every network"
)

// sharedSpace is the carriers' address space, which no public route leads to (RFC 6598).
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// reachOf reads an address as config.toml and app.toml write it: tcp://host:port, host:port, unix://path or nothing.
// A name that is not localhost counts as every network: who it leads to is not known here.
func reachOf(address string) reach {
	switch {
	case address == "":
		return reachNobody
	case strings.HasPrefix(address, "unix:"):
		return reachFile
	}
	_, rest, found := strings.Cut(address, "://")
	if !found {
		rest = address
	}
	host, _, err := net.SplitHostPort(rest)
	if err != nil {
		host = rest
	}
	if host == "localhost" {
		return reachLoopback
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return reachAnybody
	}
	ip = ip.Unmap()
	switch {
	case ip.IsLoopback():
		return reachLoopback
	case ip.IsPrivate(), ip.IsLinkLocalUnicast(), sharedSpace.Contains(ip):
		return reachPrivate
	default:
		return reachAnybody
	}
}

// within says whether an address reaches no further than one of the given.
func within(address string, allowed ...reach) (string, bool) {
	r := reachOf(address)
	return quoted(address) + ", " + string(r), slices.Contains(append(allowed, reachNobody, reachFile, reachLoopback), r)
}
