// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/client"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/networks/localnet"
	"github.com/taelnet/tael/x/consortium"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

const (
	taelChain = "tael-local-5"
	// batchSize is how many payments a batch of the saturating load carries; halfSize is of the load at its half, where
	// a backend does not wait for more.
	batchSize, halfSize = 250, 50
	// expiry is how long a transaction may wait for its block.
	expiry = 60 * time.Second
)

// algorithms are the device keys of the batch lanes.
var algorithms = map[Kind]wallet.KeyAlgorithm{
	BatchEd25519: wallet.KEY_ALGORITHM_ED25519, BatchSecp256k1: wallet.KEY_ALGORITHM_SECP256K1, BatchP256: wallet.KEY_ALGORITHM_P256,
}

// newTael makes a Tael network of so many validators, without the audit node. It starts nothing.
func newTael(s Setup, name string, kind Kind, validators int) (*Subject, error) {
	customers := make([]*customer, s.Accounts)
	for n := range customers {
		var err error
		if customers[n], err = newCustomer(n, algorithms[kind]); err != nil {
			return nil, err
		}
	}
	gen, err := taelGenesis(customers, validators)
	if err != nil {
		return nil, err
	}
	local, err := localnet.Init(localnet.Options{Dir: s.folder(name), Binary: s.Taeld, BasePort: s.BasePort, Genesis: gen})
	if err != nil {
		return nil, err
	}
	return payers(kind, taelNodes(local, s, validators), customers)
}

// taelNodes are the first validators of a network.
func taelNodes(local *localnet.Localnet, s Setup, validators int) *Network {
	net := &Network{ChainID: local.ChainID, Dir: local.Dir, patience: patienceFor(s.Accounts)}
	for _, n := range local.Nodes[:validators] {
		net.Nodes = append(net.Nodes, &Node{
			Name: n.Name, Home: n.Home, RPC: n.RPC(), GRPC: n.GRPC(), Ports: []int{n.Ports.P2P, n.Ports.RPC, n.Ports.GRPC},
			command: func() *exec.Cmd {
				cmd := exec.Command(s.Taeld, "start", "--home", n.Home)
				// What a local network sets for its nodes.
				cmd.Env = append(os.Environ(), "GOGC=400", sdk.EnvConfigScope+"=tael")
				return cmd
			},
		})
	}
	return net
}

// taelGenesis is the local network with customers, cover for what they owe, and quotas that bind nobody: what is
// measured is the machine and not a quota.
func taelGenesis(customers []*customer, validators int) (*genutiltypes.AppGenesis, error) {
	now := time.Now()
	n, err := genesis.Local(taelChain, now)
	if err != nil {
		return nil, err
	}
	for _, c := range customers {
		w, err := c.wallet(now)
		if err != nil {
			return nil, err
		}
		n.Wallets = append(n.Wallets, w)
	}
	for i := range n.Currencies[0].Caps {
		n.Currencies[0].Caps[i].Amount = cover
	}
	for _, member := range genesis.LocalCustodians() {
		n.SettlementBalances = append(n.SettlementBalances, genesis.SettlementBalance{
			Member: member, Balance: genesis.Balance{Denom: central, Amount: cover},
		})
	}
	free := consortium.Quota{Rate: 1_000_000_000_000, Burst: 1_000_000_000_000}
	for i := range n.Quotas.Roles {
		n.Quotas.Roles[i].Quota = free
	}
	n.Validators = slices.Clone(n.Validators[:validators])
	n.ValidatorPolicy.MinActive = 1
	return n.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
}

// payers gives the network those who pay: the customers themselves, or the carriers of their custodians.
func payers(kind Kind, net *Network, customers []*customer) (*Subject, error) {
	s := &Subject{Kind: kind, Network: net, Size: 1, HalfSize: 1, InFlight: singlesInFlight, paid: paidBy}
	anyone := func() *customer { return customers[rand.IntN(len(customers))] }
	if kind == Single {
		for n, c := range customers {
			a, err := newAccount(c.owner, n)
			if err != nil {
				return nil, err
			}
			a.own = []*customer{c}
			s.Accounts = append(s.Accounts, a)
		}
		s.compose = func(a *Account, _ int) ([]byte, error) { return signPay(net.ChainID, a, another(a.own[0], anyone)) }
		return s, nil
	}
	keys, err := genesis.DevKeys(net.ChainID)
	if err != nil {
		return nil, err
	}
	own := map[string][]*customer{}
	for _, c := range customers {
		own[c.custodian] = append(own[c.custodian], c)
	}
	for lane := range genesis.LocalSubmitters {
		for _, custodian := range genesis.LocalCustodians() {
			a, err := newAccount(keys.Account(custodian, genesis.KeySubmitter, lane), len(s.Accounts))
			if err != nil {
				return nil, err
			}
			a.own = own[custodian]
			s.Accounts = append(s.Accounts, a)
		}
	}
	s.Size, s.HalfSize, s.InFlight = batchSize, halfSize, len(s.Accounts)
	s.compose = func(a *Account, payments int) ([]byte, error) { return signBatch(net.ChainID, a, payments, anyone) }
	return s, nil
}

func newAccount(key *secp256k1.PrivKey, place int) (*Account, error) {
	signs, err := newSigner(key)
	return &Account{signer: signs, address: sdk.AccAddress(key.PubKey().Address()).String(), place: place}, err
}

// another is anyone but the payer.
func another(payer *customer, anyone func() *customer) *customer {
	for {
		if to := anyone(); to != payer {
			return to
		}
	}
}

func signPay(chainID string, a *Account, to *customer) ([]byte, error) {
	return sign(chainID, a, &payment.MsgPay{
		Payer: a.address, Uetr: newUETR().String(), Payee: sdk.AccAddress(to.address[:]).String(), Denom: emoney, Amount: 1,
		ValidUntil: uint64(time.Now().Add(validFor).Unix()),
	})
}

func signBatch(chainID string, a *Account, payments int, anyone func() *customer) ([]byte, error) {
	msg := &payment.MsgPayBatch{Carrier: a.address, Mode: payment.BATCH_MODE_EACH}
	for range payments {
		from := a.own[rand.IntN(len(a.own))]
		ins, err := from.instruction(chainID, another(from, anyone).address)
		if err != nil {
			return nil, err
		}
		msg.Instructions = append(msg.Instructions, ins)
	}
	return sign(chainID, a, msg)
}

func sign(chainID string, a *Account, msg sdk.Msg) ([]byte, error) {
	signed, err := client.Sign(a.signer, client.Terms{
		ChainID: chainID, AccountNumber: a.number, Sequence: a.sequence, Expires: time.Now().Add(expiry),
	}, msg)
	return signed.Raw, err
}

// paidBy counts the payments of a transaction that are PAID.
func paidBy(result *abci.ExecTxResult) (int, error) {
	if result.Code != 0 {
		return 0, nil
	}
	results, err := client.Outcome{Data: result.Data}.Payments()
	if err != nil {
		return 0, fmt.Errorf("results of a payment: %w", err)
	}
	paid := 0
	for _, r := range results {
		if r.Status == payment.ResultPaid {
			paid++
		}
	}
	return paid, nil
}
