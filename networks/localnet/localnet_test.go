// SPDX-License-Identifier: Apache-2.0

package localnet

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/spf13/viper"
	"github.com/stretchr/testify/require"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
)

const testBasePort = 30_100

func options(t *testing.T) Options {
	t.Helper()
	binary, err := os.Executable()
	require.NoError(t, err)
	gen := genutiltypes.NewAppGenesisWithVersion("tael-local-7", []byte(`{}`))
	gen.Consensus.Params = networks.ConsensusParams("")
	return Options{Dir: t.TempDir(), Binary: binary, BasePort: testBasePort, Genesis: gen}
}

func newLocalnet(t *testing.T) *Localnet {
	t.Helper()
	l, err := Init(options(t))
	require.NoError(t, err)
	l.grace = 2 * time.Second
	t.Cleanup(func() { require.NoError(t, l.Down()) })
	return l
}

func inTime(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestHomesHoldTheConfigurationOfTheirRole(t *testing.T) {
	l := newLocalnet(t)

	require.Equal(t, []string{"bank-a", "bank-b", "clearing", "wallet-op", "regulator"}, l.names())
	seen := map[int]string{}
	for _, n := range l.Nodes {
		cfg, v := cmtcfg.DefaultConfig(), viper.New()
		for _, name := range []string{"config.toml", "app.toml"} {
			v.SetConfigFile(filepath.Join(n.Home, "config", name))
			require.NoError(t, v.MergeInConfig())
		}
		require.NoError(t, v.Unmarshal(cfg))
		require.NoError(t, cfg.ValidateBasic())
		for _, s := range networks.Settings(n.Role) {
			require.Equal(t, s.Value, v.GetString(s.Key), "%s: %s", n.Name, s.Key)
		}
		require.Equal(t, string(n.Role), v.GetString(networks.NodeRoleOption))
		require.Len(t, bytes.Split([]byte(cfg.P2P.PersistentPeers), []byte(",")), 4, "a full mesh")
		require.Zero(t, cfg.Consensus.DoubleSignCheckHeight)
		require.Equal(t, n.GRPC(), v.GetString("grpc.address"))
		for _, port := range []int{n.Ports.P2P, n.Ports.RPC, n.Ports.GRPC, n.Ports.REST} {
			require.Empty(t, seen[port], "port %d of %s", port, n.Name)
			seen[port] = n.Name
		}
	}
}

func TestOnlyValidatorsHoldAValidatorKey(t *testing.T) {
	l := newLocalnet(t)
	for _, n := range l.Nodes {
		key := filepath.Join(n.Home, "config", "priv_validator_key.json")
		if n.Role == networks.RoleAudit {
			require.NoFileExists(t, key)
			continue
		}
		require.ErrorIs(t, genesis.CheckValidatorKey(key, "tael-1"), genesis.ErrDevelopmentKey)
		require.FileExists(t, filepath.Join(n.Home, "data", "priv_validator_state.json"))
	}
}

func TestInitRefusesWhatItCannotServe(t *testing.T) {
	cases := map[string]struct {
		spoil func(*testing.T, *Options)
		fail  string
	}{
		"a network that is not local": {
			func(_ *testing.T, o *Options) { o.Genesis.ChainID = "tael-1" }, "expected chain id tael-local-<n>",
		},
		"a base port of the system": {
			func(_ *testing.T, o *Options) { o.BasePort = 80 }, "--base-port 80 with 5 nodes",
		},
		"a base port too high for all nodes": {
			func(_ *testing.T, o *Options) { o.BasePort = 32_750 }, "got 32750-32799",
		},
		"a directory that holds something": {
			func(t *testing.T, o *Options) {
				require.NoError(t, os.WriteFile(filepath.Join(o.Dir, "diary.txt"), nil, 0o600))
			}, "it holds diary.txt",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			o := options(t)
			before := len(entries(t, o.Dir))
			tc.spoil(t, &o)
			_, err := Init(o)
			require.ErrorContains(t, err, tc.fail)
			require.LessOrEqual(t, len(entries(t, o.Dir)), before+1, "nothing is left behind")
			require.NoDirExists(t, filepath.Join(o.Dir, "bank-a"))
		})
	}
}

func entries(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	all, err := os.ReadDir(dir)
	require.NoError(t, err)
	return all
}

func TestOpenSaysWhereThereIsNoNetwork(t *testing.T) {
	_, err := Open(t.TempDir(), "taeld")
	require.ErrorIs(t, err, ErrNotInitialised)
	require.ErrorContains(t, err, "taeld localnet up --home")
}

func TestANetworkMayMoveWhileItIsDown(t *testing.T) {
	l := newLocalnet(t)
	moved := filepath.Join(t.TempDir(), "moved")
	require.NoError(t, os.Rename(l.Dir, moved))
	again, err := Open(moved, l.Binary)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(moved, "bank-a"), again.Nodes[0].Home)
}

