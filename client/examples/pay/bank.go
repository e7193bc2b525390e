// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"

	"google.golang.org/grpc"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// attestors are the two of the rail's three attestors who state that a receipt was booked.
var attestors = [2]string{genesis.BankA, genesis.BankB}

// bank is what the institutions of the network do, with their public development keys.
type bank struct {
	client *client.Client
	keys   genesis.Keys
}

func newBank(c *client.Client) (*bank, error) {
	keys, err := genesis.DevKeys(c.ChainID())
	return &bank{c, keys}, err
}

// customer is somebody with a wallet and a device that signs for it.
type customer struct {
	custodian string
	address   sdk.AccAddress
	device    wallet.Signer
}

// act sends one message by the officer of a member and waits until it is final.
func (b *bank) act(ctx context.Context, member, duty string, msg sdk.Msg) error {
	_, err := b.client.Lane(b.keys.Account(member, duty, 0)).Submit(ctx, msg)
	if err != nil {
		return fmt.Errorf("%s of %s: %w", duty, member, err)
	}
	return nil
}

// openWallet opens a wallet without an owner's key: a device alone signs for it. Its address comes from a random salt,
// so that nobody can tell whose it is.
func (b *bank) openWallet(ctx context.Context, custodian string) (customer, error) {
	var salt, seed [32]byte
	_, _ = rand.Read(salt[:]) // never fails
	_, _ = rand.Read(seed[:])
	device, err := wallet.NewSigner(wallet.KEY_ALGORITHM_P256, seed)
	if err != nil {
		return customer{}, err
	}
	c := customer{custodian: custodian, address: wallet.AddressFromSalt(salt[:]), device: device}
	return c, b.act(ctx, custodian, genesis.KeyOperations, &wallet.MsgOpenWallet{
		Operator: b.keys.Address(custodian, genesis.KeyOperations, 0).String(), Address: c.address.String(),
		Kind: wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown, Salt: salt[:],
		FirstDevice: &wallet.DeviceKey{Algorithm: device.Algorithm(), PublicKey: device.PublicKey()},
	})
}

// cover has the central bank put money into a member's settlement account: a member may owe others no more than that.
func (b *bank) cover(ctx context.Context, member string) error {
	return b.act(ctx, genesis.CentralBank, genesis.KeyTreasury, &reserve.MsgIssueCbdc{
		Treasury: b.keys.Address(genesis.CentralBank, genesis.KeyTreasury, 0).String(),
		Uetr:     randomUETR().String(), Member: member, Denom: "e" + denom, Amount: funds,
	})
}

// fund has two institutions attest that the custodian's account at the rail received the customer's money. The second
// statement mints it.
func (b *bank) fund(ctx context.Context, c customer) error {
	date, err := strconv.ParseUint(time.Now().Format("20060102"), 10, 32)
	if err != nil {
		return err
	}
	entry := "EXAMPLE-" + randomUETR().String()[:18]
	for _, attestor := range attestors {
		err := b.act(ctx, attestor, genesis.KeyAttestation, &reserve.MsgAttestReceipt{
			Attestor: b.keys.Address(attestor, genesis.KeyAttestation, 0).String(),
			Rail:     "rail-" + denom, Account: c.custodian + "-" + denom, BookingDate: uint32(date), EntryReference: entry,
			Beneficiary: c.address.String(), Denom: denom, Amount: funds,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// instruct signs a payment with the customer's device. Its UETR names it for good: sent twice it is paid once.
func (c customer) instruct(chainID string, payee customer, amount uint64) (wallet.SignedInstruction, error) {
	ins, err := wallet.NewInstruction(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: chainID, UETR: randomUETR(), Payer: [20]byte(c.address),
		Payee: [20]byte(payee.address), Denom: denom, Amount: amount, Purpose: "GDDS",
		ValidUntil: uint64(time.Now().Add(time.Hour).Unix()),
	}, nil)
	if err != nil {
		return ins, err
	}
	return ins, ins.SignWith(c.device, c.device.Algorithm().RawForm(), 0)
}

func randomUETR() wallet.UETR {
	var seed [32]byte
	_, _ = rand.Read(seed[:])
	return wallet.NewUETRFromSHA256(sha256.Sum256(seed[:]))
}

func printBalances(ctx context.Context, c *client.Client, customers ...customer) error {
	for i, name := range []string{"payer", "payee"} {
		var held uint64
		err := c.Query(ctx, func(ctx context.Context, conn grpc.ClientConnInterface) error {
			res, err := banktypes.NewQueryClient(conn).Balance(ctx, &banktypes.QueryBalanceRequest{
				Address: customers[i].address.String(), Denom: denom,
			})
			if err == nil {
				held = res.Balance.Amount.Uint64()
			}
			return err
		})
		if err != nil {
			return err
		}
		fmt.Printf("%s   now holds %s\n", name, yuan(held))
	}
	return nil
}
