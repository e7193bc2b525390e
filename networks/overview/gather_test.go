// SPDX-License-Identifier: Apache-2.0

package overview

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/x/netting"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, have string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o700))
		require.NoError(t, os.WriteFile(file, []byte(have), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), have)
}

func TestANetworkIsShownAsTablesAndAsData(t *testing.T) {
	south := newFakeNode("south", 0)
	south.down = errRefused
	north := newFakeNode("north", 100)
	north.absent = "clearing-1"
	seen, err := observe(t, newFakeNode("east", 85), south, north).Look(t.Context())
	require.NoError(t, err)

	var text strings.Builder
	require.NoError(t, seen.WriteTables(&text))
	golden(t, "status.txt", text.String())

	document, err := json.MarshalIndent(seen, "", "  ")
	require.NoError(t, err)
	golden(t, "status.json", string(document)+"\n")
}

func TestTheFurthestNodeThatAnswersIsAsked(t *testing.T) {
	down, other, late, mute := newFakeNode("down", 0), newFakeNode("other", 900), newFakeNode("late", 99), newFakeNode("mute", 120)
	down.down = errRefused
	other.chain = "tael-local-2"
	late.catchingUp = true
	mute.answers = nil
	seen, err := observe(t, newFakeNode("first", 110), down, other, late, mute).Look(t.Context())
	require.NoError(t, err)
	require.Equal(t, "tael-local-1", seen.ChainID)
	require.EqualValues(t, 110, seen.Height, "the furthest one does not tell its state")
	require.Equal(t, 3, seen.Up())
	problems := map[string]string{}
	for _, n := range seen.Nodes {
		problems[n.Name] = n.Problem
	}
	require.Equal(t, "connect: connection refused", problems["down"])
	require.Equal(t, "expected a node of tael-local-1, got one of tael-local-2", problems["other"])
	require.Equal(t, []int64{10, 0, 0, 21, 0}, []int64{
		seen.Nodes[0].Lag, seen.Nodes[1].Lag, seen.Nodes[2].Lag, seen.Nodes[3].Lag, seen.Nodes[4].Lag,
	})
}

func TestANodeOfAnEarlierReleaseIsShownWithoutWhatItDoesNotKnow(t *testing.T) {
	old := newFakeNode("old", 5)
	delete(old.answers, "/tael.reserve.v1.Query/Coverage")
	delete(old.answers, "/tael.compliance.v1.Query/Cases")
	seen, err := observe(t, old).Look(t.Context())
	require.NoError(t, err)
	require.Empty(t, seen.MintingStops)
	require.Empty(t, seen.OpenCases)
}

func TestANetworkThatDoesNotAnswerIsAnError(t *testing.T) {
	down, young, ignorant := newFakeNode("down", 0), newFakeNode("young", 0), newFakeNode("ignorant", 7)
	down.down = errRefused
	ignorant.answers["/tael.reserve.v1.Query/Assets"] = &netting.QueryCyclesResponse{}
	cases := map[string]struct {
		nodes []*fakeNode
		fail  string
	}{
		"no node listens":                  {[]*fakeNode{down}, "http://down:26657: connect: connection refused"},
		"the only node has no block":       {[]*fakeNode{young}, "no block yet"},
		"the only node lacks an asset":     {[]*fakeNode{ignorant}, "currency CNY: no asset cny"},
		"one is down and one has no block": {[]*fakeNode{down, young}, "connection refused"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := observe(t, tc.nodes...).Look(t.Context())
			require.ErrorIs(t, err, ErrNoNode)
			require.ErrorContains(t, err, tc.fail)
		})
	}
	_, err := Observe()
	require.ErrorContains(t, err, "at least one node")
	_, err = Observe(Endpoint{RPC: "http://a b"})
	require.ErrorContains(t, err, `RPC address "http://a b"`)
}

func TestAddressesMayBeShort(t *testing.T) {
	o, err := Observe(Endpoint{RPC: "localhost:26657"}, Endpoint{RPC: "tcp://localhost:26657", Name: "n"})
	require.NoError(t, err)
	require.Equal(t, []Endpoint{{RPC: "http://localhost:26657"}, {RPC: "tcp://localhost:26657", Name: "n"}}, o.Endpoints())
}
