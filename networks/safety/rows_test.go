// SPDX-License-Identifier: Apache-2.0

package safety_test

import (
	"math"
	"os"
	"testing"
	"time"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/safety"
	"github.com/taelnet/tael/signer"
)

const (
	validator = networks.RoleValidator
	full      = networks.RoleFull
	audit     = networks.RoleAudit
)

// breach breaks one row in a home of a role.
type breach struct {
	role  networks.NodeRole
	spoil func(*home)
}

func breaches() map[string]breach {
	all := map[string]breach{}
	for _, group := range []map[string]breach{exposureBreaches(), boundBreaches(), historyBreaches(), consensusBreaches(), flagBreaches(), keyBreaches(), genesisBreaches()} {
		for id, b := range group {
			all[id] = b
		}
	}
	return all
}

func exposureBreaches() map[string]breach {
	return map[string]breach{
		"E01": {validator, func(h *home) { h.comet.RPC.ListenAddress = "tcp://10.0.0.1:26657" }},
		"E02": {full, func(h *home) { h.comet.RPC.ListenAddress = "tcp://0.0.0.0:26657" }},
		"E03": {validator, func(h *home) { h.app.GRPC.Address = "10.0.0.1:9090" }},
		"E04": {audit, func(h *home) { h.app.GRPC.Address = "[::]:9090" }},
		"E05": {validator, func(h *home) { h.app.API.Enable = true }},
		"E06": {full, func(h *home) { h.app.API.Address = "tcp://:1317" }},
		"E07": {validator, func(h *home) { h.app.GRPCWeb.Enable = true }},
		"E08": {full, func(h *home) { h.comet.RPC.GRPCListenAddress = "tcp://127.0.0.1:26670" }},
		"E09": {full, func(h *home) { h.comet.RPC.PprofListenAddress = ":6060" }},
		"E10": {validator, func(h *home) { h.comet.Instrumentation.Prometheus = true }},
		"E11": {full, func(h *home) {
			h.flags["telemetry.enabled"], h.flags["telemetry.statsd-addr"] = true, "collector.example:8125"
		}},
		"E12": {validator, func(h *home) { h.comet.P2P.ListenAddress = "tcp://0.0.0.0:26656" }},
		"E13": {validator, func(h *home) { h.signedBy("tcp://" + signerID + "@0.0.0.0:26659") }},
		"E14": {full, func(h *home) { h.comet.RPC.Unsafe = true }},
		"E15": {full, func(h *home) { h.comet.RPC.CORSAllowedOrigins = []string{"https://*.example"} }},
		"E16": {full, func(h *home) { h.app.API.EnableUnsafeCORS = true }},
		"E17": {validator, func(h *home) { h.comet.P2P.PexReactor = true }},
		"E18": {full, func(h *home) { h.comet.P2P.SeedMode = true }},
		"E19": {full, func(h *home) { h.comet.P2P.Seeds = "0000000000000000000000000000000000000000@10.1.2.9:26656" }},
		"E20": {validator, func(h *home) { h.comet.P2P.LibP2PConfig.Enabled = true }},
		"E21": {validator, func(h *home) { h.comet.P2P.AllowDuplicateIP = true }},
	}
}

// signerID is the connection id of a signer.
const signerID = "00112233445566778899aabbccddeeff00112233"

// signedBy takes the key out of the home and names the signer that keeps it.
func (h *home) signedBy(address string) {
	h.t.Helper()
	h.comet.PrivValidatorListenAddr = address
	for _, file := range []string{h.comet.PrivValidatorKeyFile(), h.comet.PrivValidatorStateFile()} {
		require.NoError(h.t, os.RemoveAll(file))
	}
}

// E13 says of an address what the start says of it.
func TestAHomeWithASigner(t *testing.T) {
	for name, tc := range map[string]struct {
		address string
		refused []string
	}{
		"a socket file":                       {"unix:///run/tael/signer.sock", []string{}},
		"loopback, with the signer's id":      {"tcp://" + signerID + "@127.0.0.1:26659", []string{}},
		"a private network, with its id":      {"tcp://" + signerID + "@10.0.0.2:26659", []string{}},
		"every network, with its id":          {"tcp://" + signerID + "@0.0.0.0:26659", []string{"E13"}},
		"a public address, with its id":       {"tcp://" + signerID + "@203.0.113.9:26659", []string{"E13"}},
		"a private network that names nobody": {"tcp://10.0.0.2:26659", []string{"E13"}},
		"loopback that names nobody":          {"tcp://127.0.0.1:26659", []string{"E13"}},
		"another protocol":                    {"grpc://" + signerID + "@127.0.0.1:26659", []string{"E13"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := goodHome(t, validator)
			h.signedBy(tc.address)
			findings := safety.Check(h.open())
			require.Equal(t, tc.refused, ids(findings, safety.Refuse))
			require.Empty(t, ids(findings, safety.Warn))
			if _, err := signer.ParseAddress(tc.address); err != nil {
				require.Contains(t, tc.refused, "E13", "what a start refuses, the row refuses")
			}
		})
	}
}

