// SPDX-License-Identifier: Apache-2.0

package books

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// genesisFile is what the books read of a genesis document.
type genesisFile struct {
	InitialHeight json.RawMessage            `json:"initial_height"`
	AppState      map[string]json.RawMessage `json:"app_state"`
}

// bankGenesis is what the books read of bank's genesis.
type bankGenesis struct {
	Balances []struct {
		Address string `json:"address"`
		Coins   []struct {
			Denom  string `json:"denom"`
			Amount string `json:"amount"`
		} `json:"coins"`
	} `json:"balances"`
}

// Opening reads from a genesis document what the chain held before its first block. Errors: ErrConfig.
func Opening(document []byte) (Snapshot, error) {
	var file genesisFile
	if err := json.Unmarshal(document, &file); err != nil {
		return Snapshot{}, fmt.Errorf("%w: genesis: %w", ErrConfig, err)
	}
	s := Snapshot{}
	initial, err := initialHeight(file.InitialHeight)
	if err != nil {
		return Snapshot{}, err
	}
	s.Height = initial - 1
	for _, part := range []func(map[string]json.RawMessage) error{s.addBalances, s.addReserve, s.addNetting, s.addWallets} {
		if err := part(file.AppState); err != nil {
			return Snapshot{}, fmt.Errorf("%w: genesis: %w", ErrConfig, err)
		}
	}
	return s, nil
}

// initialHeight is a number, or a text with a number, or missing.
func initialHeight(raw json.RawMessage) (int64, error) {
	text := strings.Trim(string(raw), `"`)
	if text == "" || text == "0" {
		return 1, nil
	}
	height, err := strconv.ParseInt(text, 10, 64)
	if err != nil || height < 1 {
		return 0, fmt.Errorf("%w: genesis: expected an initial height from 1 on, got %s", ErrConfig, raw)
	}
	return height, nil
}

func (s *Snapshot) addBalances(state map[string]json.RawMessage) error {
	var bank bankGenesis
	if err := json.Unmarshal(state["bank"], &bank); err != nil {
		return fmt.Errorf("bank: %w", err)
	}
	for _, holder := range bank.Balances {
		account, err := accountOf(holder.Address)
		if err != nil {
			return err
		}
		for _, coin := range holder.Coins {
			amount, err := strconv.ParseUint(coin.Amount, 10, 64)
			if err != nil {
				return fmt.Errorf("bank: %w", err)
			}
			if amount > 0 {
				s.Balances = append(s.Balances, Balance{hex.EncodeToString(account[:]), coin.Denom, amount})
			}
		}
	}
	slices.SortFunc(s.Balances, func(a, b Balance) int {
		return cmp.Or(strings.Compare(a.Account, b.Account), strings.Compare(a.Denom, b.Denom))
	})
	return nil
}

// addReserve reads the receipts minted and the redemptions whose money lies in escrow.
func (s *Snapshot) addReserve(state map[string]json.RawMessage) error {
	var genesis reserve.GenesisState
	if err := decode(state[reserve.ModuleName], &genesis); err != nil {
		return err
	}
	for _, i := range genesis.Issuances {
		if i.MintedAt != 0 {
			key := reserve.ReceiptKey{Rail: i.Rail, Account: i.Account, BookingDate: i.BookingDate, EntryReference: i.EntryReference}
			s.Minted = append(s.Minted, hex.EncodeToString(key.Bytes()))
		}
	}
	slices.Sort(s.Minted)
	for _, r := range genesis.Redemptions {
		switch r.Status {
		case reserve.REDEMPTION_STATUS_CONFIRMED, reserve.REDEMPTION_STATUS_RELEASED, reserve.REDEMPTION_STATUS_REFUSED:
			continue
		}
		key, err := redemptionOf(r.Wallet, r.Uetr)
		if err != nil {
			return err
		}
		s.Redemptions = append(s.Redemptions, Redemption{
			hex.EncodeToString(key.wallet[:]), hex.EncodeToString(key.uetr[:]), r.Denom, r.Amount,
		})
	}
	slices.SortFunc(s.Redemptions, func(a, b Redemption) int {
		return cmp.Or(strings.Compare(a.Wallet, b.Wallet), strings.Compare(a.UETR, b.UETR))
	})
	return nil
}

func (s *Snapshot) addNetting(state map[string]json.RawMessage) error {
	var genesis netting.GenesisState
	if err := decode(state[netting.ModuleName], &genesis); err != nil {
		return err
	}
	for _, c := range genesis.Currencies {
		s.Settled = append(s.Settled, Settled{c.Code, c.SettledCycle})
	}
	slices.SortFunc(s.Settled, func(a, b Settled) int { return strings.Compare(a.Currency, b.Currency) })
	return nil
}

func (s *Snapshot) addWallets(state map[string]json.RawMessage) error {
	var genesis wallet.GenesisState
	if err := decode(state[wallet.ModuleName], &genesis); err != nil {
		return err
	}
	for _, w := range genesis.Wallets {
		if w.Status != wallet.WALLET_STATUS_CLOSED {
			continue
		}
		account, err := accountOf(w.Address)
		if err != nil {
			return err
		}
		s.Closed = append(s.Closed, hex.EncodeToString(account[:]))
	}
	slices.Sort(s.Closed)
	return nil
}

func decode(raw json.RawMessage, into proto.Message) error {
	if len(raw) == 0 {
		return nil
	}
	return codec.NewProtoCodec(codectypes.NewInterfaceRegistry()).UnmarshalJSON(raw, into)
}