func TestUpDownAndUpAgainContinuesTheChain(t *testing.T) {
	l := newLocalnet(t)
	require.NoError(t, l.Up(inTime(t)))
	first := l.Status(t.Context())
	for _, s := range first {
		require.True(t, s.Running, s.Member)
		require.GreaterOrEqual(t, s.Height, int64(2), s.Member)
		require.Equal(t, "AB", s.AppHash)
	}

	require.NoError(t, l.Up(inTime(t)), "starting what runs changes nothing")
	for i, s := range l.Status(t.Context()) {
		require.Equal(t, first[i].Pid, s.Pid)
	}

	require.NoError(t, l.Down())
	for _, s := range l.Status(t.Context()) {
		require.False(t, s.Running)
		require.Zero(t, s.Pid)
	}

	again, err := Open(l.Dir, l.Binary)
	require.NoError(t, err)
	require.NoError(t, again.Up(inTime(t)))
	for i, s := range again.Status(t.Context()) {
		require.Greater(t, s.Height, first[i].Height)
	}
	require.NoError(t, again.Down())
}

func TestAKilledNodeIsGoneAndComesBack(t *testing.T) {
	l := newLocalnet(t)
	require.NoError(t, l.Up(inTime(t)))
	require.NoError(t, l.Kill("bank-b"))

	n, err := l.Node("bank-b")
	require.NoError(t, err)
	_, running := n.Pid()
	require.False(t, running)
	require.NoError(t, l.Kill("bank-b"), "killing what is dead is no error")

	require.NoError(t, l.StartNode("bank-b"))
	require.NoError(t, l.WaitHeight(inTime(t), "bank-b", 3))
}

func TestANodeThatIgnoresTheRequestIsKilled(t *testing.T) {
	l := newLocalnet(t)
	l.grace = 300 * time.Millisecond
	n := l.Nodes[0]
	require.NoError(t, os.WriteFile(filepath.Join(n.Home, fakeStubborn), nil, 0o600))
	require.NoError(t, l.StartNode(n.Name))
	require.NoError(t, l.WaitHeight(inTime(t), n.Name, 1))

	require.NoError(t, l.Stop(n.Name))
	_, running := n.Pid()
	require.False(t, running)
}

func TestUpNamesAPortThatIsTakenAndStartsNothing(t *testing.T) {
	l := newLocalnet(t)
	port := l.Nodes[2].Ports.GRPC
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	require.NoError(t, err)
	defer listener.Close()

	err = l.Up(inTime(t))

	require.ErrorIs(t, err, ErrPort)
	require.ErrorContains(t, err, strconv.Itoa(port)+" (gRPC of clearing)")
	require.ErrorContains(t, err, "--base-port")
	for _, s := range l.Status(t.Context()) {
		require.False(t, s.Running)
	}
}

func TestUpShowsTheLogOfANodeThatDies(t *testing.T) {
	l := newLocalnet(t)
	require.NoError(t, os.WriteFile(filepath.Join(l.Nodes[3].Home, fakeDies), nil, 0o600))
	err := l.Up(inTime(t))
	require.ErrorContains(t, err, "wallet-op stopped while starting")
	require.ErrorContains(t, err, "the disk is on fire")
}

func TestAPidFileOfAnotherProgramIsNotOurs(t *testing.T) {
	cases := map[string]struct{ pid, why string }{
		"this very process":  {strconv.Itoa(os.Getpid()), "it was not started with the node's home"},
		"no number":          {"one", "it is no pid"},
		"the first process":  {"1", "no node is process 1"},
		"a process long ago": {"4194000", "nobody has that number"},
	}
	if _, err := os.Stat("/proc/self/cmdline"); err != nil {
		t.Skip("without /proc the pid alone must do")
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			n := Node{Name: "bank-a", Home: t.TempDir()}
			require.NoError(t, os.WriteFile(n.PidFile(), []byte(tc.pid), 0o600))
			_, running := n.Pid()
			require.False(t, running, tc.why)
		})
	}
}

func TestAppHashOfAHeight(t *testing.T) {
	l := newLocalnet(t)
	require.NoError(t, l.StartNode("bank-a"))
	require.NoError(t, l.WaitHeight(inTime(t), "bank-a", 1))
	hash, err := l.Nodes[0].AppHash(t.Context(), 5)
	require.NoError(t, err)
	require.Equal(t, "CD", hash)
	_, err = l.Nodes[0].AppHash(t.Context(), 99)
	require.ErrorContains(t, err, "height 99 must be less")
}

func TestOneCommandAtATime(t *testing.T) {
	dir := t.TempDir()
	unlock, err := Lock(dir)
	require.NoError(t, err)
	_, err = Lock(dir)
	require.ErrorContains(t, err, "by another command")
	unlock()
	unlock, err = Lock(dir)
	require.NoError(t, err)
	unlock()
}

func TestTheTableSaysWhatRunsWhere(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, WriteTable(&out, []Status{
		{Member: "bank-a", Role: networks.RoleValidator, Home: "/h/bank-a", RPC: "r", GRPC: "g", P2P: "p", Pid: 41, Running: true, Height: 7},
		{Member: "regulator", Role: networks.RoleAudit, Home: "/h/regulator"},
	}))
	require.Equal(t, "MEMBER     ROLE       HOME          RPC  GRPC  P2P  PID      HEIGHT\n"+
		"bank-a     validator  /h/bank-a     r    g     p    41       7\n"+
		"regulator  audit      /h/regulator                  stopped  0\n", out.String())
}
