// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/taelnet/tael/gateway/iso20022"
)

// The names inside a generated folder.
const (
	FilesFolder    = "files"
	DirectoryFile  = "directory.json"
	KeystoreFolder = "keystore"
)

// Generated is what was written.
type Generated struct {
	// Accounts are those of Population.
	Accounts []Account
	// Files are the names inside FilesFolder, in the order in which they are to be paid.
	Files []string
	// Planted are the plants' transfers in the order of the files.
	Planted []Planted
	// Transfers is the number of all transfers, planted ones among them.
	Transfers int
}

// Planted says where a planted transfer lies.
type Planted struct {
	Case string
	// File and Index are the file's index and the transfer's place in it, as iso20022.Transfer.Index.
	File, Index int
	Amount      uint64
}

// Generate writes a folder: FilesFolder with pain.001 files, DirectoryFile, KeystoreFolder. It refuses a folder that
// has a directory file already. Errors: ErrOptions, ErrNotLocal, or what writing gives.
func Generate(options Options, folder string) (Generated, error) {
	o := options.orDefaults()
	accounts, err := Population(o)
	if err != nil {
		return Generated{}, err
	}
	keys, err := OpenKeystore(filepath.Join(folder, KeystoreFolder), o.ChainID)
	if err != nil {
		return Generated{}, err
	}
	g := generator{Options: o, byName: map[string]Account{}, out: Generated{Accounts: accounts}}
	for _, a := range accounts {
		g.byName[a.Name] = a
	}
	files := make([]batch, o.Files)
	for i := range files {
		if files[i], err = g.draw(i); err != nil {
			return Generated{}, err
		}
	}
	if err := os.MkdirAll(filepath.Join(folder, FilesFolder), 0o700); err != nil {
		return Generated{}, err
	}
	if err := writeNew(filepath.Join(folder, DirectoryFile), func(w io.Writer) error { return g.directory(w) }); err != nil {
		return Generated{}, err
	}
	for i, a := range accounts {
		if _, err := keys.Add(a.Algorithm, deviceSeed(o.Seed, i)); err != nil {
			return Generated{}, err
		}
	}
	for _, f := range files {
		name := filepath.Join(folder, FilesFolder, f.name)
		if err := writeNew(name, func(w io.Writer) error { return f.write(w) }); err != nil {
			return Generated{}, err
		}
	}
	return g.out, nil
}

type generator struct {
	Options
	byName map[string]Account
	out    Generated
}

func (g *generator) directory(w io.Writer) error {
	entries := make([]Entry, len(g.out.Accounts))
	for i, a := range g.out.Accounts {
		entries[i] = Entry{
			Account: a.ID.ID(), Wallet: a.Wallet, Custodian: a.Custodian, Currency: g.Currency,
			Device: &Device{ID: fmt.Sprintf("%x", a.Device), Algorithm: algorithmName(a.Algorithm)},
		}
	}
	d, err := NewDirectory(derive(g.Seed, "secret", 0), entries)
	if err != nil {
		return err
	}
	return d.Write(w)
}

// draw makes the transfers of one file. Each file has a stream of its own, so that another number of files or other
// plants elsewhere leave it as it is.
func (g *generator) draw(index int) (batch, error) {
	seed := derive(g.Seed, "file", index)
	b := batch{generator: g, index: index, random: rand.New(rand.NewChaCha8(seed))}
	b.id = fmt.Sprintf("D%s-%x-%04d", g.Day.In(iso20022.China).Format("20060102"), g.Seed, index+1)
	b.name = fmt.Sprintf("payments-%04d.xml", index+1)
	for i := range g.Transfers {
		b.add(g.byName[name(RoleDebtor, i%g.Debtors)], 0, b.drawn(i))
	}
	for _, p := range g.Plants {
		if p.File != index {
			continue
		}
		if err := b.plant(p); err != nil {
			return b, err
		}
	}
	b.order()
	return b, nil
}

func name(role Role, n int) string { return string(role) + "-" + strconv.Itoa(n) }

// actor finds an account by its name; Unknown is one that the directory does not have.
func (g *generator) actor(name string) (Account, error) {
	if name == Unknown {
		const nobody = 9_999_999
		return Account{Name: Unknown, ID: iso20022.Account{IBAN: germanIBAN(fmt.Sprintf("00000999%010d", nobody))}}, nil
	}
	a, ok := g.byName[name]
	if !ok {
		return a, ErrOptions.Wrapf("expected a known account in a plant, got %q", name)
	}
	return a, nil
}

// writeNew writes a file that must not exist yet, for its owner alone.
func writeNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
