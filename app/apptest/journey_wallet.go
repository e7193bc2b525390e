// SPDX-License-Identifier: Apache-2.0

package apptest

import (
	"crypto/sha256"
	"encoding/hex"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/taelnet/tael/networks/genesis"
	"github.com/taelnet/tael/x/reserve"
	"github.com/taelnet/tael/x/wallet"
)

func (j *Journey) officer(member, use string) *secp256k1.PrivKey {
	return j.Keys.Account(member, use, 0)
}

// openWallet: wallet alice bank=bank-a kind=person tier=2 device=ed25519 [owner]
func (j *Journey) openWallet(a *args) string {
	p, msg := j.newPerson(a)
	if a.err != nil {
		return ""
	}
	operator := j.officer(p.Bank, genesis.KeyOperations)
	if a.has("by") {
		operator = j.officer(a.text("by", required), genesis.KeyOperations)
	}
	msg.Operator = sdk.AccAddress(operator.PubKey().Address()).String()
	if _, known := j.wallets[p.Name]; !known {
		j.wallets[p.Name] = p
		j.names[p.Address.String()] = p.Name
		j.names[wallet.EscrowAddress(reserve.ModuleName, p.Address).String()] = p.Name + "/escrow"
	}
	return j.deliver(operator, msg)
}

func (j *Journey) newPerson(a *args) (*Person, *wallet.MsgOpenWallet) {
	name := a.first()
	p := &Person{Name: name, Bank: a.text("bank", required)}
	algorithm := wallet.KeyAlgorithm(a.enum("device", "KEY_ALGORITHM_", wallet.KeyAlgorithm_value, "ed25519"))
	p.Device = j.signer(a, algorithm, name+" device 1")
	p.Second = j.signer(a, algorithm, name+" device 2")
	msg := &wallet.MsgOpenWallet{
		Kind: wallet.WalletKind(a.enum("kind", "WALLET_KIND_", wallet.WalletKind_value, "person")),
		Tier: uint32(a.number("tier", 2)),
	}
	if !a.has("no-device") {
		msg.FirstDevice = &wallet.DeviceKey{Algorithm: algorithm, PublicKey: p.Device.PublicKey()}
	}
	if a.has("owner") {
		s := seed(name + " owner")
		p.Owner = &secp256k1.PrivKey{Key: s[:]}
		p.Address = sdk.AccAddress(p.Owner.PubKey().Address())
		key, err := codectypes.NewAnyWithValue(p.Owner.PubKey())
		if err != nil {
			a.fail(err)
		}
		msg.OwnerKey = key
	} else {
		salt := seed(name + " salt")
		msg.Salt = salt[:]
		p.Address = wallet.AddressFromSalt(salt[:])
	}
	msg.Address = p.Address.String()
	return p, msg
}

func (j *Journey) signer(a *args, algorithm wallet.KeyAlgorithm, name string) wallet.Signer {
	s, err := wallet.NewSigner(algorithm, seed(name))
	if err != nil {
		a.fail(err)
	}
	return s
}

// closeWallet: close alice [by=bank-b]
func (j *Journey) closeWallet(a *args) string {
	p := a.person(a.first())
	by := a.text("by", p.Bank)
	return j.deliver(j.officer(by, genesis.KeyOperations), &wallet.MsgCloseWallet{
		Operator: j.Keys.Address(by, genesis.KeyOperations, 0).String(), Address: p.Address.String(),
	})
}

// changeTier: tier alice to=3 [by=regulator]
func (j *Journey) changeTier(a *args) string {
	p := a.person(a.first())
	member, use := p.Bank, genesis.KeyOperations
	if a.has("by") {
		member, use = a.text("by", required), genesis.KeyCompliance
	}
	evidence := sha256.Sum256([]byte("evidence of " + p.Name))
	return j.deliver(j.officer(member, use), &wallet.MsgChangeTier{
		Officer: j.Keys.Address(member, use, 0).String(), Address: p.Address.String(),
		Tier: uint32(a.number("to", 0)), Evidence: evidence[:],
	})
}

// bindDevice binds the second device of a person: bind alice by=owner | by=bank [certificate]
func (j *Journey) bindDevice(a *args) string {
	p := a.person(a.first())
	signer := p.Owner
	if a.text("by", "bank") == "bank" {
		signer = j.officer(p.Bank, genesis.KeyOperations)
	}
	msg := &wallet.MsgBindDevice{
		Signer: sdk.AccAddress(signer.PubKey().Address()).String(), Wallet: p.Address.String(),
		Algorithm: p.Second.Algorithm(), PublicKey: p.Second.PublicKey(),
	}
	if a.has("certificate") {
		msg.Certificate = ground("certificate of " + p.Name)
	}
	return j.deliver(signer, msg)
}

// revokeDevice: revoke alice device=1|2 by=owner | by=bank
func (j *Journey) revokeDevice(a *args) string {
	p := a.person(a.first())
	signer := p.Owner
	if a.text("by", "bank") == "bank" {
		signer = j.officer(p.Bank, genesis.KeyOperations)
	}
	id := p.deviceID(a)
	return j.deliver(signer, &wallet.MsgRevokeDevice{
		Signer: sdk.AccAddress(signer.PubKey().Address()).String(), Wallet: p.Address.String(), DeviceId: hex.EncodeToString(id[:]),
	})
}

func (p *Person) deviceID(a *args) [20]byte {
	device := p.Device
	if a.number("device", 1) == 2 {
		device = p.Second
	}
	return wallet.DeviceID(device.Algorithm(), device.PublicKey())
}

// contestDevice: contest alice: her first device stops the second before it is active.
func (j *Journey) contestDevice(a *args) string {
	p := a.person(a.first())
	ins := j.sign(a, wallet.Content{
		Kind: wallet.INSTRUCTION_KIND_CONTEST, ChainID: j.ID, UETR: a.uetr(),
		Payer: [20]byte(p.Address), Payee: wallet.DeviceID(p.Second.Algorithm(), p.Second.PublicKey()),
		ValidUntil: a.until(),
	}, nil, j.signersOf(a, p)...)
	lane := j.officer(p.Bank, genesis.KeySubmitter)
	return j.deliver(lane, &wallet.MsgContestDevice{
		Carrier: sdk.AccAddress(lane.PubKey().Address()).String(), Instruction: ins,
	})
}