func boundBreaches() map[string]breach {
	return map[string]breach{
		"B01": {validator, func(h *home) { h.app.QueryGasLimit = 0 }},
		"B02": {validator, func(h *home) { h.app.GRPC.MaxRecvMsgSize = math.MaxInt32 }},
		"B03": {validator, func(h *home) { h.app.GRPC.MaxSendMsgSize = math.MaxInt32 }},
		"B04": {validator, func(h *home) { h.comet.RPC.MaxBodyBytes = 1 << 30 }},
		"B05": {validator, func(h *home) { h.comet.RPC.MaxHeaderBytes = 1 << 30 }},
		"B06": {validator, func(h *home) { h.comet.RPC.MaxOpenConnections = 0 }},
		"B07": {validator, func(h *home) { h.comet.RPC.MaxRequestBatchSize = 0 }},
		"B08": {validator, func(h *home) { h.comet.RPC.MaxSubscriptionClients = 0 }},
		"B09": {validator, func(h *home) { h.comet.RPC.MaxSubscriptionsPerClient = 1_000_000 }},
		"B10": {full, func(h *home) { h.app.API.MaxOpenConnections = 0 }},
		"B11": {full, func(h *home) { h.app.API.RPCReadTimeout = 0 }},
		"B12": {full, func(h *home) { h.app.API.RPCMaxBodyBytes = 1 << 31 }},
		"B13": {validator, func(h *home) { h.comet.Mempool.Size = 1_000_000 }},
		"B14": {validator, func(h *home) { h.comet.Mempool.MaxTxsBytes = 1 << 30 }},
		"B15": {validator, func(h *home) { h.comet.Mempool.MaxTxBytes = 4 << 20 }},
		"B16": {validator, func(h *home) { h.comet.Mempool.Recheck = false }},
		"B17": {validator, func(h *home) { h.comet.Mempool.Type = "nop" }},
		"B18": {validator, func(h *home) { h.app.MinGasPrices = "1cny" }},
	}
}

func historyBreaches() map[string]breach {
	trusted := func(h *home) {
		s := h.comet.StateSync
		s.Enable, s.RPCServers, s.TrustPeriod = true, []string{"http://10.1.2.4:26657", "http://10.1.2.5:26657"}, time.Hour
		s.TrustHeight, s.TrustHash = 100, "00000000000000000000000000000000000000000000000000000000000000AA"
	}
	return map[string]breach{
		"H01": {full, func(h *home) { h.app.Pruning = "everything" }},
		"H02": {audit, func(h *home) { h.app.Pruning = "default" }},
		"H03": {validator, func(h *home) { h.app.Pruning = "nothing" }},
		"H04": {validator, func(h *home) { h.app.PruningKeepRecent = "10" }},
		"H05": {validator, func(h *home) { h.app.MinRetainBlocks = 100 }},
		"H06": {validator, func(h *home) { h.comet.TxIndex.Indexer = "kv" }},
		"H07": {audit, func(h *home) { h.comet.TxIndex.Indexer = "null" }},
		"H08": {audit, func(h *home) { h.comet.Storage.DiscardABCIResponses = true }},
		"H09": {audit, trusted},
		"H10": {full, func(h *home) { trusted(h); h.comet.StateSync.RPCServers = []string{"http://10.1.2.4:26657"} }},
		"H11": {full, func(h *home) { trusted(h); h.comet.StateSync.TrustHash = "" }},
		"H12": {full, func(h *home) { trusted(h); h.comet.StateSync.TrustPeriod = 30 * 24 * time.Hour }},
		"H13": {full, func(h *home) { h.comet.DBBackend = "memdb" }},
		"H14": {full, func(h *home) { h.app.AppDBBackend = "memdb" }},
		"H15": {full, func(h *home) { h.app.IAVLCacheSize = 0 }},
		"H16": {full, func(h *home) { h.app.IAVLDisableFastNode = true }},
	}
}

func consensusBreaches() map[string]breach {
	return map[string]breach{
		"C01": {validator, func(h *home) { h.comet.Consensus.DoubleSignCheckHeight = 0 }},
		"C02": {validator, func(h *home) { h.comet.BlockSync.AdaptiveSync = true }},
		"C03": {full, func(h *home) { h.comet.Consensus.CreateEmptyBlocks = false }},
		"C04": {full, func(h *home) { h.comet.Consensus.CreateEmptyBlocksInterval = time.Minute }},
		"C05": {full, func(h *home) { h.comet.Consensus.SkipTimeoutCommit = true }},
		"C06": {full, func(h *home) { h.comet.Consensus.BlockTimeTolerance = time.Hour }},
		"C07": {full, func(h *home) { h.app.BlockExecutor = "block-stm" }},
		"C08": {validator, func(h *home) { h.comet.P2P.PersistentPeers = "" }},
		"C09": {validator, func(h *home) { h.comet.Consensus.TimeoutCommit = 10 * time.Second }},
		"C10": {validator, func(h *home) { h.comet.Consensus.TimeoutPropose = 10 * time.Millisecond }},
		"C11": {validator, func(h *home) { h.comet.Consensus.TimeoutPrevote = 10 * time.Second }},
		"C12": {validator, func(h *home) { h.comet.Consensus.TimeoutPrecommit = 10 * time.Second }},
		"C13": {validator, func(h *home) { h.comet.Consensus.TimeoutProposeDelta = 0 }},
		"C14": {validator, func(h *home) { h.comet.Consensus.TimeoutPrevoteDelta = 0 }},
		"C15": {validator, func(h *home) { h.comet.Consensus.TimeoutPrecommitDelta = 0 }},
	}
}

