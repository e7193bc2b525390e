// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/taelnet/tael/app"
	"github.com/taelnet/tael/app/apptest"
	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/payment"
	"github.com/taelnet/tael/x/wallet"
)

// custodians of the local network, by name and number.
var custodians = []struct {
	id     string
	number uint32
}{{genesis.BankA, 1}, {genesis.BankB, 2}, {genesis.WalletOp, 4}}

// customer is a wallet with the key of its one device and, if it has one, its owner's key.
type customer struct {
	name    string
	bank    string
	number  uint32
	address sdk.AccAddress
	device  wallet.Signer
	second  wallet.Signer // bound only where a town says so
	owner   *secp256k1.PrivKey
}

// town is a chain with customers at every custodian. It remembers every block, so that another node can follow.
type town struct {
	*apptest.Chain
	t         testing.TB
	genesis   *genutiltypes.AppGenesis
	customers []*customer
	blocks    []abci.RequestFinalizeBlock
	results   []*abci.ResponseFinalizeBlock
	uetrs     int
}

// seedOf derives the keys of a name.
func seedOf(name string) [32]byte { return sha256.Sum256([]byte("tael town " + name)) }

func newCustomer(t testing.TB, bank string, number uint32, n int) *customer {
	c := &customer{name: fmt.Sprintf("%s/%d", bank, n), bank: bank, number: number}
	salt := seedOf(c.name + " salt")
	c.address = wallet.AddressFromSalt(salt[:])
	var err error
	c.device, err = wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, seedOf(c.name+" device"))
	require.NoError(t, err)
	c.second, err = wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, seedOf(c.name+" second device"))
	require.NoError(t, err)
	return c
}

// secondDevices binds the second device of every customer that the genesis has.
func secondDevices(t testing.TB) func(*genesis.Network) {
	return func(n *genesis.Network) {
		byAddress := map[string]*customer{}
		for _, bank := range custodians {
			for i := range 2 {
				c := newCustomer(t, bank.id, bank.number, i)
				byAddress[string(c.address)] = c
			}
		}
		for i := range n.Wallets {
			if c := byAddress[string(n.Wallets[i].Address)]; c != nil {
				device, err := wallet.NewDevice(c.second.Algorithm(), c.second.PublicKey(), apptest.Start.Unix(), apptest.Start.Unix())
				require.NoError(t, err)
				n.Wallets[i].Devices = append(n.Wallets[i].Devices, device)
			}
		}
	}
}

// feeWallets opens a wallet of kind MEMBER, without money, at bank A and at bank B.
func feeWallets(n *genesis.Network) {
	for _, bank := range []string{genesis.BankA, genesis.BankB} {
		n.Wallets = append(n.Wallets, genesis.Wallet{Address: feeWallet(bank), Custodian: bank, Kind: wallet.WALLET_KIND_MEMBER})
	}
}

func feeWallet(bank string) sdk.AccAddress {
	salt := seedOf("fees of " + bank)
	return wallet.AddressFromSalt(salt[:])
}

// newTown starts a chain on which every custodian keeps perBank customers with a device and these balances.
func newTown(t testing.TB, perBank int, balances []genesis.Balance, options ...func(*genesis.Network)) *town {
	t.Helper()
	w := &town{t: t}
	network, err := genesis.Local(apptest.ChainID, apptest.Start)
	require.NoError(t, err)
	for _, bank := range custodians {
		for n := range perBank {
			c := newCustomer(t, bank.id, bank.number, n)
			w.customers = append(w.customers, c)
			device, err := wallet.NewDevice(c.device.Algorithm(), c.device.PublicKey(), apptest.Start.Unix(), apptest.Start.Unix())
			require.NoError(t, err)
			network.Wallets = append(network.Wallets, genesis.Wallet{
				Address: c.address, Custodian: bank.id, Kind: wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown,
				Devices: []wallet.Device{device}, Balances: balances,
			})
		}
	}
	for _, option := range options {
		option(&network)
	}
	w.genesis, err = network.Build(app.MakeEncodingConfig().Codec, app.DefaultGenesis())
	require.NoError(t, err)
	w.Chain = apptest.FromGenesis(t, w.genesis)
	w.remember()
	return w
}

// withCover gives every custodian this much central-bank money on its settlement account.
func withCover(amount uint64) func(*genesis.Network) {
	return func(n *genesis.Network) {
		for _, bank := range custodians {
			n.SettlementBalances = append(n.SettlementBalances, genesis.SettlementBalance{
				Member: bank.id, Balance: genesis.Balance{Denom: "ecny", Amount: amount},
			})
		}
	}
}

