// SPDX-License-Identifier: Apache-2.0

package payfile

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/taelnet/tael/gateway/iso20022"
)

// The names inside a generated folder.
const (
	FilesFolder    = "files"
	DirectoryFile  = "directory.json"
	KeystoreFolder = "keystore"
)

// Generated is what was written of one population.
type Generated struct {
	// Accounts are those of Population.
	Accounts []Account
	// Files are the names of the pain.001 files inside FilesFolder, in the order in which they are to be paid.
	Files []string
	// Interbank are the pacs.008 files, custodian by custodian in the order of Options.Custodians.
	Interbank []InterbankFile
	// Planted are the plants' transfers in the order of the files, pain.001 first.
	Planted []Planted
	// Transfers is the number of all transfers, planted ones among them.
	Transfers int
}

// InterbankFile is one pacs.008 file.
type InterbankFile struct {
	// Name is the file's inside FilesFolder.
	Name string
	// Sender is the member id of the instructing custodian, which keeps all debtors' wallets.
	Sender string
}

// Planted says where a planted transfer lies.
type Planted struct {
	Case string
	// Name is the file's; File counts the pain.001 files, or in an interbank file those of Sender.
	Name string
	File int
	// Sender is the instructing custodian of an interbank file, empty in a pain.001.
	Sender string
	// Index is the transfer's place in its file, as iso20022.Transfer.Index.
	Index  int
	Amount uint64
}

// Generate writes a folder: FilesFolder with pain.001 and pacs.008 files, DirectoryFile, KeystoreFolder. It refuses a
// folder that has a directory file already. Errors: ErrOptions, ErrNotLocal, or what writing gives.
func Generate(options Options, folder string) (Generated, error) {
	all, err := GenerateAll(folder, options)
	if err != nil {
		return Generated{}, err
	}
	return all[0], nil
}

// GenerateAll writes a folder of several populations side by side, each with options of its own, such as one for each
// currency. They share directory and keystore; the directory's secret follows from the first one's seed. Series and
// ranges of account numbers must differ, ChainID and BICs must not. Errors: as Generate.
func GenerateAll(folder string, populations ...Options) ([]Generated, error) {
	drawn, err := drawAll(populations)
	if err != nil {
		return nil, err
	}
	keys, err := OpenKeystore(filepath.Join(folder, KeystoreFolder), populations[0].ChainID)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(folder, FilesFolder), 0o700); err != nil {
		return nil, err
	}
	if err := writeNew(filepath.Join(folder, DirectoryFile), func(w io.Writer) error { return writeDirectory(w, drawn) }); err != nil {
		return nil, err
	}
	all := make([]Generated, len(drawn))
	for i, g := range drawn {
		if err := g.writeTo(folder, keys); err != nil {
			return nil, err
		}
		all[i] = g.out
	}
	return all, nil
}

// drawAll draws every population, and holds them against each other.
func drawAll(populations []Options) ([]*generator, error) {
	if len(populations) == 0 {
		return nil, ErrOptions.Wrap("expected one population or more, got none")
	}
	all := make([]*generator, len(populations))
	for i, options := range populations {
		g, err := newGenerator(options)
		if err != nil {
			return nil, err
		}
		for _, before := range all[:i] {
			if err := g.beside(before); err != nil {
				return nil, err
			}
		}
		all[i] = g
	}
	return all, nil
}

// generator is one population while it is drawn.
type generator struct {
	Options
	byName  map[string]Account
	batches []batch
	out     Generated
}

func newGenerator(options Options) (*generator, error) {
	o := options.orDefaults()
	accounts, err := Population(o)
	if err != nil {
		return nil, err
	}
	g := &generator{Options: o, byName: map[string]Account{}, out: Generated{Accounts: accounts}}
	for _, a := range accounts {
		g.byName[a.Name] = a
	}
	for i := range o.Files {
		if err := g.draw(i); err != nil {
			return nil, err
		}
	}
	for bank := range o.Custodians {
		for i := range o.InterbankFiles {
			if err := g.drawInterbank(bank, i); err != nil {
				return nil, err
			}
		}
	}
	return g, nil
}

