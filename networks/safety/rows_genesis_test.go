// SPDX-License-Identifier: Apache-2.0

package safety_test

import (
	"testing"
	"time"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/stretchr/testify/require"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/networks/safety"
)

func genesisBreaches() map[string]breach {
	params := func(edit func(*home)) breach { return breach{full, edit} }
	part := func(module string, edit func(map[string]any)) breach {
		return breach{full, func(h *home) { replacePart(h.t, h.genesis, module, edit) }}
	}
	list := func(part map[string]any, name string) []any { return part[name].([]any) }
	at := func(part map[string]any, name string, i int) map[string]any {
		return list(part, name)[i].(map[string]any)
	}
	return map[string]breach{
		"G01": params(func(h *home) { h.genesis.Consensus.Params.Block.MaxBytes = -1 }),
		"G02": params(func(h *home) { h.genesis.Consensus.Params.Block.MaxGas = -1 }),
		"G03": params(func(h *home) { h.genesis.Consensus.Params.Evidence.MaxAgeNumBlocks = 100 }),
		"G04": params(func(h *home) {
			h.genesis.Consensus.Params.Validator.PubKeyTypes = []string{"ed25519", "secp256k1"}
		}),
		"G05": params(func(h *home) { h.genesis.Consensus.Params.Authority.Authority = "" }),
		"G06": params(func(h *home) { h.genesis.ChainID, h.client["chain-id"] = "mainnet", "mainnet" }),
		"G07": part("consortium", func(c map[string]any) { c["eip155_id"] = "8233000001" }),
		"G08": part("payment", func(p map[string]any) { p["params"].(map[string]any)["retention"] = "60" }),
		"G09": part("reserve", func(r map[string]any) { r["params"].(map[string]any)["max_attestation_age"] = "0" }),
		"G10": part("consortium", func(c map[string]any) {
			four := list(c, "validators")
			// Members without power of their own keep the shares below a third.
			c["validators"] = []any{four[0], four[1], four[2]}
			for _, v := range list(c, "validators") {
				v.(map[string]any)["power"] = "0"
			}
		}),
		"G11": part("consortium", func(c map[string]any) { at(c, "validators", 0)["power"] = "1000000" }),
		"G12": part("consortium", func(c map[string]any) {
			duties := list(at(c, "members", 0), "duties")
			duties[1].(map[string]any)["address"] = duties[0].(map[string]any)["address"]
		}),
		"G13": part("consortium", func(c map[string]any) { c["members"] = list(c, "members")[:5] }),
		"G14": part("reserve", func(r map[string]any) { at(r, "rails", 0)["threshold"] = 1 }),
		"G17": part("bank", func(b map[string]any) { b["params"].(map[string]any)["default_send_enabled"] = true }),
		"G18": part("consortium", func(c map[string]any) { c["charter"].(map[string]any)["time_lock"] = "3599" }),
		"G19": part("consortium", func(c map[string]any) { c["validator_policy"] = nil }),
		"G15": {full, func(h *home) {
			keys, err := genesis.DevKeys("tael-local-2")
			require.NoError(h.t, err)
			replaceConsortium(h.t, h.genesis, func(c map[string]any) {
				list(at(c, "members", 0), "duties")[0].(map[string]any)["address"] = keys.Address(genesis.BankA, genesis.KeyRisk, 0).String()
			})
		}},
		"G16": {full, func(h *home) {
			keys, err := genesis.DevKeys("tael-local-2")
			require.NoError(h.t, err)
			replaceConsortium(h.t, h.genesis, func(c map[string]any) {
				at(c, "validators", 0)["pub_key"] = keys.Validator(genesis.BankA).PubKey().Bytes()
			})
		}},
	}
}

// A local home is safe where it belongs and nowhere else.
func TestALocalHomeServesItsOwnNetworkAlone(t *testing.T) {
	for name, role := range map[string]networks.NodeRole{genesis.BankA: validator, genesis.Regulator: audit} {
		t.Run(name, func(t *testing.T) {
			net, err := localnet.Init(localnet.Options{Dir: t.TempDir(), Binary: "taeld", BasePort: 24_900, Genesis: localGenesis(t)})
			require.NoError(t, err)
			node, err := net.Node(name)
			require.NoError(t, err)
			open := homeAt(t, node.Home)

			findings := safety.Check(open())
			require.NoError(t, safety.Err(findings))
			require.Empty(t, ids(findings, safety.Warn))
			require.Empty(t, ids(findings, safety.Note))

			gen := localGenesis(t)
			gen.ChainID = realChain
			h := open()
			require.NoError(t, gen.SaveAs(h.Comet.GenesisFile()))
			h = open()
			require.Equal(t, role, h.Role)
			refused := ids(safety.Check(h), safety.Refuse)
			want := []string{"K02", "K05", "G07", "G15", "G16", "G18"}
			if role == validator {
				want = append([]string{"C01", "K01"}, want...)
			}
			require.Equal(t, want, refused)
		})
	}
}

// What would be refused elsewhere is a note on a local network.
func TestALocalNetworkIsToldAndNotRefused(t *testing.T) {
	h := goodHome(t, full)
	h.genesis, h.client["chain-id"] = localGenesis(t), localChain
	h.comet.RPC.ListenAddress = "tcp://0.0.0.0:26657"
	h.comet.Consensus.TimeoutCommit = time.Second
	findings := safety.Check(h.open())
	require.NoError(t, safety.Err(findings))
	require.Equal(t, []string{"E02", "S01"}, ids(findings, safety.Note))
}

func TestAKeyFromNowhereIsNoSample(t *testing.T) {
	require.Empty(t, genesis.DevelopmentNodeKey(cmted25519.GenPrivKey()))
	require.Empty(t, genesis.DevelopmentValidator(cmted25519.GenPrivKey().PubKey().Bytes()))
}
