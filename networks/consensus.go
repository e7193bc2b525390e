// SPDX-License-Identifier: Apache-2.0

package networks

import (
	cmttypes "github.com/cometbft/cometbft/types"
)

// ConsensusParams are the consensus parameters every genesis starts from. Authority is the account that may change
// them, in bech32; validators sign with Ed25519 only.
func ConsensusParams(authority string) *cmttypes.ConsensusParams {
	return &cmttypes.ConsensusParams{
		Block: cmttypes.BlockParams{MaxBytes: MaxBlockBytes, MaxGas: MaxBlockGas},
		Evidence: cmttypes.EvidenceParams{
			MaxAgeNumBlocks: EvidenceAgeBlocks,
			MaxAgeDuration:  EvidenceAge,
			MaxBytes:        EvidenceBytes,
		},
		Validator: cmttypes.ValidatorParams{PubKeyTypes: []string{cmttypes.ABCIPubKeyTypeEd25519}},
		Version:   cmttypes.DefaultVersionParams(),
		ABCI:      cmttypes.DefaultABCIParams(),
		Authority: cmttypes.AuthorityParams{Authority: authority},
	}
}
