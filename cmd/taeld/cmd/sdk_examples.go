// SPDX-License-Identifier: Apache-2.0

package cmd

// Examples of the SDK's commands, by group and name: what follows the command. An address or hash in them is of the
// right form and belongs to nobody.

const (
	anAddress = "tael1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnsqrc8h"
	aHash     = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"
)

var nodeExamples = map[string]map[string]string{
	"": {
		"start":    "--home .tael/localnet/bank-a",
		"rollback": "--home .tael/localnet/bank-a",
		"version":  "--long --output json",
	},
	"comet": {
		"status":           "--node tcp://127.0.0.1:27001",
		"show-node-id":     "--home .tael/localnet/bank-a",
		"show-validator":   "--home .tael/localnet/bank-a",
		"show-address":     "--home .tael/localnet/bank-a",
		"version":          "",
		"unsafe-reset-all": "--home .tael/localnet/bank-a --keep-addr-book",
		"reset-state":      "--home .tael/localnet/bank-a",
		"bootstrap-state":  "--home .tael/localnet/bank-a --height 1000",
	},
}

var keyExamples = map[string]map[string]string{
	"keys": {
		"add":            "operations --keyring-backend file",
		"delete":         "operations",
		"export":         "operations > operations.armor",
		"import":         "operations operations.armor",
		"import-hex":     "operations",
		"list":           "--output json",
		"list-key-types": "",
		"migrate":        "",
		"mnemonic":       "",
		"parse":          anAddress,
		"rename":         "operations operations-2026",
		"show":           "operations --address",
	},
}

var queryExamples = map[string]map[string]string{
	"query": {
		"block":               "--type=height 1000",
		"block-results":       "1000 --output json",
		"blocks":              `--query "block.height > 1000" --page 1 --limit 10 --node tcp://127.0.0.1:27041`,
		"comet-validator-set": "1000",
		"tx":                  aHash + " --node tcp://127.0.0.1:27041",
		"txs":                 `--query "tx.height = 1000" --node tcp://127.0.0.1:27041`,
		"wait-tx":             aHash + " --timeout 10s",
	},
	"query auth": {
		"account":                 anAddress,
		"account-info":            anAddress + " --output json",
		"accounts":                "--page-limit 10",
		"address-by-acc-num":      "7",
		"address-bytes-to-string": "000102030405060708090a0b0c0d0e0f10111213",
		"address-string-to-bytes": anAddress,
		"bech32-prefix":           "",
		"module-account":          "reserve",
		"module-accounts":         "",
		"params":                  "",
	},
	"query bank": {
		"balance":                        anAddress + " cny",
		"balances":                       anAddress + " --output json",
		"denom-metadata":                 "cny",
		"denom-metadata-by-query-string": "--denom cny",
		"denom-owners":                   "ecny --page-limit 100",
		"denom-owners-by-query":          "--denom ecny",
		"denoms-metadata":                "",
		"params":                         "",
		"send-enabled":                   "cny ecny",
		"spendable-balance":              anAddress + " cny",
		"spendable-balances":             anAddress,
		"total-supply":                   "--output json",
		"total-supply-of":                "cny",
	},
	"query consensus": {"params": ""},
	"query consensus comet": {
		"block-by-height":         "1000",
		"block-latest":            "",
		"block-results":           "1000",
		"block-results-latest":    "",
		"node-info":               "",
		"syncing":                 "",
		"validator-set":           "",
		"validator-set-by-height": "1000",
	},
	"query upgrade": {
		"applied":         "v2",
		"authority":       "",
		"module-versions": "netting",
		"plan":            "",
	},
}

var txExamples = map[string]map[string]string{
	"tx": {
		"sign":                "tx.json --from operations --chain-id tael-local-1 > signed.json",
		"validate-signatures": "signed.json --chain-id tael-local-1",
		"broadcast":           "signed.json --node tcp://127.0.0.1:27001",
		"encode":              "signed.json",
		"decode":              "CgoKCC90YWVsLnYx",
		"simulate":            "tx.json --from operations",
	},
}
