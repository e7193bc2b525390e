// SPDX-License-Identifier: Apache-2.0

package safety

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/jsonpb"
	gogoproto "github.com/cosmos/gogoproto/proto"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// document is what the rows read of a genesis.
type document struct {
	chainID    string
	time       time.Time
	params     cmttypes.ConsensusParams
	consortium consortium.Genesis
	wallet     wallet.GenesisState
	reserve    reserve.GenesisState
	payment    payment.GenesisState
	bank       bankParams
}

// bankParams is the part of the bank's genesis that rows are about.
type bankParams struct {
	Params struct {
		DefaultSendEnabled bool              `json:"default_send_enabled"`
		SendEnabled        []json.RawMessage `json:"send_enabled"`
	} `json:"params"`
}

// decode reads the parts of a genesis that rows are about. A part that is missing is empty, which its rows refuse.
func decode(gen *genutiltypes.AppGenesis) (document, error) {
	d := document{chainID: gen.ChainID, time: gen.GenesisTime}
	if gen.Consensus == nil || gen.Consensus.Params == nil {
		return d, errors.New("expected consensus parameters, found none")
	}
	d.params = *gen.Consensus.Params
	var state map[string]json.RawMessage
	if err := json.Unmarshal(gen.AppState, &state); err != nil {
		return d, fmt.Errorf("app_state: %w", err)
	}
	if raw, found := state[banktypes.ModuleName]; found {
		if err := json.Unmarshal(raw, &d.bank); err != nil {
			return d, fmt.Errorf("app_state %s: %w", banktypes.ModuleName, err)
		}
	}
	parts := map[string]gogoproto.Message{
		consortium.ModuleName: &d.consortium, wallet.ModuleName: &d.wallet,
		reserve.ModuleName: &d.reserve, payment.ModuleName: &d.payment,
	}
	for name, part := range parts {
		raw, found := state[name]
		if !found {
			continue
		}
		// Fields of a later release are the modules' business; the rows read those they know. Messages of a proposal
		// that is open in an exported state stay unresolved here.
		reader := jsonpb.Unmarshaler{AllowUnknownFields: true}
		if err := reader.Unmarshal(bytes.NewReader(raw), part); err != nil {
			return d, fmt.Errorf("app_state %s: %w", name, err)
		}
	}
	return d, nil
}

// CheckGenesis judges a genesis file that lies in no home. It returns ErrUnsafe with every genesis row that refuses it;
// on a local network none does, but for the authority of the consensus parameters, which has to be the consortium's
// everywhere.
func CheckGenesis(gen *genutiltypes.AppGenesis) error {
	d, err := decode(gen)
	if err != nil {
		return err
	}
	h := &Home{ChainID: gen.ChainID, genesis: d}
	var findings []Finding
	for _, row := range genesisRows() {
		f := row.judge(h)
		if f.ID == authorityRow && f.Verdict == Note {
			f.Verdict = Refuse
		}
		findings = append(findings, f)
	}
	return Err(findings)
}
