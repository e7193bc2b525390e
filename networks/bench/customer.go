// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/wallet"
)

const (
	// emoney is what customers pay with, central what their custodians' obligations are covered by.
	emoney, central = "cny", "ecny"
	// funds are what each customer holds at first: 10,000.00, which no limit of the tier forbids.
	funds = 1_000_000
	// cover is what each custodian has on its settlement account, cap what it may owe.
	cover = 1_000_000_000_000
	// validFor is how long a signed payment counts.
	validFor = time.Hour
)

// customer is a wallet with the key that pays from it: an owner's key, or a device's.
type customer struct {
	custodian string
	address   [20]byte
	owner     *secp256k1.PrivKey
	device    wallet.Signer
}

// newCustomer derives the n-th customer. Its keys are public. algorithm is of its device; UNSPECIFIED gives it an owner's
// key in place of a device.
func newCustomer(n int, algorithm wallet.KeyAlgorithm) (*customer, error) {
	custodians := genesis.LocalCustodians()
	c := &customer{custodian: custodians[n%len(custodians)]}
	seed := sha256.Sum256(fmt.Appendf(nil, "benchmark customer %d", n))
	if algorithm == wallet.KEY_ALGORITHM_UNSPECIFIED {
		c.owner = &secp256k1.PrivKey{Key: seed[:]}
		c.address = [20]byte(c.owner.PubKey().Address())
		return c, nil
	}
	var err error
	c.address = [20]byte(wallet.AddressFromSalt(seed[:]))
	c.device, err = wallet.NewSigner(algorithm, seed)
	return c, err
}

// wallet is the customer's part of the genesis: a person, so that limits are counted as they are for people.
func (c *customer) wallet(at time.Time) (genesis.Wallet, error) {
	w := genesis.Wallet{
		Address: sdk.AccAddress(c.address[:]), Custodian: c.custodian, Kind: wallet.WALLET_KIND_PERSON, Tier: genesis.TierKnown,
		OwnerKey: c.owner != nil, Balances: []genesis.Balance{{Denom: emoney, Amount: funds}},
	}
	if c.device == nil {
		return w, nil
	}
	device, err := wallet.NewDevice(c.device.Algorithm(), c.device.PublicKey(), at.Unix(), at.Unix())
	w.Devices = []wallet.Device{device}
	return w, err
}

// instruction is a payment of one minor unit signed by the customer's device.
func (c *customer) instruction(chainID string, to [20]byte) ([]byte, error) {
	ins, err := wallet.NewInstruction(wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_PAY, ChainID: chainID, UETR: newUETR(), Payer: c.address, Payee: to,
		Denom: emoney, Amount: 1, ValidUntil: uint64(time.Now().Add(validFor).Unix()),
	}, nil)
	if err != nil {
		return nil, err
	}
	if err := ins.SignWith(c.device, c.device.Algorithm().RawForm(), 0); err != nil {
		return nil, err
	}
	return ins.Encode(), nil
}

func newUETR() wallet.UETR {
	var random [32]byte
	_, _ = rand.Read(random[:]) // it never fails: without randomness the program ends
	return wallet.NewUETRFromSHA256(random)
}