// beside refuses two populations whose files or accounts would meet.
func (g *generator) beside(before *generator) error {
	switch {
	case g.Series == before.Series:
		return ErrOptions.Wrapf("expected populations with a series each, got %q twice", g.Series)
	case g.FirstAccount < before.FirstAccount+len(before.out.Accounts) && before.FirstAccount < g.FirstAccount+len(g.out.Accounts):
		return ErrOptions.Wrapf("expected account numbers that do not meet, got %d from %d and %d from %d",
			len(before.out.Accounts), before.FirstAccount, len(g.out.Accounts), g.FirstAccount)
	case g.ChainID != before.ChainID:
		return ErrOptions.Wrapf("expected one chain, got %q and %q", before.ChainID, g.ChainID)
	}
	known := before.agents()
	for custodian, bic := range g.agents() {
		if other, ok := known[custodian]; ok && other != bic {
			return ErrOptions.Wrapf("expected one BIC of %s, got %s and %s", custodian, other, bic)
		}
	}
	return nil
}

// agents are the BICs by custodian.
func (g *generator) agents() map[string]string {
	all := map[string]string{}
	for i, bic := range g.BICs {
		all[g.Custodians[i]] = bic
	}
	return all
}

func (g *generator) writeTo(folder string, keys *Keystore) error {
	for i, a := range g.out.Accounts {
		if _, err := keys.Add(a.Algorithm, deviceSeed(g.Seed, g.FirstAccount+i)); err != nil {
			return err
		}
	}
	for _, b := range g.batches {
		name := filepath.Join(folder, FilesFolder, b.name)
		if err := writeNew(name, func(w io.Writer) error { return b.write(w) }); err != nil {
			return err
		}
	}
	return nil
}

func writeDirectory(w io.Writer, populations []*generator) error {
	var entries []Entry
	agents := map[string]string{}
	for _, g := range populations {
		for _, a := range g.out.Accounts {
			entries = append(entries, Entry{
				Account: a.ID.ID(), Wallet: a.Wallet, Custodian: a.Custodian, Currency: a.Currency,
				Device: &Device{ID: fmt.Sprintf("%x", a.Device), Algorithm: algorithmName(a.Algorithm)},
			})
		}
		maps.Copy(agents, g.agents())
	}
	var members []Member
	for _, id := range slices.Sorted(maps.Keys(agents)) {
		members = append(members, Member{ID: id, BIC: agents[id]})
	}
	d, err := NewDirectory(derive(populations[0].Seed, "secret", 0), entries, members...)
	if err != nil {
		return err
	}
	return d.Write(w)
}

// draw makes the transfers of one pain.001 file. Each file has a stream of its own, so that another number of files or
// other plants elsewhere leave it as it is.
func (g *generator) draw(index int) error {
	b := g.batch(index, derive(g.Seed, "file"+g.Series, index))
	b.id, b.name = g.messageID("D", index), g.fileName("payments", index)
	for i := range g.Transfers {
		b.add(g.byName[name(RoleDebtor, i%g.Debtors)], 0, b.drawn(i))
	}
	for _, p := range g.Plants {
		if p.Interbank || p.File != index {
			continue
		}
		if err := b.plant(p); err != nil {
			return err
		}
	}
	g.out.Files = append(g.out.Files, b.name)
	b.order()
	g.batches = append(g.batches, b)
	return nil
}

func (g *generator) batch(index int, seed [32]byte) batch {
	return batch{generator: g, index: index, random: rand.New(rand.NewChaCha8(seed))}
}

// messageID has at most 35 characters and is the sender's own: no two files of a folder share one.
func (g *generator) messageID(kind string, index int) string {
	day := g.Day.In(iso20022.China).Format("20060102")
	if g.Series == "" {
		return fmt.Sprintf("%s%s-%x-%04d", kind, day, g.Seed, index+1)
	}
	seed := derive(g.Seed, "series", 0)
	return fmt.Sprintf("%s%s-%s-%x-%04d", kind, day, g.Series, seed[:3], index+1)
}

func (g *generator) fileName(what string, index int) string {
	if g.Series != "" {
		what = g.Series + "-" + what
	}
	return fmt.Sprintf("%s-%04d.xml", what, index+1)
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
