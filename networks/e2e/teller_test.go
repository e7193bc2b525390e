// SPDX-License-Identifier: Apache-2.0

//go:build e2e

package e2e

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

// funds is what each wallet begins with, in minor units.
const funds = 10_000_000

// teller pays on a network as a wallet backend does, and writes down what it was told.
type teller struct {
	client  *client.Client
	keys    genesis.Keys
	wallets []purse
	made    int

	mu   sync.Mutex
	told map[wallet.UETR]client.Paid
	held map[[20]byte]uint64 // by what it was told
	odd  []string            // answers other than PAID
}

// purse is a wallet and the device that signs for it.
type purse struct {
	custodian string
	address   [20]byte
	salt      [32]byte
	device    wallet.Signer
}

// newTeller connects to the four validators, opens two wallets at each custodian and gives them money.
func newTeller(t *testing.T, network *localnet.Localnet) *teller {
	t.Helper()
	cfg := client.Config{ChainID: network.ChainID}
	for _, n := range network.Nodes {
		e := client.Endpoint{GRPC: n.GRPC(), RPC: n.RPC()}
		cfg.Followers = append(cfg.Followers, e)
		if n.Name != genesis.LocalAuditor {
			cfg.Endpoints = append(cfg.Endpoints, e)
		}
	}
	c, err := client.Dial(patiently(t), cfg)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	keys, err := genesis.DevKeys(network.ChainID)
	require.NoError(t, err)
	d := &teller{client: c, keys: keys, told: map[wallet.UETR]client.Paid{}, held: map[[20]byte]uint64{}}
	for i := range 2 * len(genesis.LocalCustodians()) {
		d.open(t, i)
	}
	for _, custodian := range genesis.LocalCustodians() {
		d.act(t, genesis.CentralBank, genesis.KeyTreasury, &reserve.MsgIssueCbdc{
			Treasury: d.address(genesis.CentralBank, genesis.KeyTreasury), Uetr: uetrOf("cover " + custodian).String(),
			Member: custodian, Denom: "ecny", Amount: 6 * funds,
		})
	}
	return d
}

// open opens a wallet without an owner's key and has two of three attest its money.
func (d *teller) open(t *testing.T, i int) {
	custodians := genesis.LocalCustodians()
	p := purse{custodian: custodians[i%len(custodians)], salt: sha256.Sum256([]byte(fmt.Sprint("wallet ", i)))}
	p.address = [20]byte(wallet.AddressFromSalt(p.salt[:]))
	var err error
	p.device, err = wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, sha256.Sum256([]byte(fmt.Sprint("device ", i))))
	require.NoError(t, err)
	d.act(t, p.custodian, genesis.KeyOperations, &wallet.MsgOpenWallet{
		Operator: d.address(p.custodian, genesis.KeyOperations), Address: sdk.AccAddress(p.address[:]).String(),
		Kind: wallet.WALLET_KIND_CORPORATE, Tier: genesis.TierFull, Salt: p.salt[:],
		FirstDevice: &wallet.DeviceKey{Algorithm: p.device.Algorithm(), PublicKey: p.device.PublicKey()},
	})
	date, err := strconv.ParseUint(time.Now().Format("20060102"), 10, 32)
	require.NoError(t, err)
	for _, attestor := range []string{genesis.BankA, genesis.Clearing} {
		d.act(t, attestor, genesis.KeyAttestation, &reserve.MsgAttestReceipt{
			Attestor: d.address(attestor, genesis.KeyAttestation), Rail: "rail-cny", Account: p.custodian + "-cny",
			BookingDate: uint32(date), EntryReference: fmt.Sprintf("E2E-%d", i),
			Beneficiary: sdk.AccAddress(p.address[:]).String(), Denom: "cny", Amount: funds,
		})
	}
	d.wallets = append(d.wallets, p)
	d.held[p.address] = funds
}

func (d *teller) address(member, use string) string { return d.keys.Address(member, use, 0).String() }

func (d *teller) act(t *testing.T, member, use string, msg sdk.Msg) {
	t.Helper()
	_, err := d.client.Lane(d.keys.Account(member, use, 0)).Submit(patiently(t), msg)
	require.NoError(t, err)
}

func uetrOf(text string) wallet.UETR { return wallet.NewUETRFromSHA256(sha256.Sum256([]byte(text))) }

