// SPDX-License-Identifier: Apache-2.0

package wallet

import (
	"bytes"
	"strconv"
)

// DefaultGenesis has the default figures and no wallet.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks the genesis on its own: figures in range, wallets and devices ascending and sound, one SUSPENSE wallet
// per custodian and denom, custody moves of wallets that may move. Errors: ErrGenesisInvalid.
func (g *GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	var last []byte
	suspense := make(map[string]string)
	for n := range g.Wallets {
		w, err := g.Wallets[n].Wallet()
		if err == nil {
			err = g.Wallets[n].validateDevices(g.Params.MaxDevices)
		}
		if err != nil {
			return ErrGenesisInvalid.Wrapf("wallet %d: %s", n, err)
		}
		if bytes.Compare(last, w.Address) >= 0 {
			return ErrGenesisInvalid.Wrapf("wallet %d: expected wallets by ascending address and once each, got %s", n, g.Wallets[n].Address)
		}
		last = w.Address
		if w.Tier > g.Params.MaxTier {
			return ErrGenesisInvalid.Wrapf("wallet %d: expected a tier of at most %d, got %d", n, g.Params.MaxTier, w.Tier)
		}
		if w.Kind != WALLET_KIND_SUSPENSE {
			continue
		}
		key := strconv.FormatUint(uint64(w.Custodian), 10) + w.Currency
		if other, taken := suspense[key]; taken {
			return ErrGenesisInvalid.Wrapf("wallet %d: custodian %d has a SUSPENSE wallet of %s at %s", n, w.Custodian, w.Currency, other)
		}
		suspense[key] = g.Wallets[n].Address
	}
	return g.validateMoves()
}

// validateMoves checks the requested custody moves: ascending, sound, each of a wallet that its custodian has and that
// may move.
func (g *GenesisState) validateMoves() error {
	if len(g.CustodyMoves) == 0 {
		return nil
	}
	wallets := make(map[string]Wallet, len(g.Wallets))
	for n := range g.Wallets {
		w, err := g.Wallets[n].Wallet()
		if err != nil {
			return ErrGenesisInvalid.Wrapf("wallet %d: %s", n, err)
		}
		wallets[string(w.Address)] = w
	}
	var last []byte
	for n, move := range g.CustodyMoves {
		if err := move.Validate(); err != nil {
			return ErrGenesisInvalid.Wrapf("custody move %d: %s", n, err)
		}
		if bytes.Compare(last, move.Wallet) >= 0 {
			return ErrGenesisInvalid.Wrapf("custody move %d: expected moves by ascending wallet and once each, got %X", n, move.Wallet)
		}
		last = move.Wallet
		w, known := wallets[string(move.Wallet)]
		if !known || w.Custodian != move.From || w.Movable() != nil {
			return ErrGenesisInvalid.Wrapf("custody move %d: expected a wallet of member %d that may move, got %X", n, move.From, move.Wallet)
		}
	}
	return nil
}

// Wallet is the state's record of a genesis wallet. Errors: ErrAddressInvalid, ErrWalletInvalid.
func (g *GenesisWallet) Wallet() (Wallet, error) {
	address, err := ParseAddress(g.Address)
	if err != nil {
		return Wallet{}, err
	}
	w := Wallet{
		Address: address, Custodian: g.Custodian, Kind: g.Kind, Tier: g.Tier, Status: g.Status,
		Currency: g.Currency, HasOwnerKey: g.HasOwnerKey, LiveDevices: g.live(),
		PersonYear: g.PersonYear, PersonCommitment: g.PersonCommitment,
		NextPersonYear: g.NextPersonYear, NextPersonCommitment: g.NextPersonCommitment, DormantNoticeAt: g.DormantNoticeAt,
	}
	if len(g.Devices) > 0 && g.Kind == WALLET_KIND_SUSPENSE {
		return Wallet{}, ErrWalletInvalid.Wrap("a SUSPENSE wallet has no device")
	}
	return w, w.Validate()
}

func (g *GenesisWallet) live() uint32 {
	var n uint32
	for i := range g.Devices {
		if g.Devices[i].Live() {
			n++
		}
	}
	return n
}

func (g *GenesisWallet) validateDevices(limit uint32) error {
	var last []byte
	for i := range g.Devices {
		if err := g.Devices[i].Validate(); err != nil {
			return err
		}
		if bytes.Compare(last, g.Devices[i].Id) >= 0 {
			return ErrDeviceInvalid.Wrapf("expected devices by ascending id and once each, got %x", g.Devices[i].Id)
		}
		last = g.Devices[i].Id
	}
	if live := g.live(); live > limit {
		return ErrTooManyDevices.Wrapf("expected at most %d, got %d", limit, live)
	}
	return nil
}
