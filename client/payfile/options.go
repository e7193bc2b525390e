// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"regexp"
	"time"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/x/wallet"
)

// Unknown names, in a Plant, an account that is in no directory.
const Unknown = "unknown"

// Options say what Generate writes. The same options give the same bytes on every machine.
type Options struct {
	// Seed is what everything drawn comes from.
	Seed uint64
	// ChainID is the local chain of the keystore, tael-local-<n>. It is in no file.
	ChainID string
	// Day is the execution day of the files, in iso20022.China; Day itself is their CreDtTm.
	Day time.Time
	// Files is the number of files, Transfers the number drawn for each, beside the planted ones.
	Files, Transfers int
	// Debtors and Creditors are the numbers of accounts on each side; every file has every debtor.
	Debtors, Creditors int
	// Custodians are the member ids among which the accounts are dealt in turn.
	Custodians []string
	// BICs are those of the custodians, in their order. Interbank files need them; without, the directory knows none.
	BICs []string
	// Currency of all accounts and amounts; empty is CNY.
	Currency string
	// Series begins the names of the files and stands in their MsgIds: a slug of at most 8 characters, empty for the
	// first population of a folder.
	Series string
	// FirstAccount is the number of the first account. Accounts, wallets and devices follow from seed and number, so
	// populations side by side need ranges that do not meet.
	FirstAccount int
	// InterbankFiles is how many pacs.008 files each custodian sends, InterbankTransfers the number drawn for each: its
	// own debtors pay creditors of the other custodians.
	InterbankFiles, InterbankTransfers int
	// MinAmount and MaxAmount bound what is drawn, in minor units; zero is 1.00 and 500.00.
	MinAmount, MaxAmount uint64
	// Actors are further accounts with names, for plants.
	Actors []Actor
	// Plants are transfers with a purpose of their own.
	Plants []Plant
}

// Actor is a named account.
type Actor struct {
	// Name is a slug of at most 24 characters, for example frozen-payer.
	Name string
	// Custodian is one of Options.Custodians.
	Custodian string
}

// Plant is one case that a run has to meet: Count equal transfers at the end of the file, in the order of the plants.
type Plant struct {
	// Case is a slug of at most 24 characters; InstrId is "case/number", so that a report can name it.
	Case string
	// File is the file's index. In an interbank plant it counts the files of the debtor's custodian.
	File int
	// Interbank puts the case into a pacs.008 file of the debtor's custodian. Days ago are then the settlement date's.
	Interbank bool
	// Debtor and Creditor name an actor or a drawn account (debtor-0, creditor-17), or are Unknown; empty is drawn.
	Debtor, Creditor string
	// Amount in minor units; zero is drawn.
	Amount uint64
	// Count of transfers; zero is one.
	Count int
	// UETR is given to each of them; empty leaves it to be derived, so that each has its own.
	UETR string
	// DaysAgo moves the execution day into the past: such an instruction has expired.
	DaysAgo int
}

var (
	slug       = regexp.MustCompile(`^[a-z][a-z0-9-]{0,23}$`)
	seriesSlug = regexp.MustCompile(`^[a-z][a-z0-9]{0,7}$`)
)

// mostAccounts bounds the numbers of accounts to what their ids have digits for.
const mostAccounts = 9_000_000

func (o Options) orDefaults() Options {
	if o.Currency == "" {
		o.Currency = "CNY"
	}
	if o.MinAmount == 0 {
		o.MinAmount = 1_00
	}
	if o.MaxAmount == 0 {
		o.MaxAmount = max(500_00, o.MinAmount)
	}
	return o
}

// validate checks what the generator relies on.
func (o Options) validate() error {
	switch {
	case o.Files < 1 || o.Files > 9999 || o.Transfers < 0:
		return ErrOptions.Wrapf("expected 1 to 9999 files of 0 or more transfers, got %d of %d", o.Files, o.Transfers)
	case o.Debtors < 1 || o.Debtors > 9999 || o.Creditors < 1:
		return ErrOptions.Wrapf("expected 1 to 9999 debtors and 1 or more creditors, got %d and %d", o.Debtors, o.Creditors)
	case len(o.Custodians) == 0 || len(o.Custodians) > 999:
		return ErrOptions.Wrapf("expected 1 to 999 custodians, got %d", len(o.Custodians))
	case o.FirstAccount < 0 || o.FirstAccount+o.Debtors+o.Creditors+len(o.Actors) > mostAccounts:
		return ErrOptions.Wrapf("expected account numbers of 0 to %d, got them from %d", mostAccounts, o.FirstAccount)
	case o.Series != "" && !seriesSlug.MatchString(o.Series):
		return ErrOptions.Wrapf("expected a series of 1 to 8 small letters and digits, got %q", o.Series)
	case o.Day.IsZero():
		return ErrOptions.Wrap("expected a day, got none")
	case o.MinAmount > o.MaxAmount || o.MaxAmount > wallet.MaxAmount:
		return ErrOptions.Wrapf("expected amounts with min <= max <= %d, got %d and %d", wallet.MaxAmount, o.MinAmount, o.MaxAmount)
	}
	if _, ok := iso20022.Exponent(o.Currency); !ok {
		return ErrOptions.Wrapf("expected a currency in force, got %q", o.Currency)
	}
	if err := o.validateInterbank(); err != nil {
		return err
	}
	for _, p := range o.Plants {
		files := o.Files
		if p.Interbank {
			files = o.InterbankFiles
		}
		if !slug.MatchString(p.Case) || p.File < 0 || p.File >= files || p.Count < 0 || p.DaysAgo < 0 {
			return ErrOptions.Wrapf("expected plants with a slug, a file below %d and counts from 0 up, got %+v", files, p)
		}
	}
	return nil
}

// validateInterbank holds what interbank files need: agents with codes, and parties on both sides of each.
func (o Options) validateInterbank() error {
	if len(o.BICs) != 0 && len(o.BICs) != len(o.Custodians) {
		return ErrOptions.Wrapf("expected a BIC for each of %d custodians or none, got %d", len(o.Custodians), len(o.BICs))
	}
	switch {
	case o.InterbankFiles == 0:
		return nil
	case o.InterbankFiles < 0 || o.InterbankFiles > 99 || o.InterbankTransfers < 0:
		return ErrOptions.Wrapf("expected 0 to 99 interbank files of 0 or more transfers, got %d of %d", o.InterbankFiles, o.InterbankTransfers)
	case len(o.BICs) < 2:
		return ErrOptions.Wrapf("expected two custodians with BICs or more for interbank files, got %d", len(o.BICs))
	case o.Debtors < len(o.Custodians) || o.Creditors < 2:
		return ErrOptions.Wrapf("expected a debtor at each of %d custodians and two creditors for interbank files, got %d and %d",
			len(o.Custodians), o.Debtors, o.Creditors)
	}
	return nil
}
