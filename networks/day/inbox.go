// SPDX-License-Identifier: Apache-2.0

package day

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
	populations []payfile.Options // as markets
	generated   []payfile.Generated
	folder      string
	// morning is read before the first cycle closes, afternoon after; again is the file that comes twice.
	morning, afternoon []string
	again              string
	broken             int
	customers          []Customer
	roles              map[string]actor
}

// firstAccountStep keeps the account numbers of the populations apart.
const firstAccountStep = 1_000_000

// populationOf are the accounts and files of one market.
func (o Options) populationOf(m market, number int, chainID string) payfile.Options {
	p := payfile.Options{
		Seed: o.Seed, ChainID: chainID, Day: o.Now, Currency: m.currency, FirstAccount: number * firstAccountStep,
		Files: o.Files, Transfers: o.Transfers * m.share / 100, Debtors: m.debtors, Creditors: m.creditors,
		Custodians: custodians(), BICs: genesis.LocalBICs(custodians()),
		InterbankFiles: interbankFiles, InterbankTransfers: o.Transfers * m.share / 1000,
	}
	if number > 0 {
		p.Series = m.emoney
	}
	for _, a := range actors() {
		if a.market.currency == m.currency {
			p.Actors = append(p.Actors, payfile.Actor{Name: a.name, Custodian: a.custodian})
		}
	}
	for _, s := range scenes() {
		if s.market.currency == m.currency {
			p.Plants = append(p.Plants, s.plant)
		}
	}
	return p
}

// interbankFiles is how many files each custodian sends the others in each currency: one before the first cycle closes,
// one after.
const interbankFiles = 2

// fillInbox writes everything the day reads, from the seed and from the hand-written files.
func fillInbox(o Options, chainID string) (*inbox, error) {
	b := &inbox{folder: filepath.Join(o.Dir, "inbox"), roles: map[string]actor{}}
	for _, a := range actors() {
		b.roles[a.name] = a
	}
	for i, m := range markets() {
		b.populations = append(b.populations, o.populationOf(m, i, chainID))
	}
	var err error
	if b.generated, err = payfile.GenerateAll(b.folder, b.populations...); err != nil {
		return nil, err
	}
	if err := b.arrange(o); err != nil {
		return nil, err
	}
	for i, m := range markets() {
		if err := b.populate(m, b.populations[i]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// transfers is how many the generated files have.
func (b *inbox) transfers() int {
	n := 0
	for _, g := range b.generated {
		n += g.Transfers
	}
	return n
}

// arrange copies the hand-written files beside the generated ones and deals all of them to morning and afternoon.
func (b *inbox) arrange(o Options) error {
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
		for _, message := range paymentMessages() {
			names, err := b.copyFiles(os.DirFS(filepath.Join(o.Broken, string(message))), func(name string, content []byte) []byte {
				if strings.HasSuffix(name, futureSuffix) {
					return redateFuture(content, o.Now.AddDate(0, 0, 2))
				}
				return content
			})
			if err != nil {
				return err
			}
			broken = append(broken, names...)
		}
	}

	b.broken = len(broken)
	b.again = b.generated[0].Files[0]
	b.morning, b.afternoon = good, broken
	for _, g := range b.generated {
		half := (len(g.Files) + 1) / 2
		b.morning = append(b.morning, g.Files[:half]...)
		b.afternoon = append(b.afternoon, g.Files[half:]...)
		for i, f := range g.Interbank {
			if i%interbankFiles == 0 {
				b.morning = append(b.morning, f.Name)
			} else {
				b.afternoon = append(b.afternoon, f.Name)
			}
		}
	}
	return nil
}

// Files of this ending are broken by a day that lies ahead, which time would mend.
const futureSuffix = "-future.xml"

var executionDay = regexp.MustCompile(`(<ReqdExctnDt>\s*<Dt(?:Tm)?>|<IntrBkSttlmDt>)\d{4}-\d{2}-\d{2}`)

// redateFuture puts another day into a requested execution date or time, or into a settlement date.
func redateFuture(content []byte, day time.Time) []byte {
	return executionDay.ReplaceAll(content, []byte("${1}"+day.In(iso20022.China).Format(time.DateOnly)))
}

// paymentMessages are the kinds of files that the day pays.
func paymentMessages() []iso20022.Message {
	return []iso20022.Message{iso20022.Pain001, iso20022.Pacs008}
}

// copyFiles copies a folder of files into the inbox and returns their names in order. A name that is taken gets a number.
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
		name := e.Name()
		for n := 2; exists(b.path(name)); n++ {
			name = fmt.Sprintf("%d-%s", n, e.Name())
		}
		if err := os.WriteFile(b.path(name), change(name, content), 0o600); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// populate turns the generated accounts of a market into customers: debtors are companies, creditors persons and every tenth a
// merchant, actors what their part asks for.
func (b *inbox) populate(m market, options payfile.Options) error {
	accounts, err := payfile.Population(options)
	if err != nil {
		return err
	}
	for i, a := range accounts {
		addr, err := sdk.AccAddressFromBech32(a.Wallet)
		if err != nil {
			return err
		}
		c := Customer{
			Name: m.name(a.Name), Market: m, AccountID: a.ID, Custodian: a.Custodian, Wallet: addr, Salt: a.Salt[:],
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
