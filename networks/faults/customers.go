// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Customer is a wallet with the device that signs for it.
type Customer struct {
	custodian string
	address   [20]byte
	salt      [32]byte
	device    wallet.Signer
	kind      wallet.WalletKind
	tier      uint32
	funds     uint64
}

func (c Customer) text() string { return sdk.AccAddress(c.address[:]).String() }

// perCustodian are the customers of one custodian: companies, which no limit binds, and persons near their limits.
var perCustodian = []struct {
	kind  wallet.WalletKind
	tier  uint32
	funds uint64
}{
	{wallet.WALLET_KIND_CORPORATE, genesis.TierFull, 10_000_000},
	{wallet.WALLET_KIND_CORPORATE, genesis.TierFull, 10_000_000},
	{wallet.WALLET_KIND_CORPORATE, genesis.TierFull, 3_000_000},
	{wallet.WALLET_KIND_CORPORATE, genesis.TierFull, 100_000},
	{wallet.WALLET_KIND_PERSON, genesis.TierPseudonymous, 900_000},
	{wallet.WALLET_KIND_PERSON, genesis.TierPseudonymous, 400_000},
	{wallet.WALLET_KIND_PERSON, genesis.TierBasic, 1_900_000},
	{wallet.WALLET_KIND_PERSON, genesis.TierBasic, 50_000},
}

// covers are what the central bank gives each custodian, in minor units. One is short, so that cover refuses too.
var covers = map[string]uint64{genesis.BankA: 40_000_000, genesis.BankB: 20_000_000, genesis.WalletOp: 150_000}

// newCustomers are the customers of a seed.
func newCustomers(seed uint64) ([]Customer, error) {
	var all []Customer
	for _, custodian := range genesis.LocalCustodians() {
		for n, kind := range perCustodian {
			name := fmt.Sprintf("faults/%d/%s/%d", seed, custodian, n)
			c := Customer{custodian: custodian, kind: kind.kind, tier: kind.tier, funds: kind.funds, salt: sha256.Sum256([]byte(name))}
			c.address = [20]byte(wallet.AddressFromSalt(c.salt[:]))
			var err error
			if c.device, err = wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, sha256.Sum256([]byte("device of "+name))); err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// officers act for the members, one lane for each key.
type officers struct {
	client *client.Client
	town   *Town

	mu    sync.Mutex
	lanes map[string]*client.Lane
}

func newOfficers(c *client.Client, t *Town) *officers {
	return &officers{client: c, town: t, lanes: map[string]*client.Lane{}}
}

func (o *officers) address(member, use string) string {
	return o.town.keys.Address(member, use, 0).String()
}

// act sends messages of one officer and waits for their end.
func (o *officers) act(ctx context.Context, member, use string, msgs ...sdk.Msg) (client.Outcome, error) {
	return o.lane(member, use).Submit(ctx, msgs...)
}

func (o *officers) lane(member, use string) *client.Lane {
	o.mu.Lock()
	defer o.mu.Unlock()
	name := member + "/" + use
	if o.lanes[name] == nil {
		o.lanes[name] = o.client.Lane(o.town.keys.Account(member, use, 0))
	}
	return o.lanes[name]
}

// welcome opens the wallets, gives them money against receipts of two attestors, and fills the settlement accounts.
func (o *officers) welcome(ctx context.Context, customers []Customer) error {
	opened, attested := map[string][]sdk.Msg{}, map[string][]sdk.Msg{}
	date, err := strconv.ParseUint(time.Now().UTC().Add(8*time.Hour).Format("20060102"), 10, 32)
	if err != nil {
		return err
	}
	for n, c := range customers {
		opened[c.custodian] = append(opened[c.custodian], &wallet.MsgOpenWallet{
			Operator: o.address(c.custodian, genesis.KeyOperations), Address: c.text(), Kind: c.kind, Tier: c.tier, Salt: c.salt[:],
			FirstDevice: &wallet.DeviceKey{Algorithm: c.device.Algorithm(), PublicKey: c.device.PublicKey()},
		})
		for _, attestor := range []string{genesis.BankA, genesis.Clearing} {
			attested[attestor] = append(attested[attestor], &reserve.MsgAttestReceipt{
				Attestor: o.address(attestor, genesis.KeyAttestation), Rail: "rail-" + eMoney, Account: c.custodian + "-" + eMoney,
				BookingDate: uint32(date), EntryReference: fmt.Sprintf("FAULTS-%d", n), Beneficiary: c.text(), Denom: eMoney, Amount: c.funds,
			})
		}
	}
	for _, member := range genesis.LocalCustodians() {
		if _, err := o.act(ctx, member, genesis.KeyOperations, opened[member]...); err != nil {
			return fmt.Errorf("wallets of %s: %w", member, err)
		}
		if _, err := o.act(ctx, genesis.CentralBank, genesis.KeyTreasury, &reserve.MsgIssueCbdc{
			Treasury: o.address(genesis.CentralBank, genesis.KeyTreasury), Uetr: uetrOf("cover of " + member).String(),
			Member: member, Denom: central, Amount: covers[member],
		}); err != nil {
			return fmt.Errorf("cover of %s: %w", member, err)
		}
	}
	for _, attestor := range []string{genesis.BankA, genesis.Clearing} {
		if _, err := o.act(ctx, attestor, genesis.KeyAttestation, attested[attestor]...); err != nil {
			return fmt.Errorf("receipts by %s: %w", attestor, err)
		}
	}
	return nil
}

func uetrOf(text string) wallet.UETR { return wallet.NewUETRFromSHA256(sha256.Sum256([]byte(text))) }
