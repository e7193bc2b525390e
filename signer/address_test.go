// SPDX-License-Identifier: Apache-2.0

package signer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/signer"
)

func TestAddresses(t *testing.T) {
	id := strings.Repeat("0a", 20)
	cases := map[string]struct{ text, fail string }{
		"a unix socket":          {text: "unix:///run/tael/signer.sock"},
		"tcp to somebody":        {text: "tcp://" + id + "@10.0.0.2:26659"},
		"nothing":                {fail: "expected unix:///path/of/socket"},
		"no network":             {text: "/run/tael/signer.sock", fail: "expected unix:///path/of/socket"},
		"tcp to anybody":         {text: "tcp://10.0.0.2:26659", fail: "names nobody"},
		"an id that is none":     {text: "tcp://0a0b@10.0.0.2:26659", fail: "40 hex digits"},
		"no port":                {text: "tcp://" + id + "@10.0.0.2", fail: "missing port"},
		"another network":        {text: "udp://" + id + "@10.0.0.2:26659", fail: "expected unix or tcp, got"},
		"a path beyond the room": {text: "unix:///" + strings.Repeat("x", 104), fail: "at most 103 bytes"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			address, err := signer.ParseAddress(tc.text)
			if tc.fail != "" {
				require.ErrorContains(t, err, tc.fail)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.text, address.String())
		})
	}
}