func flagBreaches() map[string]breach {
	flag := func(key string, value any) func(*home) { return func(h *home) { h.flags[key] = value } }
	return map[string]breach{
		"F01": {full, flag("unsafe-skip-upgrades", []int{100})},
		"F02": {full, flag("is-testnet", true)},
		"F03": {full, flag("trigger-testnet-upgrade", "v2")},
		"F04": {full, flag("cpu-profile", "cpu.out")},
		"F05": {full, flag("trace", true)},
		"F06": {full, func(h *home) { h.app.HaltHeight = 5 }},
		"F07": {full, func(h *home) { h.app.HaltTime = 5 }},
		"F08": {validator, flag("grpc-only", true)},
		"F09": {full, flag("with-comet", false)},
		"F10": {full, func(h *home) { h.comet.LogLevel = "consensus:debug,*:error" }},
	}
}

const sampleMnemonic = "legal winner thank year wave sausage worth useful legal winner thank yellow"

func keyBreaches() map[string]breach {
	dev := func(h *home) genesis.Keys {
		keys, err := genesis.DevKeys(localChain)
		require.NoError(h.t, err)
		return keys
	}
	return map[string]breach{
		"K01": {validator, func(h *home) {
			marked, err := dev(h).MarkedValidatorKey(genesis.BankA)
			require.NoError(h.t, err)
			h.write(string(marked), 0o600, "config", "priv_validator_key.json")
		}},
		"K02": {full, func(h *home) {
			require.NoError(h.t, os.Remove(h.comet.NodeKeyFile()))
			require.NoError(h.t, (&p2p.NodeKey{PrivKey: dev(h).Node(genesis.BankB)}).SaveAs(h.comet.NodeKeyFile()))
		}},
		"K03": {validator, func(h *home) { require.NoError(h.t, os.Chmod(h.comet.PrivValidatorKeyFile(), 0o640)) }},
		"K04": {full, func(h *home) { require.NoError(h.t, os.Chmod(h.file("data"), 0o777)) }},
		"K05": {full, func(h *home) { h.client["keyring-backend"] = "test" }},
		"K06": {full, func(h *home) { h.write("key", 0o600, "keyring-test", "alice.info"); h.chmod(0o700, "keyring-test") }},
		"K07": {full, func(h *home) { h.write("backup of the key:\n1 "+sampleMnemonic+"\n", 0o600, "notes.txt") }},
		"K08": {validator, func(h *home) {
			pv := privval.NewFilePV(cmted25519.GenPrivKeyFromSecret([]byte(sampleMnemonic)), h.comet.PrivValidatorKeyFile(), h.comet.PrivValidatorStateFile())
			pv.Save()
		}},
		"K10": {validator, func(h *home) { h.comet.PrivValidatorListenAddr = "unix:///run/tael/signer.sock" }},
		"K09": {full, func(h *home) { h.client["chain-id"] = "tael-2" }},
	}
}

func (h *home) chmod(mode os.FileMode, names ...string) {
	h.t.Helper()
	require.NoError(h.t, os.Chmod(h.file(names...), mode))
}

// Every row is broken once, alone, and is then the only one that does not say ok.
func TestEachRowIsBrokenByItsBreach(t *testing.T) {
	all := breaches()
	grades := map[string]safety.Verdict{}
	for _, row := range safety.Rows() {
		require.Contains(t, all, row.ID, "every row is tested")
		require.NotContains(t, grades, row.ID, "an id is one row's")
		grades[row.ID] = row.Grade
	}
	require.Len(t, all, len(grades))

	for id, b := range all {
		t.Run(id, func(t *testing.T) {
			h := goodHome(t, b.role)
			b.spoil(h)
			findings := safety.Check(h.open())
			want := map[safety.Verdict][]string{safety.Refuse: {}, safety.Warn: {}}
			want[grades[id]] = []string{id}
			require.Equal(t, want[safety.Refuse], ids(findings, safety.Refuse))
			require.Subset(t, append(want[safety.Warn], "S01"), ids(findings, safety.Warn))
			require.Subset(t, ids(findings, safety.Warn), want[safety.Warn])

			err := safety.Err(findings)
			if grades[id] == safety.Warn {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, safety.ErrUnsafe)
			require.ErrorContains(t, err, id+": ")
		})
	}
}

func TestGoodHomesPass(t *testing.T) {
	for _, role := range []networks.NodeRole{validator, full, audit} {
		t.Run(string(role), func(t *testing.T) {
			findings := safety.Check(goodHome(t, role).open())
			require.NoError(t, safety.Err(findings))
			require.Empty(t, ids(findings, safety.Warn))
			require.Greater(t, safety.Count(findings)[safety.OK], 70)
		})
	}
}
