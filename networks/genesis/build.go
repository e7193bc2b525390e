// SPDX-License-Identifier: Apache-2.0

package genesis

import (
	"encoding/json"
	"fmt"

	gogoproto "github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/codec"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/x/compliance"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Build renders the network as a genesis. defaults are the application's empty module states: they stay as they are
// for modules that a Network does not describe. The result has been checked part by part, not across modules; a chain
// start or `taeld genesis validate` does that.
func (n Network) Build(cdc codec.JSONCodec, defaults map[string]json.RawMessage) (*genutiltypes.AppGenesis, error) {
	if err := ValidateChainID(n.ChainID); err != nil {
		return nil, err
	}
	state := make(map[string]json.RawMessage, len(defaults))
	for name, document := range defaults {
		state[name] = document
	}
	parts, err := n.parts()
	if err != nil {
		return nil, err
	}
	for name, part := range parts {
		document, err := cdc.MarshalJSON(part)
		if err != nil {
			return nil, fmt.Errorf("genesis of %s: %w", name, err)
		}
		state[name] = document
	}
	document, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	gen := genutiltypes.NewAppGenesisWithVersion(n.ChainID, document)
	gen.GenesisTime = n.Time
	gen.InitialHeight = 1
	gen.Consensus.Params = networks.ConsensusParams(consortium.AuthorityAddress().String())
	return gen, gen.ValidateAndComplete()
}

// parts are the module states the network describes, by module name.
func (n Network) parts() (map[string]gogoproto.Message, error) {
	members, err := n.memberNumbers()
	if err != nil {
		return nil, err
	}
	consortiumState, err := n.consortiumState()
	if err != nil {
		return nil, err
	}
	walletState, err := n.walletState(members)
	if err != nil {
		return nil, err
	}
	nettingState, err := n.nettingState(members)
	if err != nil {
		return nil, err
	}
	money, err := n.money(members)
	if err != nil {
		return nil, err
	}
	return map[string]gogoproto.Message{
		authtypes.ModuleName:  authtypes.DefaultGenesisState(),
		banktypes.ModuleName:  n.bankState(money),
		consortium.ModuleName: consortiumState,
		wallet.ModuleName:     walletState,
		compliance.ModuleName: n.complianceState(),
		netting.ModuleName:    nettingState,
		reserve.ModuleName:    n.reserveState(money),
		payment.ModuleName:    paymentState(),
	}, nil
}

// memberNumbers maps ids to numbers.
func (n Network) memberNumbers() (map[string]uint32, error) {
	numbers := make(map[string]uint32, len(n.Members))
	for _, m := range n.Members {
		if _, twice := numbers[m.Id]; twice {
			return nil, fmt.Errorf("members: expected each id once, got %q twice", m.Id)
		}
		numbers[m.Id] = m.Number
	}
	return numbers, nil
}

func number(members map[string]uint32, id, what string) (uint32, error) {
	n, known := members[id]
	if !known {
		return 0, fmt.Errorf("%s: expected a member of the network, got %q", what, id)
	}
	return n, nil
}
