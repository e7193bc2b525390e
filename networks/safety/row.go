// SPDX-License-Identifier: Apache-2.0

// Package safety reads a node's home and says which of its settings are unsafe on a network that is not local: binds,
// bounds, history, consensus, start flags, keys and the genesis itself. Every check is a row with what it demands and
// why; a broken row refuses or warns.
package safety

import (
	"errors"
	"fmt"
	"slices"

	"github.com/taelnet/tael/networks"
	"github.com/taelnet/tael/networks/genesis"
)

// ErrUnsafe says that a home breaks a row that refuses.
var ErrUnsafe = errors.New("unsafe settings")

// Verdict is what a row says of a home.
type Verdict string

const (
	// OK keeps the row.
	OK Verdict = "ok"
	// Note breaks a row on a local network, where none refuses.
	Note Verdict = "note"
	// Warn breaks a row without which a node runs worse, but endangers nothing.
	Warn Verdict = "warn"
	// Refuse breaks a row without which a node may not start on a network that is not local.
	Refuse Verdict = "refuse"
)

// The files that rows speak of, beside key files by their own names.
const (
	fileComet   = "config.toml"
	fileApp     = "app.toml"
	fileClient  = "client.toml"
	fileGenesis = "genesis.json"
	fileFlags   = "start flags"
	fileHome    = "home"
)

// Row is one demand on a home.
type Row struct {
	// ID names the row for good: a letter for its group and a number.
	ID string
	// File and Key say where the setting stands.
	File, Key string
	// Demand is what is expected, in words.
	Demand string
	// Why is the fact behind the demand.
	Why string
	// Do says how to keep the row.
	Do string
	// Grade is Warn or Refuse: what a home gets that breaks it.
	Grade Verdict
	// Roles are the roles it is for; none means all.
	Roles []networks.NodeRole
	// Local says that a local network may break it without a note.
	Local bool

	// look returns what it found and whether that keeps the row.
	look func(*Home) (found string, kept bool)
}

// Finding is what a row says of one home.
type Finding struct {
	ID       string  `json:"id"`
	Verdict  Verdict `json:"verdict"`
	File     string  `json:"file"`
	Key      string  `json:"key"`
	Found    string  `json:"found"`
	Expected string  `json:"expected"`
	Why      string  `json:"why"`
	Do       string  `json:"do"`
}

// Rows are all demands in the order of the README.
func Rows() []Row {
	return slices.Concat(exposureRows(), boundRows(), historyRows(), consensusRows(), startRows(), keyRows(), genesisRows())
}

// Check judges a home by every row for its role, and by the network's limits and timings.
func Check(h *Home) []Finding {
	var findings []Finding
	for _, row := range Rows() {
		if row.isFor(h.Role) {
			findings = append(findings, row.judge(h))
		}
	}
	return append(findings, compareSettings(h, findings)...)
}

// Err is ErrUnsafe with every finding that refuses, or nil.
func Err(findings []Finding) error {
	var broken []error
	for _, f := range findings {
		if f.Verdict == Refuse {
			broken = append(broken, f.err())
		}
	}
	if len(broken) == 0 {
		return nil
	}
	return fmt.Errorf("%w:\n%w", ErrUnsafe, errors.Join(broken...))
}

func (f Finding) err() error {
	return fmt.Errorf("%s: %s %s is %s, expected %s: %s; %s", f.ID, f.File, f.Key, f.Found, f.Expected, f.Why, f.Do)
}

func (r Row) isFor(role networks.NodeRole) bool {
	return len(r.Roles) == 0 || slices.Contains(r.Roles, role)
}

func (r Row) judge(h *Home) Finding {
	found, kept := r.look(h)
	f := Finding{ID: r.ID, Verdict: OK, File: r.File, Key: r.Key, Found: found, Expected: r.Demand, Why: r.Why, Do: r.Do}
	switch {
	case kept || (r.Local && genesis.IsLocal(h.ChainID)):
	case genesis.IsLocal(h.ChainID):
		f.Verdict = Note
	default:
		f.Verdict = r.Grade
	}
	return f
}
