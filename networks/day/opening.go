// SPDX-License-Identifier: Apache-2.0

package day

import (
	"context"
	"fmt"
	"sync"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/gateway/iso20022"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// Customer is somebody with a wallet: who keeps it, how it is signed for, and what it holds when the day begins.
type Customer struct {
	Name string
	// Market is the one currency in which it pays and is paid.
	Market market
	// AccountID is how files and statements name it. Data class: personal.
	AccountID iso20022.Account
	Custodian string
	Wallet    sdk.AccAddress
	Salt      []byte
	Kind      wallet.WalletKind
	Tier      uint32
	Device    wallet.DeviceKey
	// Owner is the transaction key behind the wallet, if there is one.
	Owner cryptotypes.PubKey
	// Funds is what it is given before the first payment, in minor units.
	Funds uint64
}

// openWallets has each custodian's OPERATIONS open its customers' wallets, all custodians at once.
func (i *institutions) openWallets(ctx context.Context, customers []Customer) error {
	return i.perCustodian(customers, func(custodian string, own []Customer) error {
		msgs := make([]sdk.Msg, 0, len(own))
		for _, c := range own {
			msg, err := i.openWallet(c)
			if err != nil {
				return err
			}
			msgs = append(msgs, msg)
		}
		return i.bulk(ctx, custodian, genesis.KeyOperations, msgs)
	})
}

func (i *institutions) openWallet(c Customer) (*wallet.MsgOpenWallet, error) {
	msg := &wallet.MsgOpenWallet{
		Operator: i.address(c.Custodian, genesis.KeyOperations),
		Address:  c.Wallet.String(), Kind: c.Kind, Tier: c.Tier, FirstDevice: &c.Device,
	}
	if c.Owner == nil {
		msg.Salt = c.Salt
		return msg, nil
	}
	owner, err := codectypes.NewAnyWithValue(c.Owner)
	if err != nil {
		return nil, err
	}
	msg.OwnerKey = owner
	return msg, nil
}

// fund issues every customer's opening money: each receipt is attested by two of the rail's three attestors, so that
// each unit is minted against two institutions' word.
func (i *institutions) fund(ctx context.Context, customers []Customer, bookingDate uint32, attestors [2]string) (map[string]uint64, error) {
	total := map[string]uint64{}
	for _, c := range customers {
		total[c.Market.emoney] += c.Funds
	}
	for _, attestor := range attestors {
		var msgs []sdk.Msg
		for n, c := range customers {
			if c.Funds == 0 {
				continue
			}
			msgs = append(msgs, &reserve.MsgAttestReceipt{
				Attestor: i.address(attestor, genesis.KeyAttestation), Rail: c.Market.rail, Account: c.Market.account(c.Custodian),
				BookingDate: bookingDate, EntryReference: fmt.Sprintf("OPENING-%06d", n),
				Beneficiary: c.Wallet.String(), Denom: c.Market.emoney, Amount: c.Funds,
			})
		}
		if err := i.bulk(ctx, attestor, genesis.KeyAttestation, msgs); err != nil {
			return nil, err
		}
	}
	return total, nil
}

// perCustodian calls f once for each custodian with its own customers, all at once.
func (i *institutions) perCustodian(customers []Customer, f func(string, []Customer) error) error {
	own := map[string][]Customer{}
	for _, c := range customers {
		own[c.Custodian] = append(own[c.Custodian], c)
	}
	var wait sync.WaitGroup
	failures := make(chan error, len(own))
	for custodian, theirs := range own {
		wait.Go(func() { failures <- f(custodian, theirs) })
	}
	wait.Wait()
	close(failures)
	for err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}
