// SPDX-License-Identifier: Apache-2.0

package day

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client/payfile"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/wallet"
)

// Hand-written files whose accounts the population has; what is broken comes from Options.Broken.
//
//go:embed files/*.xml
var handwritten embed.FS

// inbox is the folder the day reads: payment files, directory and keystore.
type inbox struct {
	options   payfile.Options
	generated payfile.Generated
	folder    string
	// morning is read before the first cycle closes, afternoon after; again is the file that comes twice.
	morning, afternoon []string
	again              string
	broken             int
	customers          []Customer
	roles              map[string]actor
}

func (o Options) payfileOptions(chainID string) payfile.Options {
	p := payfile.Options{
		Seed: o.Seed, ChainID: chainID, Day: o.Now, Files: o.Files, Transfers: o.Transfers,
		Debtors: 24, Creditors: 480, Custodians: genesis.LocalCustodians(), Currency: currency,
	}
	for _, a := range actors() {
		p.Actors = append(p.Actors, payfile.Actor{Name: a.name, Custodian: a.custodian})
	}
	for _, s := range scenes() {
		p.Plants = append(p.Plants, s.plant)
	}
	return p
}

// fillInbox writes everything the day reads, from the seed and from the hand-written files.
func fillInbox(o Options, chainID string) (*inbox, error) {
	b := &inbox{options: o.payfileOptions(chainID), folder: filepath.Join(o.Dir, "inbox"), roles: map[string]actor{}}
	for _, a := range actors() {
		b.roles[a.name] = a
	}
	var err error
	if b.generated, err = payfile.Generate(b.options, b.folder); err != nil {
		return nil, err
	}
	if err := b.copyHandwritten(o); err != nil {
		return nil, err
	}
	if err := b.population(); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *inbox) copyHandwritten(o Options) error {
	files, err := fs.Sub(handwritten, "files")
	if err != nil {
		return err
	}
	good, err := b.copyFiles(files, func(_ string, content []byte) []byte { return payfile.Redate(content, o.Now) })
	if err != nil {
		return err
	}
	var broken []string
	if o.Broken != "" {
		if broken, err = b.copyFiles(os.DirFS(o.Broken), func(name string, content []byte) []byte {
			if strings.HasSuffix(name, futureSuffix) {
				return redateFuture(content, o.Now.AddDate(0, 0, 2))
			}
			return content
		}); err != nil {
			return err
		}
	}

	b.broken = len(broken)
	half := (len(b.generated.Files) + 1) / 2
	b.morning = slices.Concat(good, b.generated.Files[:half])
	b.afternoon = slices.Concat(broken, b.generated.Files[half:])
	b.again = b.generated.Files[0]
	return nil
}

// Files of this ending are broken by a day that lies ahead, which time would mend.
const futureSuffix = "-future.xml"

var executionDay = regexp.MustCompile(`(<ReqdExctnDt>\s*<Dt(?:Tm)?>)\d{4}-\d{2}-\d{2}`)

// redateFuture puts another day into a requested execution date or time.
func redateFuture(content []byte, day time.Time) []byte {
	return executionDay.ReplaceAll(content, []byte("${1}"+day.In(iso20022.China).Format(time.DateOnly)))
}

// copyFiles copies a folder of files into the inbox and returns their names in order.
func (b *inbox) copyFiles(from fs.FS, change func(string, []byte) []byte) ([]string, error) {
	entries, err := fs.ReadDir(from, ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		content, err := fs.ReadFile(from, e.Name())
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(b.path(e.Name()), change(e.Name(), content), 0o600); err != nil {
			return nil, err
		}
		names = append(names, e.Name())
	}
	return names, nil
}

// population turns the generated accounts into customers: debtors are companies, creditors persons and every tenth a
// merchant, actors what their part asks for.
func (b *inbox) population() error {
	accounts, err := payfile.Population(b.options)
	if err != nil {
		return err
	}
	for i, a := range accounts {
		addr, err := sdk.AccAddressFromBech32(a.Wallet)
		if err != nil {
			return err
		}
		c := Customer{
			Name: a.Name, Account: a.ID.ID(), Custodian: a.Custodian, Wallet: addr, Salt: a.Salt[:],
			Device: wallet.DeviceKey{Algorithm: a.Algorithm, PublicKey: a.PublicKey},
			Kind:   wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown,
		}
		switch a.Role {
		case payfile.RoleDebtor:
			c.Kind, c.Tier, c.Funds = wallet.WALLET_KIND_CORPORATE, genesis.TierFull, 1_000_000*yuan
		case payfile.RoleCreditor:
			if i%10 == 0 {
				c.Kind = wallet.WALLET_KIND_MERCHANT
			}
		case payfile.RoleActor:
			part := b.roles[a.Name]
			c.Kind, c.Tier, c.Funds = part.kind, part.tier, part.funds
		}
		b.customers = append(b.customers, c)
	}
	return nil
}

func (b *inbox) customer(name string) (Customer, error) {
	for _, c := range b.customers {
		if c.Name == name {
			return c, nil
		}
	}
	return Customer{}, fmt.Errorf("no customer %q", name)
}

func (b *inbox) path(file string) string { return filepath.Join(b.folder, payfile.FilesFolder, file) }
