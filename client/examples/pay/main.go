// SPDX-License-Identifier: Apache-2.0

// Pay opens two wallets on a running local network, gives one of them money that two of three institutions attest,
// and has it pay the other by an instruction that its device signs.
//
//	make localnet
//	go run ./client/examples/pay
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/client/examples/network"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/payment"
)

// The payer's custodian, the payee's, and what is moved, in minor units: 100 are one yuan.
const (
	payerBank = genesis.BankA
	payeeBank = genesis.WalletOp
	denom     = "cny"
	funds     = 100_00
	price     = 12_50
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "pay:", err)
		os.Exit(1)
	}
}

var errNotPaid = errors.New("the payment was not paid")

func run(ctx context.Context) error {
	var flags network.Flags
	flags.Register()
	flag.Parse()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	c, err := flags.Dial(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	bank, err := newBank(c)
	if err != nil {
		return err
	}

	payer, err := bank.openWallet(ctx, payerBank)
	if err != nil {
		return err
	}
	payee, err := bank.openWallet(ctx, payeeBank)
	if err != nil {
		return err
	}
	fmt.Printf("payer   %s at %s\npayee   %s at %s\n", payer.address, payerBank, payee.address, payeeBank)
	if err := bank.cover(ctx, payerBank); err != nil {
		return err
	}
	if err := bank.fund(ctx, payer); err != nil {
		return err
	}
	fmt.Printf("funds   %s, minted when %s and %s had attested the receipt\n", yuan(funds), attestors[0], attestors[1])

	return pay(ctx, c, bank, payer, payee)
}

// pay has the payer's device sign, and carries the instruction on a SUBMITTER lane of the payer's custodian.
func pay(ctx context.Context, c *client.Client, bank *bank, payer, payee customer) error {
	ins, err := payer.instruct(c.ChainID(), payee, price)
	if err != nil {
		return err
	}
	lane := c.Lane(bank.keys.Account(payerBank, genesis.KeySubmitter, 0))

	start := time.Now()
	outcome, err := lane.Submit(ctx, &payment.MsgPayBatch{
		Carrier: lane.Address().String(), Mode: payment.BATCH_MODE_EACH, Instructions: [][]byte{ins.Encode()},
	})
	if err != nil {
		return err
	}
	took := time.Since(start)

	// Code 0 says that the batch ran. What became of the payment stands in its result.
	results, err := outcome.Payments()
	if err != nil {
		return err
	}
	fmt.Printf("payment %s of %s\nstatus  %s\nfinal   after %d ms, in block %d\n",
		ins.UETR, yuan(price), describe(results[0]), took.Milliseconds(), outcome.Height)
	if results[0].Status != payment.ResultPaid {
		return errNotPaid
	}
	return printBalances(ctx, c, payer, payee)
}

func describe(r payment.Result) string {
	switch r.Status {
	case payment.ResultPaid:
		return fmt.Sprintf("PAID, settled %s, cycle %d", strings.TrimPrefix(r.Settlement.String(), "SETTLEMENT_"), r.Cycle)
	case payment.ResultRefused:
		return fmt.Sprintf("REFUSED, %s", r.Reason())
	default:
		return fmt.Sprintf("ERROR, %s/%d", payment.Codespace(r.Module), r.Code)
	}
}

func yuan(minor uint64) string { return fmt.Sprintf("%d.%02d %s", minor/100, minor%100, denom) }
