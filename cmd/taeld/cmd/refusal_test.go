// SPDX-License-Identifier: Apache-2.0

package cmd

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	svrcmd "github.com/cosmos/cosmos-sdk/server/cmd"
)

// fakeRPC is a node that gives one answer to every broadcast.
type fakeRPC struct {
	*httptest.Server
	asked atomic.Int32
}

func newFakeRPC(t *testing.T, answer string) *fakeRPC {
	t.Helper()
	f := &fakeRPC{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			ID json.RawMessage `json:"id"`
		}
		_ = json.NewDecoder(r.Body).Decode(&request)
		f.asked.Add(1)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"jsonrpc":"2.0","id":` + string(request.ID) + `,` + answer + `}`))
	}))
	t.Cleanup(f.Close)
	return f
}

// apart runs a command and keeps what it prints for programs apart from what it tells people.
func apart(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	root, err := NewRoot()
	require.NoError(t, err)
	var out, told bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&told)
	root.SetArgs(args)
	err = svrcmd.Execute(root, EnvPrefix, t.TempDir())
	return out.String(), told.String(), err
}

func separate(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	stdout, _, err = apart(t, args...)
	return stdout, err
}

func voter(t *testing.T) []string {
	t.Helper()
	home := t.TempDir()
	_, err := separate(t, "keys", "add", "voter", "--keyring-backend", "test", "--home", home, "--output", "json")
	require.NoError(t, err)
	return []string{
		"--from", "voter", "--keyring-backend", "test", "--home", home, "--offline", "--account-number", "7", "--sequence", "0", "--yes",
	}
}

const (
	taken   = `"result":{"code":0,"data":"","log":"","codespace":"","hash":"AB"}`
	noRight = `"result":{"code":9,"data":"","log":"MsgVote is not open to x: message not permitted to signer","codespace":"tael","hash":"AB"}`
	silent  = `"result":{"code":6,"data":"","log":"","codespace":"consortium","hash":"AB"}`
	unsent  = `"@type":"/tael.consortium.v1.MsgVote"`
	known   = `"error":{"code":-32603,"message":"Internal error","data":"tx already exists in cache"}`
)

func TestARefusedTransactionIsAnError(t *testing.T) {
	cases := map[string]struct {
		answer string
		flags  []string
		stdout string
		fail   string
	}{
		"taken":                       {answer: taken, flags: []string{"--output", "json"}, stdout: `"code":0`},
		"taken, for people":           {answer: taken, flags: []string{"--output", "text"}, stdout: "code: 0\n"},
		"refused":                     {answer: noRight, flags: []string{"--output", "json"}, stdout: `"code":9`, fail: "MsgVote is not open to x: message not permitted to signer (tael 9)"},
		"refused, for people":         {answer: noRight, flags: []string{"--output", "text"}, stdout: "code: 9\n", fail: "MsgVote is not open to x: message not permitted to signer (tael 9)"},
		"refused without a word":      {answer: silent, flags: []string{"--output", "json"}, stdout: `"code":6`, fail: "nothing was done: member exists (consortium 6)"},
		"known to the pool already":   {answer: known, flags: []string{"--output", "json"}, stdout: `"code":19`, fail: "nothing was done: tx already in mempool (sdk 19)"},
		"refused, without waiting":    {answer: noRight, flags: []string{"--output", "json", "--broadcast-mode", "async"}, stdout: `"code":9`, fail: "(tael 9)"},
		"made and not sent":           {answer: noRight, flags: []string{"--generate-only"}, stdout: unsent},
		"a node that does not answer": {answer: `"error":{"code":-32603,"message":"Internal error","data":"broken"}`, fail: "broken"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			node := newFakeRPC(t, tc.answer)
			args := append([]string{"tx", "consortium", "vote", "7", "yes", "--node", node.URL}, voter(t)...)
			if tc.stdout != unsent {
				args = append(args, "--chain-id", testChainID) // the SDK takes no chain id for what is not signed
			}
			stdout, err := separate(t, append(args, tc.flags...)...)
			require.Contains(t, stdout, tc.stdout)
			if tc.fail == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.fail)
		})
	}
}

// The SDK's own commands end as ours do: a file that another machine signed is refused in the same way.
func TestASignedFileThatIsRefusedIsAnError(t *testing.T) {
	node := newFakeRPC(t, noRight)
	made, err := separate(t, append([]string{"tx", "consortium", "vote", "7", "yes", "--generate-only"}, voter(t)...)...)
	require.NoError(t, err)
	require.Zero(t, node.asked.Load())
	file := filepath.Join(t.TempDir(), "signed.json")
	require.NoError(t, os.WriteFile(file, []byte(made), 0o600))

	stdout, err := separate(t, "tx", "broadcast", file, "--node", node.URL, "--output", "json")
	require.EqualError(t, err, "the node refused the transaction: MsgVote is not open to x: message not permitted to signer (tael 9)")
	require.ErrorContains(t, Advise(err), "next: see what an address may send")
	require.Contains(t, stdout, `"raw_log":"MsgVote is not open to x: message not permitted to signer"`)
	require.EqualValues(t, 1, node.asked.Load())
}

// It would wait for ever if nobody sealed the prefixes.
func TestKeysParseAnswersWithoutATerminal(t *testing.T) {
	for name, tc := range map[string]struct{ text, stdout string }{
		"bytes":      {"0001020304050607080900010203040506070809", "tael1qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqf"},
		"an address": {anAddress, "human: tael"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, err := separate(t, "keys", "parse", tc.text)
			require.NoError(t, err)
			require.Contains(t, stdout, tc.stdout)
		})
	}
}