// byOrder lets cycles close by order only.
func byOrder(n *genesis.Network) {
	for i := range n.Currencies {
		n.Currencies[i].SettlementDay, n.Currencies[i].CycleInterval = nil, 0
	}
}

// unlimited drops the limit table.
func unlimited(n *genesis.Network) { n.Limits = nil }

// commit commits a block and remembers it.
func (w *town) commit(raw ...[]byte) *abci.ResponseFinalizeBlock {
	w.t.Helper()
	res := w.Block(raw...)
	w.remember(raw...)
	w.results = append(w.results, res)
	return res
}

func (w *town) remember(raw ...[]byte) {
	w.blocks = append(w.blocks, abci.RequestFinalizeBlock{Height: w.Height, Time: w.Time, Txs: raw})
}

// openOwner opens a wallet with an owner's key and a device at a custodian.
func (w *town) openOwner(bank string, number uint32, name string) *customer {
	w.t.Helper()
	s := seedOf(name + " owner")
	c := &customer{name: name, bank: bank, number: number, owner: &secp256k1.PrivKey{Key: s[:]}}
	c.address = sdk.AccAddress(c.owner.PubKey().Address())
	var err error
	c.device, err = wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, seedOf(name+" device"))
	require.NoError(w.t, err)
	c.second, err = wallet.NewSigner(wallet.KEY_ALGORITHM_ED25519, seedOf(name+" second device"))
	require.NoError(w.t, err)
	key, err := codectypes.NewAnyWithValue(c.owner.PubKey())
	require.NoError(w.t, err)
	operator := w.Keys.Account(bank, genesis.KeyOperations, 0)
	res := w.commit(w.Sign(operator, &wallet.MsgOpenWallet{
		Operator: address(operator), Address: c.address.String(), Kind: wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown,
		OwnerKey: key, FirstDevice: &wallet.DeviceKey{Algorithm: c.device.Algorithm(), PublicKey: c.device.PublicKey()},
	}))
	require.Zero(w.t, res.TxResults[0].Code, res.TxResults[0].Log)
	w.customers = append(w.customers, c)
	return c
}

// bindSecond has an owner bind the second device, which is active in the next block.
func (w *town) bindSecond(c *customer) {
	w.t.Helper()
	res := w.commit(w.Sign(c.owner, &wallet.MsgBindDevice{
		Signer: c.address.String(), Wallet: c.address.String(), Algorithm: c.second.Algorithm(), PublicKey: c.second.PublicKey(),
	}))
	require.Zero(w.t, res.TxResults[0].Code, res.TxResults[0].Log)
}

// newUETR is a fresh payment identifier; towns that do the same things get the same ones.
func (w *town) newUETR() wallet.UETR {
	w.uetrs++
	return wallet.NewUETRFromSHA256(seedOf(fmt.Sprintf("uetr %d", w.uetrs)))
}

// payment is the content of a payment that has an hour from now.
func (w *town) payment(from, to *customer, denom string, amount uint64) wallet.Content {
	return wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: w.ID, UETR: w.newUETR(), Payer: [20]byte(from.address),
		Payee: [20]byte(to.address), Denom: denom, Amount: amount, ValidUntil: uint64(w.Time.Add(time.Hour).Unix()),
	}
}

// signed is an instruction signed by the device of a customer, or by both of them.
func (w *town) signed(by *customer, c wallet.Content, extras []byte, two ...bool) []byte {
	w.t.Helper()
	ins, err := wallet.NewInstruction(c, extras)
	require.NoError(w.t, err)
	require.NoError(w.t, ins.SignWith(by.device, by.device.Algorithm().RawForm(), 0))
	if slices.Contains(two, true) {
		require.NoError(w.t, ins.SignWith(by.second, by.second.Algorithm().RawForm(), 0))
	}
	return ins.Encode()
}

// carried is a batch transaction on one of the submitter lanes of bank A.
func (w *town) carried(lane int, mode payment.BatchMode, instructions ...[]byte) []byte {
	w.t.Helper()
	submitter := w.Keys.Account(genesis.BankA, genesis.KeySubmitter, lane)
	return w.Sign(submitter, &payment.MsgPayBatch{Carrier: address(submitter), Mode: mode, Instructions: instructions})
}

// exported is the state of the named modules after the last block.
func exported(t testing.TB, a *app.App, modules ...string) string {
	t.Helper()
	document, err := a.ExportAppStateAndValidators(false, nil, modules)
	require.NoError(t, err)
	return string(document.AppState)
}
