// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/networks/overview"
)

// localHome is a directory that describes a local network which does not run.
func localHome(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	state := `{"chain_id":"tael-local-1","base_port":1,"nodes":[
		{"name":"bank-a","role":"validator","ports":{"rpc":1}},{"name":"regulator","role":"audit","ports":{"rpc":2}}]}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "localnet.json"), []byte(state), 0o600))
	return dir
}

// nodeHome is a node's home whose client.toml holds a text.
func nodeHome(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "config"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "config", "client.toml"), []byte(text), 0o600))
	return dir
}

func TestTheNodesToAskAreFound(t *testing.T) {
	local, node := localHome(t), nodeHome(t, `node = "tcp://127.0.0.1:27001"`)
	cases := map[string]struct {
		flags []string
		env   string
		want  []overview.Endpoint
	}{
		"a local network": {
			[]string{"--home", local},
			"",
			[]overview.Endpoint{{RPC: "http://127.0.0.1:1", Name: "bank-a"}, {RPC: "http://127.0.0.1:2", Name: "regulator"}},
		},
		"a node's home": {[]string{"--home", node}, "", []overview.Endpoint{{RPC: "tcp://127.0.0.1:27001"}}},
		"named nodes": {
			[]string{"--home", local, "--node", "a:1,http://b:2", "--node", "tcp://c:3"},
			"d:4",
			[]overview.Endpoint{{RPC: "http://a:1"}, {RPC: "http://b:2"}, {RPC: "tcp://c:3"}},
		},
		"the environment":                     {nil, "d:4,e:5", []overview.Endpoint{{RPC: "http://d:4"}, {RPC: "http://e:5"}}},
		"a named home before the environment": {[]string{"--home", node}, "d:4", []overview.Endpoint{{RPC: "tcp://127.0.0.1:27001"}}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Setenv(nodeVariable, tc.env)
			cmd := statusCommand()
			require.NoError(t, cmd.ParseFlags(tc.flags))
			o, err := observer(cmd)
			require.NoError(t, err)
			require.Equal(t, tc.want, o.Endpoints())
		})
	}
}

// Whoever is asked in vain hears why and what to do next, and nothing is printed as if it were an answer.
func TestNetworksThatCannotBeShown(t *testing.T) {
	local := localHome(t)
	cases := map[string]struct {
		flags []string
		fail  string
		is    error
	}{
		"nothing in the home":             {[]string{"--home", t.TempDir()}, "name nodes with --node", localnet.ErrNotInitialised},
		"a client.toml without a node":    {[]string{"--home", nodeHome(t, `output = "text"`)}, "expected a node", nil},
		"a client.toml that is none":      {[]string{"--home", nodeHome(t, `[`)}, "client.toml", nil},
		"an output nobody knows":          {[]string{"--home", local, "--output", "xml"}, `expected text or json, got "xml"`, nil},
		"no node runs":                    {[]string{"--home", local}, "taeld localnet up", overview.ErrNoNode},
		"no node runs, asked by programs": {[]string{"--home", local, "-o", "json"}, "connection refused", overview.ErrNoNode},
		"an address that is none":         {[]string{"--node", "http://a b"}, "RPC address", nil},
		"an argument":                     {[]string{"bank-a"}, "unknown command", nil},
	}
	for name, tc := range cases {
		for _, command := range []string{"status", "top"} {
			t.Run(command+": "+name, func(t *testing.T) {
				cmd := statusCommand()
				if command == "top" {
					cmd = topCommand()
				}
				var out bytes.Buffer
				cmd.SetOut(&out)
				cmd.SetErr(&out)
				cmd.SilenceUsage, cmd.SilenceErrors = true, true
				cmd.SetArgs(tc.flags)
				err := cmd.ExecuteContext(t.Context())
				require.ErrorContains(t, err, tc.fail)
				if tc.is != nil {
					require.ErrorIs(t, err, tc.is)
				}
				require.Empty(t, out.String())
			})
		}
	}
}

func TestExampleAddressesAreAddresses(t *testing.T) {
	raw, err := sdk.AccAddressFromBech32(anAddress)
	require.NoError(t, err)
	require.Len(t, raw, 20)
}
