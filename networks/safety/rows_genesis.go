// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"fmt"
	"strconv"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/consortium"
)

const (
	// leastValidators is the number from which one may fail without stopping the chain.
	leastValidators = 4

	// leastActive is the number below which one validator of equal power has more than a third of it.
	leastActive = 3

	// leastAttestors is how many must attest the same before money counts as received.
	leastAttestors = 2

	// mostStatementAge is the longest age of a reserve's statement that a network may allow.
	mostStatementAge = 31 * 24 * time.Hour

	// localEIP155 is where the numbers of local networks in typed data begin, localEIP155End where they end.
	localEIP155, localEIP155End = 8_233_000_000, 9_233_000_000

	// authorityRow is the row that holds on local networks too.
	authorityRow = "G05"

	// searchedLocal is how many local networks' development accounts are looked for.
	searchedLocal = 8
)

// genesisRows are about what all nodes of the network share.
func genesisRows() []Row {
	rows := append(paramRows(), institutionRows()...)
	for i := range rows {
		rows[i].File, rows[i].Grade = fileGenesis, Refuse
	}
	return rows
}

func paramRows() []Row {
	const doParams = "take the consensus parameters of this release: `taeld genesis local tael-local-1` shows them"
	return []Row{
		{
			ID: "G01", Key: "block.max_bytes", Demand: fmt.Sprintf("%d to %d", networks.MaxTxBytes, networks.MaxBlockBytes),
			Why: "-1 is the engine's 100 MiB: one block then takes every node's memory", Do: doParams, look: func(h *Home) (string, bool) {
				n := h.genesis.params.Block.MaxBytes
				return strconv.FormatInt(n, 10), n >= networks.MaxTxBytes && n <= networks.MaxBlockBytes
			},
		},
		{
			ID: "G02", Key: "block.max_gas", Demand: fmt.Sprintf("%d to %d", networks.FullBatchGas, networks.MaxBlockGas),
			Why: "-1 is no bound on the work of a block", Do: doParams, look: func(h *Home) (string, bool) {
				n := h.genesis.params.Block.MaxGas
				return strconv.FormatInt(n, 10), n >= networks.FullBatchGas && n <= networks.MaxBlockGas
			},
		},
		{
			ID: "G03", Key: "evidence", Demand: fmt.Sprintf("at least %s and %d blocks", networks.EvidenceAge, networks.EvidenceAgeBlocks),
			Why: "a validator that waits until evidence is too old goes unpunished", Do: doParams, look: func(h *Home) (string, bool) {
				e := h.genesis.params.Evidence
				return fmt.Sprintf("%s and %d blocks", e.MaxAgeDuration, e.MaxAgeNumBlocks),
					e.MaxAgeDuration >= networks.EvidenceAge && e.MaxAgeNumBlocks >= networks.EvidenceAgeBlocks
			},
		},
		{
			ID: "G04", Key: "validator.pub_key_types", Demand: "ed25519 alone", Why: "every signer and check here is for this one", Do: doParams,
			look: func(h *Home) (string, bool) {
				types := h.genesis.params.Validator.PubKeyTypes
				return fmt.Sprintf("%q", types), len(types) == 1 && types[0] == cmttypes.ABCIPubKeyTypeEd25519
			},
		},
		{
			ID: authorityRow, Key: "authority", Demand: "the consortium's authority",
			Why: "this account alone may change the consensus parameters; another one, or none, overrides the consortium",
			Do:  "set consensus.params.authority to " + consortiumAuthority(), look: consensusAuthority,
		},
		{
			ID: "G06", Key: "chain_id", Demand: "tael-<n> or tael-sandbox-<n>, or a local network", Why: "signatures name the chain id",
			Do: "name the network", look: func(h *Home) (string, bool) {
				return quoted(h.ChainID), genesis.ValidateChainID(h.ChainID) == nil
			},
		},
		{
			ID: "G07", Key: "consortium.eip155_id", Demand: "a number that is not a local network's",
			Why: "what devices sign for a local network would be valid here", Do: "choose a number of your own", look: func(h *Home) (string, bool) {
				id := h.genesis.consortium.Eip155Id
				local := id >= localEIP155 && id < localEIP155End
				return strconv.FormatUint(id, 10), id > 0 && local == genesis.IsLocal(h.ChainID)
			},
		},
		{
			ID: "G08", Key: "payment.params.retention", Demand: "at least valid_ahead",
			Why: "a UETR that is forgotten while its instruction is still valid can be paid twice", Do: "raise retention", look: func(h *Home) (string, bool) {
				p := h.genesis.payment.Params
				return fmt.Sprintf("%d s, valid_ahead %d s", p.Retention, p.ValidAhead), p.Retention > 0 && p.Retention >= p.ValidAhead
			},
		},
		{
			ID: "G09", Key: "reserve.params.max_attestation_age", Demand: fmt.Sprintf("above zero, at most %s", mostStatementAge),
			Why: "money may be minted as long as the last statement counts", Do: "set it in seconds", look: func(h *Home) (string, bool) {
				age := h.genesis.reserve.Params.MaxAttestationAge
				return fmt.Sprintf("%d s", age), age > 0 && age <= uint64(mostStatementAge/time.Second)
			},
		},
	}
}

// consortiumAuthority is the account that proposals run under.
func consortiumAuthority() string { return consortium.AuthorityAddress().String() }

func consensusAuthority(h *Home) (string, bool) {
	found := h.genesis.params.Authority.Authority
	address, err := consortium.ParseAddress(found)
	return quoted(found), err == nil && consortium.IsAuthority(address)
}
