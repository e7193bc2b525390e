// SPDX-License-Identifier: Apache-2.0

package report

import (
	"encoding/base32"
	"fmt"
	"iter"
	"slices"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
)

// Account is how an account that the member keeps is written in its reports.
type Account struct {
	// ID is the account's IBAN or the member's own number; the zero ID is written as AddressID. Data class: personal.
	ID iso20022.Account
	// Owner is the holder's name, empty to leave it out. Data class: personal.
	Owner string
}

// AddressID is the id of an account that has no other: its 20 bytes in base32 without padding, 32 characters.
func AddressID(account books.Account) iso20022.Account {
	return iso20022.Account{Other: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(account[:])}
}

// Accounts are the accounts that one member keeps, which its reports are about, and those of others that its directory
// knows by number, which its reports may name as counterparties. They may grow while a day is kept. Data class: personal.
type Accounts struct {
	// denoms are the ISO 4217 codes of the denoms.
	denoms map[string]string
	order  []books.Holding
	kept   map[books.Holding]Account
	known  map[books.Holding]iso20022.Account
}

// NewAccounts begins with the ISO 4217 code of each denom. Amounts are minor units of the code, so that a denom must be
// counted in the currency's own. Errors: ErrConfig.
func NewAccounts(currencies map[string]string) (*Accounts, error) {
	a := &Accounts{denoms: map[string]string{}, kept: map[books.Holding]Account{}, known: map[books.Holding]iso20022.Account{}}
	for denom, currency := range currencies {
		if _, ok := iso20022.Exponent(currency); !ok || denom == "" {
			return nil, fmt.Errorf("%w: expected a denom with a currency in force (ISO 4217), got %q with %q", ErrConfig, denom, currency)
		}
		a.denoms[denom] = currency
	}
	return a, nil
}

// Keep adds an account that the member keeps, or writes it differently from now on. Errors: ErrConfig for a denom without
// a currency.
func (a *Accounts) Keep(h books.Holding, account Account) error {
	if _, ok := a.denoms[h.Denom]; !ok {
		return fmt.Errorf("%w: expected a denom with a currency, got %q", ErrConfig, h.Denom)
	}
	if account.ID == (iso20022.Account{}) {
		account.ID = AddressID(h.Account)
	}
	if _, again := a.kept[h]; !again {
		a.order = append(a.order, h)
	}
	a.kept[h] = account
	return nil
}

// Drop takes out an account that the member keeps no more, such as a wallet that has moved to another custodian: no report
// speaks of it from now on. Its last statement is made before.
func (a *Accounts) Drop(h books.Holding) {
	if !a.keeps(h) {
		return
	}
	delete(a.kept, h)
	a.order = slices.DeleteFunc(a.order, func(kept books.Holding) bool { return kept == h })
}

// Know adds an account of another member under the number by which this member's directory has it.
func (a *Accounts) Know(h books.Holding, id iso20022.Account) { a.known[h] = id }

// Kept are the accounts that the member keeps, in the order in which they were added.
func (a *Accounts) Kept() iter.Seq2[books.Holding, Account] {
	return func(yield func(books.Holding, Account) bool) {
		for _, h := range a.order {
			if !yield(h, a.kept[h]) {
				return
			}
		}
	}
}

// counterparty is the number by which the member knows the other side of an entry; the zero Account if it does not.
func (a *Accounts) counterparty(h books.Holding) iso20022.Account {
	if own, ok := a.kept[h]; ok {
		return own.ID
	}
	return a.known[h]
}

func (a *Accounts) keeps(h books.Holding) bool {
	_, ok := a.kept[h]
	return ok
}