// next is another payment between two of the wallets, signed by the payer's device.
func (d *teller) next(t *testing.T) wallet.SignedInstruction {
	d.made++
	n := d.made
	from, to := d.wallets[n%len(d.wallets)], d.wallets[(n+1+n%5)%len(d.wallets)]
	if from.address == to.address {
		to = d.wallets[(n+1)%len(d.wallets)]
	}
	ins, err := wallet.NewInstruction(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: d.client.ChainID(), UETR: uetrOf(fmt.Sprint("payment ", n)),
		Payer: from.address, Payee: to.address, Denom: "cny", Amount: uint64(1 + n%50),
		ValidUntil: uint64(time.Now().Add(time.Hour).Unix()),
	}, nil)
	require.NoError(t, err)
	require.NoError(t, ins.SignWith(from.device, from.device.Algorithm().RawForm(), 0))
	return ins
}

// payer is a payer over one lane of each custodian.
func (d *teller) payer(t *testing.T, done func(client.Paid)) *client.Payer {
	t.Helper()
	var lanes []*client.Lane
	for _, custodian := range genesis.LocalCustodians() {
		lanes = append(lanes, d.client.Lane(d.keys.Account(custodian, genesis.KeySubmitter, 0)))
	}
	p, err := client.NewPayer(patiently(t), client.PayerConfig{Batch: 100}, done, lanes...)
	require.NoError(t, err)
	return p
}

// record writes down one answer; an instruction answered twice is an error of its own.
func (d *teller) record(p client.Paid) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ins := p.Instruction
	if _, twice := d.told[ins.UETR]; twice {
		d.odd = append(d.odd, fmt.Sprintf("%s answered twice", ins.UETR))
	}
	d.told[ins.UETR] = p
	if p.Err != nil || p.Result.Status != payment.ResultPaid {
		d.odd = append(d.odd, fmt.Sprintf("%s: %v %+v", ins.UETR, p.Err, p.Result))
		return
	}
	d.held[ins.Payer] -= ins.Amount
	d.held[ins.Payee] += ins.Amount
}

func (d *teller) answered() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.told)
}

// load pays some hundred instructions a second until it is stopped; stop waits for every answer.
func (d *teller) load(t *testing.T) (stop func()) {
	t.Helper()
	p := d.payer(t, d.record)
	end, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ticker := time.NewTicker(4 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-end:
				ended <- p.Close()
				return
			case <-ticker.C:
			}
			if err := p.Pay(d.next(t)); err != nil {
				_ = p.Close()
				ended <- err
				return
			}
		}
	}()
	return func() {
		close(end)
		require.NoError(t, <-ended)
	}
}

// waitMore waits until that many further instructions have been answered.
func (d *teller) waitMore(t *testing.T, more int) {
	t.Helper()
	want := d.answered() + more
	require.Eventually(t, func() bool { return d.answered() >= want }, patience, 20*time.Millisecond)
}

// requireBooks holds the chain's balances against what the teller was told.
func (d *teller) requireBooks(t *testing.T) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	require.Empty(t, d.odd)
	require.Len(t, d.told, d.made, "one answer to each instruction")
	for i, p := range d.wallets {
		var held uint64
		err := d.client.Query(patiently(t), func(ctx context.Context, conn grpc.ClientConnInterface) error {
			res, err := banktypes.NewQueryClient(conn).Balance(ctx, &banktypes.QueryBalanceRequest{
				Address: sdk.AccAddress(p.address[:]).String(), Denom: "cny",
			})
			if err == nil {
				held = res.Balance.Amount.Uint64()
			}
			return err
		})
		require.NoError(t, err)
		require.Equal(t, d.held[p.address], held, "balance of wallet %d", i)
	}
}

// requireNothingPaidTwice hands every instruction over once more: each answers as paid before, and no balance moves.
func (d *teller) requireNothingPaidTwice(t *testing.T) {
	t.Helper()
	var mu sync.Mutex
	var moved []wallet.UETR
	p := d.payer(t, func(p client.Paid) {
		mu.Lock()
		defer mu.Unlock()
		if p.Err != nil || p.Result.Status != payment.ResultPaid || !p.Result.Replay {
			moved = append(moved, p.Instruction.UETR)
		}
	})
	for _, before := range d.told {
		require.NoError(t, p.Pay(before.Instruction))
	}
	require.NoError(t, p.Close())
	require.Empty(t, moved, "every acknowledged payment is PAID on the chain and answers from its record")
	d.requireBooks(t)
}
