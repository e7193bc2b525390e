// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"time"

	"github.com/taelnet/tael/gateway/books"
	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/gateway/report"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/netting"
	"github.com/taelnet/tael/x/wallet"
)

// openOutbox begins the account books of the day with the accounts of every custodian and lets them follow the chain.
func (d *Day) openOutbox(ctx context.Context) error {
	document, network, err := localGenesis()
	if err != nil {
		return err
	}
	content, err := json.Marshal(document)
	if err != nil {
		return err
	}
	opening, err := books.Opening(content)
	if err != nil {
		return err
	}
	schemas, err := d.schemas()
	if err != nil {
		return err
	}
	if d.outbox, err = newOutbox(filepath.Join(d.Dir, "outbox"), schemas, opening, d.client); err != nil {
		return err
	}
	if err := d.keepAccounts(network); err != nil {
		return err
	}
	var following context.Context
	following, d.stopFollowing = context.WithCancel(ctx)
	go d.outbox.follow(following, d.client)
	return nil
}

// keepAccounts names every account that a custodian keeps: its customers', its own, and its settlement accounts.
func (d *Day) keepAccounts(network genesis.Network) error {
	for _, c := range d.inbox.customers {
		h := books.Holding{Account: [20]byte(c.Wallet), Denom: c.Market.emoney}
		if err := d.outbox.keep(c.Custodian, h, c.Market.currency, c.AccountID, "Account "+c.Name); err != nil {
			return err
		}
	}
	for _, w := range network.Wallets {
		for _, m := range markets() {
			denom, owner := m.central, "Treasury"
			if w.Kind == wallet.WALLET_KIND_SUSPENSE {
				if w.Currency != m.emoney {
					continue
				}
				denom, owner = m.emoney, "Unassigned money"
			}
			h := books.Holding{Account: [20]byte(w.Address), Denom: denom}
			if err := d.outbox.keep(w.Custodian, h, m.currency, iso20022.Account{}, owner); err != nil {
				return err
			}
		}
	}
	for number, member := range network.Members {
		for _, m := range markets() {
			h := books.Holding{Account: [20]byte(netting.SettlementAccount(uint32(number)+1, m.central)), Denom: m.central}
			id := iso20022.Account{Other: settlementNumber(m, member.Id)}
			if err := d.outbox.keep(member.Id, h, m.currency, id, "Settlement account"); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell brings everything up to the present: answers to the files read since, notifications of what was booked since.
func (d *Day) tell(ctx context.Context) error {
	height, err := d.client.Height(ctx)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := d.outbox.reach(waiting, height); err != nil {
		return err
	}
	return errors.Join(d.cashier.answerFiles(), d.outbox.notifyAll(time.Now()))
}

// schemas are the operator's, nil without a folder.
func (d *Day) schemas() (report.Schemas, error) {
	if d.Schemas == "" {
		return nil, nil
	}
	return iso20022.LoadSchemas(d.Schemas)
}
