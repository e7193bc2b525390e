// SPDX-License-Identifier: Apache-2.0

package books

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Snapshot is everything the books keep, in one order, so that equal books have equal snapshots. It is what to store
// beside the entries to go on later, and what the books open with.
type Snapshot struct {
	// Height is the last block applied; 0 before the first.
	Height int64 `json:"height"`
	// Balances are those above zero, by account and denom.
	Balances []Balance `json:"balances"`
	// Settled are the currencies by code, with the last cycle settled.
	Settled []Settled `json:"settled"`
	// Minted are the state keys of the receipts minted so far, in hex, ascending.
	Minted []string `json:"minted"`
	// Redemptions are those whose money lies in escrow, by wallet and UETR.
	Redemptions []Redemption `json:"redemptions"`
	// Closed are the wallets that are closed, in hex, ascending (data class: pseudonym).
	Closed []string `json:"closed"`
}

// Balance is what one account holds in one denom.
type Balance struct {
	// Account is the address in hex (data class: pseudonym).
	Account string `json:"account"`
	Denom   string `json:"denom"`
	// Amount in minor units, above zero.
	Amount uint64 `json:"amount"`
}

// Settled says how far the cycles of a currency are settled.
type Settled struct {
	Currency string `json:"currency"`
	Cycle    uint64 `json:"cycle"`
}

// Redemption is money of a wallet that lies in its escrow to leave.
type Redemption struct {
	// Wallet is the address in hex (data class: pseudonym).
	Wallet string `json:"wallet"`
	// UETR is 32 characters of hex.
	UETR   string `json:"uetr"`
	Denom  string `json:"denom"`
	Amount uint64 `json:"amount"`
}

// Snapshot is the present state of the books.
func (b *Books) Snapshot() Snapshot {
	s := Snapshot{Height: b.height}
	for h, amount := range b.Balances() {
		s.Balances = append(s.Balances, Balance{hex.EncodeToString(h.Account[:]), h.Denom, amount})
	}
	for _, code := range slices.Sorted(maps.Keys(b.settled)) {
		s.Settled = append(s.Settled, Settled{code, b.settled[code]})
	}
	for key := range b.minted {
		s.Minted = append(s.Minted, hex.EncodeToString(key[:]))
	}
	slices.Sort(s.Minted)
	for key, held := range b.redemptions {
		s.Redemptions = append(s.Redemptions, Redemption{
			hex.EncodeToString(key.wallet[:]), hex.EncodeToString(key.uetr[:]), held.denom, held.amount,
		})
	}
	slices.SortFunc(s.Redemptions, func(a, b Redemption) int {
		return cmp.Or(strings.Compare(a.Wallet, b.Wallet), strings.Compare(a.UETR, b.UETR))
	})
	for account := range b.closed {
		s.Closed = append(s.Closed, hex.EncodeToString(account[:]))
	}
	slices.Sort(s.Closed)
	return s
}

// open fills the books. Errors: ErrConfig for what no snapshot holds.
func (b *Books) open(s Snapshot) error {
	b.height = s.Height
	b.balances = make(map[Holding]uint64, len(s.Balances))
	b.settled, b.minted = map[string]uint64{}, map[receipt]struct{}{}
	b.redemptions, b.closed = map[redemption]money{}, map[Account]struct{}{}
	if s.Height < 0 {
		return fmt.Errorf("%w: expected a height from 0 on, got %d", ErrConfig, s.Height)
	}
	for _, balance := range s.Balances {
		h := Holding{Denom: balance.Denom}
		if err := fromHex(h.Account[:], balance.Account); err != nil {
			return err
		}
		if _, twice := b.balances[h]; twice || balance.Amount == 0 || balance.Denom == "" {
			return fmt.Errorf("%w: expected every balance once, above zero and with a denom, got %+v", ErrConfig, balance)
		}
		b.balances[h] = balance.Amount
	}
	for _, settled := range s.Settled {
		b.settled[settled.Currency] = settled.Cycle
	}
	for _, text := range s.Minted {
		var key receipt
		if err := fromHex(key[:], text); err != nil {
			return err
		}
		b.minted[key] = struct{}{}
	}
	for _, r := range s.Redemptions {
		var key redemption
		if err := cmp.Or(fromHex(key.wallet[:], r.Wallet), fromHex(key.uetr[:], r.UETR)); err != nil {
			return err
		}
		b.redemptions[key] = money{r.Denom, r.Amount}
	}
	for _, text := range s.Closed {
		var account Account
		if err := fromHex(account[:], text); err != nil {
			return err
		}
		b.closed[account] = struct{}{}
	}
	return nil
}

func fromHex(into []byte, text string) error {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(into) || bytes.ContainsAny([]byte(text), "ABCDEF") {
		return fmt.Errorf("%w: expected %d bytes in lower-case hex, got %q", ErrConfig, len(into), text)
	}
	copy(into, raw)
	return nil
}
