// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReachOfAnAddress(t *testing.T) {
	cases := map[string]struct {
		address string
		want    reach
	}{
		"nothing is nobody":                   {"", reachNobody},
		"a socket file":                       {"unix:///run/tael.sock", reachFile},
		"loopback with a scheme":              {"tcp://127.0.0.1:26657", reachLoopback},
		"the whole of 127/8":                  {"127.8.9.1:1", reachLoopback},
		"loopback by name":                    {"localhost:9090", reachLoopback},
		"loopback of IPv6":                    {"tcp://[::1]:26657", reachLoopback},
		"loopback mapped into IPv6":           {"[::ffff:127.0.0.1]:1", reachLoopback},
		"a private network":                   {"tcp://10.0.0.1:26657", reachPrivate},
		"carriers' shared space":              {"100.64.3.2:1", reachPrivate},
		"a unique local address":              {"[fd00::1]:1", reachPrivate},
		"a port without a host is every host": {":26660", reachAnybody},
		"the unspecified address":             {"tcp://0.0.0.0:26657", reachAnybody},
		"the unspecified address of IPv6":     {"tcp://[::]:26657", reachAnybody},
		"a public address":                    {"tcp://203.0.113.9:26657", reachAnybody},
		"a name":                              {"node.example:26657", reachAnybody},
		"a name that begins like loopback":    {"127.0.0.1.example:1", reachAnybody},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, reachOf(tc.address)) })
	}
}

func TestMnemonicsAreFoundInText(t *testing.T) {
	cases := map[string]struct {
		text string
		want bool
	}{
		"a known phrase":                    {"legal winner thank year wave sausage worth useful legal winner thank yellow", true},
		"in capitals with numbers":          {"1. LEGAL 2. WINNER 3. thank 4. year 5. wave 6. sausage 7. worth 8. useful 9. legal 10. winner 11. thank 12. yellow", true},
		"in JSON":                           {`{"mnemonic":"zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"}`, true},
		"a sample without a valid checksum": {"candy maple cake sugar pudding cream honey rich smooth crumble sweet treat", true},
		"eleven words":                      {"legal winner thank year wave sausage worth useful legal winner thank", false},
		"words with a wrong checksum":       {"legal winner thank year wave sausage worth useful legal winner thank zebra", false},
		"a configuration":                   {"timeout_commit = \"100ms\"\npex = false", false},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.want, looksLikeMnemonic(tc.text)) })
	}
}
