// SPDX-License-Identifier: Apache-2.0

// Package day runs a payment day on a local network: customers' files are read and paid, two cycles settle, money comes
// in and goes out, a validator dies and comes back, and at the end the chain's books are held against the cashier's own.
package day

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
)

// Options of a day.
type Options struct {
	// Dir is where inbox and network go; a day that was run there before is removed.
	Dir string
	// Binary is the taeld to run, BasePort the network's first port (0: the network's own default).
	Binary   string
	BasePort int
	// Broken is a folder of files that must be refused; empty for none.
	Broken string
	// Seed, Files and Transfers decide the generated files: Transfers in each of Files.
	Seed             uint64
	Files, Transfers int
	// Now is the day; Out is where progress and report go.
	Now time.Time
	Out io.Writer
	// Schemas is a folder of ISO 20022 schemas with which every message written is validated; empty for none.
	Schemas string
	// Keep leaves the network running.
	Keep bool
}

// ErrOptions says that a day cannot be run with these options.
var ErrOptions = errors.New("payment day")

// ErrChecks says that the day ended and some check did not hold.
var ErrChecks = errors.New("the day does not add up")

// victim is the validator that is killed in the middle of the day.
const victim = genesis.BankB

// Day is a day under way.
type Day struct {
	Options
	inbox        *inbox
	net          *localnet.Localnet
	client       *client.Client
	institutions *institutions
	books        ledger
	outbox       *outbox
	// stopFollowing ends the account books.
	stopFollowing context.CancelFunc
	cashier       *cashier
	meter         meter
	report        findings
	began         time.Time
}

// Run runs the day and prints its report. It fails with ErrChecks if any check fails.
func Run(ctx context.Context, o Options) (err error) {
	d := &Day{Options: o, began: time.Now()}
	if err := d.prepare(ctx); err != nil {
		return err
	}
	defer func() {
		if d.outbox != nil {
			d.stopFollowing()
			d.outbox.close()
		}
		if d.client != nil {
			d.client.Close()
		}
		if d.net != nil && !o.Keep {
			d.say("stopping the network")
			err = errors.Join(err, d.net.Down())
		}
	}()
	for _, part := range []func(context.Context) error{
		d.startNetwork, d.openForBusiness, d.morning, d.firstCycle, d.afternoon, d.moneyOut, d.secondCycle, d.closeOfDay,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	d.report.write(o.Out, time.Since(d.began))
	if failed := d.report.failed(); failed > 0 {
		return fmt.Errorf("%w: %d checks failed", ErrChecks, failed)
	}
	return nil
}

func (d *Day) say(format string, args ...any) {
	_, _ = fmt.Fprintf(d.Out, // progress that nobody can read stops no day
		"%6.1fs  %s\n", time.Since(d.began).Seconds(), fmt.Sprintf(format, args...))
}

// marker names a folder as a day's, which a later day may remove.
const marker = ".tael-day"

// prepare empties the folder, if it is a day's, and fills the inbox.
func (d *Day) prepare(ctx context.Context) error {
	if d.Files < 2 {
		return fmt.Errorf("%w: expected at least 2 generated files, one for each cycle, got %d", ErrOptions, d.Files)
	}
	if err := d.waitForDay(ctx); err != nil {
		return err
	}
	entries, err := os.ReadDir(d.Dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := os.Stat(filepath.Join(d.Dir, marker)); len(entries) > 0 && err != nil {
		return fmt.Errorf("%s holds something that is not a payment day; name another folder with --home", d.Dir)
	}
	if old, err := localnet.Open(filepath.Join(d.Dir, "network"), d.Binary); err == nil {
		if err := old.Down(); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(d.Dir); err != nil {
		return err
	}
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(d.Dir, marker), nil, 0o600); err != nil {
		return err
	}
	if d.inbox, err = fillInbox(d.Options, chainID); err != nil {
		return err
	}
	d.say("wrote %d payment files with %d transfers, directory and keystore to %s",
		len(d.inbox.morning)+len(d.inbox.afternoon), d.inbox.transfers(), d.inbox.folder)
	return nil
}

// chainID is the network of every day.
const chainID = "tael-local-1"

// dayMargin is what must be left of the banking day: instructions expire with it.
const dayMargin = 5 * time.Minute

// waitForDay waits for the next day when this one is about to end, since every instruction expires with its day.
func (d *Day) waitForDay(ctx context.Context) error {
	now := d.Now.In(iso20022.China)
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 1, 0, iso20022.China)
	left := midnight.Sub(now)
	if left > dayMargin {
		return nil
	}
	d.say("the banking day at +08:00 ends in %s: waiting for the next one", left.Round(time.Second))
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(left):
		d.Now = d.Now.Add(left)
		return nil
	}
}

// startNetwork starts four validators and the audit node and connects to them.
func (d *Day) startNetwork(ctx context.Context) error {
	document, _, err := localGenesis()
	if err != nil {
		return err
	}
	d.net, err = localnet.Init(localnet.Options{
		Dir: filepath.Join(d.Dir, "network"), Binary: d.Binary, BasePort: d.BasePort, Genesis: document,
	})
	if err != nil {
		return err
	}
	starting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := d.net.Up(starting); err != nil {
		return err
	}
	d.say("four validators and an audit node are up")

	cfg := client.Config{ChainID: chainID}
	for _, n := range d.net.Nodes {
		if n.Name == genesis.LocalAuditor {
			continue
		}
		cfg.Endpoints = append(cfg.Endpoints, client.Endpoint{GRPC: n.GRPC(), RPC: n.RPC()})
	}
	if d.client, err = client.Dial(ctx, cfg); err != nil {
		return err
	}
	d.books = ledger{d.client}
	d.institutions, err = newInstitutions(d.client)
	return err
}

// localGenesis is the genesis of the standard local network.
func localGenesis() (*genutiltypes.AppGenesis, genesis.Network, error) {
	network, err := genesis.Local(chainID, time.Now())
	if err != nil {
		return nil, network, err
	}
	document, err := network.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
	return document, network, err
}
